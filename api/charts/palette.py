"""The shades of pictures, each with what it turns into where the viewer prefers the dark.

They stand apart from the drawing: an answer's policy names the style sheet without loading what draws.
"""

from base64 import b64encode
from hashlib import sha256

INK = "#1a1a1a"
GREY = "#595959"  # text of second rank; 7:1 on white
RULE = "#8c8c8c"
HAIR = "#dedede"
TINT = "#ececec"  # an area that is meant
PAPER = "#ffffff"

_DARK = {INK: "#ebe7df", GREY: "#aba499", RULE: "#7d766b", HAIR: "#38342d", TINT: "#2e2a24", PAPER: "#171613"}
_TURNED = "".join(
    f'[{part}="{shade}"]{{{part}:{dark}}}' for shade, dark in _DARK.items() for part in ("fill", "stroke")
)

# Paper is not lit from behind: what is printed stays ink on white.
STYLE = f"@media screen and (prefers-color-scheme:dark){{{_TURNED}}}"

# A picture that is opened by itself is a document under its own policy: that admits this one style sheet, by its hash.
STYLE_SOURCE = f"'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'"

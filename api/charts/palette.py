"""The colours of pictures, also in a dark scheme. Apart from the drawing code, which a policy need not load."""

from base64 import b64encode
from hashlib import sha256

INK = "#1a1a1a"
GREY = "#595959"  # secondary text; contrast 7:1 on white
RULE = "#8c8c8c"
HAIR = "#dedede"
TINT = "#ececec"  # highlighted areas
PAPER = "#ffffff"

_DARK = {INK: "#ebe7df", GREY: "#aba499", RULE: "#7d766b", HAIR: "#38342d", TINT: "#2e2a24", PAPER: "#171613"}
_DARKENED = "".join(
    f'[{part}="{shade}"]{{{part}:{dark}}}' for shade, dark in _DARK.items() for part in ("fill", "stroke")
)

# For screens only: printed pictures stay dark on white.
STYLE = f"@media screen and (prefers-color-scheme:dark){{{_DARKENED}}}"

# A picture opened by itself is a document with its own policy, which allows this style sheet by its hash.
STYLE_SOURCE = f"'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'"

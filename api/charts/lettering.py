"""Text as a picture needs it: legal in XML, of a width that can be guessed, cut or broken to fit.

No font is at hand when a picture is made, so widths are estimates, wider rather than narrower.
"""

import re
import unicodedata
from functools import lru_cache

_ILLEGAL = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_LONGEST = 1000  # characters of one text that are looked at; more never fits, and measuring it costs time
_BOLD = 1.05
_ELLIPSIS = "…"

# em, by character; whatever is not here is measured by its Unicode properties
_WIDTHS = {
    **dict.fromkeys("iIjl|!'.,:;", 0.32),
    **dict.fromkeys('ftr()[]{}/\\-" ', 0.4),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ&+<>=~", 0.71),
    **dict.fromkeys("mwMW@%", 0.92),
    _ELLIPSIS: 1.0,
}


def clean(value: object) -> str:
    """The value as one line of text without characters that XML 1.0 forbids or nobody can see."""
    return " ".join(_ILLEGAL.sub("", str(value)[:_LONGEST]).split())


def width(text: str, size: float, bold: bool = False) -> float:
    """The estimated width in pixels at a font size."""
    return sum(map(_em, text)) * size * (_BOLD if bold else 1)


def fit(text: str, room: float, size: float, bold: bool = False) -> str:
    """The text if it fits into that many pixels, or as much of it as does, with an ellipsis."""
    if width(text, size, bold) <= room:
        return text
    return text[: _longest(text, room - width(_ELLIPSIS, size, bold), size, bold)].rstrip() + _ELLIPSIS


def wrap(text: str, room: float, size: float, lines: int) -> list[str]:
    """The text in at most so many lines, broken at spaces if possible; the last may end in an ellipsis."""
    broken: list[str] = []
    while text and len(broken) < lines - 1 and width(text, size) > room:
        end = max(1, _longest(text, room, size, False))
        space = text.rfind(" ", 0, end + 1)
        end = space if space > 0 else end
        broken.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*broken, fit(text, room, size)] if text else broken


@lru_cache(maxsize=4096)
def _em(character: str) -> float:
    if character in _WIDTHS:
        return _WIDTHS[character]
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    return 1.05 if unicodedata.east_asian_width(character) in "WF" else 0.6


def _longest(text: str, room: float, size: float, bold: bool) -> int:
    """How many characters fit; a base character is never parted from its combining marks."""
    used, scale = 0.0, size * (_BOLD if bold else 1)
    for index, character in enumerate(text):
        used += _em(character) * scale
        if used > room:
            return _before_marks(text, index)
    return len(text)


def _before_marks(text: str, index: int) -> int:
    while index > 0 and _em(text[index]) == 0:
        index -= 1
    return index

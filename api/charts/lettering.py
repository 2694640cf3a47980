"""Text for pictures: valid in XML, cut or wrapped to fit a width, which is an estimate (no font is at hand)."""

import re
import unicodedata
from functools import lru_cache

_ILLEGAL = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_LONGEST = 1000  # characters of a text that are measured; more never fits
_BOLD = 1.05
_ELLIPSIS = "…"

# Width in em by character; other characters are estimated from their Unicode properties.
_WIDTHS = {
    **dict.fromkeys("iIjl|!'.,:;", 0.32),
    **dict.fromkeys('ftr()[]{}/\\-" ', 0.4),
    **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ&+<>=~", 0.71),
    **dict.fromkeys("mwMW@%", 0.92),
    _ELLIPSIS: 1.0,
}


def clean(value: object) -> str:
    """The value as one line of text, without characters that XML 1.0 forbids or that are invisible."""
    return " ".join(_ILLEGAL.sub("", str(value)[:_LONGEST]).split())


def width(text: str, size: float, bold: bool = False) -> float:
    """The estimated width in pixels at a font size."""
    return sum(map(_em, text)) * size * (_BOLD if bold else 1)


def fit(text: str, room: float, size: float, bold: bool = False) -> str:
    """The text, cut to that many pixels with an ellipsis if it is wider."""
    if width(text, size, bold) <= room:
        return text
    return text[: _longest(text, room - width(_ELLIPSIS, size, bold), size, bold)].rstrip() + _ELLIPSIS


def wrap(text: str, room: float, size: float, lines: int, bold: bool = False) -> list[str]:
    """The text on at most `lines` lines, broken at spaces where possible; the last may end in an ellipsis."""
    broken: list[str] = []
    while text and len(broken) < lines - 1 and width(text, size, bold) > room:
        end = max(1, _longest(text, room, size, bold))
        space = text.rfind(" ", 0, end + 1)
        end = space if space > 0 else end
        broken.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*broken, fit(text, room, size, bold)] if text else broken


@lru_cache(maxsize=4096)
def _em(character: str) -> float:
    if character in _WIDTHS:
        return _WIDTHS[character]
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    return 1.05 if unicodedata.east_asian_width(character) in "WF" else 0.6


def _longest(text: str, room: float, size: float, bold: bool) -> int:
    """How many characters fit; a base character is never separated from its combining marks."""
    used, scale = 0.0, size * (_BOLD if bold else 1)
    for index, character in enumerate(text):
        used += _em(character) * scale
        if used > room:
            while index > 0 and _em(text[index]) == 0:
                index -= 1
            return index
    return len(text)

"""Characters that no text may contain, and Unicode normalisation in linear time: for seeds, queries, posted texts."""

import re
import unicodedata
from functools import cache
from itertools import groupby
from typing import Literal

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]

CONTROLS = r"\u0000-\u001f\u007f-\u009f\u2028\u2029"
"""Controls and line separators, for a character class of a regular expression (Python or JSON Schema)."""

UNSAFE = re.compile(rf"[{CONTROLS}\ufffe\uffff\ud800-\udfff]")
"""What a store or format cannot hold: controls, noncharacters, surrogates."""

_MISLEADING = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
"""Bidirectional embeddings, overrides and isolates, which make text read as something else, and byte order marks. The
marks U+200E, U+200F and U+061C affect no other character, so they are text."""

_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and a symbol by category, but invisible
_UNSEEN = ("Cf", "Me", "Mn", "Zs")

_LONG_RUN = 32  # combining marks in a row; stream-safe text (UAX 15) has 30 at most
_LAST_MARK = 0x1FFFF  # there are none beyond this plane, as a test confirms


def refuse_unsafe(text: str) -> None:
    """Raise ValueError for the first character that is not text."""
    if unsafe := UNSAFE.search(text):
        raise ValueError(f"holds a character that is not text (U+{ord(unsafe.group()):04X})")


def refuse_misleading(text: str) -> None:
    """Raise ValueError for text that control characters reorder, or that is invisible."""
    if found := _MISLEADING.search(text):
        raise ValueError(f"holds a character that readers do not see (U+{ord(found.group()):04X})")
    if all(one in _BLANK or unicodedata.category(one) in _UNSEEN for one in text):
        raise ValueError("holds no character that readers see")


def normalized(text: str, form: Form = "NFC") -> str:
    """The text in a Unicode form. Long runs of combining marks are ordered first, since `unicodedata.normalize` takes
    quadratic time for them: 64 KiB take a second."""
    if text.isascii():
        return text
    decomposition: Form = "NFKD" if form in ("NFKC", "NFKD") else "NFD"
    return unicodedata.normalize(form, _long_run().sub(lambda run: _ordered(run.group(), decomposition), text))


def _ordered(run: str, decomposition: Form) -> str:
    decomposed = "".join(unicodedata.normalize(decomposition, mark) for mark in run)
    groups = groupby(decomposed, key=lambda character: unicodedata.combining(character) > 0)
    return "".join("".join(sorted(group, key=unicodedata.combining) if marks else group) for marks, group in groups)


@cache
def _long_run() -> re.Pattern[str]:
    """Compiled when first needed: scanning all characters takes some milliseconds."""
    marks = "".join(character for character in map(chr, range(0x300, _LAST_MARK + 1)) if is_mark(character))
    return re.compile(f"[{re.escape(marks)}]{{{_LONG_RUN},}}")


def direction(text: str) -> Literal["ltr", "rtl"]:
    """The direction of text: that of its first letter that has one, as with HTML's `dir=auto`."""
    ways = (unicodedata.bidirectional(character) for character in text)
    return "rtl" if next((way for way in ways if way in ("L", "R", "AL")), "L") != "L" else "ltr"


def is_mark(character: str) -> bool:
    """Whether normalisation reorders this character. Some characters that are not marks decompose into marks only."""
    return unicodedata.combining(unicodedata.normalize("NFKD", character)[0]) != 0

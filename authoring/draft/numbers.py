"""Numbers in digits and in words, as one regular expression and the value of what it matches."""

import re

from authoring.draft.words import words

_ONES = words("""
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
""")
_TENS = words("""
    twenty thirty forty fifty sixty seventy eighty ninety
""")
_VALUES = {
    **{word: number for number, word in enumerate(_ONES)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
    "a": 1,
    "an": 1,
}
SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "k": 1000,
    "m": 10**6,
    "mn": 10**6,
    "bn": 10**9,
    "tn": 10**12,
}
_SCALE = r"(?:dozen|hundred|thousand|million|billion|trillion)"
_UNIT_WORD = rf"(?:{'|'.join(_ONES)}|{'|'.join(_TENS)})"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_ARTICLE = rf"an?(?=[ ](?:{_SCALE}|century|decade|year|month|week|day|hour)\b)"
_WORDS = rf"(?:{_UNIT_WORD}|{_ARTICLE})(?:[ -](?:and[ ])?(?:{_UNIT_WORD}|{_SCALE}))*"

NUMBER = rf"(?:(?:{_DIGITS})(?:[ -]{_SCALE}\b|(?:bn|mn|tn|k)\b)*|\b{_WORDS}\b)"

_ORDINALS = {
    word: number
    for number, word in enumerate(words("third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"), 3)
}
ORDINAL = rf"\b(?:\d+(?:st|nd|rd|th)|{'|'.join(_ORDINALS)})\b"
_FRACTIONS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}


def number(text: str) -> int | float:
    """The value of what NUMBER matched."""
    total: float = 0
    current: float = 0
    for part in re.findall(r"\d[\d,]*(?:\.\d+)?|[a-z]+", text.lower()):
        if part[0].isdigit():
            current = float(part.replace(",", ""))
        elif part in _VALUES:
            current += _VALUES[part]
        elif part in SCALES:
            current = max(current, 1) * SCALES[part]
            if SCALES[part] > 100:
                total, current = total + current, 0
    return whole(total + current)


def ordinal(text: str) -> int:
    """The value of what ORDINAL matched."""
    return _ORDINALS.get(text.lower()) or int(text[:-2])


def fraction(parts: str, of: str) -> tuple[int | float, bool]:
    """A share ("two", "thirds"), and whether it is written out without loss."""
    share = float(number(parts)) / _FRACTIONS[of.removesuffix("s") if of != "halves" else "half"]
    return whole(round(share, 3)), round(share, 3) == share


def whole(value: float) -> int | float:
    """7000.0 as 7000, without the dust of doubles."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded

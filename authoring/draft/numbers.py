"""Numbers in digits and in words: one regular expression, and the value of what it matches."""

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
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
    "k": 1000,
    "m": 10**6,
    "mn": 10**6,
    "bn": 10**9,
    "b": 10**9,
    "tn": 10**12,
    "trn": 10**12,
}
_SCALE = r"(?:dozen|hundred|thousand|lakhs?|million|crores?|billion|trillion)"
_UNIT_WORD = rf"(?:{'|'.join(sorted((*_ONES, *_TENS), key=len, reverse=True))})"
_DIGITS = r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?![\d,.]\d)|\d+(?:\.\d+)?"
_ARTICLE = rf"an?(?=[ ](?:{_SCALE}|century|decade|year|month|week|day|hour)\b)"
_WORDS = rf"(?:{_UNIT_WORD}|{_ARTICLE})(?:[ -](?:and[ ])?(?:{_UNIT_WORD}|{_SCALE})\b)*"

_AND_PART = r"(?: and (?:a half|a quarter|three[ -]quarters)\b)?"
_HALF = r"\bhalf an? (?:dozen|hundred|thousand|million|billion)\b"
NUMBER = rf"(?:{_HALF}|(?:{_DIGITS})(?:[ -]?{_SCALE}\b|(?:bn|mn|trn|tn|k|m|b)\b)*{_AND_PART}|\b{_WORDS}\b{_AND_PART})"
_PART = {"half": 0.5, "a quarter": 0.25, "three quarters": 0.75, "three-quarters": 0.75}

_ORDINALS = {
    word: number
    for number, word in enumerate(words("third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"), 3)
}
ORDINAL = rf"\b(?:\d+(?:st|nd|rd|th)|{'|'.join(_ORDINALS)})\b"
FRACTIONS = {
    "half": 2,
    "halve": 2,
    "third": 3,
    "quarter": 4,
    **{word: number for word, number in _ORDINALS.items() if number > 4},
}
_PARTS = re.compile(r"\d[\d, \u00a0\u2009\u202f]*(?:\.\d+)?|[a-z]+")


def number(text: str) -> int | float:
    """The value of what NUMBER matched."""
    if text.lower().startswith("half a"):
        return whole(scale_of(text) / 2)
    lead, _, rest = text.lower().partition(" and ")
    part_of = _PART.get(rest.removeprefix("a ") if rest == "a half" else rest)
    if part_of is not None:
        return whole(number(lead) + part_of * scale_of(lead))
    total: float = 0
    current: float = 0
    for part in _PARTS.findall(text.lower()):
        scale = SCALES.get(part) or SCALES.get(part.removesuffix("s"))
        if part[0].isdigit():
            current = float(re.sub(r"[^\d.]", "", part))
        elif part in _VALUES:
            current += _VALUES[part]
        elif scale:
            current = max(current, 1) * scale if current or not total else scale
            if scale > 100:
                total, current = total + current, 0
    return whole(total + current)


def scale_of(text: str) -> int:
    """The factor that the last word of a number multiplies by: 10**6 for "15 million"; 1 where it has none."""
    last = re.search(r"([a-z]+)$", text.lower())
    return (SCALES.get(last[1]) or SCALES.get(last[1].removesuffix("s")) or 1) if last else 1


def is_unclear(text: str) -> bool:
    """Whether a number may group its thousands by full stops, as in "12.400"."""
    return re.match(r"\d{1,3}\.\d{3}(?!\d)", text) is not None


def ordinal(text: str) -> int:
    """The value of what ORDINAL matched."""
    return _ORDINALS.get(text.lower()) or int(text[:-2])


def share(part: float, of: float) -> tuple[int | float, bool]:
    """A share as a decimal of three digits, and whether that is all of it."""
    found = part / of
    return whole(round(found, 3)), abs(round(found, 3) - found) < 1e-12


def whole(value: float) -> int | float:
    """7000.0 as 7000, without the dust of doubles."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded

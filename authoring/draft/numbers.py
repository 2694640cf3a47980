"""Numbers in digits and in words: one regular expression, and the value of what it matches."""

import re
from functools import lru_cache
from itertools import takewhile
from math import prod

from authoring.draft.words import words

LARGEST = 10**18  # far beyond what a figure may be: thousands of digits are no quantity, and no double holds them
_ONES = words("""
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
""")
_TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")
_VALUES = {
    **{word: number for number, word in enumerate(_ONES)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
    "a": 1,
    "an": 1,
}
SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 1000, "lakh": 10**5, "million": 10**6, "crore": 10**7, "billion": 10**9,
    "trillion": 10**12, "k": 1000, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12, "trn": 10**12,
}  # fmt: skip
_SCALE = r"(?:dozen|hundred|thousand|lakhs?|million|crores?|billion|trillion)"
_UNIT_WORD = rf"(?:{'|'.join(sorted((*_ONES, *_TENS), key=len, reverse=True))})"
_MARKS = re.compile(r"[^\d.]")
_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}
_UNCLEAR = r"\d{1,3}(?:[’']\d{3}){1,6}(?!\d)|\d+,\d{1,2}(?![\d,])(?! \d|-)"  # "1,5 million"
_MIXED = re.compile(r"(\d{1,6}(?:\.(\d\d))?)[ -](\d)/([2348])(?![\d/])")  # "5.87-1/2"
_DIGITS = (
    rf"\d{{1,6}}(?:\.\d\d)?[ -]\d/[2348](?![\d/])|{_UNCLEAR}|\d*[{''.join(_SIGNS)}]|"
    + r"\d{1,3}(?:,\d{2,3}){0,6},\d{3}(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3}){1,6}(?!\d|[,.]\d)|\d+(?:\.\d+)?"
)
_ARTICLE = (
    rf"another(?=[ ]{_SCALE}\b)"
    rf"|an?(?=[ ](?:{_SCALE}|century|decade|year|month|week|fortnight|day|hour|minute|mile|kilomet(?:re|er)"
    r"|met(?:re|er)|foot|inch|acre|hectare|tonne|ton|kilo|kilogram|litre|liter|pint|gallon)\b)"
)
_WORDS = rf"(?:{_UNIT_WORD}|{_ARTICLE})(?:[ -](?:{_SCALE}(?:[ ]and[ ]{_UNIT_WORD})?|{_UNIT_WORD})\b){{0,15}}"

_AND_PART = rf"(?:[ -]and[ -](?:a[ -]half|a[ -]quarter|three[ -]quarters)\b(?:[ ]{_SCALE}\b)?)?"
_HALF = r"\bhalf an? (?:dozen|hundred|thousand|million|billion)\b"
# Each repetition is bounded: a list of thousands of numbers would be read again from each of them.
NUMBER = (
    rf"(?:{_HALF}|(?:{_DIGITS})(?:[ -]?{_SCALE}\b|(?:[ ]?(?:bn|mn|trn|tn)|[kmb])\b){{0,4}}{_AND_PART}"
    rf"|\b{_WORDS}\b{_AND_PART})"
)
BEGINNINGS = "".join({first for word in (*_ONES, *_TENS, "an", "half") for first in (word[0], word[0].upper())})
BEGINNINGS += "".join(_SIGNS)
"""What a number that is not in digits begins with, as a set of characters to look for first."""
_PART = {"a half": 0.5, "a quarter": 0.25, "three quarters": 0.75}

_RANKS = words("third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth")
_ORDINALS = {word: number for number, word in enumerate(_RANKS, 3)}
ORDINAL = rf"\b(?:\d{{1,9}}(?:st|nd|rd|th)|{'|'.join(_ORDINALS)})\b"
FRACTIONS = {word: number for word, number in _ORDINALS.items() if number != 4}
FRACTIONS |= {"half": 2, "halve": 2, "quarter": 4}
_PARTS = re.compile(rf"\d[\d, \u00a0\u2009\u202f]*(?:\.\d+)?|[a-z]+|[{''.join(_SIGNS)}]")


@lru_cache(maxsize=10_000)
def number(text: str) -> int | float:
    """The value of what NUMBER matched, at most LARGEST."""
    if mixed := _MIXED.match(text):
        last_digit = 10 ** -len(mixed[2] or "")
        return whole((float(mixed[1]) + int(mixed[3]) / int(mixed[4]) * last_digit) * scale_of(text[mixed.end() :]))
    if text.lower().startswith("half a"):
        return whole(scale_of(text) / 2)
    lead, _, rest = text.lower().replace("-", " ").partition(" and ")
    scale = scale_of(rest)
    part_of = _PART.get(" ".join(rest.split()[:2]))
    if part_of is not None:
        return whole((number(lead) + part_of * scale_of(lead)) * scale)
    total: float = 0
    current: float = 0
    scaled = False
    for part in _PARTS.findall(text.lower()):
        scale = _scale(part)
        if scale > 100 and scaled:
            total *= scale  # "lakh crore"
        elif scale > 1:
            current = (current or 1) * scale
            total, current = (total + current, 0) if scale > 100 else (total, current)
        else:
            current += _small(part)
        scaled = scale > 100
    return whole(min(total + current, LARGEST))


def _small(part: str) -> float:
    """The value of a number's part that multiplies nothing: digits, a sign, a word; 0 of "and"."""
    if part[0].isdigit():
        return float(_MARKS.sub("", part))
    return _SIGNS.get(part) or _VALUES.get(part, 0)


def _scale(word: str) -> int:
    return SCALES.get(word) or SCALES.get(word.removesuffix("s")) or 1


def scale_of(text: str) -> int:
    """The factor that the last words of a number multiply by: 10**6 for "15 million"; 1 where it has none."""
    scales = takewhile(lambda scale: scale > 1, map(_scale, reversed(re.findall("[a-z]+", text.lower()))))
    return min(prod(scales), LARGEST)


def is_unclear(text: str) -> bool:
    """Whether a number may be written as other languages do: "12.400", "1,5", "1’234"."""
    return re.match(rf"\d{{1,3}}\.\d{{3}}(?!\d)|{_UNCLEAR}", text) is not None


def ordinal(text: str) -> int:
    """The value of what ORDINAL matched."""
    return _ORDINALS.get(text.lower()) or int(text[:-2])


def share(part: float, of: float) -> tuple[int | float, bool]:
    """A share rounded to three decimals, or to three digits where it is small, and whether that is exact."""
    found = part / of
    rounded = round(found, 3) if found >= 0.05 else float(f"{found:.3g}")
    return whole(rounded), abs(rounded - found) < 1e-12


def whole(value: float) -> int | float:
    """A value rounded to six decimals, and as an integer where it is one."""
    rounded = float(f"{round(value, 6):.15g}")  # 2.3 * 10**12 is not 2299999999999.9995
    return int(rounded) if rounded == int(rounded) else rounded

"""What a number counts or measures: the words after it as a plain plural noun, a UCUM code, a currency."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from authoring.draft.candidate import Scalar
from authoring.draft.words import words


class Unit(NamedTuple):
    """A unit: UCUM code or ISO 4217 currency (None where it has none), the factor that its words multiply the number
    by, and the offset after them."""

    name: str
    code: str | None
    currency: str | None
    factor: int | float
    end: int


_FILE = Path(__file__).with_name("units.txt")


class _Currency(NamedTuple):
    """A currency of the table, with its words and its signs as regular expressions; `code` is None of a word that
    several have."""

    name: str
    code: str | None
    words: str
    signs: str


def _rows(kind: str) -> Iterator[list[str]]:
    """The fields of the table's lines of a kind."""
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{kind}; "):
            yield line.split("; ")[1:]


def _code(field: str) -> str | None:
    return None if field == "-" else field


_MEASURES = {words: (name, _code(code), int(factor)) for name, code, factor, words in _rows("measure")}
_CURRENCIES = [_Currency(name, _code(code), words, signs) for name, code, words, signs in _rows("currency")]
_MONEY_WORDS = re.compile("|".join(f"(?P<c{n}>{one.words}|{one.code or '(?!)'})" for n, one in enumerate(_CURRENCIES)))
_MONEY_SIGNS = [re.compile(one.signs) for one in _CURRENCIES]
MONEY_BEFORE = "(?:" + "|".join(rf"(?:{one.signs})" for one in _CURRENCIES) + ")"
MEASURES = "|".join((*sorted(_MEASURES, key=len, reverse=True), *(one.words for one in _CURRENCIES)))
_MEASURE = re.compile("|".join(rf"(?P<u{n}>(?:{words})(?:(?<=%)|(?!\w)))" for n, words in enumerate(_MEASURES)))
_KINDS = list(_MEASURES.values())
_DEGREES = {"C": ("degrees Celsius", "Cel"), "F": ("degrees Fahrenheit", "[degF]")}
_RATE = re.compile(
    r"[ -](?:an?|per|each|every)[ -](hour|day|week|month|year|night|share|barrel|bushel|gallon|pound|tonne|ton|kilo"
    r"|litre|person|head|child|pupil|patient|seat|room|acre|hectare|mile|minute|second|game|ticket|passenger|household|unit"
    r"|ounce|kilowatt-hour|megawatt-hour)\b(?! (?:ago|earlier|later|before))"
)
_RATE_CODES = {"second": "s", "minute": "min", "hour": "h", "day": "d", "week": "wk", "month": "mo", "year": "a"}
_WORD = re.compile(r"[ -]?([A-Za-z][\w’'-]*)")
_PLURALS = {"people", "men", "women", "children", "staff", "crew", "police", "cattle", "aircraft", "data", "species"}
_STOPS = frozenset(
    words("""
    a an the of in on at to for from by with and or but as than that which who is are was were be been has have
    had will would could may might after before during since until per into over under about his her its their
    this these those including across against between among within without not up down times
    took cost made said told got went came ran fell rose led won lost left held met
    two three four five six seven eight nine ten eleven twelve
""")
)
_NO_RATES = ("%", "10*-4", "1")
_NO_NOUNS = ("strong", "odd", "plus", "old", "fold", "point", "storey", "story")
_NO_PART = frozenset(words("more other additional further extra"))  # of what is counted
_NO_PLURALS = ("ss", "us", "is", "’s", "'s")
_WIDEST = 5


ALL_CURRENCIES = frozenset(one.code for one in _CURRENCIES if one.code)


def currencies_called(unit: str) -> set[str]:
    """The currencies that a word may mean: Danish and Norwegian kroner of "kroner"."""
    word = unit.split(" per ")[0].split()[-1][:4]
    return {one.code for one in _CURRENCIES if one.code and one.name.split()[-1].startswith(word)}


def money(sign: str, end: int) -> Unit:
    """The unit of an amount by the sign or code before it; a currency that the sign leaves open is a TODO."""
    for pattern, one in zip(_MONEY_SIGNS, _CURRENCIES, strict=True):
        if (found := pattern.match(f"{sign.strip()}0")) and found.end() == len(sign.strip()):
            return Unit(one.name, None, one.code or "TODO", 1, end)
    raise ValueError(f"{sign!r} is no sign of money")


def unit_after(text: str, end: int) -> Unit | None:
    """The unit whose words follow at `end`, or None where none is recognised."""
    bare = re.match(r"[CF](?!\w)", text[end : end + 2])
    if bare and text[end - 1 : end].isdigit():
        return Unit(*_DEGREES[bare.group()], None, 1, end + 1)
    gap = end + 1 if text[end : end + 1] in (" ", "-", "\u00a0") else end
    found = _MONEY_WORDS.match(text, gap)
    if found and found.lastgroup and not text[found.end() : found.end() + 1].isalnum():
        one = _CURRENCIES[int(found.lastgroup[1:])]
        return with_rate(text, Unit(one.name, None, one.code or "TODO", 1, found.end()))
    found = _MEASURE.match(text, gap)
    if found and found.lastgroup:
        name, code, factor = _KINDS[int(found.lastgroup[1:])]
        unit = Unit(name, code, None, factor, found.end())
        return unit if code in _NO_RATES else with_rate(text, unit)
    counted = _counted(text, end)
    return with_rate(text, counted) if counted else None


def with_rate(text: str, unit: Unit) -> Unit:
    """The unit with "an hour" or "per share" after it."""
    rate = _RATE.match(text, unit.end)
    if not rate:
        return unit
    code = f"{unit.code}/{_RATE_CODES[rate[1]]}" if unit.code and rate[1] in _RATE_CODES else None
    return unit._replace(name=f"{unit.name} per {rate[1]}", code=code, end=rate.end())


def _counted(text: str, end: int) -> Unit | None:
    """Things that are counted: words up to the first plural, or the noun of "a 200-page report"."""
    if text.startswith("-", end) and (joined := _WORD.match(text, end)) and joined[1] not in _NO_NOUNS:
        noun = joined[1].split("-")[0]
        return Unit(noun if _is_plural(noun) else _plural(noun), None, None, 1, end + 1 + len(noun))
    found_words: list[str] = []
    for _ in range(_WIDEST):
        found = _WORD.match(text, end)
        if not found or found[1].lower() in _STOPS:
            return None
        end = found.end()
        if found[1].lower() in _NO_PART:
            continue
        found_words.append(found[1])
        if _is_plural(found[1]):
            return Unit(" ".join(found_words), None, None, 1, end)
    return None


def _plural(noun: str) -> str:
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def _is_plural(word: str) -> bool:
    return word in _PLURALS or (len(word) > 3 and word.endswith("s") and not word.endswith(_NO_PLURALS))


def fields_of(unit: Unit | None) -> dict[str, Scalar]:
    """The fields of a figure that its unit gives; a TODO where none is recognised."""
    if unit is None:
        return {"unit": "TODO what is counted"}
    codes: dict[str, Scalar] = {"unit": unit.name}
    if unit.code:
        codes["unit_code"] = unit.code
    if unit.currency:
        codes["currency"] = unit.currency
    return codes

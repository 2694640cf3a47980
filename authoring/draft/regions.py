"""What the countries of a text change: seasons of the south, financial years of India and Australia, whose "$"."""

import re
from collections import Counter
from functools import lru_cache

from authoring.draft.candidate import Candidate
from authoring.draft.known_names import known_places, places
from authoring.draft.words import words

_SOUTH = frozenset(words("AR AU BO BR BW CL FJ LS MG MU MW MZ NA NZ PY SZ UY ZA ZM ZW"))  # ISO 3166-1
_BEGIN = {"1": 9, "3": 3, "4": 6}  # months, of spring, autumn and winter there
_SEASON = re.compile(r"(?P<to>\.\./)?(?P<year>\d{4})-2(?P<s>[1-4])(?P<on>/\.\.)?")
_FISCAL = re.compile(r"\b(?:financial|fiscal|tax) years?\b|\bFY", re.I)
_TWO_YEARS = re.compile(r"(?P<year>\d{4})[-–/](?P<next>\d\d)(?: (?:financial|fiscal|tax) years?)?$")
_OTHER_YEAR = re.compile(r"\b(?:season|harvest|crop|kharif|rabi|academic|school|admissions?|winter|summer)\b", re.I)
_NEAR, _CLAUSE_END = 60, re.compile("[.,;]")  # characters
_RUPEES = re.compile(r"\b(?:lakh|crore)s?\b|₹")
_MONEY = re.compile(r"[$€£%]|\b(?:per cent|billion|million|budget|deficit|surplus|spending|revenue|profit)\b")
_OTHER_RUPEES = ("BD", "LK", "NP", "PK")  # whose years begin in other months
_DATELINE, _HEAD = re.compile(r"^([A-Z]{3}[A-Z ]*)(?=,| \(| ?[-–—] )", re.M), 600  # "SYDNEY, Aug. 3"
_OTHER_DOLLARS = words("AU BB BN BS BZ CA FJ GY HK JM NA NZ SB SG TT TW ZW")


def as_there(content: str, one: Candidate) -> Candidate:
    """A season as its months in the south, where one reckoned from publication is a TODO; "2027-28" of an Indian budget
    as its months."""
    edtf, phrase = str(one.fields["edtf"]), content[slice(*one.span)]
    if (season := _SEASON.fullmatch(edtf)) and _country(content) in _SOUTH:
        edtf = f"TODO {phrase}" if "relative_to" in one.fields else _months(season, phrase)
    elif (years := _TWO_YEARS.search(phrase)) and (month := _begins_in(content, one, years)):
        edtf = f"{edtf[:4]}-{month:02}/{int(years['year']) + 1}-{month - 1:02}"
    elif years and _FISCAL.search(content, max(0, one.span.start - _NEAR), one.span.end + _NEAR):
        edtf = f"TODO {phrase}"
    return Candidate(one.span, {**one.fields, "edtf": edtf})


def _months(season: re.Match[str], phrase: str) -> str:
    """ "The winter of 2025"; which of two summers "the summer of 2025" is, is a TODO."""
    year, years = season["year"], _TWO_YEARS.search(phrase)
    if season["s"] == "2" and not years:
        return f"TODO {phrase}"
    if season["s"] == "2":
        first, last = f"{year}-12", f"{int(year) + 1}-02"
    else:
        first, last = (f"{year}-{_BEGIN[season['s']] + month:02}" for month in (0, 2))
    return f"../{last}" if season["to"] else f"{first}/.." if season["on"] else f"{first}/{last}"


def _begins_in(content: str, one: Candidate, years: re.Match[str]) -> int:
    """The month in which the financial year begins, in India and Australia; 0 of a season, harvest or school year."""
    start, end = one.span
    around = _CLAUSE_END.split(content[max(0, start - _NEAR) : start])[-1]
    around += _CLAUSE_END.split(content[end : end + _NEAR])[0]
    follows = (int(years["year"]) + 1) % 100 == int(years["next"])
    country = _country(content)
    if not follows or _OTHER_YEAR.search(around):
        return 0
    if country == "AU":
        return 7 if _MONEY.search(around) or _FISCAL.search(around) else 0
    return 4 if _RUPEES.search(content) and country not in _OTHER_RUPEES else 0


def has_american_dollars(content: str) -> bool:
    """Whether "$" is of the United States: a text names places, and these more often than any other country's of
    dollars."""
    named = _named(content)
    return bool(named) and not any(named[other] >= max(1, named["US"]) for other in _OTHER_DOLLARS)


def _country(content: str) -> str:
    """The country whose places a text names most often."""
    return next((country for country, _ in _named(content).most_common(1)), "")


@lru_cache(maxsize=1)
def _named(content: str) -> Counter[str]:
    """How often a text names places of each country."""
    datelines = (place.title() for place in _DATELINE.findall(content, 0, _HEAD))
    called = (*(name for _, name in known_places(content)), *(place for place in datelines if place in places()))
    named = Counter(places()[name].code[:2] for name in called)
    del named[""]
    return named

"""The names that drafting knows: a table of places of this project's own, and given names, cities and states of the
world from packages that keep such lists. The packages are loaded when a text is drafted or checked.
"""

import pkgutil
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from authoring.article_text import Phrases, Span, apart, plain
from authoring.draft.words import TOWNS, listed

_FILE = Path(__file__).with_name("places.txt")
_GIVEN = ("first_names", "first_names_male", "first_names_female", "first_names_nonbinary", "first_names_unisex")
_REGIONS = ("cities", "states", "provinces", "counties", "regions")
_EVERY_HAMLET = 1000  # names in a list
_THE_AMAZON = re.compile(r"\b(?:in|[Tt]he(?: [a-z]+)?|Brazilian|Peruvian|Colombian) $")
_PROVINCE = re.compile(r"[^\W\d_][\w-]+(?: [A-Z][\w-]+)*")
_PARTS = re.compile(r"\s*[/(),]\s*")  # "Toulouse/Blagnac"
_LANGUAGES = listed("languages")
_LANGUAGE = re.compile(r"\b(?:in|into|speaks?|spoke|speaking|learn|fluent) $")


class KnownPlace(NamedTuple):
    """A place of the table; `code` is ISO 3166-1 alpha-2, for a state 3166-2, and empty for a region."""

    type: str
    name: str
    code: str


@cache
def places() -> dict[str, KnownPlace]:
    """Every name, demonym and abbreviation, with its place; a state's code or short form only counts after a comma."""
    found: dict[str, KnownPlace] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, names, code, others, capital = (*line.split("|"), "", "", "")[:5]
            for name in names.split("; "):
                place = KnownPlace(kind, name, code)
                for word in (name, *filter(None, others.split(","))):
                    found.setdefault(word, place)
            if capital:
                found.setdefault(capital, KnownPlace("city", capital, code[:2]))
    return found


@cache
def _names_of_places() -> Phrases:
    return Phrases(places())


def known_places(content: str) -> Iterator[tuple[Span, str]]:
    """Every known name in a text with its span; of those that meet, the first, and of those the longest."""
    content = plain(content)
    found = (span for span, name in _names_of_places().found_in(content) if _stands_alone(content, span, name))
    return ((span, content[slice(*span)]) for span in apart(found))


def _stands_alone(content: str, span: Span, name: str) -> bool:
    if re.match(r"\w|\$|[ ](?:dollars?|cents?|Treasur\w+)\b", content[span.end : span.end + 12]):
        return False
    if name == "Amazon":  # the company, but for the river and its forest
        return _THE_AMAZON.search(content, max(0, span.start - 25), span.start) is not None
    if name in _LANGUAGES and _LANGUAGE.search(content, max(0, span.start - 12), span.start):
        return re.match(r"[ ][a-z]", content[span.end : span.end + 2]) is not None
    if places()[name].type == "state" and re.fullmatch("[A-Z]{2}|.*[.]", name):
        if re.fullmatch(r"(?:[A-Z]\.)+", name) and re.match(" [A-Z]", content[span.end : span.end + 2]):
            return re.search(r"\d ?$", content[max(0, span.start - 2) : span.start]) is None  # "B.C. Premier"
        before = content[max(0, span.start - 25) : span.start]  # of "I thought, OK, so be it", no place
        return re.search(r"(?:\b[A-Z][\w’.-]*|^[A-Za-z]), $|\b[RDI]-$", before) is not None
    return re.match(r"[\w.-]", content[span.start - 1 : span.start]) is None


def begins_with_place(content: str, start: int) -> bool:
    """Whether a known name stands at an offset, but not as an owner: "Norvik, Oslo’s largest mill"."""
    before = max(0, start - 3)  # a state's code counts after a comma
    near = content[before : start + 40]
    found = (span for span, _ in known_places(near) if span.start == start - before)
    return any(not near.startswith(("’s", "'s"), span.end) for span in found)


@cache
def given_names() -> frozenset[str]:
    """Given names in Latin letters, of the countries that Faker has names for and of some that it has none for."""
    names = set().union(*_of_countries("person", _GIVEN))
    latin = frozenset(name for name in names if name[:1].isupper() and name[0] < "\u0250")
    return (latin | listed("given names")) - listed("words, not given names")


@cache
def pronoun_of(given_name: str) -> str | None:
    """ "he" or "she", where only men or only women of Faker's lists have a given name; else None."""
    own = [word for word, listed_names in _by_pronoun().items() if given_name in listed_names]
    return own[0] if len(own) == 1 else None


@cache
def _by_pronoun() -> dict[str, frozenset[str]]:
    lists = {"he": "first_names_male", "she": "first_names_female"}
    return {word: frozenset(n for one in _of_countries("person", [own]) for n in one) for word, own in lists.items()}


def _of_countries(provider: str, lists: Iterable[str]) -> Iterator[Collection[str]]:
    """The lists of these names that Faker's providers for countries have."""
    package = import_module(f"faker.providers.{provider}")
    for module in pkgutil.iter_modules(package.__path__):
        own = import_module(f"{package.__name__}.{module.name}").Provider
        found = (getattr(own, name, ()) for name in lists)  # some are properties, which are no lists
        yield from (one for one in found if isinstance(one, tuple | list | dict))


@cache
def world() -> frozenset[str]:
    """Cities, states and counties of the world, as lists of airports, provinces and addresses spell them. Long lists of
    addresses name every hamlet; a word that is also a given name is left out."""
    airports = import_module("airportsdata")
    towns = [one for one in airports.load("ICAO").values() if one["country"] != "US" or one["iata"]]
    names = {name for one in towns for field in (one["city"], one["subd"]) for name in _PARTS.split(field)}
    provinces = (name for country in import_module("countryinfo").all_countries() for name in country.provinces())
    names.update(TOWNS, (name for name in provinces if _PROVINCE.fullmatch(name)))
    for addresses in _of_countries("address", _REGIONS):
        if len(addresses) < _EVERY_HAMLET:
            names.update(one for one in addresses if isinstance(one, str))
    return (
        frozenset(name for name in names if len(name) > 2 and name[0].isupper() and not name.isupper())
        - given_names()
        - listed("words, not places")
    )

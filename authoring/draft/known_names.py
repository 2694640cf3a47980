"""The names that drafting knows without asking anybody.

Places stand in a table of this project's own; given names and cities of the world come from packages that keep such
lists, and are loaded when a text is drafted or checked.
"""

import pkgutil
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import ahocorasick

from authoring.article_text import Span

_FILE = Path(__file__).with_name("places.txt")
_LISTS = ("first_names", "first_names_male", "first_names_female", "first_names_nonbinary", "first_names_unisex")
_NO_GIVEN_NAMES = frozenset(
    ("April", "May", "June", "August", "Sunday", "North", "South", "East", "West", "King", "Prince", "Storm", "Star")
)


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
            kind, name, code, others, capital = (*line.split("|"), "", "", "")[:5]
            place = KnownPlace(kind, name, code)
            for word in (name, *filter(None, others.split(","))):
                found.setdefault(word, place)
            if capital:
                found.setdefault(capital, KnownPlace("city", capital, code[:2]))
    return found


@cache
def _automaton() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for name in places():
        automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton


def known_places(content: str) -> Iterator[tuple[Span, str]]:
    """Every known name in a text with its span; of those that meet, the first, and of those the longest."""
    found = [Span(last + 1 - len(name), last + 1) for last, name in _automaton().iter(content)]
    end = 0
    for span in sorted(found, key=lambda one: (one.start, -one.end)):
        name = content[span.start : span.end]
        if span.start >= end and _stands_alone(content, span, name):
            end = span.end
            yield span, name


def _stands_alone(content: str, span: Span, name: str) -> bool:
    if content[span.end : span.end + 1].isalnum():
        return False
    if re.fullmatch("[A-Z]{2}|.*[.]", name) and places()[name].type == "state":
        return re.search(r"[A-Za-z], $", content[max(0, span.start - 3) : span.start]) is not None
    return re.match(r"[\w.-]", content[span.start - 1 : span.start]) is None


def begins_with_place(content: str, start: int) -> bool:
    """Whether a known name stands at an offset."""
    before = max(0, start - 3)  # a state's code counts after a comma
    return any(span.start == start - before for span, _ in known_places(content[before : start + 40]))


@cache
def given_names() -> frozenset[str]:
    """Given names in Latin letters, of the countries that Faker has names for."""
    return frozenset(name for name in _names() if name[:1].isupper() and name[0] < "\u0250") - _NO_GIVEN_NAMES


def _names() -> Iterator[str]:
    persons = import_module("faker.providers.person")
    for module in pkgutil.iter_modules(persons.__path__):
        provider = import_module(f"{persons.__name__}.{module.name}").Provider
        for name in _LISTS:
            yield from _listed(getattr(provider, name, ()))


def _listed(names: object) -> Iterable[str]:
    """The names of a list; some countries have them with weights, some as a property."""
    return names if isinstance(names, tuple | list | dict) else ()


@cache
def cities() -> frozenset[str]:
    """Cities with an airport that has passenger flights, as the airports' list spells them."""
    airports = import_module("airportsdata").load("IATA").values()
    return frozenset(airport["city"] for airport in airports if airport["city"])

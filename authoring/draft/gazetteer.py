"""The places that drafting knows without asking anybody: a table of this project's own, read once."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import ahocorasick

from authoring.article_text import Span

_FILE = Path(__file__).with_name("places.txt")


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

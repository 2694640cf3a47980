"""The places that drafting knows without asking anybody: a table of this project's own, read once."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).with_name("places.txt")


class KnownPlace(NamedTuple):
    """A place of the table; `code` is ISO 3166-1 alpha-2, for a state 3166-2, and empty for a region."""

    type: str
    name: str
    code: str


@cache
def places() -> dict[str, KnownPlace]:
    """Every name, demonym and abbreviation, with its place; two-letter state codes only count after a comma."""
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
def pattern() -> re.Pattern[str]:
    """Any known name, the longest first; a two-letter state code only after ", "."""
    names = sorted(places(), key=len, reverse=True)
    states = [name for name in names if re.fullmatch("[A-Z]{2}", name) and places()[name].type == "state"]
    words = [name for name in names if name not in states]
    word, state = ("|".join(map(re.escape, chosen)) for chosen in (words, states))
    return re.compile(rf"(?<![\w.-])(?:{word})(?![\w])|(?<=[a-z], )(?:{state})(?!\w)")

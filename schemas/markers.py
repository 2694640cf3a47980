"""Markers a field carries in its annotation; everything that is derived from a field reads them."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Asked:
    """The field can be asked for: `filter` by equality, `sort` by order.

    A field of several values (aliases, refs) is filtered by any one of them and never sorted by. `parameter` is the
    name it is asked by where that is not the field's own; `also` names other fields of the record in which the same
    parameter looks too.
    """

    filter: bool = True
    sort: bool = False
    parameter: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Searched:
    """The field's words are found by full text; those of a `title` field rank before the others."""

    title: bool = False


@dataclass(frozen=True, slots=True)
class Derived:
    """The field follows from others; a seed that states it by hand is refused."""

    source: str


@dataclass(frozen=True, slots=True)
class Term:
    """What the field means in RDF, as a prefixed name (`schema:name`). A field without one means what only this model
    has a word for."""

    name: str


@dataclass(frozen=True, slots=True)
class RefersTo:
    """The field holds refs into these collections."""

    collections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Acyclic:
    """Following the field from record to record never leads back: nothing is a part of itself."""


@dataclass(frozen=True, slots=True)
class Joined:
    """The field's cell holds several values of this type, joined by `schemas.cells`."""

    item: Any


@dataclass(frozen=True, slots=True)
class Repeating:
    """The field has few values, each in many records, so a summary of all records by it is small."""


FILTER = Asked()
SORT = Asked(filter=False, sort=True)
FILTER_AND_SORT = Asked(sort=True)
TITLE = Searched(title=True)
SEARCHED = Searched()
REPEATING = Repeating()
ACYCLIC = Acyclic()

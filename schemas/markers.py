"""Markers a field carries in its annotation; everything that is derived from a field reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
class Part:
    """A node of its own that linked data needs between a record and some of its fields: the property that leads to it,
    and its class, both as prefixed names. It may stand `within` another."""

    name: str
    type: str
    within: "Part | None" = None


@dataclass(frozen=True, slots=True)
class Term:
    """What the field means in RDF, as a prefixed name (`schema:name`). A field without one means what only this model
    has a word for, and is written as `facts:` and its own name.

    key       its name in JSON-LD documents, where that is not the term's without the prefix
    template  what is written for a value, `{}` (or, of a nested value, `{field}`) standing for it; an address where it
              has a slash
    within    the node that it stands in
    values    prefixed names of its values, where RDF has words for them
    by        the field of a nested value that names the property, with `values` for those that RDF has a word for
    implies   the class of a record that has the field, or the classes by its value
    inverse   the property that leads from a nested value back to the record
    quoted    whether it is text in the article's language
    """

    name: str
    key: str | None = None
    template: str | None = None
    within: Part | None = None
    values: Mapping[str, str] = field(default_factory=dict, hash=False)
    by: str | None = None
    implies: str | Mapping[str, str] = field(default="", hash=False)
    inverse: str | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Datatype:
    """What a value's text is in RDF: a prefixed name (`xsd:date`), or `@id` of an address."""

    name: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What all records of a class are in RDF: its classes, and what is said of each of them, as prefixed names."""

    classes: tuple[str, ...] = ()
    always: Mapping[str, str] = field(default_factory=dict, hash=False)


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

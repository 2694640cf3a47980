"""Markers in the annotation of a field, from which everything else about it is derived."""

from collections.abc import Mapping
from dataclasses import dataclass, field


class Marker:
    """What all markers are."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Asked(Marker):
    """The field is a query parameter (`filter`) and a sort key (`sort`).

    A multi-valued field is filtered by any of its values and cannot be sorted by. `by_time`: an EDTF field that sorts
    by when it begins, not as it is written. `parameter` is the query parameter if not the field's name; `also` names
    other fields that it searches.
    """

    filter: bool = True
    sort: bool = True
    by_time: bool = False
    parameter: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Searched(Marker):
    """The field is in the full-text index; matches in a `title` field rank first."""

    title: bool = False


@dataclass(frozen=True, slots=True)
class Derived(Marker):
    """The field is derived from others; a seed that states it is refused."""

    source: str


@dataclass(frozen=True, slots=True)
class Part:
    """An RDF node between a record and some of its fields: the property that leads to it, and its class, as prefixed
    names. It may be `within` another."""

    name: str
    type: str
    within: "Part | None" = None


@dataclass(frozen=True, slots=True)
class Term(Marker):
    """The field's property in RDF, as a prefixed name (`schema:name`). A field without one is `facts:` and its name.

    key       its name in JSON-LD, if not the term's without the prefix
    template  the text written for a value, with `{}` (nested: `{field}`) for it; an address if it has a slash
    within    the node that it belongs to
    values    prefixed names for its values
    by        the field of a nested value that names the property; `values` has those with a prefixed name
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
class Datatype(Marker):
    """The RDF datatype of a value: a prefixed name (`xsd:date`), or `@id` for an address."""

    name: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """The RDF classes of a record class, and statements about each of its records, as prefixed names."""

    classes: tuple[str, ...] = ()
    always: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class RefersTo(Marker):
    """The field holds refs into these collections."""

    collections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Acyclic(Marker):
    """Following the field from record to record never leads back to the first."""


@dataclass(frozen=True, slots=True)
class Joined(Marker):
    """The field's cell holds several values of this type, joined by `schemas.cells`."""

    item: object


@dataclass(frozen=True, slots=True)
class Repeating(Marker):
    """The field has few values, each in many records, so counts by it are precomputed."""


FILTER = Asked()
SORT = Asked(filter=False)
BY_TIME = Asked(by_time=True)
UNASKED = Asked(filter=False, sort=False)
TITLE = Searched(title=True)
SEARCHED = Searched()
REPEATING = Repeating()
ACYCLIC = Acyclic()

"""The columns of each collection's table: the fields that its class names, and how each is shown."""

from functools import cache
from typing import Literal, NamedTuple

from schemas.registry import Collection, Field
from schemas.values import Word

Shape = Literal[
    "title", "word", "text", "ref", "amount", "time", "number", "status", "place", "counts", "affiliations", "voice",
    "manner",
]  # fmt: skip


class Column(NamedTuple):
    """A heading, its field and how that is shown. It can be sorted by if the collection sorts by the field."""

    heading: str
    field: str
    shape: Shape


# Fields shown otherwise than by their own value.
_SPECIAL: dict[str, Column] = {
    "affiliations": Column("affiliations", "affiliations", "affiliations"),
    "counts": Column("facts", "counts", "counts"),
    "earliest": Column("time", "earliest", "time"),
    "evidence": Column("place in the text", "evidence", "place"),
    "modality": Column("modality", "modality", "manner"),
    "of": Column("names", "of", "ref"),
    "parent": Column("part of", "parent", "ref"),
    "published": Column("published", "published", "time"),
    "speaker": Column("speaker", "speaker", "voice"),
    "start": Column("place in the text", "start", "place"),
    "value": Column("quantity", "value", "amount"),
    "verification": Column("verification", "verification", "status"),
}


@cache
def columns(collection: Collection) -> tuple[Column, ...]:
    """The columns of a collection's table; the first leads to the record."""
    first, *others = collection.table
    return (Column(first, first, "title"), *(_column(collection, name) for name in others))


def _column(collection: Collection, name: str) -> Column:
    return _SPECIAL.get(name) or Column(name.replace("_", " "), name, _shape(collection.field(name)))


def _shape(field: Field) -> Shape:
    if field.refers_to:
        return "ref"
    if field.options or field.annotation == Word:
        return "word"
    return "number" if field.primitive == "number" else "text"

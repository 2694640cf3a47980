"""The tables of a collection, derived from the declaration of its fields.

A record's `position` is its place in the default order, so that order and its pages cost nothing. Every field that
can be asked for has an index that ends in the position. Fields of several values stand in the links table, and
every ref once more there under the empty name, for `refers_to`.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)
from sqlalchemy.types import TypeEngine

from schemas.registry import QUERYABLE, Collection, Field

_Text = Text().with_variant(Text(collation="C"), "postgresql")  # SQLite's order: that of the bytes
_TYPES: dict[str, TypeEngine[Any]] = {
    "text": _Text,
    "number": Float(53),
    "boolean": Boolean(create_constraint=False),
}
_Position = BigInteger().with_variant(Integer(), "sqlite")  # SQLite's row id is an INTEGER only


@dataclass(frozen=True, slots=True)
class Tables:
    """What a collection is stored in: its records, their links, and (made by the engine) their words."""

    records: Table
    links: Table
    words: str


def column(field: Field) -> str:
    """The column of a field; the prefix keeps it apart from the store's own columns."""
    return f"f_{field.name}"


@dataclass(frozen=True, slots=True)
class Schema:
    """All tables of a dataset."""

    metadata: MetaData
    collections: dict[str, Tables]
    meta: Table
    redirects: Table


@cache
def schema(name: str | None = None) -> Schema:
    """The tables, in a schema of that name where the engine has such."""
    metadata = MetaData(schema=name)
    return Schema(
        metadata,
        {collection.name: _tables(collection, metadata) for collection in QUERYABLE.values()},
        Table("meta", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False)),
        Table("redirects", metadata, Column("ref", _Text, primary_key=True), Column("heir", Text, nullable=False)),
    )


def _tables(collection: Collection, metadata: MetaData) -> Tables:
    name = collection.name
    links = Table(
        f"{name}_links",
        metadata,
        Column("field", _Text, nullable=False),
        Column("target", _Text, nullable=False),
        Column("position", _Position, nullable=False),
        PrimaryKeyConstraint("field", "target", "position"),
        sqlite_with_rowid=False,
    )
    return Tables(_records(collection, metadata), links, f"{name}_words")


def _records(collection: Collection, metadata: MetaData) -> Table:
    fields: list[Column[Any]] = [Column(column(field), _TYPES[field.primitive]) for field in collection.columns]
    intervals: list[Column[Any]] = [Column(name, Float(53)) for name in ("low", "high") if collection.quantity]
    intervals += [Column(name, _Text) for name in ("first", "last") if collection.time]
    table = Table(
        collection.name,
        metadata,
        Column("position", _Position, primary_key=True, autoincrement=False),
        Column("key", _Text, nullable=False),
        Column("record", Text, nullable=False),
        *fields,
        *intervals,
    )
    _index(collection, table)
    return table


def _index(collection: Collection, table: Table) -> None:
    Index(f"{table.name}_key", table.c.key, unique=True)
    for field in collection.columns:
        if field.options[1:] or not field.options:  # a kind that is always the same needs no index
            Index(f"{table.name}_{field.name}", table.c[column(field)], table.c.position)
    for low, high in (("low", "high"), ("first", "last")):
        if low in table.c:
            Index(f"{table.name}_{low}", table.c[low], table.c[high], table.c.position)
            Index(f"{table.name}_{high}", table.c[high], table.c[low], table.c.position)


def columns(collection: Collection) -> list[str]:
    """The columns of a record's row, in the order that rows have."""
    intervals = ["low", "high"] * collection.quantity + ["first", "last"] * collection.time
    return ["position", "key", "record", *map(column, collection.columns), *intervals]

"""The tables of a collection, derived from the declaration of its fields.

The default order is that of the `position`, so that this order and its pages are free. Each article has a range of
positions with room to grow, so that a change of it moves no others. Every filterable
field has an index that ends in the position. Values of multi-valued fields are in the links table, and every ref once
more under the empty name, for `refers_to`. `low` and `high` are the closed interval of a record's
quantity in its own numbers, `base_low` and `base_high` in the base unit of `dimension`; `first` and `last` are those of
its days, `begins` and `finishes` of its instants in UTC. Open ends are stored as the smallest or largest value;
`bounded` and `closed` are true where neither end is open. Times of `several` spans are in the spans table, one a row.
`place` in the table of recent changes is the number of the load, negated, so that the newest comes first and within it
the default order.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Select,
    Table,
    Text,
    literal_column,
)
from sqlalchemy.types import TypeEngine

from schemas.registry import QUERYABLE, Collection, Field

Expression = ColumnElement[Any]  # of whatever type its field has
Query = Select[Any]

TEXT = Text().with_variant(Text(collation="C"), "postgresql")  # byte order, as in SQLite
_TYPES: dict[str, TypeEngine[Any]] = {
    "text": TEXT,
    "number": Float(53),
    "boolean": Boolean(create_constraint=False),
}
FOLLOWED = frozenset({"articles", "claims"})  # can be read in the order of their changes
SUPERSEDES = "supersedes"  # the name in the links under which a claim names the claims that it corrects
SIDES = ("first", "last", "begins", "finishes")  # of a span: days, and instants
_Position = BigInteger().with_variant(Integer(), "sqlite")  # SQLite's row id is an INTEGER only


@dataclass(frozen=True, slots=True)
class Tables:
    """What a collection is stored in: its records, their links, the spans of their times where there are several, and
    (made by the engine) their words. `recent` orders FOLLOWED collections by their changes.

    `value_counts` and `largest_counts` are filled by `api.store.summaries`.
    """

    records: Table
    links: Table
    spans: Table
    words: str
    value_counts: Table
    largest_counts: Table
    recent: Table | None = None


def column(field: Field) -> str:
    """The column of a field; the prefix avoids clashes with the store's own columns."""
    return f"f_{field.name}"


@dataclass(frozen=True, slots=True)
class Schema:
    """All tables of a dataset."""

    metadata: MetaData
    collections: dict[str, Tables]
    meta: Table
    redirects: Table
    parts: Table


@cache
def schema(name: str | None = None) -> Schema:
    """The tables, in a schema of that name where the engine has such."""
    metadata = MetaData(schema=name)
    return Schema(
        metadata,
        {collection.name: _tables(collection, metadata) for collection in QUERYABLE.values()},
        Table("meta", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False)),
        Table("redirects", metadata, Column("ref", TEXT, primary_key=True), Column("heir", Text, nullable=False)),
        _parts(metadata),
    )


def _parts(metadata: MetaData) -> Table:
    """The registry and the articles, as `api.store.rows.PartRow` describes them."""
    parts = Table(
        "parts",
        metadata,
        Column("article", TEXT, primary_key=True),
        Column("base", _Position, nullable=False),
        Column("source", LargeBinary, nullable=False),
        Column("content", LargeBinary, nullable=False),
    )
    Index("parts_source", parts.c.source)
    return parts


def _tables(collection: Collection, metadata: MetaData) -> Tables:
    name = collection.name
    links = Table(
        f"{name}_links",
        metadata,
        Column("field", TEXT, nullable=False),
        Column("target", TEXT, nullable=False),
        Column("position", _Position, nullable=False),
        PrimaryKeyConstraint("field", "target", "position"),
        sqlite_with_rowid=False,
    )
    fields = [Column(column(field), _TYPES[field.primitive]) for field in collection.repeating]
    value_counts = Table(f"{name}_value_counts", metadata, *fields, Column("records", _Position, nullable=False))
    largest_counts = Table(
        f"{name}_largest_counts",
        metadata,
        Column("part", Text, primary_key=True),
        Column("counts", Text, nullable=False),
    )
    _index_links(links)
    spans, records = _spans(name, metadata), _records(collection, metadata)
    recent = _recent(name, metadata) if name in FOLLOWED else None
    return Tables(records, links, spans, f"{name}_words", value_counts, largest_counts, recent)


def _recent(name: str, metadata: MetaData) -> Table:
    """The load in which each record last came up; filled by `api.store.history`."""
    recent = Table(
        f"{name}_recent",
        metadata,
        Column("position", _Position, primary_key=True, autoincrement=False),
        Column("place", _Position, nullable=False),
    )
    Index(f"{recent.name}_place", recent.c.place, recent.c.position)
    return recent


def _spans(name: str, metadata: MetaData) -> Table:
    """The spans of records whose time has several. Empty in a collection without times."""
    return Table(
        f"{name}_spans",
        metadata,
        Column("position", _Position, nullable=False),
        Column("number", _Position, nullable=False),
        *(Column(side, TEXT, nullable=False) for side in SIDES),
        PrimaryKeyConstraint("position", "number"),
        sqlite_with_rowid=False,
    )


def _index_links(links: Table) -> None:
    """For counts, which ask for a record's values. Excludes field '' (`refers_to`), which is never counted by."""
    counted = links.c.field != literal_column("''")
    order = (links.c.field, links.c.position, links.c.target)
    Index(f"{links.name}_position", *order, **only_where(counted, links))


def only_where(condition: ColumnElement[bool], table: Table) -> dict[str, Any]:
    """Options of a partial index. PostgreSQL's, whose tables have a schema, make SQLAlchemy import its dialect."""
    return {"postgresql_where" if table.schema else "sqlite_where": condition}


def _records(collection: Collection, metadata: MetaData) -> Table:
    fields: list[Column[Any]] = [Column(column(field), _TYPES[field.primitive]) for field in collection.columns]
    intervals: list[Column[Any]] = []
    if collection.quantity:
        intervals += [Column(name, Float(53)) for name in ("low", "high", "base_low", "base_high")]
        intervals += [Column("dimension", TEXT), Column("bounded", _TYPES["boolean"])]
    if collection.time:
        intervals += [Column(name, TEXT) for name in SIDES]
        intervals += [Column("closed", _TYPES["boolean"]), Column("several", _TYPES["boolean"])]
    table = Table(
        collection.name,
        metadata,
        Column("position", _Position, primary_key=True, autoincrement=False),
        Column("key", TEXT, nullable=False),
        Column("record", Text, nullable=False),
        *fields,
        *intervals,
    )
    _index(collection, table)
    return table


def _index(collection: Collection, table: Table) -> None:
    Index(f"{table.name}_key", table.c.key, unique=True)
    ends = [table.c[name] for name in ("low", "high", "first", "last", "several") if name in table.c]
    for field in collection.columns:
        if field.options[1:] or not field.options:  # no index on `kind` where it is constant
            # Finds records within an interval without reading every record that has a value.
            more = ends if field.repeating else ()
            Index(f"{table.name}_{field.name}", table.c[column(field)], table.c.position, *more)
    for low, high in (("low", "high"), ("first", "last")):
        if low in table.c:
            others = [table.c.position, *([table.c.several] if low == "first" else [])]
            Index(f"{table.name}_{low}", table.c[low], table.c[high], *others)
            Index(f"{table.name}_{high}", table.c[high], table.c[low], *others)
    if collection.quantity:
        Index(f"{table.name}_base", *(table.c[name] for name in ("dimension", "base_low", "base_high", "position")))


def columns(collection: Collection) -> list[str]:
    """The columns of a record's row, in order."""
    return schema().collections[collection.name].records.c.keys()

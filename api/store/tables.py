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

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

from schemas.registry import QUERYABLE, Collection, Field

Expression = sa.ColumnElement[Any]  # of whatever type its field has
Query = sa.Select[Any]

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")  # byte order, as in SQLite
_TYPES: dict[str, TypeEngine[Any]] = {
    "text": TEXT,
    "number": sa.Float(53),
    "boolean": sa.Boolean(create_constraint=False),
}
FOLLOWED = frozenset({"articles", "claims"})  # can be read in the order of their changes
SUPERSEDES = "supersedes"  # the name in the links under which a claim names the claims that it corrects
SIDES = ("first", "last", "begins", "finishes")  # of a span: days, and instants
KINDS = ("added", "changed", "removed", "merged")  # of changes
_Position = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # SQLite's row id is an INTEGER only


@dataclass(frozen=True, slots=True)
class Tables:
    """What a collection is stored in: its records, their links, the spans of their times where there are several, and
    (made by the engine) their words.

    `value_counts` and `largest_counts` are filled by `api.store.summaries`.
    """

    records: sa.Table
    links: sa.Table
    spans: sa.Table
    words: str
    value_counts: sa.Table
    largest_counts: sa.Table


def column(field: Field) -> str:
    """The column of a field; the prefix avoids clashes with the store's own columns."""
    return f"f_{field.name}"


def begin_column(field: Field) -> str:
    """The column of when the EDTF of a field begins, by which it sorts."""
    return f"{field.name}_begins"


@dataclass(frozen=True, slots=True, eq=False)  # there is one of each name, so identity tells them apart
class Schema:
    """All tables of a dataset; `api.store.history` says what those of the change log hold.

    `recent` has those that order FOLLOWED collections by their changes.
    `states` is filled during a load, compared with the log, and dropped: it has the hashes of all records, or of those
    that may have changed, null for one that is no more.
    """

    metadata: sa.MetaData
    collections: dict[str, Tables]
    meta: sa.Table
    redirects: sa.Table
    parts: sa.Table
    recent: dict[str, sa.Table]
    versions: sa.Table
    changes: sa.Table
    states: sa.Table

    @property
    def tables(self) -> list[sa.Table]:
        """All of them but `states`."""
        return self.metadata.sorted_tables


@cache
def schema(name: str | None = None) -> Schema:
    """The tables, in a schema of that name where the engine has such."""
    metadata = sa.MetaData(schema=name)
    return Schema(
        metadata,
        {collection.name: _tables(collection, metadata) for collection in QUERYABLE.values()},
        _pairs("meta", sa.Column("name", sa.Text, primary_key=True), "value", metadata),
        _pairs("redirects", sa.Column("ref", TEXT, primary_key=True), "heir", metadata),
        _parts(metadata),
        {name: _recent(name, metadata) for name in FOLLOWED},
        _versions(metadata),
        _changes(metadata),
        sa.Table("states", sa.MetaData(schema=name), sa.Column("ref", TEXT), sa.Column("hash", sa.LargeBinary)),
    )


def _pairs(name: str, key: sa.Column[Any], value: str, metadata: sa.MetaData) -> sa.Table:
    return sa.Table(name, metadata, key, sa.Column(value, sa.Text, nullable=False))


def _parts(metadata: sa.MetaData) -> sa.Table:
    """The registry and the articles, as `api.store.rows.PartRow` describes them."""
    parts = sa.Table(
        "parts",
        metadata,
        sa.Column("article", TEXT, primary_key=True),
        sa.Column("base", _Position, nullable=False),
        sa.Column("source", sa.LargeBinary, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    sa.Index("parts_source", parts.c.source)
    return parts


def _versions(metadata: sa.MetaData) -> sa.Table:
    return sa.Table(
        "versions",
        metadata,
        sa.Column("sequence", _Position, primary_key=True, autoincrement=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("loaded", sa.Text, nullable=False),
        sa.Column("kept", _TYPES["boolean"], nullable=False),
        *(sa.Column(kind, sa.BigInteger, nullable=False) for kind in KINDS),
    )


def _changes(metadata: sa.MetaData) -> sa.Table:
    changes = sa.Table(
        "changes",
        metadata,
        sa.Column("ref", TEXT),
        sa.Column("sequence", _Position),
        sa.Column("before", sa.LargeBinary),
        sa.Column("after", sa.LargeBinary),
        sa.Column("heir", sa.Text),
        sa.Column("latest", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("ref", "sequence"),
        sqlite_with_rowid=False,
    )
    sa.Index("changes_latest", changes.c.sequence, changes.c.ref, **only_where(is_latest(changes), changes))
    return changes


def is_latest(changes: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether a row is the last of its ref. Must equal the condition of the partial index exactly, or SQLite does not
    use it."""
    return changes.c.latest == sa.literal_column("1")


def _tables(collection: Collection, metadata: sa.MetaData) -> Tables:
    name = collection.name
    links = sa.Table(
        f"{name}_links",
        metadata,
        sa.Column("field", TEXT, nullable=False),
        sa.Column("target", TEXT, nullable=False),
        sa.Column("position", _Position, nullable=False),
        sa.PrimaryKeyConstraint("field", "target", "position"),
        sqlite_with_rowid=False,
    )
    fields = [sa.Column(column(field), _TYPES[field.primitive]) for field in collection.repeating]
    value_counts = sa.Table(f"{name}_value_counts", metadata, *fields, sa.Column("records", _Position, nullable=False))
    largest_counts = _pairs(f"{name}_largest_counts", sa.Column("part", sa.Text, primary_key=True), "counts", metadata)
    _index_links(links)
    spans, records = _spans(name, metadata), _records(collection, metadata)
    return Tables(records, links, spans, f"{name}_words", value_counts, largest_counts)


def _recent(name: str, metadata: sa.MetaData) -> sa.Table:
    """The load in which each record last came up; filled by `api.store.history`."""
    recent = sa.Table(
        f"{name}_recent",
        metadata,
        sa.Column("position", _Position, primary_key=True, autoincrement=False),
        sa.Column("place", _Position, nullable=False),
    )
    sa.Index(f"{recent.name}_place", recent.c.place, recent.c.position)
    return recent


def _spans(name: str, metadata: sa.MetaData) -> sa.Table:
    """The spans of records whose time has several. Empty in a collection without times."""
    return sa.Table(
        f"{name}_spans",
        metadata,
        sa.Column("position", _Position, nullable=False),
        sa.Column("number", _Position, nullable=False),
        *(sa.Column(side, TEXT, nullable=False) for side in SIDES),
        sa.PrimaryKeyConstraint("position", "number"),
        sqlite_with_rowid=False,
    )


def _index_links(links: sa.Table) -> None:
    """For counts, which ask for a record's values. Excludes field '' (`refers_to`), which is never counted by."""
    counted = links.c.field != sa.literal_column("''")
    order = (links.c.field, links.c.position, links.c.target)
    sa.Index(f"{links.name}_position", *order, **only_where(counted, links))


def only_where(condition: sa.ColumnElement[bool], table: sa.Table) -> dict[str, Any]:
    """Options of a partial index. PostgreSQL's, whose tables have a schema, make SQLAlchemy import its dialect."""
    return {"postgresql_where" if table.schema else "sqlite_where": condition}


def _records(collection: Collection, metadata: sa.MetaData) -> sa.Table:
    fields: list[sa.Column[Any]] = [sa.Column(column(field), _TYPES[field.primitive]) for field in collection.columns]
    intervals: list[sa.Column[Any]] = [sa.Column(begin_column(field), TEXT) for field in collection.by_time]
    if collection.quantity:
        intervals += [sa.Column(name, sa.Float(53)) for name in ("low", "high", "base_low", "base_high")]
        intervals += [sa.Column("dimension", TEXT), sa.Column("bounded", _TYPES["boolean"])]
    if collection.time:
        intervals += [sa.Column(name, TEXT) for name in SIDES]
        intervals += [sa.Column("closed", _TYPES["boolean"]), sa.Column("several", _TYPES["boolean"])]
    table = sa.Table(
        collection.name,
        metadata,
        sa.Column("position", _Position, primary_key=True, autoincrement=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        *fields,
        *intervals,
    )
    _index(collection, table)
    return table


def _index(collection: Collection, table: sa.Table) -> None:
    sa.Index(f"{table.name}_key", table.c.key, unique=True)
    ends = [table.c[name] for name in ("low", "high", "first", "last", "several") if name in table.c]
    for field in collection.columns:
        if field.options[1:] or not field.options:  # no index on `kind` where it is constant
            # Finds records within an interval without reading every record that has a value.
            more = ends if field.repeating else ()
            sa.Index(f"{table.name}_{field.name}", table.c[column(field)], table.c.position, *more)
    for name in map(begin_column, collection.by_time):
        sa.Index(f"{table.name}_{name}", table.c[name], table.c.position)
    for low, high in (("low", "high"), ("first", "last")):
        if low in table.c:
            others = [table.c.position, *([table.c.several] if low == "first" else [])]
            sa.Index(f"{table.name}_{low}", table.c[low], table.c[high], *others)
            sa.Index(f"{table.name}_{high}", table.c[high], table.c[low], *others)
    if collection.quantity:
        sa.Index(f"{table.name}_base", *(table.c[name] for name in ("dimension", "base_low", "base_high", "position")))


def compiled(statement: sa.ClauseElement, dialect: sa.Dialect) -> str:
    return str(statement.compile(dialect=dialect))


def columns(collection: Collection) -> list[str]:
    """The columns of a record's row, in order."""
    return schema().collections[collection.name].records.c.keys()

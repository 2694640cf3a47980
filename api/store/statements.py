"""From a plan to SQL: each shape of a question is compiled once, then only its values change."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import ColumnElement, Dialect, Select, and_, bindparam, func, literal_column, select
from sqlalchemy.sql import FromClause

from api.store.plan import (
    RELEVANCE,
    Condition,
    During,
    Equals,
    Find,
    Key,
    Matches,
    Part,
    Reaches,
    RefersTo,
    Term,
)
from api.store.segments import Segment, Values, ordered, within
from api.store.tables import Schema, Tables, column
from schemas.registry import Collection, Field


class Search(Protocol):
    """Full text on one engine."""

    def match(self, source: "Source", tables: Tables, name: str) -> "Source":
        """The source narrowed to records that match the question bound as `name`."""
        ...

    def question(self, terms: tuple[Term, ...], tier: int | None) -> str:
        """The engine's question: all terms in a title (tier 0), all but not so (tier 1), or either (None)."""
        ...


class Source(NamedTuple):
    """What is read from: tables and conditions. `position` is the column whose index drives the read."""

    tables: FromClause
    where: tuple[ColumnElement[bool], ...]
    position: ColumnElement[int]

    def narrowed(self, *where: ColumnElement[bool]) -> "Source":
        """The same with more conditions."""
        return self._replace(where=(*self.where, *where))


class Statements:
    """Writes the statements for one set of tables on one engine."""

    def __init__(self, dialect: Dialect, search: Search, schema: Schema) -> None:
        self._dialect, self._search = dialect, search
        self._tables, self._redirects = schema.collections, schema.redirects
        self._compiled: dict[Any, str] = {}

    def values(self, find: Find, tier: int | None = None) -> Values:
        """The values that the conditions of a question bind."""
        bound: Values = {}
        for n, condition in enumerate(find.conditions):
            bound.update(self._bound(condition, f"c{n}", tier))
        return bound

    def page(self, find: Find, segment: Segment) -> str:
        """Records of a segment with their position and keys; binds `limit`."""
        return self._once(("page", *_shape(find), segment.shape), lambda: self._page(find, segment))

    def total(self, find: Find) -> str:
        """How many records answer."""
        return self._once(("total", *_shape(find)), lambda: _selected(self._source(find), func.count()))

    def tally(self, find: Find, parts: tuple[Part, ...]) -> str:
        """How many records answer, by values of fields, the most first; binds `limit`."""
        return self._once(("tally", *_shape(find), parts), lambda: self._tally(find, parts))

    def by_key(self, collection: Collection) -> str:
        """One record by its key."""
        records = self._tables[collection.name].records
        one = select(records.c.record).where(records.c.key == bindparam("key"))
        return self._once(("key", collection.name), lambda: one)

    def mark(self, find: Find) -> str:
        """A record by its key, as a row of a page in the question's order."""
        return self._once(("mark", find.collection.name, find.keys), lambda: self._mark(find))

    def heir(self) -> str:
        """Where a merged-away ref leads."""
        return self._once(
            "heir", lambda: select(self._redirects.c.heir).where(self._redirects.c.ref == bindparam("ref"))
        )

    def redirects(self) -> str:
        """All merged-away refs and their heirs."""
        return self._once("redirects", lambda: select(self._redirects).order_by(self._redirects.c.ref))

    def _once(self, shape: Any, build: Callable[[], Select[Any]]) -> str:
        if shape not in self._compiled:
            self._compiled[shape] = str(build().compile(dialect=self._dialect))
        return self._compiled[shape]

    def _page(self, find: Find, segment: Segment) -> Select[Any]:
        records = self._tables[find.collection.name].records
        keys = self._keys(find.collection, segment.keys)
        source = self._source(find)
        source = source.narrowed(*within(segment, keys, source.position))
        chosen = _selected(source, records.c.record, records.c.key, records.c.position, *keys)
        return (
            chosen.order_by(*ordered(segment, keys, source.position))
            .limit(bindparam("limit"))
            .offset(literal_column("0"))
        )

    def _mark(self, find: Find) -> Select[Any]:
        records = self._tables[find.collection.name].records
        keys = self._keys(find.collection, tuple(key for key in find.keys if key != RELEVANCE))
        row = select(records.c.record, records.c.key, records.c.position, *keys)
        return row.where(records.c.key == bindparam("key"))

    def _keys(self, collection: Collection, keys: tuple[Key, ...]) -> list[ColumnElement[Any]]:
        return [self._held(collection, collection.field(key.field)) for key in keys]

    def _tally(self, find: Find, parts: tuple[Part, ...]) -> Select[Any]:
        source, held = self._source(find), []
        for n, part in enumerate(parts):
            field = find.collection.field(part.field)
            if field.many:
                source, value = self._beside(source, find.collection, field, f"by{n}")
            else:
                value = self._held(find.collection, field)
            held.append(
                func.substr(value, literal_column("1"), literal_column(str(part.length))) if part.length else value
            )
        order = [one for value in held for one in (value.is_(None), value)]
        counted = _selected(source, *held, func.count()).group_by(*held)
        return counted.order_by(func.count().desc(), *order).limit(bindparam("limit")).offset(literal_column("0"))

    def _held(self, collection: Collection, field: Field) -> ColumnElement[Any]:
        records = self._tables[collection.name].records
        return records.c.key if field.name == collection.key else records.c[column(field)]

    def _source(self, find: Find) -> Source:
        """The question's tables and conditions. A search, or else a link, drives the read: its index is in order."""
        tables = self._tables[find.collection.name]
        source = Source(tables.records, (), tables.records.c.position)
        named = [(condition, f"c{n}") for n, condition in enumerate(find.conditions)]
        for condition, name in sorted(named, key=lambda one: isinstance(one[0], Matches)):
            source = self._narrowed(source, find.collection, condition, name)
        return source

    def _narrowed(self, source: Source, collection: Collection, condition: Condition, name: str) -> Source:
        tables = self._tables[collection.name]
        held = tables.records.c
        match condition:
            case Matches():
                return self._search.match(source, tables, name)
            case Reaches(low, high):
                return source.narrowed(*_meets(held.low, held.high, low, high, name))
            case During(first, last):
                return source.narrowed(*_meets(held.first, held.last, first, last, name))
            case RefersTo(refs):
                return _linked(source, tables, "", refs, name)
            case Equals(field_name, values):
                field = collection.field(field_name)
                if field.many:
                    return _linked(source, tables, field.name, values, name)
                return source.narrowed(_among(self._held(collection, field), values, name))

    def _beside(
        self, source: Source, collection: Collection, field: Field, name: str
    ) -> tuple[Source, ColumnElement[Any]]:
        """The source with each of the field's several values beside its record, null where it has none."""
        tables = self._tables[collection.name]
        links = tables.links.alias(name)
        theirs = and_(links.c.position == tables.records.c.position, links.c.field == _constant(field.name))
        return source._replace(tables=source.tables.outerjoin(links, theirs)), links.c.target

    def _bound(self, condition: Condition, name: str, tier: int | None) -> Values:
        match condition:
            case Matches(terms):
                return {name: self._search.question(terms, tier)}
            case Reaches(low, high) | During(low, high):
                sides = {f"{name}_low": low, f"{name}_high": high}
                return {side: value for side, value in sides.items() if value is not None}
            case RefersTo(values) | Equals(_, values):
                return {f"{name}_{n}": value for n, value in enumerate(values)}


def _selected(source: Source, *columns: Any) -> Select[Any]:
    return select(*columns).select_from(source.tables).where(*source.where)


def _linked(source: Source, tables: Tables, field: str, values: Sequence[Any], name: str) -> Source:
    """One value drives the read through the links' index; of several, a record may have more than one."""
    links = tables.links.alias(name)
    theirs = and_(links.c.field == _constant(field), _among(links.c.target, values, name))
    if len(values) > 1:
        return source.narrowed(tables.records.c.position.in_(select(links.c.position).where(theirs)))
    joined = source.tables.join(links, links.c.position == tables.records.c.position)
    return Source(joined, (*source.where, theirs), links.c.position)


def _constant(text: str) -> ColumnElement[str]:
    """A field's name, written into the statement: the planner is to see it."""
    return literal_column(f"'{text}'")


def _among(held: ColumnElement[Any], values: Sequence[Any], name: str) -> ColumnElement[bool]:
    bound: list[ColumnElement[Any]] = [bindparam(f"{name}_{n}") for n in range(len(values))]
    return held == bound[0] if len(bound) == 1 else held.in_(bound)


def _meets(
    start: ColumnElement[Any], end: ColumnElement[Any], low: object, high: object, name: str
) -> list[ColumnElement[bool]]:
    found = [end >= bindparam(f"{name}_low")] if low is not None else []
    return found + ([start <= bindparam(f"{name}_high")] if high is not None else [])


def _shape(find: Find) -> tuple[Any, ...]:
    """What the SQL of a question depends on: not the values, but which and how many."""
    return (find.collection.name, tuple(map(_condition_shape, find.conditions)))


def _condition_shape(condition: Condition) -> tuple[Any, ...]:
    match condition:
        case Equals(field, values):
            return ("equals", field, len(values))
        case RefersTo(refs):
            return ("refers", len(refs))
        case Reaches(low, high) | During(low, high):
            return (type(condition).__name__, low is None, high is None)
        case Matches():
            return ("matches",)

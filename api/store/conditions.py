"""Conditions as SQL, in the two shapes that statements are made of: a set of positions, or a test of one record."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import ColumnElement, Dialect, FromClause, Select, bindparam, exists, literal_column, select

from api.store.plan import Condition, During, Equals, Find, Matches, Reaches, RefersTo, Term
from api.store.segments import Values
from api.store.tables import Tables, column
from schemas.registry import Collection, Field


class Source(NamedTuple):
    """Positions that fulfil a condition: tables, conditions, and the column that holds them."""

    tables: FromClause
    where: tuple[ColumnElement[bool], ...]
    position: ColumnElement[int]

    def positions(self) -> Select[Any]:
        """The positions as a set; indexes alone give it."""
        return select(self.position.label("position")).select_from(self.tables).where(*self.where)


class Engine(Protocol):
    """What is particular to one engine: full text, and the say over which index is used."""

    dialect: Dialect

    def matching(self, tables: Tables, name: str) -> Source:
        """The positions of records that match the question bound as `name`, in order."""
        ...

    def question(self, terms: tuple[Term, ...], tier: int | None) -> str:
        """The engine's question: all terms in a title (tier 0), all but not so (tier 1), or either (None)."""
        ...

    def unindexed(self, value: ColumnElement[Any]) -> ColumnElement[Any]:
        """The same value, but no index is to be used for it."""
        ...

    def stored(self, record: ColumnElement[Any]) -> ColumnElement[Any]:
        """A stored record, read as bytes where the engine can do that at no cost."""
        ...


class Named(NamedTuple):
    """A condition of a question, and the name under which its values are bound."""

    condition: Condition
    name: str


def named(find: Find) -> list[Named]:
    """The conditions that tell records apart, those whose index gives positions in order first."""
    found = [Named(condition, f"c{n}") for n, condition in enumerate(find.conditions)]
    telling = (one for one in found if not _always(find.collection, one.condition))
    return sorted(telling, key=lambda one: _rank(find.collection, one.condition))


def driver(find: Find, sorting: bool) -> tuple[Named | None, list[Named]]:
    """The condition whose index gives the records in order, if there is one, and the others."""
    found = named(find)
    if not sorting and found and _rank(find.collection, found[0].condition) < _UNORDERED:
        return found[0], found[1:]
    return None, found


_UNORDERED = 3


def _rank(collection: Collection, condition: Condition) -> int:
    match condition:
        case Matches():
            return 0
        case RefersTo(values) | Equals(_, values) if len(values) == 1:
            return 2 if isinstance(condition, Equals) and not collection.field(condition.field).many else 1
    return _UNORDERED


def _always(collection: Collection, condition: Condition) -> bool:
    """A kind that is the same in all records has no index, and needs none."""
    return isinstance(condition, Equals) and len(collection.field(condition.field).options) == 1


def repeats(collection: Collection, condition: Condition) -> bool:
    """Whether a record may stand several times in the condition's set."""
    match condition:
        case RefersTo(values):
            return len(values) > 1
        case Equals(name, values):
            return len(values) > 1 and collection.field(name).many
    return False


def held(collection: Collection, field: Field, records: FromClause) -> ColumnElement[Any]:
    """The column of a field that has one value."""
    return records.c.key if field.name == collection.key else records.c[column(field)]


class Conditions:
    """Writes the conditions of questions to one set of tables."""

    def __init__(self, engine: Engine, tables: dict[str, Tables]) -> None:
        self._engine, self._tables = engine, tables

    def source(self, collection: Collection, one: Named, records: FromClause) -> Source:
        """The positions that fulfil a condition; `records` is how the records' table is named."""
        tables, (condition, name) = self._tables[collection.name], one
        if isinstance(condition, Matches):
            return self._engine.matching(tables, name)
        if (linked := _linked(collection, condition)) is not None:
            links = tables.links.alias(name)
            return Source(links, _theirs(links, linked, condition, name), links.c.position)
        return Source(records, tuple(comparisons(collection, one, records)), records.c.position)

    def positions(self, find: Find) -> Select[Any]:
        """The positions that fulfil all conditions: the first one's that stand in the sets of the others."""
        collection, found = find.collection, named(find)
        records = self._tables[collection.name].records.alias("members")
        if not found:
            return select(records.c.position)
        source = self.source(collection, found[0], records)
        others = (self._in_set(collection, one, source.position) for one in found[1:])
        chosen = source.positions().where(*others)
        return chosen.distinct() if repeats(collection, found[0].condition) else chosen

    def _in_set(self, collection: Collection, one: Named, position: ColumnElement[int]) -> ColumnElement[bool]:
        records = self._tables[collection.name].records.alias(f"{one.name}_set")
        return self._engine.unindexed(position).in_(self.source(collection, one, records).positions())

    def fulfils(self, collection: Collection, one: Named) -> Iterator[ColumnElement[bool]]:
        """A record, already found, passes the condition: looked at by itself, but for a search, which is a set."""
        tables, (condition, name) = self._tables[collection.name], one
        if isinstance(condition, Matches):
            yield self._in_set(collection, one, tables.records.c.position)
        elif (linked := _linked(collection, condition)) is not None:
            links = tables.links.alias(name)
            theirs = _theirs(links, linked, condition, name)
            yield exists().where(*theirs, links.c.position == tables.records.c.position)
        else:
            yield from comparisons(collection, one, tables.records, self._engine)

    def values(self, find: Find, tier: int | None) -> Values:
        """The values that the conditions of a question bind."""
        bound: Values = {}
        for condition, name in named(find):
            match condition:
                case Matches(terms):
                    bound[name] = self._engine.question(terms, tier)
                case Reaches(low, high) | During(low, high):
                    sides = {f"{name}_low": low, f"{name}_high": high}
                    bound |= {side: value for side, value in sides.items() if value is not None}
                case RefersTo(values) | Equals(_, values):
                    bound |= {f"{name}_{n}": value for n, value in enumerate(values)}
        return bound


def _linked(collection: Collection, condition: Condition) -> str | None:
    """The name under which the condition's values stand in the links; None where they do not stand there."""
    match condition:
        case RefersTo():
            return ""
        case Equals(name):
            return name if collection.field(name).many else None
    return None


def _theirs(links: FromClause, field: str, condition: Any, name: str) -> tuple[ColumnElement[bool], ...]:
    values = condition.refs if isinstance(condition, RefersTo) else condition.values
    return (links.c.field == constant(field), _among(links.c.target, values, name))


def comparisons(
    collection: Collection, one: Named, records: FromClause, engine: Engine | None = None
) -> Iterator[ColumnElement[bool]]:
    """Comparisons with columns of a record or of the sums; given an engine, without their indexes."""
    condition, name = one
    bare = engine.unindexed if engine else lambda value: value
    match condition:
        case Equals(field, values):
            yield _among(bare(held(collection, collection.field(field), records)), values, name)
        case Reaches(low, high):
            yield from _meets(bare(records.c.low), bare(records.c.high), low, high, name)
        case During(low, high):
            yield from _meets(bare(records.c.first), bare(records.c.last), low, high, name)


def constant(text: str) -> ColumnElement[str]:
    """A field's name, written into the statement: the planner is to see it."""
    return literal_column(f"'{text}'")


def _among(value: ColumnElement[Any], values: Sequence[Any], name: str) -> ColumnElement[bool]:
    bound: list[ColumnElement[Any]] = [bindparam(f"{name}_{n}") for n in range(len(values))]
    return value == bound[0] if len(bound) == 1 else value.in_(bound)


def _meets(
    start: ColumnElement[Any], end: ColumnElement[Any], low: object, high: object, name: str
) -> Iterator[ColumnElement[bool]]:
    if low is not None:
        yield end >= bindparam(f"{name}_low")
    if high is not None:
        yield start <= bindparam(f"{name}_high")


def shape(find: Find) -> tuple[Any, ...]:
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

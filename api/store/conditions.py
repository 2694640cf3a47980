"""Conditions as SQL, in the two shapes that statements are made of: a set of positions, or a test of one record."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple, Protocol, assert_never

from sqlalchemy import ColumnElement, Dialect, FromClause, Select, bindparam, exists, literal_column, or_, select

from api.store.plan import (
    Condition,
    Differs,
    During,
    Equals,
    Find,
    Given,
    Lacking,
    Matches,
    Moment,
    OfDimension,
    Reaches,
    RefersTo,
    Scalar,
    Term,
)
from api.store.presence import MARK, presence
from api.store.segments import Values
from api.store.tables import Tables, column
from schemas.registry import Collection, Field

ANY_FIELD = ""  # the name in the links under which every ref of a record stands


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


class Linked(NamedTuple):
    """Rows of the links: those of a field, with one of some values (None: with any). `negated`: there is none."""

    field: str
    targets: tuple[Scalar, ...] | None
    negated: bool = False


class Tested(NamedTuple):
    """A test of a record's own columns. `field` is the one it looks at; `constant` tells that all records pass (True)
    or none (False)."""

    field: str | None = None
    constant: bool | None = None


class Searched(NamedTuple):
    """A search of the words."""


def means(collection: Collection, condition: Condition) -> Linked | Tested | Searched:
    """What of the store tells whether a record fulfils a condition."""
    match condition:
        case Matches():
            return Searched()
        case RefersTo(refs):
            return Linked(ANY_FIELD, refs)
        case Equals(name, values) | Differs(name, values):
            negated, field = isinstance(condition, Differs), collection.field(name)
            if field.many or field.asked.also:
                return Linked(name, values, negated)
            return Tested(name, (not negated) if len(field.options) == 1 else None)
        case Given(name) | Lacking(name):
            return _presence(collection, name, isinstance(condition, Lacking))
        case OfDimension() | Reaches() | During():
            return Tested()
        case _:
            assert_never(condition)


def _presence(collection: Collection, name: str, negated: bool) -> Linked | Tested:
    kind, field = presence(collection, name)
    match kind:
        case "always":
            return Tested(None, not negated)
        case "column":
            return Tested(field.name if field else None)
        case "links":
            return Linked(field.name if field else "", None, negated)
        case "mark":
            return Linked(MARK, (name,), negated)
        case _:
            assert_never(kind)


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
    match means(collection, condition):
        case Searched():
            return 0
        case Linked(_, targets, negated):
            return 1 if targets and len(targets) == 1 and not negated else _UNORDERED
        case Tested():
            return 2 if isinstance(condition, Equals) and len(condition.values) == 1 else _UNORDERED


def _always(collection: Collection, condition: Condition) -> bool:
    """A kind that is the same in all records has no index, and needs none."""
    tested = means(collection, condition)
    return isinstance(tested, Tested) and tested.constant is True


def repeats(collection: Collection, condition: Condition) -> bool:
    """Whether a record may stand several times in the condition's set."""
    linked = means(collection, condition)
    return isinstance(linked, Linked) and not linked.negated and (linked.targets is None or len(linked.targets) > 1)


def deciding_field(collection: Collection, condition: Condition) -> str | None:
    """The field whose column alone decides about a condition; None where that needs anything else."""
    tested = means(collection, condition)
    return tested.field if isinstance(tested, Tested) else None


def held(collection: Collection, field: Field, records: FromClause) -> ColumnElement[Any]:
    """The column of a field that has one value."""
    return records.c.key if field.name == collection.key else records.c[column(field)]


class Conditions:
    """Writes the conditions of questions to one set of tables."""

    def __init__(self, engine: Engine, tables: dict[str, Tables]) -> None:
        self._engine, self._tables = engine, tables

    def source(self, collection: Collection, one: Named, records: FromClause) -> Source:
        """The positions that fulfil a condition; `records` is how the records' table is named."""
        tables = self._tables[collection.name]
        match means(collection, one.condition):
            case Searched():
                return self._engine.matching(tables, one.name)
            case Linked(negated=False) as linked:
                links = tables.links.alias(one.name)
                return Source(links, _rows(links, linked, one.name), links.c.position)
            case Linked() as linked:
                return Source(records, (~self._linked(tables, linked, one.name, records),), records.c.position)
            case Tested():
                tests = comparisons(collection, one, records, spans=tables.spans)
                return Source(records, tuple(tests), records.c.position)

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
        tables = self._tables[collection.name]
        match means(collection, one.condition):
            case Searched():
                yield self._in_set(collection, one, tables.records.c.position)
            case Linked() as linked:
                found = self._linked(tables, linked, one.name, tables.records)
                yield ~found if linked.negated else found
            case Tested():
                yield from comparisons(collection, one, tables.records, self._engine, tables.spans)

    def _linked(self, tables: Tables, linked: Linked, name: str, records: FromClause) -> ColumnElement[bool]:
        """Whether a record has such a link."""
        links = tables.links.alias(name)
        return exists().where(*_rows(links, linked, name), links.c.position == records.c.position)

    def values(self, find: Find, tier: int | None) -> Values:
        """The values that the conditions of a question bind."""
        bound: Values = {}
        for condition, name in named(find):
            match condition:
                case Matches(terms):
                    bound[name] = self._engine.question(terms, tier)
                case Reaches(low, high):
                    sides = {f"{name}_low": low, f"{name}_high": high}
                    bound |= {side: value for side, value in sides.items() if value is not None}
                case During(first, last):
                    bound |= _bound_times(first, last, name)
                case OfDimension(dimension):
                    bound[f"{name}_0"] = dimension
                case RefersTo(values) | Equals(_, values) | Differs(_, values):
                    bound |= {f"{name}_{n}": value for n, value in enumerate(values)}
                case Given(field) | Lacking(field):
                    bound |= {f"{name}_0": field} if presence(find.collection, field).kind == "mark" else {}
                case _:
                    assert_never(condition)
        return bound


def _rows(links: FromClause, linked: Linked, name: str) -> tuple[ColumnElement[bool], ...]:
    field = links.c.field == constant(linked.field)
    return (field,) if linked.targets is None else (field, _among(links.c.target, linked.targets, name))


def comparisons(
    collection: Collection,
    one: Named,
    records: FromClause,
    engine: Engine | None = None,
    spans: FromClause | None = None,
) -> Iterator[ColumnElement[bool]]:
    """Comparisons with columns of a record or of `value_counts`; given an engine, without their indexes."""
    tested, bare = means(collection, one.condition), engine.unindexed if engine else lambda value: value
    if not isinstance(tested, Tested):
        raise TypeError(f"{one.condition} is no test of columns")
    if tested.constant is not None:
        yield literal_column("1") == literal_column("1" if tested.constant else "0")
    elif tested.field is not None:
        yield _field_test(one, bare(held(collection, collection.field(tested.field), records)))
    else:
        yield from _interval_tests(one, {column.key: bare(column) for column in records.c}, records, spans)


def _field_test(one: Named, value: ColumnElement[Any]) -> ColumnElement[bool]:
    match one.condition:
        case Equals(_, wanted):
            return _among(value, wanted, one.name)
        case Differs(_, wanted):
            return or_(value.is_(None), ~_among(value, wanted, one.name))
        case Given():
            return value.is_not(None)
        case Lacking():
            return value.is_(None)
        case OfDimension() | Reaches() | During() | RefersTo() | Matches():
            raise TypeError(f"{one.condition} is no test of a field")
        case _:
            assert_never(one.condition)


def _interval_tests(
    one: Named, columns: dict[str, ColumnElement[Any]], records: FromClause, spans: FromClause | None
) -> Iterator[ColumnElement[bool]]:
    match one.condition:
        case OfDimension():
            yield columns["dimension"] == bindparam(f"{one.name}_0")
        case Reaches(low, high, within, base):
            start, end = (columns["base_low"], columns["base_high"]) if base else (columns["low"], columns["high"])
            yield from _compare(start, end, low, high, within, one.name)
            if within:
                yield columns["bounded"]
        case During(within=True):
            yield from _time_tests(one.condition, columns, one.name)
            yield columns["closed"]
        case During():
            yield from _time_tests(one.condition, columns, one.name)
            if spans is not None:
                own = spans.alias(f"{one.name}_spans")
                met = _time_tests(one.condition, {column.key: column for column in own.c}, one.name)
                yield or_(~columns["several"], exists().where(own.c.position == records.c.position, *met))
        case Equals() | Differs() | Given() | Lacking() | RefersTo() | Matches():
            raise TypeError(f"{one.condition} is no test of an interval")
        case _:
            assert_never(one.condition)


def _time_tests(during: During, columns: dict[str, ColumnElement[Any]], name: str) -> Iterator[ColumnElement[bool]]:
    """A span meets another if it ends after the other begins, and lies within it if it begins after that.

    Instants have no index: the day before or after, which has one, is compared as well. Zones are at most a day apart.
    """
    for moment, side, is_low in ((during.first, "low", True), (during.last, "high", False)):
        if moment is None:
            continue
        end = is_low != during.within
        day, instant = (columns["last"], columns["finishes"]) if end else (columns["first"], columns["begins"])
        pairs = [(day, f"{name}_{side}")] + [(instant, f"{name}_{side}_instant")] * moment.instant
        for value, bound in pairs:
            yield value >= bindparam(bound) if is_low else value <= bindparam(bound)


def _bound_times(first: Moment | None, last: Moment | None, name: str) -> Values:
    bound: Values = {}
    for moment, side, days in ((first, "low", -1), (last, "high", 1)):
        if moment is not None and moment.instant:
            bound |= {f"{name}_{side}": _shifted(moment.day, days), f"{name}_{side}_instant": moment.text}
        elif moment is not None:
            bound[f"{name}_{side}"] = moment.text
    return bound


def _shifted(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days)).isoformat()
    except OverflowError:
        return day


def constant(text: str) -> ColumnElement[str]:
    """A field's name, written into the statement: the planner is to see it."""
    return literal_column(f"'{text}'")


def _among(value: ColumnElement[Any], values: Sequence[Any], name: str) -> ColumnElement[bool]:
    bound: list[ColumnElement[Any]] = [bindparam(f"{name}_{n}") for n in range(len(values))]
    return value == bound[0] if len(bound) == 1 else value.in_(bound)


def _compare(
    start: ColumnElement[Any], end: ColumnElement[Any], low: object, high: object, within: bool, name: str
) -> Iterator[ColumnElement[bool]]:
    """An interval meets another if it ends after the other begins, and lies within it if it begins after that."""
    if low is not None:
        yield (start if within else end) >= bindparam(f"{name}_low")
    if high is not None:
        yield (end if within else start) <= bindparam(f"{name}_high")


def shape(find: Find) -> tuple[Any, ...]:
    """What the SQL of a question depends on: not the values, but which and how many."""
    return (find.collection.name, tuple(map(_condition_shape, find.conditions)))


def _condition_shape(condition: Condition) -> tuple[Any, ...]:
    kind = type(condition).__name__
    match condition:
        case Equals(field, values) | Differs(field, values):
            return (kind, field, len(values))
        case Given(field) | Lacking(field):
            return (kind, field)
        case RefersTo(refs):
            return (kind, len(refs))
        case Reaches(low, high, within, base):
            return (kind, low is None, high is None, within, base)
        case During(first, last, within):
            return (kind, first and first.instant, last and last.instant, within)
        case OfDimension() | Matches():
            return (kind,)
        case _:
            assert_never(condition)

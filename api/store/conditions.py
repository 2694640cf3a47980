"""Conditions as SQL: a set of positions, a test of one record, and tests of a record's own columns."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple, Protocol, assert_never

from sqlalchemy import ColumnElement, Dialect, FromClause, bindparam, exists, literal_column, or_, select

from api.store import plan
from api.store.meaning import ANY_FIELD, Linked, Named, Searched, Tested, bound_name, means, named, presence, repeats
from api.store.segments import BoundValues
from api.store.tables import Expression, Query, Tables, column
from schemas.registry import Collection, Field


class Source(NamedTuple):
    """The positions that meet a condition: tables, WHERE clauses, and the column of positions."""

    tables: FromClause
    where: tuple[ColumnElement[bool], ...]
    position: ColumnElement[int]

    def positions(self) -> Query:
        """The positions as a subquery, answered from indexes alone."""
        return select(self.position.label("position")).select_from(self.tables).where(*self.where)


class Engine(Protocol):
    """What differs between engines: full text search, and how to bypass an index."""

    dialect: Dialect

    def matching(self, tables: Tables, name: str) -> Source:
        """The positions of records that match the question bound as `name`, in order."""

    def question(self, terms: tuple[plan.Term, ...], tier: int | None) -> str:
        """The full-text query: all terms in a title (tier 0), not all in a title (tier 1), or either (None)."""

    def unindexed(self, value: Expression) -> Expression:
        """The same value, written so that no index is used for it."""

    def stored(self, record: Expression) -> Expression:
        """A stored record, as bytes where the engine can return them without conversion."""

    def lines(self, record: Expression) -> Expression:
        """The records of an ordered subquery in one text, one a line; `stored` in the same way."""


class Conditions:
    """Builds SQL for conditions on one set of tables."""

    def __init__(self, engine: Engine, tables: dict[str, Tables]) -> None:
        self._engine, self._tables = engine, tables

    def source(self, collection: Collection, one: Named, records: FromClause) -> Source:
        """The positions that meet a condition; `records` is the alias of the records table."""
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
                tests = comparisons(collection, one, records, tables.spans)
                return Source(records, tuple(tests), records.c.position)

    def positions(self, find: plan.Find) -> Query:
        """The positions that meet all conditions: those of the first that are in the sets of the others."""
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
        """Tests a record that is already selected: by its own row or links; a search is tested as a set."""
        tables = self._tables[collection.name]
        match means(collection, one.condition):
            case Searched():
                yield self._in_set(collection, one, tables.records.c.position)
            case Linked() as linked:
                found = self._linked(tables, linked, one.name, tables.records)
                yield ~found if linked.negated else found
            case Tested():
                yield from comparisons(collection, one, tables.records, tables.spans, self._engine.unindexed)

    def _linked(self, tables: Tables, linked: Linked, name: str, records: FromClause) -> ColumnElement[bool]:
        links = tables.links.alias(name)
        return exists().where(*_rows(links, linked, name), links.c.position == records.c.position)

    def values(self, find: plan.Find, tier: int | None) -> BoundValues:
        """The bound values of a question's conditions."""
        bound: BoundValues = {}
        for n, condition in enumerate(find.conditions):
            name = bound_name(n)
            match condition:
                case plan.RefersTo(values) | plan.Equals(_, values) | plan.Differs(_, values):
                    bound |= {f"{name}_{m}": value for m, value in enumerate(values)}
                case plan.Matches(terms):
                    bound[name] = self._engine.question(terms, tier)
                case plan.Reaches(low, high):
                    sides = {f"{name}_low": low, f"{name}_high": high}
                    bound |= {side: value for side, value in sides.items() if value is not None}
                case plan.During(first, last):
                    bound |= bound_times(first, last, name)
                case plan.OfDimension(dimension):
                    bound[f"{name}_0"] = dimension
                case plan.Given(field) | plan.Lacking(field):
                    bound |= {f"{name}_0": field} if presence(find.collection, field).kind == "mark" else {}
                case _:
                    assert_never(condition)
        return bound


def _rows(links: FromClause, linked: Linked, name: str) -> tuple[ColumnElement[bool], ...]:
    field = links.c.field == constant(linked.field)
    if linked.targets is None:  # the second condition lets SQLite use the partial index, which goes by position
        return field, links.c.field != constant(ANY_FIELD)
    return field, among(links.c.target, linked.targets, name)


def constant(text: str) -> ColumnElement[str]:
    """A field's name as a literal, so that the planner sees it."""
    return literal_column(f"'{text}'")


def held(collection: Collection, field: Field, records: FromClause) -> Expression:
    """The column of a single-valued field."""
    return records.c.key if field.name == collection.key else records.c[column(field)]


def comparisons(
    collection: Collection,
    one: Named,
    records: FromClause,
    spans: FromClause | None = None,
    read: Callable[[Expression], Expression] = lambda value: value,
) -> Iterator[ColumnElement[bool]]:
    """Tests of columns of `records` (or `value_counts`). `read` wraps each column, for example to bypass its index."""
    tested = means(collection, one.condition)
    if not isinstance(tested, Tested):
        raise TypeError(f"{one.condition} is no test of columns")
    if tested.constant is not None:
        yield literal_column("1") == literal_column("1" if tested.constant else "0")
    elif tested.field is not None:
        yield _field_test(one, read(held(collection, collection.field(tested.field), records)))
    else:
        yield from _interval_tests(one, {column.key: read(column) for column in records.c}, records, spans)


def _field_test(one: Named, value: Expression) -> ColumnElement[bool]:
    match one.condition:
        case plan.Equals(_, wanted):
            return among(value, wanted, one.name)
        case plan.Differs(_, wanted):
            return or_(value.is_(None), ~among(value, wanted, one.name))
        case plan.Given():
            return value.is_not(None)
        case plan.Lacking():
            return value.is_(None)
        case plan.OfDimension() | plan.Reaches() | plan.During() | plan.RefersTo() | plan.Matches():
            raise TypeError(f"{one.condition} is no test of a field")
        case _:
            assert_never(one.condition)


def _interval_tests(
    one: Named, columns: dict[str, Expression], records: FromClause, spans: FromClause | None
) -> Iterator[ColumnElement[bool]]:
    match one.condition:
        case plan.OfDimension():
            yield columns["dimension"] == bindparam(f"{one.name}_0")
        case plan.Reaches(low, high, within, base):
            start, end = (columns["base_low"], columns["base_high"]) if base else (columns["low"], columns["high"])
            yield from _compare(start, end, low, high, within, one.name)
            if within:
                yield columns["bounded"]
        case plan.During(within=True):
            yield from _time_tests(one.condition, columns, one.name)
            yield columns["closed"]
        case plan.During():
            yield from _time_tests(one.condition, columns, one.name)
            if spans is not None:
                own = spans.alias(f"{one.name}_spans")
                met = _time_tests(one.condition, {column.key: column for column in own.c}, one.name)
                yield or_(~columns["several"], exists().where(own.c.position == records.c.position, *met))
        case plan.Equals() | plan.Differs() | plan.Given() | plan.Lacking() | plan.RefersTo() | plan.Matches():
            raise TypeError(f"{one.condition} is no test of an interval")
        case _:
            assert_never(one.condition)


def _time_tests(during: plan.During, columns: dict[str, Expression], name: str) -> Iterator[ColumnElement[bool]]:
    """A span meets another if it ends after the other begins, and lies within it if it begins after that.

    Instants are not indexed, days are: the day before or after is compared too, since zones differ by a day at most.
    """
    for moment, side, is_low in ((during.first, "low", True), (during.last, "high", False)):
        if moment is None:
            continue
        end = is_low != during.within
        day, instant = (columns["last"], columns["finishes"]) if end else (columns["first"], columns["begins"])
        pairs = [(day, f"{name}_{side}")] + [(instant, f"{name}_{side}_instant")] * moment.instant
        for value, bound in pairs:
            yield value >= bindparam(bound) if is_low else value <= bindparam(bound)


def _compare(
    start: Expression, end: Expression, low: object, high: object, within: bool, name: str
) -> Iterator[ColumnElement[bool]]:
    """An interval meets another if it ends after the other begins, and lies within it if it begins after that."""
    if low is not None:
        yield (start if within else end) >= bindparam(f"{name}_low")
    if high is not None:
        yield (end if within else start) <= bindparam(f"{name}_high")


def bound_times(first: plan.Moment | None, last: plan.Moment | None, name: str) -> BoundValues:
    """Bound values for the tests of a time: for an instant, also the day before or after it."""
    bound: BoundValues = {}
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


def among(value: Expression, values: Sequence[Any], name: str) -> ColumnElement[bool]:
    """The value is one of those bound as `name_0`, `name_1` and so on."""
    bound: list[Expression] = [bindparam(f"{name}_{n}") for n in range(len(values))]
    return value == bound[0] if len(bound) == 1 else value.in_(bound)

"""Tests of a record's own columns, and the values they bind."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, assert_never

from sqlalchemy import ColumnElement, FromClause, bindparam, exists, literal_column, or_

from api.store import plan
from api.store.meaning import Named, Tested, means
from api.store.segments import Values
from api.store.tables import Expression, column
from schemas.registry import Collection, Field


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


def bound_times(first: plan.Moment | None, last: plan.Moment | None, name: str) -> Values:
    """Bound values for the tests of a time: for an instant, also the day before or after it."""
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


def among(value: Expression, values: Sequence[Any], name: str) -> ColumnElement[bool]:
    """The value is one of those bound as `name_0`, `name_1` and so on."""
    bound: list[Expression] = [bindparam(f"{name}_{n}") for n in range(len(values))]
    return value == bound[0] if len(bound) == 1 else value.in_(bound)

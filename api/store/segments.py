"""Keyset pagination: a read in order, split into index ranges, so that the last page costs no more than the first.

The records after a mark are first those with equal keys and a later position, then those that differ in the last key,
and so on up to the first key. Nulls sort last and are a range of their own.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam

from api.store.plan import RECENT, RELEVANCE, TIERS, Find, Key, Mark
from api.store.tables import Expression

BoundValues = dict[str, Any]
Columns = Sequence[Expression]


class Segment(NamedTuple):
    """One range, which identifies its SQL: `within` builds its conditions, `ordered` its order."""

    keys: tuple[Key, ...]
    equal: int  # number of leading keys that equal the mark's
    step: str | None  # the next key: "after" the mark's, "null" or "known"; None: all keys are equal
    nulls: tuple[bool, ...]  # which of the equal keys are null
    tier: int | None  # the tier of relevance that it covers; None: all
    marked: bool = False  # whether it begins after the mark's position


def segments(find: Find, mark: Mark | None) -> Iterator[tuple[Segment, BoundValues]]:
    """The ranges after the mark, in order, each with its bound values."""
    keys = tuple(key for key in find.keys if key != RELEVANCE)
    if RELEVANCE not in find.keys:
        yield from _ranges(keys, mark, None)
        return
    reached = int(mark.values[0] or 0) if mark else 0
    for tier in TIERS:
        if tier == reached and mark:
            yield from _ranges(keys, mark._replace(values=mark.values[1:]), tier)
        elif tier >= reached:
            yield from _ranges(keys, None, tier)


def _ranges(keys: tuple[Key, ...], mark: Mark | None, tier: int | None) -> Iterator[tuple[Segment, BoundValues]]:
    if mark is None:
        for step in _first_steps(keys):
            yield Segment(keys, 0, step, (), tier), {}
        return
    values: BoundValues = {f"mark_{n}": value for n, value in enumerate(mark.values)} | {"mark": mark.position}
    nulls = tuple(value is None for value in mark.values)
    yield Segment(keys, len(keys), None, nulls, tier, marked=True), values
    for equal in reversed(range(len(keys))):
        if not nulls[equal]:
            yield Segment(keys, equal, "after", nulls[:equal], tier), values
            if keys[equal] != RECENT:
                yield Segment(keys, equal, "null", nulls[:equal], tier), values


def _first_steps(keys: tuple[Key, ...]) -> tuple[str | None, ...]:
    """Records with a value in the first key, then those without. RECENT is never null."""
    if not keys:
        return (None,)
    return ("known",) if keys[0] == RECENT else ("known", "null")


def within(segment: Segment, keys: Columns, position: ColumnElement[int]) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for n, null in enumerate(segment.nulls[: segment.equal]):
        found.append(keys[n].is_(None) if null else keys[n] == bindparam(f"mark_{n}"))
    if segment.step == "known":
        found.append(keys[segment.equal].is_not(None))
    elif segment.step == "null":
        found.append(keys[segment.equal].is_(None))
    elif segment.step == "after":
        held: Expression = keys[segment.equal]
        mark: Expression = bindparam(f"mark_{segment.equal}")
        found.append(held < mark if segment.keys[segment.equal].descending else held > mark)
    elif segment.marked:
        mark = bindparam("mark")
        found.append(position < mark if _backwards(segment.keys) else position > mark)
    return found


def ordered(segment: Segment, keys: Columns, position: ColumnElement[int]) -> list[Any]:
    """The order within a segment, without the keys it fixes, so that an index can provide it."""
    order: list[Any] = []
    fixed = segment.equal + (segment.step == "null")
    for n in range(fixed, len(keys)):
        directed = keys[n].desc() if segment.keys[n].descending else keys[n].asc()
        order.append(directed if n == segment.equal else directed.nulls_last())
    return [*order, position.desc() if _backwards(segment.keys) else position.asc()]


def _backwards(keys: tuple[Key, ...]) -> bool:
    """Whether ties are reversed: they follow the last key's direction, so that an index read backwards gives both."""
    return bool(keys) and keys[-1].descending

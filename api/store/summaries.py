"""Counts precomputed at load, since counting millions of records takes longer than a request may: filled by a full
load, corrected by the rows that a load of a change takes out and puts in.

`value_counts` has the number of records for each combination of values of repeating fields. It answers questions about
those fields only. `largest_counts` has the largest counts by each other field alone, over all records.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from api.store.build import Writer
from api.store.plan import Find, Part, Scalar
from api.store.rows import Rows
from api.store.statements import MOST_ROWS, as_recorded, kept_parts
from api.store.tables import column, columns, schema
from schemas.registry import QUERYABLE, Collection

Counted = tuple[Scalar | None, int]
_LARGEST = {"limit": MOST_ROWS, "skip": 0}


def fill(writer: Writer) -> None:
    """Fill both tables; the indexes must exist."""
    for collection in QUERYABLE.values():
        writer.run(writer.statements.fill_value_counts(collection), {})
    parts = [(collection, part) for collection in QUERYABLE.values() for part in kept_parts(collection)]
    tallies = [writer.statements.tally(Find(collection), (part,)) for collection, part in parts]
    for (collection, part), rows in zip(parts, writer.read(tallies, _LARGEST), strict=True):
        _keep(writer, collection, part, _recorded(collection, part, rows))


def _recorded(collection: Collection, part: Part, rows: Iterable[Sequence[Any]]) -> list[Counted]:
    field = collection.field(part.field)
    return [(as_recorded(field, value), number) for value, number in rows]


def _keep(writer: Writer, collection: Collection, part: Part, counts: list[Counted]) -> None:
    writer.insert(f"{collection.name}_largest_counts", [(part.name, json.dumps(counts, ensure_ascii=False))])


def correct(writer: Writer, removed: Iterable[Rows], added: Iterable[Rows]) -> None:
    """Correct the counts by these rows of all collections; the tables already hold the new rows."""
    gone, come = list(removed), list(added)
    for collection in QUERYABLE.values():
        old, new = ([rows for rows in some if rows.collection == collection.name] for some in (gone, come))
        if old or new:
            _correct_value_counts(writer, collection, old, new)
            for part in kept_parts(collection):
                if more := _difference(_values(collection, part), old, new):
                    _correct_largest(writer, collection, part, more)


def _correct_value_counts(writer: Writer, collection: Collection, old: list[Rows], new: list[Rows]) -> None:
    counts, names = schema().collections[collection.name].value_counts, columns(collection)
    fields = [column(field) for field in collection.repeating]
    places = [names.index(name) for name in fields]
    own = [counts.c[name].is_not_distinct_from(sa.bindparam(f"of_{name}")) for name in fields]
    for values, more in _difference(lambda rows: [tuple(rows.record[n] for n in places)], old, new).items():
        bound = {f"of_{name}": value for name, value in zip(fields, values, strict=True)}
        held = sum(row[0] for row in writer.do(sa.select(counts.c.records).where(*own), bound))
        writer.do(sa.delete(counts).where(*own), bound)
        if held + more:
            writer.insert(counts.name, [(*values, held + more)])


def _correct_largest(writer: Writer, collection: Collection, part: Part, more: Counter[Scalar | None]) -> None:
    ((stored,),) = writer.run(writer.statements.largest_counts(collection), {"part": part.name})
    before = dict[Scalar | None, int](json.loads(stored))
    if len(before) < MOST_ROWS:  # so these are all
        now = [(value, before.get(value, 0) + more[value]) for value in before.keys() | more.keys()]
    else:
        now = _corrected_cut(writer, collection, part, before, more)
    largest = sorted((one for one in now if one[1]), key=_place)[:MOST_ROWS]
    writer.delete(f"{collection.name}_largest_counts", ["part"], [(part.name,)])
    _keep(writer, collection, part, largest)


def _corrected_cut(
    writer: Writer, collection: Collection, part: Part, before: dict[Scalar | None, int], more: Counter[Scalar | None]
) -> list[Counted]:
    """The corrected list of one that was cut off; counted anew if it does not show which values come next."""
    field = collection.field(part.field)
    if not (field.many or part.length):
        last = _place(list(before.items())[-1])
        records = schema().collections[collection.name].records
        own = records.c[column(field)].is_not_distinct_from(sa.bindparam("value"))
        count = sa.select(sa.func.count()).where(own)
        now = [(value, number + more[value]) for value, number in before.items()]
        now += [(value, writer.do(count, {"value": value})[0][0]) for value in more.keys() - before.keys()]
        now = [one for one in now if _place(one) <= last]
        if len(now) >= MOST_ROWS:
            return now
    rows = writer.run(writer.statements.tally(Find(collection), (part,)), _LARGEST)
    return _recorded(collection, part, rows)


def _place(counted: Counted) -> tuple[Any, ...]:
    """The largest first, ties in the order of the values, null last; as `Statements.tally` orders them."""
    value, number = counted
    return (-number, value is None, value)


def _values(collection: Collection, part: Part) -> Callable[[Rows], Sequence[Scalar | None]]:
    """What a record is counted under."""
    field = collection.field(part.field)
    if field.many:
        return lambda rows: [target for name, target in rows.links if name == field.name] or [None]
    place = columns(collection).index(column(field))

    def of_column(rows: Rows) -> Sequence[Scalar | None]:
        value = rows.record[place]
        if value is None or field.primitive != "number":
            return [part.of(str(value)) if value is not None and part.length else value]
        return [as_recorded(field, float(value))]

    return of_column


def _difference(values: Callable[[Rows], Iterable[Any]], old: list[Rows], new: list[Rows]) -> Counter[Any]:
    """The change of each value's count, without those that are unchanged."""
    found = Counter(value for rows in new for value in values(rows))
    found.subtract(value for rows in old for value in values(rows))
    return Counter({value: more for value, more in found.items() if more})

"""Fills the counts of `api.store.summaries`, or corrects them by the rows that a load takes out and puts in."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select

from api.store.plan import Find, Part, Scalar
from api.store.rows import Rows
from api.store.summaries import MOST_ROWS, as_recorded, kept_parts, name_of
from api.store.tables import column, columns, schema
from api.store.writer import Writer
from schemas.registry import QUERYABLE, Collection

Counts = dict[Scalar | None, int]
_LARGEST = {"limit": MOST_ROWS, "skip": 0}


def fill(writer: Writer) -> None:
    """Fill both tables; the indexes must exist."""
    statements, run = writer.statements, writer.run
    for collection in QUERYABLE.values():
        run(statements.fill_value_counts(collection), {})
    parts = [(collection, part) for collection in QUERYABLE.values() for part in kept_parts(collection)]
    tallies = [statements.tally(Find(collection), (part,)) for collection, part in parts]
    for (collection, part), rows in zip(parts, writer.read(tallies, _LARGEST), strict=True):
        field = collection.field(part.field)
        counts = json.dumps([(as_recorded(field, value), number) for value, number in rows], ensure_ascii=False)
        run(statements.put_largest_counts(collection), {"part": name_of(part), "counts": counts})


class Correction:
    """Corrects the counts of one dataset."""

    def __init__(self, writer: Writer) -> None:
        self._statements, self._run, self._do = writer.statements, writer.run, writer.do

    def correct(self, removed: Iterable[Rows], added: Iterable[Rows]) -> None:
        """Correct the counts by these rows of all collections; the tables already hold the new rows."""
        gone, come = list(removed), list(added)
        for collection in QUERYABLE.values():
            old, new = ([rows for rows in some if rows.collection == collection.name] for some in (gone, come))
            if old or new:
                self._value_counts(collection, old, new)
                for part in kept_parts(collection):
                    self._largest_counts(collection, part, _difference(_values(collection, part), old, new))

    def _value_counts(self, collection: Collection, old: list[Rows], new: list[Rows]) -> None:
        counts, names = schema().collections[collection.name].value_counts, columns(collection)
        fields = [column(field) for field in collection.repeating]
        places = [names.index(name) for name in fields]
        own = [counts.c[name].is_not_distinct_from(bindparam(f"of_{name}")) for name in fields]
        for values, more in _difference(lambda rows: [tuple(rows.record[n] for n in places)], old, new).items():
            bound = {f"of_{name}": value for name, value in zip(fields, values, strict=True)}
            held = sum(row[0] for row in self._do(select(counts.c.records).where(*own), bound))
            self._do(delete(counts).where(*own), bound)
            if held + more:
                row = dict(zip(fields, values, strict=True)) | {"records": held + more}
                self._do(insert(counts), row)

    def _largest_counts(self, collection: Collection, part: Part, more: Counter[Scalar | None]) -> None:
        if not more:
            return
        name = {"part": name_of(part)}
        ((stored,),) = self._run(self._statements.largest_counts(collection), name)
        before: Counts = {value: number for value, number in json.loads(stored)}  # noqa: C416 - of pairs in lists
        if len(before) < MOST_ROWS:  # so these are all
            now: Counts | None = {value: before.get(value, 0) + more[value] for value in before.keys() | more.keys()}
        else:
            now = self._of_cut(collection, part, before, more)
        if now is None:
            rows = self._run(self._statements.tally(Find(collection), (part,)), _LARGEST)
            now = {as_recorded(collection.field(part.field), value): number for value, number in rows}
        largest = sorted(((value, number) for value, number in now.items() if number), key=_place)[:MOST_ROWS]
        counts = schema().collections[collection.name].largest_counts
        self._do(delete(counts).where(counts.c.part == bindparam("of")), {"of": name_of(part)})
        written = {"counts": json.dumps(largest, ensure_ascii=False)}
        self._run(self._statements.put_largest_counts(collection), name | written)

    def _of_cut(
        self, collection: Collection, part: Part, before: Counts, more: Counter[Scalar | None]
    ) -> Counts | None:
        """The corrected list of one that was cut off; None if it does not show which values come next."""
        field = collection.field(part.field)
        if field.many or part.length:
            return None
        last = _place(list(before.items())[-1])
        now = {value: number + more[value] for value, number in before.items()}
        records = schema().collections[collection.name].records
        count = select(func.count()).where(records.c[column(field)].is_not_distinct_from(bindparam("value")))
        now |= {value: self._do(count, {"value": value})[0][0] for value in more.keys() - before.keys()}
        now = {value: number for value, number in now.items() if _place((value, number)) <= last}
        return now if len(now) >= MOST_ROWS else None


def _place(counted: tuple[Scalar | None, int]) -> tuple[Any, ...]:
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

"""Counts that are made at the load, since counting millions of records takes longer than a caller waits.

`sums` has the number of records for each combination of the values of the repeating fields, which answers whatever asks
for those fields only. `tops` has the largest counts by each other field alone, over all records.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

from api.store.plan import Find, Part, Scalar, countable
from api.store.statements import Statements, are_summed
from schemas.registry import QUERYABLE, Collection, Field

MOST_TOPS = 1000  # rows that an answer has at the most
Run = Callable[[str, dict[str, Any]], Sequence[tuple[Any, ...]]]


def fill(statements: Statements, run: Run) -> None:
    """Count, once the indexes are there. `run` runs a statement and gives its rows."""
    for collection in QUERYABLE.values():
        run(statements.fill_sums(collection), {})
        for part in kept_parts(collection):
            field = collection.field(part.field)
            rows = run(statements.tally(Find(collection), (part,)), {"limit": MOST_TOPS})
            counts = json.dumps([(as_recorded(field, value), number) for value, number in rows], ensure_ascii=False)
            run(statements.put_top(collection), {"part": name_of(part), "counts": counts})


def kept_parts(collection: Collection) -> Iterator[Part]:
    """The parts whose largest counts are kept: not the key, which is in one record each, nor what the sums answer."""
    for part in dict.fromkeys(countable(collection).values()):
        if part.field != collection.key and not are_summed(Find(collection), (part,)):
            yield part


def name_of(part: Part) -> str:
    """How a part is named among the tops."""
    return f"{part.field}:{part.length or ''}"


def as_recorded(field: Field, value: Any) -> Scalar | None:
    """A column's value as records write it: 7000 and not 7000.0, true and not 1."""
    if value is None or field.primitive == "text":
        return cast("Scalar | None", value)
    if field.primitive == "boolean":
        return bool(value)
    return int(value) if value == int(value) else float(value)

"""Counts precomputed at load, since counting millions of records takes longer than a request may.

`value_counts` has the number of records for each combination of values of repeating fields. It answers questions about
those fields only. `largest_counts` has the largest counts by each other field alone, over all records.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

from api.store.plan import Find, Part, Scalar, countable
from api.store.statements import Statements, are_precounted
from schemas.registry import QUERYABLE, Collection, Field

MOST_ROWS = 1000  # maximum rows of an answer
Run = Callable[[str, dict[str, Any]], Sequence[tuple[Any, ...]]]


def fill(statements: Statements, run: Run) -> None:
    """Fill both tables; the indexes must exist. `run` runs a statement and returns its rows."""
    for collection in QUERYABLE.values():
        run(statements.fill_value_counts(collection), {})
        for part in kept_parts(collection):
            field = collection.field(part.field)
            rows = run(statements.tally(Find(collection), (part,)), {"limit": MOST_ROWS})
            counts = json.dumps([(as_recorded(field, value), number) for value, number in rows], ensure_ascii=False)
            run(statements.put_largest_counts(collection), {"part": name_of(part), "counts": counts})


def kept_parts(collection: Collection) -> Iterator[Part]:
    """The parts whose largest counts are kept. Excludes the key, which is unique, and what `value_counts` answers."""
    for part in dict.fromkeys(countable(collection).values()):
        if part.field != collection.key and not are_precounted(Find(collection), (part,)):
            yield part


def name_of(part: Part) -> str:
    """The name of a part in `largest_counts`."""
    return f"{part.field}:{part.length or ''}"


def as_recorded(field: Field, value: Any) -> Scalar | None:
    """A column's value as records write it: 7000 and not 7000.0, true and not 1."""
    if value is None or field.primitive == "text":
        return cast("Scalar | None", value)
    if field.primitive == "boolean":
        return bool(value)
    return int(value) if value == int(value) else float(value)

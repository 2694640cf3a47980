"""What is counted often, counted once: kept with the dataset when it is loaded.

Counts read as much as they count, which for millions of records takes longer than a caller waits. So the combinations
of values of the repeating fields are kept with their numbers of records, which answers every question that asks
for those fields only; and the largest counts by each single part, over all records, are kept as they are answered.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any, cast

from api.store.plan import Find, Part, Scalar, countable
from api.store.statements import Statements
from schemas.registry import QUERYABLE, Collection, Field

MOST_TOPS = 1000  # rows that an answer has at the most
Run = Callable[[str, dict[str, Any]], Sequence[tuple[Any, ...]]]


def fill(statements: Statements, run: Run) -> None:
    """Count, in the transaction of the load, once the indexes are there. `run` runs a statement and gives its rows."""
    for collection in QUERYABLE.values():
        run(statements.fill_sums(collection), {})
        for part in dict.fromkeys(countable(collection).values()):
            counts = json.dumps(_counts(collection, part, statements, run), ensure_ascii=False)
            run(statements.put_top(collection), {"part": name_of(part), "counts": counts})


def _counts(collection: Collection, part: Part, statements: Statements, run: Run) -> list[tuple[Scalar | None, int]]:
    """The largest counts by a part. A key is in one record each, and sorting millions of ones is to be spared."""
    limit = {"limit": MOST_TOPS}
    if part.field == collection.key:
        return [(row[0], 1) for row in run(statements.keys(collection), limit)]
    field = collection.field(part.field)
    return [(as_recorded(field, row[0]), row[1]) for row in run(statements.tally(Find(collection), (part,)), limit)]


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

"""Counts precomputed at load, since counting millions of records takes longer than a request may.

`value_counts` has the number of records for each combination of values of repeating fields. It answers questions about
those fields only. `largest_counts` has the largest counts by each other field alone, over all records.
"""

from collections.abc import Iterator
from typing import Any, cast

from api.store.plan import Find, Part, Scalar, countable
from api.store.statements import are_precounted
from schemas.registry import Collection, Field

MOST_ROWS = 1001  # kept: those of the longest page, and one that shows that more follow


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

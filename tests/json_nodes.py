"""Walking through a JSON document."""

from collections.abc import Iterator
from typing import Any


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in it, an outer one before those within it."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)

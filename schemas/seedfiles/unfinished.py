"""What a seed lacks before it can be loaded: decisions marked TODO, and evidence without its place."""

import re
from collections.abc import Iterator

NO_OFFSETS = "has no offsets yet; fill them with: flask --app wsgi facts fill SEED FILE"
STILL_TODO = "is still to be decided (TODO)"

_TODO = re.compile(r"\bTODO\b")
_PLACE = ("paragraph", "start", "end")

Path = tuple[str | int, ...]
Plain = bool | int | float | str | list["Plain"] | dict[str, "Plain"] | None  # what YAML and JSON can hold


def unfinished(value: Plain, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Everything unfinished in a value, with its path. A phrase is the article's, so it may contain the word TODO."""
    if isinstance(value, str) and _TODO.search(value) and path[-1:] != ("exact",):
        yield path, STILL_TODO
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from unfinished(item, (*path, number))
    elif isinstance(value, dict):
        if "exact" in value and ("nth" in value or any(value.get(key) is None for key in _PLACE)):
            yield path, NO_OFFSETS
        for key, item in value.items():
            yield from unfinished(item, (*path, key))

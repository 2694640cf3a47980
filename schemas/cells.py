"""Several values in one cell, joined by `;`; a semicolon within a value is written `\\;`."""

import re
from collections.abc import Iterable

_SEPARATOR = re.compile(r"(?<!\\);")


def refuse_open_end(text: str) -> None:
    """Raise ValueError for text that would hide the `;` after it, where several values share a cell."""
    if text.endswith("\\"):
        raise ValueError("ends with a backslash, which would hide the end of the value where several share a cell")


def join(values: Iterable[str | None]) -> str | None:
    """The cell of these values; nulls are left out, None where nothing is left."""
    return ";".join([value.replace(";", "\\;") if ";" in value else value for value in values if value]) or None


def split(cell: str) -> list[str]:
    return [value.replace("\\;", ";") for value in _SEPARATOR.split(cell)] if "\\" in cell else cell.split(";")

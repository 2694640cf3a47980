"""Several values in one cell, joined by `;`; a semicolon within a value is written `\\;`."""

import re
from collections.abc import Iterable

_SEPARATOR = re.compile(r"(?<!\\);")


def join(values: Iterable[str | None]) -> str | None:
    """The cell of these values; nulls are left out, None where nothing is left."""
    return ";".join([value.replace(";", "\\;") if ";" in value else value for value in values if value]) or None


def split(cell: str) -> list[str]:
    return [value.replace("\\;", ";") for value in _SEPARATOR.split(cell)] if "\\" in cell else cell.split(";")

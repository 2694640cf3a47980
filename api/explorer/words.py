"""Values in words and signs, as a reader takes them in at a glance."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from schemas.registry import QUERYABLE

SIGNS = {
    "exact": "",
    "about": "≈ ",
    "at_least": "≥ ",
    "over": "> ",
    "at_most": "≤ ",
    "under": "< ",
    "range": "",
    "vague": "",
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_JOINT = re.compile(r"(?<=[&/?=,])")
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def spaced(name: Any) -> str:
    """A field's name or an enumeration's value as words."""
    return str(name).replace("_", " ")


def statuses(verification: str | Sequence[Mapping[str, Any]] | None) -> list[str]:
    """The statuses of a claim's verifications, or of a flat row's cell, each once."""
    if isinstance(verification, str):
        return verification.split(";")
    return list(dict.fromkeys(one["status"] for one in verification or ()))


def title(collection: str) -> str:
    """A collection's heading."""
    return collection.capitalize()


def about(collection: str) -> str:
    """What one of its records is, in its class's own first sentence."""
    sentence = (QUERYABLE[collection].model.__doc__ or "").partition("\n")[0]
    return re.split(r"[.:;] ", sentence)[0].rstrip(".") + "."


def pieces(address: Any) -> list[str]:
    """An address in the parts between which it may break, rather than within a word, where a line is too short."""
    return [piece for piece in _JOINT.split(str(address)) if piece]


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 article`, `2,000 articles`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def number(value: int | float) -> str:
    """A number with its thousands apart."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"


def amount(figure: Mapping[str, Any]) -> str:
    """A figure's or a flat row's quantity with its hedge as a sign: `≈ 7,000`, `700–800`, `≥ 40`."""
    low, high = figure.get("value_min", figure.get("min")), figure.get("value_max", figure.get("max"))
    hedge = figure["hedge"]
    if low is None and high is None:
        return "no number"
    if hedge in ("exact", "about"):
        return SIGNS[hedge] + number(figure["value"])
    if low is not None and high is not None:
        return f"{number(low)}–{number(high)}"
    sign = SIGNS[hedge] or _open_sign(figure, low is not None)
    return sign + number(low if low is not None else high)


def _open_sign(figure: Mapping[str, Any], least: bool) -> str:
    """The sign of a vague bound; a flat row does not tell whether the bound itself belongs to it."""
    inclusive = figure.get("min_inclusive" if least else "max_inclusive")
    if inclusive is None:
        return "from " if least else "up to "
    return ("≥ " if inclusive else "> ") if least else ("≤ " if inclusive else "< ")


def doubt(edtf: str | None) -> str:
    """How sure a time is, in a word, by the marks of its EDTF form; nothing where it is plain."""
    if not edtf:
        return ""
    return "uncertain" if any(mark in edtf for mark in "?%[X") else "approximate" if "~" in edtf else ""


def published(edtf: str) -> str:
    """A day in words; any other EDTF form as it is."""
    return day(edtf) if _DAY.fullmatch(edtf) else edtf


def day(iso: str) -> str:
    """`2024-05-23` as `23 May 2024`."""
    made = date.fromisoformat(iso)
    return f"{made.day} {_MONTHS[made.month - 1]} {made.year}"


def span(earliest: str | None, latest: str | None) -> str:
    """The days that a time covers; an open side is named."""
    if earliest is None or latest is None:
        return f"until {day(latest)}" if latest else f"from {day(earliest)}" if earliest else "open"
    if earliest == latest:
        return day(earliest)
    first, last = date.fromisoformat(earliest), date.fromisoformat(latest)
    month = _MONTHS[last.month - 1]
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {month} {last.year}"
    if first.year == last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} – {last.day} {month} {last.year}"
    return f"{day(earliest)} – {day(latest)}"

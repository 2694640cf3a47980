"""Spans of days, and the stretch of time in which most of them lie."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.charts.scale import reach
from api.charts.words import period

_COST = 24.0  # of leaving out all days, in doublings of the scale: one day in 24 is left out for one doubling
_DOUBT = {"approximate": "about", "uncertain": "perhaps"}
_NEVER = date.max.toordinal() + 1


@dataclass(frozen=True, slots=True)
class Span:
    """One date or event: its first and last day as ordinals (None where open), how sure, how precise."""

    first: int | None
    last: int | None
    certainty: str
    precision: str

    @property
    def kind(self) -> str:
        """Which mark stands for it."""
        if self.first is None or self.last is None:
            return "none" if self.first is self.last else "open"
        if self.first == self.last:
            return "day"
        return "within" if self.precision in ("month", "year", "set") else "span"

    @property
    def order(self) -> tuple[int, int]:
        """Earlier first; what has no date at all comes last."""
        last = _NEVER if self.last is None else self.last
        return (self.first or self.last or _NEVER, last)

    @property
    def text(self) -> str:
        """The dates in words."""
        first, last = (None if day is None else date.fromordinal(day) for day in (self.first, self.last))
        between = self.precision == "set" and self.certainty == "uncertain"
        return period(first, last, _DOUBT.get(self.certainty, ""), between)


@dataclass(frozen=True, slots=True)
class Window:
    """The days an axis shows, both ends included, and whether there are spans before and after them."""

    first: int
    last: int
    before: bool
    after: bool


def span(item: Mapping[str, Any]) -> Span:
    """Read `earliest, latest` (ISO days or null), `certainty` and `precision`; what is missing is unknown."""
    first, last = (_ordinal(item.get(name)) for name in ("earliest", "latest"))
    return Span(first, last, str(item.get("certainty")), str(item.get("precision")))


def window(spans: Sequence[Span]) -> Window:
    """The days to show: all, but for a few that lie so far off that the others would shrink to a point.

    One day at least must be known.
    """
    days = sorted(day for each in spans for day in (each.first, each.last) if day is not None)
    most = math.ceil(len(days) * 2 / 3)
    kept = max((days[start:] for start in range(len(days) - most + 1)), key=lambda some: _gain(some, days))
    kept = max((kept[:end] for end in range(len(kept), most - 1, -1)), key=lambda some: _gain(some, days))
    kept = kept if _gain(kept, days) > 1 else days
    first, last = reach(kept[0]), reach(kept[-1])
    return Window(first, last, days[0] < first, days[-1] > last)


def _gain(kept: Sequence[int], days: Sequence[int]) -> float:
    """What it is worth to show only these: doublings of the scale, against the share of days that is lost."""
    doublings = math.log2((days[-1] - days[0] + 10) / (kept[-1] - kept[0] + 10)) if kept else 0
    return doublings - _COST * (1 - len(kept) / len(days))


def _ordinal(day: object) -> int | None:
    return None if day is None else date.fromisoformat(str(day)).toordinal()

"""Spans of days, and the range of days that an axis should show."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from api.charts.scale import reach
from schemas.values import JsonRecord

_COST = 24.0  # leaving out one day in 24 is worth it if that doubles the scale
_NEVER = date.max.toordinal() + 1


@dataclass(frozen=True, slots=True)
class Span:
    """A date or event: first and last day as ordinals (None where open), certainty and precision."""

    first: int | None
    last: int | None
    certainty: str
    precision: str

    @property
    def kind(self) -> str:
        if self.first is None or self.last is None:
            return "none" if self.first is self.last else "open"
        if self.first == self.last:
            return "day"
        return "within" if self.precision in ("month", "year", "set") else "span"

    @property
    def order(self) -> tuple[int, int]:
        """Sort key: earlier first; no date at all comes last."""
        last = _NEVER if self.last is None else self.last
        return (self.first or self.last or _NEVER, last)


@dataclass(frozen=True, slots=True)
class Window:
    """The days an axis shows, inclusive, and whether spans lie before or after them."""

    first: int
    last: int
    before: bool
    after: bool


def span(item: JsonRecord) -> Span:
    """Read `earliest, latest` (ISO days or null), `certainty` and `precision`; missing keys are unknown."""
    first, last = (_ordinal(item.get(name)) for name in ("earliest", "latest"))
    return Span(first, last, str(item.get("certainty")), str(item.get("precision")))


def window(spans: Sequence[Span]) -> Window:
    """The days to show: all but outliers so far away that the rest would shrink to a point. One must be known."""
    days = sorted(day for each in spans for day in (each.first, each.last) if day is not None)
    most = math.ceil(len(days) * 2 / 3)
    kept = max((days[start:] for start in range(len(days) - most + 1)), key=lambda some: _gain(some, days))
    kept = max((kept[:end] for end in range(len(kept), most - 1, -1)), key=lambda some: _gain(some, days))
    kept = kept if _gain(kept, days) > 1 else days
    first, last = reach(kept[0]), reach(kept[-1])
    return Window(first, last, days[0] < first, days[-1] > last)


def _gain(kept: Sequence[int], days: Sequence[int]) -> float:
    """The gain of showing only these days: doublings of the scale, less the cost of the days left out."""
    doublings = math.log2((days[-1] - days[0] + 10) / (kept[-1] - kept[0] + 10)) if kept else 0
    return doublings - _COST * (1 - len(kept) / len(days))


def _ordinal(day: object) -> int | None:
    return None if day is None else date.fromisoformat(str(day)).toordinal()

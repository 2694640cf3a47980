"""What figures say of their quantities: intervals, and words for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.charts.words import number


@dataclass(frozen=True, slots=True)
class Interval:
    """What a figure says of its quantity; a null bound is open, or unknown where both are null."""

    low: float | None
    high: float | None
    low_closed: bool
    high_closed: bool
    hedge: str

    @property
    def kind(self) -> str:
        """Which mark stands for it."""
        if self.low is None or self.high is None:
            closed = self.low_closed if self.high is None else self.high_closed
            return "none" if self.low is self.high else ("open" if closed else "open, without the bound")
        return "range" if self.low != self.high else ("about" if self.hedge == "about" else "exact")

    @property
    def text(self) -> str:
        """The quantity in words: `about 7,000`, `700 to 800`, `at least 40`."""
        low, high = ("" if edge is None else number(edge) for edge in (self.low, self.high))
        if not low and not high:
            return "no number given"
        if not high:
            return f"{'at least' if self.low_closed else 'over'} {low}"
        if not low:
            return f"{'at most' if self.high_closed else 'under'} {high}"
        if low == high:
            return f"about {low}" if self.hedge == "about" else low
        over, under = "" if self.low_closed else "over ", "" if self.high_closed else "under "
        return f"{over}{low} to {under}{high}"


def interval(figure: Mapping[str, Any]) -> Interval:
    """Read `value, min, max, min_inclusive, max_inclusive, hedge`; a bound not said to be out is in."""
    value = figure.get("value")
    low, high = (figure.get("min"), figure.get("max")) if value is None else (value, value)
    closed = [figure.get(side) is not False for side in ("min_inclusive", "max_inclusive")]
    return Interval(low, high, closed[0], closed[1], str(figure.get("hedge")))

"""A figure's interval and its mark: a dot (exact), a diamond (approximate), a bar (range) or an arrow (open)."""

from dataclasses import dataclass

from api.charts.canvas import Canvas
from api.charts.palette import INK, PAPER
from api.charts.rows import Mark, arrow, cap
from api.charts.scale import Axis
from schemas.values import JsonRecord


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure's interval. A bound of None is open; where both are None the quantity is unknown."""

    low: float | None
    high: float | None
    low_closed: bool
    high_closed: bool
    hedge: str

    @property
    def kind(self) -> str:
        if self.low is None or self.high is None:
            closed = self.low_closed if self.high is None else self.high_closed
            return "none" if self.low is self.high else ("open" if closed else "open, without the bound")
        return "range" if self.low != self.high else ("about" if self.hedge == "about" else "exact")


def interval(figure: JsonRecord) -> Interval:
    """Read `value, min, max, min_inclusive, max_inclusive, hedge`; a bound is inclusive unless it says otherwise."""
    value = figure.get("value")
    low, high = (figure.get("min"), figure.get("max")) if value is None else (value, value)
    closed = [figure.get(side) is not False for side in ("min_inclusive", "max_inclusive")]
    return Interval(low, high, closed[0], closed[1], str(figure.get("hedge")))


def draw(canvas: Canvas, axis: Axis, shown: Interval, ends: tuple[float, float], y: float) -> None:
    """Draw an interval at the height `y`, if it has a bound; open ends are arrows to `ends`."""
    if shown.kind == "none":
        return
    start, end = (None if edge is None else axis.place(edge) for edge in (shown.low, shown.high))
    if start is not None and end is not None:
        _closed(canvas, shown, start, end, y)
    else:
        bound = start if start is not None else end or 0.0
        arrow(canvas, bound, ends[1] if end is None else ends[0], y)
        _end(canvas, bound, y, shown.low_closed if end is None else shown.high_closed)


def _closed(canvas: Canvas, shown: Interval, start: float, end: float, y: float) -> None:
    if shown.kind == "range":
        canvas.rect(start, y - 4, max(end - start, 2), 8)
        for x, closed in ((start, shown.low_closed), (end, shown.high_closed)):
            _end(canvas, x, y, closed)
    elif shown.kind == "about":
        _diamond(canvas, start, y)
    else:
        canvas.circle(start, y, 4.5)


def _end(canvas: Canvas, x: float, y: float, closed: bool) -> None:
    """Mark a bound: a bar if inclusive, a ring if exclusive."""
    if closed:
        cap(canvas, x, y)
    else:
        canvas.circle(x, y, 4, fill=PAPER, stroke=INK)


def _diamond(canvas: Canvas, x: float, y: float) -> None:
    canvas.path(f"M{x:.1f} {y - 6.5:.1f}l6.5 6.5-6.5 6.5-6.5-6.5z", fill=PAPER, stroke=INK, weight=1.6)


def _sample(low: float | None, high: float | None, closed: bool, hedge: str = "") -> Mark:
    """A mark for the legend, 24 pixels wide."""

    def mark(canvas: Canvas, x: float, y: float) -> None:
        shown = Interval(low, high, closed, closed, hedge)
        if shown.kind in ("exact", "about", "range"):
            _closed(canvas, shown, x + 12 if low == high else x, x + 12 if low == high else x + 24, y)
        else:
            arrow(canvas, x + 2, x + 24, y)
            _end(canvas, x + 2, y, closed)

    return mark


LEGEND: dict[str, tuple[str, Mark]] = {
    "exact": ("exact", _sample(0, 0, True)),
    "about": ("about", _sample(0, 0, True, "about")),
    "range": ("range", _sample(0, 1, True)),
    "open": ("at least, at most", _sample(0, None, True)),
    "open, without the bound": ("over, under", _sample(0, None, False)),
}

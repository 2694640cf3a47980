"""A range plot of figures: points, ranges and open ends. Each unit has its own scale, so large values do not flatten
small ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.charts.canvas import LIMIT, MARGIN, RIGHT, Canvas
from api.charts.lettering import clean
from api.charts.palette import GREY, INK, PAPER
from api.charts.rows import TAIL, TRACK, Mark, Row, arrow, cap, grid, legend, row, write_row
from api.charts.scale import Axis, number_axis
from api.charts.words import number
from schemas.wording import plural, quantity

Figure = Mapping[str, Any]


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
        """The kind of mark that shows it."""
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
    """Read `value, min, max, min_inclusive, max_inclusive, hedge`; a bound is inclusive unless it says otherwise."""
    value = figure.get("value")
    low, high = (figure.get("min"), figure.get("max")) if value is None else (value, value)
    closed = [figure.get(side) is not False for side in ("min_inclusive", "max_inclusive")]
    return Interval(low, high, closed[0], closed[1], str(figure.get("hedge")))


def figures_svg(figures: Sequence[Figure]) -> bytes:
    """A range plot of figure records, grouped by unit: an SVG document in UTF-8."""
    groups = _by_unit(figures[:LIMIT])
    units = plural(len(groups), "unit")
    description = f"A range plot of {plural(len(figures), 'figure')} in {units}, one scale for each unit."
    canvas = Canvas("figures", "Figures", description if figures else "Nothing to show: there are no figures.")
    kinds = {interval(figure).kind for figure in figures[:LIMIT]}
    legend(canvas, [(text, mark) for kind, (text, mark) in _LEGEND.items() if kind in kinds])
    for unit, members in groups.items():
        _group(canvas, unit, members)
    canvas.rest(len(figures), "figure")
    return canvas.finish()


def _by_unit(figures: Sequence[Figure]) -> dict[str, list[Figure]]:
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(clean(figure.get("unit") or "without a unit"), []).append(figure)
    return groups


def _group(canvas: Canvas, unit: str, members: Sequence[Figure]) -> None:
    intervals = [interval(figure) for figure in members]
    rows = [_row(figure, shown) for figure, shown in zip(members, intervals, strict=True)]
    axis = _axis(intervals)
    canvas.y += 18
    canvas.line(MARGIN, canvas.y, RIGHT, canvas.y)
    canvas.text(MARGIN, canvas.y + 21, unit, 15, room=TRACK - MARGIN - 24)
    if axis and axis.logarithmic:
        canvas.text(RIGHT, canvas.y + 21, "logarithmic scale", 11, anchor="end", italic=True, fill=GREY)
    canvas.y += 38
    if axis:
        grid(canvas, axis, rows)
    for shown, entry in zip(intervals, rows, strict=True):
        _mark(canvas, axis, shown, write_row(canvas, entry, shown.kind != "none"))
    canvas.y += 14 if axis else -8


def _row(figure: Figure, shown: Interval) -> Row:
    return row(quantity(figure), figure.get("label"), "vague" if shown.hedge == "vague" else None)


def _axis(intervals: Sequence[Interval]) -> Axis | None:
    """The axis of one unit, with room for arrows at its ends; None if no number is known."""
    numbers = [float(edge) for each in intervals for edge in (each.low, each.high) if edge is not None]
    if not numbers:
        return None
    known = [each for each in intervals if each.kind != "none"]
    left = TAIL * any(each.low is None for each in known)
    right = TAIL * any(each.high is None for each in known)
    return number_axis(numbers, TRACK + 10 + left, RIGHT - 10 - right)


def _mark(canvas: Canvas, axis: Axis | None, shown: Interval, y: float) -> None:
    if axis is None or shown.kind == "none":
        return
    start, end = (None if edge is None else axis.place(edge) for edge in (shown.low, shown.high))
    if start is not None and end is not None:
        _closed(canvas, shown, start, end, y)
    else:
        bound = start if start is not None else end or 0.0
        arrow(canvas, bound, RIGHT if end is None else TRACK, y)
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
    """A bound: a bar where it belongs to the interval, a ring where it does not."""
    if closed:
        cap(canvas, x, y)
    else:
        canvas.circle(x, y, 4, fill=PAPER, stroke=INK)


def _diamond(canvas: Canvas, x: float, y: float) -> None:
    canvas.path(f"M{x:.1f} {y - 6.5:.1f}l6.5 6.5-6.5 6.5-6.5-6.5z", fill=PAPER, stroke=INK, weight=1.6)


def _sample(low: float | None, high: float | None, closed: bool, hedge: str = "") -> Mark:
    """A mark for the legend, 24 pixels wide."""

    def draw(canvas: Canvas, x: float, y: float) -> None:
        shown = Interval(low, high, closed, closed, hedge)
        if shown.kind in ("exact", "about", "range"):
            _closed(canvas, shown, x + 12 if low == high else x, x + 12 if low == high else x + 24, y)
        else:
            arrow(canvas, x + 2, x + 24, y)
            _end(canvas, x + 2, y, closed)

    return draw


_LEGEND = {
    "exact": ("exact", _sample(0, 0, True)),
    "about": ("about", _sample(0, 0, True, "about")),
    "range": ("range", _sample(0, 1, True)),
    "open": ("at least, at most", _sample(0, None, True)),
    "open, without the bound": ("over, under", _sample(0, None, False)),
}

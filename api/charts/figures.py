"""Figures as points, ranges and open ends, on one scale a unit: thousands do not flatten dozens."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.charts.canvas import LIMIT, MARGIN, RIGHT, Canvas
from api.charts.intervals import Interval, interval
from api.charts.lettering import clean
from api.charts.palette import GREY, INK, PAPER
from api.charts.rows import TAIL, TRACK, Mark, Row, arrow, cap, grid, legend, row, write_row
from api.charts.scale import Axis, number_axis
from schemas.wording import plural, quantity

Figure = Mapping[str, Any]


def figures_svg(figures: Sequence[Figure]) -> bytes:
    """A range plot of figure records, grouped by unit: an SVG document in UTF-8."""
    groups = _by_unit(figures[:LIMIT])
    units = plural(len(groups), "unit")
    told = f"A range plot of {plural(len(figures), 'figure')} in {units}, one scale for each unit."
    canvas = Canvas("figures", "Figures", told if figures else "Nothing to show: there are no figures.")
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
    rows = [_row(figure, said) for figure, said in zip(members, intervals, strict=True)]
    axis = _axis(intervals)
    canvas.y += 18
    canvas.line(MARGIN, canvas.y, RIGHT, canvas.y)
    canvas.text(MARGIN, canvas.y + 21, unit, 15, room=TRACK - MARGIN - 24)
    if axis and axis.logarithmic:
        canvas.text(RIGHT, canvas.y + 21, "logarithmic scale", 11, anchor="end", italic=True, fill=GREY)
    canvas.y += 38
    if axis:
        grid(canvas, axis, rows)
    for said, entry in zip(intervals, rows, strict=True):
        _mark(canvas, axis, said, write_row(canvas, entry, said.kind != "none"))
    canvas.y += 14 if axis else -8


def _row(figure: Figure, said: Interval) -> Row:
    return row(quantity(figure), figure.get("label"), "vague" if said.hedge == "vague" else None)


def _axis(intervals: Sequence[Interval]) -> Axis | None:
    """The axis for one unit, with room at its ends for arrows, or None if no number is known."""
    numbers = [float(edge) for each in intervals for edge in (each.low, each.high) if edge is not None]
    if not numbers:
        return None
    known = [each for each in intervals if each.kind != "none"]
    left = TAIL * any(each.low is None for each in known)
    right = TAIL * any(each.high is None for each in known)
    return number_axis(numbers, TRACK + 10 + left, RIGHT - 10 - right)


def _mark(canvas: Canvas, axis: Axis | None, said: Interval, y: float) -> None:
    if axis is None or said.kind == "none":
        return
    start, end = (None if edge is None else axis.place(edge) for edge in (said.low, said.high))
    if start is not None and end is not None:
        _closed(canvas, said, start, end, y)
    else:
        bound = start if start is not None else end or 0.0
        arrow(canvas, bound, RIGHT if end is None else TRACK, y)
        _end(canvas, bound, y, said.low_closed if end is None else said.high_closed)


def _closed(canvas: Canvas, said: Interval, start: float, end: float, y: float) -> None:
    if said.kind == "range":
        canvas.rect(start, y - 4, max(end - start, 2), 8)
        for x, closed in ((start, said.low_closed), (end, said.high_closed)):
            _end(canvas, x, y, closed)
    elif said.kind == "about":
        _diamond(canvas, start, y)
    else:
        canvas.circle(start, y, 4.5)


def _end(canvas: Canvas, x: float, y: float, closed: bool) -> None:
    """A bound: a bar across where it belongs to the interval, a ring where it does not."""
    if closed:
        cap(canvas, x, y)
    else:
        canvas.circle(x, y, 4, fill=PAPER, stroke=INK)


def _diamond(canvas: Canvas, x: float, y: float) -> None:
    canvas.path(f"M{x:.1f} {y - 6.5:.1f}l6.5 6.5-6.5 6.5-6.5-6.5z", fill=PAPER, stroke=INK, weight=1.6)


def _sample(low: float | None, high: float | None, closed: bool, hedge: str = "") -> Mark:
    """A mark for the legend, 24 pixels wide."""

    def draw(canvas: Canvas, x: float, y: float) -> None:
        said = Interval(low, high, closed, closed, hedge)
        if said.kind in ("exact", "about", "range"):
            _closed(canvas, said, x + 12 if low == high else x, x + 12 if low == high else x + 24, y)
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

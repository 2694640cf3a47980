"""A range plot of figures. Each unit has its own scale, so that large values do not flatten small ones, nor dollars of
two countries, or a share and a change in percent, stand on one.

An interval's mark is a dot (exact), a diamond (approximate), a bar (range) or an arrow (open).
"""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import NamedTuple

from api.charts.canvas import LIMIT, Canvas
from api.charts.lettering import clean
from api.charts.palette import GREY, INK, PAPER
from api.charts.rows import EDGE, LEFT, RIGHT, TAIL, WIDE, Mark, arrow, cap, legend, row, scale, scale_above, write_row
from api.charts.scale import Axis, number_axis
from schemas.values import JsonRecord
from schemas.wording import listed, plural, quantity, unit


class Interval(NamedTuple):
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


def figures_svg(figures: Sequence[JsonRecord]) -> bytes:
    """A range plot of figure records, grouped by unit: an SVG document in UTF-8."""
    groups: dict[str, list[tuple[JsonRecord, Interval]]] = {}
    for figure in figures[:LIMIT]:
        groups.setdefault(clean(unit(figure)), []).append((figure, interval(figure)))
    units = plural(len(groups), "unit")
    description = f"A range plot of {plural(len(figures), 'figure')} in {units}, one scale for each unit."
    shown = description if figures else "Nothing to show: there are no figures."
    canvas = Canvas("figures", "Figures", shown, WIDE, EDGE)
    legend(canvas, marks(shown for members in groups.values() for _, shown in members))
    for heading, members in groups.items():
        _group(canvas, heading, members)
    return canvas.finish(len(figures), "figure")


def _group(canvas: Canvas, heading: str, members: Sequence[tuple[JsonRecord, Interval]]) -> None:
    rows = [
        row(quantity(figure), figure.get("label"), _note(figure), shown.kind != "none") for figure, shown in members
    ]
    known = [shown for _, shown in members if shown.kind != "none"]
    edges = [edge for each in known for edge in (each.low, each.high)]
    axis = axis_of(edges, any(each.low is None for each in known), any(each.high is None for each in known))
    canvas.y += 18
    canvas.line(LEFT, canvas.y, RIGHT, canvas.y)
    logarithmic = "logarithmic scale" if axis and axis.logarithmic else ""
    beside = canvas.text(RIGHT, canvas.y + 21, logarithmic, 11, anchor="end", italic=True, fill=GREY)
    canvas.text(LEFT, canvas.y + 21, heading, 15, room=canvas.room - beside - 12)
    canvas.y += 38
    if axis:
        scale_above(canvas, axis, rows)
    for (_, shown), entry in zip(members, rows, strict=True):
        y = write_row(canvas, entry, axis)
        if axis:
            draw(canvas, axis, shown, (LEFT, RIGHT), y)
    if axis:
        scale(canvas, axis)


def _note(figure: JsonRecord) -> str:
    """A figure's note: that it is vague, and how claims mean it."""
    return listed("vague" if figure.get("hedge") == "vague" else None, *figure.get("meant", ()))


def axis_of(edges: Iterable[float | None], open_low: bool, open_high: bool) -> Axis | None:
    """An axis for these bounds, with room for arrows at its open ends; None if no number is known."""
    numbers = [float(edge) for edge in edges if edge is not None]
    return number_axis(numbers, LEFT + 10 + TAIL * open_low, RIGHT - 10 - TAIL * open_high) if numbers else None


def draw(canvas: Canvas, axis: Axis, shown: Interval, ends: tuple[float, float], y: float) -> None:
    """Draw an interval at the height `y`, if it has a bound; open ends are arrows to `ends`."""
    start, end = (None if edge is None else axis.place(edge) for edge in (shown.low, shown.high))
    if start is not None and end is not None:
        _closed(canvas, shown, start, end, y)
    elif start is not None:
        _open(canvas, shown, start, ends[1], y)
    elif end is not None:
        _open(canvas, shown, end, ends[0], y)


def _closed(canvas: Canvas, shown: Interval, start: float, end: float, y: float) -> None:
    if shown.kind == "range":
        canvas.rect(start, y - 4, max(end - start, 2), 8)
        _end(canvas, start, y, shown.low_closed)
        _end(canvas, end, y, shown.high_closed)
    elif shown.kind == "about":
        canvas.path(f"M{start:.1f} {y - 6.5:.1f}l6.5 6.5-6.5 6.5-6.5-6.5z", fill=PAPER, stroke=INK, weight=1.6)
    else:
        canvas.circle(start, y, 4.5)


def _open(canvas: Canvas, shown: Interval, bound: float, end: float, y: float) -> None:
    arrow(canvas, bound, end, y)
    _end(canvas, bound, y, shown.low_closed if shown.high is None else shown.high_closed)


def _end(canvas: Canvas, x: float, y: float, closed: bool) -> None:
    """Mark a bound: a bar if inclusive, a ring if exclusive."""
    if closed:
        cap(canvas, x, y)
    else:
        canvas.circle(x, y, 4, fill=PAPER, stroke=INK)


_SAMPLES = {
    "exact": Interval(0, 0, True, True, ""),
    "about": Interval(0, 0, True, True, "about"),
    "range": Interval(0, 1, True, True, ""),
    "at least, at most": Interval(0, None, True, True, ""),
    "over, under": Interval(0, None, False, False, ""),
}


def marks(shown: Iterable[Interval]) -> list[tuple[str, Mark]]:
    """The legend of these intervals: each kind of mark that they have, and what it means."""
    kinds = {each.kind for each in shown}
    return [(text, partial(_sample, sample)) for text, sample in _SAMPLES.items() if sample.kind in kinds]


def _sample(sample: Interval, canvas: Canvas, x: float, y: float) -> None:
    if sample.high is None:
        _open(canvas, sample, x + 2, x + 24, y)
    else:
        start, end = (x, x + 24) if sample.kind == "range" else (x + 12, x + 12)
        _closed(canvas, sample, start, end, y)

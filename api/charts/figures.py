"""A range plot of figures. Each unit has its own scale, so that large values do not flatten small ones."""

from collections.abc import Sequence

from api.charts.canvas import LIMIT, Canvas
from api.charts.intervals import LEGEND, Interval, draw, interval
from api.charts.lettering import clean
from api.charts.palette import GREY
from api.charts.rows import EDGE, LEFT, RIGHT, TAIL, WIDE, Row, legend, row, scale, scale_above, write_row
from api.charts.scale import Axis, number_axis
from schemas.values import JsonRecord
from schemas.wording import plural, quantity


def figures_svg(figures: Sequence[JsonRecord]) -> bytes:
    """A range plot of figure records, grouped by unit: an SVG document in UTF-8."""
    groups = _by_unit(figures[:LIMIT])
    units = plural(len(groups), "unit")
    description = f"A range plot of {plural(len(figures), 'figure')} in {units}, one scale for each unit."
    shown = description if figures else "Nothing to show: there are no figures."
    canvas = Canvas("figures", "Figures", shown, WIDE, EDGE)
    kinds = {interval(figure).kind for figure in figures[:LIMIT]}
    legend(canvas, [(text, mark) for kind, (text, mark) in LEGEND.items() if kind in kinds])
    for unit, members in groups.items():
        _group(canvas, unit, members)
    canvas.rest(len(figures), "figure")
    return canvas.finish()


def _by_unit(figures: Sequence[JsonRecord]) -> dict[str, list[JsonRecord]]:
    groups: dict[str, list[JsonRecord]] = {}
    for figure in figures:
        groups.setdefault(clean(figure.get("unit") or "without a unit"), []).append(figure)
    return groups


def _group(canvas: Canvas, unit: str, members: Sequence[JsonRecord]) -> None:
    intervals = [interval(figure) for figure in members]
    rows = [_row(figure, shown) for figure, shown in zip(members, intervals, strict=True)]
    axis = _axis(intervals)
    canvas.y += 18
    canvas.line(LEFT, canvas.y, RIGHT, canvas.y)
    logarithmic = "logarithmic scale" if axis and axis.logarithmic else ""
    beside = canvas.text(RIGHT, canvas.y + 21, logarithmic, 11, anchor="end", italic=True, fill=GREY)
    canvas.text(LEFT, canvas.y + 21, unit, 15, room=canvas.room - beside - 12)
    canvas.y += 38
    if axis:
        scale_above(canvas, axis, rows)
    for shown, entry in zip(intervals, rows, strict=True):
        y = write_row(canvas, entry, axis)
        if axis:
            draw(canvas, axis, shown, (LEFT, RIGHT), y)
    if axis:
        scale(canvas, axis, canvas.y)
        canvas.y += 24


def _row(figure: JsonRecord, shown: Interval) -> Row:
    return row(quantity(figure), figure.get("label"), "vague" if shown.hedge == "vague" else None, shown.kind != "none")


def _axis(intervals: Sequence[Interval]) -> Axis | None:
    """The axis of one unit, with room for arrows at its ends; None if no number is known."""
    numbers = [float(edge) for each in intervals for edge in (each.low, each.high) if edge is not None]
    if not numbers:
        return None
    known = [each for each in intervals if each.kind != "none"]
    left = TAIL * any(each.low is None for each in known)
    right = TAIL * any(each.high is None for each in known)
    return number_axis(numbers, LEFT + 10 + left, RIGHT - 10 - right)

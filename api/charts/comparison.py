"""Figures of one measure by day and source, over the interval of the one they are compared with."""

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from api.charts.canvas import LIMIT, Canvas
from api.charts.figures import Interval, axis_of, draw, marks
from api.charts.lettering import clean, width, wrap
from api.charts.palette import GREY, HAIR, INK, RULE, TINT
from api.charts.rows import EDGE, LEFT, RIGHT, WIDE, Mark, legend, scale
from api.charts.scale import Axis
from schemas.wording import plural

_SOURCE, _SAID, _LEADING, _STRIP, _GAP = 14, 13, 18, 26, 18

Ends = tuple[float, float]


class Compared(NamedTuple):
    """A figure of the comparison. `day` and `text` (the quantity) are in words, `source` is its publisher,
    `speaker` has beside the name how claims mean it. `said` is
    its interval, None if it is not on the shared scale; `compared` the same widened, and infinite where open."""

    day: str
    source: str
    text: str
    speaker: str | None
    said: Interval | None
    compared: Ends | None
    verdict: str | None
    is_base: bool


def comparison_svg(measure: str, rows: Sequence[Compared]) -> bytes:
    """A range plot of a measure's figures: an SVG document in UTF-8."""
    shown = rows[:LIMIT]
    base = next((row for row in shown if row.is_base), None)
    canvas = Canvas("comparison", measure, _description(rows, base), WIDE, EDGE)
    legend(canvas, _legend(shown))
    canvas.y += 12
    axis = _axis(shown)
    for day, members in groupby(shown, key=lambda row: row.day):
        canvas.line(LEFT, canvas.y, RIGHT, canvas.y, stroke=RULE)
        canvas.text(LEFT, canvas.y + 17, day, 12, fill=GREY)
        canvas.y += 26
        for row in members:
            _row(canvas, row, axis, base.compared if base else None)
    if axis:
        scale(canvas, axis)
    if axis and axis.logarithmic:
        canvas.text(RIGHT, canvas.y + 8, "logarithmic scale", 11, anchor="end", italic=True, fill=GREY)
        canvas.y += 12
    return canvas.finish(len(rows), "figure")


def _description(rows: Sequence[Compared], base: Compared | None) -> str:
    if not rows:
        return "Nothing to show: there are no figures of this measure."
    counted = [(word, sum(row.verdict == word for row in rows if not row.is_base)) for word in _SIGNS]
    found = ", ".join(f"{number} {word if number == 1 else word[:-1]}" for word, number in counted if number)
    beside = f" The shaded band is that of {base.source}, {base.day}: {base.text}." if base else ""
    return f"{plural(len(rows), 'figure')} by day and source{f': {found}' if found else ''}.{beside}"


def _legend(rows: Sequence[Compared]) -> Iterator[tuple[str, Mark]]:
    yield from marks(row.said for row in rows if row.said)
    for word, sign in _SIGNS.items():
        if any(row.verdict == word and not row.is_base for row in rows):
            yield word, lambda canvas, x, y, sign=sign: sign(canvas, x + 14, y)  # type: ignore[misc]


def _axis(rows: Sequence[Compared]) -> Axis | None:
    said = [row.said for row in rows if row.said and row.said.kind != "none"]
    compared = [row.compared for row in rows if row.said and row.compared]
    edges = [edge for one in said for edge in (one.low, one.high)]
    edges += [edge for ends in compared for edge in ends if math.isfinite(edge)]
    open_low, open_high = (any(math.isinf(ends[side]) for ends in compared) for side in (0, 1))
    return axis_of(edges, open_low, open_high) if said else None


def _row(canvas: Canvas, row: Compared, axis: Axis | None, band: Ends | None) -> None:
    verdict = _verdict(canvas, row, canvas.y + 14)
    canvas.text(LEFT, canvas.y + 14, row.source, _SOURCE, bold=True, room=verdict - LEFT - 12)
    canvas.y += 14
    for line in wrap(clean(row.text + (f" · {row.speaker}" if row.speaker else "")), canvas.room, _SAID, 3):
        canvas.y += _LEADING
        canvas.text(LEFT, canvas.y, line, _SAID)
    canvas.y += 6
    if axis and row.said and row.said.kind != "none":
        _strip(canvas, row, row.said, axis, band)
    canvas.y += _GAP


def _verdict(canvas: Canvas, row: Compared, y: float) -> float:
    """Write the verdict at the right end; returns its left edge."""
    word = "compared with" if row.is_base else row.verdict or "not comparable"
    bold = row.verdict == "conflicts" and not row.is_base
    wide = width(word, 12, bold)
    canvas.text(RIGHT, y, word, 12, anchor="end", bold=bold, fill=INK if bold else GREY)
    if row.is_base:
        canvas.rect(RIGHT - wide - 22, y - 10, 14, 12, fill=TINT, stroke=RULE)
    elif row.verdict:
        _SIGNS[row.verdict](canvas, RIGHT - wide - 15, y - 4)
    return RIGHT - wide - 24


def _strip(canvas: Canvas, row: Compared, said: Interval, axis: Axis, band: Ends | None) -> None:
    """Draw the track: the band of the base, the mark, the widened interval, and the distance where they conflict."""
    y = canvas.y + _STRIP / 2
    ends = _placed(axis, band) if band else None
    own = _placed(axis, row.compared) if row.compared else (LEFT, RIGHT)
    if ends:
        canvas.rect(ends[0], canvas.y, max(ends[1] - ends[0], 2), _STRIP, fill=TINT)
        for x in ends:
            canvas.line(x, canvas.y, x, canvas.y + _STRIP, stroke=RULE)
    canvas.line(LEFT, y, RIGHT, y, stroke=HAIR)
    if ends and row.verdict == "conflicts":
        start, end = (own[1], ends[0]) if own[1] < ends[0] else (ends[1], own[0])
        canvas.line(start, y, end, y, weight=1.4, dash="2 3")
    if said.kind in ("about", "range"):
        canvas.line(own[0], y, own[1], y, weight=1.4)
        for x in own:
            canvas.line(x, y - 3, x, y + 3, weight=1.4)
    draw(canvas, axis, said, own, y)
    canvas.y += _STRIP


def _placed(axis: Axis, ends: Ends) -> Ends:
    """The ends in pixels; open ones are those of the track."""
    low, high = ends
    return (axis.place(low) if math.isfinite(low) else LEFT, axis.place(high) if math.isfinite(high) else RIGHT)


def _equal(canvas: Canvas, x: float, y: float) -> None:
    for shift in (-2.5, 2.5):
        canvas.line(x - 6, y + shift, x + 6, y + shift, weight=1.8)


def _overlapping(canvas: Canvas, x: float, y: float) -> None:
    for shift in (-3, 3):
        canvas.circle(x + shift, y, 4.5, fill="none", stroke=INK)


def _crossed(canvas: Canvas, x: float, y: float) -> None:
    for slope in (-1, 1):
        canvas.line(x - 5, y - 5 * slope, x + 5, y + 5 * slope, weight=2.4)


_SIGNS: dict[str, Mark] = {"agrees": _equal, "overlaps": _overlapping, "conflicts": _crossed}

"""Row layout: texts above a full-width track, shared x-axis. Narrow, so that a phone shows it whole."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from api.charts.canvas import Canvas
from api.charts.lettering import clean, width, wrap
from api.charts.palette import GREY, HAIR, PAPER, RULE
from api.charts.scale import TICK_SIZE, Axis

WIDE, EDGE = 420.0, 16.0  # a picture of rows, and its margin
LEFT, RIGHT = EDGE, WIDE - EDGE  # where tracks begin and end
TAIL = 30.0  # pixels beyond each end of an axis, for arrows and breaks

_TALL = 12  # from this many rows on, the axis is repeated above them
_COLUMN = RIGHT - LEFT
_FACT, _LABEL, _LEADING, _STRIP, _GAP = 14, 12, 16, 24, 12

Mark = Callable[[Canvas, float, float], None]


class Row(NamedTuple):
    """The lines of a short fact and of its label, and whether a track follows."""

    facts: tuple[str, ...]
    lines: tuple[str, ...]
    has_track: bool

    @property
    def height(self) -> float:
        """In pixels, including the space below."""
        return _LEADING * (len(self.facts) + len(self.lines)) + _STRIP * self.has_track + _GAP


def row(fact: str, label: object, note: object = None, has_track: bool = True) -> Row:
    """A row broken to the width of the picture; a note goes before the label."""
    facts = wrap(clean(fact), _COLUMN, _FACT, 3, bold=True)
    return Row(tuple(facts), tuple(wrap(noted(label, note), _COLUMN, _LABEL, 3)), has_track)


def noted(label: object, note: object) -> str:
    """A label with its note, if any, in front: `planned · Conference in London`."""
    return " · ".join(clean(text) for text in (note, label) if text)


def write_row(canvas: Canvas, entry: Row, axis: Axis | None) -> float:
    """Write a row, with its track if it has one. Returns the y of the track and moves below the row."""
    for number, line in enumerate(entry.facts):
        canvas.text(LEFT, canvas.y + 12 + _LEADING * number, line, _FACT, bold=True)
    for number, line in enumerate(entry.lines, start=len(entry.facts)):
        canvas.text(LEFT, canvas.y + 12 + _LEADING * number, line, _LABEL, fill=GREY)
    canvas.y += entry.height
    middle = canvas.y - _GAP - _STRIP / 2 + 2
    if entry.has_track:
        canvas.line(LEFT, middle, RIGHT, middle, stroke=HAIR)
        for x, label in axis.ticks if axis else ():
            if label:
                upright(canvas, x, middle, HAIR)
    return middle


def upright(canvas: Canvas, x: float, y: float, stroke: str, dash: str = "") -> None:
    """Draw a line across a track, as high as its strip."""
    canvas.line(x, y - _STRIP / 2, x, y + _STRIP / 2, stroke=stroke, dash=dash)


def scale_above(canvas: Canvas, axis: Axis, rows: Sequence[Row]) -> None:
    """Repeat the axis above the rows if they are many."""
    if len(rows) > _TALL:
        scale(canvas, axis)
        canvas.y += 12


def scale(canvas: Canvas, axis: Axis) -> None:
    """Draw an axis with its labels below, and move below them."""
    y = canvas.y
    canvas.line(axis.left, y, axis.right, y, stroke=RULE)
    for x, label in axis.ticks:
        canvas.line(x, y, x, y + 4, stroke=RULE)
        if label:
            half = width(label, TICK_SIZE) / 2 + 2
            within = min(max(x, half), canvas.width - half)  # at the very ends a label would stick out
            canvas.text(within, y + 17, label, TICK_SIZE, anchor="middle", fill=GREY)
    canvas.y += 24


def legend(canvas: Canvas, entries: Iterable[tuple[str, Mark]]) -> None:
    """Write the legend on as many lines as it needs. A mark is drawn to the right of its x."""
    left = float(canvas.margin)
    x = left
    canvas.y += 18
    for text, mark in entries:
        if x > left and x + 38 + width(text, _LABEL) > left + canvas.room:
            x, canvas.y = left, canvas.y + 22
        mark(canvas, x, canvas.y - 4)
        x += 38 + canvas.text(x + 34, canvas.y, text, _LABEL, fill=GREY) + 18
    canvas.y += 14


def listing(canvas: Canvas, heading: str, texts: Sequence[str], columns: int) -> None:
    """Write texts in columns under a heading; nothing if there are none."""
    if not texts:
        return
    canvas.y += 30
    canvas.text(canvas.margin, canvas.y, heading, _LABEL, italic=True, fill=GREY)
    column = canvas.room / columns
    for begin in range(0, len(texts), columns):
        beside = [wrap(text, column - 16, _LABEL, 3) for text in texts[begin : begin + columns]]
        for place, lines in enumerate(beside):
            for number, line in enumerate(lines):
                canvas.text(canvas.margin + column * place, canvas.y + 19 + _LEADING * number, line, _LABEL)
        canvas.y += 19 + _LEADING * (max(map(len, beside)) - 1)


def arrow(canvas: Canvas, start: float, end: float, y: float, dash: str = "") -> None:
    """Draw an open end: a line with an arrow, to the left or to the right."""
    back = -7 if end > start else 7
    canvas.line(start, y, end + back / 2, y, weight=1.6, dash=dash)
    canvas.path(f"M{end:.1f} {y:.1f}l{back} -4.5v9z")


def cap(canvas: Canvas, x: float, y: float) -> None:
    canvas.line(x, y - 5, x, y + 5, weight=1.6)


def breaks(canvas: Canvas, x: float, y: float) -> None:
    """Draw two strokes across a line that continues beyond the axis."""
    canvas.path(f"M{x - 4.5:.1f} {y + 7:.1f}l4-14h5l-4 14z", fill=PAPER)
    for shift in (-4.5, 0.5):
        canvas.line(x + shift, y + 7, x + shift + 4, y - 7, weight=1.3)

"""Rows: on the left what is told, on the right a track on which a mark stands, over an axis they share."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from api.charts.canvas import MARGIN, RIGHT, ROOM, Canvas
from api.charts.lettering import clean, fit, width, wrap
from api.charts.palette import GREY, HAIR, PAPER, RULE
from api.charts.scale import TICK_SIZE, Axis

TRACK = 356.0  # where the tracks begin; they end at the right margin
TAIL = 30.0  # room beyond an axis' end for arrows and breaks

_TALL = 12  # rows; from here on the axis stands above them too
_COLUMN = TRACK - MARGIN - 24
_FACT, _LABEL, _LEADING, _GAP = 14, 12, 16, 16

Mark = Callable[[Canvas, float, float], None]


@dataclass(frozen=True, slots=True)
class Row:
    """A fact in few words, and the lines of its label."""

    fact: str
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        """In pixels, with the space below."""
        return _LEADING * (1 + len(self.lines)) + _GAP


def row(fact: str, label: object, note: object = None) -> Row:
    """A row whose texts fit into the column; a note is put before the label."""
    lines = wrap(noted(label, note), _COLUMN, _LABEL, 3)
    return Row(fit(clean(fact), _COLUMN, _FACT, bold=True), tuple(lines))


def noted(label: object, note: object) -> str:
    """A label with a note on it before it, if there is one: `planned · Conference in London`."""
    return " · ".join(clean(text) for text in (note, label) if text)


def write_row(canvas: Canvas, entry: Row, track: bool) -> float:
    """Write a row, with a track if it is to have a mark; returns where, and goes on below."""
    middle = canvas.y + (entry.height - _GAP) / 2 + 1
    if track:
        canvas.line(TRACK, middle, RIGHT, middle, stroke=HAIR)
    canvas.text(MARGIN, canvas.y + 12, entry.fact, _FACT, bold=True)
    for number, line in enumerate(entry.lines, start=1):
        canvas.text(MARGIN, canvas.y + 12 + _LEADING * number, line, _LABEL, fill=GREY)
    canvas.y += entry.height
    return middle


def grid(canvas: Canvas, axis: Axis, rows: Sequence[Row]) -> None:
    """Draw the axis behind the rows that are to follow, with its labels below and, if that is far, above."""
    if len(rows) > _TALL:
        _scale(canvas, axis, canvas.y)
        canvas.y += 36
    top, bottom = canvas.y - 4, canvas.y + sum(entry.height for entry in rows) - 6
    for x, label in axis.ticks:
        if label:
            canvas.line(x, top, x, bottom, stroke=HAIR)
    _scale(canvas, axis, bottom)


def _scale(canvas: Canvas, axis: Axis, y: float) -> None:
    canvas.line(axis.left, y, axis.right, y, stroke=RULE)
    for x, label in axis.ticks:
        canvas.line(x, y, x, y + 4, stroke=RULE)
        if label:
            canvas.text(x, y + 17, label, TICK_SIZE, anchor="middle", fill=GREY)


def legend(canvas: Canvas, entries: Iterable[tuple[str, Mark]]) -> None:
    """Explain the marks, in as many lines as it takes; a mark draws to the right of where it is told."""
    x = float(MARGIN)
    canvas.y += 18
    for text, mark in entries:
        if x > MARGIN and x + 38 + width(text, _LABEL) > MARGIN + ROOM:
            x, canvas.y = float(MARGIN), canvas.y + 22
        mark(canvas, x, canvas.y - 4)
        x += 38 + canvas.text(x + 34, canvas.y, text, _LABEL, fill=GREY) + 18
    canvas.y += 14


def listing(canvas: Canvas, heading: str, texts: Sequence[str], columns: int) -> None:
    """Write texts in columns under a heading, if there are any."""
    if not texts:
        return
    canvas.y += 30
    canvas.text(MARGIN, canvas.y, heading, _LABEL, italic=True, fill=GREY)
    column = ROOM / columns
    for index, text in enumerate(texts):
        canvas.y += 19 if index % columns == 0 else 0
        canvas.text(MARGIN + column * (index % columns), canvas.y, text, _LABEL, room=column - 16)


def arrow(canvas: Canvas, start: float, end: float, y: float, dash: str = "") -> None:
    """Draw a line that goes on without an end, to the left or to the right."""
    back = -7 if end > start else 7
    canvas.line(start, y, end + back / 2, y, weight=1.6, dash=dash)
    canvas.path(f"M{end:.1f} {y:.1f}l{back} -4.5v9z")


def cap(canvas: Canvas, x: float, y: float) -> None:
    """Draw the end of a line."""
    canvas.line(x, y - 5, x, y + 5, weight=1.6)


def breaks(canvas: Canvas, x: float, y: float) -> None:
    """Draw two strokes across a line: it goes on to a place that the axis leaves out."""
    canvas.path(f"M{x - 4.5:.1f} {y + 7:.1f}l4-14h5l-4 14z", fill=PAPER)
    for shift in (-4.5, 0.5):
        canvas.line(x + shift, y + 7, x + shift + 4, y - 7, weight=1.3)

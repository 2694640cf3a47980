"""Row layout: label on the left, plot on the right, shared x-axis."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from api.charts.canvas import MARGIN, RIGHT, ROOM, Canvas
from api.charts.lettering import clean, fit, width, wrap
from api.charts.palette import GREY, HAIR, PAPER, RULE
from api.charts.scale import TICK_SIZE, Axis

TRACK = 356.0  # x where the plot begins; it ends at the right margin
TAIL = 30.0  # pixels beyond each end of an axis, for arrows and breaks

_TALL = 12  # from this many rows on, the axis is repeated above them
_COLUMN = TRACK - MARGIN - 24
_FACT, _LABEL, _LEADING, _GAP = 14, 12, 16, 16

Mark = Callable[[Canvas, float, float], None]


@dataclass(frozen=True, slots=True)
class Row:
    """A short fact, and the lines of its label."""

    fact: str
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        """In pixels, including the space below."""
        return _LEADING * (1 + len(self.lines)) + _GAP


def row(fact: str, label: object, note: object = None) -> Row:
    """A row cut to the width of its column; a note goes before the label."""
    lines = wrap(noted(label, note), _COLUMN, _LABEL, 3)
    return Row(fit(clean(fact), _COLUMN, _FACT, bold=True), tuple(lines))


def noted(label: object, note: object) -> str:
    """A label with its note, if any, in front: `planned · Conference in London`."""
    return " · ".join(clean(text) for text in (note, label) if text)


def write_row(canvas: Canvas, entry: Row, track: bool) -> float:
    """Write a row, with a track line if it has a mark. Returns the y of the track and moves below the row."""
    middle = canvas.y + (entry.height - _GAP) / 2 + 1
    if track:
        canvas.line(TRACK, middle, RIGHT, middle, stroke=HAIR)
    canvas.text(MARGIN, canvas.y + 12, entry.fact, _FACT, bold=True)
    for number, line in enumerate(entry.lines, start=1):
        canvas.text(MARGIN, canvas.y + 12 + _LEADING * number, line, _LABEL, fill=GREY)
    canvas.y += entry.height
    return middle


def grid(canvas: Canvas, axis: Axis, rows: Sequence[Row]) -> None:
    """Draw grid lines behind the rows that follow, with labels below them and, for many rows, above as well."""
    if len(rows) > _TALL:
        scale(canvas, axis, canvas.y)
        canvas.y += 36
    top, bottom = canvas.y - 4, canvas.y + sum(entry.height for entry in rows) - 6
    for x, label in axis.ticks:
        if label:
            canvas.line(x, top, x, bottom, stroke=HAIR)
    scale(canvas, axis, bottom)


def scale(canvas: Canvas, axis: Axis, y: float) -> None:
    """Draw an axis at the height `y`, with its labels below."""
    canvas.line(axis.left, y, axis.right, y, stroke=RULE)
    for x, label in axis.ticks:
        canvas.line(x, y, x, y + 4, stroke=RULE)
        if label:
            canvas.text(x, y + 17, label, TICK_SIZE, anchor="middle", fill=GREY)


def legend(canvas: Canvas, entries: Iterable[tuple[str, Mark]]) -> None:
    """Write the legend, on as many lines as it needs. A mark is drawn to the right of the x it is given."""
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
    canvas.text(MARGIN, canvas.y, heading, _LABEL, italic=True, fill=GREY)
    column = ROOM / columns
    for index, text in enumerate(texts):
        canvas.y += 19 if index % columns == 0 else 0
        canvas.text(MARGIN + column * (index % columns), canvas.y, text, _LABEL, room=column - 16)


def arrow(canvas: Canvas, start: float, end: float, y: float, dash: str = "") -> None:
    """Draw a line that ends in an arrow, to the left or to the right: an open end."""
    back = -7 if end > start else 7
    canvas.line(start, y, end + back / 2, y, weight=1.6, dash=dash)
    canvas.path(f"M{end:.1f} {y:.1f}l{back} -4.5v9z")


def cap(canvas: Canvas, x: float, y: float) -> None:
    """Draw the end of a line."""
    canvas.line(x, y - 5, x, y + 5, weight=1.6)


def breaks(canvas: Canvas, x: float, y: float) -> None:
    """Draw two strokes across a line: it continues beyond what the axis shows."""
    canvas.path(f"M{x - 4.5:.1f} {y + 7:.1f}l4-14h5l-4 14z", fill=PAPER)
    for shift in (-4.5, 0.5):
        canvas.line(x + shift, y + 7, x + shift + 4, y - 7, weight=1.3)

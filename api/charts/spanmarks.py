"""The marks of a timeline: filled where exact, hollow where approximate, dashed where uncertain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.charts.canvas import RIGHT, Canvas
from api.charts.palette import INK, PAPER
from api.charts.rows import TRACK, Mark, arrow, breaks, cap
from api.charts.scale import Axis
from api.charts.spans import Span, Window

ZONE = 52.0  # beside the axis, for what lies beyond it
_DASH = "2.5 2"
_KINDS = {"day": "a day", "span": "from … to", "within": "some day within", "open": "open end"}


@dataclass(frozen=True, slots=True)
class Track:
    """An axis and the days that it shows; other days are placed in the zones beside it."""

    axis: Axis
    window: Window

    def start(self, day: int) -> float:
        """Where a day begins."""
        if day < self.window.first:
            return self.axis.left - ZONE / 2
        return self.axis.right + ZONE / 2 if day > self.window.last else self.axis.place(day)

    def end(self, day: int) -> float:
        """Where a day is over."""
        return self.axis.place(day + 1) if self.window.first <= day <= self.window.last else self.start(day)


def draw(canvas: Canvas, track: Track, span: Span, y: float) -> None:
    """Draw one span, of which a day is known, at the height `y`."""
    if span.first is None:
        _open(canvas, span, track.end(span.last or 0), TRACK, y)
    elif span.last is None:
        _open(canvas, span, track.start(span.first), RIGHT, y)
    else:
        _closed(canvas, span, track.start(span.first), track.end(span.last), y)
    _breaks(canvas, track, span, y)


def _closed(canvas: Canvas, span: Span, start: float, end: float, y: float) -> None:
    middle, half = (start + end) / 2, max(end - start, 7) / 2
    if span.kind == "day":
        _dot(canvas, span, middle, y)
    elif span.kind == "within":
        canvas.line(middle - half, y, middle + half, y, weight=1.6, dash=_dash(span))
        cap(canvas, middle - half, y)
        cap(canvas, middle + half, y)
    else:
        fill, stroke = _pen(span)
        canvas.rect(middle - half, y - 4.5, 2 * half, 9, fill=fill, stroke=stroke, dash=_dash(span))


def _open(canvas: Canvas, span: Span, known: float, edge: float, y: float) -> None:
    arrow(canvas, known, edge, y, _dash(span))
    _dot(canvas, span, known, y)


def _dot(canvas: Canvas, span: Span, x: float, y: float) -> None:
    fill, stroke = _pen(span)
    canvas.circle(x, y, 4.5, fill=fill, stroke=stroke, dash=_dash(span))


def _breaks(canvas: Canvas, track: Track, span: Span, y: float) -> None:
    """Cross a mark out where it leaves the axis: beyond, it is not drawn to scale."""
    shown, first, last = track.window, span.first, span.last
    if first is not None and first < shown.first and (last is None or last >= shown.first):
        breaks(canvas, track.axis.left - 4, y)
    if last is not None and last > shown.last and (first is None or first <= shown.last):
        breaks(canvas, track.axis.right + 4, y)


def _pen(span: Span) -> tuple[str, str]:
    return (INK, "") if span.certainty not in ("approximate", "uncertain") else (PAPER, INK)


def _dash(span: Span) -> str:
    return _DASH if span.certainty == "uncertain" else ""


def explain(spans: Sequence[Span], window: Window) -> Iterator[tuple[str, Mark]]:
    """The legend: every kind of mark that is used, and what makes it hollow or dashed."""
    kinds = {span.kind for span in spans}
    for kind, text in _KINDS.items():
        if kind in kinds:
            yield text, _sample(Span(0, 1, "exact", "month"), kind)
    certainties = {span.certainty for span in spans}
    for certainty in ("approximate", "uncertain"):
        if certainty in certainties:
            yield certainty, _sample(Span(0, 0, certainty, "day"), "day")
    if window.before or window.after:
        yield "goes beyond the axis", _crossed


def _sample(span: Span, kind: str) -> Mark:
    """A mark 24 pixels wide."""

    def mark(canvas: Canvas, x: float, y: float) -> None:
        if kind == "open":
            _open(canvas, span, x + 2, x + 26, y)
        elif kind == "day":
            _dot(canvas, span, x + 13, y)
        elif kind == "within":
            _closed(canvas, span, x + 1, x + 25, y)
        else:
            _closed(canvas, Span(0, 1, span.certainty, "interval"), x + 1, x + 25, y)

    return mark


def _crossed(canvas: Canvas, x: float, y: float) -> None:
    canvas.rect(x + 1, y - 4.5, 24, 9)
    breaks(canvas, x + 13, y)

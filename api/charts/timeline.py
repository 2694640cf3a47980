"""Dates and events on one time axis. Marks: filled where exact, hollow where approximate, dashed where uncertain."""

import math
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from api.charts import rows
from api.charts.canvas import LIMIT, Canvas
from api.charts.palette import GREY, INK, PAPER, RULE
from api.charts.rows import EDGE, LEFT, RIGHT, WIDE, Mark, Row
from api.charts.scale import TICK_SIZE, Axis, day_axis, reach
from schemas.values import JsonRecord
from schemas.wording import plural

_ZONE = 52.0  # pixels beside the axis, for what lies beyond it
_DASH = "2.5 2"
_COST = 24.0  # leaving out one day in 24 is worth it if that doubles the scale
_NEVER = date.max.toordinal() + 1


class Span(NamedTuple):
    """A date or event: first and last day as ordinals (None where open), certainty and precision."""

    first: int | None
    last: int | None
    certainty: str
    precision: str

    @property
    def kind(self) -> str:
        if self.first is None or self.last is None:
            return "none" if self.first is self.last else "open"
        if self.first == self.last:
            return "day"
        return "within" if self.precision in ("month", "year", "set") else "span"

    @property
    def order(self) -> tuple[int, int]:
        """Sort key: earlier first; no date at all comes last."""
        last = _NEVER if self.last is None else self.last
        return (self.first or self.last or _NEVER, last)


class Window(NamedTuple):
    """The days an axis shows, inclusive, and whether spans lie before or after them."""

    first: int
    last: int
    before: bool
    after: bool


def span(item: JsonRecord) -> Span:
    """Read `earliest, latest` (ISO days or null), `certainty` and `precision`; missing keys are unknown."""
    days = (item.get(name) for name in ("earliest", "latest"))
    first, last = (day and date.fromisoformat(day).toordinal() for day in days)
    return Span(first, last, str(item.get("certainty")), str(item.get("precision")))


def window(spans: Sequence[Span]) -> Window:
    """The days to show: all but outliers so far away that the rest would shrink to a point. One must be known."""
    days = sorted(day for each in spans for day in (each.first, each.last) if day is not None)
    most = math.ceil(len(days) * 2 / 3)
    kept = max((days[start:] for start in range(len(days) - most + 1)), key=lambda some: _gain(some, days))
    kept = max((kept[:end] for end in range(len(kept), most - 1, -1)), key=lambda some: _gain(some, days))
    kept = kept if _gain(kept, days) > 1 else days
    first, last = reach(kept[0]), reach(kept[-1])
    return Window(first, last, days[0] < first, days[-1] > last)


def _gain(kept: Sequence[int], days: Sequence[int]) -> float:
    """The gain of showing only these days: doublings of the scale, less the cost of the days left out."""
    doublings = math.log2((days[-1] - days[0] + 10) / (kept[-1] - kept[0] + 10)) if kept else 0
    return doublings - _COST * (1 - len(kept) / len(days))


class Track(NamedTuple):
    """An axis and the days it shows; earlier and later days are placed in the zones beside it."""

    axis: Axis
    window: Window

    def start(self, day: int) -> float:
        if day < self.window.first:
            return self.axis.left - _ZONE / 2
        return self.axis.right + _ZONE / 2 if day > self.window.last else self.axis.place(day)

    def end(self, day: int) -> float:
        return self.axis.place(day + 1) if self.window.first <= day <= self.window.last else self.start(day)


def timeline_svg(spans: Sequence[JsonRecord]) -> bytes:
    """A timeline of `{label, text, earliest, latest, certainty, precision?, status?}`: an SVG document in UTF-8. `text`
    is the time in words; days are ISO dates, null where open or, at both ends, unknown."""
    description = f"A timeline of {plural(len(spans), 'record')}, earliest first."
    shown = description if spans else "Nothing to show: no dates, no events."
    canvas = Canvas("timeline", "Timeline", shown, WIDE, EDGE)
    dated, undated = [], []
    for each, item in sorted(((span(item), item) for item in spans[:LIMIT]), key=lambda pair: pair[0].order):
        if each.kind == "none":
            undated.append(rows.noted(item["label"], item.get("status")))
        else:
            dated.append((_marks(each, item), rows.row(item["text"], item["label"], item.get("status"))))
    if dated:
        _tracks(canvas, dated)
    rows.listing(canvas, "Date not known", undated, columns=1)
    return canvas.finish(len(spans), "record")


def _marks(each: Span, item: JsonRecord) -> list[Span]:
    """The spans to draw: of a set its members, since the days between them are not meant."""
    members = item.get("spans") or ()
    if len(members) < 2:
        return [each]
    return [span({"earliest": first, "latest": last, "certainty": each.certainty}) for first, last in members]


def _tracks(canvas: Canvas, dated: Sequence[tuple[list[Span], Row]]) -> None:
    spans = [each for marks, _ in dated for each in marks]
    track = _track(spans)
    rows.legend(canvas, _explain(spans, track.window))
    canvas.y += 18
    rows.scale_above(canvas, track.axis, [entry for _, entry in dated])
    # Where each zone in use begins, the x and the anchor of its name, and the name.
    beyond = [(track.axis.left - 4, LEFT, "start", "earlier")] if track.window.before else []
    beyond += [(track.axis.right + 4, RIGHT, "end", "later")] if track.window.after else []
    for marks, entry in dated:
        y = rows.write_row(canvas, entry, track.axis)
        for x, *_ in beyond:
            rows.upright(canvas, x, y, RULE, dash="1.5 3")
        for each in marks:
            _draw(canvas, track, each, y)
    rows.scale(canvas, track.axis)
    for _, edge, anchor, name in beyond:
        canvas.text(edge, canvas.y - 7, name, TICK_SIZE, anchor=anchor, italic=True, fill=GREY)


def _track(spans: Sequence[Span]) -> Track:
    """The axis, with a zone at each end that something lies beyond."""
    days = window(spans)
    before = days.before or any(each.first is None for each in spans)
    after = days.after or any(each.last is None for each in spans)
    ends = LEFT + (_ZONE if before else 10), RIGHT - (_ZONE if after else 10)
    return Track(day_axis(days.first, days.last, *ends), days)


def _draw(canvas: Canvas, track: Track, span: Span, y: float) -> None:
    if span.first is None:
        _open(canvas, span, track.end(span.last or 0), LEFT, y)
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
        rows.cap(canvas, middle - half, y)
        rows.cap(canvas, middle + half, y)
    else:
        fill, stroke = _pen(span)
        canvas.rect(middle - half, y - 4.5, 2 * half, 9, fill=fill, stroke=stroke, dash=_dash(span))


def _open(canvas: Canvas, span: Span, known: float, edge: float, y: float) -> None:
    rows.arrow(canvas, known, edge, y, _dash(span))
    _dot(canvas, span, known, y)


def _dot(canvas: Canvas, span: Span, x: float, y: float) -> None:
    fill, stroke = _pen(span)
    canvas.circle(x, y, 4.5, fill=fill, stroke=stroke, dash=_dash(span))


def _breaks(canvas: Canvas, track: Track, span: Span, y: float) -> None:
    """Mark where a span leaves the axis: beyond that point it is not drawn to scale."""
    shown, first, last = track.window, span.first, span.last
    if first is not None and first < shown.first and (last is None or last >= shown.first):
        rows.breaks(canvas, track.axis.left - 4, y)
    if last is not None and last > shown.last and (first is None or first <= shown.last):
        rows.breaks(canvas, track.axis.right + 4, y)


def _pen(span: Span) -> tuple[str, str]:
    return (INK, "") if span.certainty not in ("approximate", "uncertain") else (PAPER, INK)


def _dash(span: Span) -> str:
    return _DASH if span.certainty == "uncertain" else ""


def _explain(spans: Sequence[Span], window: Window) -> Iterator[tuple[str, Mark]]:
    """Legend entries: each kind of mark in use, and what hollow and dashed marks mean."""
    kinds, certainties = {span.kind for span in spans}, {span.certainty for span in spans}
    yield from ((text, partial(_sample, sample)) for text, sample in _SAMPLES.items() if sample.kind in kinds)
    for certainty in ("approximate", "uncertain"):
        if certainty in certainties:
            yield certainty, partial(_sample, Span(0, 0, certainty, "day"))
    if window.before or window.after:
        yield "goes beyond the axis", _crossed


_SAMPLES = {
    "a day": Span(0, 0, "exact", "day"), "from … to": Span(0, 1, "exact", "interval"),
    "some day within": Span(0, 1, "exact", "month"), "open end": Span(0, None, "exact", "interval"),
}  # fmt: skip


def _sample(span: Span, canvas: Canvas, x: float, y: float) -> None:
    if span.last is None:
        _open(canvas, span, x + 2, x + 26, y)
    else:
        _closed(canvas, span, x + 1, x + 25, y)


def _crossed(canvas: Canvas, x: float, y: float) -> None:
    canvas.rect(x + 1, y - 4.5, 24, 9)
    rows.breaks(canvas, x + 13, y)

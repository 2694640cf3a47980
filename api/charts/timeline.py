"""Dates and events on one time axis, with what is open, approximate or uncertain to be seen."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.charts.canvas import LIMIT, RIGHT, Canvas
from api.charts.palette import GREY, RULE
from api.charts.rows import TRACK, Row, grid, legend, listing, noted, row, write_row
from api.charts.scale import TICK_SIZE, day_axis
from api.charts.spanmarks import ZONE, Track, draw, explain
from api.charts.spans import Span, span, window
from schemas.wording import plural


def timeline_svg(spans: Sequence[Mapping[str, Any]]) -> bytes:
    """A timeline of `{label, earliest, latest, certainty, precision?, status?}`: an SVG document in UTF-8.

    Days are ISO dates; null is an open end, null at both ends a date that is not known. Earliest comes first.
    """
    told = f"A timeline of {plural(len(spans), 'record')}, earliest first."
    canvas = Canvas("timeline", "Timeline", told if spans else "Nothing to show: no dates, no events.")
    read = sorted(((span(item), item) for item in spans[:LIMIT]), key=lambda pair: pair[0].order)
    if dated := [(_marks(each, item), _row(each, item)) for each, item in read if each.kind != "none"]:
        _tracks(canvas, dated)
    undated = [noted(item.get("label"), item.get("status")) for each, item in read if each.kind == "none"]
    listing(canvas, "Date not known", undated, columns=1)
    canvas.rest(len(spans), "record")
    return canvas.finish()


def _row(each: Span, item: Mapping[str, Any]) -> Row:
    return row(item.get("text") or each.text, item.get("label"), item.get("status"))


def _marks(each: Span, item: Mapping[str, Any]) -> list[Span]:
    """The spans that are drawn: the members of a set each by itself, since nothing is said of the days between."""
    members = item.get("spans") or ()
    if len(members) < 2:
        return [each]
    days = [{"earliest": first, "latest": last, "certainty": each.certainty} for first, last in members]
    return [span(one) for one in days]


def _tracks(canvas: Canvas, dated: Sequence[tuple[list[Span], Row]]) -> None:
    spans = [each for marks, _ in dated for each in marks]
    track = _track(spans)
    legend(canvas, explain(spans, track.window))
    canvas.y += 18
    _axes(canvas, track, [entry for _, entry in dated])
    for marks, entry in dated:
        y = write_row(canvas, entry, track=True)
        for each in marks:
            draw(canvas, track, each, y)
    canvas.y += 18


def _track(spans: Sequence[Span]) -> Track:
    """The axis, with a zone at each end that something lies beyond."""
    days = window(spans)
    before = days.before or any(each.first is None for each in spans)
    after = days.after or any(each.last is None for each in spans)
    ends = TRACK + (ZONE if before else 10), RIGHT - (ZONE if after else 10)
    return Track(day_axis(days.first, days.last, *ends), days)


def _axes(canvas: Canvas, track: Track, rows: Sequence[Row]) -> None:
    grid(canvas, track.axis, rows)
    top, bottom = canvas.y - 4, canvas.y + sum(entry.height for entry in rows) - 6
    for beyond, x, edge, anchor, name in (
        (track.window.before, track.axis.left - 4, TRACK, "start", "earlier"),
        (track.window.after, track.axis.right + 4, RIGHT, "end", "later"),
    ):
        if beyond:
            canvas.line(x, top, x, bottom, stroke=RULE, dash="1.5 3")
            canvas.text(edge, bottom + 17, name, TICK_SIZE, anchor=anchor, italic=True, fill=GREY)

"""Counts as horizontal bars, one for each value, grouped by the outer field if there are two."""

from collections.abc import Sequence

from api.charts.canvas import LIMIT, MARGIN, RIGHT, ROOM, Canvas
from api.charts.lettering import clean, width
from api.charts.palette import GREY, INK, RULE
from schemas.values import JsonRecord
from schemas.wording import plain, plural

_SIZE = 13
_STEP = 28
_WIDEST = 300.0  # of the labels


def counts_svg(rows: Sequence[JsonRecord], by: Sequence[str], more: bool = False) -> bytes:
    """Bars for rows `{field: value, ..., "count": n}` by one or two fields. `more` rows follow on another page."""
    fields = " and ".join(name.replace("_", " ") for name in by)
    total = f"{sum(row['count'] for row in rows):,}"
    description = f"Bars for {plural(len(rows), 'count')} by {fields}, which add up to {total}."
    canvas = Canvas("counts", f"Counts by {fields}", description if rows else "Nothing to show: nothing to count.")
    canvas.y += 18
    if rows:
        _bars(canvas, rows[:LIMIT], by)
    return canvas.finish(len(rows), "row", more)


def _bars(canvas: Canvas, rows: Sequence[JsonRecord], by: Sequence[str]) -> None:
    inner = by[-1]
    left = MARGIN + 14 + min(max(width(_text(row[inner]), _SIZE) for row in rows), _WIDEST)
    most = max(1, *(row["count"] for row in rows))
    groups: dict[object, list[JsonRecord]] = {}  # by the outer field, if there is one
    for row in rows:
        groups.setdefault(row[by[0]] if len(by) > 1 else None, []).append(row)
    for value, members in groups.items():
        if len(by) > 1:
            canvas.y += 14
            canvas.line(MARGIN, canvas.y, RIGHT, canvas.y)
            _value(canvas, MARGIN, canvas.y + 21, value, 15)
            canvas.y += 38
        for row in members:
            _bar(canvas, row[inner], row["count"], left, most)


def _bar(canvas: Canvas, value: object, count: int, left: float, most: int) -> None:
    number = f"{count:,}"
    length = (RIGHT - left - width(number, _SIZE) - 8) * count / most
    _value(canvas, left - 12, canvas.y + 14, value, _SIZE, "end")
    canvas.line(left, canvas.y - 2, left, canvas.y + _STEP - 4, stroke=RULE)
    canvas.rect(left, canvas.y + 1, length, 18, fill=GREY)
    canvas.text(left + length + 8, canvas.y + 14, number, _SIZE)
    canvas.y += _STEP


def _value(canvas: Canvas, x: float, y: float, value: object, size: float, anchor: str = "start") -> None:
    """Write a value; null in grey italics, to distinguish it from the text `none`."""
    fill, room = (GREY if value is None else INK), (_WIDEST if anchor == "end" else ROOM)
    canvas.text(x, y, _text(value), size, anchor=anchor, italic=value is None, fill=fill, room=room)


def _text(value: object) -> str:
    return "none" if value is None else clean(plain(value))

"""An SVG document, written from top to bottom; its height grows with its content."""

from copy import copy
from typing import Self
from xml.etree import ElementTree

from api.charts.lettering import clean, fit, width, wrap
from api.charts.palette import GREY, INK, PAPER, STYLE
from schemas.characters import direction

WIDTH = 800
MARGIN = 32
RIGHT = WIDTH - MARGIN
ROOM = WIDTH - 2 * MARGIN
LIMIT = 300  # records drawn at most: keeps drawing far below 150 ms, and the picture short enough to scroll

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', Arial, sans-serif"


class Canvas:
    """A picture, 800 pixels wide unless another width is given. `y` is the current vertical position."""

    def __init__(self, kind: str, title: str, description: str, width: float = WIDTH, margin: float = MARGIN) -> None:
        self.width, self.margin, self.room = width, margin, width - 2 * margin
        names = {"role": "img", "aria-labelledby": f"{kind}-title {kind}-description"}
        plain = {"xmlns": "http://www.w3.org/2000/svg", "xml:lang": "en", "font-family": _FONT, "fill": INK}
        self.root = ElementTree.Element("svg", {**plain, **names})
        self._child("title", {"id": f"{kind}-title"}, clean(title))
        self._child("desc", {"id": f"{kind}-description"}, clean(description))
        self._child("style", {}, STYLE)
        self._paper = self._child("rect", {"width": _n(width), "fill": PAPER})
        self.y = 28.0
        self.paragraph(title, 21, bold=True)
        self.y += 6
        self.paragraph(description, 13, fill=GREY)
        self.y += 12

    def paragraph(self, text: str, size: float, bold: bool = False, fill: str = INK) -> None:
        """Write text across the whole width, on three lines at most, and move below it."""
        for line in wrap(clean(text), self.room / (1.05 if bold else 1), size, 3):
            self.y += round(size * 1.4)
            self.text(self.margin, self.y, line, size, bold=bold, fill=fill)

    def text(
        self, x: float, y: float, text: str, size: float, *, anchor: str = "start", bold: bool = False,
        italic: bool = False, fill: str = INK, room: float = ROOM, halo: bool = False,
    ) -> float:  # fmt: skip
        """Write text on the baseline `y`, cut to `room` pixels; a `halo` parts it from lines. Returns the width."""
        shown = fit(clean(text), room, size, bold)
        is_rtl = direction(shown) == "rtl"
        if is_rtl:  # its start is its right end
            anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
        attributes = {
            "x": _n(x),
            "y": _n(y),
            "font-size": _n(size),
            "direction": "rtl" if is_rtl else "",
            "text-anchor": anchor if anchor != "start" else "",
            "font-weight": "600" if bold else "",
            "font-style": "italic" if italic else "",
            "fill": fill if fill != INK else "",
        }
        attributes |= {"stroke": PAPER, "stroke-width": "3", "paint-order": "stroke"} if halo else {}
        self._child("text", attributes, shown)
        return width(shown, size, bold)

    def line(
        self, x1: float, y1: float, x2: float, y2: float, stroke: str = INK, weight: float = 1, dash: str = ""
    ) -> None:
        ends = {"x1": _n(x1), "y1": _n(y1), "x2": _n(x2), "y2": _n(y2)}
        self._child("line", ends | _pen("none", stroke, weight, dash))

    def rect(self, x: float, y: float, w: float, h: float, fill: str = INK, stroke: str = "", dash: str = "") -> None:
        """Draw a box by its top left corner."""
        box = {"x": _n(x), "y": _n(y), "width": _n(w), "height": _n(h)}
        self._child("rect", box | _pen(fill, stroke, 1.5, dash))

    def circle(self, x: float, y: float, r: float, fill: str = INK, stroke: str = "", dash: str = "") -> None:
        """Draw a dot or, with `fill=PAPER` and a stroke, a ring."""
        self._child("circle", {"cx": _n(x), "cy": _n(y), "r": _n(r)} | _pen(fill, stroke, 1.5, dash))

    def path(self, d: str, fill: str = INK, stroke: str = "", weight: float = 1) -> None:
        self._child("path", {"d": d} | _pen(fill, stroke, weight, ""))

    def inset(self, x: float, y: float, w: float, h: float, view: tuple[float, float, float, float]) -> Self:
        """A canvas within this one, clipped to its box, with its own units: `view` is x, y, width, height."""
        inner = copy(self)
        box = {"x": _n(x), "y": _n(y), "width": _n(w), "height": _n(h), "viewBox": " ".join(map(_n, view))}
        inner.root = self._child("svg", box)
        return inner

    def finish(self, count: int, noun: str, more: bool = False) -> bytes:
        """The complete document; its height fits what was written. A note tells if there were more records than are
        drawn; `more`: beyond those counted."""
        if count > LIMIT or more:
            self.y += 8
            all_of_them = f"{'more than ' if more else ''}{count:,} {noun}s"
            self.paragraph(f"The first {min(count, LIMIT):,} of {all_of_them} are shown.", 12, fill=GREY)
        height = _n(self.y + MARGIN)
        self._paper.set("height", height)
        self.root.attrib |= {"width": _n(self.width), "height": height, "viewBox": f"0 0 {_n(self.width)} {height}"}
        return f"{_DECLARATION}{ElementTree.tostring(self.root, encoding='unicode')}\n".encode()

    def _child(self, tag: str, attributes: dict[str, str], text: str | None = None) -> ElementTree.Element:
        """Append an element with those attributes that are not empty."""
        child = ElementTree.SubElement(self.root, tag, {name: value for name, value in attributes.items() if value})
        child.text = text
        return child


def _pen(fill: str, stroke: str, weight: float, dash: str) -> dict[str, str]:
    width = _n(weight) if stroke and weight != 1 else ""
    return {"fill": fill if fill != INK else "", "stroke": stroke, "stroke-width": width, "stroke-dasharray": dash}


def _n(number: float) -> str:
    """A length with at most one decimal: more is invisible and makes the file larger."""
    return f"{number:.1f}".removesuffix(".0")

"""A picture read back: its texts, its marks and how far they reach."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element, fromstring

from api.charts.lettering import width
from api.charts.rows import LEFT, RIGHT

SVG = "{http://www.w3.org/2000/svg}"
_ARROW = re.compile(r"M([\d.]+) ([\d.]+)l(-?7) -4\.5v9z")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Picture:
    """An SVG document."""

    root: Element

    @cached_property
    def height(self) -> float:
        return float(self.root.attrib["height"])

    @cached_property
    def width(self) -> float:
        return float(self.root.attrib["width"])

    @property
    def title(self) -> str:
        return self.root.findtext(f"{SVG}title") or ""

    @property
    def description(self) -> str:
        return self.root.findtext(f"{SVG}desc") or ""

    @property
    def texts(self) -> list[str]:
        return [text.text or "" for text in self.root.iter(f"{SVG}text")]

    @property
    def words(self) -> str:
        """All texts, joined by spaces, as lines that were broken read."""
        return " ".join(self.texts)

    def all(self, tag: str) -> list[Element]:
        return list(self.root.iter(f"{SVG}{tag}"))

    @property
    def arrows(self) -> list[str]:
        """Which way the arrows on the tracks point; those of the legend are left out."""
        found = (_ARROW.fullmatch(path.attrib["d"]) for path in self.all("path"))
        ends = {LEFT: "left", RIGHT: "right"}
        return [ends[float(head[1])] for head in found if head and float(head[1]) in ends]

    def boxes(self) -> Iterator[tuple[str, float, float, float, float]]:
        """What each mark and text covers: name, left, top, right, bottom; in an inset nothing can stick out."""
        for child in self.root:
            if box := _box(child):
                yield (child.text or child.tag.removeprefix(SVG), *box)


def read(document: bytes) -> Picture:
    """Parse a document; an error if it is not well-formed."""
    return Picture(fromstring(document))  # noqa: S314 - written here


def _box(element: Element) -> tuple[float, float, float, float] | None:
    number = {name: float(value) for name, value in element.attrib.items() if _NUMBER.fullmatch(value)}
    match element.tag.removeprefix(SVG):
        case "text":
            return _text_box(element, number)
        case "rect" | "svg":
            left, top = number.get("x", 0), number.get("y", 0)
            return left, top, left + number["width"], top + number["height"]
        case "line":
            x, y = sorted((number["x1"], number["x2"])), sorted((number["y1"], number["y2"]))
            return x[0], y[0], x[1], y[1]
        case "circle":
            x1, y1, r = number["cx"], number["cy"], number["r"]
            return x1 - r, y1 - r, x1 + r, y1 + r
        case "path":
            start = [float(each) for each in _NUMBER.findall(element.attrib["d"])[:2]]
            return start[0] - 7, start[1] - 7, start[0], start[1] + 7
    return None


def _text_box(element: Element, number: dict[str, float]) -> tuple[float, float, float, float]:
    size = number["font-size"]
    wide = width(element.text or "", size, bold="font-weight" in element.attrib)
    share = {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor", "start")]
    left = number["x"] - wide * (1 - share if element.get("direction") == "rtl" else share)
    return left, number["y"] - size, left + wide, number["y"] + size * 0.3

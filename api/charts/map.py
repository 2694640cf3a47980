"""Locations as named points, with the outlines of countries; names overlap neither each other nor other points.

The outlines are those of `countryinfo` (Natural Earth, 1:110m), projected on first use (0.1 s) and kept (60 kB).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import NamedTuple

import detroit
from countryinfo import all_countries

from api.charts.canvas import LIMIT, MARGIN, ROOM, Canvas
from api.charts.lettering import clean, fit, width
from api.charts.palette import HAIR, INK, PAPER, RULE, TINT
from api.charts.rows import legend, listing
from schemas.values import JsonRecord
from schemas.wording import plural

SIZE = 7360  # width of the map in its own units, tenths of a pixel if the whole world is shown
_NEAR = 3  # units; points nearer to the last one are left out
_NAME = 12  # font size
_WIDEST = 190.0  # of a name on the map
_CLOSEST = SIZE / 5  # width of the closest view; any closer, and the outlines would look coarse
_CELL = 48.0  # pixels; boxes are indexed by grid cell, so that hundreds of points stay fast
_HEIGHT = 13.0
_OFF = 7.0  # from the point's middle to the text


def map_svg(locations: Sequence[JsonRecord]) -> bytes:
    """A map of location records; those without coordinates are listed below it: an SVG document in UTF-8."""
    placed = [each for each in locations[:LIMIT] if None not in (each.get("latitude"), each.get("longitude"))]
    unplaced = [each for each in locations[:LIMIT] if None in (each.get("latitude"), each.get("longitude"))]
    lacking = f"; {len(unplaced):,} without coordinates" if unplaced else ""
    description = f"A map of {plural(len(locations), 'location')}{lacking}."
    canvas = Canvas("map", "Locations", description if locations else "Nothing to show: there are no locations.")
    if placed:
        listing(canvas, "Too close to others to be named on the map", _map(canvas, placed), columns=3)
    listing(canvas, "Without coordinates", [_name(each) for each in unplaced], columns=3)
    return canvas.finish(len(locations), "location")


def _name(location: JsonRecord) -> str:
    said = clean(location.get("name") or location.get("label") or location.get("id"))
    return f"{said} (disputed)" if location.get("claimed_by") else said


class View(NamedTuple):
    """The part of the world that is shown, in the world's units, scaled to the picture's width."""

    x: float
    y: float
    width: float
    height: float

    def pixels(self, point: tuple[float, float], top: float) -> tuple[float, float]:
        """A point of the world in pixels, on a map that begins at `top`."""
        scale = ROOM / self.width
        return MARGIN + (point[0] - self.x) * scale, top + (point[1] - self.y) * scale


def _map(canvas: Canvas, locations: Sequence[JsonRecord]) -> list[str]:
    """Draw the map; returns the names that did not fit, with the number drawn in its place if it has room."""
    points = [world().place(each["longitude"], each["latitude"]) for each in locations]
    view = _view(points)
    top = canvas.y + 14
    height = view.height * ROOM / view.width
    countries = {str(each.get("country")) for each in locations if each.get("type") == "country"}
    _ground(canvas, view, top, height, countries)
    spots = [view.pixels(point, top) for point in points]
    for location, (x, y) in zip(locations, spots, strict=True):
        _point(_is_city(location), canvas, x - 12, y)
    unnamed = _names(canvas, locations, spots, Box(MARGIN + 4, top + 4, MARGIN + ROOM - 4, top + height - 4))
    canvas.y = top + height + 6
    kinds = {_is_city(each) for each in locations}
    legend(canvas, [(text, partial(_point, city)) for city, text in _LEGEND.items() if city in kinds])
    return unnamed


def _view(points: Sequence[tuple[float, float]]) -> View:
    """The points with some land around them, or the world from Greenland to Cape Horn and the points."""
    place = world().place
    lefts, tops = zip(*points, strict=True)
    top, bottom = min(place(0, 84)[1], *tops), max(place(0, -57)[1], *tops)
    x, y = (min(lefts) + max(lefts)) / 2, (min(tops) + max(tops)) / 2
    wide = max((max(lefts) - min(lefts)) * 1.5, (max(tops) - min(tops)) * 2.6, _CLOSEST)
    if wide > SIZE * 0.7:
        return View(0, top - 40, SIZE, bottom - top + 80)
    tall = wide / 2
    left = min(max(x - wide / 2, 0), SIZE - wide)
    return View(left, min(max(y - tall / 2, top - 40), bottom + 40 - tall), wide, tall)


def _ground(canvas: Canvas, view: View, top: float, height: float, countries: set[str]) -> None:
    inset = canvas.inset(MARGIN, top, ROOM, height, (view.x, view.y, view.width, view.height))
    thin = view.width / ROOM
    paths = world().paths
    inset.path("".join(paths[code] for code in sorted(paths)), fill="none", stroke=RULE, weight=thin * 0.6)
    named = "".join(paths[code] for code in sorted(countries & paths.keys()))
    if named:
        inset.path(named, fill=TINT, stroke=RULE, weight=thin * 0.9)
    canvas.rect(MARGIN, top, ROOM, height, fill="none", stroke=HAIR)


def _is_city(location: JsonRecord) -> bool:
    return location.get("type") == "city"


def _point(city: bool, canvas: Canvas, x: float, y: float) -> None:
    """Draw a dot for a city, a ring for anything larger; 12 pixels to the right."""
    canvas.circle(x + 12, y, 3.5, fill=INK if city else PAPER, stroke="" if city else INK)


_LEGEND = {True: "a city", False: "the middle of a country, state or region"}


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def holds(self, other: "Box") -> bool:
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom

    def cells(self) -> Iterator[tuple[int, int]]:
        for column in range(int(self.left // _CELL), int(self.right // _CELL) + 1):
            for line in range(int(self.top // _CELL), int(self.bottom // _CELL) + 1):
                yield column, line


@dataclass(slots=True)
class Occupied:
    """The boxes already taken within the bounds."""

    bounds: Box
    _taken: defaultdict[tuple[int, int], list[Box]] = field(default_factory=lambda: defaultdict(list))

    def take(self, box: Box) -> None:
        for cell in box.cells():
            self._taken[cell].append(box)

    def take_beside(self, x: float, y: float, width: float) -> Box | None:
        """Take the best free place beside a point for a label of this width, if there is one."""
        for box in _places(x, y, width):
            near = (other for cell in box.cells() for other in self._taken.get(cell, ()))
            if self.bounds.holds(box) and not any(map(box.meets, near)):
                self.take(box)
                return box
        return None


def _places(x: float, y: float, width: float) -> Sequence[Box]:
    """Candidate places for a label, best first: right, left, above, below, then the corners."""
    half, up = width / 2, _HEIGHT / 2
    shifts = [
        (_OFF, -up), (-_OFF - width, -up), (-half, -_OFF - _HEIGHT), (-half, _OFF),
        (_OFF - 3, -_OFF - _HEIGHT + 4), (_OFF - 3, _OFF - 4),
        (-_OFF - width + 3, -_OFF - _HEIGHT + 4), (-_OFF - width + 3, _OFF - 4),
    ]  # fmt: skip
    return [Box(x + dx, y + dy, x + dx + width, y + dy + _HEIGHT) for dx, dy in shifts]


def _names(
    canvas: Canvas, locations: Sequence[JsonRecord], spots: Sequence[tuple[float, float]], bounds: Box
) -> list[str]:
    occupied = Occupied(bounds)
    for x, y in spots:
        occupied.take(Box(x - 4, y - 4, x + 4, y + 4))
    unnamed = [
        (location, spot) for location, spot in zip(locations, spots, strict=True)
        if not _label(canvas, occupied, spot, _name(location))
    ]  # fmt: skip
    numbered, others = list[str](), list[str]()
    for location, spot in unnamed:
        number = str(len(numbered) + 1)
        if _label(canvas, occupied, spot, number):
            numbered.append(f"{number}  {_name(location)}")
        else:
            others.append(_name(location))
    return numbered + others


def _label(canvas: Canvas, occupied: Occupied, spot: tuple[float, float], text: str) -> bool:
    """Write a text beside its point if there is room; returns whether there was."""
    shown = fit(text, _WIDEST, _NAME)
    box = occupied.take_beside(*spot, width(shown, _NAME))
    if box:
        canvas.text(box.left, box.bottom - 2.5, shown, _NAME, halo=True)
    return box is not None


class World(NamedTuple):
    """Path data by ISO 3166-1 alpha-2 code; `place` turns degrees east and north into units of the map."""

    paths: Mapping[str, str]
    place: Callable[[float, float], tuple[float, float]]


@cache
def world() -> World:
    projection = detroit.geo_natural_earth_1().fit_width(SIZE, {"type": "Sphere"})

    def place(longitude: float, latitude: float) -> tuple[float, float]:
        x, y = projection([longitude, latitude])
        return float(x), float(y)

    paths: defaultdict[str, str] = defaultdict(str)
    for country in all_countries():  # several may share a code, like the United Kingdom and Scotland
        rings = _rings(country.geo_json().get("features", ()))
        paths[str(country.iso(2))] += "".join(_closed(place(*point) for point in ring) for ring in rings)
    return World({code: path for code, path in paths.items() if path}, place)


def _rings(features: Iterable[JsonRecord]) -> Iterator[Sequence[Sequence[float]]]:
    for feature in features:
        shape, rings = feature["geometry"]["type"], feature["geometry"]["coordinates"]
        for polygon in rings if shape == "MultiPolygon" else [rings]:
            yield from polygon


def _closed(points: Iterable[tuple[float, float]]) -> str:
    """Path data of a ring in relative whole units: half as long as absolute ones with decimals."""
    steps: list[str] = []
    x = y = 0
    for east, south in points:
        right, down = round(east) - x, round(south) - y
        if not steps or abs(right) + abs(down) >= _NEAR:
            steps.append(f"{right}{' ' if down >= 0 else ''}{down}")
            x, y = x + right, y + down
    return f"M{steps[0]}l{' '.join(steps[1:])}z" if len(steps) > 2 else ""

"""Outlines of countries from `countryinfo` (Natural Earth, 1:110m), projected on first use (0.1 s) and kept (60 kB)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import detroit
from countryinfo import all_countries

from schemas.values import JsonRecord

SIZE = 7360  # width of the map in its own units, tenths of a pixel if the whole world is shown
_NEAR = 3  # units; points nearer to the last one are left out


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

"""GeoJSON (RFC 7946): places as features in WGS 84, longitude first; without a known point, the geometry is null."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice

from api.formats.format import OBJECT, TEXT, Format, View, single
from api.formats.json_page import select
from schemas.values import compact_json

_FEATURES = 200  # features a chunk
_WITH_TYPE = {"required": ["type"], "properties": {"type": TEXT}}


def write(records: Iterable[bytes], view: View) -> Iterator[bytes]:
    """A FeatureCollection in chunks; a single record is a Feature."""
    features = (_feature(record, view) for record in single(records))
    if view.single:
        yield b"".join(features)
        return
    yield b'{"type":"FeatureCollection","features":['
    between = b""
    while chunk := list(islice(features, _FEATURES)):
        yield between + b",".join(chunk)
        between = b","
    yield b"]}"


def _feature(record: bytes, view: View) -> bytes:
    place = json.loads(record)
    point = {"type": "Point", "coordinates": [place["longitude"], place["latitude"]]}
    shown = json.loads(select(record, view)) if view.fields else place
    geometry = None if place["latitude"] is None else point
    return compact_json({"type": "Feature", "id": place["id"], "geometry": geometry, "properties": shown})


FORMAT = Format(
    "geojson", "application/geo+json", "GeoJSON", "Places on a map", write, default=None,
    collections=frozenset({"locations"}),
    schema={**OBJECT, "title": "GeoJson", "description": "A GeoJSON object (RFC 7946).", **_WITH_TYPE},
)  # fmt: skip

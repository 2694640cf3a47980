"""geojson-pydantic validates the places against RFC 7946."""

from importlib.metadata import version

from asking import body, items, same
from geojson_pydantic import Feature, FeatureCollection, Point

places = FeatureCollection[Feature[Point, dict]].model_validate_json(body("/v1/locations.geojson"))
expected = {one["id"]: one for one in items("locations")}
same("places", [feature.id for feature in places.features], list(expected))
for feature in places.features:
    one = expected[feature.id]
    point = (one["longitude"], one["latitude"])
    found = tuple(feature.geometry.coordinates)[:2] if feature.geometry else (None, None)
    same(f"point of {feature.id}", found, point)
Feature.model_validate_json(body("/v1/locations/china.geojson"))

known = sum(feature.geometry is not None for feature in places.features)
print(f"geojson-pydantic {version('geojson-pydantic')}: {len(expected)} places, {known} with a point")

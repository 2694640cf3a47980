"""GeoJSON: places on a map."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.serving import Server


def _check(document: dict[str, Any]) -> None:
    """The members that RFC 7946 asks for, and positions within the world."""
    assert set(document) == {"type", "features"}
    assert document["type"] == "FeatureCollection"
    for feature in document["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"
        if feature["geometry"] is not None:
            assert feature["geometry"]["type"] == "Point"
            longitude, latitude = feature["geometry"]["coordinates"]
            assert -180 <= longitude <= 180
            assert -90 <= latitude <= 90


def test_longitude_comes_first_and_an_unknown_point_is_null(server: Server) -> None:
    """London lies at -0.13 east and 51.51 north; Europe has no point."""
    response = server.get("/v1/locations.geojson")
    document = response.json()
    _check(document)
    found = {feature["id"]: feature for feature in document["features"]}
    assert response.headers["Content-Type"] == "application/geo+json"
    assert found["london"]["geometry"] == {"type": "Point", "coordinates": [-0.13, 51.51]}
    assert found["europe"]["geometry"] is None
    assert found["london"]["properties"] == server.get("/v1/locations/london").json()


def test_all_places_come_where_no_limit_is_given(server: Server) -> None:
    """The collection is whole, and a limit makes pages of it that end where it ends."""
    whole = [feature["id"] for feature in server.get("/v1/locations.geojson").json()["features"]]
    page = server.get("/v1/locations.geojson?limit=9")
    rest = server.get(page.headers["Link"].partition(">")[0][1:])
    assert len(whole) == server.get("/v1/locations?count=true&limit=1").json()["total"]
    assert [f["id"] for one in (page, rest) for f in one.json()["features"]] == whole


@pytest.mark.parametrize("query", ["?type=region,state&country=RU", "?limit=1&type=country", "?fields=name"])
def test_selections_keep_the_shape(server: Server, query: str) -> None:
    """No place, one place, and some fields only are collections too; the point stays when its fields are left out."""
    _check(server.get(f"/v1/locations.geojson{query}").json())
    chosen = server.get("/v1/locations/china.geojson?fields=name").json()
    assert chosen["properties"] == {"id": "china", "name": "China"}
    assert chosen["geometry"]["coordinates"] == [105, 35]


def test_only_locations_have_it(server: Server) -> None:
    """Anything else answers 406 and lists what there is."""
    for path in ("/v1/companies.geojson", "/v1/companies/microsoft.geojson", "/v1/facts.geojson"):
        response = server.get(path)
        assert (response.status_code, response.json()["code"]) == (406, "not-acceptable")
        assert ".jsonld (application/ld+json)" in response.json()["detail"]


def test_awkward_names_pass_through(hostile: FlaskClient) -> None:
    """Names with markup, quotes or emoji are what they were."""
    document = hostile.get("/v1/locations.geojson").get_json()
    _check(document)
    records = hostile.get("/v1/locations").get_json()["items"]
    assert [feature["properties"] for feature in document["features"]] == records
    assert sum(feature["geometry"] is None for feature in document["features"]) == 4

"""No input makes the server fail: whatever path and query, the answer is one of the contract's, and a problem says why."""

# ruff: noqa: E501 - lists of pieces

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.serving import ARTICLE, Server

PIECES = st.sampled_from(
    ["", "/", ".", "..", "v1", "/v1/", "/v1/figures", "/v1/facts", "/v1/claims/counts", "counts", "facts", ARTICLE, f"/v1/articles/{ARTICLE}/facts",
     ".csv", ".json", ".xyz", "%00", "%2F", "%ED%A0%80", "%FF", "%", "%zz", "\\", "é", "東", "🚀", "~", ";a=b", "//", "'", '"', "schemas/", "problems/"]
)  # fmt: skip
NAMES = st.sampled_from(
    ["limit", "cursor", "sort", "fields", "q", "from", "to", "value_min", "value_max", "refers_to", "by", "count", "bom", "id", "value", "unit",
     "article", "about", "paragraph", "verification", "edtf", "hedge", "nothing", "", "limit[]", "é"]
)  # fmt: skip
VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(quote),
    st.sampled_from(
        ["", "1", "-1", "0", "1e999", "9" * 30, "nan", "true", "2024", "2024-05-23", "2024-02-30", "*", '"', "a,b", ",", "\\,", "%5C,", "companies/microsoft",
         "relevance", "-id", "id", "unit", "kind", "earliest.year", "%00", "%ED%A0%80", "%FF", "%", "..%2F", "' OR 1=1 --", "%F0%9F%9A%80", "x" * 300]
    ),
)  # fmt: skip
QUERIES = st.lists(st.tuples(NAMES, VALUES), max_size=4).map(
    lambda pairs: "&".join(f"{name}={value}" for name, value in pairs)
)
often = settings(
    max_examples=150, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def sound(client: FlaskClient, target: str, method: str = "GET") -> None:
    """The answer is a success, a redirect or a refusal, never a failure; refusals are problems."""
    found = client.open(f"http://localhost{target}", method=method)  # "//x" alone would be a host to the client
    assert found.status_code in {200, 204, 302, 308, 400, 404, 405, 406}, (method, target, found.status_code)
    assert found.headers.get("Location", "/").startswith("/"), (method, target)
    if found.status_code >= 400 and method != "HEAD":
        assert found.content_type == "application/problem+json", target
        assert found.get_json()["status"] == found.status_code


@often
@given(
    pieces=st.lists(PIECES, max_size=5), query=QUERIES, method=st.sampled_from(["GET", "GET", "HEAD", "OPTIONS", "PUT"])
)
def test_no_path_makes_the_server_fail(client: FlaskClient, pieces: list[str], query: str, method: str) -> None:
    """Pieces of paths in any order, with any query."""
    sound(client, f"/{''.join(pieces)}?{query}", method)


@often
@given(
    collection=st.sampled_from(
        ["companies", "locations", "articles", "figures", "dates", "events", "claims", "mentions", "facts"]
    ),
    suffix=st.sampled_from(["", ".csv", ".ndjson", "/counts", "/counts.csv"]),
    query=QUERIES,
)
def test_no_query_makes_the_server_fail(client: FlaskClient, collection: str, suffix: str, query: str) -> None:
    """Any values of any parameters, of every collection."""
    sound(client, f"/v1/{collection}{suffix}?{query}")


@often
@given(raw=st.binary(max_size=40))
def test_no_bytes_make_the_server_fail(client: FlaskClient, raw: bytes) -> None:
    """Bytes that were never text, as query and as path."""
    text = raw.decode("latin-1")
    for environ in (
        {"PATH_INFO": "/v1/figures", "QUERY_STRING": text},
        {"PATH_INFO": f"/v1/figures/{text}"},
        {"PATH_INFO": f"/{text}"},
    ):
        found = client.open("/", environ_overrides=environ)
        assert found.status_code in {200, 308, 400, 404, 405, 406}, environ


@pytest.mark.parametrize(
    "name",
    [
        "Accept", "If-None-Match", "Accept-Encoding", "Host", "Origin", "Content-Type", "X-Request-ID", "Range",
        "If-Match", "If-Modified-Since",
    ],
)  # fmt: skip
def test_no_header_makes_the_server_fail(client: FlaskClient, name: str) -> None:
    """Headers full of nonsense are passed over or refused."""
    for value in (
        "",
        "x" * 4000,
        ",;=\"'",
        "é",
        "W/",
        '"',
        "a/b;q=9",
        "\x7f",
        "*",
        "-1",
        "bytes=0-1",
        "q=0",
        "gzip;q=x",
    ):
        found = client.get("/v1/figures?limit=1", headers={name: value})
        allowed = {200, 304, 406, *{"Host": [400], "Range": [206]}.get(name, [])}
        assert found.status_code in allowed, (name, value)


def test_service_resources_answer(server: Server) -> None:
    """Entry, schemas, problems and health: the links of the entry lead somewhere, and every schema is one."""
    entry = server.get("/v1/").json()
    for link in entry["links"].values():
        assert server.get(link).status_code == 200
    for collection in entry["collections"]:
        for path in collection["formats"].values():
            assert server.get(path).status_code == 200
        schema = server.get(collection["schema"])
        assert schema.headers["Content-Type"] == "application/schema+json"
        assert schema.json()["$id"] == collection["schema"]
    assert server.get("/readyz").json()["version"] == entry["version"]
    assert server.get("/healthz").json() == {"status": "ok"}


def test_every_record_is_what_its_schema_says(server: Server) -> None:
    """The records served are valid by the schema served."""
    import jsonschema

    for collection in server.get("/v1/").json()["collections"]:
        judge = jsonschema.Draft202012Validator(server.get(collection["schema"]).json())
        for item in server.get(f"{collection['href']}?limit=1000").json()["items"]:
            judge.validate(item)

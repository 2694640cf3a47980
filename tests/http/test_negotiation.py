"""The choice of a representation: the suffix decides, or else Accept with its quality values (RFC 9110)."""

import re

import pytest
from flask.testing import FlaskClient

from tests.serving import ARTICLE, Server

MEDIA = {"json": "application/json", "csv": "text/csv", "ndjson": "application/x-ndjson"}


def kind(server: Server, accept: str) -> str:
    """The media type of the figures for this Accept header."""
    found = server.get("/v1/figures?limit=1", headers={"Accept": accept})
    return found.headers["Content-Type"].partition(";")[0] if found.status_code == 200 else str(found.status_code)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("*/*", "application/json"),
        ("*", "application/json"),
        ("*;q=0.1, text/csv", "text/csv"),
        ("", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json"),
        ("text/csv", "text/csv"),
        ("text/*", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("application/*", "application/json"),
        ("application/x-ndjson", "application/x-ndjson"),
        ("application/json;q=0.5, text/csv", "text/csv"),
        ("text/csv;q=0.2, application/json;q=0.1", "text/csv"),
        ("text/csv;q=0.2, */*;q=0.1", "text/csv"),
        ("text/csv;q=0.1, */*;q=0.9", "application/json"),
        ("application/json;q=0, */*", "text/csv"),
        ("application/json;q=0, */*;q=0.5", "text/csv"),
        ("application/json;q=0, text/csv;q=0, */*;q=0.001", "application/x-ndjson"),
        ("application/json; charset=utf-8", "application/json"),
        ("text/csv; header=present", "text/csv"),
        ("text/csv;charset=utf-8;q=0.5, application/json;q=0.4", "text/csv"),
        ("image/png, application/json;q=0.1", "application/json"),
        ("application/json;q=0", "406"),
        ("*/*;q=0", "406"),
        ("image/png", "406"),
        ("application/pdf, audio/*", "406"),
        ("nonsense", "406"),
    ],
)
def test_accept_chooses_by_quality(server: Server, accept: str, expected: str) -> None:
    """The format with the highest quality is sent, never one with q=0; 406 if none is left."""
    assert kind(server, accept) == expected


@pytest.mark.parametrize(
    "accept", [";;;,,", "a/b/c", "application/json;q=abc", "*/json", ";q=1", "/", "text/csv;q=2", "," * 2000]
)
def test_a_malformed_accept_is_no_fault_of_the_server(server: Server, accept: str) -> None:
    """What cannot be read is passed over: an answer or a 406, the same each time."""
    assert kind(server, accept) in {"application/json", "text/csv", "406"}
    assert kind(server, accept) == kind(server, accept)


@pytest.mark.parametrize(
    "path",
    ["/v1/figures", "/v1/companies/microsoft", f"/v1/articles/{ARTICLE}/facts", f"/v1/figures/{ARTICLE}.asked-staff"],
)
@pytest.mark.parametrize("suffix", MEDIA)
def test_the_suffix_decides_whatever_is_accepted(server: Server, path: str, suffix: str) -> None:
    """A URL with a suffix gives that format, also to a browser; without one the same bytes by Accept."""
    found = server.get(f"{path}.{suffix}", headers={"Accept": "image/png"})
    assert found.status_code == 200
    assert found.headers["Content-Type"].partition(";")[0] == MEDIA[suffix]
    assert server.get(path, headers={"Accept": MEDIA[suffix]}).content == found.content


@pytest.mark.parametrize(
    "path",
    ["/v1/figures.", "/v1/figures.xyz", "/v1/figures.JSON", "/v1/figures.csv.csv", f"/v1/articles/{ARTICLE}/facts.xyz"],
)
def test_406_lists_what_there_is(server: Server, path: str) -> None:
    """For an unknown suffix the detail lists the available ones, as URLs."""
    problem = server.get(path).json()
    assert (problem["status"], problem["code"]) == (406, "not-acceptable")
    base = "/v1/figures" if "figures" in path else f"/v1/articles/{ARTICLE}/facts"
    for suffix, media in MEDIA.items():
        assert f"{base}.{suffix} ({media})" in problem["detail"]


@pytest.mark.parametrize("path", ["/v1/.json", "/v1/nothing.csv", "/v1/companies/microsoft.xyz", "/v1/companies/.json"])
def test_what_names_nothing_is_not_found(server: Server, path: str) -> None:
    """A URL has one spelling: an empty name is another, and there is nothing there."""
    assert server.get(path).json()["code"] == "not-found"


def test_csv_and_ndjson_hold_all_records_unless_limited(server: Server) -> None:
    """The formats of tables give the whole collection where no limit is given, pages otherwise."""
    total = server.get("/v1/facts?count=true&limit=1").json()["total"]
    assert total > 50
    assert len(server.get("/v1/facts").json()["items"]) == 50
    assert len(server.get("/v1/facts.ndjson").text.splitlines()) == total
    limited = server.get("/v1/facts.ndjson?limit=3")
    assert len(limited.text.splitlines()) == 3
    assert 'rel="next"' in limited.headers["Link"]


def test_fields_keep_the_chosen_ones_and_the_id(server: Server) -> None:
    """`fields` narrows every format, in the record's own order."""
    assert [*server.get("/v1/figures?fields=unit,hedge&limit=1").json()["items"][0]] == ["id", "hedge", "unit"]
    assert [*server.get("/v1/facts?fields=label&limit=1").json()["items"][0]] == ["ref", "label"]
    assert [*server.get("/v1/companies/microsoft?fields=name").json()] == ["id", "name"]
    assert server.get("/v1/figures.csv?fields=unit,hedge").text.splitlines()[0] == '"id","hedge","unit"'


def test_bom_is_for_spreadsheets(server: Server) -> None:
    """`bom=1` puts a byte order mark before the CSV; the table is otherwise the same."""
    plain, marked = server.get("/v1/companies.csv").content, server.get("/v1/companies.csv?bom=1").content
    assert marked == b"\xef\xbb\xbf" + plain


def test_a_page_has_its_three_keys_also_when_empty(server: Server) -> None:
    """items, next_cursor and total, always; total is counted on demand only."""
    assert server.get("/v1/figures?unit=nothing").json() == {"items": [], "next_cursor": None, "total": None}
    assert server.get("/v1/figures?unit=nothing&count=true").json() == {"items": [], "next_cursor": None, "total": 0}
    assert server.get("/v1/figures?count=false").json()["total"] is None


def test_a_cross_origin_script_may_read(server: Server) -> None:
    """Any origin, no credentials, ETag and Link readable; a preflight lists what is allowed."""
    found = server.get("/v1/figures?limit=1", headers={"Origin": "https://dashboard.example"})
    assert found.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in found.headers
    exposed = set(found.headers["Access-Control-Expose-Headers"].split(", "))
    assert exposed == {"ETag", "Link", "Retry-After", "X-Request-ID", "Dataset-Version"}
    asked = {
        "Origin": "https://dashboard.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    preflight = server.get("/v1/figures", "OPTIONS", headers=asked)
    assert preflight.status_code == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in preflight.headers["Access-Control-Allow-Headers"]


def test_no_link_leads_to_another_host(client: FlaskClient) -> None:
    """A base URL that ends in "/" makes paths of "//v1": a link that repeats it would name a host called v1."""
    for path in ("//v1/claims", "//v1/claims.atom", "///v1/claims.jsonld"):
        made = client.get("/", query_string="limit=1", environ_overrides={"PATH_INFO": path})
        assert made.status_code == 200
        assert made.headers.get("Link", "</v1/").startswith("</v1/")
        assert re.findall(r"""["']//+v1""", made.text) == []


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/v1/figures", "GET, HEAD, OPTIONS"),
        ("/v1/figures.csv", "GET, HEAD, OPTIONS"),
        ("/v1/companies/microsoft", "GET, HEAD, OPTIONS"),
        (f"/v1/articles/{ARTICLE}/text-check", "OPTIONS, POST"),
        (f"/articles/{ARTICLE}/text-check", "GET, HEAD, OPTIONS, POST"),
        ("/healthz", "GET, HEAD, OPTIONS"),
        ("/docs", "GET, HEAD, OPTIONS"),
        ("/", "GET, HEAD, OPTIONS"),
        ("/v1", "GET, HEAD, OPTIONS"),
        ("/v1/", "GET, HEAD, OPTIONS"),
    ],
)
def test_options_tell_what_the_resource_takes(server: Server, path: str, methods: str) -> None:
    """Allow says it, and so does the answer to a preflight; there is no content, so it has neither type nor length."""
    answer = server.get(path, "OPTIONS")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Allow"] == answer.headers["Access-Control-Allow-Methods"] == methods
    assert not {"Content-Type", "Content-Length", "ETag"} & answer.headers.keys()
    assert answer.headers["Cache-Control"] == "no-store"


def test_options_of_nothing_are_not_found(server: Server) -> None:
    """As for any other method; a browser's preflight fails with it."""
    answer = server.get("/nowhere", "OPTIONS")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert "Access-Control-Allow-Methods" not in answer.headers


def test_errors_are_readable_across_origins_too(server: Server) -> None:
    """A script sees why it was refused."""
    assert server.get("/v1/figures?nothing=1").headers["Access-Control-Allow-Origin"] == "*"

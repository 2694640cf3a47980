"""Errors: one shape for all, explained where `type` points."""

from pathlib import Path

import pytest
import requests

from api import create_app
from api.settings import Settings
from tests.serving import ARTICLE, Server

CHECK = f"/v1/articles/{ARTICLE}/text-check"
TEXT = {"Content-Type": "text/plain"}
# method, path, headers, body -> status and code
REFUSALS = [
    ("GET", "/v1/figures?nothing=1", {}, None, 400, "unknown-parameter"),
    ("GET", "/v1/figures?limit=1&limit=2", {}, None, 400, "repeated-parameter"),
    ("GET", "/v1/figures?limit=0", {}, None, 400, "invalid-parameter"),
    ("GET", "/v1/figures?cursor=x", {}, None, 400, "invalid-cursor"),
    ("POST", CHECK, TEXT, b"caf\xe9", 400, "malformed-request"),
    ("GET", "/nothing", {"Accept": "application/json"}, None, 404, "not-found"),
    ("GET", "/v1/nothing", {}, None, 404, "not-found"),
    ("GET", "/v1/figures/nothing", {}, None, 404, "not-found"),
    ("GET", "/v1/figures/%00", {}, None, 404, "not-found"),
    ("GET", "/v1/articles/nothing/facts", {}, None, 404, "not-found"),
    ("GET", "/v1/schemas/nothing", {}, None, 404, "not-found"),
    ("GET", "/v1/problems/nothing", {}, None, 404, "not-found"),
    ("POST", "/v1/articles/nothing/text-check", TEXT, b"x", 404, "not-found"),
    ("POST", "/v1/figures", {}, None, 405, "method-not-allowed"),
    ("DELETE", f"/v1/articles/{ARTICLE}", {}, None, 405, "method-not-allowed"),
    ("PUT", "/v1/", {}, None, 405, "method-not-allowed"),
    ("PUT", "/v1", {}, None, 405, "method-not-allowed"),
    ("POST", "/v1/problems", {}, None, 405, "method-not-allowed"),
    ("GET", CHECK, {}, None, 405, "method-not-allowed"),
    ("GET", "/v1/figures", {"Accept": "image/png"}, None, 406, "not-acceptable"),
    ("GET", "/v1/figures.xyz", {}, None, 406, "not-acceptable"),
    ("POST", CHECK, TEXT, b"x" * (2**18 + 1), 413, "payload-too-large"),
    ("POST", CHECK, TEXT, b"x" * (2**19 + 1), 413, "payload-too-large"),
    ("POST", CHECK, {"Content-Type": "application/json"}, b"{}", 400, "malformed-request"),
    ("POST", CHECK, {"Content-Type": "application/xml"}, b"<x/>", 415, "unsupported-media-type"),
    ("GET", "/v1/figures", {"If-Match": '"other"'}, None, 412, "precondition-failed"),
    ("GET", "/v1/figures", {"Range": "bytes=99999999-"}, None, 416, "range-not-satisfiable"),
    ("POST", CHECK, {}, b"x", 415, "unsupported-media-type"),
    ("POST", CHECK, TEXT | {"Content-Encoding": "gzip"}, b"x", 415, "unsupported-media-type"),
    ("POST", CHECK, {"Content-Type": "text/plain; charset=iso-8859-1"}, b"x", 415, "unsupported-media-type"),
]


def pinned(response: requests.Response, status: int, code: str, server: Server) -> None:
    """The shape of every error: media type, keys, their types, and where `type` leads."""
    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")
    problem = response.json()
    at_fault = {"errors"} if code.endswith(("-parameter", "-cursor")) else set()
    assert set(problem) == {"type", "title", "status", "detail", "code"} | at_fault
    assert (problem["status"], problem["code"], problem["type"]) == (status, code, f"/v1/problems/{code}")
    for error in problem.get("errors", ()):
        assert [*error] == ["parameter", "message"]
    assert problem["title"]
    assert problem["detail"].strip()
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers
    explained = server.get(problem["type"])
    assert (explained.status_code, explained.json()["code"], explained.json()["status"]) == (200, code, status)
    assert explained.json()["title"] == problem["title"]


@pytest.mark.parametrize(("method", "path", "headers", "body", "status", "code"), REFUSALS)
def test_the_shape_of_an_error(
    server: Server, method: str, path: str, headers: dict[str, str], body: bytes | None, status: int, code: str
) -> None:
    """Every refusal is a problem document with a stable code."""
    response = server.get(path, method, headers={**headers, "Connection": "close"}, data=body)
    pinned(response, status, code, server)
    if status == 405:
        assert method not in response.headers["Allow"].split(", ")
        assert "OPTIONS" in response.headers["Allow"].split(", ")


def test_without_a_dataset_the_answer_is_503(without_data: Server) -> None:
    """Where there is no dataset everything that needs one says so, and when to come back; the process is well."""
    for path in ("/v1/", "/v1/figures", "/v1/figures.csv", f"/v1/articles/{ARTICLE}", "/v1/figures/counts?by=hedge"):
        response = without_data.get(path)
        pinned(response, 503, "store-unavailable", without_data)
        assert int(response.headers["Retry-After"]) >= 1
    assert without_data.get("/healthz").status_code == 200
    ready = without_data.get("/readyz")
    assert (ready.status_code, ready.json()["version"], ready.headers["Retry-After"]) == (503, None, "1")
    assert without_data.get("/v1/schemas/figure").status_code == 200


def test_a_query_past_its_deadline_is_503(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A query past its deadline is ended, and Retry-After says when to try again."""
    from api.store.selection import load
    from tests.generated import write

    folder = tmp_path_factory.mktemp("slow")
    settings = Settings(folder=folder / "store", seeds=None, query_seconds=1e-9)
    load(settings, write(folder / "facts.ndjson", 3, articles=4, size=100))
    response = create_app(settings).test_client().get("/v1/facts/counts?by=ref,speaker")
    assert (response.status_code, response.get_json()["code"]) == (503, "query-timeout")
    assert response.headers["Retry-After"] == "1"


def test_every_kind_of_error_is_listed(server: Server) -> None:
    """The codes of the contract are those that are explained."""
    listed = {one["code"]: one["status"] for one in server.get("/v1/problems/").json()}
    expected = {
        400: {"unknown-parameter", "repeated-parameter", "invalid-parameter", "invalid-cursor", "malformed-request"},
        404: {"not-found"}, 405: {"method-not-allowed"}, 406: {"not-acceptable"}, 409: {"version-changed"},
        410: {"version-forgotten"}, 412: {"precondition-failed"}, 413: {"payload-too-large"},
        415: {"unsupported-media-type"}, 416: {"range-not-satisfiable"}, 500: {"internal-error"},
        503: {"store-unavailable", "query-timeout", "overloaded"},
    }  # fmt: skip
    assert {status: {code for code, held in listed.items() if held == status} for status in expected} == expected
    assert len(listed) == sum(map(len, expected.values()))


def test_functions_around_requests_belong_to_the_app(tmp_path: Path) -> None:
    """A blueprint's own would never be called: the application class looks at the app's alone."""
    app = create_app(Settings(folder=tmp_path, seeds=None, metrics=True))
    around = (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs)
    assert [set(functions) for functions in around] == [{None}] * 3
    assert not app.url_value_preprocessors

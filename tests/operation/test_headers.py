"""The headers of every answer: what a browser may do with it, and how long it may be cached."""

import pytest

from tests.serving import ARTICLE, Server

DATA = ("/v1/", "/v1/figures", "/v1/figures.csv", "/v1/facts.ndjson", "/v1/companies/microsoft", "/v1/schemas/figure",
        "/v1/figures/counts?by=unit", "/v1/problems/", "/openapi.json")  # fmt: skip
ERRORS = ("/v1/figures?x=1", "/nowhere", "/v1/figures.xml", "/v1/companies/nobody")
HEALTH = ("/healthz", "/readyz")
PAGES = {"/": 200, f"/articles/{ARTICLE}": 200, f"/articles/{ARTICLE}/text-check": 200, "/claims": 200,
         "/companies/microsoft": 200, "/claims/counts?by=modality": 200, "/search?q=china": 200, "/docs": 200,
         "/nothing": 404, "/claims?x=1": 400}  # fmt: skip
EVERY = (*DATA, *ERRORS, *HEALTH)


@pytest.mark.parametrize("path", EVERY)
def test_every_answer_is_inert(shared: Server, path: str) -> None:
    """Data may not be sniffed, framed or run, sends no referrer, and is readable from any origin, as a public API
    is."""
    for _ in range(2):  # the second comes from memory where there is a cache
        headers = shared.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "geolocation=()" in headers["Permissions-Policy"]
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in headers
        assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_closed_to_others(shared: Server, path: str) -> None:
    """A page runs and shows only the site's own files, nothing inline, in no frame; its other headers are those of
    data."""
    for _ in range(2):
        answer = shared.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == PAGES[path]
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert "unsafe" not in str(policy)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "geolocation=()" in answer.headers["Permissions-Policy"]
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Set-Cookie" not in answer.headers
        kept = "public, max-age=5, must-revalidate" if answer.ok else "no-store"
        assert answer.headers["Cache-Control"] == kept


@pytest.mark.parametrize("path", HEALTH)
def test_health_is_never_kept(shared: Server, path: str) -> None:
    """Health checks are never cached."""
    answer = shared.get(path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


REDIRECTS = ("/v1//figures", "/v1/figures/", "/v1", "/v1/problems")


@pytest.mark.parametrize("path", [*EVERY, *REDIRECTS, "/docs", "/v1/figures?limit=1", "/v1/claims.jsonld?limit=2"])
@pytest.mark.parametrize("name", ["Host", "X-Forwarded-Host", "Forwarded", "X-Forwarded-Prefix", "X-Original-URL"])
def test_nothing_is_built_from_the_host(shared: Server, path: str, name: str) -> None:
    """A made-up host appears in no answer, so it cannot poison a cache."""
    answer = shared.get(path, headers={name: "host=evil.example" if name == "Forwarded" else "evil.example"})
    assert "evil" not in answer.text
    assert "evil" not in str(answer.headers)

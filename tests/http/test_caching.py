"""Validators, conditional requests, compression and HEAD: RFC 9110 and 9111."""

import gzip
import re

import pytest

from tests.serving import ARTICLE, Server

RESOURCES = (
    "/v1/", "/v1/figures", "/v1/figures.csv", "/v1/figures.ndjson", "/v1/figures?limit=2", "/v1/facts.csv?limit=3",
    "/v1/claims/counts?by=modality", "/v1/claims/counts.csv?by=modality", f"/v1/articles/{ARTICLE}",
    f"/v1/articles/{ARTICLE}/facts", f"/v1/articles/{ARTICLE}/facts.csv", "/v1/companies/microsoft",
    "/v1/schemas/figure", "/v1/problems/", "/v1/problems/not-found", "/llms.txt", "/docs", "/openapi.json", "/claims",
    f"/articles/{ARTICLE}",
)  # fmt: skip
REFUSED = (
    "/v1/figures?nothing=1", "/v1/nothing", "/nowhere", "/v1/figures.xyz", "/v1/companies/nobody",
    "/v1/figures?cursor=x",
)  # fmt: skip
GZIP = {"Accept-Encoding": "gzip"}


@pytest.mark.parametrize("path", RESOURCES)
def test_every_answer_carries_a_strong_validator_and_says_how_long_it_keeps(server: Server, path: str) -> None:
    """A 200 has the dataset's version, a strong ETag, Cache-Control and Vary, and the same ETag when asked again."""
    found = server.get(path)
    assert found.status_code == 200
    assert found.headers["Dataset-Version"] == server.get("/v1/").json()["version"]
    assert re.fullmatch(r'"[0-9a-f]{32}"', found.headers["ETag"])
    assert re.fullmatch(r"public, max-age=\d+, must-revalidate", found.headers["Cache-Control"])
    assert {name.strip() for name in found.headers["Vary"].split(",")} == {"Accept", "Accept-Encoding"}
    assert server.get(path).headers["ETag"] == found.headers["ETag"]


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
@pytest.mark.parametrize("path", RESOURCES)
def test_a_caller_who_has_the_representation_gets_304(server: Server, path: str, encoding: str) -> None:
    """Any form of If-None-Match that holds the validator, also that of the compressed form, is answered 304 without
    a body and with the headers that a cache needs."""
    asked = {"Accept-Encoding": encoding}
    first = server.get(path, headers=asked)
    for form in ("{0}", "W/{0}", '"other",W/{0} , "more"', "*"):
        again = server.get(path, headers={**asked, "If-None-Match": form.format(first.headers["ETag"])})
        assert (again.status_code, again.content) == (304, b"")
        kept = ("ETag", "Cache-Control", "Vary", "Dataset-Version")
        assert [again.headers[name] for name in kept] == [first.headers[name] for name in kept]
        assert again.headers["Access-Control-Allow-Origin"] == "*"
        assert "Content-Type" not in again.headers
        assert "Content-Encoding" not in again.headers
        assert again.headers.get("Content-Length", "0") == "0"


@pytest.mark.parametrize("path", RESOURCES)
def test_another_validator_gets_the_whole_answer(server: Server, path: str) -> None:
    """A validator of something else, or a malformed one, is answered as if there were none."""
    whole = server.get(path)
    for other in ('"0123"', 'W/"0123"', "0123", '"', ""):
        found = server.get(path, headers={"If-None-Match": other})
        assert (found.status_code, found.content) == (200, whole.content)


@pytest.mark.parametrize("path", ["/v1/figures", "/v1/figures.ndjson", "/v1/"])
def test_the_validator_of_the_compressed_form_is_not_that_of_the_plain_one(server: Server, path: str) -> None:
    """A client that has the gzipped bytes and asks for plain ones gets a whole plain answer, not 304."""
    plain = server.get(path)
    packed = server.get(path, headers=GZIP)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.content == plain.content
    crossed = server.get(path, headers={"If-None-Match": packed.headers["ETag"]})
    assert (crossed.status_code, crossed.content) == (200, plain.content)


def test_each_representation_has_a_validator_of_its_own(server: Server) -> None:
    """Formats, by suffix or by Accept, selections and pages never share a validator."""
    asked = [
        ("/v1/figures", {}),
        ("/v1/figures", {"Accept": "text/csv"}),
        ("/v1/figures", {"Accept": "application/x-ndjson"}),
        ("/v1/figures", GZIP),
        ("/v1/figures.csv", {}),
        ("/v1/figures.csv?bom=1", {}),
        ("/v1/figures.csv?fields=unit", {}),
        ("/v1/figures?limit=3", {}),
        ("/v1/figures?count=true", {}),
        ("/v1/figures?hedge=exact", {}),
        ("/v1/dates", {}),
    ]
    tags = [server.get(path, headers=headers).headers["ETag"] for path, headers in asked]
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize("path", [*RESOURCES, *REFUSED, "/healthz", "/readyz"])
@pytest.mark.parametrize("headers", [{}, GZIP, {"Host": "a b"}, {"If-Match": '"x"'}, {"Accept": "text/html"}])
def test_head_is_get_without_the_body(server: Server, path: str, headers: dict[str, str]) -> None:
    """HEAD has GET's status and headers, Content-Length included, also of errors, which have no version."""
    got, head = server.get(path, headers=headers), server.get(path, "HEAD", headers=headers)
    own = {"date", "connection", "x-request-id", "transfer-encoding"}
    told = [{k.lower(): v for k, v in one.headers.items() if k.lower() not in own} for one in (got, head)]
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert told[0] == told[1]
    assert (path in REFUSED) <= (got.status_code >= 400 and "Dataset-Version" not in got.headers)


@pytest.mark.parametrize("path", [*RESOURCES, "/v1/nothing"])
def test_the_stated_length_is_the_length(server: Server, path: str) -> None:
    """Content-Length, where given, is that of the bytes sent; without it the answer is chunked."""
    for encoding in ("identity", "gzip"):
        found = server.get(path, headers={"Accept-Encoding": encoding}, stream=True)
        raw = found.raw.read(decode_content=False)
        stated = found.headers.get("Content-Length")
        assert found.headers.get("Transfer-Encoding") == "chunked" if stated is None else int(stated) == len(raw)
        if found.headers.get("Content-Encoding") == "gzip":
            assert gzip.decompress(raw) == server.get(path).content


@pytest.mark.parametrize("accepted", ["gzip;q=0", "identity", "", "br", "gzip;q=0, *;q=0.5"])
def test_nothing_is_compressed_for_those_who_do_not_take_gzip(server: Server, accepted: str) -> None:
    """gzip is sent only where it is accepted."""
    found = server.get("/v1/figures", headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in found.headers
    assert found.json()["items"]

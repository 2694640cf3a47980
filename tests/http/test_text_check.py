"""The text check: a posted text held against an article's evidence. The texts here are invented."""

# ruff: noqa: E501 - records read better on one line

import json
import time
import unicodedata
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import client_of
from tests.generated import SPANS
from tests.serving import ARTICLE, Server

TEXT = "A café opened.\n\nTwo more cafés may follow in Zürich, it says.\n\n\nNobody knows when. Nobody."
LIMIT = 2**18
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}


def place(phrase: str, paragraph: int, occurrence: int = 0) -> dict[str, Any]:
    """The evidence of a phrase in the text."""
    start = -1
    for _ in range(occurrence + 1):
        start = TEXT.index(phrase, start + 1)
    return {"article": "cafe", "paragraph": paragraph, "start": start, "end": start + len(phrase), "exact": phrase}


def seeds() -> list[dict[str, Any]]:
    """An article of the text above, with evidence in a mention, a figure and a verification."""
    common = {"article": "cafe", "label": "x"}
    return [
        {"kind": "company", "id": "paper", "label": "x", "name": "Paper", "type": "publisher"},
        {"kind": "article", "id": "cafe", "label": "x", "headline": "x", "publisher": "companies/paper", "published": next(iter(SPANS)), "language": "en",
         "text_sha256": sha256(TEXT.encode()).hexdigest(), "text_length": len(TEXT), "rights": "x", "evidence": [place("opened", 1)]},
        {"kind": "mention", "id": "cafe.paper", "of": "companies/paper", "evidence": [place("it", 2), place("Nobody", 3, 1)], **common},
        {"kind": "figure", "id": "cafe.more", "hedge": "exact", "value": 2, "unit": "cafés", "evidence": [place("Two more cafés", 2)], **common},
        {"kind": "claim", "id": "cafe.plan", "statement": "x", "modality": "asserted", "evidence": [place("Zürich", 2)],
         "verification": [{"by": "companies/paper", "status": "denied", "evidence": [place("knows when", 3)]}], **common},
    ]  # fmt: skip


@pytest.fixture(scope="module")
def cafe(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of that article."""
    folder: Path = tmp_path_factory.mktemp("cafe")
    (folder / "facts.ndjson").write_text("".join(json.dumps(one) + "\n" for one in seeds()))
    return client_of(folder / "store", folder / "facts.ndjson")


def check(client: FlaskClient, text: str | bytes) -> dict[str, Any]:
    """The report on a text."""
    found = client.post("/v1/articles/cafe/text-check", data=text, headers=PLAIN)
    assert (found.status_code, found.content_type) == (200, "application/json"), found.get_json()
    report: dict[str, Any] = found.get_json()
    assert sum(report[status] for status in ("exact", "moved", "ambiguous", "missing")) == len(report["checks"])
    return report


def statuses(report: dict[str, Any]) -> dict[str, str]:
    """The status of each phrase."""
    return {f"{one['ref']} {one['field']}": one["status"] for one in report["checks"]}


def test_the_recorded_text_is_exact(cafe: FlaskClient) -> None:
    """All evidence, also of verifications and of the article itself, is exact, and the hash is equal."""
    report = check(cafe, TEXT)
    assert (report["same_text"], report["exact"], report["article"]) == (True, 6, "cafe")
    assert statuses(report)["claims/cafe.plan verification.0.evidence.0"] == "exact"


@pytest.mark.parametrize(
    "form",
    [
        unicodedata.normalize("NFD", TEXT),
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        "\ufeff" + TEXT,
    ],
    ids=["NFD", "CRLF", "CR", "BOM"],
)
def test_the_form_of_the_text_does_not_matter(cafe: FlaskClient, form: str) -> None:
    """Unicode form, line ends and a byte order mark are not the text."""
    report = check(cafe, form)
    assert (report["same_text"], report["exact"]) == (True, 6)


def test_a_phrase_that_moved_is_found_by_its_neighbours(cafe: FlaskClient) -> None:
    """A longer beginning moves all phrases, also those that occur twice."""
    report = check(cafe, "New.\n\n" + TEXT)
    assert report["same_text"] is False
    assert statuses(report)["mentions/cafe.paper evidence.1"] == "moved"  # Nobody stands there twice
    moved = {one["exact"]: one["found"] for one in report["checks"] if one["status"] == "moved"}
    start = TEXT.index("Zürich") + 6
    assert moved["Zürich"] == {"paragraph": 3, "start": start, "end": start + 6}


def test_a_phrase_in_another_paragraph_moved(cafe: FlaskClient) -> None:
    """Where a blank line was put in or taken out before it, its offset may be right and its paragraph not."""
    report = check(cafe, TEXT.replace("\n\nTwo", " \nTwo"))
    found = {one["exact"]: one for one in report["checks"]}
    assert found["Zürich"]["status"] == "moved"
    assert found["Zürich"]["found"] == {
        "paragraph": 1,
        "start": found["Zürich"]["start"],
        "end": found["Zürich"]["end"],
    }
    assert found["Nobody"]["status"] == "moved"
    assert found["Nobody"]["found"]["start"] == found["Nobody"]["start"]


def test_a_phrase_is_ambiguous_where_nothing_tells_its_places_apart(cafe: FlaskClient) -> None:
    """With every place it may have moved to."""
    (found,) = [one for one in check(cafe, "x Nobody. Nobody.")["checks"] if one["status"] != "missing"]
    assert (found["exact"], found["status"], found["found"]) == ("Nobody", "ambiguous", None)
    assert [place["start"] for place in found["places"]] == [2, 10]


def test_a_changed_phrase_is_missing(cafe: FlaskClient) -> None:
    """A phrase that is not in the text is missing; the rest is still exact."""
    report = check(cafe, TEXT.replace("Zürich", "Geneva"))
    assert {name for name, status in statuses(report).items() if status != "exact"} == {"claims/cafe.plan evidence.0"}


@pytest.mark.parametrize("text", ["", "\n\n\n", "\x00", "🚀" * 10])
def test_any_text_is_checked(cafe: FlaskClient, text: str) -> None:
    """Nothing of the article in it: everything is missing."""
    assert check(cafe, text)["missing"] == 6


def test_the_limit_is_256_kibibytes(server: Server) -> None:
    """N bytes are checked, N+1 refused; with or without a stated length."""
    path = f"/v1/articles/{ARTICLE}/text-check"
    headers = PLAIN | {"Connection": "close"}
    assert server.get(path, "POST", data=b"x" * LIMIT, headers=headers).status_code == 200
    assert server.get(path, "POST", data=b"x" * (LIMIT + 1), headers=headers).status_code == 413
    assert server.get(path, "POST", data=iter([b"x" * LIMIT]), headers=headers).status_code == 200
    assert server.get(path, "POST", data=iter([b"x" * LIMIT, b"x"]), headers=headers).status_code == 413


@pytest.mark.parametrize("body", [b"caf\xe9", b"\xed\xa0\x80", b"\xff\xfe", b"\xc0\xaf"])
def test_what_is_not_utf8_is_refused(cafe: FlaskClient, body: bytes) -> None:
    """The error gives the place of the first bad byte."""
    found = cafe.post("/v1/articles/cafe/text-check", data=body, headers=PLAIN)
    assert (found.status_code, found.get_json()["code"]) == (400, "malformed-request")
    assert "byte" in found.get_json()["detail"]


def test_nothing_is_stored(cafe: FlaskClient) -> None:
    """The check changes nothing: version and answers are the same, and the answer is not cached."""
    before = cafe.get("/v1/").get_json()["version"]
    found = cafe.post("/v1/articles/cafe/text-check", data="other", headers=PLAIN)
    assert found.headers["Cache-Control"] == "no-store"
    assert cafe.get("/v1/").get_json()["version"] == before
    assert check(cafe, TEXT)["exact"] == 6


JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize("body", [json.dumps({"text": TEXT}), json.dumps({"text": TEXT}, ensure_ascii=False)])
def test_the_text_may_come_in_json(cafe: FlaskClient, body: str) -> None:
    """The same report as for plain text."""
    found = cafe.post("/v1/articles/cafe/text-check", data=body.encode(), headers=JSON)
    assert found.status_code == 200
    assert found.get_json() == check(cafe, TEXT)
    assert found.headers["Dataset-Version"] == cafe.get("/v1/").get_json()["version"]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"1", b'"text"', b"null", b"{}", b'{"text": 1}', b'{"text": null}', b'{"text": ["x"]}',
        b'{"text": "x", "y": NaN}', b'{"text": "x", "y": -Infinity}', b'{"text": "\\ud800"}', b'{"text": "\xff"}',
        b'{"text": "x", "y": ' + b"9" * 5000 + b"}", b"[" * 100_000, b'{"text":' * 20_000, b'{"text": "x"} x',
    ],
)  # fmt: skip
def test_json_without_a_text_is_malformed(cafe: FlaskClient, body: bytes) -> None:
    """400 for a body that is not an object, has no string `text`, or is not valid JSON (NaN)."""
    found = cafe.post("/v1/articles/cafe/text-check", data=body, headers=JSON)
    assert (found.status_code, found.get_json()["code"]) == (400, "malformed-request")


def test_the_limit_counts_the_bytes_of_the_body_in_json_too(server: Server) -> None:
    """A body of N bytes is read, one of N+1 is not, however long the text in it is."""
    path = f"/v1/articles/{ARTICLE}/text-check"
    for size, status in ((LIMIT, 200), (LIMIT + 1, 413)):
        body = b'{"text":"%s"}' % (b"x" * (size - 11))
        found = server.get(path, "POST", data=body, headers={**JSON, "Connection": "close"})
        assert (len(body), found.status_code) == (size, status)


@pytest.mark.parametrize("marks", ["\u0301\u0316", "\u0f73\u0f75", "\u0344\u0316"])
def test_marks_that_pile_up_cost_little(cafe: FlaskClient, marks: str) -> None:
    """A body full of combining marks, which took seconds to sort, is a text like any other."""
    text = "e" + marks * ((LIMIT - 1) // len(marks.encode()))
    began = time.process_time()
    found = cafe.post("/v1/articles/cafe/text-check", data=text.encode(), headers=PLAIN)
    assert (found.status_code, found.get_json()["missing"]) == (200, 6)
    assert time.process_time() - began < 1

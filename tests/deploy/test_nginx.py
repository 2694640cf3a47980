"""The nginx site of deploy/ in front of a server: what it keeps, what it refuses, and how it says so."""

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.deploy.proxy import proxied
from tests.operation.processes import eventually
from tests.operation.raw import ask, request
from tests.operation.test_hostile_requests import CHECK, TEXT
from tests.serving import PATIENCE, SEEDS, Server, serving

pytestmark = pytest.mark.needs("nginx")

GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the seeds, to be changed."""
    return Path(shutil.copytree(SEEDS, tmp_path_factory.mktemp("changing") / "seeds"))


@pytest.fixture(scope="module")
def behind(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server behind; what it says is fresh for a second, so that revalidation can be seen."""
    with serving(tmp_path_factory.mktemp("behind"), seeds, ARTICLE_FACTS_MAX_AGE="1") as running:
        yield running


@pytest.fixture(scope="module")
def front(behind: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """nginx, whose rate limit these tests do not meet."""
    with proxied(behind, tmp_path_factory.mktemp("front"), {"rate=50r/s": "rate=10000r/s"}) as running:
        yield running


def is_problem(answer: Any, status: int) -> None:
    """In the API's form, with its headers."""
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    problem = answer.json()
    assert problem["status"] == status
    assert {"type", "title", "detail", "code"} <= problem.keys()
    assert "nginx/" not in str(answer.headers)


def raw_problem(front: Server, sent: bytes, status: int) -> None:
    """The same, for what no client library sends."""
    (answer,) = ask(front, sent)
    assert answer.status == status
    assert "application/problem+json" in answer.head
    assert b'"status":%d' % status in answer.body


def test_an_answer_is_kept_and_revalidated(front: Server) -> None:
    """MISS, HIT, and when it is stale a 304 from behind makes it fresh: the same bytes all the time."""
    path = "/v1/figures?limit=3"
    first, second = front.get(path), front.get(path)
    assert (first.headers["X-Cache"], second.headers["X-Cache"]) == ("MISS", "HIT")
    time.sleep(2.1)
    third = front.get(path)
    assert third.headers["X-Cache"] == "REVALIDATED"
    assert first.content == second.content == third.content
    assert first.headers["ETag"] == third.headers["ETag"]
    assert front.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_new_data_takes_the_place_of_what_is_kept(behind: Server, seeds: Path, tmp_path: Path) -> None:
    """After a reload the kept answer is another file: it is served, also where the old one is still held open."""
    companies, path = seeds / "companies.yaml", "/v1/companies/microsoft"
    with proxied(behind, tmp_path / "front") as front:
        for word in ("First", "Second"):
            companies.write_text(re.sub("label: .*", f"label: {word}", companies.read_text(), count=1))
            behind.hang_up()
            eventually(lambda word=word: f'"label":"{word}"' in front.get(path).text)
            kept = [front.get(path) for _ in range(5)]
            assert {f'"label":"{word}"' in answer.text for answer in kept} == {True}
            assert "HIT" in {answer.headers["X-Cache"] for answer in kept}


def test_representations_are_kept_apart(front: Server, behind: Server) -> None:
    """By Accept and by gzip, however Accept-Encoding is spelled; each answer equals the API's own."""
    path = "/v1/claims"
    for accept in ("application/json", "text/csv", "application/x-ndjson"):
        for coding in ("identity", "gzip", "gzip, deflate, br, zstd", "br, gzip;q=0.8", "gzip;q=0"):
            sent = {"Accept": accept, "Accept-Encoding": coding}
            for _ in range(2):
                ahead, direct = front.get(path, headers=sent), behind.get(path, headers=sent)
                assert ahead.content == direct.content
                for name in ("Content-Type", "ETag", "Vary", "Cache-Control"):
                    assert ahead.headers[name] == direct.headers[name]
                assert ahead.headers.get("Content-Encoding") == direct.headers.get("Content-Encoding")


@pytest.mark.parametrize("lines", [("*/*", "text/csv"), ("application/json", "text/html"), ("", "text/csv")])
def test_no_entry_is_poisoned_by_two_lines(front: Server, behind: Server, lines: tuple[str, str]) -> None:
    """The cache key has both `Accept` lines of a request: a client that sends only the first gets its own answer."""
    path = f"/v1/parties?limit={len(lines[0]) + 1}"
    sent = "".join(f"Accept: {line}\r\n" for line in lines).encode()
    for _ in range(2):
        ask(front, request(path.encode(), headers=sent))
    ahead, direct = (one.get(path, headers={"Accept": lines[0]}) for one in (front, behind))
    assert ahead.headers["Content-Type"] == direct.headers["Content-Type"]
    assert ahead.content == direct.content


def test_head_has_no_body(front: Server) -> None:
    """And the headers of GET."""
    got, head = front.get("/v1/dates"), front.get("/v1/dates", method="HEAD")
    assert head.content == b""
    assert head.headers["ETag"] == got.headers["ETag"]


def test_errors_of_the_api_pass(front: Server) -> None:
    """As they are, and are not kept."""
    for _ in range(2):
        answer = front.get("/v1/figures?nonsense=1")
        assert answer.json()["code"] == "unknown-parameter"
        assert answer.headers["X-Cache"] == "MISS"
    assert front.get("/v1/nothing").json()["code"] == "not-found"
    posted = front.get("/v1/figures", method="POST")
    assert (posted.status_code, posted.json()["code"]) == (405, "method-not-allowed")


def test_ids_belong_to_one_exchange(front: Server) -> None:
    """Also where the answer is a kept one."""
    given = [front.get("/v1/events").headers["X-Request-ID"] for _ in range(5)]
    assert len(set(given)) == 5
    assert front.get("/v1/events", headers={"X-Request-ID": "mine-1"}).headers["X-Request-ID"] == "mine-1"
    assert front.get("/v1/events", headers={"X-Request-ID": "a b"}).headers["X-Request-ID"] != "a b"


def test_ranges_are_those_of_the_api(front: Server, behind: Server) -> None:
    """One is 206, several at once are the whole, one beyond the end is a problem; none is kept as the whole."""
    whole = behind.get("/v1/dates.csv").content
    for asked, status in (("bytes=0-9", 206), ("bytes=-8", 206), ("bytes=0-9,20-29", 200), ("bytes=9999999-", 416)):
        seen, own = (one.get("/v1/dates.csv", headers={"Range": asked}) for one in (front, behind))
        assert (seen.status_code, own.status_code, seen.content) == (status, status, own.content)
        assert seen.headers.get("Content-Range") == own.headers.get("Content-Range")
        assert seen.headers["Content-Type"] == own.headers["Content-Type"]
        assert front.get("/v1/dates.csv").content == whole


def test_preconditions_that_fail_are_problems(front: Server, behind: Server) -> None:
    """The API's own, and the connection stays open: nginx's would be HTML and end it."""
    etag = front.get("/v1/dates.csv").headers["ETag"]
    for asked, status in (('"other"', 412), (etag, 200)):
        seen, own = (one.get("/v1/dates.csv", headers={"If-Match": asked}) for one in (front, behind))
        assert (seen.status_code, own.status_code, seen.content) == (status, status, own.content)
    assert front.get("/healthz").status_code == 200


def test_long_urls(front: Server) -> None:
    """414 in the API's form; shorter ones reach the API."""
    raw_problem(front, request(b"/v1/?q=" + b"x" * 9000), 414)
    (answer,) = ask(front, request(b"/v1/?q=" + b"x" * 8000))
    assert (answer.status, b"unknown-parameter" in answer.body) == (400, True)


def test_large_headers(front: Server) -> None:
    """431, from nginx where one is too long, from gunicorn where there are too many."""
    raw_problem(front, request(headers=b"X-Long: " + b"x" * 9000 + b"\r\n"), 431)
    raw_problem(front, request(headers=b"".join(b"X-%d: 1\r\n" % n for n in range(100))), 431)


def test_what_is_no_http(front: Server) -> None:
    """400."""
    raw_problem(front, b"GET /v1/ HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n", 400)


def test_bodies_at_the_limit_and_past_it(front: Server) -> None:
    """256 KiB are taken, one byte more is 413."""
    (answer,) = ask(front, request(CHECK, b"POST", TEXT + b"Content-Length: 262144\r\n"), b"x" * 2**18)
    assert answer.status == 200
    raw_problem(front, request(CHECK, b"POST", TEXT + b"Content-Length: 262145\r\n"), 413)


def test_the_rate_limit(behind: Server, tmp_path: Path) -> None:
    """At N everything is answered, N+1 is 429 with Retry-After."""
    changes = {"rate=50r/s": "rate=1r/m", "burst=100": "burst=5"}
    with proxied(behind, tmp_path / "limited", changes) as front:
        for _ in range(6):
            assert front.get("/healthz").status_code == 200
        answer = front.get("/healthz")
        is_problem(answer, 429)
        assert answer.headers["Retry-After"] == "1"


def test_a_server_that_is_away(tmp_path: Path) -> None:
    """Cached answers are still served; all others are 502 with Retry-After."""
    with (
        serving(tmp_path / "server", ARTICLE_FACTS_MAX_AGE="1") as server,
        proxied(server, tmp_path / "front") as front,
    ):
        kept = front.get("/v1/figures")
        server.process.terminate()
        server.process.wait(PATIENCE)
        time.sleep(2.1)
        stale = front.get("/v1/figures")
        assert (stale.status_code, stale.headers["X-Cache"], stale.content) == (200, "STALE", kept.content)
        answer = front.get("/v1/dates")
        is_problem(answer, 502)
        assert answer.headers["Retry-After"] == "1"


def test_slow_clients_hold_nothing_behind(front: Server) -> None:
    """nginx reads the API's answer at once, however slowly the client reads."""
    with requests.get(front.url + "/v1/facts.ndjson", stream=True, timeout=PATIENCE, headers=GZIP) as slow:
        assert slow.raw.read(10)
        assert front.get("/healthz").status_code == 200

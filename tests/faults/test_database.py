"""PostgreSQL away for half a minute under load: what callers see meanwhile, and how soon all is well again."""

import http.client
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import Tell
from tests.faults.load import Record, load
from tests.operation.processes import eventually, workers_of
from tests.serving import Server, serving
from tests.store import postgres

pytestmark = pytest.mark.faults

_AWAY, _RATE = 30, 100
_BACK, _PROMPT = 2.0, 0.1  # seconds


@pytest.fixture
def cluster() -> Iterator[postgres.Cluster]:
    """A PostgreSQL server that is stopped."""
    with postgres.running() as running:
        yield running


def sound(status: int, body: bytes) -> str:
    """A whole page, or the problem that says that there is no database."""
    document = json.loads(body)
    if status == 200:
        return "" if document["items"] else "an empty page"
    return "away" if (status, document["code"]) == (503, "store-unavailable") else f"{status}: {body[:200]!r}"


def told(server: Server, path: str) -> tuple[int, str | None]:
    """Status and Retry-After, on a connection of its own."""
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    connection.close()
    return answer.status, answer.getheader("Retry-After")


def within(record: Record, begin: float, end: float) -> list[tuple[float, str]]:
    """Of the requests that were sent in this time: seconds and what was wrong."""
    return [(seconds, wrong) for at, seconds, wrong in record.requests if begin <= at < end]


def test_an_outage_is_told_at_once_and_leaves_no_trace(cluster: postgres.Cluster, tmp_path: Path, tell: Tell) -> None:
    """503 with Retry-After within 100 ms for all but one in a hundred, live but not ready; two seconds after the
    database is back every request is answered, by the same workers."""
    url = cluster.url()
    with serving(tmp_path, app="asgi:app", ARTICLE_FACTS_DATABASE_URL=url, WEB_CONCURRENCY="2") as server:
        eventually(lambda: len(workers_of(server.process.pid)) == 2)
        workers = workers_of(server.process.pid)
        with load(server, "/v1/figures?limit=5", _RATE, sound) as record:
            time.sleep(3)
            cluster.stop()
            stopped = time.monotonic()
            time.sleep(_AWAY)
            assert told(server, "/v1/claims") == (503, "1")
            assert told(server, "/readyz")[0] == 503
            assert told(server, "/healthz")[0] == 200
            cluster.start()
            started = time.monotonic()
            time.sleep(_BACK + 5)
        assert workers_of(server.process.pid) == workers
    away = within(record, stopped + 1, started - 2)  # -2: it answers before pg_ctl says so
    seconds = sorted(taken for taken, _ in away)
    p99 = seconds[int(0.99 * len(seconds))]
    last = max((at for at, _ in record.failures), default=0.0)
    tell(f"database away {_AWAY} s: {len(away)} requests, p99 {p99 * 1000:.0f} ms; last failure {last - started:+.2f} s"
         f" from its return; {len(record.requests)} requests in all")  # fmt: skip
    assert {wrong for _, wrong in record.failures} == {"away"}
    assert {wrong for _, wrong in away} == {"away"}
    assert len(away) > _AWAY * _RATE / 4
    assert p99 < _PROMPT
    assert last < started + _BACK

"""What callers see while PostgreSQL is away, hangs, or is behind a pooler that shares its sessions."""

import http.client
import itertools
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
import requests
from pydantic import SecretStr

from api import create_app
from api.settings import Settings
from api.store import selection as store
from tests.faults.conftest import Tell
from tests.faults.load import Record, load
from tests.operation.processes import eventually, workers_of
from tests.serving import Server, serving
from tests.store import postgres
from tests.store.pgbouncer import pooling
from tests.store.sample import write_sample

pytestmark = pytest.mark.faults

_AWAY, _RATE = 30, 100
_BACK, _PROMPT = 2.0, 0.1  # seconds


@pytest.fixture
def cluster() -> Iterator[postgres.Cluster]:
    """A PostgreSQL server that is stopped."""
    with postgres.running() as running:
        yield running


def sound(status: int, body: bytes) -> str:
    """A complete page, or the problem that says that there is no database."""
    document = json.loads(body)
    if status == 200:
        return "" if document["items"] else "an empty page"
    return "away" if (status, document["code"]) == (503, "store-unavailable") else f"{status}: {body[:200]!r}"


def outcome(server: Server, path: str) -> tuple[int, str | None]:
    """Status and Retry-After, on a new connection."""
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    connection.close()
    return answer.status, answer.getheader("Retry-After")


def within(record: Record, begin: float, end: float) -> list[tuple[float, str]]:
    """Seconds and faults of the requests that were sent in this time."""
    return [(seconds, wrong) for at, seconds, wrong in record.requests if begin <= at < end]


def test_an_outage_is_reported_at_once_and_leaves_no_trace(
    cluster: postgres.Cluster, tmp_path: Path, tell: Tell
) -> None:
    """During an outage 99 of 100 answers are 503 with Retry-After within 100 ms, and the server is live but not
    ready. Two seconds after the database's return the same workers answer every request."""
    url = cluster.url()
    with serving(tmp_path, app="asgi:app", ARTICLE_FACTS_DATABASE_URL=url, WEB_CONCURRENCY="2") as server:
        eventually(lambda: len(workers_of(server.process.pid)) == 2)
        workers = workers_of(server.process.pid)
        with load(server, "/v1/figures?limit=5", _RATE, sound) as record:
            time.sleep(3)
            cluster.stop()
            stopped = time.monotonic()
            time.sleep(_AWAY)
            assert outcome(server, "/v1/claims") == (503, "1")
            assert outcome(server, "/readyz")[0] == 503
            assert outcome(server, "/healthz")[0] == 200
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


_CLIENTS, _SECONDS, _SESSIONS = 8, 10, 3
_PATHS = (
    "/v1/figures?limit=20&value_min={n}",
    "/v1/figures/article-00000{d}.figure-{d}",
    "/v1/claims?limit=5&q=river&count=true",
    "/v1/claims?limit={n}&sort=-modality",
    "/v1/facts?limit=9&from=20{d}0&hedge=exact,about",
    "/v1/facts.csv?article=article-00000{d}",
    "/v1/companies/counts?by=type",
    "/v1/events?limit={n}&refers_to=locations/location-{d}",
)


@pytest.mark.needs("pgbouncer", "root")
def test_a_pooler_in_transaction_mode_mixes_nothing_up(cluster: postgres.Cluster, tmp_path: Path, tell: Tell) -> None:
    """Eight clients on three sessions get SQLite's answers, byte for byte, while loads use the pooler too; no
    setting of ours remains in a session."""
    seeds = write_sample(tmp_path / "sample.ndjson", 8)
    expected = dict(_answers(tmp_path / "sqlite", seeds))
    with pooling(cluster, _SESSIONS) as url:
        ours = Settings(folder=tmp_path, database_url=SecretStr(url))
        store.load(ours, write_sample(tmp_path / "other.ndjson", 2))
        store.load(ours, seeds)
        with serving(tmp_path / "server", ARTICLE_FACTS_DATABASE_URL=url, ARTICLE_FACTS_SEEDS="") as server:
            asked = [0] * _CLIENTS
            until = time.monotonic() + _SECONDS

            def ask(client: int) -> None:
                with requests.Session() as session:
                    for path in itertools.cycle(expected):
                        answer = session.get(server.url + path, timeout=20)
                        assert (answer.status_code, answer.content) == expected[path], path
                        asked[client] += 1
                        if time.monotonic() > until:
                            return

            with ThreadPoolExecutor(_CLIENTS) as clients:
                list(clients.map(ask, range(_CLIENTS)))
            store.load(ours, seeds)
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True, prepare_threshold=None) as connection:
            for setting, default in (("statement_timeout", "0"), ("jit", "on"), ("lock_timeout", "0")):
                assert connection.execute(f"SHOW {setting}").fetchall() == [(default,)]
            assert connection.execute("SELECT count(*) FROM pg_prepared_statements").fetchall() == [(0,)]
    tell(f"{sum(asked)} answers through PgBouncer, each what SQLite says")
    assert sum(asked) > 200


def _answers(folder: Path, seeds: Path) -> Iterator[tuple[str, tuple[int, bytes]]]:
    settings = Settings(folder=folder)
    store.load(settings, seeds)
    client = create_app(settings).test_client()
    for n, path in itertools.product(range(1, 9), _PATHS):
        answer = client.get(asked := path.format(n=n, d=n % 8))
        yield asked, (answer.status_code, answer.data)

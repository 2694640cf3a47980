"""PostgreSQL as it is in operation: away, back, failed over, loaded again while it is read."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import requests

from api.settings import Settings
from api.store import Unavailable
from api.store.postgres import vector
from api.store.selection import load, open_store
from api.store.words import FENCE
from schemas.seedfiles.faults import SeedError
from tests.serving import ROOT, SEEDS, Server, serving
from tests.store import postgres
from tests.store.postgres import Cluster
from tests.store.sample import write_sample

_PATIENCE = 30  # seconds that a loaded machine may take for what should take two


@pytest.fixture
def database(cluster: Cluster, request: pytest.FixtureRequest) -> str:
    """The URL of an empty database."""
    name = f"test_{abs(hash(request.node.nodeid))}"
    cluster.create(name)
    return cluster.url(database=name)


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    """A server that a test may stop."""
    with postgres.running() as running:
        yield running


def _eventually(is_so: Callable[[], bool]) -> float:
    """The seconds until it was so."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < _PATIENCE
        time.sleep(0.05)
    return time.monotonic() - began


def _status(server: Server, path: str) -> int:
    return requests.get(server.url + path, timeout=20).status_code


def _problem_quickly(server: Server) -> None:
    """The best of several answers comes within 100 ms: the machine may be slow, the server may not wait."""
    times = []
    for _ in range(10):
        answer = server.get("/v1/figures?limit=3")
        times.append(answer.elapsed.total_seconds())
        assert (answer.status_code, answer.json()["code"]) == (503, "store-unavailable")
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["Retry-After"].isdigit()
    assert min(times) < 0.1


def test_while_the_database_is_away_every_answer_says_so_at_once_and_it_recovers_by_itself(
    own_cluster: Cluster, tmp_path: Path
) -> None:
    """503 with Retry-After, live but not ready; after its return all is well in the same processes, and the log has
    told each of the two once, without a traceback."""
    with serving(tmp_path, ARTICLE_FACTS_DATABASE_URL=own_cluster.url()) as server:
        before = server.get("/v1/figures")
        own_cluster.stop()
        _eventually(lambda: _status(server, "/v1/figures") == 503)
        _problem_quickly(server)
        assert (_status(server, "/healthz"), _status(server, "/readyz")) == (200, 503)
        own_cluster.start()
        took = _eventually(lambda: _status(server, "/v1/figures") == 200)
        print(f"back after {took:.2f} s")  # noqa: T201
        after = server.get("/v1/figures")
        assert (after.content, after.headers["ETag"]) == (before.content, before.headers["ETag"])
        assert _status(server, "/readyz") == 200
        assert server.process.poll() is None
    log = (tmp_path / "server.log").read_text()
    assert "Traceback" not in log
    assert log.count("the database is back") == 1


def test_a_server_that_starts_while_the_database_is_away_waits_for_it(own_cluster: Cluster, tmp_path: Path) -> None:
    """It comes up, says 503, and serves what the database holds as soon as that is there."""
    load(Settings(folder=tmp_path, database_url=own_cluster.url()), SEEDS)
    own_cluster.stop()
    with serving(tmp_path, ARTICLE_FACTS_DATABASE_URL=own_cluster.url()) as server:
        _problem_quickly(server)
        own_cluster.start()
        _eventually(lambda: _status(server, "/v1/figures") == 200)


def test_reads_go_on_when_the_primary_is_killed(own_cluster: Cluster, tmp_path: Path) -> None:
    """The standby in the URL takes over; loading, which needs a primary, says that there is none."""
    with postgres.standby(own_cluster) as standby:
        url = own_cluster.url(standby)
        with serving(tmp_path, ARTICLE_FACTS_DATABASE_URL=url) as server:
            before = server.get("/v1/figures")
            _eventually(lambda: _holds(standby, tmp_path))
            own_cluster.stop()
            _eventually(lambda: all(server.get("/v1/figures").content == before.content for _ in range(20)))
            assert _status(server, "/readyz") == 200
        with pytest.raises(Unavailable, match="cannot be loaded"):
            load(Settings(folder=tmp_path, database_url=url), SEEDS)


def _holds(standby: Cluster, folder: Path) -> bool:
    """Whether the standby has replayed the load."""
    store = open_store(Settings(folder=folder, database_url=standby.url()))
    try:
        return bool(store.current().version)
    except Unavailable:
        return False
    finally:
        store.close()


def test_readers_never_see_a_mix_of_versions(database: str, tmp_path: Path) -> None:
    """While two datasets are loaded in turn, every page is wholly of the version that its ETag was made for, and the
    server follows each load."""
    seeds = [write_sample(tmp_path / f"{n}.ndjson", n) for n in (3, 4)]
    settings = Settings(folder=tmp_path, database_url=database)
    totals = {load(settings, one)[0]: load(settings, one)[1]["figures"] for one in seeds}
    seen: set[tuple[str, int, int]] = set()
    done = threading.Event()
    with serving(tmp_path, ARTICLE_FACTS_DATABASE_URL=database, ARTICLE_FACTS_SEEDS="") as server:
        reader = threading.Thread(target=_read, args=(server, seen, done))
        reader.start()
        for _ in range(3):
            for one in seeds:
                version = load(settings, one)[0]
                _eventually(lambda version=version: server.get("/v1/").json()["version"] == version)  # type: ignore[misc]
        done.set()
        reader.join()
    assert {(total, items) for _, total, items in seen} == {(n, n) for n in totals.values()}
    assert len({tag for tag, _, _ in seen}) == 2


def _read(server: Server, seen: set[tuple[str, int, int]], done: threading.Event) -> None:
    with requests.Session() as session:
        while not done.is_set():
            answer = session.get(server.url + "/v1/figures?limit=1000&count=true", timeout=20)
            page = answer.json()
            seen.add((answer.headers["ETag"], page["total"], len(page["items"])))


def test_loads_leave_the_current_dataset_and_the_one_before(database: str, tmp_path: Path) -> None:
    """Older ones are dropped; the same content again changes nothing; bad seeds leave no trace."""
    settings = Settings(folder=tmp_path, database_url=database)
    versions = [load(settings, write_sample(tmp_path / f"{n}.ndjson", n))[0] for n in (1, 2, 3, 3)]
    bad = tmp_path / "bad.ndjson"
    bad.write_text((tmp_path / "2.ndjson").read_text() + '{"kind":"figure"}\n')
    with pytest.raises(SeedError):
        load(settings, bad)
    assert _schemas(database) == {version[:16] for version in versions[1:]}


def test_a_load_that_is_killed_leaves_the_old_dataset_whole(database: str, tmp_path: Path) -> None:
    """No litter, no lock that the next load would wait for."""
    settings = Settings(folder=tmp_path, database_url=database)
    version, _ = load(settings, write_sample(tmp_path / "small.ndjson", 2))
    large = write_sample(tmp_path / "large.ndjson", 1500)
    environment = {
        "ARTICLE_FACTS_DATABASE_URL": database,
        "ARTICLE_FACTS_FOLDER": str(tmp_path),
        "PATH": "/usr/bin:/bin",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "facts", "load", str(large)]
    loading = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _eventually(lambda: _loads(database) > 0)
    loading.kill()
    loading.wait()
    _eventually(lambda: _loads(database) == 0)
    assert _schemas(database) == {version[:16]}
    assert load(settings, tmp_path / "small.ndjson")[0] == version


def _schemas(database: str) -> set[str]:
    """The version part of each dataset's schema."""
    with psycopg.connect(database.replace("+psycopg", "")) as connection:
        rows = connection.execute(r"SELECT nspname FROM pg_namespace WHERE nspname LIKE 'facts\_%'").fetchall()
    return {row[0].split("_")[1] for row in rows}


def _loads(database: str) -> int:
    """How many loads are running."""
    held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"  # noqa: E501
    with psycopg.connect(database.replace("+psycopg", "")) as connection:
        return int(connection.execute(held).fetchall()[0][0])


def test_a_fence_leaves_a_gap_that_no_phrase_crosses() -> None:
    """Words of a title are marked A; a word's places are listed once."""
    assert vector("a b", f"c {FENCE} c") == "'a':1A 'b':2A 'c':4,6"


def test_a_database_without_a_dataset_is_unavailable(database: str, tmp_path: Path) -> None:
    """Nothing was loaded yet: it says so."""
    store = open_store(Settings(folder=tmp_path, database_url=database))
    with pytest.raises(Unavailable, match="no dataset yet"):
        store.current()
    store.close()

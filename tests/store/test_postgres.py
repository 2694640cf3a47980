"""PostgreSQL in operation: away, back, failed over, and loaded again while it is read."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests
from psycopg.rows import dict_row, tuple_row
from pydantic import SecretStr

from api.settings import Settings
from api.store import Unavailable
from api.store.plan import Find
from api.store.postgres import vector
from api.store.selection import load, open_store
from api.store.words import FENCE
from schemas.registry import QUERYABLE
from schemas.seedfiles.faults import SeedError
from tests.operation.processes import eventually
from tests.serving import PATIENCE, ROOT, SEEDS, Server, serving
from tests.store import postgres
from tests.store.postgres import Cluster
from tests.store.sample import write_sample


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


@contextmanager
def _serving_seeds(folder: Path, url: str, **environment: str) -> Iterator[Server]:
    """A server on a database that is loaded in this process, which has imported the program already."""
    load(Settings(folder=folder, database_url=url), SEEDS)
    with serving(folder, ARTICLE_FACTS_DATABASE_URL=url, ARTICLE_FACTS_SEEDS="", **environment) as server:
        yield server


def _status(server: Server, path: str) -> int:
    return requests.get(server.url + path, timeout=PATIENCE).status_code


def _problem_quickly(server: Server) -> None:
    """The fastest of several answers comes within 100 ms: the machine may be slow, the server must not wait."""
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
    """While the database is away, answers are 503 with Retry-After and the server is live but not ready. After its
    return everything works in the same processes. The log reports each change once, without a traceback."""
    with _serving_seeds(tmp_path, own_cluster.url()) as server:
        before = server.get("/v1/figures")
        own_cluster.stop()
        eventually(lambda: _status(server, "/v1/figures") == 503)
        _problem_quickly(server)
        assert (_status(server, "/healthz"), _status(server, "/readyz")) == (200, 503)
        own_cluster.start()
        eventually(lambda: _status(server, "/v1/figures") == 200)
        after = server.get("/v1/figures")
        assert (after.content, after.headers["ETag"]) == (before.content, before.headers["ETag"])
        assert _status(server, "/readyz") == 200
        assert server.process.poll() is None
    log = (tmp_path / "server.log").read_text()
    assert "Traceback" not in log
    assert log.count("the database is back") == 1


def test_a_server_that_starts_while_the_database_is_away_waits_for_it(own_cluster: Cluster, tmp_path: Path) -> None:
    """The server starts, answers 503, and serves the database's dataset as soon as it is back."""
    load(Settings(folder=tmp_path, database_url=own_cluster.url()), SEEDS)
    own_cluster.stop()
    with serving(tmp_path, ARTICLE_FACTS_DATABASE_URL=own_cluster.url()) as server:
        _problem_quickly(server)
        own_cluster.start()
        eventually(lambda: _status(server, "/v1/figures") == 200)


def test_a_later_start_on_bad_seeds_serves_what_the_database_holds(database: str, tmp_path: Path) -> None:
    """A server whose seeds are at fault serves the dataset from before, and /readyz says why; with no dataset in the
    database it exits with the error."""
    seeds = tmp_path / "seeds.ndjson"
    seeds.write_text("{}\n")
    environment = {"ARTICLE_FACTS_DATABASE_URL": database, "ARTICLE_FACTS_SEEDS": str(seeds)}
    with (
        pytest.raises(RuntimeError, match=r"(?s)seeds\.ndjson:1: .*no dataset is there yet"),
        serving(tmp_path, **environment),
    ):
        pass
    version, _ = load(Settings(folder=tmp_path, database_url=database), SEEDS)
    with serving(tmp_path, **environment) as server:
        assert server.get("/v1/").json()["version"] == version
        assert "seeds.ndjson:1: " in server.get("/readyz").json()["reload_error"]


def test_reads_go_on_when_the_primary_is_killed(own_cluster: Cluster, tmp_path: Path) -> None:
    """The standby in the URL answers; a load, which needs a primary, reports that there is none."""
    with postgres.standby(own_cluster) as standby:
        url = own_cluster.url(standby)
        with _serving_seeds(tmp_path, url) as server:
            before = server.get("/v1/figures")
            eventually(lambda: _holds(standby, tmp_path))
            own_cluster.stop()
            eventually(lambda: all(server.get("/v1/figures").content == before.content for _ in range(20)))
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
    """While two datasets are loaded in turn, every page is wholly of the version of its ETag, and the server follows
    each load."""
    seeds = [write_sample(tmp_path / f"{n}.ndjson", n) for n in (3, 4)]
    settings = Settings(folder=tmp_path, database_url=database)
    totals = [load(settings, one)[1]["figures"] for one in seeds]
    seen: set[tuple[str, int, int]] = set()
    done = threading.Event()
    with serving(tmp_path, ARTICLE_FACTS_DATABASE_URL=database, ARTICLE_FACTS_SEEDS="") as server:
        reader = threading.Thread(target=_read, args=(server, seen, done))
        reader.start()
        for _ in range(2):
            for one in seeds:
                version = load(settings, one)[0]
                eventually(lambda version=version: server.get("/v1/").json()["version"] == version)  # type: ignore[misc]
        done.set()
        reader.join()
    assert {(total, items) for _, total, items in seen} == {(n, n) for n in totals}
    assert len({tag for tag, _, _ in seen}) == 2


def _read(server: Server, seen: set[tuple[str, int, int]], done: threading.Event) -> None:
    with requests.Session() as session:
        while not done.is_set():
            answer = session.get(server.url + "/v1/figures?limit=1000&count=true", timeout=PATIENCE)
            page = answer.json()
            seen.add((answer.headers["ETag"], page["total"], len(page["items"])))
            done.wait(0.02)  # else most of the run's time went into asking


def test_loads_leave_the_current_dataset_and_the_one_before(database: str, tmp_path: Path) -> None:
    """Older datasets are dropped, the same content again changes nothing, and bad seeds leave no trace."""
    settings = Settings(folder=tmp_path, database_url=database)
    versions = [load(settings, write_sample(tmp_path / f"{n}.ndjson", n))[0] for n in (1, 2, 3, 3)]
    bad = tmp_path / "bad.ndjson"
    bad.write_text((tmp_path / "2.ndjson").read_text() + '{"kind":"figure"}\n')
    with pytest.raises(SeedError):
        load(settings, bad)
    assert _versions(database) == set(versions[1:])


def test_a_load_that_is_killed_leaves_the_old_dataset_whole(database: str, tmp_path: Path) -> None:
    """Readers see nothing of a killed load, the next load does not wait, and one after the lease drops what it left."""
    settings = Settings(folder=tmp_path, database_url=database)
    version, _ = load(settings, write_sample(tmp_path / "small.ndjson", 2))
    large = write_sample(tmp_path / "large.ndjson", 400)
    environment = {
        "ARTICLE_FACTS_DATABASE_URL": database,
        "ARTICLE_FACTS_FOLDER": str(tmp_path),
        "PATH": "/usr/bin:/bin",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "facts", "load", str(large)]
    loading = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    eventually(lambda: len(_schemas(database)) == 2)
    loading.kill()
    loading.wait()
    assert open_store(settings).current().version == version
    assert load(settings, tmp_path / "small.ndjson")[0] == version
    assert len(_schemas(database)) == 2
    _asked(database, "UPDATE article_facts.datasets SET lease = now() - interval '1 second'")
    load(settings, tmp_path / "small.ndjson")
    assert _versions(database) == {version}


def test_a_load_drops_only_what_loads_have_made(database: str, tmp_path: Path) -> None:
    """A schema that no load made is left alone, even if its name looks like one of ours."""
    _asked(database, "CREATE SCHEMA facts_quarterly; CREATE TABLE facts_quarterly.sums (n int)")
    settings = Settings(folder=tmp_path, database_url=database)
    for articles in (1, 2, 3):
        load(settings, write_sample(tmp_path / "some.ndjson", articles))
    assert _asked(database, "SELECT count(*) FROM facts_quarterly.sums") == [(0,)]


def test_loads_at_the_same_time_each_become_current_in_turn(database: str, tmp_path: Path) -> None:
    """No simultaneous load is missing from the log, whichever comes first."""
    settings = Settings(folder=tmp_path, database_url=database)
    load(settings, write_sample(tmp_path / "0.ndjson", 1))
    seeds = [write_sample(tmp_path / f"{n}.ndjson", n) for n in (2, 3)]
    with ThreadPoolExecutor(2) as threads:
        versions = [made[0] for made in threads.map(lambda one: load(settings, one), seeds)]
    assert [one.version for one in open_store(settings).current().versions()][:2] in (versions, versions[::-1])


@pytest.mark.parametrize("is_granted", ["before the first load", "after it"])
def test_a_role_that_only_reads_goes_on_after_the_next_load(
    cluster: Cluster, database: str, tmp_path: Path, is_granted: str
) -> None:
    """A role that may read `article_facts.current` may read every later dataset and the views."""
    owner = Settings(folder=tmp_path, database_url=database)
    role = f"reader_{abs(hash(database))}"
    _asked(database, f"CREATE ROLE {role} LOGIN")
    reader = owner.model_copy(update={"database_url": SecretStr(database.replace("postgres@", f"{role}@"))})
    store = open_store(reader)
    if is_granted == "after it":
        load(owner, write_sample(tmp_path / "some.ndjson", 1))
        with pytest.raises(Unavailable, match="refuses"):
            store.current()
    _asked(database, "CREATE SCHEMA IF NOT EXISTS article_facts")
    _asked(database, f"ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO {role}")
    _asked(database, f"ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO {role}")
    _asked(database, f"GRANT USAGE ON SCHEMA article_facts TO {role}")
    _asked(database, f"GRANT SELECT ON ALL TABLES IN SCHEMA article_facts TO {role}")
    if is_granted == "after it":
        load(owner, tmp_path / "some.ndjson")
        assert store.current().counts()["articles"] == 1
    versions = [load(owner, write_sample(tmp_path / "some.ndjson", n))[0] for n in (2, 3)]
    eventually(lambda: store.current().version == versions[-1])
    assert _asked(database.replace("postgres@", f"{role}@"), "SELECT count(*) FROM article_facts.figures") == [(30,)]
    store.close()


def test_a_dataset_that_may_not_be_read_leaves_the_old_one_served(
    database: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Without the right to read the newest dataset the node keeps the old one, and logs once which right is missing."""
    owner = Settings(folder=tmp_path, database_url=database)
    role = f"reader_{abs(hash(database))}"
    _asked(database, f"CREATE ROLE {role} LOGIN")
    load(owner, write_sample(tmp_path / "some.ndjson", 1))
    _asked(database, f"GRANT USAGE ON SCHEMA article_facts TO {role}; GRANT SELECT ON article_facts.current TO {role}")
    version = load(owner, write_sample(tmp_path / "some.ndjson", 2))[0]
    store = open_store(owner.model_copy(update={"database_url": SecretStr(database.replace("postgres@", f"{role}@"))}))
    assert store.current().version == version
    load(owner, write_sample(tmp_path / "some.ndjson", 3))
    (newest,) = _asked(database, "SELECT dataset FROM article_facts.current")[0]
    _asked(database, f"REVOKE USAGE ON SCHEMA {newest} FROM {role}")
    eventually(lambda: store.current().version == version and "cannot be read" in caplog.text)
    time.sleep(1.2)
    assert store.current().version == version
    assert caplog.text.count("cannot be read") == 1
    store.close()


def test_a_node_never_returns_to_an_older_dataset(database: str, tmp_path: Path) -> None:
    """A node never returns to an older dataset, even if a standby that lags names one as current."""
    settings = Settings(folder=tmp_path, database_url=database)
    load(settings, write_sample(tmp_path / "some.ndjson", 1))
    (before,) = _asked(database, "SELECT dataset, sequence FROM article_facts.current")
    version = load(settings, write_sample(tmp_path / "some.ndjson", 2))[0]
    store = open_store(settings)
    assert store.current().version == version
    _asked(database, f"UPDATE article_facts.current SET dataset = '{before[0]}', sequence = {before[1]}")
    time.sleep(1.2)
    assert store.current().version == store.newest == version
    store.close()


def test_a_database_of_the_first_release_is_taken_over(database: str, tmp_path: Path) -> None:
    """A database of the first release, which numbers no loads and lists no datasets, is taken over, and its dataset
    is dropped later like any old one."""
    _asked(database, "CREATE SCHEMA article_facts; CREATE SCHEMA facts_0123456789abcdef")
    _asked(
        database,
        "CREATE TABLE article_facts.current (layout text PRIMARY KEY, dataset text NOT NULL, previous text, "
        "loaded timestamptz NOT NULL DEFAULT now())",
    )
    _asked(database, "INSERT INTO article_facts.current VALUES ('old', 'facts_0123456789abcdef')")
    settings = Settings(folder=tmp_path, database_url=database)
    version = load(settings, write_sample(tmp_path / "some.ndjson", 1))[0]
    store = open_store(settings)
    assert store.current().version == version
    listed = {name for (name,) in _asked(database, "SELECT name FROM article_facts.datasets")}
    assert "facts_0123456789abcdef" in listed
    store.close()


def test_a_database_that_hangs_is_given_up_at_the_deadline(own_cluster: Cluster, tmp_path: Path) -> None:
    """While the database hangs, the first and all later requests are answered 503 by the deadline; everything works
    again when it wakes."""
    with _serving_seeds(tmp_path, own_cluster.url(), ARTICLE_FACTS_QUERY_SECONDS="1") as server:
        assert _status(server, "/v1/figures") == 200
        with own_cluster.stopped():
            seconds = sorted(_seconds_to_503(server) for _ in range(5))
        assert seconds[2] < 10, seconds  # without a deadline they would wait until the block ends
        eventually(lambda: _status(server, "/v1/figures") == 200)


def _seconds_to_503(server: Server) -> float:
    began = time.monotonic()
    assert _status(server, "/v1/claims?limit=7") == 503
    return time.monotonic() - began


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_in_another_encoding_is_refused_in_a_sentence(
    cluster: Cluster, tmp_path: Path, encoding: str
) -> None:
    """A database that is not in UTF8 is refused with one sentence, since it could not store every character."""
    name = f"in_{encoding.lower()}"
    cluster.create(name, "--encoding", encoding, "--template", "template0", "--locale", "C")
    settings = Settings(folder=tmp_path, database_url=cluster.url(database=name))
    with pytest.raises(Unavailable, match=f"encoding is {encoding}, and has to be UTF8"):
        load(settings, SEEDS)


def test_views_show_the_current_dataset(database: str, tmp_path: Path) -> None:
    """Views keep their names and have a column for each field; views that depend on them survive a load."""
    settings = Settings(folder=tmp_path, database_url=database)
    load(settings, write_sample(tmp_path / "some.ndjson", 1))
    _asked(database, "CREATE VIEW public.mine AS SELECT ref, value, latitude FROM article_facts.facts")
    for articles in (2, 5):
        load(settings, write_sample(tmp_path / "some.ndjson", articles))
        snapshot = open_store(settings).current()
        for name, number in snapshot.counts().items():
            assert _asked(database, f"SELECT count(*) FROM article_facts.{name}") == [(number,)]
        record = json.loads(snapshot.find(Find(QUERYABLE["claims"]), 1).records[0])
        shown = _asked(database, "SELECT * FROM article_facts.claims ORDER BY position LIMIT 1", dict_row)[0]
        shown.pop("position")
        assert shown == record
    assert _asked(database, "SELECT count(*) FROM public.mine") == [(snapshot.counts()["facts"],)]


def _versions(database: str) -> set[str]:
    """The version of each schema that loads made."""
    return {
        _asked(database, f"SELECT value FROM {name}.meta WHERE name = 'version'")[0][0] for name in _schemas(database)
    }


def _schemas(database: str) -> list[str]:
    """The schemas that loads made."""
    return [
        row[0] for row in _asked(database, r"SELECT nspname FROM pg_namespace WHERE nspname ~ '^facts_[0-9a-f]{16}$'")
    ]


def _asked(database: str, statement: str, shape: Any = tuple_row) -> list[Any]:
    with psycopg.connect(database.replace("+psycopg", ""), row_factory=shape, autocommit=True) as connection:
        done = connection.execute(statement)
        return done.fetchall() if done.description else []


def test_a_fence_leaves_a_gap_that_no_phrase_crosses() -> None:
    """A phrase does not match across two fields; words of a title have weight A, and a word's places are listed
    once."""
    assert vector("a b", f"c {FENCE} c") == "'a':1A 'b':2A 'c':4,6"


def test_a_database_without_a_dataset_is_unavailable(database: str, tmp_path: Path) -> None:
    """A database into which nothing was loaded raises Unavailable and says so."""
    store = open_store(Settings(folder=tmp_path, database_url=database))
    with pytest.raises(Unavailable, match="no dataset yet"):
        store.current()
    store.close()

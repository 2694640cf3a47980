"""On PostgreSQL a change is made in the schema in use: the result is that of a full load, and no answer mixes
datasets."""

import os
import shutil
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest
from flask.testing import FlaskClient

from api import create_app
from api.settings import Settings
from api.store import Replaced, postgres_change, reading
from api.store.plan import Find
from api.store.postgres import PostgresSnapshot, vector
from api.store.rows import batches
from api.store.selection import load, open_store
from api.store.words import searchable
from schemas.registry import QUERYABLE
from schemas.seedfiles.dataset import Dataset
from tests.generated import records
from tests.serving import QUERY_SECONDS
from tests.store.edits import Records, Step, added, edited, removed, sequences
from tests.store.postgres import Cluster
from tests.store.test_change import ARTICLES, KEPT, Stores, contents, kill_at, tables

# ruff: noqa: S311 - chance needs no secrets


class OnPostgres(Stores):
    """The store that is changed is a database; the other, always loaded in full, is on SQLite."""

    def __init__(self, folder: Path, url: str) -> None:
        super().__init__(folder)
        self.url = url
        self.changed = Settings(
            folder=folder / "changed", seeds=None, kept_versions=KEPT, database_url=url, query_seconds=QUERY_SECONDS
        )

    def compare(self) -> None:
        """Every table must hold what a full load writes, and the answers must be those of SQLite."""
        full = dict(contents(self.full.folder / "current.sqlite"))
        for name, found in self.held():
            assert found == full[name], name
        self.compare_words()
        self.compare_answers()

    def schemas(self) -> list[str]:
        """The schemas that loads made."""
        with psycopg.connect(self.url.replace("+psycopg", "")) as connection:
            rows = connection.execute("SELECT name FROM article_facts.datasets").fetchall()
        return [name for (name,) in rows]

    def held(self) -> Iterator[tuple[str, Any]]:
        """The tables of the current schema."""
        with psycopg.connect(self.url.replace("+psycopg", "")) as connection:
            ((name,),) = connection.execute("SELECT dataset FROM article_facts.current").fetchall()
            connection.execute(f"SET search_path = {name}")
            yield from tables(lambda statement: connection.execute(statement).fetchall())

    def compare_words(self) -> None:
        """The search vectors must be those of the seeds."""
        wanted: dict[str, list[tuple[str, str]]] = {name: [] for name in QUERYABLE}
        for batch in batches(Dataset(self.seeds)):
            for rows in batch.rows:
                wanted[rows.collection].append((str(rows.record[1]), vector(*searchable(*rows.texts))))
        with psycopg.connect(self.url.replace("+psycopg", "")) as connection:
            ((schema,),) = connection.execute("SELECT dataset FROM article_facts.current").fetchall()
            for name, pairs in wanted.items():
                held = f"SELECT key, words::text FROM {schema}.{name} JOIN {schema}.{name}_words USING (position)"
                made = "SELECT * FROM unnest(%s::text[], %s::text[]) AS made (key, words)"
                both = f"SELECT key, words::tsvector::text FROM ({made}) AS found"
                columns = [list(column) for column in zip(*pairs, strict=True)] or [[], []]
                assert sorted(connection.execute(held)) == sorted(connection.execute(both, columns)), name


@pytest.fixture(scope="module")
def loaded(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> OnPostgres:
    """Two stores of the same articles; tests change copies of the database."""
    cluster.create("changes")
    made = OnPostgres(tmp_path_factory.mktemp("loaded"), cluster.url(database="changes"))
    assert made.load(records(Random(1), ARTICLES, 2))
    return made


@pytest.fixture
def stores(cluster: Cluster, loaded: OnPostgres, tmp_path: Path) -> OnPostgres:
    """Copies of both."""
    return copied(cluster, loaded, tmp_path)


def copied(cluster: Cluster, loaded: OnPostgres, folder: Path) -> OnPostgres:
    """Copies of both stores, and the seeds again."""
    cluster.create("changing", "--template", "changes")
    made = OnPostgres(folder, cluster.url(database="changing"))
    shutil.copytree(loaded.full.folder, made.full.folder, symlinks=True)
    made.seeds.write_bytes(loaded.seeds.read_bytes())
    return made


@sequences(4)
def test_a_change_gives_what_a_full_load_gives(
    cluster: Cluster, loaded: OnPostgres, seed: int, steps: list[list[Step]]
) -> None:
    """After any sequence of changes both stores are equal; a load with faults reports the same faults and changes
    nothing."""
    with TemporaryDirectory() as folder:
        chance, stores = Random(seed), copied(cluster, loaded, Path(folder))
        found = before = records(Random(1), ARTICLES, 2)
        for step in steps:
            for change in step:
                found = change(found, chance)
            is_loaded = stores.load(found)
            before = found = found if is_loaded else before
        stores.load(found)  # the words are compared with those of the seeds
        stores.compare()


@pytest.mark.parametrize("step", [edited, added, removed])
def test_only_what_changed_is_loaded(stores: OnPostgres, step: Step) -> None:
    """A load of a change says how much it loaded, and creates no new schema."""
    (before,) = stores.schemas()
    assert stores.load(step(records(Random(1), ARTICLES, 2), Random(3)))
    assert stores.reported[0].startswith("Loaded what changed: ")
    assert stores.schemas() == [before]
    stores.compare()


@pytest.mark.parametrize("step", ["apply", "check", "PostgresWriter.grant"])
def test_a_killed_change_leaves_the_old_dataset(stores: OnPostgres, step: str) -> None:
    """If a load is killed after any step, the old dataset is served and the next load starts from it."""
    before = exported(stores.changed)
    after = edited(records(Random(1), ARTICLES, 2), Random(3))
    stores.write(after)
    if (child := os.fork()) == 0:
        kill_at(postgres_change, step, is_after=True)
        load(stores.changed, stores.seeds)
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert exported(stores.changed) == before
    assert stores.load(after)
    stores.compare()


def exported(ours: Settings) -> list[bytes]:
    """The export of a process that starts now."""
    with closing(open_store(ours)) as store:
        return list(store.current().export())


@pytest.fixture
def client(stores: OnPostgres) -> Iterator[FlaskClient]:
    """A client of the store that is changed."""
    app = create_app(stores.changed.model_copy(update={"query_seconds": 30.0}))
    yield app.test_client()
    app.extensions["store"].close()


@pytest.mark.parametrize(
    ("statement", "asked"),
    [
        (2, {"path": "/v1/mentions?names=1&count=true&limit=3"}),
        (1, {"path": "/readyz"}),
        (2, {"path": "/v1/articles/piece-1/text-check", "method": "POST", "data": "No.", "content_type": "text/plain"}),
    ],
    ids=["page", "ready", "text"],
)
def test_a_request_that_meets_a_change_is_answered_from_the_new_dataset(
    stores: OnPostgres, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, statement: int, asked: dict[str, str]
) -> None:
    """A load before any statement of a request neither mixes datasets nor makes the service look unready."""
    before, run = client.open(**asked), PostgresSnapshot._run
    number = count(1)

    def load_then_run(snapshot: PostgresSnapshot, *what: Any) -> Any:
        if next(number) == statement:
            assert stores.load(without_mentions(records(Random(1), ARTICLES, 2), "piece-1"))
        return run(snapshot, *what)

    monkeypatch.setattr(PostgresSnapshot, "_run", load_then_run)
    met, after = client.open(**asked), client.open(**asked)
    assert (met.status_code, met.data) == (200, after.data)
    assert met.data != before.data


def without_mentions(found: Records, article: str) -> Records:
    """The records without the mentions of one article."""
    return [one for one in found if one["kind"] != "mention" or one["article"] != article]


def test_a_stream_that_meets_a_change_is_cut(stores: OnPostgres, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stream ends with an error, and all records sent before were of the old dataset."""
    monkeypatch.setattr(reading, "_CHUNK", 5)
    with closing(open_store(stores.changed)) as store:
        snapshot = store.current()
        stream = snapshot.lines(Find(QUERYABLE["facts"]))
        assert next(stream).count(b"\n") == 4
        assert stores.load(edited(records(Random(1), ARTICLES, 2), Random(3)))
        with pytest.raises(Replaced):
            next(stream)
        assert store.current().version != snapshot.version


def test_the_same_seeds_again_interrupt_no_reader(stores: OnPostgres) -> None:
    """Loading the same seeds again does not interrupt a snapshot that is in use."""
    with closing(open_store(stores.changed)) as store:
        snapshot = store.current()
        load(stores.changed, stores.seeds)
        assert sum(1 for _ in snapshot.stream(Find(QUERYABLE["facts"]))) == snapshot.counts()["facts"]


def test_changes_at_the_same_time_wait_for_each_other(stores: OnPostgres) -> None:
    """Each of several simultaneous loads is in the log, and the last one is served."""
    paths = []
    for n in range(3):
        stores.write(edited(records(Random(1), ARTICLES, 2), Random(n)))
        paths.append(stores.seeds.rename(stores.seeds.with_name(f"{n}.ndjson")))
    with ThreadPoolExecutor(3) as threads:
        versions = {made[0] for made in threads.map(lambda path: load(stores.changed, path), paths)}
    with closing(open_store(stores.changed)) as store:
        logged = [one.version for one in store.current().versions()]
        assert store.current().version == logged[0]
        assert set(logged[:2]) < versions


def test_readers_never_see_a_mix(stores: OnPostgres, client: FlaskClient) -> None:
    """While articles are removed, edited and added, each answer is one that a single dataset gives."""
    chance, path = Random(4), "/v1/mentions?names=1&count=true&limit=1000"
    first = records(Random(1), ARTICLES, 2)
    seen, done = set(), threading.Event()

    def read() -> None:
        while not done.is_set():
            answer = client.application.test_client().get(path)
            seen.add((answer.status_code, answer.headers["ETag"], answer.data))

    answers = [client.get(path)]
    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for found in (removed(first, chance), first, edited(first, chance), first):
        stores.write(found)
        load(stores.changed, stores.seeds, report=stores.reported.append)
        answers.append(client.get(path))
    done.set()
    for reader in readers:
        reader.join()
    assert all("what changed" in line for line in stores.reported), stores.reported
    assert seen <= {(200, answer.headers["ETag"], answer.data) for answer in answers}
    assert len(seen) > 1

"""SQLite snapshots while they are served: replaced, damaged, and closed after their last reader."""

import contextlib
import gc
import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from api.query.question import parse_page
from api.settings import Settings
from api.store import Snapshot, Timeout, Unavailable, deadline, sqlite_build
from api.store.plan import Find, Part
from api.store.selection import load, open_store
from api.store.sqlite import SqliteStore
from schemas.registry import QUERYABLE
from tests.operation.processes import eventually
from tests.serving import serving
from tests.store.sample import write_sample


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A folder with a dataset, and its seeds."""
    seeds = write_sample(tmp_path / "seeds.ndjson", 20)
    found = Settings(folder=tmp_path / "var", seeds=seeds)
    load(found, seeds)
    return found


def test_a_folder_that_cannot_be_read_is_not_called_empty(tmp_path: Path) -> None:
    """The message says why the folder cannot be read instead of asking for a load, which would not help."""
    (tmp_path / "var").touch()
    with pytest.raises(Unavailable, match="the dataset's folder cannot be read: Not a directory"):
        SqliteStore(tmp_path / "var", 1.0).current()


def spoil(settings: Settings) -> None:
    """Change stored records in place, as a bad disk or an accident would."""
    path = (settings.folder / "current.sqlite").resolve()
    stored = path.read_bytes()
    assert b'"figures/' in stored
    with path.open("r+b") as file:
        file.write(stored.replace(b'"figures/', b'"f\x07gures,'))


def descriptors(folder: Path) -> list[str]:
    """The files of the folder that this process has open, deleted ones too."""
    found = []
    for one in Path("/proc/self/fd").iterdir():
        try:
            found.append(os.readlink(one))
        except OSError:
            continue
    return [name for name in found if name.startswith(str(folder)) and "dataset-" in name]


def test_an_index_that_lacks_an_entry_is_found_in_a_large_file_too(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A load does not publish a file whose index lacks an entry, whether entries are compared or, in a large file,
    counted."""
    path = (settings.folder / "current.sqlite").resolve()
    sqlite_build.check(path)
    lose_an_entry(path)
    with pytest.raises(Unavailable, match="figures_unit"):
        sqlite_build.check(path)
    monkeypatch.setattr(sqlite_build, "_FULLY_CHECKED", 0)
    with pytest.raises(Unavailable, match="figures_unit"):
        sqlite_build.check(path)


def lose_an_entry(path: Path) -> None:
    """Delete a record while an index is not in the schema, so that its entry stays."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        run = connection.execute
        run("PRAGMA writable_schema = 1")
        index = run("SELECT * FROM sqlite_master WHERE name = 'figures_unit'").fetchone()
        (version,) = run("PRAGMA schema_version").fetchone()
        run("DELETE FROM sqlite_master WHERE name = 'figures_unit'")
        run(f"PRAGMA schema_version = {version + 1}")
        run("DELETE FROM figures WHERE position = (SELECT max(position) FROM figures)")
        run("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", index)
        run(f"PRAGMA schema_version = {version + 2}")


@pytest.fixture
def without_collector() -> Iterator[None]:
    """Without the garbage collector, objects are freed with their last reference or not at all."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def test_an_old_snapshot_is_closed_when_its_last_reader_ends(settings: Settings, without_collector: None) -> None:
    """No reference cycle keeps a deleted file open, and a stream that has begun continues to its end."""
    store = open_store(settings)
    first = store.current()
    stream = first.stream(Find(QUERYABLE["facts"]))
    next(stream)
    gone, number = weakref.ref(first), first.counts()["facts"]
    del first
    for articles in (3, 4):
        load(settings, write_sample(settings.folder.parent / "other.ndjson", articles))
    eventually(lambda: store.current().counts()["articles"] == 4)
    assert len(list(stream)) == number - 1
    del stream
    assert not gc.isenabled()  # loads leave it as it was
    assert gone() is None
    assert all("(deleted)" not in name for name in descriptors(settings.folder))
    store.close()


def test_an_old_snapshot_answers_threads_that_never_asked_it_before(settings: Settings) -> None:
    """After a load deleted the file, requests and streams that have begun are answered, in any thread."""
    store = open_store(settings)
    held, path = store.current(), (settings.folder / "current.sqlite").resolve()
    for articles in (3, 4):
        load(settings, write_sample(settings.folder.parent / "other.ndjson", articles))
    assert not path.exists()
    expected = len(held.find(Find(QUERYABLE["figures"]), 10).records)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(lambda: held.find(Find(QUERYABLE["figures"]), 10)) for _ in range(200)]
    assert {len(one.result().records) for one in asked} == {expected}
    store.close()


def test_a_snapshot_that_is_damaged_is_no_longer_served(settings: Settings) -> None:
    """Every process stops serving a damaged file within seconds, and serves the good one after a load."""
    stores = [open_store(settings.model_copy(update={"seeds": None})) for _ in range(2)]
    version = stores[0].current().version
    assert stores[1].current().version == version
    spoil(settings)
    for store in stores:
        eventually(lambda store=store: _refused(store.current) == "the dataset's file is damaged; load it again")  # type: ignore[misc]
    assert _refused(open_store(settings).current) is not None
    assert settings.seeds
    load(settings, settings.seeds)
    for store in stores:
        eventually(lambda store=store: _refused(store.current) is None)  # type: ignore[misc]
        assert store.current().version == version
        store.close()


def _refused(ask: Callable[[], object]) -> str | None:
    try:
        ask()
    except Unavailable as error:
        return str(error)
    return None


def test_a_server_rebuilds_a_damaged_dataset(tmp_path: Path) -> None:
    """/readyz is 503 and says why; then the server restores the same dataset by itself."""
    seeds = write_sample(tmp_path / "seeds.ndjson", 20)
    with serving(tmp_path / "var", seeds) as server:
        before = server.get("/v1/figures?limit=1000")
        seen: list[str] = []

        def is_back() -> bool:
            ready = server.get("/readyz")
            seen.append(ready.text)
            return ready.status_code == 200 and any("damaged" in one for one in seen)

        spoil(Settings(folder=tmp_path / "var"))
        eventually(is_back, seconds=90)
        after = server.get("/v1/figures?limit=1000")
        assert (after.status_code, after.content, after.headers["ETag"]) == (
            200,
            before.content,
            before.headers["ETag"],
        )


def test_a_file_that_is_only_touched_stays(settings: Settings) -> None:
    """A file whose time changes but whose bytes do not is still served."""
    store = open_store(settings)
    store.current()
    os.utime((settings.folder / "current.sqlite").resolve())
    time.sleep(1.5)
    assert store.current().version == store.newest
    store.close()


def test_a_load_is_served_within_a_second(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A running process checks for a new dataset once a second by its own clock: a query after that is answered from
    the new one, an immediate one still from the old."""
    now = time.monotonic()
    monkeypatch.setattr("api.store.sqlite.time", SimpleNamespace(monotonic=lambda: now))
    store = open_store(settings)
    before = store.current().version
    version = load(settings, write_sample(settings.folder.parent / "other.ndjson", 3))[0]
    assert store.current().version == before != version
    now += 1
    assert store.current().version == version
    store.close()


def test_the_deadline_is_of_the_request_and_not_of_each_statement(settings: Settings) -> None:
    """Many short statements of one request share its deadline; outside a request each statement has its own."""
    store = SqliteStore(settings.folder, 0.3)
    snapshot = store.current()
    find = Find(QUERYABLE["claims"])
    deadline.begin(0.3)
    try:
        with pytest.raises(Timeout):
            _ask(10_000, snapshot, find)
    finally:
        deadline.end()
    began = time.thread_time()
    while time.thread_time() - began < 0.5:
        snapshot.find(find, 50)
    store.close()


def _ask(times: int, snapshot: Snapshot, find: Find) -> None:
    for _ in range(times):
        snapshot.find(find, 50)


def test_a_stream_is_not_ended_because_others_work(settings: Settings) -> None:
    """The deadline of a stream counts its own work, not the time it waits for a processor."""
    seconds = 0.3
    store = SqliteStore(settings.folder, seconds)
    done = threading.Event()

    def work() -> None:
        while not done.is_set():
            sum(range(10_000))

    others = [threading.Thread(target=work) for _ in range(12)]
    for one in others:
        one.start()
    try:
        snapshot, took = store.current(), 0.0
        while took < seconds:
            began = time.monotonic()
            assert len(list(snapshot.stream(Find(QUERYABLE["facts"])))) == snapshot.counts()["facts"]
            took = time.monotonic() - began
    finally:
        done.set()
        for one in others:
            one.join()
        store.close()


def test_a_count_that_takes_too_long_is_ended(settings: Settings) -> None:
    """A count is interrupted at the deadline of its request."""
    snapshot = open_store(settings).current()
    find = parse_page(QUERYABLE["facts"], b"q=r*+c*", snapshot).find
    deadline.begin(0.0005)
    try:
        with pytest.raises(Timeout):
            snapshot.tally(find, (Part("label"), Part("article")), 1000)
    finally:
        deadline.end()

"""A load of a change gives what a full load of the same seeds gives, and costs what changed."""

import json
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import pytest

from api import create_app
from api.settings import Settings
from api.store import selection, sqlite_change
from api.store.change import FullLoad
from api.store.selection import load, open_store
from schemas.registry import QUERYABLE
from schemas.seedfiles.faults import SeedError
from tests.generated import records
from tests.serving import ROOT
from tests.store.edits import Records, Step, added, article_of, edited, removed, sequences
from tests.store.sample import stop_clock

# ruff: noqa: S311 - chance needs no secrets

ARTICLES = 6
KEPT = 2
# What HTTP answers is asked for as well, though the tables are compared row by row.
_URLS = (
    "/v1/",
    "/v1/facts.csv",
    "/v1/claims?sort=-modality&limit=3",
    "/v1/figures?q=launch&sort=relevance",
    "/v1/mentions?names=1",
    "/v1/claims/counts?by=speaker,modality",
    "/v1/articles.atom",
    "/v1/changes",
)


class Stores:
    """Two stores that are given the same seeds in turn: one by loads of a change, the other always in full."""

    def __init__(self, folder: Path) -> None:
        self.seeds = folder / "facts.ndjson"
        self.changed = Settings(folder=folder / "changed", seeds=None, kept_versions=KEPT)
        self.full = Settings(folder=folder / "full", seeds=None, kept_versions=KEPT)
        self.reported: list[str] = []

    def write(self, found: Records) -> None:
        """Make these the seeds."""
        self.seeds.write_text("".join(json.dumps(one) + "\n" for one in sorted(found, key=article_of)))

    def load(self, found: Records) -> bool:
        """Load into both stores; returns whether there was no fault, which must be the same for both."""
        self.write(found)
        with pytest.MonkeyPatch.context() as patch:
            stop_clock(patch)
            patch.setattr("api.store.change._Comparison._check_articles", lambda *_: None)  # there are few articles
            results = [_result(self.changed, self.seeds, self.reported), _full(self.full, self.seeds)]
        assert results[0] == results[1]
        return isinstance(results[0], tuple)

    def compare(self) -> None:
        """Every table, except for positions, and the answers must be the same."""
        changed, full = (dict(contents(one.folder / "current.sqlite")) for one in (self.changed, self.full))
        for name in full:
            assert changed[name] == full[name], name
        self.compare_answers()

    def compare_answers(self) -> None:
        """The bytes and validators of some answers must be equal."""
        clients = [create_app(one).test_client() for one in (self.changed, self.full)]
        for url in _URLS:
            answers = [client.get(url) for client in clients]
            assert answers[0].data == answers[1].data, url
            assert answers[0].headers["ETag"] == answers[1].headers["ETag"], url


def _result(ours: Settings, seeds: Path, reported: list[str]) -> Any:
    try:
        return load(ours, seeds, report=reported.append)
    except SeedError as error:
        return str(error)


def _full(ours: Settings, seeds: Path) -> Any:
    def refuse(*_: Any) -> Any:
        raise FullLoad("it is to be")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(selection, "_load_change", refuse)
        return _result(ours, seeds, [])


def contents(path: Path) -> Iterator[tuple[str, Any]]:
    """The rows of all tables of a file, with record keys in place of positions."""
    with closing(sqlite3.connect(path)) as file:

        def rows(statement: str) -> list[tuple[Any, ...]]:
            return file.execute(statement).fetchall()

        assert rows("PRAGMA integrity_check") == [("ok",)]
        yield from tables(rows)
        for name in QUERYABLE:
            keys = dict(rows(f"SELECT position, key FROM {name}"))
            file.execute(f"CREATE VIRTUAL TABLE temp.{name}_seen USING fts5vocab(main, {name}_words, instance)")
            seen = rows(f"SELECT * FROM {name}_seen")
            yield f"{name}_words", sorted((word, keys[row], *at) for word, row, *at in seen)


def tables(rows: Callable[[str], list[tuple[Any, ...]]]) -> Iterator[tuple[str, Any]]:
    """The rows of all tables but those of words, on either engine."""
    for name in QUERYABLE:
        found = rows(f"SELECT * FROM {name} ORDER BY position")
        yield name, [row[1:] for row in found]
        keys = {row[0]: row[1] for row in found}
        links = rows(f"SELECT * FROM {name}_links")
        yield f"{name}_links", sorted((field, target, keys[position]) for field, target, position in links)
        for table in ("spans", *(["recent"] if name in ("articles", "claims") else [])):
            placed = rows(f"SELECT * FROM {name}_{table}")
            yield f"{name}_{table}", sorted((keys[position], *rest) for position, *rest in placed)
        counts = [list(map(_plain, row)) for row in rows(f"SELECT * FROM {name}_value_counts")]
        yield f"{name}_value_counts", sorted(counts, key=repr)
        yield f"{name}_largest_counts", sorted(rows(f"SELECT * FROM {name}_largest_counts"))
    yield "parts", rows("SELECT article, source, content FROM parts ORDER BY article")
    yield "redirects", rows("SELECT * FROM redirects ORDER BY ref")
    yield "changes", rows("SELECT * FROM changes ORDER BY ref, sequence")
    yield "versions", rows("SELECT * FROM versions ORDER BY sequence")
    yield "meta", rows("SELECT * FROM meta WHERE name <> 'sequence' ORDER BY name")


def _plain(value: Any) -> Any:
    """Integers for booleans, which SQLite does not have."""
    return int(value) if isinstance(value, bool) else value


@sequences(6)
def test_a_change_gives_what_a_full_load_gives(seed: int, steps: list[list[Step]]) -> None:
    """After any sequence of changes both stores hold the same bytes; a load with faults reports the same faults and
    changes nothing."""
    with TemporaryDirectory() as folder:
        chance, stores = Random(seed), Stores(Path(folder))
        found = records(chance, ARTICLES, 2)
        assert stores.load(found)
        for step in steps:
            after = found
            for change in step:
                after = change(after, chance)
            found = after if stores.load(after) else found
        stores.compare()


@pytest.fixture
def stores(tmp_path: Path) -> Stores:
    """Two stores of the same articles."""
    made = Stores(tmp_path)
    assert made.load(records(Random(1), ARTICLES, 2))
    return made


@pytest.mark.parametrize("change", [edited, added, removed])
def test_only_what_changed_is_loaded(stores: Stores, change: Step) -> None:
    """If one article changes, only that one is loaded, and the load says so."""
    chance = Random(3)
    assert stores.load(change(records(Random(1), ARTICLES, 2), chance))
    (_, output) = stores.reported
    assert output.startswith("Loaded what changed: 1 of ")
    stores.compare()


@pytest.mark.parametrize(
    ("step", "is_after"),
    [("_copy", True), ("_correct", True), ("Building.publish", False)],
)
def test_a_killed_change_leaves_the_old_dataset(stores: Stores, step: str, is_after: bool) -> None:
    """If a load is killed at any step, the old file is served and the next load starts from it."""
    before = exported(stores.changed)
    stores.seeds.write_text('"label": "Edited '.join(stores.seeds.read_text().rsplit('"label": "', 1)))
    if (child := os.fork()) == 0:
        kill_at(sqlite_change, step, is_after)
        load(stores.changed, stores.seeds)
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert exported(stores.changed) == before
    found = [json.loads(line) for line in stores.seeds.read_text().splitlines()]
    assert stores.load(found)
    assert not list(stores.changed.folder.glob("building-*"))
    stores.compare()


def kill_at(module: ModuleType, step: str, is_after: bool) -> None:
    """Kill this process before or after a step of a load."""
    *owner, name = step.split(".")
    place: Any = getattr(module, owner[0]) if owner else module
    done = getattr(place, name)

    def killed(*given: Any) -> None:
        if is_after:
            done(*given)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(place, name, killed)


def exported(ours: Settings) -> list[bytes]:
    """The export of a process that starts now."""
    return list(open_store(ours).current().export())


def test_a_load_says_why_it_loads_everything(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    """A load says why it loads everything: too many articles changed, there is no room between two, or the program
    changed."""
    found = records(Random(1), ARTICLES, 2)
    edits = [one | {"label": "Another"} if article_of(one) else one for one in found]
    assert reported(stores, edits) == "Loaded everything: at least 4 of 6 articles changed."
    assert reported(stores, found) == "Loaded everything: at least 4 of 6 articles changed."
    monkeypatch.setattr("api.store.rows.room", lambda content: len(content.items) // 2)  # half are flat rows: no gaps
    reported(stores, edits)
    copies = json.dumps([one for one in edits if article_of(one) == "piece-1"]).replace("piece-1", "piece-1a")
    output = reported(stores, [*edits, *json.loads(copies)])
    assert output == "Loaded everything: there is no room for article 'piece-1a' between its neighbours."
    monkeypatch.setattr("api.store.change.program", lambda: "another")
    assert reported(stores, found) == "Loaded everything: the program changed."


def reported(stores: Stores, found: Records) -> str:
    """What the load of these records into the changed store prints."""
    stores.write(found)
    output: list[str] = []
    load(stores.changed, stores.seeds, report=output.append)
    return output[0]


def test_an_edited_file_of_a_folder_is_loaded_alone(tmp_path: Path) -> None:
    """In a folder, an article is loaded again only if the bytes or the name of its file changed."""
    stores = Stores(tmp_path)
    stores.seeds = Path(shutil.copytree(ROOT / "demo" / "seeds", tmp_path / "seeds"))
    _result(stores.changed, stores.seeds, stores.reported)
    edited, *_ = sorted((stores.seeds / "articles").glob("*.yaml"))
    edited.write_text(edited.read_text().replace("\n  headline: ", "\n  headline: Again, ", 1))
    assert isinstance(_result(stores.changed, stores.seeds, stores.reported), tuple)
    assert stores.reported[1].startswith("Loaded what changed: 1 of ")
    _full(stores.full, stores.seeds)
    assert exported(stores.changed) == exported(stores.full)

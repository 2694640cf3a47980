"""Building a snapshot file: filled beside the current one, checked, renamed into place, then the link is moved.

A build that is killed, or a disk that is full, leaves the old file as it was.
"""

import contextlib
import fcntl
import os
import sqlite3
from pathlib import Path
from typing import IO

from sqlalchemy.schema import CreateIndex, CreateTable

from api.store import Unavailable, summaries
from api.store.fingerprint import LAYOUT
from api.store.rows import Loaded, Rows
from api.store.sqlite import CURRENT, DIALECT, open_file, statements
from api.store.tables import columns, schema
from api.store.words import fenced
from schemas.registry import QUERYABLE

_BATCH = 500
_FULLY_CHECKED = 2**30  # bytes; a larger file gets SQLite's quick check
# Short prefixes begin so many words that putting them together while a caller waits could not even be interrupted.
_WORDS = "content='', columnsize=0, tokenize='ascii', prefix='1 2 3'"
_WORDS_HELD = 16 * 2**20  # bytes of each index of words that are gathered before they are written
_LOOKED_AT = 1000  # rows of an index that its statistics are made of: enough to tell rare values from common ones
_SETTINGS = ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "cache_size = -65536")


class SqliteSink:
    """Fills a new file; one build at a time in a folder.

    Links come in no order. They are put on a heap first and sorted into their table at the end: to put each in its
    place at once would touch a page of its own for each, and there are tens of millions of them.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._lock = _locked(folder)
        _sweep(folder)
        self._path = folder / f"building-{os.getpid()}.sqlite"
        self._connection = sqlite3.connect(self._path, isolation_level=None)
        self._batches: dict[str, list[Rows]] = {name: [] for name in QUERYABLE}
        self._prepare()

    def _prepare(self) -> None:
        run = self._connection.execute
        for setting in _SETTINGS:
            run(f"PRAGMA {setting}")
        run("ATTACH ? AS heap", [str(self._path.with_suffix(".heap"))])
        run("PRAGMA heap.journal_mode = OFF")
        run("BEGIN")
        for made in schema().metadata.sorted_tables:
            run(str(CreateTable(made).compile(dialect=DIALECT)))
        for name in QUERYABLE:
            run(f"CREATE VIRTUAL TABLE {name}_words USING fts5(title, body, {_WORDS})")
            run(f"INSERT INTO {name}_words({name}_words, rank) VALUES ('hashsize', {_WORDS_HELD})")  # noqa: S608
            run(f"CREATE TABLE heap.{name}_links (field, target, position)")

    def add(self, rows: Rows) -> None:
        """Take a record's rows, written in batches."""
        batch = self._batches[rows.collection]
        batch.append(rows)
        if len(batch) >= _BATCH:
            self._write(rows.collection)

    def _write(self, name: str) -> None:
        batch = self._batches[name]
        many = self._connection.executemany
        marks = ",".join("?" * len(columns(QUERYABLE[name])))
        many(f"INSERT INTO {name} VALUES ({marks})", [rows.record for rows in batch])  # noqa: S608
        many(f"INSERT INTO heap.{name}_links VALUES (?,?,?)", [link for rows in batch for link in rows.links])  # noqa: S608
        many(f"INSERT INTO {name}_words(rowid, title, body) VALUES (?,?,?)", [_words(*rows.texts) for rows in batch])  # noqa: S608
        batch.clear()

    def finish(self, loaded: Loaded, meta: dict[str, str]) -> None:
        """Index, check, rename, and move the link."""
        run = self._connection.execute
        for name in QUERYABLE:
            self._write(name)
            run(f"INSERT INTO {name}_links SELECT * FROM heap.{name}_links ORDER BY 1, 2, 3")  # noqa: S608
            run(f"DROP TABLE heap.{name}_links")
        self._connection.executemany("INSERT INTO meta VALUES (?,?)", {**meta, "layout": LAYOUT}.items())
        self._connection.executemany("INSERT INTO redirects VALUES (?,?)", loaded.redirects)
        for made in schema().metadata.sorted_tables:
            for index in sorted(made.indexes, key=lambda one: str(one.name)):
                run(str(CreateIndex(index).compile(dialect=DIALECT)))
        run(f"PRAGMA analysis_limit = {_LOOKED_AT}")
        run("ANALYZE")
        summaries.fill(statements(), lambda statement, values: run(statement, values).fetchall())
        run("COMMIT")
        self._connection.close()
        self._path.with_suffix(".heap").unlink()
        self._check()
        self._publish(loaded.version)

    def _check(self) -> None:
        """As a reader opens it: the connection that wrote it would look at its memory, not at the file."""
        check = "integrity_check" if self._path.stat().st_size < _FULLY_CHECKED else "quick_check"
        with contextlib.closing(open_file(self._path)) as connection:
            result = connection.execute(f"PRAGMA {check}").fetchone()[0]
        if result != "ok":
            raise Unavailable(f"the new dataset's file failed its check: {result}")

    def _publish(self, version: str) -> None:
        _to_disk(self._path)
        final = self._folder / f"dataset-{version[:16]}-{LAYOUT[:8]}.sqlite"
        self._path.rename(final)
        link = self._folder / f"link-{os.getpid()}"
        link.unlink(missing_ok=True)
        link.symlink_to(final.name)
        previous = _previous(self._folder)
        link.rename(self._folder / CURRENT)
        _to_disk(self._folder)
        for old in self._folder.glob("dataset-*.sqlite"):
            if old.name not in (final.name, previous):
                old.unlink()
        self._lock.close()

    def abandon(self) -> None:
        """Drop the unfinished file."""
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()
        _sweep(self._folder)
        self._lock.close()


def _words(position: int, title: list[str], body: list[str]) -> tuple[int, str, str]:
    return (position, fenced(title), fenced(body))


def _previous(folder: Path) -> str:
    try:
        return os.readlink(folder / CURRENT)
    except OSError:
        return ""


def _locked(folder: Path) -> IO[str]:
    lock = (folder / ".lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def _sweep(folder: Path) -> None:
    """Remove what builds that were killed left behind; the lock says that none is running."""
    for litter in (*folder.glob("building-*"), *folder.glob("link-*")):
        litter.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Builds a snapshot file: filled beside the current one, checked, renamed into place, then the link is moved.

A killed build or a full disk leaves the old file untouched.
"""

import contextlib
import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from sqlalchemy import Table
from sqlalchemy.schema import CreateIndex, CreateTable

from api.store import Unavailable
from api.store.build import Sink, Writer
from api.store.fingerprint import LAYOUT
from api.store.history import Recorder
from api.store.rows import Loaded, Rows
from api.store.sqlite import CURRENT, DIALECT, open_file, statements
from api.store.sqlite_check import is_whole, marker, named
from api.store.summaries import fill
from api.store.tables import compiled, schema
from api.store.words import searchable
from schemas.registry import QUERYABLE

_FULLY_CHECKED = 2**26  # bytes; of a larger file indexes are only counted: comparing them takes a quarter of the load
# Without prefix indexes, merging the many words with a short prefix takes long and cannot be interrupted.
_WORDS = "content='', columnsize=0, tokenize='ascii', prefix='1 2 3'"
_WORDS_HELD = 16 * 2**20  # bytes of each word index that are buffered before they are written
_LOOKED_AT = 1000  # rows sampled per index for its statistics: enough to distinguish rare values from common ones
_MAPPED = "mmap_size = 2147418112"  # each index reads its whole table: pages beyond the cache are not copied
SETTINGS = (
    "page_size = 8192",  # of a new file: streams, and loads' passes over a table, read half as many pages
    "journal_mode = OFF",
    "synchronous = OFF",
    "locking_mode = EXCLUSIVE",
    "cache_size = -65536",
    _MAPPED,
)
_PREVIOUS = "previous_dataset"  # schema name of the attached previous file


class SqliteWriter(Writer):
    """The tables of a file; those in `elsewhere` are filled on another connection, under another name."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        elsewhere: Mapping[str, tuple[sqlite3.Connection, str]] = MappingProxyType({}),
    ) -> None:
        super().__init__(statements())
        self._connection, self._path, self._elsewhere = connection, path, elsewhere

    def run(self, statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement, values).fetchall()

    def read(self, statements: Sequence[str], values: dict[str, Any]) -> list[list[tuple[Any, ...]]]:
        """The rows of each of these statements, two at a time: SQLite works while another thread does. What was written
        must be committed."""
        idle = [open_file(self._path) for _ in range(2)]

        def rows(statement: str) -> list[tuple[Any, ...]]:
            connection = idle.pop()
            found = connection.execute(statement, values).fetchall()
            idle.append(connection)
            return found

        for connection in idle:
            connection.execute(f"PRAGMA {_MAPPED}")
        with ThreadPoolExecutor(len(idle)) as threads:
            found = list(threads.map(rows, statements))
        for connection in idle:
            connection.close()
        return found

    def insert(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        if found := list(rows):
            marks = ",".join("?" * len(found[0]))
            connection, name = self._elsewhere.get(table, (self._connection, table))
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", found)

    def delete(self, table: str, keys: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        where = " AND ".join(f"{key} = ?" for key in keys)
        self._connection.executemany(f"DELETE FROM {table} WHERE {where}", rows)

    def put_words(self, collection: str, batch: list[Rows]) -> None:
        statement = f"INSERT INTO {collection}_words(rowid, title, body) VALUES (?,?,?)"
        self._connection.executemany(statement, map(_words, batch))

    def take_words(self, collection: str, batch: list[Rows]) -> None:
        """Undo `put_words`: FTS5 needs the same texts for that."""
        statement = f"INSERT INTO {collection}_words({collection}_words, rowid, title, body) VALUES ('delete',?,?,?)"
        self._connection.executemany(statement, map(_words, batch))


def _words(rows: Rows) -> tuple[int, str, str]:
    return (rows.position, *searchable(*rows.texts))


class SqliteSink(Sink):
    """Fills a new file; one build at a time in a folder.

    Links and states arrive unordered: inserting each in place would touch a different page every time, for tens of
    millions of rows. So they are appended to plain tables of a second file, which a thread sorts at the end, while this
    one indexes the records.
    """

    def __init__(self, folder: Path, kept_versions: int) -> None:
        super().__init__()
        self._kept_versions = kept_versions
        self._building = Building(folder)
        self._path = self._building.path
        self._heap_path = self._path.with_suffix(".heap")
        self._connection, self._heap = writable(self._path), writable(self._heap_path)
        unordered = {table.name: (self._heap, f"{table.name}_heap") for table in _unordered()}
        self.writer = SqliteWriter(self._connection, self._path, unordered)
        self._prepare()

    def _prepare(self) -> None:
        run = self._connection.execute
        self._previous = _attach_previous(self._connection, self._building.folder)
        run("BEGIN")
        self._heap.execute("BEGIN")
        for table in _unordered():
            self._heap.execute(f"CREATE TABLE {table.name}_heap ({', '.join(table.c.keys())})")
        for table in schema().tables:
            run(compiled(CreateTable(table), DIALECT))
        for name in QUERYABLE:
            run(f"CREATE VIRTUAL TABLE {name}_words USING fts5(title, body, {_WORDS})")
            run(f"INSERT INTO {name}_words({name}_words, rank) VALUES ('hashsize', {_WORDS_HELD})")

    def finish(self, loaded: Loaded, meta: dict[str, str]) -> None:
        """Index, check, rename, and move the link."""
        run, records = self._connection.execute, [tables.records for tables in schema().collections.values()]
        with ThreadPoolExecutor(1) as thread:
            sorted_ = thread.submit(self._sort)
            self.writer.insert("meta", {**meta, "layout": LAYOUT}.items())
            self.writer.insert("redirects", loaded.redirects)
            _index(self._connection, records)
            sorted_.result()
        run("ATTACH ? AS heap", [str(self._heap_path)])
        _index(self._connection, _links())
        for table in _links():
            run(f"INSERT INTO {table.name} SELECT * FROM heap.{table.name}")  # the same table: copied cell by cell
        self._record(loaded, meta)
        _index(self._connection, (table for table in schema().tables if table not in (*records, *_links())))
        analyse(self._connection)
        run("COMMIT")
        fill(self.writer)
        self._connection.close()
        self._heap_path.unlink()
        self._building.publish(loaded.version, partial(check, self._path))

    def _sort(self) -> None:
        """Sort the tables of the second file, and close it."""
        run = self._heap.execute
        run("CREATE TABLE states (ref TEXT PRIMARY KEY, hash BLOB) WITHOUT ROWID")
        for table in _links():
            run(compiled(CreateTable(table), DIALECT))
        for table in _unordered():
            run(f"INSERT INTO {table.name} SELECT * FROM {table.name}_heap ORDER BY {', '.join(table.c.keys())}")
            run(f"DROP TABLE {table.name}_heap")  # the next one needs the room
        _index(self._heap, _links())
        run("COMMIT")
        self._heap.close()

    def _record(self, loaded: Loaded, meta: dict[str, str]) -> None:
        """Continue the log of the previous file, by the states in the second one."""
        recorder = Recorder(self.writer.run, DIALECT, schema())
        if self._previous:
            recorder.take_over(_PREVIOUS)
        recorder.record(loaded.version, meta["loaded"], self._kept_versions)
        recorder.order_by_change()

    def abandon(self) -> None:
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()
            self._heap.close()
        self._building.abandon()


def writable(path: Path) -> sqlite3.Connection:
    """A connection to a file that nobody reads yet."""
    connection = sqlite3.connect(path.resolve().as_uri(), uri=True, check_same_thread=False, isolation_level=None)
    for setting in SETTINGS:
        connection.execute(f"PRAGMA main.{setting}")  # and of no file that is attached
    return connection


def _links() -> list[Table]:
    return [tables.links for tables in schema().collections.values()]


def _unordered() -> list[Table]:
    return [*_links(), schema().states]


def _index(connection: sqlite3.Connection, tables: Iterable[Table]) -> None:
    for table in tables:
        for index in sorted(table.indexes, key=lambda one: str(one.name)):
            connection.execute(compiled(CreateIndex(index), DIALECT))


def check(path: Path) -> None:
    """Unavailable if a new file has a fault. On a new connection: the one that wrote it would check its cache."""
    with contextlib.closing(open_file(path)) as connection:
        is_small = path.stat().st_size < _FULLY_CHECKED
        found = connection.execute(f"PRAGMA {'integrity' if is_small else 'quick'}_check").fetchone()[0]
        if found != "ok" or (found := next(_wrong_indexes(connection), None)):
            raise Unavailable(f"the new dataset's file failed its check: {found}")


def _wrong_indexes(connection: sqlite3.Connection) -> Iterator[str]:
    """Those with more or fewer entries than rows, which the quick check does not see."""

    @cache
    def count(entries: str) -> int:
        return int(connection.execute(f"SELECT count(*) FROM {entries}").fetchone()[0])

    for index in (index for table in schema().tables for index in table.indexes):
        where = index.dialect_options["sqlite"]["where"]
        condition = "true" if where is None else where  # without any, SQLite counts the smallest index instead
        entries = count(f"{index.table} INDEXED BY {index.name} WHERE {condition}")
        if entries != (rows := count(f"{index.table} NOT INDEXED WHERE {condition}")):
            yield f"index {index.name} has {entries:,} entries for {rows:,} rows"


def analyse(connection: sqlite3.Connection) -> None:
    """Collect the statistics that the choice of indexes goes by."""
    connection.execute(f"PRAGMA analysis_limit = {_LOOKED_AT}")
    connection.execute("ANALYZE main")


def _attach_previous(connection: sqlite3.Connection, folder: Path) -> bool:
    """Attach the newest complete file with a log; returns whether there is one."""
    for path in finished(folder):
        if marker(path).exists() or not is_whole(path):
            continue
        connection.execute(f"ATTACH ? AS {_PREVIOUS}", [f"{path.resolve().as_uri()}?mode=ro&immutable=1"])
        with contextlib.suppress(sqlite3.OperationalError):  # made by a version of the program without a log
            connection.execute(f"SELECT 1 FROM {_PREVIOUS}.changes, {_PREVIOUS}.versions LIMIT 1")
            return True
        connection.execute(f"DETACH {_PREVIOUS}")
    return False


class Building:
    """The place of a new file; one build at a time in a folder. Whoever gets one calls `publish` or `abandon`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._lock = _locked(folder)
        _sweep(folder)
        self.path = folder / f"building-{os.getpid()}.sqlite"

    def publish(self, version: str, check: Callable[[], None] = lambda: None) -> None:
        """Rename the file, which is complete and closed, and move the link to it. What `check` raises ends that."""
        stem = f"dataset-{version[:16]}-{LAYOUT[:8]}"
        with ThreadPoolExecutor(2) as threads:  # meanwhile the digest is computed
            others = [threads.submit(work) for work in (partial(_to_disk, self.path), check)]
            final = self.folder / named(stem, self.path)
            for other in others:
                other.result()
        self.path.rename(final)
        link = self.folder / f"link-{os.getpid()}"
        link.unlink(missing_ok=True)
        link.symlink_to(final.name)
        previous = current_name(self.folder)
        link.rename(self.folder / CURRENT)
        _to_disk(self.folder)
        for old in self.folder.glob("dataset-*"):
            is_kept = old.name == final.name or (old.name == previous and not old.name.startswith(stem))
            if not is_kept or old.suffix == ".damaged":
                old.unlink()
        self._lock.close()

    def abandon(self) -> None:
        """Drop the unfinished file."""
        _sweep(self.folder)
        self._lock.close()


def finished(folder: Path) -> Iterator[Path]:
    """The snapshot files, the current one first, then the others, the newest first."""
    current = folder / current_name(folder)
    if current.is_file():
        yield current
    others = (path for path in folder.glob("dataset-*.sqlite") if path != current)
    yield from sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)


def current_name(folder: Path) -> str:
    """The name of the file that the link points to; empty if there is none."""
    try:
        return os.readlink(folder / CURRENT)
    except OSError:
        return ""


def _locked(folder: Path) -> IO[str]:
    lock = (folder / ".lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def _sweep(folder: Path) -> None:
    """Remove leftovers of killed builds; holding the lock means that no build is running."""
    for litter in (*folder.glob("building-*"), *folder.glob("link-*")):
        litter.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

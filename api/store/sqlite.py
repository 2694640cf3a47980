"""The store on SQLite: each dataset version is a file of its own, opened read-only and immutable.

The `current` link leads to the newest; `api.store.sqlite_build` makes them.
"""

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from sqlalchemy import Dialect, bindparam
from sqlalchemy.dialects import sqlite as dialects
from sqlalchemy.sql import column as sql_column
from sqlalchemy.sql import literal_column, table

from api.store import Timeout, Unavailable
from api.store.fingerprint import LAYOUT
from api.store.plan import Term
from api.store.reading import Row, SqlSnapshot
from api.store.segments import Values
from api.store.statements import Source, Statements
from api.store.tables import Tables, schema

DIALECT = cast("Dialect", dialects.dialect(paramstyle="named"))
CURRENT = "current.sqlite"
_OPCODES = 5000  # SQLite steps between two looks at the clock: some 50 µs
_REFRESH = 1.0  # seconds between two looks at the `current` link


class _Search:
    """FTS5. Every word is quoted, so that none is read as syntax; the tokenizer only splits at our blanks."""

    def match(self, source: Source, tables: Tables, name: str) -> Source:
        words = table(tables.words, sql_column("rowid")).alias(name)
        matched = literal_column(f"{name}.{tables.words}").op("MATCH")(bindparam(name))
        joined = source.tables.join(words, words.c.rowid == tables.records.c.position)
        return Source(joined, (*source.where, matched), words.c.rowid)

    def question(self, terms: tuple[Term, ...], tier: int | None) -> str:
        every = " AND ".join(_quoted(term) for term in terms)
        if tier is None:
            return every
        titled = f"{{title}} : ({every})"
        return titled if tier == 0 else f"({every}) NOT ({titled})"


def _quoted(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + ("*" if term.prefix else "")


def _statements() -> Statements:
    return Statements(DIALECT, _Search(), schema())


class SqliteStore:
    """The snapshots in a folder."""

    def __init__(self, folder: Path, deadline: float) -> None:
        self._folder, self._deadline = folder, deadline
        self._statements = _statements()
        self._snapshot: SqliteSnapshot | None = None
        self._target = ""
        self._looked = 0.0
        self._lock = threading.Lock()

    def current(self) -> "SqliteSnapshot":
        """The snapshot that the link leads to, looked at once a second."""
        if self._snapshot is None or time.monotonic() - self._looked > _REFRESH:
            with self._lock:
                self._refresh()
        if self._snapshot is None:
            raise Unavailable("there is no dataset yet")
        return self._snapshot

    def close(self) -> None:
        """Let go of the snapshot; its connections close with the threads' use of them."""
        self._snapshot = None

    def _refresh(self) -> None:
        self._looked = time.monotonic()
        try:
            target = os.readlink(self._folder / CURRENT)
            if target != self._target or self._snapshot is None:
                self._snapshot = SqliteSnapshot(self._folder / target, self._statements, self._deadline)
                self._target = target
        except OSError:
            return  # the link is gone or not there yet: what is open goes on


class SqliteSnapshot(SqlSnapshot):
    """One file."""

    def __init__(self, path: Path, statements: Statements, deadline: float) -> None:
        self._path, self._deadline = path, deadline
        self._threads = threading.local()
        meta = dict(cast("Sequence[tuple[str, str]]", self._run("SELECT name, value FROM meta", {})))
        if meta.get("layout") != LAYOUT:
            raise Unavailable("the dataset was built by another version of this program; load it again")
        super().__init__(meta["version"], statements, meta)

    def _run(self, statement: str, values: Values) -> Sequence[Row]:
        self._threads.until = time.monotonic() + self._deadline
        try:
            return self._connection().execute(statement, values).fetchall()
        except sqlite3.OperationalError as error:
            if str(error) == "interrupted":
                raise Timeout(f"the query took more than {self._deadline:g} s") from error
            raise Unavailable("the dataset's file cannot be read") from error
        except sqlite3.ProgrammingError:
            raise  # a fault of ours, not of the file
        except sqlite3.DatabaseError as error:
            raise Unavailable("the dataset's file cannot be read") from error

    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if found is None:
            found = self._threads.connection = open_file(self._path)
            found.set_progress_handler(self._late, _OPCODES)
        return found

    def _late(self) -> bool:
        until: float = self._threads.until
        return time.monotonic() > until


def open_file(path: Path) -> sqlite3.Connection:
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(
        address, uri=True, check_same_thread=False, isolation_level=None, cached_statements=512
    )
    connection.execute("PRAGMA mmap_size = 1073741824")
    connection.execute("PRAGMA query_only = 1")
    return connection


def current_meta(folder: Path) -> dict[str, str]:
    """What the current file says of itself; empty where there is none that can be read."""
    try:
        connection = open_file(folder / os.readlink(folder / CURRENT))
        with contextlib.closing(connection):
            return dict(connection.execute("SELECT name, value FROM meta").fetchall())
    except (OSError, sqlite3.Error):
        return {}


def plans(path: Path, statement: str, values: Values) -> Iterator[str]:
    """The steps that SQLite takes for a statement."""
    with contextlib.closing(open_file(path)) as connection:
        for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values):
            yield row[3]

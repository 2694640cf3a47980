"""The store on SQLite: each dataset version is a file of its own, opened read-only and immutable.

The `current` link leads to the newest; `api.store.sqlite_build` makes them.
"""

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from sqlalchemy import ColumnElement, Dialect, LargeBinary, bindparam
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects import sqlite as dialects
from sqlalchemy.sql import column as sql_column
from sqlalchemy.sql import literal_column, table
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from api.store import Timeout, Unavailable
from api.store.conditions import Source
from api.store.fingerprint import LAYOUT
from api.store.plan import Term
from api.store.reading import Row, SqlSnapshot
from api.store.segments import Values
from api.store.statements import Statements
from api.store.tables import Tables, schema

DIALECT = cast("Dialect", dialects.dialect(paramstyle="named"))
CURRENT = "current.sqlite"
_OPCODES = 5000  # SQLite steps between two looks at the clock: some 50 µs
_ATTEMPT = 10  # looks that reading in order may take: about 5,000 records; then all matches are collected instead
_REFRESH = 1.0  # seconds between two looks at the `current` link


class _Engine:
    """FTS5. Every word is quoted, so that none is read as syntax; the tokenizer only splits at our blanks."""

    dialect = DIALECT

    def matching(self, tables: Tables, name: str) -> Source:
        words = table(tables.words, sql_column("rowid")).alias(name)
        matched = literal_column(f"{name}.{tables.words}").op("MATCH")(bindparam(name))
        return Source(words, (matched,), words.c.rowid)

    def unindexed(self, value: ColumnElement[Any]) -> ColumnElement[Any]:
        """SQLite takes the unary plus for it."""
        return UnaryExpression(value, operator=custom_op("+"), type_=value.type)

    def stored(self, record: ColumnElement[Any]) -> ColumnElement[Any]:
        """SQLite holds text in UTF-8: it need not become a str on its way out."""
        return sql_cast(record, LargeBinary).label("record")

    def question(self, terms: tuple[Term, ...], tier: int | None) -> str:
        every = " AND ".join(_quoted(term) for term in terms)
        if tier is None:
            return every
        titled = f"{{title}} : ({every})"
        return titled if tier == 0 else f"({every}) NOT ({titled})"


def _quoted(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + ("*" if term.prefix else "")


def statements() -> Statements:
    """Written for this engine."""
    return Statements(_Engine(), schema())


class SqliteStore:
    """The snapshots in a folder."""

    def __init__(self, folder: Path, deadline: float) -> None:
        self._folder, self._deadline = folder, deadline
        self._statements = statements()
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
        except Unavailable:
            if self._snapshot is None:
                raise
            return  # made by another version of the program, or unreadable: as above


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
        self._threads.looks = None
        return self._rows(statement, values)

    def _attempt(self, statement: str, values: Values) -> Sequence[Row] | None:
        self._threads.looks = _ATTEMPT
        try:
            return self._rows(statement, values)
        except Timeout:
            if self._threads.looks:
                raise
            return None

    def _rows(self, statement: str, values: Values) -> Sequence[Row]:
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

    def plan(self, statement: str, values: Values) -> list[str]:
        """The steps that SQLite takes for a statement."""
        return [row[3] for row in self._run(f"EXPLAIN QUERY PLAN {statement}", values)]

    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if found is None:
            found = self._threads.connection = open_file(self._path)
            found.set_progress_handler(self._late, _OPCODES)
        return found

    def _late(self) -> bool:
        if self._threads.looks is not None:
            self._threads.looks -= 1
            if not self._threads.looks:
                return True
        until: float = self._threads.until
        return time.monotonic() > until


def open_file(path: Path) -> sqlite3.Connection:
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(
        address, uri=True, check_same_thread=False, isolation_level=None, cached_statements=512
    )
    connection.execute("PRAGMA mmap_size = 0")  # what is mapped would count as the worker's memory, and win nothing
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

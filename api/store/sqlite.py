"""The store on SQLite: each dataset version is a separate file, opened read-only and immutable.

The `current` link points to the newest. `api.store.sqlite_build` writes the files, `api.store.sqlite_check` detects
damage to the one that is served.
"""

import contextlib
import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import cast

from sqlalchemy import Dialect, LargeBinary, bindparam, func
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects import sqlite as dialects
from sqlalchemy.sql import column as sql_column
from sqlalchemy.sql import literal_column, table
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from api.store import Timeout, Unavailable
from api.store.conditions import Source
from api.store.deadline import Clock
from api.store.fingerprint import LAYOUT
from api.store.plan import NO_DATASET, Term
from api.store.reading import Row, Snapshot
from api.store.segments import BoundValues
from api.store.sqlite_check import FileCheck, identity, is_damaged
from api.store.statements import Statements
from api.store.tables import Expression, Tables, schema

DIALECT = cast("Dialect", dialects.dialect(paramstyle="named"))
CURRENT = "current.sqlite"
_OPCODES = 5000  # SQLite steps between two looks at the clock: some 50 µs
_ATTEMPT = 10  # looks for reading in order: about 5,000 records; beyond that all matches are collected instead
_REFRESH = 0.5  # seconds between two looks at the `current` link
_WAIT = 0.005  # seconds between two looks for a free connection
_STATEMENTS = 32  # statements that a connection keeps prepared; one with hundreds of values takes 80 KB


class _Engine:
    """FTS5. Every word is quoted, so none is taken for syntax; the tokenizer splits at the blanks we put in."""

    dialect = DIALECT

    def matching(self, tables: Tables, name: str) -> Source:
        words = table(tables.words, sql_column("rowid")).alias(name)
        matched = literal_column(f"{name}.{tables.words}").op("MATCH")(bindparam(name))
        return Source(words, (matched,), words.c.rowid)

    def unindexed(self, value: Expression) -> Expression:
        """By SQLite's unary plus."""
        return UnaryExpression(value, operator=custom_op("+"), type_=value.type)

    def stored(self, record: Expression) -> Expression:
        """SQLite stores UTF-8, so the text can be read as bytes."""
        return sql_cast(record, LargeBinary).label("record")

    def lines(self, record: Expression) -> Expression:
        return self.stored(func.group_concat(record, literal_column("char(10)")))

    def question(self, terms: tuple[Term, ...], tier: int | None) -> str:
        written = " AND ".join(map(_written, terms))
        any_form = " AND ".join(map(_any_form, terms))
        titled = f"{{title}} : ({written})"
        return {None: any_form, 0: titled, 1: f"({written}) NOT ({titled})", 2: f"({any_form}) NOT ({written})"}[tier]


def _written(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + ("*" if term.prefix else "")


def _any_form(term: Term) -> str:
    return "(" + " OR ".join([_written(term), *(f'"{form}"' for form in term.forms)]) + ")"


@cache
def statements() -> Statements:
    """Written for this engine; all stores of a process share what is compiled."""
    return Statements(_Engine(), schema())


class SqliteStore:
    """The snapshots in a folder. When the current one is found damaged, one of the processes calls `rebuild`."""

    def __init__(self, folder: Path, deadline: float, rebuild: Callable[[], None] = lambda: None) -> None:
        self._folder, self._deadline, self._rebuild = folder, deadline, rebuild
        self._statements = statements()
        self._snapshot: SqliteSnapshot | None = None
        self._missing = NO_DATASET
        self._looked = 0.0
        self._lock = threading.Lock()

    @property
    def newest(self) -> str | None:
        snapshot = self._snapshot
        return snapshot.version if snapshot else None

    def current(self) -> "SqliteSnapshot":
        """The snapshot the link points to, checked twice a second; Unavailable while that file is damaged."""
        if self._snapshot is None or time.monotonic() - self._looked > _REFRESH:
            with self._lock:
                if self._snapshot is None or time.monotonic() - self._looked > _REFRESH:
                    self._refresh()
        snapshot = self._snapshot
        if snapshot is None:
            raise Unavailable(self._missing)
        if snapshot.check.is_damaged:
            raise Unavailable("the dataset's file is damaged; load it again")
        return snapshot

    def close(self) -> None:
        """Release the snapshot; its connections close when the last user is done."""
        snapshot, self._snapshot = self._snapshot, None
        if snapshot:
            snapshot.check.stop()

    def _refresh(self) -> None:
        self._looked = time.monotonic()
        held = self._snapshot
        try:
            path = self._folder / os.readlink(self._folder / CURRENT)
            if held is None or held.path != path or held.check.is_replaced():
                self._take(SqliteSnapshot(path, self._statements, self._deadline), held)
        except FileNotFoundError:
            self._missing = NO_DATASET  # keep serving the open snapshot
        except OSError as error:
            self._missing = f"the dataset's folder cannot be read: {error.strerror}"
        except Unavailable:
            if held is None:
                raise
            return  # made by another version of the program, or unreadable: as above

    def _take(self, new: "SqliteSnapshot", held: "SqliteSnapshot | None") -> None:
        self._snapshot = new
        if held:
            held.check.stop()
        new.check.start(self._rebuild)


class SqliteSnapshot(Snapshot):
    """One file."""

    def __init__(self, path: Path, statements: Statements, deadline: float) -> None:
        self.path, self.placement, self._deadline = path, path.name, deadline
        if is_damaged(path):
            raise Unavailable("the dataset's file is damaged; load it again")
        self.check = FileCheck(path, identity(path))
        self._connections = _Connections(path)
        meta = dict(cast("Sequence[tuple[str, str]]", self._run("SELECT name, value FROM meta", {})))
        if meta.get("layout") != LAYOUT:
            raise Unavailable("the dataset was built by another version of this program; load it again")
        super().__init__(meta, statements)

    def _run(self, statement: str, values: BoundValues) -> Sequence[Row]:
        return self._rows(statement, values, None)

    def _attempt(self, statement: str, values: BoundValues) -> Sequence[Row] | None:
        try:
            return self._rows(statement, values, _ATTEMPT)
        except _OutOfLooksError:
            return None

    def _rows(self, statement: str, values: BoundValues, looks: int | None) -> Sequence[Row]:
        opened = self._connections.take(self._deadline)
        try:
            opened.clock.start(self._deadline, looks)
            return opened.connection.execute(statement, values).fetchall()
        except sqlite3.OperationalError as error:
            if str(error) != "interrupted":
                raise Unavailable("the dataset's file cannot be read") from error
            if opened.clock.is_out_of_looks:
                raise _OutOfLooksError from error
            raise Timeout(f"the request took more than {self._deadline:g} s") from error
        except sqlite3.ProgrammingError:
            raise  # our bug, not damage to the file
        except sqlite3.DatabaseError as error:
            self.check.suspect()
            raise Unavailable("the dataset's file cannot be read") from error
        finally:
            self._connections.give_back(opened)

    def plan(self, statement: str, values: BoundValues) -> list[str]:
        return [row[3] for row in self._run(f"EXPLAIN QUERY PLAN {statement}", values)]


class _OutOfLooksError(Exception):
    """A statement exceeded its number of looks at the clock."""


class _Connections:
    """A pool of connections to one file, each used for one statement at a time; closed with the snapshot.

    Another is opened when all are in use. A deleted file cannot be opened again (SQLite resolves even /proc/self/fd to
    its name), so callers then wait for an open one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._idle = [_Opened(path)]  # a list's append and pop need no lock
        except sqlite3.Error as error:
            why = error if os.access(path, os.R_OK) else "Permission denied"
            raise Unavailable(f"the dataset's file cannot be opened: {why}") from error

    def take(self, seconds: float) -> "_Opened":
        """A connection for the caller alone until `give_back`; Timeout if none is free for that many seconds."""
        until = time.monotonic() + seconds
        while True:
            try:
                return self._idle.pop()  # the last used one has the warmest cache
            except IndexError:
                with contextlib.suppress(sqlite3.Error):
                    return _Opened(self._path)
            if time.monotonic() > until:
                raise Timeout(f"all connections to the dataset were busy for {seconds:g} s")
            time.sleep(_WAIT)

    def give_back(self, opened: "_Opened") -> None:
        """The statement has ended."""
        self._idle.append(opened)


class _Opened:
    """A connection, and the clock that ends its statements."""

    def __init__(self, path: Path) -> None:
        self.clock = Clock()
        self.connection = open_file(path)
        weakref.finalize(
            self, self.connection.close
        )  # a reference cycle with its cache would keep it open until garbage collection
        self.connection.set_progress_handler(self.clock.is_over, _OPCODES)


def open_file(path: Path) -> sqlite3.Connection:
    """A read-only connection to an immutable file."""
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(
        address, uri=True, check_same_thread=False, isolation_level=None, cached_statements=_STATEMENTS
    )
    connection.execute("PRAGMA mmap_size = 0")  # mapped pages would count as the worker's memory, without a gain
    connection.execute("PRAGMA query_only = 1")
    return connection


def current_meta(folder: Path) -> dict[str, str]:
    """The metadata of the current file; empty if there is no readable, complete one."""
    try:
        path = folder / os.readlink(folder / CURRENT)
        if is_damaged(path):
            return {}
        with contextlib.closing(open_file(path)) as connection:
            return dict(connection.execute("SELECT name, value FROM meta").fetchall())
    except (OSError, sqlite3.Error):
        return {}

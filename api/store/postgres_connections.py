"""Connections to a PostgreSQL server that may go down, come back or hang, with or without a pooler.

While it is down every query fails at once, without waiting for a connection; one thread retries until it is back. A
query whose connection breaks is repeated once, so that a standby in the URL takes over unnoticed.

A query is one message of the simple protocol: the settings it needs, which hold for its transaction, and the statement
with its values as quoted literals. So sessions have no state that a pooler in transaction mode could leak to others,
and the planner sees the values.
"""

import contextlib
import logging
import os
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from psycopg import errors
from psycopg.conninfo import make_conninfo
from psycopg_pool import ConnectionPool, PoolClosed, PoolTimeout

from api.store import Replaced, StoreError, Timeout, Unavailable
from api.store.deadline import remaining
from api.store.postgres_engines import IDENTITY, Engine, engine_of

_CONNECT_SECONDS = 2  # libpq's minimum
_FIRST_SECONDS = 5.0  # how long the first query waits for the first connection, within its deadline
_PATIENCE = 0.05  # how long a query waits for another server after its connection broke
_LOOK_SECONDS = 0.25  # between two attempts to reach a server that is down
_MOST_CONNECTIONS = 16
_GRACE = 0.05  # seconds of grace after the server should have ended a query
_TICK = 0.025  # seconds between two checks for connections to break
_ENDED = "the database ended the connection"
_log = logging.getLogger("article_facts.store")
logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # psycopg logs every failed attempt; `_log` logs one


def address(url: str, deadline: float, writing: bool = False) -> str:
    """The URL of the settings in libpq's form; loading needs a server that accepts writes."""
    needed: dict[str, Any] = {
        "application_name": "article-facts",
        "connect_timeout": _CONNECT_SECONDS,
        "tcp_user_timeout": int(deadline * 1000) + 1000,  # detect a host that vanished without closing
    }
    if writing:
        needed |= {"target_session_attrs": "read-write", "tcp_user_timeout": 0}
    return make_conninfo("postgresql" + url[url.index("://") :], **needed)


class Connections:
    """Runs queries on pooled connections. The pool is created by the first query: never before a fork."""

    def __init__(self, url: str, deadline: float) -> None:
        self._address, self._deadline = address(url, deadline), deadline
        self._pool: ConnectionPool | None = None
        self._engine = Engine("none")
        self._process = 0
        self._changed = threading.Condition()
        self._state = "closed"  # closed, looking (no attempt has ended yet), up, away
        self._breaker = _Breaker()

    def run(self, statement: str, values: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
        """All rows of a statement, within what is left of the request, else within the deadline; Unavailable or
        Timeout."""
        try:
            return self._run(statement, values)
        except _Broken:
            try:
                return self._run(statement, values)
            except _Broken as error:
                raise Unavailable(str(error)) from error

    def check(self) -> None:
        """Unavailable while the server is known to be down."""
        if self._state == "away" and self._process == os.getpid():
            raise Unavailable("the database is away")

    def close(self) -> None:
        with self._changed:
            pool, self._pool, self._state = self._pool, None, "closed"
        if pool and self._process == os.getpid():
            pool.close()

    def _run(self, statement: str, values: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
        left = remaining()
        seconds = self._deadline if left is None else left
        pool = self._open_pool(seconds)
        limits = f"SET LOCAL statement_timeout = {max(1, int(seconds * 1000))}; {self._engine.reading}"
        # Outside of a request the process may only have waited for a processor.
        patience = seconds + (_GRACE if left else self._deadline)
        limit = _Limit(patience)
        try:
            with pool.connection(timeout=seconds) as connection, self._breaker.watch(connection, limit):
                return _answer(connection, f"{limits} {statement}", values)
        except PoolTimeout as error:
            raise Timeout(f"no connection was free within {seconds:.1f} s") from error
        except PoolClosed as error:
            raise _Broken(_ENDED) from error
        except psycopg.OperationalError as error:
            if connection.broken:
                self._lost(pool, error)
            if limit.is_over or isinstance(error, errors.QueryCanceled):
                raise self._late() from error
            raise _Broken(_ENDED if connection.broken else "a node of the database cannot be reached") from error
        except (psycopg.ProgrammingError, errors.DivisionByZero) as error:  # the guard of a snapshot divides by zero
            raise _refusal(error) from error

    def _late(self) -> Timeout:
        return Timeout(f"the request took more than {self._deadline:g} s")

    def _open_pool(self, patience: float) -> ConnectionPool:
        with self._changed:
            if self._process != os.getpid():
                self._pool, self._process, self._state = None, os.getpid(), "closed"
            if self._state == "closed":
                self._look(min(_FIRST_SECONDS, patience))
            elif self._state == "looking":
                self._changed.wait_for(lambda: self._state != "looking", _PATIENCE)
            if self._pool is None:
                raise Unavailable("the database is away")
            return self._pool

    def _lost(self, pool: ConnectionPool, error: Exception) -> None:
        """Drop the pool of a lost server and start looking for a server; other queries do not wait."""
        with self._changed:
            if self._pool is not pool:
                return
            self._pool = None
            _log.error("the database is away: %s", first_line(error))
            self._look(_PATIENCE)
        threading.Thread(target=pool.close, daemon=True).start()

    def _look(self, patience: float) -> None:
        self._state = "looking"
        threading.Thread(target=self._seek, name="database-seeker", daemon=True).start()
        self._changed.wait_for(lambda: self._state != "looking", patience)

    def _seek(self) -> None:
        while self._state in ("looking", "away"):
            try:
                self._found(self._connected())
                return
            except (psycopg.Error, PoolTimeout) as error:
                self._missed(error)
                time.sleep(_LOOK_SECONDS)

    def _connected(self) -> ConnectionPool:
        with psycopg.connect(self._address, autocommit=True) as connection:  # gives the reason, which a pool does not
            self._engine = engine_of(_answer(connection, IDENTITY, {})[0][0])
        pool = ConnectionPool(
            self._address,
            min_size=1,
            max_size=_MOST_CONNECTIONS,
            open=False,
            timeout=self._deadline,
            reconnect_timeout=_CONNECT_SECONDS,
            kwargs={"autocommit": True, "prepare_threshold": None},
        )
        try:
            pool.open(wait=True, timeout=_FIRST_SECONDS)
        except BaseException:
            pool.close()
            raise
        return pool

    def _found(self, pool: ConnectionPool) -> None:
        with self._changed:
            if self._state == "away":
                _log.warning("the database is back")
            if self._state in ("looking", "away"):
                self._pool, self._state = pool, "up"
                self._changed.notify_all()
                return
        pool.close()

    def _missed(self, error: Exception) -> None:
        with self._changed:
            if self._state == "looking":
                self._state = "away"
                _log.error("the database cannot be reached: %s", first_line(error))
                self._changed.notify_all()


class Denied(Unavailable):
    """This process's role may not read what it queried."""


class _Broken(StoreError):
    """The query may be repeated on another connection."""


def _refusal(error: psycopg.Error) -> Exception:
    """The StoreError for a server's refusal, unless it is our bug."""
    if isinstance(error, errors.InsufficientPrivilege):
        return Denied(f"the database refuses: {first_line(error)}")
    if isinstance(
        error, errors.UndefinedTable | errors.InvalidSchemaName | errors.UndefinedColumn | errors.DivisionByZero
    ):
        return Replaced("the dataset was replaced meanwhile")
    return error


def _answer(connection: "psycopg.Connection[Any]", message: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of the last statement of a message."""
    cursor = psycopg.ClientCursor(connection)
    cursor.execute(message, values)
    while cursor.nextset():
        pass
    return cursor.fetchall()


class _Limit:
    """The seconds a query may take, and whether it exceeded them."""

    def __init__(self, seconds: float) -> None:
        self.until = time.monotonic() + seconds
        self.is_over = False


class _Breaker:
    """Breaks connections after a timeout: a hanging server does not enforce its own limits."""

    def __init__(self) -> None:
        self._watched: dict[_Limit, int] = {}
        self._changed = threading.Condition()
        self._process = 0

    @contextlib.contextmanager
    def watch(self, connection: "psycopg.Connection[Any]", limit: _Limit) -> Iterator[None]:
        """Within the block, break the connection when its limit is exceeded."""
        with self._changed:
            if self._process != os.getpid():
                self._watched, self._process = {}, os.getpid()
                threading.Thread(target=self._break, name="database-breaker", daemon=True).start()
            self._watched[limit] = connection.fileno()
            self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                del self._watched[limit]

    def _break(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._watched)
                for limit, descriptor in self._watched.items():
                    if not limit.is_over and time.monotonic() > limit.until:
                        limit.is_over = True
                        _shut_down(descriptor)
            time.sleep(_TICK)


def _shut_down(descriptor: int) -> None:
    """Readers of the socket get end of file. Closing the descriptor is left to its owner, who may have done so."""
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as other:
        other.shutdown(socket.SHUT_RDWR)


def first_line(error: Exception) -> str:
    """What the server says, without its hints."""
    return str(error).strip().partition("\n")[0]

"""The way to a PostgreSQL server that may go away and come back.

While it is away every question fails at once, without waiting for a connection; one thread looks for it until it
is back. A question whose connection breaks is asked once more, so that a standby in the URL takes over unnoticed.
"""

import logging
import os
import threading
import time
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg_pool import ConnectionPool, PoolClosed, PoolTimeout

from api.store import StoreError, Timeout, Unavailable

_CONNECT_SECONDS = 2  # the least that libpq takes
_FIRST_SECONDS = 5.0  # how long the first question waits for the first connection
_PATIENCE = 0.05  # how long a question waits for another server after its connection broke
_LOOK_SECONDS = 0.25  # between two looks for a server that is away
_MOST_CONNECTIONS = 16
_log = logging.getLogger("article_facts.store")
logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # it repeats every failed attempt; `_log` tells it once


def address(url: str, deadline: float, writing: bool = False) -> str:
    """The URL of the settings as libpq takes it; who loads needs a server that can be written to."""
    needed: dict[str, Any] = {
        "application_name": "article-facts",
        "connect_timeout": _CONNECT_SECONDS,
        "tcp_user_timeout": int(deadline * 1000) + 1000,  # a host that vanished without a word counts as gone
    }
    if writing:
        needed |= {"target_session_attrs": "read-write", "tcp_user_timeout": 0}
    return make_conninfo("postgresql" + url[url.index("://") :], **needed)


class Link:
    """Runs questions on pooled connections. The pool is made at the first question: after a fork, never before."""

    def __init__(self, url: str, deadline: float) -> None:
        self._address, self._deadline = address(url, deadline), deadline
        self._pool: ConnectionPool | None = None
        self._process = 0
        self._changed = threading.Condition()
        self._state = "closed"  # closed, looking (no attempt ended yet), up, away

    def run(self, statement: str, values: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
        """All rows of a statement; Unavailable or Timeout."""
        try:
            return self._run(statement, values)
        except _Broken:
            try:
                return self._run(statement, values)
            except _Broken as error:
                raise Unavailable("the database ended the connection") from error

    def check(self) -> None:
        """Unavailable while the server is known to be away."""
        if self._state == "away" and self._process == os.getpid():
            raise Unavailable("the database is away")

    def close(self) -> None:
        """Let go of all connections."""
        with self._changed:
            pool, self._pool, self._state = self._pool, None, "closed"
        if pool and self._process == os.getpid():
            pool.close()

    def _run(self, statement: str, values: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
        pool = self._open_pool()
        try:
            with pool.connection() as connection:
                return connection.execute(statement, values).fetchall()
        except PoolClosed as error:
            raise _Broken from error
        except PoolTimeout as error:
            raise Timeout(f"no connection was free within {self._deadline:g} s") from error
        except psycopg.errors.QueryCanceled as error:
            raise Timeout(f"the query took more than {self._deadline:g} s") from error
        except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName) as error:
            raise Replaced("the dataset was replaced meanwhile") from error
        except psycopg.OperationalError as error:
            if connection.broken:
                self._lost(pool, error)
            raise _Broken from error

    def _open_pool(self) -> ConnectionPool:
        with self._changed:
            if self._process != os.getpid():
                self._pool, self._process, self._state = None, os.getpid(), "closed"
            if self._state == "closed":
                self._look(_FIRST_SECONDS)
            elif self._state == "looking":
                self._changed.wait_for(lambda: self._state != "looking", _PATIENCE)
            if self._pool is None:
                raise Unavailable("the database is away")
            return self._pool

    def _lost(self, pool: ConnectionPool, error: Exception) -> None:
        """Drop the pool whose server is gone, and look for a server; the others' questions do not wait."""
        with self._changed:
            if self._pool is not pool:
                return
            self._pool = None
            _log.error("the database is away: %s", str(error).strip().partition("\n")[0])
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
        psycopg.connect(self._address).close()  # says why not, which a pool does not
        pool = ConnectionPool(
            self._address,
            min_size=1,
            max_size=_MOST_CONNECTIONS,
            open=False,
            timeout=self._deadline,
            reconnect_timeout=_CONNECT_SECONDS,
            configure=self._configure,
            kwargs={"autocommit": True},
        )
        try:
            pool.open(wait=True, timeout=_FIRST_SECONDS)
        except BaseException:
            pool.close()
            raise
        return pool

    def _configure(self, connection: "psycopg.Connection[Any]") -> None:
        """Custom plans: a field's common and rare values want different ones."""
        milliseconds = int(self._deadline * 1000)
        settings = f"SET statement_timeout = {milliseconds}; SET plan_cache_mode = force_custom_plan; SET jit = off"
        connection.execute(settings)

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
                _log.error("the database cannot be reached: %s", str(error).strip().partition("\n")[0])
                self._changed.notify_all()


class Replaced(Unavailable):
    """The dataset that was asked for has been dropped: a newer one is there."""


class _Broken(StoreError):
    """The question may be asked again on another connection."""

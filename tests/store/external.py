"""A database server that somebody else runs: PostgreSQL, or the coordinator of a Citus with its workers."""

import contextlib
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.store.postgres import Cluster

_END_SESSIONS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
_IS_CITUS = "SELECT count(*) FROM pg_extension WHERE extname = 'citus'"
_WORKERS = "SELECT nodename, nodeport FROM pg_dist_node WHERE groupid > 0 AND noderole = 'primary' ORDER BY nodeid"


@dataclass(frozen=True)
class External(Cluster):
    """The server of a URL, of any engine, whose user may create databases and roles."""

    address: str

    def url(self, *others: Cluster, database: str = "") -> str:
        """Its URL, of the database that it names or of another."""
        assert not others, "others are servers of the tests' own"
        return _of_database(self.address, database) if database else self.address

    def is_running(self) -> bool:
        """Its owner's concern; assumed."""
        return True

    def create(self, database: str, *options: str) -> None:
        """Create an empty database in place of one of an earlier run; on Citus, on each node."""
        if options:
            pytest.skip("a database with options of its own needs a server of the tests' own")
        workers = self.workers()
        for node in (self.address, *workers):
            _create(node, database)
            if is_citus(self.address):
                run(_of_database(node, database), "CREATE EXTENSION citus")
        own = self.url(database=database)
        if workers:
            run(own, "SELECT citus_set_coordinator_host(%s, %s)", _place(self.address))
        for node in workers:
            run(own, "SELECT citus_add_node(%s, %s)", _place(node))

    def workers(self, database: str = "") -> list[str]:
        """The URLs of the workers of a Citus, of the database that the URL names or of another."""
        if not is_citus(self.address):
            return []
        user = urlsplit(self.address).netloc.rpartition("@")[0]
        parts = urlsplit(self.url(database=database))
        return [
            urlunsplit(parts._replace(netloc=f"{user}@{host}:{port}")) for host, port in run(self.address, _WORKERS)
        ]


@cache
def is_citus(url: str) -> bool:
    """Whether the database of a URL can spread tables over nodes."""
    return bool(run(url, _IS_CITUS)[0][0])


def _create(node: str, database: str) -> None:
    with contextlib.suppress(psycopg.Error):  # an engine without sessions to end, or without the view
        run(node, _END_SESSIONS, [database])
    run(node, f"DROP DATABASE IF EXISTS {database}")
    run(node, f"CREATE DATABASE {database}")


def run(url: str, statement: str, values: Any = None) -> list[Any]:
    """Run a statement, outside of a transaction, and return its rows."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        done = connection.execute(statement, values)
        return done.fetchall() if done.description else []


def _of_database(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def _place(url: str) -> tuple[str | None, int]:
    return urlsplit(url).hostname, urlsplit(url).port or 5432

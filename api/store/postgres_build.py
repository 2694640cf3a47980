"""Building a schema: everything in one transaction, so that readers see the old dataset or the new, never a mix.

A load that is killed, or a database that goes away meanwhile, leaves the old schema as it was, and no litter.
"""

import contextlib
import os
from typing import Any

import psycopg
from sqlalchemy.schema import CreateIndex, CreateTable

from api.store import Unavailable, summaries
from api.store.fingerprint import LAYOUT
from api.store.postgres import CURRENT, DIALECT, statements, vector
from api.store.postgres_link import address
from api.store.rows import Loaded, Rows
from api.store.tables import schema
from api.store.words import fenced
from schemas.registry import QUERYABLE

_BATCH = 500
_LOADS = 7_305_114_903  # the advisory lock that loads take in turn
_POINTER = f"""
CREATE SCHEMA IF NOT EXISTS article_facts;
CREATE TABLE IF NOT EXISTS {CURRENT} (
  layout text PRIMARY KEY, dataset text NOT NULL, previous text, loaded timestamptz NOT NULL DEFAULT now())
"""
_SWITCH = f"""
INSERT INTO {CURRENT} AS held (layout, dataset) VALUES (%(layout)s, %(dataset)s)
ON CONFLICT (layout) DO UPDATE SET dataset = excluded.dataset, loaded = excluded.loaded,
  previous = CASE WHEN held.dataset = excluded.dataset THEN held.previous ELSE held.dataset END
"""  # noqa: S608
# Another layout's row belongs to nodes that are yet to be upgraded, or that an upgrade may be rolled back to.
_FORGET = f"""
DELETE FROM {CURRENT} WHERE layout <> %(layout)s AND loaded < (
  SELECT max(loaded) FROM {CURRENT} WHERE layout <> %(layout)s)
"""  # noqa: S608
_UNUSED = rf"""
SELECT nspname FROM pg_namespace WHERE nspname LIKE 'facts\_%%'
EXCEPT SELECT dataset FROM {CURRENT} EXCEPT SELECT previous FROM {CURRENT}
"""  # noqa: S608


class PostgresSink:
    """Fills a new schema; one load at a time in a database."""

    def __init__(self, url: str) -> None:
        try:
            self._connection = psycopg.connect(address(url, 0, writing=True), autocommit=True)
        except psycopg.OperationalError as error:
            raise Unavailable(f"the database cannot be loaded: {_first_line(error)}") from error
        self._schema = f"facts_building_{os.getpid()}"
        self._batches: dict[str, list[Rows]] = {name: [] for name in QUERYABLE}
        self._prepare()

    def _run(self, statement: str, values: dict[str, Any] | None = None) -> "psycopg.Cursor[tuple[Any, ...]]":
        return self._connection.execute(statement, values)

    def _prepare(self) -> None:
        self._run(_POINTER)
        self._run("BEGIN")
        self._run(f"SELECT pg_advisory_xact_lock({_LOADS})")
        self._run(f"CREATE SCHEMA {self._schema}")
        for made in schema(self._schema).metadata.sorted_tables:
            self._run(str(CreateTable(made).compile(dialect=DIALECT)))
        for name in QUERYABLE:
            self._run(
                f"CREATE TABLE {self._schema}.{name}_words (position bigint PRIMARY KEY, words tsvector NOT NULL)"
            )

    def add(self, rows: Rows) -> None:
        """Take a record's rows, copied in batches."""
        batch = self._batches[rows.collection]
        batch.append(rows)
        if len(batch) >= _BATCH:
            self._write(rows.collection)

    def _write(self, name: str) -> None:
        batch = self._batches[name]
        self._copy(name, [rows.record for rows in batch])
        self._copy(f"{name}_links", [link for rows in batch for link in rows.links])
        self._copy(f"{name}_words", [_words(*rows.texts) for rows in batch])
        batch.clear()

    def _copy(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        statement = f"COPY {self._schema}.{table} FROM STDIN (FREEZE)"
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def finish(self, loaded: Loaded, meta: dict[str, str]) -> None:
        """Index, and make it the current one, all at once."""
        for name in QUERYABLE:
            self._write(name)
        self._copy("meta", [*meta.items(), ("layout", LAYOUT)])
        self._copy("redirects", loaded.redirects)
        self._index()
        self._publish(f"facts_{loaded.version[:16]}_{LAYOUT[:8]}")
        self._sweep()
        self._connection.close()

    def _index(self) -> None:
        self._run("SET LOCAL maintenance_work_mem = '256MB'")
        tables = schema(self._schema).metadata.sorted_tables
        for index in sorted((index for made in tables for index in made.indexes), key=lambda one: str(one.name)):
            self._run(str(CreateIndex(index).compile(dialect=DIALECT)))
        for name in QUERYABLE:
            self._run(f"CREATE INDEX ON {self._schema}.{name}_words USING gin (words) WITH (fastupdate = off)")
        for made in tables:
            self._run(f"ANALYZE {made.fullname}")
        for name in QUERYABLE:
            self._run(f"ANALYZE {self._schema}.{name}_words")
        summaries.fill(statements(self._schema), self._rows)

    def _rows(self, statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        done = self._run(statement, values)
        return done.fetchall() if done.description else []

    def _publish(self, name: str) -> None:
        """The same content may be there already; then only what is told of its load changes."""
        if self._run("SELECT 1 FROM pg_namespace WHERE nspname = %(name)s", {"name": name}).fetchone():
            self._run(f"DELETE FROM {name}.meta")  # noqa: S608
            self._run(f"INSERT INTO {name}.meta SELECT * FROM {self._schema}.meta")  # noqa: S608
            self._run(f"DROP SCHEMA {self._schema} CASCADE")
        else:
            self._run(f"ALTER SCHEMA {self._schema} RENAME TO {name}")
        self._run(_SWITCH, {"layout": LAYOUT, "dataset": name})
        self._run("COMMIT")

    def _sweep(self) -> None:
        """Drop what no node reads any more. One that is still being read is left for the next load."""
        self._run(_FORGET, {"layout": LAYOUT})
        self._run("SET lock_timeout = '1s'")
        for (name,) in self._run(_UNUSED, {}).fetchall():
            with contextlib.suppress(psycopg.errors.LockNotAvailable):
                self._run(f'DROP SCHEMA "{name}" CASCADE')

    def abandon(self) -> None:
        """Drop everything taken: the transaction was never committed."""
        self._connection.close()


def _words(position: int, title: list[str], body: list[str]) -> tuple[int, str]:
    return (position, vector(fenced(title), fenced(body)))


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]

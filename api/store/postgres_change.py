"""Loads a change on PostgreSQL: the current schema is corrected in one transaction.

Readers see the dataset as it was until the transaction ends, and a load that is killed leaves nothing. The row that
names the schema is locked meanwhile, so that other loads wait.
"""

import re
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

from api.store.build import meta_of
from api.store.change import FullLoad, apply, change, check
from api.store.fingerprint import LAYOUT
from api.store.postgres import CURRENT, SEQUENCE
from api.store.postgres_build import PostgresWriter, connected, sweep
from api.store.postgres_connections import first_line
from api.store.postgres_engines import IDENTITY, engine_of
from api.store.rows import Loaded

_IS_THERE = f"SELECT to_regclass('{CURRENT}') IS NOT NULL"
_LOCK = f"SELECT dataset FROM {CURRENT} WHERE layout = %(layout)s FOR UPDATE"
_SETTINGS = (
    "SET LOCAL idle_in_transaction_session_timeout = '1h'",  # the machine that loads may vanish
    "SET LOCAL jit = off",
    "SET LOCAL search_path = {name}",
)
_CORRECTED = f"UPDATE {CURRENT} SET loaded = now(), sequence = sequence + 1 WHERE layout = %(layout)s"
_NUMBERED = f"UPDATE meta SET value = value::bigint + 1 WHERE name = '{SEQUENCE}'"


def load_change(url: str, seeds: Path, source: str, kept_versions: int) -> tuple[Loaded, int]:
    """Load what changed in the seeds since the current dataset was loaded; also returns the number of changed
    articles. Raises FullLoad."""
    with closing(connected(url)) as connection:
        try:
            with connection.transaction():
                writer = PostgresWriter(connection, _current(PostgresWriter(connection, "")))
                made = _corrected(writer, seeds, source, kept_versions)
            sweep(writer)
        except psycopg.Error as error:
            raise FullLoad(f"the current dataset could not be changed: {first_line(error)}") from error
        return made


def _current(writer: PostgresWriter) -> str:
    """The schema of the current dataset, which is locked until the transaction ends."""
    engine = engine_of(str(writer.run(IDENTITY)[0][0]))
    if not engine.corrects:
        raise FullLoad(f"the database is {engine.name}")
    rows = writer.run(_LOCK, {"layout": LAYOUT}) if writer.run(_IS_THERE)[0][0] else []
    if not rows:
        raise FullLoad("there was no dataset")
    return str(rows[0][0])


def _corrected(writer: PostgresWriter, seeds: Path, source: str, kept_versions: int) -> tuple[Loaded, int]:
    for statement in _SETTINGS:
        writer.run(statement.format(name=writer.name))

    def run(statement: str, values: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
        return writer.run(re.sub(r":(\w+)", r"%(\1)s", statement), values)

    meta = dict(writer.run("SELECT name, value FROM meta"))
    found = change(seeds, run, meta)
    is_another = apply(found, writer, meta_of(found.loaded, source), kept_versions)
    check(found, writer)
    writer.grant()
    if is_another:
        writer.run(_CORRECTED, {"layout": LAYOUT})
        writer.run(_NUMBERED)
    return found.loaded, len(found.parts.keys() - {""})

"""Loads a change on PostgreSQL: the current schema is corrected in one transaction.

Readers see the dataset as it was until the transaction ends, and a load that is killed leaves nothing. The row of the
schema in `article_facts.datasets` is locked meanwhile, so that changes wait for each other. `article_facts.current` is
locked in the last moment only: a full load may alter it, and all readers would wait behind that load.
"""

import re
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

from api.store.applied import apply, check
from api.store.build import meta_of
from api.store.change import FullLoad, change
from api.store.fingerprint import LAYOUT
from api.store.postgres import CURRENT, SEQUENCE
from api.store.postgres_build import DATASETS, sweep
from api.store.postgres_connections import first_line
from api.store.postgres_engines import IDENTITY, engine_of
from api.store.postgres_writer import PostgresWriter, connected
from api.store.rows import Loaded

_IS_THERE = f"SELECT to_regclass('{CURRENT}') IS NOT NULL"
_LOCK = f"SELECT 1 FROM {DATASETS} WHERE name = %(name)s FOR UPDATE"
_BEGIN = (
    "SET LOCAL idle_in_transaction_session_timeout = '1h'",  # the machine that loads may vanish
    "SET LOCAL jit = off",
    "SET LOCAL search_path = {name}",
)
_CORRECTED = f"""UPDATE {CURRENT} SET loaded = now(), sequence = sequence + 1
WHERE layout = %(layout)s AND dataset = %(name)s AND sequence = %(sequence)s"""
_NUMBERED = f"UPDATE meta SET value = value::bigint + 1 WHERE name = '{SEQUENCE}'"


def load_change(url: str, seeds: Path, source: str, kept_versions: int) -> tuple[Loaded, int]:
    """Load what changed in the seeds since the current dataset was loaded; returns also how many articles that were.
    FullLoad."""
    with closing(connected(url)) as connection:
        try:
            writer = PostgresWriter(connection, _current(PostgresWriter(connection, "")))
            with connection.transaction():
                made = _corrected(writer, seeds, source, kept_versions)
            sweep(writer)
            return made
        except psycopg.Error as error:
            raise FullLoad(f"the current dataset could not be changed: {first_line(error)}") from error


def _current(writer: PostgresWriter) -> str:
    engine = engine_of(str(writer.run(IDENTITY)[0][0]))
    if not engine.corrects:
        raise FullLoad(f"the database is {engine.name}")
    held = writer.held() if writer.run(_IS_THERE)[0][0] else None
    if held is None or held.layout != LAYOUT:
        raise FullLoad("there is no dataset before")
    return held.name


def _corrected(writer: PostgresWriter, seeds: Path, source: str, kept_versions: int) -> tuple[Loaded, int]:
    for statement in _BEGIN:
        writer.run(statement.format(name=writer.name))
    writer.run(_LOCK, {"name": writer.name})

    def run(statement: str, values: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
        return writer.run(re.sub(r":(\w+)", r"%(\1)s", statement), values)

    meta = dict(writer.run("SELECT name, value FROM meta"))
    found = change(seeds, run, meta)
    is_another = apply(found, writer, meta_of(found.loaded, source), kept_versions)
    check(found, writer)
    writer.grant()
    if is_another:
        values = {"layout": LAYOUT, "name": writer.name, "sequence": int(meta[SEQUENCE])}
        if not writer.changed(_CORRECTED, values):
            raise FullLoad("another load has replaced the dataset meanwhile")
        writer.run(_NUMBERED)
    return found.loaded, len(found.parts.keys() - {""})

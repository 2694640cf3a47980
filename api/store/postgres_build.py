"""Builds a schema in stages: created, filled, indexed and checked in small steps; the switch to it comes last.

Readers see nothing of a schema before `article_facts.current` names it, so no step needs to be undone for them, and
nothing is asked of the database that distributed engines refuse. `article_facts.datasets` has a row for each schema
that was ever begun, with a lease: one that no row of `current` names and whose lease is over was left by a load that
died, and is dropped by the next. Nothing else is ever dropped.
"""

import contextlib
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import psycopg
from sqlalchemy import Index
from sqlalchemy.schema import CreateIndex, CreateTable

from api.store import Unavailable, postgres_views
from api.store.build import Sink, Writer
from api.store.fingerprint import LAYOUT
from api.store.history import Recorder
from api.store.postgres import CURRENT, DATASET, DIALECT, SEQUENCE, statements, vector
from api.store.postgres_connections import address, first_line
from api.store.postgres_engines import IDENTITY, Placement, engine_of, spread
from api.store.rows import Batch, Loaded, Rows
from api.store.summaries import fill
from api.store.tables import FOLLOWED, compiled, schema
from api.store.words import searchable
from schemas.registry import QUERYABLE

DATASETS = "article_facts.datasets"
_LEASE = "1 hour"  # much longer than the longest single step
_RENEW = 60.0  # seconds between two renewals, at least
_SWITCHES = 5  # attempts of a load to switch while others do so
_OWN_TABLES = (
    "CREATE SCHEMA IF NOT EXISTS article_facts",
    f"""CREATE TABLE IF NOT EXISTS {CURRENT} (layout text PRIMARY KEY, dataset text NOT NULL, previous text,
    loaded timestamptz NOT NULL DEFAULT now(), sequence bigint NOT NULL DEFAULT 0)""",
    f"CREATE TABLE IF NOT EXISTS {DATASETS} (name text PRIMARY KEY, lease timestamptz NOT NULL)",
)
# Release 1.0 made neither this column nor the list. Not asked of other databases: an ALTER locks out all readers.
_IS_NUMBERED = """SELECT count(*) FROM information_schema.columns
WHERE table_schema = 'article_facts' AND table_name = 'current' AND column_name = 'sequence'"""
_UPGRADE = (
    f"ALTER TABLE {CURRENT} ADD COLUMN IF NOT EXISTS sequence bigint NOT NULL DEFAULT 0",
    f"INSERT INTO {DATASETS} SELECT dataset, now() FROM {CURRENT} ON CONFLICT DO NOTHING",
    f"""INSERT INTO {DATASETS} SELECT DISTINCT previous, now() FROM {CURRENT} WHERE previous IS NOT NULL
    ON CONFLICT DO NOTHING""",
)
# What a database says to a load that makes the same at the same time as another; Citus the last two.
_MADE_MEANWHILE = (
    psycopg.errors.UniqueViolation,
    psycopg.errors.DuplicateObject,
    psycopg.errors.InvalidTableDefinition,
)
_BEGUN = f"INSERT INTO {DATASETS} VALUES (%(name)s, now() + interval '{_LEASE}')"
_RENEWED = f"UPDATE {DATASETS} SET lease = now() + interval '{_LEASE}' WHERE name = %(name)s"
_ENDED = f"UPDATE {DATASETS} SET lease = now() WHERE name = %(name)s"
_HAS_LOG = "SELECT count(*) FROM information_schema.tables WHERE table_schema = %(name)s AND table_name IN ('changes', 'versions')"  # noqa: E501
_SWITCH = f"""UPDATE {CURRENT} SET dataset = %(name)s, previous = dataset, loaded = now(), sequence = %(sequence)s
WHERE layout = %(layout)s AND dataset = %(held)s AND sequence = %(held_sequence)s"""
_FIRST = f"""INSERT INTO {CURRENT} (layout, dataset, sequence) VALUES (%(layout)s, %(name)s, %(sequence)s)
ON CONFLICT DO NOTHING"""
# Another layout's row belongs to nodes that are yet to be upgraded, or that an upgrade may be rolled back to.
_FORGET = f"""DELETE FROM {CURRENT} WHERE layout <> %(layout)s AND loaded < (
SELECT max(loaded) FROM {CURRENT} WHERE layout <> %(layout)s)"""
_UNUSED = f"""SELECT name FROM {DATASETS} WHERE lease < now() AND NOT EXISTS (
SELECT 1 FROM {CURRENT} WHERE dataset = name OR previous = name)"""
# The dataset of this layout, else the newest of another, whose log can be carried on as well.
_HELD = f"SELECT dataset, sequence, layout FROM {CURRENT} ORDER BY layout = %(layout)s DESC, loaded DESC LIMIT 1"
_READERS = """SELECT DISTINCT grantee FROM information_schema.role_table_grants
WHERE table_schema = 'article_facts' AND table_name = 'current' AND privilege_type = 'SELECT'
AND grantee <> current_user"""


class Held(NamedTuple):
    """The dataset that a new one replaces."""

    name: str
    sequence: int
    layout: str


class PostgresWriter(Writer):
    """The tables of a schema."""

    def __init__(self, connection: "psycopg.Connection[Any]", name: str) -> None:
        super().__init__(statements())
        self.connection, self.name = connection, name

    def run(self, statement: str, values: Any = None) -> list[tuple[Any, ...]]:
        """The rows of a statement, in which DATASET stands for the schema."""
        done = psycopg.ClientCursor(self.connection).execute(statement.replace(DATASET, self.name), values)
        return done.fetchall() if done.description else []

    def changed(self, statement: str, values: dict[str, Any]) -> bool:
        """Whether a statement changed a row."""
        return psycopg.ClientCursor(self.connection).execute(statement, values).rowcount == 1

    def insert(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        with self.connection.cursor() as cursor, cursor.copy(f"COPY {self.name}.{table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def delete(self, table: str, keys: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        where = " AND ".join(f"{key} = %s" for key in keys)
        with self.connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {self.name}.{table} WHERE {where}", rows)

    def put_words(self, collection: str, batch: list[Rows]) -> None:
        self.insert(f"{collection}_words", map(_words, batch))

    def take_words(self, collection: str, batch: list[Rows]) -> None:
        self.delete(f"{collection}_words", ["position"], [(rows.position,) for rows in batch])

    def held(self) -> Held | None:
        """The dataset of this layout, else the newest of another; None if there is none."""
        rows = self.run(_HELD, {"layout": LAYOUT})
        return Held(*rows[0]) if rows else None

    def grant(self) -> None:
        """Roles that may read the name of the current dataset may also read this one and the views."""
        for (reader,) in self.run(_READERS):
            role = "PUBLIC" if reader == "PUBLIC" else '"' + reader.replace('"', '""') + '"'
            self.run(f"GRANT USAGE ON SCHEMA article_facts, {self.name} TO {role}")
            self.run(f"GRANT SELECT ON ALL TABLES IN SCHEMA article_facts, {self.name} TO {role}")


class PostgresSink(Sink):
    """Fills a new schema. Loads may run concurrently: each switches only if its predecessor is still current."""

    writer: PostgresWriter

    def __init__(self, url: str, kept_versions: int, shards: int | None = None) -> None:
        super().__init__()
        self._kept_versions, self._shards = kept_versions, shards
        self._connection = connected(url)
        self._name = f"facts_{secrets.token_hex(8)}"
        self.writer = PostgresWriter(self._connection, self._name)
        self._run = self.writer.run
        self._is_published = False
        self._held: Held | None = None
        self._renewed = time.monotonic()
        try:
            with as_unavailable():
                self._prepare()
        except BaseException:
            self.abandon()
            raise

    def _prepare(self) -> None:
        encoding = self._connection.info.parameter_status("server_encoding")
        if encoding not in (None, "UTF8"):
            raise Unavailable(
                f"the database's encoding is {encoding}, and has to be UTF8: make one with "
                "createdb --encoding UTF8 --template template0"
            )
        self._engine = engine_of(self._run(IDENTITY)[0][0])
        placement = Placement(self._run, self._engine, self._shards)
        for statement in _OWN_TABLES:
            with contextlib.suppress(*_MADE_MEANWHILE):
                self._run(statement)
        if not self._run(_IS_NUMBERED)[0][0]:
            for statement in _UPGRADE:
                self._run(statement)
        with contextlib.suppress(*_MADE_MEANWHILE):
            placement.place_whole(CURRENT)  # so that any node can be asked for the current dataset
        self._run(_BEGUN, {"name": self._name})
        self._run(f"CREATE SCHEMA {self._name}")
        for made in (*schema(DATASET).tables, schema(DATASET).states):
            self._run(compiled(CreateTable(made), DIALECT), {})
            placement.place(self._name, made.name)
        for name in QUERYABLE:
            self._run(f"CREATE TABLE {self._name}.{name}_words (position bigint PRIMARY KEY, words tsvector NOT NULL)")
            placement.place(self._name, f"{name}_words")

    def add(self, batch: Batch) -> None:
        """Add rows; Unavailable if the database refuses them."""
        with as_unavailable():
            super().add(batch)

    def _write(self, collection: str, batch: list[Rows]) -> None:
        with self._connection.transaction():
            if self._engine.filling:
                self._run(self._engine.filling)
            super()._write(collection, batch)
        self._renew()

    def _renew(self) -> None:
        """Renew the lease if that was some time ago."""
        if time.monotonic() - self._renewed > _RENEW:
            self._run(_RENEWED, {"name": self._name})
            self._renewed = time.monotonic()

    def finish(self, loaded: Loaded, meta: dict[str, str]) -> None:
        """Index, analyse, count again, and make it the current one."""
        with as_unavailable():
            self._held = self.writer.held()
            if self._held and self._held.layout == LAYOUT and self._version(self._held.name) == loaded.version:
                self._note_again(self._held.name, meta)
            else:
                self.writer.insert("meta", [*meta.items(), ("layout", LAYOUT)])
                self.writer.insert("redirects", loaded.redirects)
                self._index()
                self._check(loaded)
                self._publish(loaded, meta)
            sweep(self.writer)
        self._connection.close()

    def _version(self, name: str) -> str:
        return str(self._run(f"SELECT value FROM {name}.meta WHERE name = 'version'")[0][0])

    def _note_again(self, name: str, meta: dict[str, str]) -> None:
        """The same content is current already: record when and from what it was loaded again, and renew the grants."""
        with self._connection.transaction():
            for key in ("source", "loaded"):
                self._run(f"UPDATE {name}.meta SET value = %s WHERE name = %s", (meta[key], key))
            PostgresWriter(self._connection, name).grant()
        self._run(_ENDED, {"name": self._name})

    def _index(self) -> None:
        indexes = [index for made in schema(DATASET).tables for index in made.indexes]
        texts = [self._index_text(index) for index in indexes]
        texts += [f"CREATE INDEX ON {DATASET}.{name}_words USING gin (words)" for name in QUERYABLE]
        for text in sorted(texts):
            self._renew()
            with self._connection.transaction():
                if self._engine.indexing:
                    self._run(self._engine.indexing)
                self._run(text, {})
        for table in (
            *(made.fullname for made in schema(DATASET).tables),
            *(f"{DATASET}.{name}_words" for name in QUERYABLE),
        ):
            self._renew()
            self._run(self._engine.settle.format(table=table), {})
        fill(self.writer)

    def _index_text(self, index: Index) -> str:
        """An index without the column that a table is spread by cannot be unique; ids were checked on their way in."""
        text = compiled(CreateIndex(index), DIALECT)
        is_spread = self._engine.spreading and index.table is not None and index.table.name in spread()
        return text.replace("CREATE UNIQUE INDEX", "CREATE INDEX") if is_spread else text

    def _check(self, loaded: Loaded) -> None:
        """Check that the tables hold what was sent."""
        for name, number in loaded.counts.items():
            for table in (name, f"{name}_words"):
                found = self._run(f"SELECT count(*) FROM {self._name}.{table}")[0][0]
                if found != number:
                    raise Unavailable(f"the new dataset failed its check: {found} rows of {number} in {table}")

    def _publish(self, loaded: Loaded, meta: dict[str, str]) -> None:
        """Continue the current dataset's log and take its place, unless another load has done so in the meantime."""
        for _ in range(_SWITCHES):
            self._renew()
            recorder = Recorder(self._run, DIALECT, schema(DATASET))
            if self._held and self._run(_HAS_LOG, {"name": self._held.name})[0][0] == 2:
                recorder.take_over(self._held.name)
            sequence = recorder.record(loaded.version, meta["loaded"], self._kept_versions)
            recorder.order_by_change()
            for name in FOLLOWED:
                self._run(self._engine.settle.format(table=f"{DATASET}.{name}_recent"), {})
            sequence = max(sequence, self._held.sequence + 1 if self._held else 1)
            if self._switch(sequence):
                self._is_published = True
                self._run(f"DROP TABLE {self._name}.states")
                return
            self._held = self.writer.held()
            for table in ("changes", "versions", *(f"{name}_recent" for name in FOLLOWED)):
                self._run(f"DELETE FROM {self._name}.{table}")
            self._run(f"DELETE FROM {self._name}.states WHERE hash IS NULL")
        raise Unavailable("other loads replaced the dataset again and again meanwhile")

    def _switch(self, sequence: int) -> bool:
        values = {"layout": LAYOUT, "name": self._name, "sequence": sequence}
        with self._connection.transaction():
            if self._held and self._held.layout == LAYOUT:
                replaced = {"held": self._held.name, "held_sequence": self._held.sequence}
                done = self.writer.changed(_SWITCH, values | replaced)
            else:
                done = self.writer.changed(_FIRST, values)
            if done:
                if self._engine.corrects:
                    self.writer.insert("meta", [(SEQUENCE, sequence)])
                self._run(_ENDED, {"name": self._name})
                postgres_views.renew(self._run, self._name)
                self.writer.grant()
        return done

    def abandon(self) -> None:
        """Discard everything; if the database is down, the lease will expire instead."""
        with contextlib.suppress(psycopg.Error):
            if not self._is_published:
                _drop(self.writer, self._name)
        self._connection.close()


def sweep(writer: PostgresWriter) -> None:
    """Drop what no node reads any more, and what loads that died left. What is being read is left for the next load."""
    writer.run(_FORGET, {"layout": LAYOUT})
    for (name,) in writer.run(_UNUSED):
        with contextlib.suppress(psycopg.errors.LockNotAvailable), writer.connection.transaction():
            writer.run("SET LOCAL lock_timeout = '1s'")
            _drop(writer, name)


def _drop(writer: PostgresWriter, name: str) -> None:
    writer.run(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')
    writer.run(f"DELETE FROM {DATASETS} WHERE name = %(name)s", {"name": name})


def connected(url: str) -> "psycopg.Connection[Any]":
    """A connection to a server that takes writes; Unavailable."""
    try:
        return psycopg.connect(address(url, 0, writing=True), autocommit=True, prepare_threshold=None)
    except psycopg.OperationalError as error:
        raise Unavailable(f"the database cannot be loaded: {first_line(error)}") from error


def _words(rows: Rows) -> tuple[int, str]:
    return (rows.position, vector(*searchable(*rows.texts)))


@contextlib.contextmanager
def as_unavailable() -> Iterator[None]:
    """Turns a refusal by the database, or its loss, into an Unavailable of one sentence."""
    try:
        yield
    except psycopg.Error as error:
        raise Unavailable(f"the database refused the load: {first_line(error)}") from error

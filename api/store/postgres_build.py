"""Builds a schema in stages: created, filled, indexed and checked in small steps; the switch to it comes last.

Readers see nothing of a schema before `article_facts.current` names it, so no step needs to be undone for them, and
nothing is asked of the database that distributed engines refuse. `article_facts.datasets` has a row for each schema
that was ever begun, with a lease: one that no row of `current` names and whose lease is over was left by a load that
died, and is dropped by the next. Nothing else is ever dropped.
"""

import contextlib
import secrets
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import psycopg
from sqlalchemy import Index
from sqlalchemy.schema import CreateIndex, CreateTable

from api.store import Unavailable, postgres_views, summaries
from api.store.build import Sink
from api.store.fingerprint import LAYOUT
from api.store.history import Recorder, history
from api.store.postgres import CURRENT, DATASET, DIALECT, statements, vector
from api.store.postgres_connections import address
from api.store.postgres_engines import IDENTITY, engine_of
from api.store.postgres_placement import Placement, spread
from api.store.rows import Loaded, PartRow, Rows
from api.store.tables import FOLLOWED, schema
from api.store.words import searchable
from schemas.registry import QUERYABLE

DATASETS = "article_facts.datasets"
_LEASE = "1 hour"  # much longer than the longest single step
_RENEW = 60.0  # seconds between two renewals, at least
_SWITCHES = 5  # attempts of a load to switch while others do so
_PREVIOUS = "__previous__"  # placeholder in statements for the schema whose log is continued
_OWN_TABLES = (
    "CREATE SCHEMA IF NOT EXISTS article_facts",
    f"""CREATE TABLE IF NOT EXISTS {CURRENT} (layout text PRIMARY KEY, dataset text NOT NULL, previous text,
    loaded timestamptz NOT NULL DEFAULT now(), sequence bigint NOT NULL DEFAULT 0)""",
    f"ALTER TABLE {CURRENT} ADD COLUMN IF NOT EXISTS sequence bigint NOT NULL DEFAULT 0",
    f"CREATE TABLE IF NOT EXISTS {DATASETS} (name text PRIMARY KEY, lease timestamptz NOT NULL)",
    # What a version of this program made that had no such list.
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
# The dataset of this layout, else the newest of another, whose log can be carried on as well.
_HELD = f"SELECT dataset, sequence, layout FROM {CURRENT} ORDER BY layout = %(layout)s DESC, loaded DESC LIMIT 1"
_HAS_LOG = "SELECT count(*) FROM information_schema.tables WHERE table_schema = %(name)s AND table_name IN ('changes', 'versions')"  # noqa: E501
_SWITCH = f"""UPDATE {CURRENT} SET dataset = %(name)s, previous = dataset, loaded = now(), sequence = %(sequence)s
WHERE layout = %(layout)s AND dataset = %(held)s"""
_FIRST = f"""INSERT INTO {CURRENT} (layout, dataset, sequence) VALUES (%(layout)s, %(name)s, %(sequence)s)
ON CONFLICT DO NOTHING"""
# Another layout's row belongs to nodes that are yet to be upgraded, or that an upgrade may be rolled back to.
_FORGET = f"""DELETE FROM {CURRENT} WHERE layout <> %(layout)s AND loaded < (
SELECT max(loaded) FROM {CURRENT} WHERE layout <> %(layout)s)"""
_UNUSED = f"""SELECT name FROM {DATASETS} WHERE lease < now() AND NOT EXISTS (
SELECT 1 FROM {CURRENT} WHERE dataset = name OR previous = name)"""
_READERS = """SELECT DISTINCT grantee FROM information_schema.role_table_grants
WHERE table_schema = 'article_facts' AND table_name = 'current' AND privilege_type = 'SELECT'
AND grantee <> current_user"""


class _Held(NamedTuple):
    """The dataset that a new one replaces."""

    name: str
    sequence: int
    layout: str


class PostgresSink(Sink):
    """Fills a new schema. Loads may run concurrently: each switches only if its predecessor is still current."""

    def __init__(self, url: str, kept_versions: int, shards: int | None = None) -> None:
        super().__init__()
        self._kept_versions, self._shards = kept_versions, shards
        try:
            self._connection = psycopg.connect(address(url, 0, writing=True), autocommit=True, prepare_threshold=None)
        except psycopg.OperationalError as error:
            raise Unavailable(f"the database cannot be loaded: {_first_line(error)}") from error
        self._name = f"facts_{secrets.token_hex(8)}"
        self._is_published = False
        self._held: _Held | None = None
        self._renewed = time.monotonic()
        try:
            with _told():
                self._prepare()
        except BaseException:
            self.abandon()
            raise

    def _run(self, statement: str, values: Any = None) -> list[tuple[Any, ...]]:
        done = psycopg.ClientCursor(self._connection).execute(statement, values)
        return done.fetchall() if done.description else []

    def _rows(self, statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of a statement with placeholders for the datasets' schemas."""
        held = self._held.name if self._held else ""
        return self._run(statement.replace(DATASET, self._name).replace(_PREVIOUS, held), values)

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
        with contextlib.suppress(*_MADE_MEANWHILE):
            placement.place_whole(CURRENT)  # so that any node can be asked for the current dataset
        self._run(_BEGUN, {"name": self._name})
        self._run(f"CREATE SCHEMA {self._name}")
        for made in (*self._tables(), history(DATASET).states):
            self._rows(str(CreateTable(made).compile(dialect=DIALECT)), {})
            placement.place(self._name, made.name)
        for name in QUERYABLE:
            self._run(f"CREATE TABLE {self._name}.{name}_words (position bigint PRIMARY KEY, words tsvector NOT NULL)")
            placement.place(self._name, f"{name}_words")

    def _tables(self) -> list[Any]:
        return [*schema(DATASET).metadata.sorted_tables, *history(DATASET).metadata.sorted_tables]

    def _write_parts(self, parts: list[PartRow]) -> None:
        with _told():
            self._copy("parts", parts)

    def _write(self, collection: str, batch: list[Rows]) -> None:
        with _told(), self._connection.transaction():
            if self._engine.filling:
                self._run(self._engine.filling)
            self._copy(collection, [rows.record for rows in batch])
            self._copy(f"{collection}_links", [link for rows in batch for link in rows.links])
            self._copy(f"{collection}_spans", [span for rows in batch for span in rows.spans])
            self._copy(f"{collection}_words", [_words(rows) for rows in batch])
            self._copy("states", [rows.state for rows in batch if rows.state])
        self._renew()

    def _renew(self) -> None:
        """Renew the lease if that was some time ago."""
        if time.monotonic() - self._renewed > _RENEW:
            self._run(_RENEWED, {"name": self._name})
            self._renewed = time.monotonic()

    def _copy(self, table: str, rows: "list[Any]") -> None:
        with self._connection.cursor() as cursor, cursor.copy(f"COPY {self._name}.{table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def finish(self, loaded: Loaded, meta: dict[str, str]) -> None:
        """Index, analyse, count again, and make it the current one."""
        self.flush()
        with _told():
            self._held = self._look_up()
            if self._held and self._held.layout == LAYOUT and self._version(self._held.name) == loaded.version:
                self._note_again(self._held.name, meta)
            else:
                self._copy("meta", [*meta.items(), ("layout", LAYOUT)])
                self._copy("redirects", loaded.redirects)
                self._index()
                self._check(loaded)
                self._publish(loaded, meta)
            self._sweep()
        self._connection.close()

    def _look_up(self) -> _Held | None:
        rows = self._run(_HELD, {"layout": LAYOUT})
        return _Held(*rows[0]) if rows else None

    def _version(self, name: str) -> str:
        return str(self._run(f"SELECT value FROM {name}.meta WHERE name = 'version'")[0][0])

    def _note_again(self, name: str, meta: dict[str, str]) -> None:
        """The same content is current already: record when and from what it was loaded again, and renew the grants."""
        with self._connection.transaction():
            for key in ("source", "loaded"):
                self._run(f"UPDATE {name}.meta SET value = %s WHERE name = %s", (meta[key], key))
            self._grant(name)
        self._run(_ENDED, {"name": self._name})

    def _index(self) -> None:
        indexes = [index for made in self._tables() for index in made.indexes]
        texts = [self._index_text(index) for index in indexes]
        texts += [f"CREATE INDEX ON {DATASET}.{name}_words USING gin (words)" for name in QUERYABLE]
        for text in sorted(texts):
            self._renew()
            with self._connection.transaction():
                if self._engine.indexing:
                    self._run(self._engine.indexing)
                self._rows(text, {})
        for table in (*(made.fullname for made in self._tables()), *(f"{DATASET}.{name}_words" for name in QUERYABLE)):
            self._renew()
            self._rows(self._engine.settle.format(table=table), {})
        summaries.fill(statements(), self._rows)

    def _index_text(self, index: Index) -> str:
        """An index without the column that a table is spread by cannot be unique; ids were checked on their way in."""
        text = str(CreateIndex(index).compile(dialect=DIALECT))
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
            has_log = self._held and self._run(_HAS_LOG, {"name": self._held.name})[0][0] == 2
            recorder = Recorder(self._rows, DIALECT, DATASET, _PREVIOUS if has_log else None)
            sequence = recorder.record(loaded.version, meta["loaded"], self._kept_versions)
            for name in FOLLOWED:
                self._rows(self._engine.settle.format(table=f"{DATASET}.{name}_recent"), {})
            sequence = max(sequence, self._held.sequence + 1 if self._held else 1)
            if self._switch(sequence):
                self._is_published = True
                self._run(f"DROP TABLE {self._name}.states")
                return
            self._held = self._look_up()
            for table in ("changes", "versions", *(f"{name}_recent" for name in FOLLOWED)):
                self._run(f"DELETE FROM {self._name}.{table}")
        raise Unavailable("other loads replaced the dataset again and again meanwhile")

    def _switch(self, sequence: int) -> bool:
        values = {"layout": LAYOUT, "name": self._name, "sequence": sequence}
        with self._connection.transaction():
            if self._held and self._held.layout == LAYOUT:
                done = self._changed(_SWITCH, values | {"held": self._held.name})
            else:
                done = self._changed(_FIRST, values)
            if done:
                self._run(_ENDED, {"name": self._name})
                postgres_views.renew(self._run, self._name)
                self._grant(self._name)
        return done

    def _changed(self, statement: str, values: dict[str, Any]) -> bool:
        return psycopg.ClientCursor(self._connection).execute(statement, values).rowcount == 1

    def _grant(self, name: str) -> None:
        """Roles that may read the name of the current dataset may also read this one and the views."""
        for (reader,) in self._run(_READERS):
            role = "PUBLIC" if reader == "PUBLIC" else '"' + reader.replace('"', '""') + '"'
            self._run(f"GRANT USAGE ON SCHEMA article_facts, {name} TO {role}")
            self._run(f"GRANT SELECT ON ALL TABLES IN SCHEMA article_facts, {name} TO {role}")

    def _sweep(self) -> None:
        """Drop what no node reads any more, and what loads that died left. What is being read is left for the next
        load."""
        self._run(_FORGET, {"layout": LAYOUT})
        for (name,) in self._run(_UNUSED):
            with contextlib.suppress(psycopg.errors.LockNotAvailable), self._connection.transaction():
                self._run("SET LOCAL lock_timeout = '1s'")
                self._drop(name)

    def _drop(self, name: str) -> None:
        self._run(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')
        self._run(f"DELETE FROM {DATASETS} WHERE name = %(name)s", {"name": name})

    def abandon(self) -> None:
        """Discard everything; if the database is down, the lease will expire instead."""
        with contextlib.suppress(psycopg.Error):
            if not self._is_published:
                self._drop(self._name)
        self._connection.close()


def _words(rows: Rows) -> tuple[int, str]:
    position, title, body, language = rows.texts
    return (position, vector(*searchable(title, body, language)))


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turns what the database refuses, or its loss, into an error of one sentence."""
    try:
        yield
    except psycopg.Error as error:
        raise Unavailable(f"the database refused the load: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]

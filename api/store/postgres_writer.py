"""Writes into a schema of PostgreSQL: what full loads and changes share."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import psycopg

from api.store import Unavailable
from api.store.fingerprint import LAYOUT
from api.store.postgres import CURRENT, DATASET, DIALECT, statements, vector
from api.store.postgres_connections import address, first_line
from api.store.rows import Rows
from api.store.words import searchable
from api.store.writer import Writer

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
        super().__init__(DIALECT, statements())
        self.connection, self.name = connection, name

    def run(self, statement: str, values: Any = None) -> list[tuple[Any, ...]]:
        """The rows of a statement, in which DATASET stands for the schema."""
        done = psycopg.ClientCursor(self.connection).execute(statement.replace(DATASET, self.name), values)
        return done.fetchall() if done.description else []

    def changed(self, statement: str, values: dict[str, Any]) -> bool:
        """Whether a statement changed a row."""
        return psycopg.ClientCursor(self.connection).execute(statement, values).rowcount == 1

    def insert(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Put whole rows into a table."""
        with self.connection.cursor() as cursor, cursor.copy(f"COPY {self.name}.{table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def delete(self, table: str, keys: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Take the rows with these values of the keys out of a table."""
        where = " AND ".join(f"{key} = %s" for key in keys)
        with self.connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {self.name}.{table} WHERE {where}", rows)

    def put_words(self, collection: str, batch: list[Rows]) -> None:
        """Make records searchable."""
        self.insert(f"{collection}_words", map(_words, batch))

    def take_words(self, collection: str, batch: list[Rows]) -> None:
        """Undo `put_words`."""
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

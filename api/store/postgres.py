"""The store on PostgreSQL: each dataset version is a schema of its own that never changes once it is there.

The row of `article_facts.current` names the newest; `api.store.postgres_build` makes them. A row a layout, so that
two versions of this program can share a database while nodes are upgraded one by one.
"""

import threading
import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Dialect, bindparam, cast, column, table
from sqlalchemy.dialects import postgresql

from api.store import Unavailable
from api.store.conditions import Source
from api.store.fingerprint import LAYOUT
from api.store.plan import Term
from api.store.postgres_link import Link, Replaced
from api.store.reading import Row, SqlSnapshot
from api.store.segments import Values
from api.store.statements import Statements
from api.store.tables import Tables, schema
from api.store.words import FENCE

DIALECT: Dialect = postgresql.psycopg.dialect()  # type: ignore[no-untyped-call]
CURRENT = "article_facts.current"
_REFRESH = 1.0  # seconds between two looks at the newest version
_NEWEST = f"SELECT dataset FROM {CURRENT} WHERE layout = %(layout)s"  # noqa: S608
_HIGHEST_PLACE = 16383  # of a word in a tsvector


class _Engine:
    """tsvector and tsquery, made of our own words only, each quoted: no text search configuration takes part."""

    dialect = DIALECT

    def matching(self, tables: Tables, name: str) -> Source:
        words = table(tables.words, column("position"), column("words"), schema=tables.records.schema).alias(name)
        matched = words.c.words.bool_op("@@")(cast(bindparam(name), postgresql.TSQUERY))
        return Source(words, (matched,), words.c.position)

    def unindexed(self, value: ColumnElement[Any]) -> ColumnElement[Any]:
        """The planner knows how often each value occurs, and decides by itself."""
        return value

    def stored(self, record: ColumnElement[Any]) -> ColumnElement[Any]:
        """As text: bytes would be sent in hexadecimal."""
        return record

    def question(self, terms: tuple[Term, ...], tier: int | None) -> str:
        every = " & ".join(_quoted(term, "") for term in terms)
        if tier is None:
            return every
        titled = " & ".join(_quoted(term, "A") for term in terms)
        return titled if tier == 0 else f"({every}) & !({titled})"


def _quoted(term: Term, weight: str) -> str:
    """Words are letters and digits only, so quotes hold them. `A` marks those of a title."""
    ends = [f":{weight}" if weight else ""] * len(term.words)
    if term.prefix:
        ends[-1] = f":*{weight}"
    return "(" + " <-> ".join(f"'{word}'{end}" for word, end in zip(term.words, ends, strict=True)) + ")"


def vector(title: str, body: str) -> str:
    """The searched words of a record as a tsvector. A fence leaves its place empty, so no phrase reaches across."""
    words = [*((word, "A") for word in title.split()), (FENCE, ""), *((word, "") for word in body.split())]
    found: dict[str, list[str]] = {}
    for place, (word, weight) in enumerate(words, 1):
        if word != FENCE:
            found.setdefault(word, []).append(f"{min(place, _HIGHEST_PLACE)}{weight}")
    return " ".join(f"'{word}':{','.join(places)}" for word, places in found.items())


def statements(name: str) -> Statements:
    """Written for this engine and the tables of a schema."""
    return Statements(_Engine(), schema(name))


class PostgresStore:
    """The schemas of a database."""

    def __init__(self, url: str, deadline: float) -> None:
        self._link = Link(url, deadline)
        self._snapshot: PostgresSnapshot | None = None
        self._looked = 0.0
        self._lock = threading.Lock()

    def current(self) -> "PostgresSnapshot":
        """The newest snapshot, looked for once a second; Unavailable at once while the database is away."""
        self._link.check()
        if self._snapshot is None or time.monotonic() - self._looked > _REFRESH:
            with self._lock:
                if self._snapshot is None or time.monotonic() - self._looked > _REFRESH:
                    self._refresh()
        if self._snapshot is None:
            raise Unavailable("there is no dataset yet")
        return self._snapshot

    def close(self) -> None:
        """Let go of the connections."""
        self._link.close()

    def _refresh(self) -> None:
        try:
            rows = self._link.run(_NEWEST, {"layout": LAYOUT})
        except Replaced:
            rows = []  # nothing has ever been loaded here
        if rows and (self._snapshot is None or self._snapshot.schema != rows[0][0]):
            self._snapshot = PostgresSnapshot(self._link, rows[0][0])
        self._looked = time.monotonic()


class PostgresSnapshot(SqlSnapshot):
    """One schema."""

    def __init__(self, link: Link, name: str) -> None:
        self.schema, self._link = name, link
        meta = {row[0]: row[1] for row in self._run(f"SELECT name, value FROM {name}.meta", {})}  # noqa: S608
        super().__init__(meta["version"], statements(name), meta)

    def _records(self, rows: Sequence[Row]) -> list[bytes]:
        return [row[0].encode() for row in rows]

    def _run(self, statement: str, values: Values) -> Sequence[Row]:
        return self._link.run(statement, values)


def current_meta(url: str, deadline: float) -> dict[str, Any]:
    """What the current dataset says of itself; empty where there is none."""
    link = Link(url, deadline)
    try:
        rows = link.run(_NEWEST, {"layout": LAYOUT})
        found = link.run(f"SELECT name, value FROM {rows[0][0]}.meta", {}) if rows else []  # noqa: S608
        return {row[0]: row[1] for row in found}
    except Replaced:
        return {}
    finally:
        link.close()

"""The store on PostgreSQL: a dataset is a schema, made by `api.store.postgres_build`.

The row of `article_facts.current` names the newest. There is a row per layout, so that two versions of this program
can share a database while nodes are upgraded one by one. `api.store.postgres_change` corrects a schema in one
transaction; a reader of several statements then gets Replaced, and starts again on the new dataset.
"""

import logging
import threading
import time
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from sqlalchemy import Dialect, bindparam, cast, column, func, literal_column, table
from sqlalchemy.dialects import postgresql

from api.store import Replaced, Unavailable
from api.store.conditions import Source
from api.store.fingerprint import LAYOUT
from api.store.plan import NO_DATASET, Term
from api.store.postgres_connections import Connections, Denied
from api.store.reading import Row, Snapshot
from api.store.segments import BoundValues
from api.store.statements import Statements
from api.store.tables import Expression, Tables, schema
from api.store.words import FENCE, MARK

DIALECT: Dialect = postgresql.psycopg.dialect()  # type: ignore[no-untyped-call]
CURRENT = "article_facts.current"
DATASET = "__dataset__"  # placeholder in statements for the schema of the dataset
_REFRESH = 0.5  # seconds between two checks for a newer version
_NEWEST = f"SELECT dataset, sequence FROM {CURRENT} WHERE layout = %(layout)s"
SEQUENCE = "sequence"  # metadata: the number of the last load that changed the dataset in place
# Put before a statement, which then reads the dataset that the snapshot knows, or fails: both see the same moment.
_GUARD = f"""SET LOCAL transaction_isolation = 'repeatable read';
SELECT 1 / (value = '%s')::int FROM {DATASET}.meta WHERE name = '{SEQUENCE}';"""
_META = f"SELECT name, value FROM {DATASET}.meta"
_log = logging.getLogger("article_facts.store")


class _Engine:
    """tsvector and tsquery, built from our own quoted words: no text search configuration is involved."""

    dialect = DIALECT

    def matching(self, tables: Tables, name: str) -> Source:
        words = table(tables.words, column("position"), column("words"), schema=tables.records.schema).alias(name)
        matched = words.c.words.bool_op("@@")(cast(bindparam(name), postgresql.TSQUERY))
        return Source(words, (matched,), words.c.position)

    def unindexed(self, value: Expression) -> Expression:
        """Unchanged: the planner knows how often each value occurs and decides by itself."""
        return value

    def stored(self, record: Expression) -> Expression:
        """As text: bytes would be sent as hexadecimal."""
        return record

    def lines(self, record: Expression) -> Expression:
        return func.string_agg(record, literal_column("chr(10)"))

    def question(self, terms: tuple[Term, ...], tier: int | None) -> str:
        written, titled = (" & ".join(_written(term, weight) for term in terms) for weight in ("", "A"))
        any_form = " & ".join(map(_any_form, terms))
        return {None: any_form, 0: titled, 1: f"({written}) & !({titled})", 2: f"({any_form}) & !({written})"}[tier]


def _written(term: Term, weight: str = "") -> str:
    """Words are letters and digits only, so quoting them is safe. `A` marks those of a title."""
    ends = [f":{weight}" if weight else ""] * len(term.words)
    if term.prefix:
        ends[-1] = f":*{weight}"
    return "(" + " <-> ".join(f"'{word}'{end}" for word, end in zip(term.words, ends, strict=True)) + ")"


def _any_form(term: Term) -> str:
    return "(" + " | ".join([_written(term), *(f"'{form}'" for form in term.forms)]) + ")"


def vector(title: str, body: str) -> str:
    """The searched words of a record as a tsvector. A fence leaves its place empty, so no phrase reaches across; other
    forms of words have no place."""
    words = [*((word, "A") for word in title.split()), (FENCE, ""), *((word, "") for word in body.split())]
    found: dict[str, list[str]] = {}
    for place, (word, weight) in enumerate(words, 1):
        if word.startswith(MARK):
            found[word] = []
        elif word != FENCE:
            found.setdefault(word, []).append(f"{place}{weight}")
    return " ".join(f"'{word}':{','.join(places)}" if places else f"'{word}'" for word, places in found.items())


@cache
def statements() -> Statements:
    """Written for this engine, with DATASET for the schema; all stores of a process share what is compiled."""
    return Statements(_Engine(), schema(DATASET))


class PostgresStore:
    """The schemas of a database."""

    def __init__(self, url: str, deadline: float) -> None:
        self._connections = Connections(url, deadline)
        self._statements = statements()
        self._snapshot: PostgresSnapshot | None = None
        self._looked = 0.0
        self._lock = threading.Lock()
        self._refused = ""

    @property
    def newest(self) -> str | None:
        snapshot = self._snapshot
        return snapshot.version if snapshot else None

    def current(self) -> "PostgresSnapshot":
        """The newest snapshot; Unavailable at once while the database is away. One thread looks for it twice a second;
        the others wait for that only if there is no snapshot yet, or it was replaced."""
        self._connections.check()
        if self._is_due() and self._lock.acquire(blocking=self._must_look()):
            try:
                if self._is_due():
                    self._looked = time.monotonic()
                    self._refresh()
            finally:
                self._lock.release()
        if self._snapshot is None:
            raise Unavailable(NO_DATASET)
        return self._snapshot

    def _is_due(self) -> bool:
        return self._must_look() or time.monotonic() - self._looked > _REFRESH

    def _must_look(self) -> bool:
        return self._snapshot is None or self._snapshot.is_replaced

    def close(self) -> None:
        self._connections.close()

    def _refresh(self) -> None:
        """Take the newest dataset. One that is older than the present one comes from a standby that lags, and is
        ignored, as is one that this role may not read."""
        held = self._snapshot
        try:
            row = _newest(self._connections)
            if row and (held is None or row.sequence > held.sequence):
                self._snapshot = PostgresSnapshot(self._connections, self._statements, row)
            self._refused = ""
        except Denied as error:
            if str(error) != self._refused:
                self._refused = str(error)
                _log.error("the newest dataset cannot be read: %s (docs/scale.md lists what a reader needs)", error)
            if held is None:
                raise


class _Newest(NamedTuple):
    """The row of a layout: the schema of its newest dataset, and the number of its load."""

    schema: str
    sequence: int


def _newest(connections: Connections) -> _Newest | None:
    try:
        rows = connections.run(_NEWEST, {"layout": LAYOUT})
    except Replaced:  # no load has ever run on this database
        return None
    return _Newest(*rows[0]) if rows else None


class PostgresSnapshot(Snapshot):
    """One schema, until a load replaces or corrects it."""

    def __init__(self, connections: Connections, statements: Statements, row: _Newest) -> None:
        self.schema, self.sequence = row
        self._connections, self._guard, self.is_replaced = connections, "", False
        meta: dict[str, str] = dict(self._run(_META, {}))
        self.placement = f"{self.schema}-{meta.get(SEQUENCE)}"
        if SEQUENCE in meta:
            self._guard = _GUARD % int(meta[SEQUENCE])
        super().__init__(meta, statements)

    def _records(self, rows: Sequence[Row]) -> list[bytes]:
        return [row[0].encode() for row in rows]

    def _run(self, statement: str, values: BoundValues) -> Sequence[Row]:
        try:
            return self._connections.run((self._guard + statement).replace(DATASET, self.schema), values)
        except Replaced:
            self.is_replaced = True
            raise


def current_meta(url: str, deadline: float) -> dict[str, str]:
    """The metadata of the current dataset; empty if there is none."""
    connections = Connections(url, deadline)
    try:
        row = _newest(connections)
        return dict(connections.run(_META.replace(DATASET, row.schema), {})) if row else {}
    except Replaced:
        return {}
    finally:
        connections.close()

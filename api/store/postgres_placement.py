"""Where a dataset's tables are placed on an engine that distributes tables over nodes.

Tables of an article's collections are distributed by position, so that a record, its links, spans and words share a
node and joins between them stay on it. All others are small or joined by other keys: each node has a copy.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from api.store import Unavailable
from api.store.postgres_engines import Engine, Spreading
from api.store.tables import schema
from schemas.registry import QUERYABLE


class Placement:
    """Places tables while they are empty; does nothing on an engine of one node."""

    def __init__(self, run: Callable[..., list[tuple[Any, ...]]], engine: Engine, shards: int | None) -> None:
        if shards and not engine.spreading:
            raise Unavailable(
                f"ARTICLE_FACTS_SHARDS is set, and the database is {engine.name} without Citus: "
                "unset it, or run CREATE EXTENSION citus"
            )
        self._run, self._spreading, self._shards = run, engine.spreading, shards
        self._first: str | None = None

    def place_whole(self, table: str) -> None:
        """Put a copy of a table on each node, if it is not so yet."""
        if self._spreading:
            self._run(self._spreading.whole.format(table=table))

    def place(self, dataset: str, table: str) -> None:
        """Place a table of a dataset."""
        name = f"{dataset}.{table}"
        if table not in spread():
            self.place_whole(name)
        elif self._spreading:
            statement = self._spreading.beside if self._first else self._spreading.first
            self._run(statement.format(table=name, first=self._first, shards=self._number(self._spreading)))
            self._first = self._first or name

    def _number(self, spreading: Spreading) -> int:
        self._shards = self._shards or int(self._run(spreading.shards)[0][0])
        return self._shards


@cache
def spread() -> frozenset[str]:
    """The names of the tables that are spread."""
    found = set()
    for name, tables in schema().collections.items():
        if QUERYABLE[name].scope != "registry":
            own = (tables.records, tables.links, tables.spans, tables.recent)
            found |= {tables.words, *(table.name for table in own if table is not None)}
    return frozenset(found)

"""What differs between databases that speak PostgreSQL's protocol; docs/scale.md says which of them were run.

Where an engine distributes tables over nodes, those of an article's collections are distributed by position, so that a
record, its links, spans and words share a node and joins between them stay on it. All others are small or joined by
other keys: each node has a copy.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from api.store import Unavailable
from api.store.tables import schema
from schemas.registry import QUERYABLE

# Each of them has the catalog of extensions, and Citus is one.
IDENTITY = """SELECT version() || coalesce((SELECT ' Citus ' || extversion FROM pg_extension WHERE extname = 'citus'),
'')"""


@dataclass(frozen=True, slots=True)
class Spreading:
    """Statements that place empty tables on the nodes of a cluster.

    `{table}` is the table, `{shards}` the number of shards, `{first}` the first table that was spread.
    """

    shards: str  # query for the number of shards where the settings give none
    first: str  # spreads the first table by its positions
    beside: str  # spreads another one so that rows of equal position share a node
    whole: str  # puts a copy on each node, where it is not so yet


@dataclass(frozen=True, slots=True)
class Engine:
    """Settings and statements that a database needs. Settings hold for a transaction, never for a session."""

    name: str
    reading: str = ""  # settings before each query
    filling: str = ""  # settings while tables are filled
    indexing: str = ""  # settings while indexes are created
    settle: str = "ANALYZE {table}"  # once a table is filled and indexed
    spreading: Spreading | None = None  # where tables are to be placed
    corrects: bool = False  # whether one transaction may correct a dataset that is being read


_POSTGRESQL = Engine(
    "PostgreSQL",
    reading="SET LOCAL jit = off;",  # JIT compilation takes longer than a query's deadline
    filling="SET LOCAL synchronous_commit = off",  # the switch, which comes last, is synchronous
    indexing="SET LOCAL maintenance_work_mem = '256MB'",
    settle="VACUUM (ANALYZE) {table}",  # also marks pages all-visible, for index-only scans
    corrects=True,
)
_CITUS = replace(
    _POSTGRESQL,
    name="Citus",
    corrects=False,  # nodes do not show a transaction at the same moment
    spreading=Spreading(
        shards="""SELECT greatest(1, count(*)) FROM pg_dist_node
        WHERE noderole = 'primary' AND isactive AND shouldhaveshards""",
        first="""SELECT create_distributed_table('{table}', 'position', colocate_with => 'none',
        shard_count => {shards})""",
        beside="SELECT create_distributed_table('{table}', 'position', colocate_with => '{first}')",
        whole="""SELECT create_reference_table('{table}')
        WHERE NOT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = '{table}'::regclass)""",
    ),
)
_COCKROACHDB = Engine("CockroachDB")
_YUGABYTEDB = Engine("YugabyteDB")


def engine_of(identity: str) -> Engine:
    """The engine, by its answer to IDENTITY."""
    if "CockroachDB" in identity:
        return _COCKROACHDB
    if "-YB-" in identity:
        return _YUGABYTEDB
    return _CITUS if " Citus " in identity else _POSTGRESQL


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
    found = {table.name for table in schema().recent.values()}
    for name, tables in schema().collections.items():
        if QUERYABLE[name].scope != "registry":
            found |= {tables.words, tables.records.name, tables.links.name, tables.spans.name}
    return frozenset(found)

"""What differs between databases that speak PostgreSQL's protocol; docs/scale.md says which of them were run."""

from dataclasses import dataclass, replace

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

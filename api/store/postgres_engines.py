"""What differs between databases that speak PostgreSQL's protocol. Only PostgreSQL is tested; see docs/scale.md."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Engine:
    """Settings and statements that a database needs. Settings hold for a transaction, never for a session."""

    name: str
    reading: str = ""  # settings before each query
    filling: str = ""  # settings while tables are filled
    indexing: str = ""  # settings while indexes are created
    settle: str = "ANALYZE {table}"  # once a table is filled and indexed


_POSTGRESQL = Engine(
    "PostgreSQL",
    reading="SET LOCAL jit = off;",  # JIT compilation takes longer than a query's deadline
    filling="SET LOCAL synchronous_commit = off",  # the switch, which comes last, is synchronous
    indexing="SET LOCAL maintenance_work_mem = '256MB'",
    settle="VACUUM (ANALYZE) {table}",  # also marks pages all-visible, for index-only scans
)
_COCKROACHDB = Engine("CockroachDB")
_YUGABYTEDB = Engine("YugabyteDB")


def engine_of(version: str) -> Engine:
    """The engine, by the answer to `SELECT version()`."""
    if "CockroachDB" in version:
        return _COCKROACHDB
    return _YUGABYTEDB if "-YB-" in version else _POSTGRESQL

"""What differs between databases that speak PostgreSQL's protocol. Only PostgreSQL is tested; see docs/scale.md."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Engine:
    """What is asked of a database in its own way. Settings hold for a transaction only, never for a session."""

    name: str
    reading: str = ""  # settings before each question
    filling: str = ""  # settings while tables are filled
    indexing: str = ""  # settings while indexes are made
    settle: str = "ANALYZE {table}"  # once a table is filled and indexed


_POSTGRESQL = Engine(
    "PostgreSQL",
    reading="SET LOCAL jit = off;",  # compiling a question takes longer than its deadline
    filling="SET LOCAL synchronous_commit = off",  # the switch, which comes last, waits for all of it
    indexing="SET LOCAL maintenance_work_mem = '256MB'",
    settle="VACUUM (ANALYZE) {table}",  # also marks pages as seen by all, so that indexes alone can answer
)
_COCKROACHDB = Engine("CockroachDB")
_YUGABYTEDB = Engine("YugabyteDB")


def engine_of(version: str) -> Engine:
    """By what `SELECT version()` says."""
    if "CockroachDB" in version:
        return _COCKROACHDB
    return _YUGABYTEDB if "-YB-" in version else _POSTGRESQL

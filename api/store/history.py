"""The change log. Each dataset contains the log of its predecessor, continued.

A row of `changes` says that a load changed a record. It has the hashes of the record's canonical JSON before and after,
null where the record did not exist; a ref that was merged away has an `heir`. `latest` marks the last row of a ref, so
the rows that are `latest` and have an `after` describe all current records, and those with an `heir` all redirects. The
next load is compared with them, records in one full join on the ref.

Loads are numbered (`sequence`). Rows of loads that are no longer `kept` are dropped, except those of current records
and redirects.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Dialect,
    Executable,
    FromClause,
    Index,
    Insert,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Subquery,
    Table,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    insert,
    literal_column,
    null,
    or_,
    select,
    true,
)

from api.store.tables import SUPERSEDES, TEXT, Tables, only_where, schema

Run = Callable[[str, dict[str, Any]], Sequence[tuple[Any, ...]]]
_Sequence = BigInteger().with_variant(Integer(), "sqlite")
_ONE: ColumnElement[int] = literal_column("1")
_ALL: ColumnElement[int] = literal_column(str(2**62))
KINDS = ("added", "changed", "removed", "merged")


class State(NamedTuple):
    """A record as it is now: its ref and the hash of its canonical JSON."""

    ref: str
    hash: bytes

    @classmethod
    def of(cls, ref: str, record: str) -> "State":
        """From half of the sha256, which is enough to exclude collisions within a dataset."""
        return cls(ref, sha256(record.encode()).digest()[:16])


@dataclass(frozen=True, slots=True)
class History:
    """The tables of the log. `states` is filled during a load, compared, and dropped."""

    metadata: MetaData
    versions: Table
    changes: Table
    states: Table


@cache
def history(name: str | None = None) -> History:
    """The tables, in a schema of that name where one is given."""
    metadata = MetaData(schema=name)
    versions = Table(
        "versions",
        metadata,
        Column("sequence", _Sequence, primary_key=True, autoincrement=False),
        Column("version", Text, nullable=False),
        Column("loaded", Text, nullable=False),
        Column("kept", Boolean(create_constraint=False), nullable=False),
        *(Column(kind, BigInteger, nullable=False) for kind in KINDS),
    )
    changes = Table(
        "changes",
        metadata,
        Column("ref", TEXT),
        Column("sequence", _Sequence),
        Column("before", LargeBinary),
        Column("after", LargeBinary),
        Column("heir", Text),
        Column("latest", Integer, nullable=False),
        PrimaryKeyConstraint("ref", "sequence"),
        sqlite_with_rowid=False,
    )
    Index("changes_latest", changes.c.sequence, changes.c.ref, **only_where(is_latest(changes), changes))
    states = Table("states", MetaData(schema=name), Column("ref", TEXT), Column("hash", LargeBinary, nullable=False))
    return History(metadata, versions, changes, states)


def is_latest(changes: Table) -> ColumnElement[bool]:
    """Whether a row is the last of its ref. Must equal the condition of the partial index exactly, or SQLite does not
    use it."""
    return changes.c.latest == _ONE


class Recorder:
    """Writes the log of a new dataset. `run` runs a statement on the connection of the load and returns its rows."""

    def __init__(self, run: Run, dialect: Dialect, new: str | None, old: str | None) -> None:
        self._run, self._dialect = run, dialect
        self._new, self._schema = history(new), schema(new)
        self._redirects = self._schema.redirects
        self._old = history(old) if old else None

    def record(self, version: str, loaded: str, kept: int) -> int:
        """Continue the log: compare the states with it. Returns the number of this load; loading the same version again
        keeps the number."""
        last = self._last()
        if last is not None and last[1] == version:
            self._carry_over(last[0], oldest=0, is_again=True)
            self._order_by_change()
            return last[0]
        sequence = last[0] + 1 if last else 1
        for changed in (self._differences(), self._redirected(), *self._no_longer_redirected()):
            self._do(changed, sequence=sequence)
        self._carry_over(sequence, oldest=sequence - kept)
        self._do(self._version(), sequence=sequence, version=version, loaded=loaded)
        self._order_by_change()
        return sequence

    def _order_by_change(self) -> None:
        """Fill the tables of recent changes."""
        for name, tables in self._schema.collections.items():
            if tables.recent is not None:
                self._do(by_change(name, tables, tables.recent, self._new.changes))

    def _do(self, statement: Executable, **values: Any) -> Sequence[tuple[Any, ...]]:
        return self._run(compiled(statement, self._dialect), values)

    def _last(self) -> tuple[int, str] | None:
        if self._old is None:
            return None
        versions = self._old.versions
        newest = (
            select(versions.c.sequence, versions.c.version)
            .order_by(versions.c.sequence.desc())
            .limit(literal_column("1"))
            .offset(literal_column("0"))
        )
        rows = self._do(newest)
        return (rows[0][0], rows[0][1]) if rows else None

    def _differences(self) -> Insert:
        """A row for each record whose hash differs from the log."""
        states, changes = self._new.states, self._new.changes
        sequence = cast(bindparam("sequence"), BigInteger)
        if self._old is None:
            first = select(states.c.ref, sequence, null(), states.c.hash, null(), _ONE)
            return insert(changes).from_select(_names(changes), first)
        held = _state(self._old)
        heirs = self._redirects.alias("heirs")
        both = held.join(states, states.c.ref == held.c.ref, full=True)
        both = both.outerjoin(heirs, and_(heirs.c.ref == held.c.ref, states.c.ref.is_(None)))
        ref = func.coalesce(held.c.ref, states.c.ref)
        found = select(ref, sequence, held.c.after, states.c.hash, heirs.c.heir, _ONE).select_from(both)
        return insert(changes).from_select(_names(changes), found.where(held.c.after.is_distinct_from(states.c.hash)))

    def _redirected(self) -> Insert:
        """A row for each redirect that is new or has a new target, and was not a record before."""
        changes, redirects = self._new.changes, self._redirects
        sequence = cast(bindparam("sequence"), BigInteger)
        found = select(redirects.c.ref, sequence, null(), null(), redirects.c.heir, _ONE)
        found = found.where(~exists().where(changes.c.ref == redirects.c.ref))
        if self._old is not None:
            old = self._old.changes
            is_known = and_(old.c.ref == redirects.c.ref, old.c.heir == redirects.c.heir, is_latest(old))
            found = found.where(~exists().where(is_known))
        return insert(changes).from_select(_names(changes), found)

    def _no_longer_redirected(self) -> Iterator[Insert]:
        """A row for each ref that was a redirect and is gone."""
        if self._old is None:
            return
        changes, redirects, states, old = self._new.changes, self._redirects, self._new.states, self._old.changes
        sequence = cast(bindparam("sequence"), BigInteger)
        found = select(old.c.ref, sequence, null(), null(), null(), _ONE).where(is_latest(old), old.c.heir.is_not(None))
        for now in (redirects, states):
            found = found.where(~exists().where(now.c.ref == old.c.ref))
        yield insert(changes).from_select(_names(changes), found)

    def _carry_over(self, sequence: int, oldest: int, is_again: bool = False) -> None:
        """Copy the old log: all of it where the version is loaded again, else what changed since the oldest kept load,
        and the state."""
        if self._old is None:
            return
        old, new, versions = self._old.changes, self._new.changes, self._old.versions
        later = new.alias("later")
        beside = old.outerjoin(later, and_(later.c.ref == old.c.ref, later.c.sequence == bindparam("sequence")))
        stays = and_(is_latest(old), later.c.ref.is_(None))
        latest = case((stays, _ONE), else_=literal_column("0"))
        found = select(*(old.c[name] for name in _names(old)[:-1]), latest).select_from(beside)
        if is_again:
            found = select(old)
        else:
            is_state = and_(stays, or_(old.c.after.is_not(None), old.c.heir.is_not(None)))
            found = found.where(or_(old.c.sequence > bindparam("oldest"), is_state))
        self._do(insert(new).from_select(_names(new), found), sequence=sequence, oldest=oldest)
        is_kept = and_(versions.c.kept, versions.c.sequence >= bindparam("oldest"))
        told = [is_kept if name == "kept" else versions.c[name] for name in _names(versions)]
        self._do(insert(self._new.versions).from_select(_names(versions), select(*told)), oldest=oldest)

    def _version(self) -> Insert:
        changes, versions = self._new.changes, self._new.versions
        kinds = {
            "added": and_(changes.c.before.is_(None), changes.c.after.is_not(None)),
            "changed": and_(changes.c.before.is_not(None), changes.c.after.is_not(None)),
            "removed": and_(changes.c.after.is_(None), changes.c.heir.is_(None)),
            "merged": and_(changes.c.after.is_(None), changes.c.heir.is_not(None)),
        }
        told: list[ColumnElement[Any]] = [cast(bindparam("sequence"), BigInteger)]
        told += [*(cast(bindparam(name), Text) for name in ("version", "loaded")), true()]
        told += [func.count().filter(kinds[kind]) for kind in KINDS]
        found = select(*told).where(changes.c.sequence == bindparam("sequence"))
        return insert(versions).from_select(_names(versions), found)


def by_change(name: str, tables: Tables, recent: Table, changes: Table, one: bool = False) -> Insert:
    """Each record's last change, or that of a record that corrects, retracts or updates it, if later. With `one`, only
    that of the record whose id is bound as `key`."""
    own, later, links = tables.records.alias("own"), tables.records.alias("later"), tables.links

    def change_of(records: FromClause) -> ColumnElement[bool]:
        return and_(changes.c.ref == literal_column(f"'{name}/'").concat(records.c.key), is_latest(changes))

    changed = select(own.c.position, changes.c.sequence).select_from(own.join(changes, change_of(own)))
    # First all corrections, which are few, then the records they correct: on an engine that spreads records by position
    # the two are on different nodes, and LIMIT makes it collect the first before it joins.
    corrected = links.join(later, later.c.position == links.c.position).join(changes, change_of(later))
    correct = select(links.c.target, changes.c.sequence).select_from(corrected)
    correct = correct.where(links.c.field == literal_column(f"'{SUPERSEDES}'")).limit(_ALL).offset(literal_column("0"))
    if one:
        key = bindparam("key", type_=Text)
        changed = changed.where(own.c.key == key)
        correct = correct.where(links.c.target == literal_column(f"'{name}/'").concat(key))
    few = correct.subquery("few")
    corrected_key = func.substr(few.c.target, literal_column(str(len(name) + 2)))
    corrections = select(own.c.position, few.c.sequence).select_from(few.join(own, own.c.key == corrected_key))
    both = changed.union_all(corrections).subquery("both")
    found = select(both.c.position, -func.max(both.c.sequence)).group_by(both.c.position)
    return insert(recent).from_select(["position", "place"], found)


def _state(old: History) -> Subquery:
    changes = old.changes
    rows = select(changes.c.ref, changes.c.after).where(is_latest(changes), changes.c.after.is_not(None))
    return rows.subquery("held")


def _names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def compiled(statement: Executable, dialect: Dialect) -> str:
    """The statement's text."""
    return str(statement.compile(dialect=dialect))  # type: ignore[attr-defined]

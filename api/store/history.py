"""The change log. Each dataset contains the log of its predecessor, continued.

A row of `changes` says that a load changed a record. It has the hashes of the record's canonical JSON before and after,
null where the record did not exist; a ref that was merged away has an `heir`. `latest` marks the last row of a ref, so
the rows that are `latest` and have an `after` describe all current records, and those with an `heir` all redirects. The
next load is compared with them.

Loads are numbered (`sequence`). Rows of loads that are no longer `kept` are dropped, except those of current records
and redirects.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from api.store.tables import SUPERSEDES, TEXT, Expression, Tables, only_where, schema

Run = Callable[[str, dict[str, Any]], Sequence[tuple[Any, ...]]]
_Sequence = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ONE: sa.ColumnElement[int] = sa.literal_column("1")
_ALL: sa.ColumnElement[int] = sa.literal_column(str(2**62))
KINDS = ("added", "changed", "removed", "merged")


@dataclass(frozen=True, slots=True)
class History:
    """The tables of the log. `states` is filled during a load, compared, and dropped: it has the hashes of all records,
    or of those that may have changed, null for one that is no more."""

    metadata: sa.MetaData
    versions: sa.Table
    changes: sa.Table
    states: sa.Table


def history(name: str | None = None) -> History:
    """The tables, in a schema of that name where one is given."""
    return _history(name)


@cache  # by the name, whether it is left out or None
def _history(name: str | None) -> History:
    metadata = sa.MetaData(schema=name)
    versions = sa.Table(
        "versions",
        metadata,
        sa.Column("sequence", _Sequence, primary_key=True, autoincrement=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("loaded", sa.Text, nullable=False),
        sa.Column("kept", sa.Boolean(create_constraint=False), nullable=False),
        *(sa.Column(kind, sa.BigInteger, nullable=False) for kind in KINDS),
    )
    changes = sa.Table(
        "changes",
        metadata,
        sa.Column("ref", TEXT),
        sa.Column("sequence", _Sequence),
        sa.Column("before", sa.LargeBinary),
        sa.Column("after", sa.LargeBinary),
        sa.Column("heir", sa.Text),
        sa.Column("latest", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("ref", "sequence"),
        sqlite_with_rowid=False,
    )
    sa.Index("changes_latest", changes.c.sequence, changes.c.ref, **only_where(is_latest(changes), changes))
    states = sa.Table("states", sa.MetaData(schema=name), sa.Column("ref", TEXT), sa.Column("hash", sa.LargeBinary))
    return History(metadata, versions, changes, states)


def tables_of_a_dataset(name: str | None = None) -> list[sa.Table]:
    """All of them, in a schema of that name where one is given; `states` are there during a load only."""
    return [*schema(name).metadata.sorted_tables, *history(name).metadata.sorted_tables]


def is_latest(changes: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether a row is the last of its ref. Must equal the condition of the partial index exactly, or SQLite does not
    use it."""
    return changes.c.latest == _ONE


class Recorder:
    """Continues the log of a dataset by its `states`. `run` runs a statement on the connection of the load and returns
    its rows."""

    def __init__(self, run: Run, dialect: sa.Dialect, dataset: str | None = None) -> None:
        self._run, self._dialect = run, dialect
        self._history, self._schema = history(dataset), schema(dataset)

    def take_over(self, old: str) -> None:
        """Copy the log of the previous dataset, and add null states for records that no longer exist."""
        before, own = history(old), self._history
        for table, source in ((own.changes, before.changes), (own.versions, before.versions)):
            self._do(_put(table, sa.select(*(source.c[column.name] for column in table.columns))))
        held = _held(own.changes)
        gone = sa.select(held.c.ref, sa.null()).where(~sa.exists().where(own.states.c.ref == held.c.ref))
        self._do(_put(own.states, gone))

    def record(self, version: str, loaded: str, kept: int) -> int:
        """Note what differs from the states. Returns the number of this load; loading the same version again keeps the
        log and the number."""
        versions = self._history.versions
        newest = self._do(sa.select(versions.c.sequence, versions.c.version).order_by(versions.c.sequence.desc()))
        last, held = newest[0] if newest else (0, None)
        if held == version:
            return int(last)
        sequence = int(last) + 1
        for changed in (self._differences(), self._redirected(), self._no_longer_redirected()):
            self._do(changed, sequence=sequence)
        if last:
            self._do(self._outdated(), newest=sequence)
        self._forget(sequence - kept)
        self._do(self._version(), sequence=sequence, version=version, loaded=loaded)
        return sequence

    def order_by_change(self) -> None:
        """Fill the tables of recent changes."""
        for name, tables in self._schema.collections.items():
            if tables.recent is not None:
                self._do(by_change(name, tables, tables.recent, self._history.changes))

    def _do(self, statement: sa.Executable, **values: Any) -> Sequence[tuple[Any, ...]]:
        return self._run(compiled(statement, self._dialect), values)

    def _differences(self) -> sa.Insert:
        """A row for each record whose hash differs from the log."""
        states, changes, heirs = self._history.states, self._history.changes, self._schema.redirects
        held = _held(changes)
        beside = states.outerjoin(held, held.c.ref == states.c.ref)
        beside = beside.outerjoin(heirs, sa.and_(heirs.c.ref == states.c.ref, states.c.hash.is_(None)))
        found = sa.select(states.c.ref, _sequence(), held.c.after, states.c.hash, heirs.c.heir, _ONE)
        return _put(changes, found.select_from(beside).where(held.c.after.is_distinct_from(states.c.hash)))

    def _redirected(self) -> sa.Insert:
        """A row for each redirect that is new or has a new target, and was not a record before."""
        changes, redirects = self._history.changes, self._schema.redirects
        held = changes.alias("held")
        found = sa.select(redirects.c.ref, _sequence(), sa.null(), sa.null(), redirects.c.heir, _ONE)
        is_known = sa.and_(held.c.ref == redirects.c.ref, held.c.heir == redirects.c.heir, is_latest(held))
        found = found.where(self._not_noted(redirects), ~sa.exists().where(is_known))
        return _put(changes, found)

    def _no_longer_redirected(self) -> sa.Insert:
        """A row for each ref that was a redirect and is gone."""
        changes, redirects = self._history.changes, self._schema.redirects
        held = changes.alias("held")
        found = sa.select(held.c.ref, _sequence(), sa.null(), sa.null(), sa.null(), _ONE).where(is_latest(held))
        found = found.where(held.c.heir.is_not(None), ~sa.exists().where(redirects.c.ref == held.c.ref))
        return _put(changes, found.where(self._not_noted(held)))

    def _not_noted(self, refs: sa.FromClause) -> sa.ColumnElement[bool]:
        """Whether this load has no row of the ref so far."""
        noted = self._history.changes.alias("noted")
        return ~sa.exists().where(noted.c.ref == refs.c.ref, noted.c.sequence == sa.bindparam("sequence"))

    def _outdated(self) -> sa.Update:
        """Unmark rows of earlier loads that are no longer a record's latest. By `!=`: with `<`, a range of the key,
        SQLite 3.40 also updates rows of this load."""
        changes, noted = self._history.changes, self._history.changes.alias("noted")
        refs = sa.select(noted.c.ref).where(noted.c.sequence == sa.bindparam("newest"), is_latest(noted))
        before = sa.and_(is_latest(changes), changes.c.sequence != sa.bindparam("newest"))
        return sa.update(changes).values(latest=sa.literal_column("0")).where(before, changes.c.ref.in_(refs))

    def _forget(self, oldest: int) -> None:
        """Drop rows of loads that are kept no longer, except those of current records and redirects."""
        changes, versions = self._history.changes, self._history.versions
        is_state = sa.and_(is_latest(changes), sa.or_(changes.c.after.is_not(None), changes.c.heir.is_not(None)))
        dropped = sa.delete(changes).where(changes.c.sequence <= sa.bindparam("oldest"), sa.not_(is_state))
        self._do(dropped, oldest=oldest)
        past = sa.update(versions).values(kept=sa.false()).where(versions.c.sequence < sa.bindparam("oldest"))
        self._do(past, oldest=oldest)

    def _version(self) -> sa.Insert:
        changes, versions = self._history.changes, self._history.versions
        kinds = {
            "added": sa.and_(changes.c.before.is_(None), changes.c.after.is_not(None)),
            "changed": sa.and_(changes.c.before.is_not(None), changes.c.after.is_not(None)),
            "removed": sa.and_(changes.c.after.is_(None), changes.c.heir.is_(None)),
            "merged": sa.and_(changes.c.after.is_(None), changes.c.heir.is_not(None)),
        }
        columns: list[Expression] = [_sequence()]
        columns += [*(sa.cast(sa.bindparam(name), sa.Text) for name in ("version", "loaded")), sa.true()]
        columns += [sa.func.count().filter(kinds[kind]) for kind in KINDS]
        found = sa.select(*columns).where(changes.c.sequence == sa.bindparam("sequence"))
        return _put(versions, found)


def by_change(name: str, tables: Tables, recent: sa.Table, changes: sa.Table, one: bool = False) -> sa.Insert:
    """Each record's last change, or that of a record that corrects, retracts or updates it, if later. With `one`, only
    that of the record whose id is bound as `key`."""
    own, later, links = tables.records.alias("own"), tables.records.alias("later"), tables.links

    def change_of(records: sa.FromClause) -> sa.ColumnElement[bool]:
        return sa.and_(changes.c.ref == sa.literal_column(f"'{name}/'").concat(records.c.key), is_latest(changes))

    changed = sa.select(own.c.position, changes.c.sequence).select_from(own.join(changes, change_of(own)))
    # First all corrections, which are few, then the records they correct: on an engine that spreads records by position
    # the two are on different nodes, and LIMIT makes it collect the first before it joins.
    corrected = links.join(later, later.c.position == links.c.position).join(changes, change_of(later))
    is_correction = links.c.field == sa.literal_column(f"'{SUPERSEDES}'")
    correct = sa.select(links.c.target, changes.c.sequence).select_from(corrected).where(is_correction)
    correct = correct.limit(_ALL).offset(sa.literal_column("0"))
    if one:
        key = sa.bindparam("key", type_=sa.Text)
        changed = changed.where(own.c.key == key)
        correct = correct.where(links.c.target == sa.literal_column(f"'{name}/'").concat(key))
    few = correct.subquery("few")
    corrected_key = sa.func.substr(few.c.target, sa.literal_column(str(len(name) + 2)))
    corrections = sa.select(own.c.position, few.c.sequence).select_from(few.join(own, own.c.key == corrected_key))
    both = changed.union_all(corrections).subquery("both")
    found = sa.select(both.c.position, -sa.func.max(both.c.sequence)).group_by(both.c.position)
    return _put(recent, found)


def _held(changes: sa.Table) -> sa.Subquery:
    """The current records, as the log has them."""
    rows = sa.select(changes.c.ref, changes.c.after).where(is_latest(changes), changes.c.after.is_not(None))
    return rows.subquery("held")


def _sequence() -> sa.ColumnElement[int]:
    return sa.cast(sa.bindparam("sequence"), sa.BigInteger)


def _put(table: sa.Table, rows: sa.Select[Any]) -> sa.Insert:
    return sa.insert(table).from_select(table.c.keys(), rows)


def compiled(statement: sa.Executable, dialect: sa.Dialect) -> str:
    """The statement's text."""
    return str(statement.compile(dialect=dialect))  # type: ignore[attr-defined]

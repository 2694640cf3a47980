"""The change log, written by loads and read by snapshots. Each dataset contains the log of its predecessor, continued.

A row of `changes` says that a load changed a record. It has the hashes of the record's canonical JSON before and after,
null where the record did not exist; a ref that was merged away has an `heir`. `latest` marks the last row of a ref, so
the rows that are `latest` and have an `after` describe all current records, and those with an `heir` all redirects. The
next load is compared with them.

Loads are numbered (`sequence`). Rows of loads that are no longer `kept` are dropped, except those of current records
and redirects.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from api.store.plan import Change, ChangeMark, Changes, Forgotten, Version
from api.store.tables import KINDS, SUPERSEDES, Expression, Schema, compiled, is_latest, schema

Run = Callable[[str, dict[str, Any]], Sequence[tuple[Any, ...]]]
_ZERO: sa.ColumnElement[int] = sa.literal_column("0")
_ONE: sa.ColumnElement[int] = sa.literal_column("1")
_ALL: sa.ColumnElement[int] = sa.literal_column(str(2**62))


class Recorder:
    """Continues the log of a dataset by its `states`. `run` runs a statement on the connection of the load and returns
    its rows."""

    def __init__(self, run: Run, dialect: sa.Dialect, held: Schema) -> None:
        self._run, self._dialect, self._schema = run, dialect, held

    def take_over(self, old: str) -> None:
        """Copy the log of the previous dataset, and add null states for records that no longer exist."""
        before, own = schema(old), self._schema
        for table, source in ((own.changes, before.changes), (own.versions, before.versions)):
            self._do(_put(table, sa.select(*(source.c[column.name] for column in table.columns))))
        held = _held(own.changes)
        gone = sa.select(held.c.ref, sa.null()).where(~sa.exists().where(own.states.c.ref == held.c.ref))
        self._do(_put(own.states, gone))

    def record(self, version: str, loaded: str, kept: int) -> int:
        """Note what differs from the states. Returns the number of this load; loading the same version again keeps the
        log and the number."""
        versions = self._schema.versions
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
        for name in self._schema.recent:
            self._do(by_change(self._schema, name))

    def _do(self, statement: sa.ClauseElement, **values: Any) -> Sequence[tuple[Any, ...]]:
        return self._run(compiled(statement, self._dialect), values)

    def _differences(self) -> sa.Insert:
        """A row for each record whose hash differs from the log."""
        states, changes, heirs = self._schema.states, self._schema.changes, self._schema.redirects
        held = _held(changes)
        beside = states.outerjoin(held, held.c.ref == states.c.ref)
        beside = beside.outerjoin(heirs, sa.and_(heirs.c.ref == states.c.ref, states.c.hash.is_(None)))
        found = sa.select(states.c.ref, _sequence(), held.c.after, states.c.hash, heirs.c.heir, _ONE)
        return _put(changes, found.select_from(beside).where(held.c.after.is_distinct_from(states.c.hash)))

    def _redirected(self) -> sa.Insert:
        """A row for each redirect that is new or has a new target, and was not a record before."""
        changes, redirects = self._schema.changes, self._schema.redirects
        held = changes.alias("held")
        found = sa.select(redirects.c.ref, _sequence(), sa.null(), sa.null(), redirects.c.heir, _ONE)
        is_known = sa.and_(held.c.ref == redirects.c.ref, held.c.heir == redirects.c.heir, is_latest(held))
        found = found.where(self._not_noted(redirects), ~sa.exists().where(is_known))
        return _put(changes, found)

    def _no_longer_redirected(self) -> sa.Insert:
        """A row for each ref that was a redirect and is gone."""
        changes, redirects = self._schema.changes, self._schema.redirects
        held = changes.alias("held")
        found = sa.select(held.c.ref, _sequence(), sa.null(), sa.null(), sa.null(), _ONE).where(is_latest(held))
        found = found.where(held.c.heir.is_not(None), ~sa.exists().where(redirects.c.ref == held.c.ref))
        return _put(changes, found.where(self._not_noted(held)))

    def _not_noted(self, refs: sa.FromClause) -> sa.ColumnElement[bool]:
        """Whether this load has no row of the ref so far."""
        noted = self._schema.changes.alias("noted")
        return ~sa.exists().where(noted.c.ref == refs.c.ref, noted.c.sequence == sa.bindparam("sequence"))

    def _outdated(self) -> sa.Update:
        """Unmark rows of earlier loads that are no longer a record's latest. By `!=`: with `<`, a range of the key,
        SQLite 3.40 also updates rows of this load."""
        changes, noted = self._schema.changes, self._schema.changes.alias("noted")
        refs = sa.select(noted.c.ref).where(noted.c.sequence == sa.bindparam("newest"), is_latest(noted))
        before = sa.and_(is_latest(changes), changes.c.sequence != sa.bindparam("newest"))
        return sa.update(changes).values(latest=_ZERO).where(before, changes.c.ref.in_(refs))

    def _forget(self, oldest: int) -> None:
        """Drop rows of loads that are kept no longer, except those of current records and redirects."""
        changes, versions = self._schema.changes, self._schema.versions
        is_state = sa.and_(is_latest(changes), sa.or_(changes.c.after.is_not(None), changes.c.heir.is_not(None)))
        dropped = sa.delete(changes).where(changes.c.sequence <= sa.bindparam("oldest"), sa.not_(is_state))
        self._do(dropped, oldest=oldest)
        past = sa.update(versions).values(kept=sa.false()).where(versions.c.sequence < sa.bindparam("oldest"))
        self._do(past, oldest=oldest)

    def _version(self) -> sa.Insert:
        changes, versions = self._schema.changes, self._schema.versions
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


def by_change(held: Schema, name: str, one: bool = False) -> sa.Insert:
    """Each record's last change, or that of a record that corrects, retracts or updates it, if later. With `one`, only
    that of the record whose id is bound as `key`."""
    tables, changes = held.collections[name], held.changes
    own, later, links = tables.records.alias("own"), tables.records.alias("later"), tables.links

    def change_of(records: sa.FromClause) -> sa.ColumnElement[bool]:
        return sa.and_(changes.c.ref == sa.literal_column(f"'{name}/'").concat(records.c.key), is_latest(changes))

    changed = sa.select(own.c.position, changes.c.sequence).select_from(own.join(changes, change_of(own)))
    # First all corrections, which are few, then the records they correct: on an engine that spreads records by position
    # the two are on different nodes, and LIMIT makes it collect the first before it joins.
    corrected = links.join(later, later.c.position == links.c.position).join(changes, change_of(later))
    is_correction = links.c.field == sa.literal_column(f"'{SUPERSEDES}'")
    correct = sa.select(links.c.target, changes.c.sequence).select_from(corrected).where(is_correction)
    correct = correct.limit(_ALL).offset(_ZERO)
    if one:
        key = sa.bindparam("key", type_=sa.Text)
        changed = changed.where(own.c.key == key)
        correct = correct.where(links.c.target == sa.literal_column(f"'{name}/'").concat(key))
    few = correct.subquery("few")
    corrected_key = sa.func.substr(few.c.target, sa.literal_column(str(len(name) + 2)))
    corrections = sa.select(own.c.position, few.c.sequence).select_from(few.join(own, own.c.key == corrected_key))
    both = changed.union_all(corrections).subquery("both")
    found = sa.select(both.c.position, -sa.func.max(both.c.sequence)).group_by(both.c.position)
    return _put(held.recent[name], found)


def _held(changes: sa.Table) -> sa.Subquery:
    """The current records, as the log has them."""
    rows = sa.select(changes.c.ref, changes.c.after).where(is_latest(changes), changes.c.after.is_not(None))
    return rows.subquery("held")


def _sequence() -> sa.ColumnElement[int]:
    return sa.cast(sa.bindparam("sequence"), sa.BigInteger)


def _put(table: sa.Table, rows: sa.Select[Any]) -> sa.Insert:
    return sa.insert(table).from_select(table.c.keys(), rows)


class Log(ABC):
    """Reads the log of a dataset. Engines implement `_run`."""

    def __init__(self, dialect: sa.Dialect, held: Schema) -> None:
        self._dialect, self._schema = dialect, held

    @abstractmethod
    def _run(self, statement: str, values: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
        """All rows of a statement; Unavailable or Timeout."""

    def versions(self) -> list[Version]:
        """The versions in the log, newest first."""
        return [Version(*row[1:]) for row in self._versions()]

    def _versions(self) -> Sequence[tuple[Any, ...]]:
        return self._run(_versions(self._schema, self._dialect), {})

    def changes(
        self,
        since: str | None,
        limit: int,
        mark: ChangeMark | None = None,
        collection: str | None = None,
        newest_first: bool = False,
    ) -> Changes:
        """A page of net changes since a version, oldest first. Forgotten if the version is not in the log.

        Without a version: the last known change of each record. `collection` restricts them to one, by name.
        """
        values: dict[str, Any] = {"since": self._sequence(since), "limit": limit + 1}
        values |= mark._asdict() if mark else {}
        values |= {"first": f"{collection}/", "end": f"{collection}0"} if collection else {}  # '0' follows '/'
        shape = (since is None, mark is not None, collection is not None, newest_first)
        rows = self._run(page_text(self._schema, self._dialect, *shape), values)
        following = ChangeMark(rows[limit - 1][1], rows[limit - 1][0]) if len(rows) > limit else None
        return Changes([_change(row) for row in rows[:limit]], following)

    def changes_total(self, since: str | None) -> int:
        """The number of net changes since a version. Forgotten if the version is not in the log."""
        statement = _total(self._schema, self._dialect, since is None)
        return int(self._run(statement, {"since": self._sequence(since)})[0][0])

    def _sequence(self, since: str | None) -> int:
        if since is None:
            return 0
        for sequence, version, *_ in self._versions():
            if version == since:
                return int(sequence)
        raise Forgotten(f"the version {since} is not known")


@cache
def _versions(held: Schema, dialect: sa.Dialect) -> str:
    versions = held.versions
    columns = [versions.c[name] for name in ("sequence", "version", "loaded", *KINDS)]
    return compiled(sa.select(*columns).where(versions.c.kept).order_by(versions.c.sequence.desc()), dialect)


@cache
def page_text(held: Schema, dialect: sa.Dialect, whole: bool, marked: bool, narrowed: bool, newest_first: bool) -> str:
    """The statement of a page of changes: since the start or a version, from a mark on, of one collection, reversed."""
    changes = held.changes
    found = _net(held, whole)
    if newest_first or not marked:  # otherwise the mark is the narrower bound and the index is entered there
        found = found.where(changes.c.sequence > sa.bindparam("since"))
    place = sa.tuple_(changes.c.sequence, changes.c.ref)
    if marked:
        mark = sa.tuple_(sa.bindparam("sequence"), sa.bindparam("ref"))
        found = found.where(place < mark if newest_first else place > mark)
    if narrowed:
        ref = sa.func.coalesce(changes.c.ref, sa.literal_column("''"))  # read in load order, not by ref
        found = found.where(ref >= sa.bindparam("first"), ref < sa.bindparam("end"))
    order: list[Expression] = [changes.c.sequence, changes.c.ref]
    found = found.order_by(*(one.desc() if newest_first else one for one in order))
    return compiled(found.limit(sa.bindparam("limit")).offset(_ZERO), dialect)


@cache
def _total(held: Schema, dialect: sa.Dialect, whole: bool) -> str:
    """The statement that counts the changes since the start or a version."""
    found = _net(held, whole).where(held.changes.c.sequence > sa.bindparam("since"))
    return compiled(sa.select(sa.func.count()).select_from(found.subquery()), dialect)


def _net(held: Schema, whole: bool) -> sa.Select[Any]:
    """The last row of each record, without those that are again what they were."""
    changes, found = held.changes, _latest(held)
    if whole:
        return found
    is_redirect = sa.or_(changes.c.heir.is_not(None), sa.and_(changes.c.before.is_(None), changes.c.after.is_(None)))
    return found.where(sa.or_(_before(held).is_distinct_from(changes.c.after), is_redirect))


def _latest(held: Schema) -> sa.Select[Any]:
    """The last row of each record changed after load `since`, with what determines its net change."""
    changes, versions = held.changes, held.versions
    own = versions.c.sequence == changes.c.sequence
    version, loaded = (  # a subquery, so that load order comes from the index
        sa.select(one).where(own).correlate(changes).scalar_subquery()
        for one in (versions.c.version, versions.c.loaded)
    )
    columns = (changes.c.ref, changes.c.sequence, _before(held).is_(None), changes.c.after.is_(None), changes.c.heir)
    return sa.select(*columns, version, loaded).where(is_latest(changes))


def _before(held: Schema) -> Expression:
    """The record's hash as of load `since`: the `before` of the first row after it."""
    changes, first = held.changes, held.changes.alias("first")
    after = sa.select(first.c.before).where(first.c.ref == changes.c.ref, first.c.sequence > sa.bindparam("since"))
    return after.order_by(first.c.sequence).limit(_ONE).offset(_ZERO).correlate(changes).scalar_subquery()


def _change(row: tuple[Any, ...]) -> Change:
    ref, _, was_absent, is_absent, heir, version, at = row
    if is_absent:
        return Change(ref, "merged" if heir else "removed", heir, version, at)
    return Change(ref, "added" if was_absent else "changed", None, version, at)

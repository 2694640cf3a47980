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
    Select,
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
    tuple_,
)

from api.store import Change, ChangeMark, Changes, Forgotten, Version
from api.store.tables import SUPERSEDES, TEXT, Tables, only_where, schema

Run = Callable[[str, dict[str, Any]], Sequence[tuple[Any, ...]]]
_Sequence = BigInteger().with_variant(Integer(), "sqlite")
_ONE: ColumnElement[int] = literal_column("1")
_ALL: ColumnElement[int] = literal_column(str(2**62))
_KINDS = ("added", "changed", "removed", "merged")


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
        *(Column(kind, BigInteger, nullable=False) for kind in _KINDS),
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
    Index("changes_latest", changes.c.sequence, changes.c.ref, **only_where(_is_latest(changes), changes))
    states = Table("states", MetaData(schema=name), Column("ref", TEXT), Column("hash", LargeBinary, nullable=False))
    return History(metadata, versions, changes, states)


def _is_latest(changes: Table) -> ColumnElement[bool]:
    """Must equal the condition of the partial index exactly, or SQLite does not use it."""
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
                self._do(_by_change(name, tables, tables.recent, self._new.changes))

    def _do(self, statement: Executable, **values: Any) -> Sequence[tuple[Any, ...]]:
        return self._run(_compiled(statement, self._dialect), values)

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
            is_known = and_(old.c.ref == redirects.c.ref, old.c.heir == redirects.c.heir, _is_latest(old))
            found = found.where(~exists().where(is_known))
        return insert(changes).from_select(_names(changes), found)

    def _no_longer_redirected(self) -> Iterator[Insert]:
        """A row for each ref that was a redirect and is gone."""
        if self._old is None:
            return
        changes, redirects, states, old = self._new.changes, self._redirects, self._new.states, self._old.changes
        sequence = cast(bindparam("sequence"), BigInteger)
        found = select(old.c.ref, sequence, null(), null(), null(), _ONE).where(
            _is_latest(old), old.c.heir.is_not(None)
        )
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
        is_latest = and_(_is_latest(old), later.c.ref.is_(None))
        latest = case((is_latest, _ONE), else_=literal_column("0"))
        found = select(*(old.c[name] for name in _names(old)[:-1]), latest).select_from(beside)
        if is_again:
            found = select(old)
        else:
            is_state = and_(is_latest, or_(old.c.after.is_not(None), old.c.heir.is_not(None)))
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
        told += [func.count().filter(kinds[kind]) for kind in _KINDS]
        found = select(*told).where(changes.c.sequence == bindparam("sequence"))
        return insert(versions).from_select(_names(versions), found)


def _by_change(name: str, tables: Tables, recent: Table, changes: Table) -> Insert:
    """Each record's last change, or that of a record that corrects, retracts or updates it, if later."""
    own, later, links = tables.records.alias("own"), tables.records.alias("later"), tables.links

    def change_of(records: FromClause) -> ColumnElement[bool]:
        return and_(changes.c.ref == literal_column(f"'{name}/'").concat(records.c.key), _is_latest(changes))

    changed = select(own.c.position, changes.c.sequence).select_from(own.join(changes, change_of(own)))
    # First all corrections, which are few, then the records they correct: on an engine that spreads records by position
    # the two are on different nodes, and LIMIT makes it collect the first before it joins.
    corrected = links.join(later, later.c.position == links.c.position).join(changes, change_of(later))
    correct = select(links.c.target, changes.c.sequence).select_from(corrected)
    correct = correct.where(links.c.field == literal_column(f"'{SUPERSEDES}'")).limit(_ALL).offset(literal_column("0"))
    few = correct.subquery("few")
    key = func.substr(few.c.target, literal_column(str(len(name) + 2)))
    corrections = select(own.c.position, few.c.sequence).select_from(few.join(own, own.c.key == key))
    both = changed.union_all(corrections).subquery("both")
    found = select(both.c.position, -func.max(both.c.sequence)).group_by(both.c.position)
    return insert(recent).from_select(["position", "place"], found)


def _state(old: History) -> Subquery:
    changes = old.changes
    rows = select(changes.c.ref, changes.c.after).where(_is_latest(changes), changes.c.after.is_not(None))
    return rows.subquery("held")


def _names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


class Log:
    """Reads the log of a dataset; `run` runs a statement on it and returns its rows."""

    def __init__(self, dialect: Dialect, name: str | None) -> None:
        self._dialect, self._history = dialect, history(name)

    def versions(self, run: Run) -> list[Version]:
        """The loads that are kept, the newest first."""
        return [Version(*row[1:]) for row in self._versions(run)]

    def _versions(self, run: Run) -> Sequence[tuple[Any, ...]]:
        return run(_versions(self._history, self._dialect), {})

    def changes(
        self,
        run: Run,
        since: str | None,
        limit: int,
        mark: ChangeMark | None,
        collection: str | None,
        newest_first: bool,
    ) -> Changes:
        """A page; Forgotten."""
        values: dict[str, Any] = {"since": self._sequence(run, since), "limit": limit + 1}
        values |= mark._asdict() if mark else {}
        values |= {"first": f"{collection}/", "end": f"{collection}0"} if collection else {}  # '0' follows '/'
        shape = (since is None, mark is not None, collection is not None, newest_first)
        rows = run(page_text(self._history, self._dialect, *shape), values)
        following = ChangeMark(rows[limit - 1][1], rows[limit - 1][0]) if len(rows) > limit else None
        return Changes([_change(row) for row in rows[:limit]], following)

    def last_change(self, run: Run, ref: str) -> Change | None:
        """The latest row of a record."""
        if "\0" in ref:
            return None
        rows = run(_one(self._history, self._dialect), {"since": 0, "ref": ref})
        return _change(rows[0]) if rows else None

    def _sequence(self, run: Run, since: str | None) -> int:
        if since is None:
            return 0
        for sequence, version, *_ in self._versions(run):
            if version == since:
                return int(sequence)
        raise Forgotten(f"the version {since} is not known")


@cache
def _versions(held: History, dialect: Dialect) -> str:
    versions = held.versions
    told = [versions.c[name] for name in ("sequence", "version", "loaded", *_KINDS)]
    return _compiled(select(*told).where(versions.c.kept).order_by(versions.c.sequence.desc()), dialect)


@cache
def _one(held: History, dialect: Dialect) -> str:
    return _compiled(_latest(held).where(held.changes.c.ref == bindparam("ref")), dialect)


@cache
def page_text(held: History, dialect: Dialect, whole: bool, marked: bool, narrowed: bool, newest_first: bool) -> str:
    """The statement of a page of changes: since the start or a version, from a mark on, of one collection, reversed."""
    changes = held.changes
    found = _latest(held)
    if newest_first or not marked:  # otherwise the mark is the narrower bound and the index is entered there
        found = found.where(changes.c.sequence > bindparam("since"))
    if not whole:
        is_redirect = or_(changes.c.heir.is_not(None), and_(changes.c.before.is_(None), changes.c.after.is_(None)))
        found = found.where(or_(_before(held).is_distinct_from(changes.c.after), is_redirect))
    place = tuple_(changes.c.sequence, changes.c.ref)
    if marked:
        mark = tuple_(bindparam("sequence"), bindparam("ref"))
        found = found.where(place < mark if newest_first else place > mark)
    if narrowed:
        ref = func.coalesce(changes.c.ref, literal_column("''"))  # read in load order, not by ref
        found = found.where(ref >= bindparam("first"), ref < bindparam("end"))
    order: list[ColumnElement[Any]] = [changes.c.sequence, changes.c.ref]
    found = found.order_by(*(one.desc() if newest_first else one for one in order))
    return _compiled(found.limit(bindparam("limit")).offset(literal_column("0")), dialect)


def _latest(held: History) -> Select[Any]:
    """The last row of each record changed after load `since`, with what determines its net change."""
    changes, versions = held.changes, held.versions
    own = versions.c.sequence == changes.c.sequence
    version, loaded = (  # a subquery, so that load order comes from the index
        select(one).where(own).correlate(changes).scalar_subquery() for one in (versions.c.version, versions.c.loaded)
    )
    told = (changes.c.ref, changes.c.sequence, _before(held).is_(None), changes.c.after.is_(None), changes.c.heir)
    return select(*told, version, loaded).where(_is_latest(changes))


def _before(held: History) -> ColumnElement[Any]:
    """The record's hash as of load `since`: the `before` of the first row after it."""
    changes, first = held.changes, held.changes.alias("first")
    after = select(first.c.before).where(first.c.ref == changes.c.ref, first.c.sequence > bindparam("since"))
    return (
        after.order_by(first.c.sequence)
        .limit(literal_column("1"))
        .offset(literal_column("0"))
        .correlate(changes)
        .scalar_subquery()
    )


def _change(row: tuple[Any, ...]) -> Change:
    ref, _, was_absent, is_absent, heir, version, at = row
    if is_absent:
        return Change(ref, "merged" if heir else "removed", heir, version, at)
    return Change(ref, "added" if was_absent else "changed", None, version, at)


def _compiled(statement: Executable, dialect: Dialect) -> str:
    return str(statement.compile(dialect=dialect))  # type: ignore[attr-defined]

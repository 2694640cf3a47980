"""Reads the change log that `api.store.history` writes."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Select, and_, bindparam, func, literal_column, or_, select, tuple_

from api.store.answers import Change, ChangeMark, Changes, Forgotten, Version
from api.store.history import KINDS, History, compiled, history, is_latest


class Log(ABC):
    """The log of a dataset, in a schema of that name where one is given. Engines implement `_run`."""

    def __init__(self, dialect: Dialect, name: str | None) -> None:
        self._dialect, self._history = dialect, history(name)

    @abstractmethod
    def _run(self, statement: str, values: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
        """All rows of a statement; Unavailable or Timeout."""

    def versions(self) -> list[Version]:
        """The versions in the log, newest first."""
        return [Version(*row[1:]) for row in self._versions()]

    def _versions(self) -> Sequence[tuple[Any, ...]]:
        return self._run(_versions(self._history, self._dialect), {})

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
        rows = self._run(page_text(self._history, self._dialect, *shape), values)
        following = ChangeMark(rows[limit - 1][1], rows[limit - 1][0]) if len(rows) > limit else None
        return Changes([_change(row) for row in rows[:limit]], following)

    def changes_total(self, since: str | None) -> int:
        """The number of net changes since a version. Forgotten if the version is not in the log."""
        statement = _total(self._history, self._dialect, since is None)
        return int(self._run(statement, {"since": self._sequence(since)})[0][0])

    def _sequence(self, since: str | None) -> int:
        if since is None:
            return 0
        for sequence, version, *_ in self._versions():
            if version == since:
                return int(sequence)
        raise Forgotten(f"the version {since} is not known")


@cache
def _versions(held: History, dialect: Dialect) -> str:
    versions = held.versions
    columns = [versions.c[name] for name in ("sequence", "version", "loaded", *KINDS)]
    return compiled(select(*columns).where(versions.c.kept).order_by(versions.c.sequence.desc()), dialect)


@cache
def page_text(held: History, dialect: Dialect, whole: bool, marked: bool, narrowed: bool, newest_first: bool) -> str:
    """The statement of a page of changes: since the start or a version, from a mark on, of one collection, reversed."""
    changes = held.changes
    found = _net(held, whole)
    if newest_first or not marked:  # otherwise the mark is the narrower bound and the index is entered there
        found = found.where(changes.c.sequence > bindparam("since"))
    place = tuple_(changes.c.sequence, changes.c.ref)
    if marked:
        mark = tuple_(bindparam("sequence"), bindparam("ref"))
        found = found.where(place < mark if newest_first else place > mark)
    if narrowed:
        ref = func.coalesce(changes.c.ref, literal_column("''"))  # read in load order, not by ref
        found = found.where(ref >= bindparam("first"), ref < bindparam("end"))
    order: list[ColumnElement[Any]] = [changes.c.sequence, changes.c.ref]
    found = found.order_by(*(one.desc() if newest_first else one for one in order))
    return compiled(found.limit(bindparam("limit")).offset(literal_column("0")), dialect)


@cache
def _total(held: History, dialect: Dialect, whole: bool) -> str:
    """The statement that counts the changes since the start or a version."""
    found = _net(held, whole).where(held.changes.c.sequence > bindparam("since"))
    return compiled(select(func.count()).select_from(found.subquery()), dialect)


def _net(held: History, whole: bool) -> Select[Any]:
    """The last row of each record, without those that are again what they were."""
    changes, found = held.changes, _latest(held)
    if whole:
        return found
    is_redirect = or_(changes.c.heir.is_not(None), and_(changes.c.before.is_(None), changes.c.after.is_(None)))
    return found.where(or_(_before(held).is_distinct_from(changes.c.after), is_redirect))


def _latest(held: History) -> Select[Any]:
    """The last row of each record changed after load `since`, with what determines its net change."""
    changes, versions = held.changes, held.versions
    own = versions.c.sequence == changes.c.sequence
    version, loaded = (  # a subquery, so that load order comes from the index
        select(one).where(own).correlate(changes).scalar_subquery() for one in (versions.c.version, versions.c.loaded)
    )
    columns = (changes.c.ref, changes.c.sequence, _before(held).is_(None), changes.c.after.is_(None), changes.c.heir)
    return select(*columns, version, loaded).where(is_latest(changes))


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

"""Continues the change log in place, by what a load changed; `api.store.history` describes its rows."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import (
    Dialect,
    Executable,
    and_,
    bindparam,
    delete,
    false,
    insert,
    literal_column,
    not_,
    or_,
    select,
    update,
)

from api.store.change import Change
from api.store.history import KINDS, Run, by_change, compiled, history, is_latest
from api.store.tables import FOLLOWED, SUPERSEDES, schema


class _Logged(NamedTuple):
    """A row of the log, but for its load."""

    ref: str
    before: bytes | None
    after: bytes | None
    heir: str | None

    @property
    def kind(self) -> str:
        """One of KINDS."""
        if self.after is not None:
            return "added" if self.before is None else "changed"
        return "removed" if self.heir is None else "merged"


class Continuation:
    """Writes the log of a dataset that is corrected in place. `run` runs a statement and returns its rows."""

    def __init__(self, run: Run, dialect: Dialect) -> None:
        self._run, self._dialect = run, dialect
        self._changes, self._versions = history().changes, history().versions

    def record(self, change: Change, redirects: Mapping[str, str], loaded: str, kept: int) -> None:
        """Note what changed, `redirects` being those before; loading the same version again leaves the log as it is."""
        versions, version = self._versions, change.loaded.version
        newest = select(versions.c.sequence, versions.c.version).order_by(versions.c.sequence.desc())
        (last, held), *_ = self._run(self._text(newest), {})
        if held == version:
            return
        rows, sequence = list(_logged(change, redirects)), last + 1
        self._note(rows, sequence)
        self._forget(sequence - kept)
        numbers = {kind: sum(row.kind == kind for row in rows) for kind in KINDS}
        values = {"sequence": sequence, "version": version, "loaded": loaded, "kept": True, **numbers}
        self._run(self._text(insert(versions)), values)
        self._order_by_change(change)

    def _text(self, statement: Executable) -> str:
        return compiled(statement, self._dialect)

    def _note(self, rows: list[_Logged], sequence: int) -> None:
        changes = self._changes
        outdate = update(changes).values(latest=literal_column("0"))
        outdate = outdate.where(changes.c.ref == bindparam("of"), is_latest(changes))
        outdated, noted = self._text(outdate), self._text(insert(changes))
        for row in rows:
            self._run(outdated, {"of": row.ref})
            values = {name: getattr(row, name) for name in ("ref", "before", "after", "heir")}
            self._run(noted, {**values, "sequence": sequence, "latest": 1})

    def _forget(self, oldest: int) -> None:
        """Drop rows of loads that are kept no longer, except those of current records and redirects."""
        changes, versions = self._changes, self._versions
        is_state = and_(is_latest(changes), or_(changes.c.after.is_not(None), changes.c.heir.is_not(None)))
        forgotten = delete(changes).where(changes.c.sequence <= bindparam("oldest"), not_(is_state))
        self._run(self._text(forgotten), {"oldest": oldest})
        past = update(versions).values(kept=false()).where(versions.c.sequence < bindparam("oldest"))
        self._run(self._text(past), {"oldest": oldest})

    def _order_by_change(self, change: Change) -> None:
        """Correct the tables of recent changes for the records that changed and those that they correct."""
        for name in FOLLOWED:
            tables = schema().collections[name]
            if (recent := tables.recent) is None:
                continue
            gone = self._text(delete(recent).where(recent.c.position == bindparam("of")))
            for rows in change.removed:
                if rows.collection == name:
                    self._run(gone, {"of": rows.texts[0]})
            own = select(tables.records.c.position).where(tables.records.c.key == bindparam("key")).scalar_subquery()
            taken = self._text(delete(recent).where(recent.c.position == own))
            put = self._text(by_change(name, tables, recent, self._changes, one=True))
            for key in sorted(_followed(change, name)):
                self._run(taken, {"key": key})
                self._run(put, {"key": key})


def _logged(change: Change, redirects: Mapping[str, str]) -> Iterator[_Logged]:
    old, new, heirs = change.states(change.removed), change.states(change.added), dict(change.loaded.redirects)
    changed = {ref for ref in old.keys() | new.keys() if old.get(ref) != new.get(ref)}
    for ref in sorted(changed):
        yield _Logged(ref, old.get(ref), new.get(ref), None if ref in new else heirs.get(ref))
    for ref in sorted((heirs.keys() | redirects.keys()) - changed):
        if heirs.get(ref) != redirects.get(ref):
            yield _Logged(ref, None, None, heirs.get(ref))


def _followed(change: Change, name: str) -> set[str]:
    """The ids of records of a collection that changed, or are corrected by one that did."""
    every = [*change.removed, *change.added]
    refs = {rows.state.ref for rows in every if rows.state}
    refs |= {target for rows in every for field, target, _ in rows.links if field == SUPERSEDES}
    return {ref.partition("/")[2] for ref in refs if ref.partition("/")[0] == name}

"""Applies a change to a dataset in place. The engine runs it in one transaction, which nobody sees before its end."""

from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.schema import CreateTable, DropTable

from api.store.change import Change, FullLoad
from api.store.history import Recorder, by_change, compiled, history
from api.store.rows import Rows
from api.store.summaries_change import Correction
from api.store.tables import FOLLOWED, SUPERSEDES, schema
from api.store.writer import Writer
from schemas.registry import QUERYABLE

_BATCH = 500  # records that are looked up at once


def apply(change: Change, writer: Writer, meta: dict[str, str], kept_versions: int) -> bool:
    """Correct all tables; returns whether the dataset now has another version."""
    for name in QUERYABLE:
        writer.take_out(name, [rows for rows in change.removed if rows.collection == name])
        writer.put_in(name, [rows for rows in change.added if rows.collection == name])
    _note(change, writer, meta)
    is_another = _record(change, writer, meta, kept_versions)
    Correction(writer).correct(change.removed, change.added)
    return is_another


def _note(change: Change, writer: Writer, meta: dict[str, str]) -> None:
    writer.delete("parts", ["article"], [(article,) for article in change.parts])
    writer.insert("parts", filter(None, change.parts.values()))
    writer.delete("meta", ["name"], [(name,) for name in meta])
    writer.insert("meta", meta.items())
    writer.do(delete(schema().redirects), {})
    writer.insert("redirects", change.loaded.redirects)


def _record(change: Change, writer: Writer, meta: dict[str, str], kept_versions: int) -> bool:
    """Continue the log, and correct the order by it."""
    old, new, versions = change.states(change.removed), change.states(change.added), history().versions
    states = history().states
    writer.run(str(CreateTable(states).compile(dialect=writer.dialect)), {})
    writer.insert("states", [(ref, new.get(ref)) for ref in old.keys() | new.keys()])
    before = writer.do(select(versions.c.sequence).order_by(versions.c.sequence.desc()), {})[0][0]
    sequence = Recorder(writer.run, writer.dialect).record(meta["version"], meta["loaded"], kept_versions)
    writer.run(str(DropTable(states).compile(dialect=writer.dialect)), {})
    if sequence != before:
        for name in FOLLOWED:
            _order_by_change(name, change, writer)
    return bool(sequence != before)


def _order_by_change(name: str, change: Change, writer: Writer) -> None:
    """Correct the table of recent changes for the records that changed and those that they correct."""
    tables = schema().collections[name]
    if tables.recent is None:
        return
    there = {(rows.position, rows.ref, rows.hash) for rows in change.removed}
    stay = there.intersection((rows.position, rows.ref, rows.hash) for rows in change.added)
    every = [rows for rows in (*change.removed, *change.added) if (rows.position, rows.ref, rows.hash) not in stay]
    writer.delete(tables.recent.name, ["position"], [(one.position,) for one in every if one.collection == name])
    own = select(tables.records.c.position).where(tables.records.c.key == bindparam("key")).scalar_subquery()
    taken = compiled(delete(tables.recent).where(tables.recent.c.position == own), writer.dialect)
    put = compiled(by_change(name, tables, tables.recent, history().changes, one=True), writer.dialect)
    for key in sorted(_followed(name, every)):
        writer.run(taken, {"key": key})
        writer.run(put, {"key": key})


def _followed(name: str, changed: list[Rows]) -> set[str]:
    """The ids of records of a collection that changed, or are corrected by one that did."""
    refs = {rows.ref for rows in changed if rows.hash}
    refs |= {target for rows in changed for field, target in rows.links if field == SUPERSEDES}
    return {ref.partition("/")[2] for ref in refs if ref.partition("/")[0] == name}


def check(change: Change, writer: Writer) -> None:
    """Check the rows put in and taken out, and the number of records; raises FullLoad."""
    for name, number in change.loaded.counts.items():
        wanted = dict.fromkeys((rows.position for rows in change.removed if rows.collection == name), None)
        wanted |= {rows.position: rows.record[2] for rows in change.added if rows.collection == name}
        found: dict[int, Any] = dict.fromkeys(wanted)
        places = list(wanted)
        for some in (tuple(places[n : n + _BATCH]) for n in range(0, len(places), _BATCH)):
            rows = writer.run(f"SELECT position, record FROM {name} WHERE position IN {(0, *some)}", {})  # noqa: S608
            found.update((position, record) for position, record in rows)
        ((records,),) = writer.run(f"SELECT count(*) FROM {name}", {})  # noqa: S608
        if (found, records) != (wanted, number):
            raise FullLoad(f"{name} were not as they should be after the change")

"""What a load has to change in the previous dataset: the rows to take out and to put in, article by article.

An article's rows depend only on its records and on the registry's entries that they refer to. So only articles whose
bytes differ, or that refer to entries that differ, are parsed; their old rows are computed again from the stored
records, and rows that are equal stay.

FullLoad says why a load cannot be a change; then everything is loaded.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateTable, DropTable

from api.store.build import Writer
from api.store.fingerprint import LAYOUT, program
from api.store.history import Recorder, by_change
from api.store.previous import LAST, Previous, Run
from api.store.rows import SPACING, UNKNOWN, Loaded, Names, PartRow, Rows, loaded, names_of, part_rows
from api.store.summaries import correct
from api.store.tables import FOLLOWED, SUPERSEDES, compiled, schema
from schemas.records import Article, RegistryEntry
from schemas.registry import QUERYABLE
from schemas.seedfiles.dataset import Dataset
from schemas.seedfiles.faults import OutOfOrder, SeedError
from schemas.seedfiles.items import Content, article_content, registry_content
from schemas.wording import plural

_MOST = 1000  # articles that are changed; they are held in memory
_BATCH = 500  # records that are looked up at once


class FullLoad(Exception):
    """Why everything has to be loaded."""


@dataclass(slots=True)
class Change:
    """The difference between two datasets. `parts` are the rows of parts by article, None where one is removed."""

    parts: dict[str, PartRow | None] = field(default_factory=dict)
    removed: list[Rows] = field(default_factory=list)
    added: list[Rows] = field(default_factory=list)
    more: Counter[str] = field(default_factory=Counter)  # records a collection, removed ones negative
    loaded: Loaded = UNKNOWN

    def states(self, rows: Iterable[Rows]) -> dict[str, bytes]:
        """The hashes of records by ref."""
        return {one.ref: one.hash for one in rows if one.hash}

    @property
    def lost(self) -> set[str]:
        return self.states(self.removed).keys() - self.states(self.added).keys()


def change(seeds: Path, run: Run, meta: Mapping[str, str]) -> Change:
    """The difference between the previous dataset, which `run` reads, and the seeds; raises FullLoad."""
    if not meta:
        raise FullLoad("there was no dataset")
    if (meta["layout"], meta.get("program")) != (LAYOUT, program()):
        raise FullLoad("the program changed")
    try:
        return _Comparison(seeds, Previous(run, json.loads(meta["counts"]))).made()
    except SeedError as error:
        raise FullLoad("the seeds have faults") from error
    except OutOfOrder as error:
        raise FullLoad("the records are not in the order of an export") from error


class _Comparison:
    """One pass over the seeds, compared with the parts of the previous dataset."""

    def __init__(self, seeds: Path, previous: Previous) -> None:
        self._previous = previous
        self._dataset = Dataset(seeds, before=previous)
        self._made = Change()
        self._names: tuple[Names, Names] = ({}, {})  # of the old registry, of the new
        self._old_entries: dict[str, RegistryEntry] = {}
        self._end = 0  # the last position of the article that was parsed last

    def made(self) -> Change:
        left = _Ahead(self._previous.parts())
        for content in self._dataset.contents():
            while (held := left.next) and held.article < content.article:
                self._removed(left.take(), left)
            before = left.take() if held and held.article == content.article else None
            if not content.article:
                self._registry(before, content)
            elif not content.kept:
                self._article(before, content, left.base)
            self._check_articles(max(len(self._made.parts) - 1, len(self._dataset.touched)))
        while left.next:
            self._removed(left.take(), left)
        self._check_refs()
        return self._finished()

    def _registry(self, before: PartRow | None, content: Content) -> None:
        number, held = len(content.items), sum(self._previous.counts.values())
        if number > 2 * held:
            raise FullLoad(f"the registry has {number:,} entries, where there were {held:,} rows in all")
        names = names_of(content)
        self._names, self._old_entries = (names, names), self._dataset.entries
        self._made.parts[""] = PartRow("", 0, content.source, content.digest)
        if before is None or before.content != content.digest:
            part = self._previous.registry
            old = registry_content(part)
            self._names = names_of(old), names
            self._old_entries = {one.ref: one.record for one in part.of(RegistryEntry)}
            self._differing(list(part_rows(old, 0, self._names[0])), list(part_rows(content, 0, names)))

    def _article(self, before: PartRow | None, content: Content, limit: int) -> None:
        most = max(Counter(item.collection.name for item in content.items).values())
        taken = max(self._end, self._previous.last_position(limit)) if before is None else before.base
        base = before.base if before else _between(taken, limit, most)
        if base + most > limit:
            raise FullLoad(f"there is no room for article {content.article!r} between its neighbours")
        self._end = base + most
        self._made.parts[content.article] = PartRow(content.article, base, content.source, content.digest)
        if before is None or before.content != content.digest or content.article in self._dataset.touched:
            old = self._old_rows(before, limit) if before else []
            self._differing(old, list(part_rows(content, base, self._names[1])))

    def _removed(self, before: PartRow, left: "_Ahead") -> None:
        self._made.parts[before.article] = None
        self._differing(self._old_rows(before, left.base), [])

    def _old_rows(self, before: PartRow, limit: int) -> list[Rows]:
        part = self._previous.part(before.base, limit)
        article = part.of(Article)[0]
        content = article_content(part, article, self._old_entries)
        return list(part_rows(content, before.base, self._names[0]))

    def _differing(self, old: list[Rows], new: list[Rows]) -> None:
        """Note the rows that are not equal at their position."""
        was, now = ({(one.collection, one.position): one for one in rows} for rows in (old, new))
        self._made.removed += (one for key, one in was.items() if now.get(key) != one)
        self._made.added += (one for key, one in now.items() if was.get(key) != one)
        self._made.more.update(one.collection for one in new)
        self._made.more.subtract(one.collection for one in old)

    def _check_articles(self, changed: int) -> None:
        if changed > _MOST or 2 * changed > self._previous.articles:
            raise FullLoad(f"at least {changed:,} of {plural(self._previous.articles, 'article')} changed")

    def _check_refs(self) -> None:
        """Kept articles must not refer to records that are gone: the full load says which do."""
        if self._previous.referring(self._made.lost) - self._made.parts.keys():
            raise FullLoad("articles refer to records that are gone")

    def _finished(self) -> Change:
        found = loaded(self._dataset)
        counts = {name: number + self._made.more[name] for name, number in self._previous.counts.items()}
        self._made.loaded = found._replace(counts=counts)
        return self._made


class _Ahead:
    """The parts of the previous dataset, read one ahead."""

    def __init__(self, parts: Iterator[PartRow]) -> None:
        self._parts = parts
        self.next = next(parts, None)

    @property
    def base(self) -> int:
        """The last position before the next part."""
        return self.next.base if self.next else LAST

    def take(self) -> PartRow:
        """The next part; go on to the one after it."""
        taken = self.next
        if taken is None:
            raise StopIteration
        self.next = next(self._parts, None)
        return taken


def _between(end: int, limit: int, most: int) -> int:
    """A base for so many records, in the middle of the room after `end`; after all others, at the usual distance."""
    return (end // SPACING + 1) * SPACING if limit == LAST else end + max(0, limit - end - most) // 2


def apply(change: Change, writer: Writer, meta: dict[str, str], kept_versions: int) -> bool:
    """Correct all tables, in one transaction of the engine; returns whether the dataset now has another version."""
    for name in QUERYABLE:
        writer.take_out(name, [rows for rows in change.removed if rows.collection == name])
        writer.put_in(name, [rows for rows in change.added if rows.collection == name])
    _note(change, writer, meta)
    is_another = _record(change, writer, meta, kept_versions)
    correct(writer, change.removed, change.added)
    return is_another


def _note(change: Change, writer: Writer, meta: dict[str, str]) -> None:
    writer.delete("parts", ["article"], [(article,) for article in change.parts])
    writer.insert("parts", filter(None, change.parts.values()))
    writer.delete("meta", ["name"], [(name,) for name in meta])
    writer.insert("meta", meta.items())
    writer.do(sa.delete(schema().redirects), {})
    writer.insert("redirects", change.loaded.redirects)


def _record(change: Change, writer: Writer, meta: dict[str, str], kept_versions: int) -> bool:
    """Continue the log, and correct the order by it."""
    old, new = change.states(change.removed), change.states(change.added)
    states, versions = schema().states, schema().versions
    writer.do(CreateTable(states), {})
    writer.insert("states", [(ref, new.get(ref)) for ref in old.keys() | new.keys()])
    before = writer.do(sa.select(versions.c.sequence).order_by(versions.c.sequence.desc()), {})[0][0]
    sequence = Recorder(writer.run, writer.dialect, schema()).record(meta["version"], meta["loaded"], kept_versions)
    writer.do(DropTable(states), {})
    if sequence != before:
        for name in FOLLOWED:
            _order_by_change(name, change, writer)
    return bool(sequence != before)


def _order_by_change(name: str, change: Change, writer: Writer) -> None:
    """Correct the table of recent changes for the records that changed and those that they correct."""
    records, recent = schema().collections[name].records, schema().recent[name]
    there = {(rows.position, rows.ref, rows.hash) for rows in change.removed}
    stay = there.intersection((rows.position, rows.ref, rows.hash) for rows in change.added)
    every = [rows for rows in (*change.removed, *change.added) if (rows.position, rows.ref, rows.hash) not in stay]
    writer.delete(recent.name, ["position"], [(one.position,) for one in every if one.collection == name])
    own = sa.select(records.c.position).where(records.c.key == sa.bindparam("key")).scalar_subquery()
    taken = compiled(sa.delete(recent).where(recent.c.position == own), writer.dialect)
    put = compiled(by_change(schema(), name, one=True), writer.dialect)
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

"""Reads what a load of a change needs from the previous dataset."""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any

from api.store.rows import PartRow
from schemas.registry import COLLECTIONS
from schemas.seedfiles.dataset import Before
from schemas.seedfiles.faults import Faults
from schemas.seedfiles.items import Content, canonical
from schemas.seedfiles.ndjson_reader import Block
from schemas.seedfiles.seedfile import Part, parts_of
from schemas.values import IN_ARTICLE, REGISTRY

LAST = 2**62  # beyond all positions
_NEAR = 1000  # parts that are read at once
_TARGETS = 500  # refs that are looked for at once
Run = Callable[[str, dict[str, Any]], Iterable[tuple[Any, ...]]]


class Previous(Before):
    """A dataset of the same layout and program. `run` runs a statement with its values and yields rows as they come."""

    def __init__(self, run: Run, counts: dict[str, int]) -> None:
        self._run, self.counts = run, counts
        self._near: dict[bytes, str] = {}  # articles by source: the last one found, and those after it
        self._digests: dict[str, bytes] = {}  # content digests of these articles

    @property
    def articles(self) -> int:
        """How many there are."""
        return self.counts["articles"]

    def parts(self) -> Iterator[PartRow]:
        """The registry, then the articles by id."""
        some = self._parts(">=", "")
        while some:
            yield from some
            some = self._parts(">", some[-1].article)

    def _parts(self, follows: str, article: str) -> list[PartRow]:
        statement = f"SELECT * FROM parts WHERE article {follows} :article ORDER BY article LIMIT {_NEAR}"  # noqa: S608
        return [PartRow(*row) for row in self._run(statement, {"article": article})]

    def known(self, source: bytes) -> str | None:
        if source not in self._near:
            held = "SELECT article FROM parts WHERE source = :source AND article <> ''"
            for (article,) in list(self._run(held, {"source": source})):
                some = self._parts(">=", article)
                self._near = {part.source: part.article for part in some}
                self._digests = {part.article: part.content for part in some}
        return self._near.get(source)

    def digest(self, article: str) -> bytes:
        """The digest of an article's content; that of the registry's for an empty id."""
        if article not in self._digests:
            self._digests = {part.article: part.content for part in self._parts(">=", article)}
        return self._digests[article]

    def has(self, ref: str) -> bool:
        return bool(self._record(ref))

    def relations(self, claim: str) -> Iterable[tuple[str, str]]:
        return [(one["type"], one["to"]) for one in json.loads(self._record(claim))["relations"]]

    def _record(self, ref: str) -> str:
        """A record's JSON; empty if there is none."""
        name, _, key = ref.partition("/")
        rows = list(self._run(f"SELECT record FROM {COLLECTIONS[name].name} WHERE key = :key", {"key": key}))  # noqa: S608
        return rows[0][0] if rows else ""

    def touched(self, registry: Content) -> set[str]:
        if self.digest("") == registry.digest:
            return set()
        new = {f"{item.collection.name}/{item.key}": item.json for item in registry.items}
        return self.referring(one.ref for one in self.registry.records if new.get(one.ref) != canonical(one.record))

    def referring(self, refs: Iterable[str]) -> set[str]:
        """The articles with records that refer to one of these."""
        found: set[str] = set()
        asked = list(refs)
        for some in (asked[n : n + _TARGETS] for n in range(0, len(asked), _TARGETS)):
            values = {f"ref{n}": ref for n, ref in enumerate(some)}
            within = ", ".join(f":{name}" for name in values)
            links = f"SELECT position FROM %s_links WHERE field = '' AND target IN ({within})"  # noqa: S608
            keys = (f"SELECT key FROM {name} WHERE position IN ({links % name})" for name in IN_ARTICLE)  # noqa: S608
            found.update(key.partition(".")[0] for (key,) in self._run(" UNION ALL ".join(keys), values))
        return found

    @cached_property
    def registry(self) -> Part:
        return _parsed(line for name in REGISTRY for line in self._lines(name, 0, LAST))[0]

    def part(self, base: int, limit: int) -> Part:
        """The article whose records are at the positions after `base` up to `limit`."""
        return _parsed(line for name in IN_ARTICLE for line in self._lines(name, base, limit))[1]

    def _lines(self, name: str, base: int, limit: int) -> Iterator[bytes]:
        within = f"FROM {name} WHERE position > :base AND position <= :limit"
        rows = self._run(f"SELECT record {within} ORDER BY position", {"base": base, "limit": limit})
        return (record.encode() for (record,) in rows)

    def last_position(self, limit: int) -> int:
        """The last position, up to `limit`, of a record of an article."""
        tables = (*IN_ARTICLE, "facts")
        each = [f"SELECT max(position) AS last FROM {name} WHERE position <= :limit" for name in tables]  # noqa: S608
        ((last,),) = self._run(f"SELECT max(last) FROM ({' UNION ALL '.join(each)}) AS ends", {"limit": limit})  # noqa: S608
        return last or 0


def _parsed(lines: Iterable[bytes]) -> list[Part]:
    """The parts that canonical lines hold: the registry, then what is of articles."""
    faults = Faults()
    parts = list(parts_of(Block("the store", 1, list(lines)).lines(faults), faults))
    faults.check()
    return parts

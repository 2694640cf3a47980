"""A snapshot read by SQL. Engines differ only in how a statement is run."""

import heapq
import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any

from api.store.history import Log
from api.store.meaning import named, split_pair
from api.store.plan import RELEVANCE, CountRow, Find, Found, Mark, Part
from api.store.segments import BoundValues, Segment, segments
from api.store.statements import MOST_ROWS, Statements, Taken, are_precounted, as_recorded, kept_parts, pair_of
from schemas.registry import COLLECTIONS, Collection
from schemas.values import IN_ARTICLE, REGISTRY, JsonRecord, compact_json

_CHUNK = 300  # records a statement of a stream: a quarter of a MiB, so that a statement and a write cost little
_ARTICLE = re.compile(rb'{"id":"([^".]+)')  # stored JSON begins with the id, which begins with the article's
_MOST_LANGUAGES = 20  # at most, in which forms of a searched word are looked up
Row = tuple[Any, ...]


class Snapshot(Log):
    """One version of the dataset; all answers of one snapshot agree with each other.

    Engines implement `_run`, which keeps the deadline and raises StoreError. `placement` names the load that gave the
    records their positions.
    """

    placement: str

    def __init__(self, meta: dict[str, str], statements: Statements) -> None:
        super().__init__(statements.engine.dialect, statements.schema)
        self.version, self._statements = meta["version"], statements
        self._counts: dict[str, int] = json.loads(meta["counts"])
        self._languages: tuple[str, ...] | None = None

    def _attempt(self, statement: str, values: BoundValues) -> Sequence[Row] | None:
        """The same, but None if it takes too long and another plan should be tried."""
        return self._run(statement, values)

    def probe(self) -> None:
        """Unavailable or Timeout unless every part of the dataset can be read, on whichever nodes it is."""
        self._run(self._statements.reach(), {})

    def get(self, collection: Collection, key: str) -> bytes | None:
        """A record's stored JSON, or None."""
        stored = self._one(self._statements.by_key(collection), {"key": key})
        return None if stored is None else self._records([(stored,)])[0]

    def record(self, ref: str) -> JsonRecord | None:
        """The record of a ref, or None."""
        name, _, key = ref.partition("/")
        stored = self.get(COLLECTIONS[name], key) if name in COLLECTIONS else None
        return json.loads(stored) if stored else None

    def _records(self, rows: Sequence[Row]) -> list[bytes]:
        """The first column of rows, the records, as bytes."""
        return [row[0] for row in rows]

    def heir(self, ref: str) -> str | None:
        """The ref that a merged one now redirects to, or None."""
        found: str | None = self._one(self._statements.heir(), {"ref": ref})
        return found

    def _one(self, statement: str, values: dict[str, str]) -> Any:
        """The only value; None if a value to bind has a NUL, which no id contains and PostgreSQL refuses."""
        rows = self._run(statement, values) if "\0" not in "".join(values.values()) else ()
        return rows[0][0] if rows else None

    def find(self, find: Find, limit: int, mark: Mark | None = None) -> Found:
        """A page of records after the mark: from one segment after the other, until the page is full."""
        rows: list[Row] = []
        tiers: list[int | None] = []
        for segment, bound in segments(find, mark):
            rows += self._segment(find, segment, bound, limit + 1 - len(rows))
            tiers += [segment.tier] * (len(rows) - len(tiers))
            if len(rows) > limit:
                return Found(self._records(rows[:limit]), _mark(rows[limit - 1], tiers[limit - 1], find))
        return Found(self._records(rows), None)

    def _segment(
        self, find: Find, segment: Segment, bound: BoundValues, wanted: int, taken: Taken = "rows"
    ) -> Sequence[Row]:
        """At most `wanted` records of a segment: read in order, or all collected and sorted if that takes too long."""
        values = self._statements.values(find, segment.tier) | bound | {"limit": wanted}
        rows = self._attempt(self._statements.walk(find, segment, taken), values)
        return self._run(self._statements.collect(find, segment, taken), values) if rows is None else rows

    def mark(self, find: Find, key: str, tier: int) -> Mark | None:
        """The mark of the record with this id; None if there is none."""
        rows = self._run(self._statements.mark(find.collection, find.keys), {"key": key})
        return _mark(rows[0], tier, find) if rows else None

    def stream(self, find: Find) -> Iterator[bytes]:
        """All records."""
        return chain.from_iterable(lines.split(b"\n") for lines in self.lines(find))

    def lines(self, find: Find, mark: Mark | None = None) -> Iterator[bytes]:
        """All records after the mark, some hundred at a time, one a line; joined by the engine."""
        left = segments(find, mark)
        while (one := next(left, None)) is not None:
            segment, bound = one
            rows = self._segment(find, segment, bound, _CHUNK, "lines")
            for lines, (_, number, greatest) in zip(self._records(rows), rows, strict=True):
                yield lines
                if number == _CHUNK:  # the segment may have more
                    last = self._last(find, lines, segment.tier or 0) if find.keys else Mark((), greatest, "")
                    left = segments(find, last)

    def _last(self, find: Find, lines: bytes, tier: int) -> Mark | None:
        """The mark of the last of these records."""
        last = json.loads(lines[lines.rfind(b"\n") + 1 :])
        return self.mark(find, last[find.collection.key], tier)

    def positions(self, find: Find, mark: Mark | None = None) -> Iterator[list[int]]:
        """The positions of all records after the mark, in order, some hundred at a time."""
        left = segments(find, mark)
        while (one := next(left, None)) is not None:
            segment, bound = one
            rows = self._segment(find, segment, bound, _CHUNK, "positions")
            if rows:
                yield [row[0] for row in rows]
            if len(rows) == _CHUNK:
                left = segments(find, _mark((None, "", *rows[-1]), segment.tier, find))

    def total(self, find: Find) -> int:
        """The number of matching records."""
        if not named(find):
            return self._counts[find.collection.name]
        return int(self._run(self._statements.total(find), self._statements.values(find))[0][0])

    def exceeds(self, find: Find, most: int) -> bool:
        """Whether more than so many records match, without counting any beyond."""
        if not named(find) or are_precounted(find, ()):
            return self.total(find) > most
        values = self._statements.values(find) | {"limit": most + 1}
        return int(self._run(self._statements.counted_up_to(find), values)[0][0]) > most

    def tally(self, find: Find, parts: Sequence[Part], limit: int, skip: int = 0) -> list[CountRow]:
        """Rows of values and the number of matching records with them, largest first, after the first `skip`."""
        if _are_kept(find, parts):
            largest = self._largest(find.collection, parts[0])
            if len(largest) < MOST_ROWS or skip + limit <= MOST_ROWS:
                return largest[skip : skip + limit]
        values = self._statements.values(find) | {"limit": limit, "skip": skip}
        fields = [find.collection.field(part.field) for part in parts]
        rows = self._run(self._statements.tally(find, tuple(parts)), values)
        if pair := pair_of(find.collection, parts):
            step = 1 if pair[0].name == parts[0].field else -1
            return [(*split_pair(target)[::step], number) for target, number in rows]
        return [(*map(as_recorded, fields, row), row[-1]) for row in rows]

    def groups(self, find: Find, parts: Sequence[Part]) -> int:
        """The number of rows that `tally` has without a limit."""
        if _are_kept(find, parts) and (number := len(self._largest(find.collection, parts[0]))) < MOST_ROWS:
            return number
        return int(self._run(self._statements.groups(find, tuple(parts)), self._statements.values(find))[0][0])

    def is_counted(self, find: Find, parts: Sequence[Part]) -> bool:
        """Whether the load has precomputed these counts, so that `tally` is cheap."""
        return _are_kept(find, parts) or are_precounted(find, tuple(parts))

    def _largest(self, collection: Collection, part: Part) -> list[CountRow]:
        stored = self._one(self._statements.largest_counts(collection), {"part": part.name})
        return [tuple(row) for row in json.loads(stored or "[]")]

    def surfaced(self, collection: Collection, key: str) -> str | None:
        """When a record of a FOLLOWED collection, or one that corrects it, last changed; None if there is none."""
        found: str | None = self._one(self._statements.surfaced(collection), {"key": key})
        return found

    def languages(self) -> tuple[str, ...]:
        """The languages of the articles, the most frequent first."""
        if self._languages is None:
            rows = self.tally(Find(COLLECTIONS["articles"]), (Part("language"),), _MOST_LANGUAGES)
            self._languages = tuple(str(row[0]) for row in rows)
        return self._languages

    def counts(self) -> dict[str, int]:
        """How many records each collection has."""
        return dict(self._counts)

    def export(self) -> Iterator[bytes]:
        """Every canonical line, in export order: redirects, registry, then article by article."""
        for ref, heir in self._run(self._statements.redirects(), {}):
            yield compact_json({"kind": "redirect", "ref": ref, "heir": heir})
        for name in REGISTRY:
            yield from self.stream(Find(COLLECTIONS[name]))
        by_article = (self._by_article(rank, name) for rank, name in enumerate(IN_ARTICLE))
        yield from (line for _, _, line in heapq.merge(*by_article, key=lambda one: one[:2]))

    def _by_article(self, rank: int, name: str) -> Iterator[tuple[bytes, int, bytes]]:
        for line in self.stream(Find(COLLECTIONS[name])):
            begin = _ARTICLE.match(line)
            if begin is None:
                raise ValueError(f"a stored record does not begin with its id: {line[:60]!r}")
            yield begin[1], rank, line


def _are_kept(find: Find, parts: Sequence[Part]) -> bool:
    """Whether the question is for counts by one part over all records, and these are precomputed."""
    return len(parts) == 1 and not named(find) and parts[0] in _kept(find.collection)


@cache
def _kept(collection: Collection) -> frozenset[Part]:
    return frozenset(kept_parts(collection))


def _mark(row: Row, tier: int | None, find: Find) -> Mark:
    """The mark of a page's row: record, id, position, keys."""
    values = tuple(row[3:])
    return Mark((tier, *values) if RELEVANCE in find.keys else values, row[2], row[1])

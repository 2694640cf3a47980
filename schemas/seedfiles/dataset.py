"""From parts to a dataset: refs resolved, derived values filled, records put in their default order.

What comes out is ready for a store: the record, its canonical JSON, its intervals for queries, and for facts the
flat row. The dataset's version is the sha256 of all canonical lines, which are also its export.
"""

import json
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, cast

from pydantic import BaseModel

from schemas.edtf_date import Span, hull, parse
from schemas.facts import COLLECTION, Entry, Fact, FactRows, dates_of, times_of
from schemas.getters import getter
from schemas.quantity import Quantity
from schemas.records import Article, Claim, Counts, Figure, Record, own_evidence, places
from schemas.registry import COLLECTIONS, FACTS, Collection, refs
from schemas.seedfiles.cycles import cycles
from schemas.seedfiles.faults import Faults, FileLine
from schemas.seedfiles.seedfile import Parsed, Part, Redirect, read_seeds
from schemas.values import IN_ARTICLE, REGISTRY

_SHARED = ("articles", "figures", "events", "claims")  # of another article too; a date is resolved in its own
_ACYCLIC = [(name, field) for name, collection in COLLECTIONS.items() for field in collection.fields if field.acyclic]


class Item(NamedTuple):
    """One record for the store, with what queries compare that stands in no field.

    `quantity` is a figure's (also that of its fact row), with the intervals that `value_min, value_max, in` are held
    against. `times` are the spans of a date, of the dates of an event or claim, or of an article's publication: a
    record meets a span where one of them does, and lies within it where all do. `computed` are the values of the
    collection's computed fields, in their order. `refs` are (field, ref). `source` is the record that is searched: of
    a fact row the fact itself, with its statement and all of its places.
    """

    collection: Collection
    key: str
    record: BaseModel
    json: str
    quantity: Quantity | None
    times: tuple[Span, ...]
    computed: tuple[str | None, ...]
    refs: tuple[tuple[str, str], ...]
    source: Record


@dataclass(frozen=True, slots=True)
class Heir:
    """An id that was merged away, and the ref it now stands for."""

    ref: str
    heir: str

    @property
    def json(self) -> str:
        """Its line in an export."""
        return json.dumps({"kind": "redirect", "ref": self.ref, "heir": self.heir}, separators=(",", ":"))


def canonical(record: BaseModel) -> str:
    """A record's JSON as it is stored and served. The same as `model_dump_json`, without its options."""
    written: bytes = record.__pydantic_serializer__.to_json(record)
    return written.decode()


class Dataset:
    """A pass over seeds. Iterate it once: items come in default order, redirects are there after the first.

    After the pass `version` and `counts` are complete; `faults.check()` has been called, so a SeedError ends the
    pass, and whoever stores the items must drop them then.
    """

    def __init__(self, path: Path, sort: bool = False) -> None:
        self.redirects: list[Heir] = []
        self.counts = dict.fromkeys((*COLLECTIONS, FACTS.name), 0)
        self._path, self._sort = path, sort
        self._hash = sha256()
        self._faults = Faults()
        self._entries: dict[str, Entry] = {}
        self._seen = array("q")  # hashes of the refs of articles and their records: eight bytes each, of millions
        self._relations: dict[str, Parsed[Claim]] = {}
        self._merged: dict[str, Redirect] = {}
        self._later: list[tuple[Parsed | Redirect, str, str]] = []

    @property
    def version(self) -> str:
        """The sha256 of the export, in hex."""
        return self._hash.hexdigest()

    def __iter__(self) -> Iterator[Item]:
        for part in read_seeds(self._path, self._faults, self._sort):
            yield from self._article(part) if part.article else self._registry(part)
        self._check_later()
        self._check_relations()
        if not self._faults and not any(self.counts.values()):
            self._faults.add(FileLine(str(self._path), 1), (), "holds no record")
        self._faults.check()

    def _registry(self, part: Part) -> Iterator[Item]:
        for redirect in sorted(part.redirects, key=lambda redirect: redirect.ref):
            self._redirect(redirect)
        self._unique(part)
        self._entries = {parsed.ref: cast("Entry", parsed.record) for parsed in part.records}
        for parsed in part.records:
            self._check_refs(parsed, {})
        self._check_cycles(part)
        for collection in REGISTRY:
            ordered = sorted(
                _of(part, collection), key=lambda parsed: (self._entries[parsed.ref].name, parsed.record.id)
            )
            yield from (self._item(parsed, {}) for parsed in ordered)

    def _redirect(self, redirect: Redirect) -> None:
        if redirect.ref in self._merged:
            self._faults.add(redirect.where, (), f"{redirect.ref} is redirected twice", "redirects")
            return
        self._later.append((redirect, "heir", redirect.heir))
        self._merged[redirect.ref] = redirect
        heir = Heir(redirect.ref, redirect.heir)
        self.redirects.append(heir)
        self._note(heir.json)

    def _article(self, part: Part) -> Iterator[Item]:
        self._unique(part)
        local = {parsed.ref: parsed.record for parsed in part.records}
        for parsed in part.records:
            self._check_refs(parsed, local)
        self._check_cycles(part)
        article = self._complete_article(part)
        if article is None or self._faults:
            return
        self._seen.extend(map(hash, local))
        self._relations |= {one.ref: one for one in part.of(Claim) if one.record.relations}
        yield self._item(article, local)
        facts: dict[str, Item] = {}
        for collection in IN_ARTICLE[1:]:
            for parsed in sorted(_of(part, collection), key=_reading_order):
                facts[parsed.ref] = item = self._item(parsed, local)
                yield item
        yield from self._rows(part, article.record, local, facts)

    def _rows(self, part: Part, article: Article, local: dict[str, Record], items: dict[str, Item]) -> Iterator[Item]:
        """The flat rows of an article's facts, in reading order across kinds."""
        facts = [cast("Parsed[Fact]", parsed) for parsed in part.records if parsed.record.kind in COLLECTION]
        rows = FactRows(article, local, self._entries.__getitem__)
        for parsed in sorted(facts, key=lambda one: (*_reading_order(one), one.collection)):
            row, fact = rows.row(parsed.record), items[parsed.ref]
            self.counts[FACTS.name] += 1
            yield Item(FACTS, row.ref, row, canonical(row), fact.quantity, fact.times, (), fact.refs, parsed.record)

    def _item(self, parsed: Parsed, local: dict[str, Record]) -> Item:
        record, collection = parsed.record, COLLECTIONS[parsed.collection]
        line = canonical(record)
        self._note(line)
        self.counts[collection.name] += 1
        own = tuple(refs(collection, record))
        times = _times(record, local)
        computed = hull(times)[:2] if collection.computed else ()
        return Item(collection, record.id, record, line, _quantity(record), times, computed, own, record)

    def _note(self, line: str) -> None:
        self._hash.update(line.encode())
        self._hash.update(b"\n")

    def _unique(self, part: Part) -> None:
        seen: dict[str, Parsed] = {}
        for parsed in part.records:
            if parsed.ref in self._merged:
                where = self._merged[parsed.ref].where
                self._faults.add(where, (), f"{parsed.ref} still exists, so it cannot redirect", "redirects")
            if parsed.ref in seen:
                first = seen[parsed.ref].where
                message = f"{parsed.record.id!r} is given twice, first at {first.file}:{first.line(('id',))}"
                self._faults.add(parsed.where, ("id",), message, parsed.collection)
            seen.setdefault(parsed.ref, parsed)

    def _check_refs(self, parsed: Parsed, local: dict[str, Record]) -> None:
        for field, ref in refs(COLLECTIONS[parsed.collection], parsed.record):
            if ref in local or ref in self._entries:
                continue
            collection, _, name = ref.partition("/")
            if collection in _SHARED and name.partition(".")[0] != getattr(parsed.record, "article", None):
                self._later.append((parsed, field, ref))
            else:
                self._dangling(parsed, field, ref)

    def _check_cycles(self, part: Part) -> None:
        """Refuse acyclic fields (`within`, `parent`) whose refs lead back to their record."""
        for collection, field in _ACYCLIC:
            parsed = {one.ref: one for one in _of(part, collection)}
            for cycle in cycles({ref: getter(field.path)(one.record) for ref, one in parsed.items()}):
                at = parsed[cycle[0]]
                message = f"leads back to the record itself: {' -> '.join(cycle)}"
                self._faults.add(at.where, field.path[:1], message, f"{collection}.{at.record.id}")

    def _dangling(self, parsed: Parsed, field: str, ref: str) -> None:
        if self._faults.lost(ref):
            return
        path = COLLECTIONS[parsed.collection].field(field).path
        name = f"{parsed.collection}.{parsed.record.id}"
        self._faults.add(parsed.where, path[:1], f"refers to {ref}, which does not exist", name)

    def _check_later(self) -> None:
        """Refs to articles, and to records of other articles, which may be read after them."""
        wanted = {hash(ref) for _, _, ref in self._later}
        there = wanted.intersection(self._seen) if wanted else set()
        for what, field, ref in self._later:
            if hash(ref) in there or ref in self._entries or self._faults.lost(ref):
                continue
            if isinstance(what, Parsed):
                self._dangling(what, field, ref)
            else:
                self._faults.add(what.where, (), f"{what.ref} leads to {ref}, which does not exist", "redirects")

    def _check_relations(self) -> None:
        """Refuse claims that repeat, update, correct or retract each other in a circle: one of them came first."""
        followed = {
            ref: [relation.to for relation in one.record.relations if relation.type != "contradicts"]
            for ref, one in self._relations.items()
        }
        for cycle in cycles(followed):
            at = self._relations[cycle[0]]
            message = f"leads back to the claim itself: {' -> '.join(cycle)}"
            self._faults.add(at.where, ("relations",), message, f"claims.{at.record.id}")

    def _complete_article(self, part: Part) -> Parsed[Article] | None:
        """The article with its counts, which must agree where an export gave them; its places lie in its text."""
        found = next(iter(part.of(Article)), None)
        if found is None:
            if not self._faults and part.where:
                self._faults.add(part.where, (), f"belongs to article {part.article!r}, which does not exist")
            return None
        article = found.record
        counts = Counts(**{name: sum(1 for _ in _of(part, name)) for name in IN_ARTICLE[1:]})
        if article.counts not in (Counts(), counts):
            self._faults.add(found.where, ("counts",), f"disagrees with the article's records: {counts!r}")
        self._check_places(part, article)
        return Parsed("articles", article.model_copy(update={"counts": counts}), found.where)

    def _check_places(self, part: Part, article: Article) -> None:
        length = article.text_length
        for parsed in part.records:
            for path, place in places(parsed.record):
                if place.end > length:
                    message = f"lies beyond the article's end at {length} (got {place.end})"
                    self._faults.add(parsed.where, (*path, "end"), message, parsed.record.id)


def _of(part: Part, collection: str) -> Iterator[Parsed]:
    return (parsed for parsed in part.records if parsed.collection == collection)


def _reading_order(parsed: Parsed) -> tuple[int, str]:
    return (own_evidence(parsed.record)[0].start, parsed.record.id)


def _quantity(record: object) -> Quantity | None:
    return record.quantity() if isinstance(record, Figure) else None


def _times(record: object, local: dict[str, Record]) -> tuple[Span, ...]:
    if isinstance(record, Article):
        return parse(record.published).spans
    return times_of(dates_of(record, local))

"""A pass over seeds: parts are checked, their refs resolved within and across articles, and handed on as items.

The dataset's version is the sha256 of its parts' digests: the registry's with the redirects, then the articles' by id.
A part's digest is the sha256 of its lines in an export.
"""

# ruff: noqa: ARG002 - `Before` has nothing to look up

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

from schemas.getters import getter
from schemas.markers import Acyclic
from schemas.records import Article, Claim, Counts, Record, RegistryEntry, places
from schemas.registry import COLLECTIONS, FACTS
from schemas.seedfiles.faults import Faults, FileLine, OutOfOrder, is_inherited
from schemas.seedfiles.items import Content, Item, article_content, of_collection, registry_content
from schemas.seedfiles.seedfile import Parsed, Part, Redirect, read_seeds
from schemas.values import IN_ARTICLE

T = TypeVar("T")
_MOST_COMPARED = 2000  # entries: comparing a ref with all of more would take longer than the load
_SHARED = ("articles", "figures", "events", "claims")  # may be another article's; a date is of its own
_ACYCLIC = [(name, one) for name, made in COLLECTIONS.items() for one in made.fields if one.mark(Acyclic)]


class Before:
    """The previously loaded dataset. This one is empty, so everything is parsed; a store passes its own."""

    def known(self, source: bytes) -> str | None:
        """The article that was loaded from bytes with this digest."""
        return None

    def digest(self, article: str) -> bytes:
        """The digest of an article's content; KeyError if there is no such article."""
        raise KeyError(article)

    def touched(self, registry: Content) -> set[str]:
        """The articles that refer to entries that differ in this registry."""
        return set()

    def has(self, ref: str) -> bool:
        return False

    def relations(self, claim: str) -> Iterable[tuple[str, str]]:
        """The type and target of each relation of a claim, by its ref."""
        return ()


class Dataset:
    """A pass over seeds. Iterate it once: items come in default order, redirects are there after the first.

    A SeedError ends the pass: drop the items then. `version` and `counts` are complete after the pass.

    With a dataset `before`, articles that were loaded from the same bytes are kept: they come without items, and count
    in `version`, not in `counts`. `touched` are parsed again, since entries that they refer to changed. The caller must
    check that kept articles do not refer to records that are gone.
    """

    def __init__(self, path: Path, sort: bool = False, before: Before | None = None) -> None:
        self.redirects: list[Redirect] = []
        self.counts = dict.fromkeys((*COLLECTIONS, FACTS.name), 0)
        self.entries: dict[str, RegistryEntry] = {}
        self.touched: set[str] = set()
        self._path, self._sort, self._before = path, sort, before or Before()
        self._hash = sha256()
        self._faults = Faults()
        self._seen = array("q")  # hashes of the refs of articles and their records, of which there are millions
        self._relations: dict[str, Parsed[Claim]] = {}
        self._merged: dict[str, Redirect] = {}
        self._later: list[tuple[Parsed | Redirect, str, str]] = []
        self._kept: set[str] = set()

    @property
    def version(self) -> str:
        """The sha256 of the parts' digests, in hex."""
        return self._hash.hexdigest()

    def __iter__(self) -> Iterator[Item]:
        for content in self.contents():
            yield from content.items

    def contents(self) -> Iterator[Content]:
        """The content of each part: the registry, then the articles in the order of their ids."""
        for part in read_seeds(self._path, self._faults, self._sort, self._known):
            content = self._article(part) if part.article else self._registry(part)
            if content is not None:
                self._hash.update(content.digest)
                for item in content.items:
                    self.counts[item.collection.name] += 1
                yield content
        self._check_later()
        self._check_relations()
        if not self._faults and not any(self.counts.values()):
            self._faults.add(FileLine(str(self._path), 1), (), "holds no record")
        self._faults.check()

    def _known(self, source: bytes) -> str | None:
        article = self._before.known(source)
        return None if article in self.touched else article

    def _is_kept(self, ref: str) -> bool:
        collection, _, name = ref.partition("/")
        return collection in IN_ARTICLE and name.partition(".")[0] in self._kept and self._before.has(ref)

    def _registry(self, part: Part) -> Content:
        for redirect in part.in_order():
            if redirect.ref in self._merged:
                self._faults.add(redirect.where, (), f"{redirect.ref} is redirected twice", "redirects")
            else:
                self._later.append((redirect, "heir", redirect.heir))
                self._merged[redirect.ref] = redirect
        self.redirects = list(self._merged.values())
        self._unique(part)
        self.entries = {parsed.ref: parsed.record for parsed in part.of(RegistryEntry)}
        for parsed in part.records:
            self._check_refs(parsed, {})
        self._check_cycles(part)
        content = registry_content(part)
        self.touched = self._before.touched(content)
        return content

    def _article(self, part: Part) -> Content | None:
        if part.known:
            self._kept.add(part.article)
            return Content(part.article, part.source, self._before.digest(part.article), [], kept=True)
        self._unique(part)
        local = {parsed.ref: parsed.record for parsed in part.records}
        for parsed in part.records:
            self._check_refs(parsed, local)
        self._check_cycles(part)
        # Also where a fault was found: records that refer to these are read later, and their faults reported too.
        self._seen.extend(map(hash, local))
        self._relations |= {one.ref: one for one in part.of(Claim) if one.record.relations}
        article = self._complete_article(part)
        return None if article is None or self._faults else article_content(part, article, self.entries)

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
        for field, ref in parsed.refs:
            if ref in local or ref in self.entries:
                continue
            collection, _, name = ref.partition("/")
            if collection in _SHARED and name.partition(".")[0] != getattr(parsed.record, "article", None):
                self._later.append((parsed, field, ref))
            else:
                self._dangling(parsed, field, ref)

    def _check_cycles(self, part: Part) -> None:
        """Refuse acyclic fields (`within`, `parent`) whose refs lead back to their record."""
        for collection, field in _ACYCLIC:
            parsed = {one.ref: one for one in of_collection(part, collection)}
            for cycle in cycles({ref: getter(field.path)(one.record) for ref, one in parsed.items()}):
                at = parsed[cycle[0]]
                message = f"leads back to the record itself: {' -> '.join(cycle)}"
                self._faults.add(at.where, field.path[:1], message, f"{collection}.{at.record.id}")

    def _dangling(self, parsed: Parsed, field: str, ref: str) -> None:
        path = COLLECTIONS[parsed.collection].field(field).path
        if self._faults.lost(ref) or is_inherited(parsed.where, path):
            return
        name = f"{parsed.collection}.{parsed.record.id}"
        self._faults.add(
            parsed.where, path[:1], f"refers to {ref}, which does not exist{self._meant(parsed, ref)}", name
        )

    def _meant(self, parsed: Parsed, ref: str) -> str:
        """What a ref that leads nowhere may mean: a record of its own article, or an entry that is written like it."""
        collection, _, name = ref.partition("/")
        if collection in IN_ARTICLE:
            article = getattr(parsed.record, "article", "")
            return f"; write {collection}/.{name} for the article's own" if article and "." not in name else ""
        if len(self.entries) > _MOST_COMPARED:
            return ""
        return "".join(f"; {one} may be meant" for one in get_close_matches(ref, self.entries, n=1, cutoff=0.8))

    def _check_later(self) -> None:
        """Check redirects, and refs to articles and to records of other articles, which may be read later."""
        wanted = {hash(ref) for _, _, ref in self._later}
        there = wanted.intersection(self._seen) if wanted else set()
        for what, field, ref in self._later:
            if hash(ref) in there or ref in self.entries or self._faults.lost(ref) or self._is_kept(ref):
                continue
            if isinstance(what, Parsed):
                self._dangling(what, field, ref)
            else:
                further = self._merged.get(ref)
                why = f"which leads to {further.heir}; name that" if further else "which does not exist"
                self._faults.add(what.where, (), f"{what.ref} leads to {ref}, {why}", "redirects")
        for ref, redirect in self._merged.items():
            if self._is_kept(ref):
                self._faults.add(redirect.where, (), f"{ref} still exists, so it cannot redirect", "redirects")

    def _check_relations(self) -> None:
        """Refuse claims that repeat, update, correct or retract each other in a circle."""
        followed = {
            ref: _followed((one.type, one.to) for one in parsed.record.relations)
            for ref, parsed in self._relations.items()
        }
        reached = [to for found in followed.values() for to in found]
        while reached:  # through claims of kept articles, which have no cycle among themselves
            if (ref := reached.pop()) not in followed and self._is_kept(ref):
                followed[ref] = _followed(self._before.relations(ref))
                reached += followed[ref]
        for cycle in cycles(followed):
            at = next(self._relations[ref] for ref in cycle if ref in self._relations)
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
        counts = Counts(**{name: sum(1 for _ in of_collection(part, name)) for name in IN_ARTICLE[1:]})
        if article.counts not in (Counts(), counts) and not self._faults.lost_in(article.id):
            numbers = ", ".join(f"{number} {name}" for name, number in counts.model_dump().items())
            self._faults.add(found.where, ("counts",), f"disagrees with the article's records: {numbers}")
        for parsed in part.records:
            for path, place in places(parsed.record):
                if place.end > article.text_length:
                    message = f"lies beyond the article's end at {article.text_length} (got {place.end})"
                    self._faults.add(parsed.where, (*path, "end"), message, parsed.record.id)
        return Parsed("articles", article.model_copy(update={"counts": counts}), found.where)


def _followed(relations: Iterable[tuple[str, str]]) -> list[str]:
    return [to for kind, to in relations if kind != "contradicts"]


def in_any_order(path: Path, work: Callable[[Dataset], T]) -> T:
    """The result of `work`, which passes over seeds; again, sorted, where a file is not in export order."""
    try:
        return work(Dataset(path))
    except OutOfOrder:
        return work(Dataset(path, sort=True))


class Difference(NamedTuple):
    """What became of a record; `heir` is the ref that a merged one leads to."""

    ref: str
    change: Literal["added", "changed", "removed", "merged"]
    heir: str | None = None


def differences(old: Path, new: Path) -> Iterator[Difference]:
    """The records that differ between two seed folders or NDJSON files, by ref; SeedError where one has a fault."""
    before, _ = in_any_order(old, _digests)
    after, heirs = in_any_order(new, _digests)
    for ref in sorted(before.keys() | after.keys()):
        if ref not in after:
            yield Difference(ref, "merged" if ref in heirs else "removed", heirs.get(ref))
        elif ref not in before:
            yield Difference(ref, "added")
        elif before[ref] != after[ref]:
            yield Difference(ref, "changed")


def _digests(dataset: Dataset) -> tuple[Mapping[str, bytes], Mapping[str, str]]:
    """The digest of each record, and the heirs of those that were merged away, by ref."""
    items = (item for item in dataset if item.collection is not FACTS)
    found = {f"{item.collection.name}/{item.key}": sha256(item.json.encode()).digest() for item in items}
    return found, {one.ref: one.heir for one in dataset.redirects}


def cycles(leads_to: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """The cycles that a depth-first walk meets, each as `(a, b, a)`; at least one where there is any. Without
    recursion, since a chain may be as long as a dataset; linear in the number of refs."""
    done: set[str] = set()
    for first in leads_to:
        if first not in done:
            yield from _walk(first, leads_to, done)


def _walk(first: str, leads_to: Mapping[str, Iterable[str]], done: set[str]) -> Iterator[tuple[str, ...]]:
    trail = [first]  # the refs on the way here
    left = [iter(leads_to[first])]  # what each of them still leads to
    depth = {first: 0}
    while trail:
        target = next(left[-1], None)
        if target is None:
            left.pop()
            done.add(trail[-1])
            del depth[trail.pop()]
        elif target in depth:
            yield (*trail[depth[target] :], target)
        elif target not in done:
            depth[target] = len(trail)
            trail.append(target)
            left.append(iter(leads_to.get(target, ())))

"""The registry against all articles: unused aliases, entries that may be the same, claims without a speaker."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import combinations

from authoring import same_claims
from authoring.checks.article import Advice
from schemas.characters import normalized
from schemas.records import Claim, RegistryEntry, all_evidence
from schemas.seedfiles.seedfile import Parsed, Part

RULES = frozenset(("claim_without_speaker", "alias_unused", "same_entry", same_claims.RULE))
_IDENTITY = ("wikidata", "lei", "ticker", "website")
_ALIKE = 0.92
_MEANINGLESS = frozenset(
    ("the", "inc", "corp", "corporation", "co", "company", "ltd", "limited", "plc", "gmbh", "ag", "as", "asa", "sa")
)
_CODES = ("wikidata", "lei", "geonames")


def check_registry(registry: Part, articles: list[Part]) -> Iterator[Advice]:
    """Advice that needs no text."""
    yield from _speakerless(articles)
    yield from _unused_aliases(registry, articles)
    for parsed, other in _near_duplicates(registry.of(RegistryEntry)):
        if "same_entry" not in parsed.reviewed:
            yield Advice("same_entry", parsed.ref, parsed.where, f"may be the same as {other}")


def _speakerless(articles: list[Part]) -> Iterator[Advice]:
    for part in articles:
        for parsed in part.of(Claim):
            if parsed.record.speaker is None and "claim_without_speaker" not in parsed.reviewed:
                yield Advice("claim_without_speaker", parsed.ref, parsed.where, "has no speaker")


def _unused_aliases(registry: Part, articles: list[Part]) -> Iterator[Advice]:
    """Aliases that no phrase of an article has; places, measures and entries of public registers may have any."""
    phrases = " | ".join(
        place.exact.casefold() for part in articles for one in part.records for place in all_evidence(one.record)
    )
    for parsed in registry.of(RegistryEntry):
        known = any(getattr(parsed.record, field, None) is not None for field in _IDENTITY)
        if known or parsed.collection in ("locations", "measures") or "alias_unused" in parsed.reviewed:
            continue
        for alias in parsed.record.aliases:
            if alias.casefold() not in phrases:
                yield Advice("alias_unused", parsed.ref, parsed.where, f"no article uses the alias {alias!r}")


def _near_duplicates(entries: Iterable[Parsed[RegistryEntry]]) -> Iterator[tuple[Parsed[RegistryEntry], str]]:
    """Entries, each with the ref of another of the same code or nearly the same name."""
    blocks: dict[tuple[str, str | int], list[tuple[Parsed[RegistryEntry], str]]] = defaultdict(list)
    for parsed in entries:
        for key, name in _keys(parsed):
            blocks[key].append((parsed, name))
    seen: set[frozenset[str]] = set()
    for block in blocks.values():
        for (one, name), (other, second) in combinations(block, 2):
            pair = frozenset((one.ref, other.ref))
            if len(pair) == 2 and pair not in seen and _alike(name, second):
                seen.add(pair)
                yield other, one.ref


def _keys(parsed: Parsed[RegistryEntry]) -> Iterator[tuple[tuple[str, str | int], str]]:
    """The blocks in which an entry is compared with others: by code, and by the first letters of a name."""
    for code in _CODES:
        value = getattr(parsed.record, code, None)
        if value is not None:
            yield (code, value), ""
    kind = "locations" if parsed.collection == "locations" else "actors"
    for name in {_folded(one) for one in (parsed.record.name, *parsed.record.aliases)} - {""}:
        yield (kind, name[:2]), name


def _folded(name: str) -> str:
    plain = "".join(c for c in normalized(name.casefold(), "NFKD") if not unicodedata.combining(c))
    return " ".join(word for word in re.findall(r"\w+", plain) if word not in _MEANINGLESS)


def _alike(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other).ratio() >= _ALIKE

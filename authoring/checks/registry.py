"""The registry against all articles: unused aliases, entries that may be the same, claims without a speaker."""

from collections.abc import Iterator

from authoring import same_claims
from authoring.checks.question import Advice
from authoring.duplicates import near_duplicates
from schemas.records import all_evidence
from schemas.seedfiles.seedfile import Part

RULES = frozenset(("claim_without_speaker", "alias_unused", "same_entry", same_claims.RULE))
_IDENTITY = ("wikidata", "lei", "ticker", "website")


def check_registry(registry: Part, articles: list[Part]) -> Iterator[Advice]:
    """Advice that needs no text."""
    yield from _speakerless(articles)
    yield from _unused_aliases(registry, articles)
    for parsed, other in near_duplicates(registry.records):
        if "same_entry" not in parsed.reviewed:
            yield Advice("same_entry", parsed.ref, parsed.where, f"may be the same as {other}")


def _speakerless(articles: list[Part]) -> Iterator[Advice]:
    for part in articles:
        for parsed in part.records:
            lacking = parsed.collection == "claims" and parsed.record.speaker is None
            if lacking and "claim_without_speaker" not in parsed.reviewed:
                yield Advice("claim_without_speaker", parsed.ref, parsed.where, "has no speaker")


def _unused_aliases(registry: Part, articles: list[Part]) -> Iterator[Advice]:
    """Aliases in no phrase of any article. Places, measures, and whoever public registers know, may be called what the
    world calls them; one that only articles know has only the names that they use."""
    phrases = " | ".join(
        place.exact.casefold() for part in articles for one in part.records for place in all_evidence(one.record)
    )
    for parsed in registry.records:
        known = any(getattr(parsed.record, field, None) is not None for field in _IDENTITY)
        if known or parsed.collection in ("locations", "measures") or "alias_unused" in parsed.reviewed:
            continue
        for alias in parsed.record.aliases:
            if alias.casefold() not in phrases:
                yield Advice("alias_unused", parsed.ref, parsed.where, f"no article uses the alias {alias!r}")

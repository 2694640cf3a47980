"""Advice beside errors: what of a text no evidence covers, and what in the registry looks odd.

Advice may be wrong, since it comes from the same rules as drafting; `unmodelled` in a seed says where it is, and why.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from authoring.article_text import ArticleText, FileError, Span
from authoring.draft.dates import dates
from authoring.draft.figures import figures
from authoring.draft.names import names
from authoring.duplicates import near_duplicates
from schemas.evidence import Evidence
from schemas.seedfiles.faults import Faults
from schemas.seedfiles.seedfile import Parsed, Part, read_seeds

_DIGITS = re.compile(r"\d[\d,.]*\d|\d")
_SHOWN = 50
_IDENTITY = ("wikidata", "lei", "ticker", "website")


def advise(seeds: Path, texts: Iterable[ArticleText]) -> list[str]:
    """Every piece of advice, one line each; FileError where a text is that of no article in the seeds."""
    registry, *articles = read_seeds(seeds, Faults(), sort=True)
    found = [line for text in texts for line in _of_text(_article_of(articles, text, seeds), text)]
    return [*found, *_of_claims(articles), *_of_aliases(registry, articles), *near_duplicates(registry.records)]


def _article_of(articles: list[Part], text: ArticleText, seeds: Path) -> Part:
    for part in articles:
        if any(one.collection == "articles" and one.record.text_sha256 == text.sha256 for one in part.records):
            return part
    raise FileError(f"{text.file} is the text of no article in {seeds}: none has its hash, {text.sha256[:12]}….")


def _of_text(part: Part, text: ArticleText) -> Iterator[str]:
    places = [(parsed, place) for parsed in part.records for place in _places(parsed.record)]
    noted = [Span(one.start, one.end) for one, _ in part.unmodelled]
    covered = [*noted, *(Span(place.start, place.end) for _, place in places)]
    pointed = [*noted, *(Span(place.start, place.end) for one, place in places if one.collection != "mentions")]
    yield from _mismatches(part, places, text)
    for sentence in text.sentences:
        if not any(sentence.meets(span) for span in pointed) and not any(sentence.within(span) for span in covered):
            yield _told(part, text, sentence, "no fact points to this sentence")
    numbers = [span for span in _numbers(text) if not any(span.meets(one) for one in covered)]
    yield from (_told(part, text, span, "no evidence covers this number") for span in numbers)
    for name in names(text):
        for span in name.spans:
            if not any(span.meets(one) for one in covered):
                yield _told(part, text, span, "no evidence covers this name")


def _places(record: Any) -> Iterator[Evidence]:
    yield from record.evidence
    for verification in getattr(record, "verification", ()):
        yield from verification.evidence


def _mismatches(part: Part, places: list[tuple[Parsed, Evidence]], text: ArticleText) -> Iterator[str]:
    known = [(parsed.ref, place) for parsed, place in places]
    for ref, place in (*known, *(("unmodelled", place) for place, _ in part.unmodelled)):
        if text.evidence(place.start, place.end) != place.model_dump(include={"paragraph", "start", "end", "exact"}):
            yield f"{part.article}: {ref}: {place.exact!r} does not stand at {place.start}:{place.end}"


def _numbers(text: ArticleText) -> Iterator[Span]:
    """Digits wherever they stand, and quantities in words."""
    yield from (Span(*found.span()) for found in _DIGITS.finditer(text.content))
    taken = [one.span for one in dates(text, None)]
    for one in figures(text, taken):
        if not _DIGITS.search(text.content, one.span.start, one.span.end):
            yield one.span


def _told(part: Part, text: ArticleText, span: Span, message: str) -> str:
    words = " ".join(text.content[span.start : span.end].split())
    shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
    paragraph = text.place(*span).paragraph
    return f"{part.article}: paragraph {paragraph}, {span.start}:{span.end}: {message}: {shown!r}"


def _of_claims(articles: list[Part]) -> Iterator[str]:
    for part in articles:
        for parsed in part.records:
            if parsed.collection == "claims" and parsed.record.speaker is None:
                yield f"{parsed.where.file}:{parsed.where.line(())}: {parsed.ref}: has no speaker"


def _of_aliases(registry: Part, articles: list[Part]) -> Iterator[str]:
    """Aliases in no phrase of any article. Places, and whoever public registers know, may be called what the world
    calls them; one that only articles know has only the names that they use."""
    phrases = " | ".join(
        place.exact.casefold() for part in articles for one in part.records for place in _places(one.record)
    )
    for parsed in registry.records:
        known = any(getattr(parsed.record, field, None) is not None for field in _IDENTITY)
        if known or parsed.collection == "locations":
            continue
        for number, alias in enumerate(parsed.record.aliases):
            if alias.casefold() not in phrases:
                where = f"{parsed.where.file}:{parsed.where.line(('aliases', number))}"
                yield f"{where}: {parsed.ref}: no article uses the alias {alias!r}"

"""Names and speakers: whether a mention's words name its entry, and whether a claim's speaker stands near it."""

import re
from collections.abc import Iterator

from authoring.article_text import Span, SpanIndex
from authoring.checks.article import ArticleChecked, cut
from authoring.checks.question import Question, rule, rule_for_any_language
from authoring.draft.known_names import places
from authoring.draft.statements import Statement
from authoring.draft.words import FUNCTION_WORDS
from schemas.records import Claim, Mention, Party

_NAME = re.compile(r"[^\W\d_][\w.’'&+-]*")


def _significant(words: str) -> set[str]:
    """The words of a name, folded, without articles, endings of the possessive, and function words."""
    found = (re.sub(r"[’']s?$|\.$", "", word).lower() for word in _NAME.findall(words))
    return {word for word in found if len(word) > 1 and word not in FUNCTION_WORDS}


def _called(article: ArticleChecked, ref: str) -> set[str]:
    """The words by which an entry may be called: its own, and those of its place, parent and affiliations."""
    entry = article.entries.get(ref)
    if entry is None:
        return set()
    related = [getattr(entry, "parent", None), getattr(entry, "location", None), getattr(entry, "headquarters", None)]
    related.append(getattr(entry, "within", None))
    related += [one.of for one in entry.affiliations] if isinstance(entry, Party) else []
    titles = [one.title or "" for one in entry.affiliations] if isinstance(entry, Party) else []
    own = {entry.name, *entry.aliases, entry.label, *titles}
    own |= {name for other in filter(None, related) for name in article.names_of(other)}
    words = {word for name in own for word in _significant(name)}
    demonyms = {name for name, place in places().items() if place.name in own or name in own}
    initials = {"".join(word[0] for word in name.split() if word[0].isupper()).lower() for name in own}
    return words | {word for name in demonyms for word in _significant(name)} | initials


@rule
def mention_name(article: ArticleChecked) -> Iterator[Question]:
    """A mention's capitalised words belong to the entry it names, or to the one a metonym stands for."""
    by_name = {name: ref for ref, entry in article.entries.items() for name in (entry.name, *entry.aliases)}
    for parsed in article.of(Mention):
        mention: Mention = parsed.record
        called = _called(article, mention.of)
        entry = article.entries.get(mention.of)
        for place in mention.evidence:
            capitals = _significant(" ".join(word for word in _NAME.findall(place.exact) if word[0].isupper()))
            other = by_name.get(place.exact) if capitals else None
            if other and other != mention.of and place.exact not in article.names_of(mention.of):
                yield Question(
                    parsed, f"the evidence says {place.exact!r}, the name of {other}; the record says {mention.of}"
                )
            elif capitals and not capitals & called and entry:
                yield Question(
                    parsed, f"the evidence says {place.exact!r}; the record says {mention.of} ({entry.name})"
                )


@rule_for_any_language
def speaker_mentioned(article: ArticleChecked) -> Iterator[Question]:
    """A claim's speaker is mentioned in the article, or is its publisher."""
    own = {article.article.publisher, article.article.originally_published_by}
    for parsed in article.of(Claim):
        for ref in filter(None, (parsed.record.speaker, *parsed.record.via)):
            if ref not in own and ref not in article.mentions_of:
                yield Question(parsed, f"no mention in the article is of {ref}, which the record says")


def _read(article: ArticleChecked, claim: Claim) -> list[Statement]:
    found = [article.statements.get(sentence.start) for sentence in article.sentences_of(claim)]
    return [one for one in found if one]


@rule
def speaker_near(article: ArticleChecked) -> Iterator[Question]:
    """A claim's speaker stands near it: named in its sentence or carried on from the one before; where nobody is said
    to speak, the publisher does."""
    publishers = {article.article.publisher, article.article.originally_published_by}
    for parsed in article.of(Claim):
        claim: Claim = parsed.record
        read = _read(article, claim)
        if not claim.speaker or not read:
            continue
        said = [one for one in read if one.quotation or one.speaker]
        refs = {one.speaker.ref for one in said if one.speaker and one.speaker.ref}
        unknown = [one for one in said if one.speaker is None or one.speaker.ref is None]
        chain = {claim.speaker, *claim.via, *(_belonging(article, claim.speaker))}
        attributed = _is_attributed(said, claim)
        called = _called(article, claim.speaker)
        chain |= {ref for ref in refs if _significant(article.entries[ref].name) <= called}
        if refs and attributed and not unknown and not refs & chain:
            yield Question(
                parsed, f"the evidence is said by {', '.join(sorted(refs))}; the record says {claim.speaker}"
            )
        elif not said and claim.speaker not in publishers and not _stands_before(article, claim):
            yield Question(parsed, f"the evidence is the article's own words; the record says {claim.speaker}")
        elif claim.speaker in publishers and attributed and not claim.verification:
            yield Question(parsed, f"the evidence is somebody's words; the record says the publisher, {claim.speaker}")


def _is_attributed(said: list[Statement], claim: Claim) -> bool:
    """Whether all of the claim's phrases lie in what is quoted or said."""
    spans = SpanIndex(span for one in said for span in one.said)
    return bool(said) and all(spans.meets(Span(place.start, place.end)) for place in claim.evidence)


def _belonging(article: ArticleChecked, ref: str) -> list[str]:
    """Whom a speaker belongs to: a spokesperson's company."""
    entry = article.entries.get(ref)
    own = [one.of for one in entry.affiliations] if isinstance(entry, Party) else []
    return [*filter(None, (getattr(entry, "parent", None),)), *own]


def _stands_before(article: ArticleChecked, claim: Claim) -> bool:
    """Whether the speaker is mentioned in the claim's sentence, or in the one before."""
    spans = article.mentions_of.get(claim.speaker or "", ())
    wider = [Span(article.text.sentence_at(max(0, s.start - 2)).start, s.end) for s in article.sentences_of(claim)]
    return any(span.meets(one) for span in spans for one in wider)


@rule
def statement_names(article: ArticleChecked) -> Iterator[Question]:
    """A name in a claim's statement stands in the article, or belongs to an entry that the article mentions."""
    known = {word for one in _significant(article.text.content) for word in (one, one.removesuffix("s"))}
    for ref in (*article.mentions_of, article.article.publisher):
        known |= {word.removesuffix("s") for word in _called(article, ref)}
    for parsed in article.of(Claim):
        statement = parsed.record.statement
        capitals = re.findall(r"(?<=[^.!?] )(?:[A-ZÀ-ÖØ-Þ][\w’'.-]+)", statement)
        strange = [word for word in capitals if not {one.removesuffix("s") for one in _significant(word)} <= known]
        if strange:
            yield Question(parsed, f"the article names no {', '.join(strange)}; the record says {cut(statement)!r}")


@rule
def statement_names_near(article: ArticleChecked) -> Iterator[Question]:
    """A place or an organisation in a claim's statement is one that stands near the claim."""
    for parsed in article.of(Claim):
        claim: Claim = parsed.record
        near = " ".join(article.paragraph(Span(place.start, place.end)) for place in claim.evidence)
        linked = filter(
            None, (claim.speaker, claim.subject, claim.object, *claim.about, *claim.via, article.article.publisher)
        )
        called = _significant(near) | {word for ref in linked for word in _called(article, ref)}
        for ref, spans_of in article.mentions_of.items():
            entry = article.entries.get(ref)
            named = _significant(entry.name) if entry else set()
            if entry and entry.name in claim.statement and 2 * len(named & called) < len(named):
                stands = article.text.place(*spans_of[0]).paragraph
                yield Question(parsed, f"the evidence names no {entry.name} (paragraph {stands} does); the record does")

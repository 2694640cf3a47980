"""Names and speakers: whether a mention's words name its entry, and whether a claim's speaker stands near it."""

import re
from collections.abc import Iterator

from authoring.article_text import Span, SpanIndex
from authoring.checks.article import ArticleChecked, cut
from authoring.checks.question import Question, rule, rule_for_any_language
from authoring.draft.known_names import places
from authoring.draft.statements import Statement
from authoring.draft.words import FUNCTION_WORDS, SPEECH_VERBS
from schemas.records import Claim, Mention, Party

_NAME = re.compile(r"[^\W\d_][\w.’'&+-]*")
_SAYS = re.compile(rf"\b(?:{SPEECH_VERBS}|according to)\b", re.I)
_SAYS_NOTHING = re.compile(  # "were told", "has not said", "a reported €5m"
    rf"\b(?:is|are|was|were|be|been|not|declined to|refused to|a|the) (?:{SPEECH_VERBS}|say|comment)\b", re.I
)
_PRONOUN = re.compile(r"\b(?:he|she|they|it)\b", re.I)


def _significant(words: str) -> set[str]:
    """The words of a name in lower case, without possessive endings and function words."""
    found = [re.sub(r"[’']s?$|\.$", "", word).lower() for word in _NAME.findall(words)]
    found += [part for word in found if "-" in word for part in word.split("-")]  # "Melbourne-based"
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
            elif capitals and entry and not capitals & called and not _is_adjective(capitals, called):
                yield Question(
                    parsed, f"the evidence says {place.exact!r}; the record says {mention.of} ({entry.name})"
                )


def _is_adjective(words: set[str], names: set[str]) -> bool:
    """Whether a word is the adjective of a name: "Victorian" of Victoria."""
    ends = "(?:i?an|ese|ish|er|ic|i)?s?"
    return any(re.fullmatch(f"{re.escape(name.rstrip('aeiy'))}{ends}", word) for name in names for word in words)


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
    """A claim's speaker is named in its sentence or carried on from the one before; the publisher's own words are given
    to nobody else."""
    publishers = {article.article.publisher, article.article.originally_published_by}
    for parsed in article.of(Claim):
        claim: Claim = parsed.record
        read = _read(article, claim)
        if not claim.speaker or not read:
            continue
        given = [one for one in read if one.quotation or one.speaker]
        said = [one for one in given if _says(article, one)]
        refs = {one.speaker.ref for one in said if one.speaker and one.speaker.ref}
        is_known = all(one.speaker and one.speaker.ref for one in said)
        attributed = _is_attributed(said, claim)
        called = _called(article, claim.speaker)
        chain = {claim.speaker, *claim.via, *(_belonging(article, claim.speaker))}
        chain |= {ref for ref in refs if _significant(article.entries[ref].name) <= called}
        if refs and attributed and is_known and not refs & chain:
            yield Question(
                parsed, f"the evidence is said by {', '.join(sorted(refs))}; the record says {claim.speaker}"
            )
        elif not given and claim.speaker not in publishers and not _stands_before(article, claim):
            yield Question(parsed, f"the evidence is the article's own words; the record says {claim.speaker}")
        elif claim.speaker in publishers and attributed and not claim.verification:
            yield Question(parsed, f"the evidence is somebody's words; the record says the publisher, {claim.speaker}")
        elif attributed and not any(_is_named(article, claim, one, called) for one in said) and not refs & chain:
            yield Question(parsed, f"the evidence is said by somebody else; the record says {claim.speaker}")


def _is_named(article: ArticleChecked, claim: Claim, one: Statement, called: set[str]) -> bool:
    """Whether a sentence names the claim's speaker, or leaves open who speaks and the speaker is mentioned nearby."""
    words = article.unquoted(one.sentence)
    if _significant(words) & called or claim.speaker == article.article.publisher:
        return True
    paragraph, mentions = article.text.place(*one.sentence).paragraph, article.mentions_of.get(claim.speaker or "", ())
    near = any(0 <= paragraph - article.text.place(*span).paragraph <= 1 for span in mentions)
    return near and (not _SAYS.search(_SAYS_NOTHING.sub("", words)) or _PRONOUN.search(words) is not None)


def _says(article: ArticleChecked, one: Statement) -> bool:
    """Whether a sentence gives words to somebody: it quotes, or its verb of saying is neither passive nor negated."""
    words = article.unquoted(one.sentence)
    without = _SAYS_NOTHING.sub("", words)
    return one.quotation == "direct" or without == words or _SAYS.search(without) is not None


def _is_attributed(said: list[Statement], claim: Claim) -> bool:
    """Whether all of the claim's phrases lie in what is quoted or said, and none adds: ", which employs 40"."""
    spans = SpanIndex(span for one in said for span in one.said)
    added = any(re.match(r"(?:which|who|whose|when|where|while) ", place.exact) for place in claim.evidence)
    return bool(said) and not added and all(spans.meets(Span(place.start, place.end)) for place in claim.evidence)


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
            is_near = 2 * len(named & called) >= len(named) or (len(named) == 1 and _is_adjective(called, named))
            if entry and entry.name in claim.statement and not is_near:
                stands = article.text.place(*spans_of[0]).paragraph
                yield Question(parsed, f"the evidence names no {entry.name} (paragraph {stands} does); the record does")

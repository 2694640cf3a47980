"""Names and speakers: whether a mention's words name its entry, and whether a claim's speaker stands near it."""

import re
from collections.abc import Iterable, Iterator, Set
from functools import cache, lru_cache

from authoring.article_text import Span, SpanIndex, plain
from authoring.checks.article import ArticleChecked, Question, cut, rule, rule_for_any_language, spans_of
from authoring.draft.absolute_dates import MONTHS
from authoring.draft.known_names import known_places, places
from authoring.draft.statements import Statement
from authoring.draft.weekdays import DAYS
from authoring.draft.words import FUNCTION_WORDS, SPEECH_VERBS
from schemas.evidence import Evidence
from schemas.records import Claim, Mention, Party

_NAME = re.compile(r"[^\W\d_][\w.’'&+-]*")
_PRONOUN_SAYS = re.compile(rf"\b(?:he|she|they|it)\b (?:\w+ )?(?:{SPEECH_VERBS})\b|\bsaid (?:he|she|they)(?! \w)", re.I)
_BE = r"(?:is|are|was|were|has been|have been|ha[sd] to be|(?:will|would|can|could|may|must|should) be)"
_NO_SUBJECT = re.compile(  # after the first name of a statement: a passive verb, a possessive, another noun
    rf"(?:(?:, [^,]+,)? {_BE} (?:\w+ )?\w+(?:ed|en|wn|t)\b|[’'\w-]| (?:and|or)\b| [A-Z]|[^.]*? (?:belongs?|lost"
    rf"|fell) to\b)"
)
_CALENDAR = frozenset((*MONTHS, *DAYS, "Christmas", "Easter", "Eve"))  # statement_days asks about days and months
_NO_NAMES = {one.rstrip("s") for one in _CALENDAR} | {"North", "South", "East", "West"}
_HE = re.compile(r"^(?:He|She|They|It)\b|\b(?:him|her|them|[Ww]hoever|[Tt]hose|[Aa]nyone|[Aa]nybody)\b")
_I = re.compile(r"\b(?:I|[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our|me|us)\b")
_PASSIVE = re.compile(rf"\b{_BE} (?:\w+ )?[a-z]+(?:ed|en|wn)\b")
_FIRST = ("He ", "She ", "They ", "It ")
_SHORTEST_STEM = 5
_HELD_IN = re.compile(
    r"(?:stakes?|shares?|invest\w*|interests?|holdings?|trust\w*|confidence|faith|believ\w*|majority|minority|roles?"
    r"|posts?|seats?|place|are|were)$",
    re.I,
)


@lru_cache(maxsize=4096)
def _significant(words: str) -> frozenset[str]:
    """The words of a name in lower case, without possessive endings and function words."""
    found = [re.sub(r"(?:'s?)?\.?$", "", word, count=1).lower() for word in _NAME.findall(plain(words))]
    found += [part for word in found if "-" in word for part in word.split("-")]  # "Melbourne-based"
    return frozenset(word for word in found if len(word) > 1 and word not in FUNCTION_WORDS)


@cache
def _demonyms() -> dict[str, set[str]]:
    """The demonyms and other names of each place, also of one: "Dane" of Denmark."""
    found: dict[str, set[str]] = {}
    for name, place in places().items():
        for own in (name, place.name):
            found.setdefault(own, set()).update((name, name.removesuffix("s")))
    return found


def _related(article: ArticleChecked, ref: str) -> list[str]:
    """Where an entry belongs: its parent, place and affiliations, and what these lie in."""
    entry = article.entries.get(ref)
    fields = ("parent", "location", "headquarters", "within")
    affiliations = [one.of for one in entry.affiliations] if isinstance(entry, Party) else []
    own = [*filter(None, (getattr(entry, field, None) for field in fields)), *affiliations]
    return [*own, *filter(None, (getattr(article.entries.get(one), "within", None) for one in own))]


def _called(article: ArticleChecked, ref: str) -> set[str]:
    """The words by which an entry may be called: its own, and those of its place, parent and affiliations."""
    entry = article.entries.get(ref)
    if entry is None:
        return set()
    titles = [one.title or "" for one in entry.affiliations] if isinstance(entry, Party) else []
    own = {entry.name, *entry.aliases, entry.label, *titles}
    own |= {name for other in _related(article, ref) for name in article.names_of(other)}
    words = {word for name in own for word in _significant(name)}
    demonyms = {word for name in own for word in _demonyms().get(name, ())}
    initials = {"".join(word[0] for word in name.split() if word not in FUNCTION_WORDS).lower() for name in own}
    return words | {word for name in demonyms for word in _significant(name)} | initials


@rule
def mention_name(article: ArticleChecked) -> Iterator[Question]:
    """A mention's capitalised words belong to the entry it names, or to the one a metonym stands for."""
    by_name = {name: ref for ref in article.entries for name in article.names_of(ref)}
    for parsed, mention in article.each(Mention):
        called = _called(article, mention.of)
        entry = article.entries.get(mention.of)
        for place in mention.evidence:
            capitals = _significant(" ".join(word for word in _NAME.findall(place.exact) if word[0].isupper()))
            said = plain(place.exact)
            other = by_name.get(said) if capitals else None
            own = article.names_of(mention.of)
            if other and other != mention.of and not any(said in name for name in own):
                yield Question(parsed, f"the evidence says {place.exact!r}, the name of {other}", mention.of)
            elif re.search(r"[’']s? [a-z]", place.exact) or _describes(article, place):
                continue  # "Holm's team", "Canadian rival": the name is not the one that is mentioned
            elif capitals and entry and not capitals & called and not _is_adjective(capitals, called):
                yield Question(parsed, f"the evidence says {place.exact!r}", f"{mention.of} ({entry.name})")


def _describes(article: ArticleChecked, place: Evidence) -> bool:
    """Whether a phrase describes an entry without naming it: "the Canadian rival", "Ally" in a headline."""
    is_noun = re.search(rf"\b{re.escape(place.exact.lower())}\b", article.text.content)
    return is_noun is not None or place.exact.split()[-1].islower()


def _is_adjective(words: Set[str], names: Set[str]) -> bool:
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


@rule
def speaker_near(article: ArticleChecked) -> Iterator[Question]:
    """What a paragraph gives to a speaker whom it names is said by that one, by another whom it names too, or by the
    publisher."""
    publishers = {article.article.publisher, article.article.originally_published_by, None}
    for parsed, claim in article.each(Claim):
        read = [article.statements.get(sentence.start) for sentence in article.sentences_of(claim)]
        said = [one for one in read if one and _names_its_speaker(article, one)]
        if claim.speaker in publishers or len(said) < len(read) or any(_is_named(article, claim, one) for one in said):
            continue
        refs = {one.speaker.ref for one in said if one.speaker and one.speaker.ref} - publishers
        chain = {claim.speaker, *claim.via, *(one.by for one in claim.verification)}
        if refs and _is_attributed(said, claim) and not refs & chain:
            yield Question(parsed, f"the evidence is said by {', '.join(sorted(refs))}", claim.speaker)


def _names_its_speaker(article: ArticleChecked, one: Statement) -> bool:
    """Whether the paragraph of a sentence names its speaker, who is not carried on from before by a pronoun."""
    paragraph = article.paragraph_of(one.sentence)
    is_there = one.speaker is not None and any(paragraph.meets(span) for span in one.speaker.spans)
    return is_there and not _PRONOUN_SAYS.search(article.unquoted(one.sentence))


def _is_named(article: ArticleChecked, claim: Claim, one: Statement) -> bool:
    """Whether the paragraph of a sentence names a claim's speaker outside of its quotations."""
    words, speaker = plain(article.unquoted(article.paragraph_of(one.sentence))), claim.speaker or ""
    names = (name.removeprefix("the ") for name in article.names_of(speaker))
    return bool(_significant(words) & _called(article, speaker)) or any(name in words for name in names)


def _is_near(article: ArticleChecked, evidence: Iterable[Evidence], ref: str | None) -> bool:
    """Whether an entry is mentioned in the paragraph of some evidence or in the one before."""
    paragraphs = {place.paragraph for place in evidence}
    mentions = {article.text.place(*span).paragraph for span in article.mentions_of.get(ref or "", ())}
    return any(paragraph - 1 in mentions or paragraph in mentions for paragraph in paragraphs)


def _is_attributed(said: list[Statement], claim: Claim) -> bool:
    """Whether all of the claim's phrases lie in what is quoted or said."""
    spans = SpanIndex(span for one in said for span in one.said)
    return bool(said) and all(map(spans.meets, spans_of(claim.evidence)))


def _context(article: ArticleChecked, claim: Claim) -> list[Span]:
    """A claim's sentences, each with the one before."""
    sentences = article.sentences_of(claim)
    return [Span(article.text.sentence_at(max(0, one.start - 2)).start, one.end) for one in sentences]


@rule
def statement_names(article: ArticleChecked) -> Iterator[Question]:
    """A name in a claim's statement stands in the article, or belongs to an entry or a country that it mentions."""
    known = {word for one in _significant(article.text.content) for word in (one, one.removesuffix("s"))}
    for ref in (*article.mentions_of, article.article.publisher):
        known |= {word.removesuffix("s") for word in _called(article, ref)}
    countries = {places()[name].code[:2] for _, name in known_places(article.text.content)}
    for parsed in article.of(Claim):
        statement = parsed.record.statement
        its = [span for span, name in known_places(statement) if places()[name].code[:2] in countries]
        found = re.finditer(r"(?<=[^.!?] )(?:[A-ZÀ-ÖØ-Þ][\w’'.-]+)", statement)
        capitals = [one.group() for one in found if not any(span.meets(Span(*one.span())) for span in its)]
        capitals = [word for word in capitals if word.rstrip(".,s") not in _NO_NAMES]
        strange = [word for word in capitals if not {one.removesuffix("s") for one in _significant(word)} <= known]
        if strange:
            yield Question(parsed, f"the article names no {', '.join(strange)}", repr(cut(statement)))


@rule
def statement_names_near(article: ArticleChecked) -> Iterator[Question]:
    """A name in a claim's statement stands near the claim, or belongs to an entry that the claim links; where the
    statement leaves out whom the evidence names, it stands in the claim's sentences."""
    mentioned = _mentioned(article)
    for parsed, claim in article.each(Claim):
        named = [(ref, name) for ref, name in mentioned if name in plain(claim.statement)]
        said = _significant(claim.statement)
        is_left_out = any(not said & _called(article, ref) for ref in _met(article, spans_of(claim.evidence)))
        called = set() if not named else _called_in(article, claim) if is_left_out else _called_near(article, claim)
        for ref, name in named:
            words = _significant(name)
            is_near = 2 * len(words & called) >= len(words) or (len(words) == 1 and _is_adjective(called, words))
            if not is_near:
                elsewhere = f"paragraph {article.text.place(*article.mentions_of[ref][0]).paragraph} does"
                yield Question(parsed, f"the statement names {name}; the claim's evidence does not ({elsewhere})")


@rule
def verification_by(article: ArticleChecked) -> Iterator[Question]:
    """Who verifies a claim is named in the verification's paragraph or the one before, or is the publisher; and is whom
    the name before its words may mean."""
    for parsed, claim in article.each(Claim):
        for one in claim.verification:
            words = " ".join(article.words(article.text.sentence_at(place.start)) for place in one.evidence)
            is_called = not _significant(words).isdisjoint(_called(article, one.by))
            is_named = is_called or _is_near(article, one.evidence, one.by) or one.by == article.article.publisher
            if one.evidence and (not is_named or _is_of_another(article, one.evidence[0], one.by)):
                yield Question(parsed, f"the verification says {cut(words)!r}", f"{one.status} by {one.by}")


def _is_of_another(article: ArticleChecked, place: Evidence, by: str) -> bool:
    """Whether a verification's words begin with, or follow, a name that whoever verifies cannot have."""
    spans = ((ref, span) for ref, places in article.mentions_of.items() for span in places)
    named = {ref for ref, span in spans if span.start == place.start or span.end == place.start - 1}
    words = {word for ref in named for word in _called(article, ref)}
    return bool(words) and by not in named and words.isdisjoint(_called(article, by))


def _mentioned(article: ArticleChecked) -> list[tuple[str, str]]:
    """The entries that the article mentions, with their names."""
    return [(ref, plain(article.entries[ref].name)) for ref in article.mentions_of if ref in article.entries]


def _met(article: ArticleChecked, spans: list[Span]) -> list[str]:
    """The entries that are mentioned in some parts of the text."""
    return [ref for ref, places in article.mentions_of.items() if any(map(SpanIndex(spans).meets, places))]


def _called_in(article: ArticleChecked, claim: Claim) -> set[str]:
    """The names that stand in a claim's sentences, or that those may be called who are mentioned there."""
    sentences = article.sentences_of(claim)
    names = {word for ref in _met(article, sentences) for word in _called(article, ref)}
    return names | _significant(" ".join(map(article.words, sentences)))


def _called_near(article: ArticleChecked, claim: Claim) -> set[str]:
    """The names that a statement may use: those of linked entries, and those in the claim's paragraphs; in its context
    only, where the statement leaves out a linked entry, whose place another may have taken."""
    linked = [ref for ref in (claim.subject, claim.object, *claim.about) if ref in article.entries]
    said = _significant(claim.statement)
    is_left_out = any(ref and not said & _called(article, ref) for ref in linked)
    spans = _context(article, claim) if is_left_out else spans_of(claim.evidence)
    near = " ".join(map(article.words if is_left_out else article.paragraph, spans))
    whole = spans if is_left_out else [article.paragraph_of(span) for span in spans]
    own = filter(None, (*linked, *_met(article, whole), claim.speaker, *claim.via, article.article.publisher))
    return {*_significant(near)} | {word for ref in own for word in _called(article, ref)}


@rule
def statement_subject(article: ArticleChecked) -> Iterator[Question]:
    """A statement that begins with another name than its claim's subject, before an active verb, does not name that one
    later, and the headline or the evidence does."""
    for parsed, claim in article.each(Claim):
        named, subject = _named_first(article, claim.statement), claim.subject or ""
        if named in (None, subject) or subject not in article.entries or claim.modality == "considered":
            continue
        is_named = any(name in plain(claim.statement) for name in article.names_of(subject))
        is_called = not _significant(article.entries[named or ""].name).isdisjoint(_called(article, subject))
        is_there = _is_topic(article, subject) or subject in _met(article, _context(article, claim))
        if is_named or not (is_called or is_there):
            said = f"the statement, {cut(claim.statement)!r}, begins with {named}"
            yield Question(parsed, f"{said}; the record's subject is {claim.subject}")


@rule
def subject_near(article: ArticleChecked) -> Iterator[Question]:
    """A claim's subject is named in its statement, unless that is passive, or mentioned in its paragraph, the one
    before or the headline."""
    for parsed, claim in article.each(Claim):
        subject = claim.subject
        if subject is None:
            continue
        called = _called(article, subject) or _significant(claim.statement)  # an event, or the article
        words = " ".join(map(article.words, article.sentences_of(claim)))
        is_meant = _HE.search(claim.statement) or words.startswith(_FIRST) or _is_of_body(words, called)
        is_meant = is_meant or (claim.quotation is not None and _I.search(words) is not None)
        is_named = not _significant(claim.statement).isdisjoint(called) or _PASSIVE.search(claim.statement)
        if not (is_named or is_meant or _is_topic(article, subject) or _is_near(article, claim.evidence, subject)):
            yield Question(parsed, f"neither the statement nor the paragraph names {subject}", f"subject {subject}")


def _is_topic(article: ArticleChecked, ref: str) -> bool:
    """Whether the headline names an entry: what an article says without a subject may be about it, "Revenue rose"."""
    return any(span.within(article.text.paragraphs[0]) for span in article.mentions_of.get(ref, ()))


def _is_of_body(words: str, called: Set[str]) -> bool:
    """Whether some words name those of a body, "councillors" of a council."""
    names = [name for name in called if len(name) > _SHORTEST_STEM]
    return any(word.startswith(name[:_SHORTEST_STEM]) for word in _significant(words) for name in names)


def _named_first(article: ArticleChecked, statement: str) -> str | None:
    """The entry whose name a statement begins with, where an active verb follows."""
    words = plain(statement).removeprefix("The ")
    names = ((name, ref) for ref in article.mentions_of for name in article.names_of(ref))
    name, ref = max(((name, ref) for name, ref in names if words.startswith(name)), default=("", None))
    return None if _NO_SUBJECT.match(words, len(name)) else ref


@rule
def statement_place(article: ArticleChecked) -> Iterator[Question]:
    """What follows "in" in a statement is no person or organisation, unless it is a stake or trust in one, or its
    office."""
    actors = [(ref, re.escape(name)) for ref, name in _mentioned(article) if not ref.startswith("locations/")]
    for parsed in article.of(Claim):
        for ref, name in actors:
            found = re.search(
                rf"(?:^|(\w+) )[Ii]n (?:the )?{name}\b(?! [A-Z]|'s? [a-z])", plain(parsed.record.statement)
            )
            if found and not _HELD_IN.match(found[1] or ""):
                yield Question(parsed, f"{ref} is no place", repr(found.group()))

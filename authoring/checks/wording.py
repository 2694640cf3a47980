"""Claims against their evidence: quotation, linked figures and dates, and the numbers of statements."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from math import isclose

from authoring.article_text import Span
from authoring.checks.article import (
    ArticleChecked,
    Question,
    content_words,
    cut,
    phrases_of,
    rule,
    rule_for_any_language,
    spans_of,
)
from authoring.draft.absolute_dates import MONTHS
from authoring.draft.numbers import NUMBER, number
from authoring.draft.weekdays import DAYS
from schemas.comparison import compare
from schemas.records import Claim, Date, Figure, own_evidence

_OWN = re.compile(r"\bthis (?:article|newspaper|story|report)\b")  # the publisher quotes itself
_SEASONS = ("winter", "spring", "summer", "autumn")  # by the rest that EDTF's 24, 21, 22 and 23 leave
_DAYS = re.compile(rf"\b(?:{'|'.join((*DAYS, *MONTHS))}|(?<!\ba )(?:{'|'.join(_SEASONS)}))\b")  # no "spring" that broke
_SHORTEST_QUOTATION = 4  # words; fewer may be the speaker's own term in somebody else's sentence
_BOUND = re.compile(rf"\bbefore (?:{'|'.join(MONTHS)})\b")  # "before April" for "by March 31"
_MONTH = re.compile(r"\b(?:last|next|this) month\b")  # "last month" may be named
_BEFORE_QUOTATION = 3  # characters
_NUMBER = re.compile(NUMBER, re.I)


@rule
def quotation(article: ArticleChecked) -> Iterator[Question]:
    """A claim is quoted directly where its evidence stands between quotation marks, and only there."""
    long = [quote for quote in article.quotations if len(article.words(quote).split()) >= _SHORTEST_QUOTATION]
    for parsed, claim, _, _, exact in article.claims():
        if claim.quotation == "direct" and not _is_quoted(article, claim):
            yield Question(parsed, f"the evidence, {cut(exact)!r}, is not quoted", "direct")
        is_all_quoted = all(any(map(phrase.within, long)) for phrase in spans_of(claim.evidence))
        if claim.quotation == "indirect" and claim.modality != "denied" and is_all_quoted:
            yield Question(parsed, f"the evidence, {cut(exact)!r}, is quoted", "indirect")


@rule_for_any_language
def quoted_speaker(article: ArticleChecked) -> Iterator[Question]:
    """A claim is quoted, directly or indirectly, where somebody other than the publisher speaks, and only there."""
    publishers = {article.article.publisher, article.article.originally_published_by, None}
    for parsed, claim, _, _, exact in article.claims():
        if _OWN.search(exact):
            continue
        if claim.speaker in publishers and claim.quotation and claim.modality != "reported":
            yield Question(parsed, "the publisher speaks, so nobody is quoted", claim.quotation)
        elif claim.speaker not in publishers and not claim.quotation:
            yield Question(parsed, f"{claim.speaker} is quoted, directly or indirectly; the record has no quotation")


def _is_quoted(article: ArticleChecked, claim: Claim) -> bool:
    """Whether a phrase lies in a quotation, or just before one that goes on with it."""
    phrases = [Span(phrase.start, phrase.end + _BEFORE_QUOTATION) for phrase in spans_of(claim.evidence)]
    return any(quote.meets(phrase) for quote in article.quotations for phrase in phrases)


@rule
def statement_days(article: ArticleChecked) -> Iterator[Question]:
    """A weekday, month or season in a claim's statement stands in its paragraph, or is of a date that it links."""
    for parsed, claim, sentences, words, _ in article.claims():
        said = set(_DAYS.findall(_BOUND.sub("", claim.statement)))
        known = set(_DAYS.findall(" ".join(map(article.paragraph, sentences)))) if said else set()
        for one in article.linked(claim) if said else ():
            known |= set(_days_of(one)) if isinstance(one, Date) else set()
        if article.published:
            known.add(DAYS[article.published.weekday()])
            if _MONTH.search(words):
                known |= {MONTHS[(article.published.month - 1 + step) % 12] for step in (-1, 0, 1)}
        if said - known:
            strange = ", ".join(sorted(said - known))
            yield Question(parsed, f"the evidence names no {strange}", repr(cut(claim.statement)))


def _days_of(record: Date) -> Iterator[str]:
    """The weekdays, months and seasons of a date, and those that its label and evidence name."""
    yield from _DAYS.findall(f"{record.label} {phrases_of(record.evidence)}")
    for day in [*re.findall(r"\d{4}-\d\d-\d\d", record.edtf), *filter(None, (record.earliest, record.latest))]:
        yield DAYS[date.fromisoformat(day).weekday()]
        yield MONTHS[int(day[5:7]) - 1]
    for part in re.findall(r"\d{4}-(\d\d)", record.edtf):
        yield MONTHS[int(part) - 1] if int(part) <= len(MONTHS) else _SEASONS[int(part) % 4]


@rule
def linked_near(article: ArticleChecked) -> Iterator[Question]:
    """The figures and dates that a claim links stand in its sentences, or in those beside them."""
    for parsed, claim, sentences, *_ in article.claims():
        for ref in (*claim.figures, *claim.dates):
            linked = own_evidence(article.records[ref].record) if ref in article.records else ()
            if linked and not any(_is_near(place.start, sentences) for place in linked):
                said = f"{linked[0].exact!r} stands elsewhere than the evidence"
                yield Question(parsed, f"{said}; the record links {ref}")


@rule_for_any_language
def related_claims(article: ArticleChecked) -> Iterator[Question]:
    """Claims that repeat, update, correct or contradict each other share an entry, a record, a measure or a word, or
    stand close together; nobody contradicts what they said themselves, unless they deny it; and what is repeated has no
    other number."""
    for parsed, claim in article.each(Claim):
        for relation in claim.relations:
            other = article.records[relation.to].record if relation.to in article.records else None
            if isinstance(other, Claim) and not _concern_the_same(article, claim, other):
                said = f"nothing in it is of {relation.to}, {cut(other.statement)!r}"
                yield Question(parsed, said, f"{relation.type}: {cut(claim.statement)!r}")
            elif relation.type == "contradicts" and isinstance(other, Claim) and _says_both(claim, other):
                yield Question(parsed, f"{claim.speaker} says it and what it contradicts, {cut(other.statement)!r}")
            elif relation.type == "repeats" and isinstance(other, Claim) and _counts_otherwise(article, claim, other):
                yield Question(parsed, f"{relation.to} has another number, {cut(other.statement)!r}", "repeats")


def _counts_otherwise(article: ArticleChecked, claim: Claim, other: Claim) -> bool:
    """Whether two claims have figures of one measure, and none of them can be the same."""
    own, others = ([one for one in article.linked(each) if isinstance(one, Figure)] for each in (claim, other))
    pairs = [(one, two) for one in own for two in others if one.measure and one.measure == two.measure]
    published = {claim.article: article.article.published}
    rows = [compare([one.model_dump()], published, two.model_dump())[0] for one, two in pairs]
    return bool(rows) and all(row.verdict == "conflicts" for row in rows)


def _says_both(claim: Claim, other: Claim) -> bool:
    """Whether one speaker states two claims, and denies neither."""
    return claim.speaker == other.speaker and {claim.modality, other.modality}.isdisjoint(("denied", "doubted"))


def _concern_the_same(article: ArticleChecked, claim: Claim, other: Claim) -> bool:
    first, second = (_matter(article, one) for one in (claim, other))
    words = content_words(claim.statement) & content_words(other.statement)
    return bool(first & second or words) or abs(claim.evidence[0].paragraph - other.evidence[0].paragraph) <= 1


def _matter(article: ArticleChecked, claim: Claim) -> set[str | None]:
    """What a claim is about: entries, linked records and their measures."""
    measures = {one.measure for one in article.linked(claim) if isinstance(one, Figure)}
    own = {*claim.figures, *claim.dates, *claim.events, *claim.about, claim.subject, claim.object}
    return (own | measures) - {None}


def _is_near(offset: int, sentences: list[Span]) -> bool:
    return any(sentence.start - 250 <= offset <= sentence.end + 150 for sentence in sentences)


@rule
def numbers_of_words(article: ArticleChecked) -> Iterator[Question]:
    """A number in a label or statement stands in the evidence's paragraph, or in a figure or date of the record."""
    statements = {one.record.statement for one in article.of(Claim)}
    for parsed in article.part.records:
        record = parsed.record
        if not isinstance(record, Claim | Figure | Date):
            continue
        inherited = set() if isinstance(record, Claim) else statements  # labels that follow from claims
        statement = record.statement if isinstance(record, Claim) else ""
        said = {value for words in {record.label, statement} - inherited for value in _digits(words)}
        if not said:
            continue
        known = _known(article, record)
        strange = sorted(value for value in said if not any(isclose(value, one) for one in known))
        if strange:
            shown = ", ".join(f"{value:,}" for value in strange)
            yield Question(parsed, f"the evidence names no {shown}", f"{cut(statement or record.label)!r}")


def _digits(words: str) -> set[float]:
    return {number(found.group()) for found in _NUMBER.finditer(words) if any(c.isdigit() for c in found.group())}


def _known(article: ArticleChecked, record: Claim | Figure | Date) -> set[float]:
    """The numbers of the evidence's paragraphs, of linked figures and dates, what follows from two of them; years."""
    paragraphs = {place.paragraph for place in record.evidence}
    text = " ".join(article.words(article.text.paragraphs[number - 1]) for number in paragraphs)
    known = {*(number(found.group()) for found in _NUMBER.finditer(text)), *_digits(text)}
    known |= {float(digits.replace(",", "")) for digits in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}
    values: set[float] = set()
    for one in article.linked(record) if isinstance(record, Claim) else [record]:
        if isinstance(one, Figure):
            values |= {side for side in (one.min, one.max, one.out_of) if side is not None}
        if isinstance(one, Date):
            known |= set(_parts_of(one))
    beside = (one for one in article.of(Figure) if any(place.paragraph in paragraphs for place in one.record.evidence))
    values |= {one.record.value for one in beside if one.record.value is not None}
    known |= {side * part for side in values if side % 1 for part in (60, 24, 7, 12)}  # hours in minutes
    known |= {side / scale for side in values for scale in (0.01, 1, 100, 10**3, 10**6, 10**9)}
    sentences = " ".join(map(article.words, article.sentences_of(record)))
    known |= set(_derived(values | {number(found.group()) for found in _NUMBER.finditer(sentences)}))
    known |= {float(year) for year in re.findall(r"\b(?:1[6-9]|20)\d\d\b", article.text.content)}
    if article.published:
        known |= {float(article.published.year + step) for step in (-1, 0, 1)}
    for ref in (*record.about, *(filter(None, (record.subject, record.object)) if isinstance(record, Claim) else ())):
        known |= {value for name in article.names_of(ref) for value in _digits(name)}
    return known


def _parts_of(record: Date) -> Iterator[float]:
    """The numbers of a date, of the days before and after it, and the next years."""
    for part in map(float, re.findall(r"\d+", record.edtf)):
        yield from (part, part + 1 if part > 1000 else part)
    for day in filter(None, (record.earliest, record.latest)):
        for beside in (date.fromisoformat(day) + timedelta(days=step) for step in (-1, 0, 1)):
            yield from (float(beside.day), float(beside.year))


def _derived(values: set[float]) -> Iterator[float]:
    """Sums and differences of two numbers, the share of one in the other, in percent, and a share of it; the rest of a
    hundred percent."""
    for one, other in product(values, values):
        yield from (one + other, abs(one - other))
        if one < other:
            yield from (float(round(100 * one / other)), one * other if one < 1 else one)
    yield from (100 - one for one in values)

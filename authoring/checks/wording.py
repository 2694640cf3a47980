"""Claims against their evidence: modality, verification, negation, quotation, and the numbers of statements."""

import re
from collections.abc import Iterator

from authoring.article_text import Span
from authoring.checks.article import ArticleChecked, content_words, cut, phrases_of, spans_of
from authoring.checks.question import Question, rule
from authoring.draft.numbers import NUMBER, number
from authoring.draft.statements import Statement, modality_cues, modality_of, verification_cue
from schemas.records import Claim, Date, Figure, Record, own_evidence

_NEGATION = re.compile(
    r"\b(?:not|no|never|nobody|nothing|none|neither|nor|without|cannot|hardly|unable|fail(?:s|ed)? to|refus(?:es|ed)"
    r"|lacks?|only|unless|rul(?:e|ed) out|halt(?:s|ed)?|stop(?:s|ped)?|against|unhurt|until|less|fewer|declin\w+"
    r"|reject\w*|den(?:y|ies|ied)|instead|yet|prevent\w*|avoid\w*|too|un[a-z]{4,}|dis[a-z]{4,}|missing|absent"
    r"|first|rest|other|others|remaining|withh\w+|(?:kept|held) (?:back|from))\b|n[’']t\b",
    re.I,
)
_WEAK = re.compile(r"\b(?:only|until|yet|too|less|fewer|un[a-z]{4,}|dis[a-z]{4,})\b", re.I)  # hardly a reason for "not"
_STRONG = re.compile(
    r"\b(?:not|never|nobody|nothing|none|neither|cannot)\b|n[’']t\b|\bno (?!fewer|less|more|longer than)", re.I
)
_NUMBER = re.compile(NUMBER, re.I)
_LOOKED_FOR = ("denied", "feared", "considered", "expected", "promised", "demanded", "doubted")


def _claims(article: ArticleChecked) -> Iterator[tuple[Claim, list[Span], str]]:
    """Each claim with the sentences of its evidence, and their words."""
    for parsed in article.of(Claim):
        sentences = article.sentences_of(parsed.record)
        yield parsed.record, sentences, " ".join(article.words(sentence) for sentence in sentences)


@rule
def modality(article: ArticleChecked) -> Iterator[Question]:
    """A claim's modality is that of its verb: denied, feared, considered, expected, promised, demanded, doubted."""
    for claim, sentences, words in _claims(article):
        parsed = article.records[f"claims/{claim.id}"]
        near = words + " " + " ".join(_before(article, sentence) for sentence in sentences)
        exact = phrases_of(claim.evidence)
        if claim.modality in _LOOKED_FOR and not modality_cues(claim.modality, near):
            yield Question(
                parsed, f"no word near the evidence, {cut(exact)!r}, says so; the record says {claim.modality}"
            )
        elif claim.modality in ("asserted", "reported"):
            said = modality_of(exact)
            if (
                said not in ("asserted", "reported", claim.modality)
                and not _is_quoted(article, claim)
                and not modality_cues(said, claim.statement)
            ):
                yield Question(parsed, f"the evidence says {cut(exact)!r}, {said}; the record says {claim.modality}")
        if claim.modality == "reported" and not _is_reported(article, claim, near):
            yield Question(parsed, f"the evidence, {cut(words)!r}, passes nothing on; the record says reported")


def _is_reported(article: ArticleChecked, claim: Claim, near: str) -> bool:
    said = modality_cues("reported", near) or re.search(
        r"\b(?:surve\w+|stud(?:y|ies)|poll\w*|reveal\w*|sources?|found|finds?|data|shows?|showed|estimat\w*|indicat\w+|published|newspapers?|told)\b",
        near,
        re.I,
    )
    return bool(said) or bool(claim.via) or any(one.speaker for one in _statements(article, claim))


def _statements(article: ArticleChecked, claim: Claim) -> list[Statement]:
    return [article.statements[s.start] for s in article.sentences_of(claim) if s.start in article.statements]


def _before(article: ArticleChecked, sentence: Span) -> str:
    """The sentence before another in its paragraph: "Shopkeepers fear …. The digging would cost …"."""
    paragraph = article.text.paragraphs[article.text.place(*sentence).paragraph - 1]
    if sentence.start <= paragraph.start:
        return ""
    return article.words(article.sentence_at(sentence.start - 2))


@rule
def verification(article: ArticleChecked) -> Iterator[Question]:
    """Who is said to have confirmed, denied or declined does so in the words of the evidence."""
    for claim, _, _ in _claims(article):
        for one in claim.verification:
            words = " ".join(article.words(article.sentence_at(place.start)) for place in one.evidence)
            if one.evidence and not verification_cue(one.status, words):
                parsed = article.records[f"claims/{claim.id}"]
                yield Question(parsed, f"the evidence says {cut(words)!r}; the record says {one.status} by {one.by}")


@rule
def negation(article: ArticleChecked) -> Iterator[Question]:
    """A statement says no where its evidence does, and only there."""
    for claim, sentences, words in _claims(article):
        parsed = article.records[f"claims/{claim.id}"]
        exact = phrases_of(claim.evidence)
        near = words + " " + " ".join(_before(article, sentence) for sentence in sentences)
        is_turned = _negates_the_same(claim.statement, words)
        if is_turned or (_STRONG.search(claim.statement) and not _NEGATION.search(_WEAK.sub("", near))):
            yield Question(
                parsed, f"the evidence, {cut(exact)!r}, negates nothing; the record says {cut(claim.statement)!r}"
            )
        elif _STRONG.search(exact) and not (
            _NEGATION.search(claim.statement) or claim.modality in ("denied", "doubted")
        ):
            yield Question(
                parsed, f"the evidence says {cut(exact)!r}; the record, without a negation, {cut(claim.statement)!r}"
            )


def _negates_the_same(statement: str, words: str) -> bool:
    """Whether a statement says "not" before a word near which its sentence negates nothing."""
    negated = re.findall(r"\b(?:not|never|cannot) (?:\w{1,3} ){0,2}([^\W\d_]{3,})", statement)
    near = (_around(word, words) for word in negated)
    return any(found and not any(map(_NEGATION.search, found)) for found in near)


def _around(word: str, words: str) -> list[str]:
    """The clauses of a sentence that have a word, or one that begins as it does."""
    stem = re.escape(word[:5] if len(word) > 4 else f"{word} ")
    clauses = re.split(r"[,;:—–] | (?:and|but|while|because|that|which|until) ", f"{words} ")
    return [clause for clause in clauses if re.search(rf"\b{stem}", clause, re.I)]


@rule
def quotation(article: ArticleChecked) -> Iterator[Question]:
    """A claim that is quoted directly has evidence between quotation marks."""
    for claim, _, _ in _claims(article):
        if claim.quotation == "direct" and not _is_quoted(article, claim):
            exact = phrases_of(claim.evidence)
            yield Question(
                article.records[f"claims/{claim.id}"],
                f"the evidence, {cut(exact)!r}, is not quoted; the record says direct",
            )


def _is_quoted(article: ArticleChecked, claim: Claim) -> bool:
    phrases = spans_of(claim.evidence)
    return any(quote.meets(phrase) for quote in article.quotations for phrase in phrases)


@rule
def evidence_of_the_statement(article: ArticleChecked) -> Iterator[Question]:
    """A claim's sentence shares a word, a number or a name with its statement, or with what the claim links."""
    for claim, sentences, words in _claims(article):
        own = content_words(f"{claim.statement} {claim.label}")
        for ref in filter(None, (claim.subject, claim.object, *claim.about)):
            own |= {stem for name in article.names_of(ref) for stem in content_words(name)}
        linked = _linked(article, claim)
        meets = any(
            place.start < s.end and s.start < place.end for r in linked for place in own_evidence(r) for s in sentences
        )
        if len(own) >= 4 and not own & content_words(words) and not meets:
            exact = phrases_of(claim.evidence)
            yield Question(
                article.records[f"claims/{claim.id}"],
                f"the evidence says {cut(exact)!r}; the record says {cut(claim.statement)!r}",
            )


def _linked(article: ArticleChecked, claim: Claim) -> list[Record]:
    refs = (*claim.figures, *claim.dates, *claim.events)
    return [article.records[ref].record for ref in refs if ref in article.records]


@rule
def linked_near(article: ArticleChecked) -> Iterator[Question]:
    """The figures and dates that a claim links stand in its sentences, or in those beside them."""
    for claim, sentences, _ in _claims(article):
        for ref in (*claim.figures, *claim.dates):
            parsed = article.records.get(ref)
            if parsed and not any(_is_near(place.start, sentences) for place in own_evidence(parsed.record)):
                stands = own_evidence(parsed.record)[0].exact
                yield Question(
                    article.records[f"claims/{claim.id}"],
                    f"{stands!r} stands elsewhere than the evidence; the record links {ref}",
                )


def _is_near(offset: int, sentences: list[Span]) -> bool:
    return any(sentence.start - 250 <= offset <= sentence.end + 150 for sentence in sentences)


@rule
def numbers_of_words(article: ArticleChecked) -> Iterator[Question]:
    """A number in a label or statement stands in the evidence's paragraph, or in a figure or date of the record."""
    for parsed in article.part.records:
        record = parsed.record
        if not isinstance(record, Claim | Figure | Date):
            continue
        statement = record.statement if isinstance(record, Claim) else ""
        said = {value for words in (record.label, statement) for value in _digits(words)}
        if not said:
            continue
        known = _known(article, record)
        strange = sorted(value for value in said if value not in known)
        if strange:
            shown = ", ".join(f"{value:,}" for value in strange)
            yield Question(parsed, f"the evidence names no {shown}; the record says {cut(statement or record.label)!r}")


def _digits(words: str) -> set[float]:
    return {number(found.group()) for found in _NUMBER.finditer(words) if any(c.isdigit() for c in found.group())}


def _known(article: ArticleChecked, record: Claim | Figure | Date) -> set[float]:
    paragraphs = {place.paragraph for place in record.evidence}
    text = " ".join(article.words(article.text.paragraphs[number - 1]) for number in paragraphs)
    known: set[float] = {number(found.group()) for found in _NUMBER.finditer(text)} | _digits(text)
    known |= {float(digits.replace(",", "")) for digits in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}
    linked = _linked(article, record) if isinstance(record, Claim) else [record]
    values: set[float] = set()
    for one in linked:
        if isinstance(one, Figure):
            sides = {side for side in (one.min, one.max, one.out_of) if side is not None}
            values |= sides
            known |= (
                sides
                | {side * 100 for side in sides}
                | {side / scale for side in sides for scale in (10**3, 10**6, 10**9)}
            )
        if isinstance(one, Date):
            parts = {float(part) for part in re.findall(r"\d+", one.edtf)}
            known |= parts | {part + 1 for part in parts if part > 1000}
    known |= {abs(one - other) for one in values for other in values} | {
        one + other for one in values for other in values
    }
    known |= {float(year) for year in re.findall(r"\b(?:1[6-9]|20)\d\d\b", article.text.content)}
    if article.published:
        known |= {float(article.published.year + step) for step in (-1, 0, 1)}
    for ref in (*record.about, *(filter(None, (record.subject, record.object)) if isinstance(record, Claim) else ())):
        known |= {value for name in article.names_of(ref) for value in _digits(name)}
    return known

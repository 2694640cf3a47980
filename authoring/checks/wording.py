"""Claims against their evidence: modality, verification, negation, quotation, and the numbers of statements."""

import re
from collections.abc import Iterator
from typing import NamedTuple

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
from authoring.draft.numbers import NUMBER, number
from authoring.draft.statements import modality_cues, modality_of, verification_cue
from schemas.records import Claim, Date, Event, Figure, Record, own_evidence
from schemas.seedfiles.seedfile import Parsed

_STRONG_WORDS = r"not|never|nobody|nothing|none|neither|cannot|no"
_GROUNDS = (  # in evidence, of a statement's "not"
    rf"{_STRONG_WORDS}|nor|without|hardly|unable|fail(?:s|ed)? to|refus(?:es|ed)|lacks?|unless|rul(?:e|ed) out"
    r"|halt(?:s|ed)?|stop(?:s|ped)?|against|unhurt|declin\w+|reject\w*|turn(?:s|ed)? down|den(?:y|ies|ied)|instead"
    r"|left out|leav\w+ out|stay\w*|outside|except\w*|(?:look|search)\w* for"
    r"|prevent\w*|avoid\w*|missing|absent|broken|lowest|highest|biggest|largest|longest|smallest|shortest|fastest|worst"
    r"|un(?!der|it|iv|ion|til|usual)[a-z]{4,}|optional|voluntary|rest|remaining|withh\w+"
    r"|cancel\w*|strand\w*|suspend\w*|bans?|banned|barr\w*|forb\w+|prohibit\w*|exclu\w+|block\w*|gone|silen\w+"
    r"|los[est]\w*|wrong\w*|waits?|waited|waiting|hat(?:es?|ed)|free (?:of|from)|hard(?:er)? to|difficult\w*|too \w+ to"
    r"|first .{0,40} in (?:more|over|almost|\d+)|(?:keeps?|kept|held) (?:\w+ ){0,3}(?:back|from)"
)
_NEGATES = re.compile(rf"\b(?:{_GROUNDS})\b|n[’']t\b", re.I)
_SAYS_NO = re.compile(  # in a statement, for a "not" of its evidence
    rf"\b(?:{_GROUNDS}|only|until|less|fewer|yet|too|un[a-z]{{4,}}|dis[a-z]{{4,}}|first|others?|doubt\w*"
    r"|open|stays?|remains?|same|leaves?|keeps?)\b|n[’']t\b",
    re.I,
)
_STRONG = re.compile(rf"\b(?:{_STRONG_WORDS})\b|n[’']t\b", re.I)
_BOUND = re.compile(  # a "not" that negates nothing
    r"\b(?:(?:no|not) (?:fewer|less|more|longer|later|earlier) than|not only|nothing wrong|no doubt|not bad"
    r"|not rul\w+ out)\b",
    re.I,
)
_PLAIN = re.compile(r"(?P<verb>\b(?:do|does|did) ?)?(?:\b(?:not|never|cannot)\b|n[’']t\b)", re.I)
_WOULD_CONFIRM = re.compile(r"\b(?:would|will|could|can|did|does) (?:only )?confirm\b")
_CONDITION = re.compile(r"\b(?:without|if|unless)\b", re.I)
_DENIES = re.compile(r"\b(?:den(?:y|ies|ied|ying)|doubt\w*|reject\w*|dismiss\w*|disput\w*|not?)\b", re.I)
_DENIES_AGAIN = re.compile(
    rf" ?(?:{_GROUNDS}|(?:doubt|disput|dismiss|contest|oppos|object|challeng|contradict)\w*)\b", re.I
)
_CLAUSE_END = re.compile(r"[,;:—–] | (?:and|but|while|because|that|which|until) ")
_ALSO_SAYS = {  # of a modality, in words that drafting does not read so
    "demanded": re.compile(
        r"\b(?:to demand|demanding|s(?:ought|eeks)|calling for|asking (?:for|to)"
        r"|ha(?:s|ve|d) ordered (?:[\w’'-]+ ){1,3}to)\b"
    ),
    "promised": re.compile(r"\b(?:undert(?:akes?|aken|ook) to|committed itself to)\b"),
}
_PASSED = re.compile(
    r"\b(?:had|than|as|not|never|un) ?(?:been )?(?:expected|feared|hoped|forecast|predicted|anticipated)\b", re.I
)
_IF = re.compile(r"\b(?:say|know|clear|decide\w*|disclose|comment(?: on)?) (?:if|whether) (?:[\w’'-]+ ){0,4}$")
_OWN = re.compile(r"\bthis (?:article|newspaper|story|report)\b")  # the publisher quotes itself
_NUMBER = re.compile(NUMBER, re.I)
_ACTS = ("demanded", "promised", "denied")  # which the publisher may report as acts: "others urged caution"
_LOOKED_FOR = {  # with more words that may say so
    "denied": re.compile(r"\b(?:refut|rebut|rubbish|baseless|nonsense)\w*", re.I),
    "feared": re.compile(r"\b(?:anxi|alarm|risk|threat|danger|dread|warn|nervous|scar(?:ed|y)|worr)\w*", re.I),
    "doubted": re.compile(
        r"\bnot (?:\w+ )?(?:satisfied|convinced|sure|certain|persuaded|believ)"
        r"|\b(?:un(?:convinced|sure|likely|persuaded)|question|disbelie|suspicio)\w*",
        re.I,
    ),
}


class _Read(NamedTuple):
    """A claim with the sentences of its evidence, their words, and its phrases."""

    parsed: Parsed[Claim]
    claim: Claim
    sentences: list[Span]
    words: str
    exact: str


def _claims(article: ArticleChecked) -> Iterator[_Read]:
    for parsed in article.of(Claim):
        sentences = article.sentences_of(parsed.record)
        words = " ".join(map(article.words, sentences))
        yield _Read(parsed, parsed.record, sentences, words, phrases_of(parsed.record.evidence))


@rule
def modality(article: ArticleChecked) -> Iterator[Question]:
    """A claim is denied, feared or doubted where a word near it says so; it is asserted where its evidence says nothing
    else."""
    publishers = (article.article.publisher, article.article.originally_published_by)
    for parsed, claim, sentences, words, exact in _claims(article):
        if claim.modality in _LOOKED_FOR:
            near = words + " " + " ".join(_before(article, sentence) for sentence in sentences)
            is_read = modality_cues(claim.modality, near) or verification_cue(claim.modality, near)
            if not is_read and not _LOOKED_FOR[claim.modality].search(near):
                yield Question(parsed, f"no word near the evidence, {cut(exact)!r}, says so", claim.modality)
        elif claim.modality in ("asserted", "reported"):
            said = "considered" if _is_open(article, claim) else modality_of(_PASSED.sub("", exact))
            said = next((modality for modality, cue in _ALSO_SAYS.items() if cue.search(exact)), said)
            if (
                said not in ("asserted", "reported", claim.modality)
                and not _is_quoted(article, claim)
                and not modality_cues(said, claim.statement)
                and not (said == "considered" and _is_planned(article, claim))
                and not (said in _ACTS and claim.speaker in publishers)
            ):
                yield Question(parsed, f"the evidence says {cut(exact)!r}, {said}", claim.modality)


def _is_open(article: ArticleChecked, claim: Claim) -> bool:
    """Whether the first phrase of a claim follows "if" or "whether"."""
    first = claim.evidence[0]
    return _IF.search(article.text.content, article.text.sentence_at(first.start).start, first.start) is not None


def _is_planned(article: ArticleChecked, claim: Claim) -> bool:
    """Whether a claim links an event that is planned, which says what its statement leaves out."""
    return any(isinstance(one, Event) and one.status == "planned" for one in _linked(article, claim))


def _before(article: ArticleChecked, sentence: Span) -> str:
    """The sentence before another in its paragraph: "Shopkeepers fear …. The digging would cost …"."""
    paragraph = article.text.paragraphs[article.text.place(*sentence).paragraph - 1]
    if sentence.start <= paragraph.start:
        return ""
    return article.words(article.text.sentence_at(sentence.start - 2))


@rule
def verification(article: ArticleChecked) -> Iterator[Question]:
    """The words of a verification's evidence confirm, deny or decline as its status says."""
    for parsed in article.of(Claim):
        for one in parsed.record.verification:
            words = " ".join(article.words(article.text.sentence_at(place.start)) for place in one.evidence)
            is_silent = one.status == "declined_to_disclose" and re.search(r"\bcomment\b", words)
            is_said = one.status == "confirmed" and _WOULD_CONFIRM.search(words)
            if one.evidence and not is_silent and not is_said and not verification_cue(one.status, words):
                yield Question(parsed, f"the evidence says {cut(words)!r}", f"{one.status} by {one.by}")


@rule
def negation(article: ArticleChecked) -> Iterator[Question]:
    """A statement is negated where the clauses of its evidence are, and only there; what is denied is not negated."""
    for parsed, claim, sentences, words, exact in _claims(article):
        is_denied = claim.modality in ("denied", "doubted")
        near = [_BOUND.sub("", " ".join(_clauses(article, sentence, claim))) for sentence in sentences]
        near = [_DENIES.sub("", one, count=1) for one in near] if is_denied else near
        has_grounds = any(map(_NEGATES.search, near))
        says_not = _says_not(claim.statement, words) or (is_denied and _negated(claim.statement))
        if _negates_the_same(claim.statement, words) or (says_not and not has_grounds):
            yield Question(parsed, f"the evidence, {cut(exact)!r}, negates nothing", f"{cut(claim.statement)!r}")
        elif not is_denied and _affirms(claim.statement, exact):
            yield Question(
                parsed, f"the evidence says {cut(exact)!r}; the record, without a negation, {cut(claim.statement)!r}"
            )


def _says_not(statement: str, words: str) -> bool:
    """Whether a statement has a "not" that its sentence must have as well. "No", "nobody" and "did not" with another
    verb than the sentence often say in other words what is not negated: for "were stranded", that they did not leave;
    for "the largest", that no other is larger."""
    found = _PLAIN.search(_BOUND.sub("", statement))
    if not found or _CONDITION.search(statement):
        return False
    negated = found.string[found.end() :]
    if any(re.search(rf"\b(?:un|in|im|dis|non-?){word}", words, re.I) for word in content_words(negated)):
        return False  # "cannot be finished" for "left unfinished"
    if not found["verb"]:
        return _shares(negated, statement, words)
    own = re.search(r"[^\W\d_]{3,}", negated)
    return own is not None and re.search(rf"\b{own.group()[:4]}", words, re.I) is not None


def _affirms(statement: str, exact: str) -> bool:
    """Whether a statement says without a "not" what its evidence negates: of two negations, "does not dispute", the
    second one."""
    negated = _negated(exact)
    if denial := _DENIES_AGAIN.match(negated):
        return not _STRONG.search(statement) and _shares(denial.group(), "", statement)
    alone = re.match(r" ?(\w+)(?: …|$)", negated)  # "is not new" ends a phrase
    is_said = alone and re.search(rf"\b{alone[1]}\b", statement)
    is_shared = _shares(alone[1] if alone else negated, exact, statement)
    return bool(is_said or is_shared) and not _SAYS_NO.search(statement)


def _negated(words: str) -> str:
    """What follows the first "not" of some words; empty where they have none."""
    bare = _BOUND.sub("", words)
    found = _STRONG.search(bare)
    return bare[found.end() :] if found else ""


def _shares(negated: str, whole: str, others: str) -> bool:
    """Whether other words speak of what is negated; words of their own ("it was safe") may say it without a "not"."""
    if not negated:
        return False
    numbers = set(re.findall(r"\d+", whole)) & set(re.findall(r"\d+", others))
    return bool(numbers or content_words(negated) & content_words(others))


def _clauses(article: ArticleChecked, sentence: Span, claim: Claim) -> Iterator[str]:
    """The clauses of a sentence, and the quotations, that a claim's evidence meets."""
    phrases, start = spans_of(claim.evidence), sentence.start
    yield from (article.words(quote) for quote in article.quotations if any(map(quote.meets, phrases)))
    for end in (*(found.end() for found in _CLAUSE_END.finditer(article.text.content, *sentence)), sentence.end):
        if any(Span(start, end).meets(phrase) for phrase in phrases):
            yield article.words(Span(start, end))
        start = end


def _negates_the_same(statement: str, words: str) -> bool:
    """Whether a statement negates a word that its sentence does not negate."""
    negated = re.findall(
        r"\b(?:not|never|cannot) (?:\w{1,3} ){0,2}(?!th)([^\W\d_]{3,})(?! \w+er\b| more| less)", statement
    )
    near = (_around(word, words) for word in negated)
    return any(found and not any(map(_NEGATES.search, found)) for found in near)


def _around(word: str, words: str) -> list[str]:
    """The clauses of a sentence that have a word, in any form, without it."""
    stem = re.compile(rf"\b{re.escape(word[:5])}\w*" if len(word) > 4 else rf"\b{re.escape(word)} ", re.I)
    return [stem.sub("", clause) for clause in _CLAUSE_END.split(f"{words} ") if stem.search(clause)]


@rule
def quotation(article: ArticleChecked) -> Iterator[Question]:
    """A claim that is quoted directly has evidence between quotation marks."""
    for parsed, claim, _, _, exact in _claims(article):
        if claim.quotation == "direct" and not _is_quoted(article, claim):
            yield Question(parsed, f"the evidence, {cut(exact)!r}, is not quoted", "direct")


@rule_for_any_language
def quoted_speaker(article: ArticleChecked) -> Iterator[Question]:
    """A claim is quoted, directly or indirectly, where somebody other than the publisher speaks, and only there."""
    publishers = {article.article.publisher, article.article.originally_published_by, None}
    for parsed, claim, _, _, exact in _claims(article):
        if _OWN.search(exact):
            continue
        if claim.speaker in publishers and claim.quotation and claim.modality != "reported":
            yield Question(parsed, "the publisher speaks, so nobody is quoted", claim.quotation)
        elif claim.speaker not in publishers and not claim.quotation:
            yield Question(parsed, f"{claim.speaker} is quoted, directly or indirectly; the record has no quotation")


def _is_quoted(article: ArticleChecked, claim: Claim) -> bool:
    phrases = spans_of(claim.evidence)
    return any(quote.meets(phrase) for quote in article.quotations for phrase in phrases)


def _linked(article: ArticleChecked, claim: Claim) -> list[Record]:
    refs = (*claim.figures, *claim.dates, *claim.events)
    return [article.records[ref].record for ref in refs if ref in article.records]


@rule
def linked_near(article: ArticleChecked) -> Iterator[Question]:
    """The figures and dates that a claim links stand in its sentences, or in those beside them."""
    for parsed, claim, sentences, *_ in _claims(article):
        for ref in (*claim.figures, *claim.dates):
            linked = own_evidence(article.records[ref].record) if ref in article.records else ()
            if linked and not any(_is_near(place.start, sentences) for place in linked):
                said = f"{linked[0].exact!r} stands elsewhere than the evidence"
                yield Question(parsed, f"{said}; the record links {ref}")


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
        strange = sorted(value for value in said if value not in known)
        if strange:
            shown = ", ".join(f"{value:,}" for value in strange)
            yield Question(parsed, f"the evidence names no {shown}", f"{cut(statement or record.label)!r}")


def _digits(words: str) -> set[float]:
    return {number(found.group()) for found in _NUMBER.finditer(words) if any(c.isdigit() for c in found.group())}


def _known(article: ArticleChecked, record: Claim | Figure | Date) -> set[float]:
    """The numbers of the evidence's paragraphs, and of linked figures and dates with sums and differences; years."""
    paragraphs = {place.paragraph for place in record.evidence}
    text = " ".join(article.words(article.text.paragraphs[number - 1]) for number in paragraphs)
    known = {*(number(found.group()) for found in _NUMBER.finditer(text)), *_digits(text)}
    known |= {float(digits.replace(",", "")) for digits in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}
    values: set[float] = set()
    for one in _linked(article, record) if isinstance(record, Claim) else [record]:
        if isinstance(one, Figure):
            values |= {side for side in (one.min, one.max, one.out_of) if side is not None}
        if isinstance(one, Date):
            parts = {float(part) for part in re.findall(r"\d+", one.edtf)}
            known |= parts | {part + 1 for part in parts if part > 1000}
    known |= values | {side * 100 for side in values} | {float(round(side * 100)) for side in values}
    known |= {side / scale for side in values for scale in (10**3, 10**6, 10**9)}
    known |= {combined for one in values for other in values for combined in (abs(one - other), one + other)}
    known |= {float(year) for year in re.findall(r"\b(?:1[6-9]|20)\d\d\b", article.text.content)}
    if article.published:
        known |= {float(article.published.year + step) for step in (-1, 0, 1)}
    for ref in (*record.about, *(filter(None, (record.subject, record.object)) if isinstance(record, Claim) else ())):
        known |= {value for name in article.names_of(ref) for value in _digits(name)}
    return known

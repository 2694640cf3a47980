"""How a claim is put, and who verifies it, against the words of its evidence."""

import re
from collections.abc import Iterator

from authoring.article_text import Span
from authoring.checks.article import ArticleChecked, Question, cut, rule
from authoring.draft.modality import verification_cue
from authoring.draft.words import any_of
from schemas.records import Claim, Event

_MODALITIES = ("demanded", "promised", "feared", "doubted", "considered", "expected", "denied")
_SPEAKS_OF = {one: re.compile(rf"\b(?:{any_of(f'{one} in evidence')})\b", re.I) for one in _MODALITIES}
_SAYS_ITSELF = {one: re.compile(rf"\b(?:{any_of(f'{one} in statements')})", re.I) for one in _MODALITIES}
_MAY_SPEAK_OF = {  # more words near a claim of a modality, which by themselves do not make another wrong
    one: re.compile(rf"\b(?:{any_of(f'{one} perhaps')})\b")
    for one in ("demanded", "promised", "considered", "expected")
}
_NOT = re.compile(r"\b(?:no|not|none|never|nobody|nothing|neither|cannot)\b|n[’']t\b", re.I)
_MAY = re.compile(r"\b(?:(?:may|(?<!you )could)(?! not)|might|possibl[ey]|perhaps|potentially)\b")
_LEAVES_OPEN = re.compile(rf"\b(?:{any_of('leaves open')})\b", re.I)  # by a statement
_JUST_BEFORE = 25  # characters
_GOVERNED = re.compile(r"(?:(?! and | as | but | because | which | who | while | after | when )[^,;:—–“”\"]){0,70}$")
_PASSED = re.compile(  # "than expected", "beat forecasts", "the promised money", "the plan to build"; an X in cues
    r"\b(?:(?:than|as|not|never|un) ?(?:been )?|(?:beat|missed|exceeded|above|below|despite|amid) (?:\w+ ){0,2}?)"
    r"(?:expected|feared|hoped|forecasts?|predicted|anticipated|fears)\b"
    r"|\b(?:not|never) (?:\w+ )?(?:consider|expect|plan|promis|demand|ask|seek)\w*|\b(?:should|must|can) expect\b"
    r"|\b(?:the |an? )?(?:court|judges?|tribunal|panel|magistrates?) (?:\w+ )?dismissed"
    r"|\b(?:the|an?|its|their|his|her|this|any|no) [\w’'-]+"
    r"|\b(?:was|were|been) (?:(?:never|not|first|also|once) )?(?:asked|told|urged|ordered)\b"
    r"|\b(?:ha[sd]|have) (?:first |originally |initially )?(?:proposed|planned|promised|demanded|requested)(?= …|$)",
    re.I,
)
_HAD = re.compile(  # what did not come
    r"\bhad (?:been )?(?:tipped|expected|hoped|feared|forecast|predicted|anticipated)\b", re.I
)
_IF = re.compile(
    r"\b(?:say|know|clear|decide\w*|disclose|drawn on|comment(?: on)?) (?:(?:if|whether) (?:[\w’'-]+ ){0,4})?$"
)
_SAYS_STATUS = {  # what verification_cue does not read
    "confirmed": re.compile(
        r"\b(?:would|will|could|can|did|does) (?:only )?confirm\b|\b(?:conced|admit|acknowledg)\w*|\b(?:not"
        r"|never) den(?:y|ied)\b"
    ),
    "denied": re.compile(
        r"\bnot guilty\b|\b(?:did|has|had|was) not\b|\bnever\b"
        r"|\b(?:fiction|fantasy|nonsense|rubbish|lies?|baseless|unfounded|fabricat\w*|invent\w*|incorrect"
        r"|inaccurate|wrong|disagree\w*)\b"
    ),
}


@rule
def modality(article: ArticleChecked) -> Iterator[Question]:
    """A claim is expected, promised, denied where a word near it says so; it is asserted where its evidence says
    nothing else."""
    for parsed, claim, sentences, words, exact in article.claims():
        if claim.modality in _MODALITIES:
            near = words + " " + " ".join(_before(article, sentence) for sentence in sentences)
            cues = (_SPEAKS_OF[claim.modality], _SAYS_ITSELF[claim.modality], _MAY_SPEAK_OF.get(claim.modality))
            spoken_of = [one for one, cue in _SPEAKS_OF.items() if cue.search(_put(article, claim, exact))]
            if not any(cue.search(near) for cue in cues if cue):
                yield Question(parsed, f"no word near the evidence, {cut(exact)!r}, says so", claim.modality)
            elif spoken_of and claim.modality not in spoken_of and not _is_open(article, claim):
                yield Question(parsed, f"the evidence says {cut(exact)!r}, {spoken_of[0]}", claim.modality)
        elif claim.modality in ("asserted", "reported"):
            said = next(_said(article, claim, exact), None)
            if said:
                yield Question(parsed, f"the evidence says {cut(exact)!r}, {said}", claim.modality)


def _said(article: ArticleChecked, claim: Claim, exact: str) -> Iterator[str]:
    """The modalities that a claim's evidence speaks of, with the words that govern it, and its statement does not."""
    words = _put(article, claim, exact)
    if not set(re.findall(r"\d+", exact)) & set(re.findall(r"\d+", claim.statement)):
        words = _HAD.sub("X", words)
    for modality, cue in _SPEAKS_OF.items():
        is_denial = modality in ("denied", "doubted")
        is_in_statement = _SAYS_ITSELF[modality].search(claim.statement) or (
            is_denial and (claim.verification or _NOT.search(claim.statement))
        )
        is_planned = modality == "considered" and _is_planned(article, claim)
        if not is_in_statement and not is_planned and cue.search(words):
            yield modality
    if _is_open(article, claim):
        yield "considered"


def _put(article: ArticleChecked, claim: Claim, exact: str) -> str:
    """A claim's phrases with the words that govern them, but none that are passed on, "the promised money"."""
    return _PASSED.sub("X", _governing(article, claim) + exact)


def _governing(article: ArticleChecked, claim: Claim) -> str:
    """The words of the clause that stand before the first phrase of a claim."""
    first = claim.evidence[0]
    before = article.text.content[article.text.sentence_at(first.start).start : first.start]
    found = _GOVERNED.search(before)
    return found.group() if found else ""


@rule
def possibility(article: ArticleChecked) -> Iterator[Question]:
    """What may be, by a claim's evidence, is not certain in its statement."""
    for parsed, claim, _, _, exact in article.claims():
        may_be = _MAY.search(_governing(article, claim)[-_JUST_BEFORE:] + exact)
        if may_be and claim.modality in ("asserted", "reported") and not _LEAVES_OPEN.search(claim.statement):
            said = f"the evidence says {cut(exact)!r}"
            yield Question(parsed, f"{said}; the record, as certain, {cut(claim.statement)!r}")


def _is_open(article: ArticleChecked, claim: Claim) -> bool:
    """Whether the first phrase of a claim follows "if" or "whether"."""
    first = claim.evidence[0]
    return _IF.search(article.text.content, article.text.sentence_at(first.start).start, first.start) is not None


def _is_planned(article: ArticleChecked, claim: Claim) -> bool:
    """Whether a claim links an event that is planned, which says what its statement leaves out."""
    return any(isinstance(one, Event) and one.status == "planned" for one in article.linked(claim))


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
            is_silent = one.status == "declined_to_disclose" and re.search(r"\bcomment|\b[Aa]sk", words)
            is_said = _SAYS_STATUS[one.status].search(words) if one.status in _SAYS_STATUS else None
            if one.evidence and not is_silent and not is_said and not verification_cue(one.status, words):
                yield Question(parsed, f"the evidence says {cut(words)!r}", f"{one.status} by {one.by}")

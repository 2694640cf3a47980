"""How a claim is put, and who verifies it, against the words of its evidence."""

import re
from collections.abc import Iterator

from authoring.article_text import Span
from authoring.checks.article import ArticleChecked, Question, cut, rule
from authoring.draft.modality import verification_cue
from schemas.records import Claim, Event

_CUES = {  # of a modality: in the words of evidence, and in a statement that says it itself
    "demanded": (
        r"(?<!\b[Ww]e )(?<!\bI )(?<!\b[Tt]hey )asked (?!not\b)(?:[\w’'-]+ ){0,3}(?:for|to)"
        r"|asking (?:[\w’'-]+ ){0,3}(?:for|to)"
        r"|demand(?:s|ed|ing)|to demand|call(?:s|ed|ing)? (?:for|on (?:[\w’'-]+ ){1,5}to)|urg(?:es?|ed|ing) (?!caution)"
        r"|insist(?:s|ed) (?:on|that \w+ must)|ha(?:s|ve|d) ordered (?:[\w’'-]+ ){1,3}to|request(?:s|ed|ing)|would like"
        r"|want(?:s|ed)? (?:it|to know|to hear|\w+ to)|appeal(?:s|ed|ing) (?:for|to)|press(?:es|ed|ing) for"
        r"|s(?:ought|eeks|eeking)",
        r"demand|ask|call|urg|insist|seek|sought|want|order|request|requir|appeal|press|petition|would like|appl[yi]",
    ),
    "promised": (
        r"promis(?:es?|ed|ing)|pledg(?:es?|ed|ing)|vow(?:s|ed|ing)?|guarantee[sd]?|undert(?:akes?|aken|ook) to|assured"
        r"|committed (?:(?:it|him|her|them)sel(?:f|ves) )?to",
        r"promis|offer|h[eo]ld out|pledg|vow|guarant|undert|commit|assur|swor|swear|word\b",
    ),
    "feared": (
        r"fear(?:s|ed)?(?! of)|worr(?:y|ies) (?:that|about)|worried|(?:concerned|anxious) (?:that|about)|afraid"
        r"|alarmed",
        r"fear|worr|concern|afraid|anxi|alarm|risk|threat|danger|dread|warn|nervous|scar(?:ed|y)",
    ),
    "doubted": (
        r"doubts?|doubted|s[ck]eptical|questioned whether|cast doubt|unconvinced",
        r"doubt|s[ck]ept|question|un(?:convinced|sure|likely|persuaded)|disbelie|suspicio"
        r"|not (?:\w+ )?(?:satisfied|convinced|sure|certain|persuaded|believ)",
    ),
    "considered": (
        r"(?<!is )(?<!are )(?<!was )(?<!were )considered|consider(?:s|ing)(?! (?:them|him|her|it)sel)"
        r"|(?:will|would|may|might|could) consider|weigh(?:s|ed|ing) (?:up|whether|a)|mull(?:s|ing)|plans? to"
        r"|intend(?:s|ed)? to|proposes|ha[sd] proposed|proposed (?:to|that|X)|exploring"
        r"|(?:thinking|toying) (?:of|about|with)|contemplat(?:es|ed|ing)"
        r"|looking (?:at|into) whether",
        r"consider|plan(?:s|ned|ning)?\b|would|propos|explor|intend|discuss|mull|suggest|contemplat|talk",
    ),
    "expected": (
        r"expect(?:s|ed)?|forecasts?|predict(?:s|ed)?|project(?:s|ed)|count(?:s|ing) on"
        r"|anticipat(?:es|ed)|(?:is|are) set to|guidance of"
        r"|hop(?:es?|ing) (?:for|to|that)|hoped (?:for|that)|(?:is|was|are|were) likely to|aims? to"
        r"|(?:poised|tipped) to|on (?:course|track) to",
        r"expect|forecast|predict|projected|projection|anticipat|hop(?:e|ing)|outlook|guidance|target|likely|probab"
        r"|due\b|set to|see[sn]|counts on|suppose|estimat|reckon|thinks?\b|believ|aim(?:s|ed)?\b|on (?:course|track)"
        r"|prospect|foresee|await",
    ),
    "denied": (
        r"(?<!was )(?<!were )(?<!been )den(?:y|ies|ied)|denying|refut(?:es|ed)"
        r"|reject(?:s|ed) (?:the )?(?:claims?|allegations?|suggestions?|accusations?|criticism)"
        r"|(?<!was )(?<!were )(?<!been )(?<!be )dismissed (?!in |on |by |for |from )",
        r"den(?:y|ie)|reject|dismiss|disput|contest|refut|rebut|rubbish|baseless|nonsense|contradict|untrue|false",
    ),
}
_SPEAKS_OF = {modality: re.compile(rf"\b(?:{said})\b", re.I) for modality, (said, _) in _CUES.items()}
_SAYS_ITSELF = {modality: re.compile(rf"\b(?:{said})", re.I) for modality, (_, said) in _CUES.items()}
_MAY_SPEAK_OF = {  # more words near a claim of a modality, which by themselves do not make another wrong
    "demanded": re.compile(
        r"\b(?:must|should|needs?|ha(?:s|ve) to|recommend\w*|plead?|tell\w*|told|let|invit\w*|challeng\w*|warn\w*"
        r"|advis(?:es?|ed)|instruct\w*|order(?:s|ed)|beg(?:s|ged)|ultimatum|unless)\b"
    ),
    "promised": re.compile(r"\b(?:will|would|offer\w*|agree\w*|sign\w*)\b"),
    "considered": re.compile(
        r"\b(?:may|might|could|eye[sd]?|eyeing|option\w*|possib\w*|stud(?:y|ies|ying)|examin\w*|look\w*|think\w*|debat\w*"
        r"|review\w*|seek\w*|whether|if|want\w*)\b"
    ),
    "expected": re.compile(r"\b(?:should|sees?|eye[sd]?|eyeing|(?:is|are) to|bet(?:s|ting)?|may|might|could)\b"),
}
_NOT = re.compile(r"\b(?:no|not|none|never|nobody|nothing|neither|cannot)\b|n[’']t\b", re.I)
_MAY = re.compile(r"\b(?:may|might|could|possibl[ey]|perhaps|potentially)\b(?! not\b)")
_LEAVES_OPEN = re.compile(  # by a statement
    r"\b(?:may|might|could|can|would|should|possib\w*|perhaps|potential\w*|likely|risk\w*|chance|if|unless|able|unclear"
    r"|whether|think\w*|believ\w*|consider\w*|suspect\w*|expect\w*|fear\w*|to be|open|suggest\w*|danger|threat\w*"
    r"|hop\w+|warn\w*|plan\w*|odds|allow\w*|enough|cannot|way|room|lets?|at most|up to|no|not|nobody)\b|n[’']t\b",
    re.I,
)
_JUST_BEFORE = 25  # characters
_GOVERNED = re.compile(r"(?:(?! and | as | but | because | which | who | while | after | when )[^,;:—–“”\"]){0,70}$")
_PASSED = re.compile(  # "than expected", "beat forecasts", "the promised money", "the plan to build"; an X in cues
    r"\b(?:(?:than|as|not|never|un) ?(?:been )?|(?:beat|missed|exceeded|above|below|despite|amid) (?:\w+ ){0,2}?)"
    r"(?:expected|feared|hoped|forecasts?|predicted|anticipated|fears)\b"
    r"|\b(?:the |an? )?(?:court|judges?|tribunal|panel|magistrates?) (?:\w+ )?dismissed"
    r"|\b(?:the|an?|its|their|his|her|this|any|no) [\w’'-]+"
    r"|\b(?:was|were|been) (?:(?:never|not|first|also|once) )?(?:asked|told|urged|ordered)\b"
    r"|\b(?:ha[sd]|have) (?:first |originally |initially )?(?:proposed|planned|promised|demanded|requested)(?= …|$)",
    re.I,
)
_HAD = re.compile(  # what did not come
    r"\bhad (?:been )?(?:tipped|expected|hoped|feared|forecast|predicted|anticipated)\b", re.I
)
_IF = re.compile(r"\b(?:say|know|clear|decide\w*|disclose|comment(?: on)?) (?:if|whether) (?:[\w’'-]+ ){0,4}$")
_SAYS_STATUS = {  # what verification_cue does not read
    "confirmed": re.compile(r"\b(?:would|will|could|can|did|does) (?:only )?confirm\b|\b(?:not|never) den(?:y|ied)\b"),
    "denied": re.compile(
        r"\bnot guilty\b|\b(?:did|has|had|was) not\b|\bnever\b"
        r"|\b(?:fiction|fantasy|nonsense|rubbish|lies?|baseless|unfounded|fabricat\w*|invent\w*|incorrect|inaccurate|wrong|disagree\w*)\b"
    ),
}


@rule
def modality(article: ArticleChecked) -> Iterator[Question]:
    """A claim is expected, promised, denied where a word near it says so; it is asserted where its evidence says
    nothing else."""
    for parsed, claim, sentences, words, exact in article.claims():
        if claim.modality in _CUES:
            near = words + " " + " ".join(_before(article, sentence) for sentence in sentences)
            cues = (_SPEAKS_OF[claim.modality], _SAYS_ITSELF[claim.modality], _MAY_SPEAK_OF.get(claim.modality))
            if not any(cue.search(near) for cue in cues if cue):
                yield Question(parsed, f"no word near the evidence, {cut(exact)!r}, says so", claim.modality)
        elif claim.modality in ("asserted", "reported"):
            said = next(_said(article, claim, exact), None)
            if said:
                yield Question(parsed, f"the evidence says {cut(exact)!r}, {said}", claim.modality)


def _said(article: ArticleChecked, claim: Claim, exact: str) -> Iterator[str]:
    """The modalities that a claim's evidence speaks of, with the words that govern it, and its statement does not."""
    words = _PASSED.sub("X", _governing(article, claim) + exact)
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
            is_silent = one.status == "declined_to_disclose" and re.search(r"\bcomment\b", words)
            is_said = _SAYS_STATUS[one.status].search(words) if one.status in _SAYS_STATUS else None
            if one.evidence and not is_silent and not is_said and not verification_cue(one.status, words):
                yield Question(parsed, f"the evidence says {cut(words)!r}", f"{one.status} by {one.by}")

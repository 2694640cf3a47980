"""Negation: a statement says "not" where its evidence does, in these words or in others, and only there."""

import re
from collections.abc import Iterator

from authoring.article_text import Span
from authoring.checks.article import ArticleChecked, Question, content_words, cut, rule, spans_of
from authoring.draft.numbers import NUMBER, number
from authoring.draft.words import any_of
from schemas.records import Claim

_STRONG_WORDS = r"not|never|nobody|nothing|none|neither|cannot|no"
_GROUNDS = any_of("grounds of a negation")  # in evidence, of a statement's "not"
_NEGATES = re.compile(rf"\b(?:{_GROUNDS})\b|n[’']t\b", re.I)
_SAYS_NO = re.compile(  # in a statement, for a "not" of its evidence
    rf"\b(?:{any_of('grounds of a negation', 'said for a negation')})\b|n[’']t\b", re.I
)
_WEAKLY = re.compile(  # what a verb or a prefix negates: "failed to report", "unsafe"
    r"\b(?:(?:fail(?:s|ed)?|refus(?:es?|ed)|declin(?:es?|ed)|unable|yet|impossible|too [a-z]+) to|without|far from|few"
    r"|avoid(?:s|ed)?|stop(?:s|ped)? short of|rul(?:es?|ed) out|lack(?:s|ed)?|prevent(?:s|ed)?|ban(?:s|ned)?|little"
    r"|hardly|barely|scarcely|rarely|reject(?:s|ed)?|missing(?: from)?|rather than|instead of)"
    r" (?:(?:the|an?|any|its|their|his|her|of|be|being|to|from) )*(?P<verb>[a-z]{3,})"
    r"|\b(?:un(?!ion|ited|it\b|its\b|iver|ique|der|til|less|usual)|in(?=\w+(?:ble|ive|ent)\b)|im(?=p\w+ble\b)"
    r"|dis(?=agree|approv|allow|like|satisf))(?P<stem>[a-z]{4,})",
    re.I,
)
_STRONG = re.compile(rf"\b(?:{_STRONG_WORDS})\b|n[’']t\b", re.I)
_BOUND = re.compile(  # a "not" that negates nothing
    r"\b(?:(?:no|not) (?:fewer|less|more|longer|later|earlier) than|not only|nothing wrong|not (?:a lot|much|many"
    r"|all|every)|no doubt|not bad"
    r"|not rul\w+ out|and not (?=(?:in|at|on|by|for|from|to|of|with|as) ))",
    re.I,
)
_ALSO_SAID_WITHOUT = re.compile(  # "not due until Friday" for "due on Friday", "nobody was hurt" for "all are well"
    r"\bnot (?:\w+ )?(?=(?:until|before)\b)|\b(?:no|not?|never|nobody) (?:[\w’'-]+ ){0,5}?(?:lost|lose|hurt|harm\w*"
    r"|injur\w*|kill\w*|damag\w*|wrong\w*|fail\w*|den(?:y|ied)|complain\w*|limits?|delay\w*|stop\w*|problems?"
    r"|panick\w*|rush\w*|forced|bullied|deter\w*|worr\w*|surpris\w*|afraid|regret\w*)\b"
    r"|\bnot to .{0,40}\b(?:wrong|mistake|error)\b",
    re.I,
)
_PLAIN = re.compile(r"(?P<verb>\b(?:do|does|did) ?)?(?:\b(?:not|never|cannot)\b|n[’']t\b)", re.I)
_CONDITION = re.compile(r"\b(?:without|if|unless)\b", re.I)
_DENIES = re.compile(r"\b(?:den(?:y|ies|ied|ying)|doubt\w*|reject\w*|dismiss\w*|disput\w*|not?)\b", re.I)
_DENIES_AGAIN = re.compile(
    rf" ?(?:{_GROUNDS}|(?:doubt|disput|dismiss|contest|oppos|object|challeng|contradict)\w*)\b", re.I
)
_NUMBER = re.compile(NUMBER, re.I)
_PART_END = re.compile(r"[,;:—–]| (?:before|since|because|until|what|when|where|and|but) ")
_CLAUSE_END = re.compile(r"[,;:—–] | (?:and|but|while|because|that|which|until) ")


@rule
def negation(article: ArticleChecked) -> Iterator[Question]:
    """A statement is negated where the clauses of its evidence are, and only there; what is denied is not negated."""
    for parsed, claim, sentences, words, exact in article.claims():
        is_denied = claim.modality in ("denied", "doubted")
        near = [_BOUND.sub("", " ".join(_clauses(article, sentence, claim))) for sentence in sentences]
        near = [_DENIES.sub("", one, count=1) for one in near] if is_denied else near
        has_grounds = any(map(_NEGATES.search, near))
        says_not = _says_not(claim.statement, words) or (is_denied and _negated(claim.statement))
        is_other = (says_not and not has_grounds) or _negates_the_same(claim.statement, near)
        if is_other and not _says_the_rest(claim.statement, words):
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
        return _shares(_negated_part(negated), statement, words)
    own = re.search(r"[^\W\d_]{3,}", negated)
    return own is not None and re.search(rf"\b{own.group()[:4]}", words, re.I) is not None


def _negated_part(words: str) -> str:
    """Of the words after a "not", those up to the next clause."""
    return _PART_END.split(words, maxsplit=1)[0]


def _repeats(phrase: str, statement: str) -> bool:
    """Whether a statement has the word that a phrase negates, as "damage" of "no damage"."""
    return not phrase.endswith(" ") and phrase.split()[-1][:4] in statement


def _affirms(statement: str, exact: str) -> bool:
    """Whether a statement says without a "not" what its evidence negates: of two negations, "does not dispute", the
    second one."""
    exact = _ALSO_SAID_WITHOUT.sub(lambda found: found.group() if _repeats(found.group(), statement) else "", exact)
    negated = _negated(exact)
    if _says_the_rest(statement, exact):
        return False
    if denial := _DENIES_AGAIN.match(negated):
        return not _STRONG.search(statement) and _shares(denial.group(), "", statement)
    alone = re.match(r" ?(\w+)(?: …|$)", negated)  # "is not new" ends a phrase
    is_said = alone and re.search(rf"\b{alone[1]}\b", statement)
    is_shared = _shares(alone[1] if alone else _negated_part(negated), exact, statement)
    return bool(is_said or is_shared or _weakly(exact, statement)) and not _SAYS_NO.search(statement)


def _says_the_rest(statement: str, exact: str) -> bool:
    """Whether a statement has the number that is left of two in its evidence: 3 where "31 of the 34" had none."""
    numbers = {number(one.group()) for one in _NUMBER.finditer(exact)}
    said = {number(one.group()) for one in _NUMBER.finditer(statement)} - numbers
    return any(one - other in said for one in numbers for other in numbers)


def _weakly(exact: str, statement: str) -> bool:
    """Whether a statement has a word that its evidence negates by another one or by its prefix."""
    found = (one["verb"] or one["stem"] for one in _WEAKLY.finditer(exact))
    return any(re.search(rf"\b{word[:5]}", statement, re.I) for word in found)


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


def _negates_the_same(statement: str, clauses: list[str]) -> bool:
    """Whether a statement negates a word that the clauses of its evidence do not negate."""
    negated = re.findall(
        r"\b(?:(?:not|never|cannot) (?:\w{1,3} ){0,2}|no )(?!th|long|more|less|fewer|later|soon|other|doubt|one)"
        r"([^\W\d_]{3,})(?!(?: [\w’'-]+){0,4} (?:more|less|as|so|such|worse|better|[a-z]{3,}er)\b)",
        statement,
    )
    near = (_around(word, " ; ".join(clauses)) for word in negated)
    return any(found and not any(map(_NEGATES.search, found)) for found in near)


def _around(word: str, words: str) -> list[str]:
    """The clauses of a sentence that have a word, in any form, without it."""
    stem = re.compile(rf"\b{re.escape(word[:5])}\w*" if len(word) > 4 else rf"\b{re.escape(word)} ", re.I)
    return [
        stem.sub(lambda one: "X " if one[0].endswith(" ") else "X", clause)
        for clause in _CLAUSE_END.split(f"{words} ")
        if stem.search(clause)
    ]

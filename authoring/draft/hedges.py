"""Hedges: the words around a number that make it about, at least, at most, over or under."""

import re

from authoring.draft.candidate import Scalar

_HEDGES = {
    r"about|around|roughly|maybe|perhaps|approximately|approx\.?|some|nearly|almost|barely|(?:close|closer|nearer) to"
    r"|nearer"
    r"|an estimated"
    r"|circa|(?:in the region|(?:in|on) the order) of|the past|the last": "about",
    r"at least|as (?:little|few|low|small) as|(?:no|not) (?:fewer|less) than|a minimum of": "at_least",
    r"(?:no|not) (?:more|higher|larger|longer) than|at most|up to|within(?: the next)?"
    r"|as (?:many|much|high|large|far|tall) as|a maximum of|capped at|a cap of": "at_most",
    r"(?:more|older|longer|higher|larger|greater|further) than|(?:over|above)(?: (?:the )?age(?: of)?)?"
    r"|exceed(?:s|ed|ing)?|(?:surpass|cross|pass)(?:es|ed|ing)(?: the)?|top(?:s|ped|ping)|upwards of|north of"
    r"|in excess of": "over",
    r"(?:less|fewer|younger|shorter|lower|smaller) than|(?:just )?(?:under|below)(?: (?:the )?age(?: of)?)?"
    r"|(?:just )?shy of|just short of": "under",
}
_ENDS = r"(?=[,.;:)]| (?:are|were|is|was|who|in|will|can|would|had|have|has|living|for|account\w*|ma[dk]e)\b)"
_AFTER = {
    rf"\+(?!\w)|-plus\b|[ ]or (?:more|above|over|older|up)\b|[ ]and (?:above|over|older|up){_ENDS}": "at_least",
    r"[ ]or so\b|-odd\b|-ish\b|,? give or take\b": "about",
    rf"[ ]or (?:less|fewer|under|below|younger)\b|[ ]and (?:under|below|younger){_ENDS}": "at_most",
}
_NEGATED = re.compile(
    r"\b(?:no|not|never|nobody|nothing|none|neither|nor|without|cannot)\b[^.,;:]{0,50}$|n[’']t\b[^.,;:]{0,40}$", re.I
)
_OWN_CLAUSE = re.compile(r"\b(?:who|which|that|where|when|if|because|while|anyone|anybody|know|knew)\b", re.I)
_TURNED = ("than", "exceed", "below", "above")
_OPPOSITE = {"over": "at_most", "under": "at_least"}
_HEDGE = re.compile(rf"\b(?:{'|'.join(f'(?P<h{n}>{words})' for n, words in enumerate(_HEDGES))})[ ]$", re.I)
TAIL = re.compile("|".join(f"(?P<t{n}>{words})" for n, words in enumerate(_AFTER)))
_KINDS, _TAILS = list(_HEDGES.values()), list(_AFTER.values())
_EXTREME, _MAY = (
    re.compile("as (?:high|low) as", re.I),
    re.compile(r"\b(?:could|may|might|can|would|will|expect\w*|forecast\w*|predict\w*)\b[^.;]*$"),
)
_MOVED = re.compile(
    r"\b(?:(?:edg|tick|creep|inch|nudg|jump|bump)\w*|crept|shot|go|going|went|gone|goes"
    r"|(?:tak|bring|push|send)(?:es|ing|s|e)? (?:it|them|(?:the|its|their) \w+)) (?:back )?$"
)
_PASSED = re.compile(r"surpass|cross|pass|top")
_MUCH = re.compile(
    r"\D{0,4}\d[\d.]*(?:,\d{3}|[ -]?(?:[mbt]n?|k|[mbtr]+illion|lakh|crore)\b| ?%| per ?cent)|[\w,.]+ mark\b"
)
_HEDGE_WIDTH = 25


def hedge_before(content: str, start: int) -> re.Match[str] | None:
    """The hedge right before a number: "below the 8 expected" compares with 8 itself; what "fell as low as -31" was
    -31."""
    found = _HEDGE.search(content, max(0, start - _HEDGE_WIDTH), start)
    if not found:
        return None
    lead = (content, max(0, found.start() - 40), found.start())
    if _PASSED.match(found.group().lower()) and not _MUCH.match(content, start):
        return None  # "passed two bills"
    is_moved = found.group().lower() == "up to " and _MOVED.search(*lead)  # "edged up to 5.1%"
    clause = (content, max(0, found.start() - 100), found.start())
    return None if is_moved or (_EXTREME.match(found.group()) and not _MAY.search(*clause)) else found


def turned(kind: str, hedge: re.Match[str] | None) -> str:
    """ "No shift longer than 8 hours" is at most 8, what "never fell below 8" at least 8; "nobody who has more than 8"
    keeps its own bound."""
    if kind not in _OPPOSITE or not hedge or not hedge.group().lower().rstrip().endswith(_TURNED):
        return kind
    negated = _NEGATED.search(hedge.string[max(0, hedge.start() - 60) : hedge.start()])
    return _OPPOSITE[kind] if negated and not _OWN_CLAUSE.search(negated.group()) else kind


def kind_of(hedge: re.Match[str] | None) -> str:
    """The hedge that its words are."""
    return _KINDS[int(hedge.lastgroup[1:])] if hedge and hedge.lastgroup else "exact"


def kind_after(tail: re.Match[str]) -> str:
    """The hedge that the words after a number are."""
    return _TAILS[int((tail.lastgroup or "t0")[1:])]


def one_sided(hedge: str, value: float) -> dict[str, Scalar]:
    """A value as the bound or the value that its hedge makes of it."""
    side = {"at_least": "min", "over": "min", "at_most": "max", "under": "max"}.get(hedge, "value")
    return {side: value, "hedge": hedge}

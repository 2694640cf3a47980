"""Figures: numbers with their hedge, range and unit, and quantities that are named without a number."""

import re
from collections.abc import Iterator
from typing import Any

from authoring.article_text import ArticleText, Span
from authoring.draft.candidate import Candidate, without_overlaps
from authoring.draft.numbers import NUMBER, ORDINAL, SCALES, fraction, number, ordinal, whole
from authoring.draft.units import MONEY, Unit, unit_after

_HEDGES = {
    r"about|around|roughly|approximately|some|nearly|almost|close to|an estimated|circa|the past|the last": "about",
    r"at least|no fewer than|no less than|not less than|a minimum of": "at_least",
    r"(?:more|older|longer|higher|larger|greater) than|over|above|exceeding|upwards of|in excess of": "over",
    r"at most|up to|no more than|not more than|as many as|as much as|a maximum of": "at_most",
    r"(?:less|fewer|younger|shorter|lower|smaller) than|under|below|just under": "under",
}
_AFTER = {r"\+|[ ]or more\b": "at_least", r"[ ]or so\b": "about", r"[ ]or (?:less|fewer)\b": "at_most"}
_HEDGE = re.compile(rf"(?:{'|'.join(f'(?P<h{n}>{words})' for n, words in enumerate(_HEDGES))})[ ](?:the )?$", re.I)
_TAIL = re.compile("|".join(f"(?P<t{n}>{words})" for n, words in enumerate(_AFTER)))
_KINDS, _TAILS = list(_HEDGES.values()), list(_AFTER.values())
_CURRENCY = r"(?:(?:US|A)?\$|[£€¥])"
_QUANTITY = re.compile(
    rf"(?P<minus>\bminus[ ]|−)?(?P<money>{_CURRENCY})?(?P<first>(?<![\w.]){NUMBER}|(?<=[$£€¥]){NUMBER})", re.I
)
_RANGE = re.compile(rf"(?:[ ]to[ ]|[ ]?[–-][ ]?|[ ]and[ ])(?:{_CURRENCY})?(?P<second>{NUMBER})", re.I)
_FRACTION = re.compile(
    r"\b(?P<parts>an?|one|two|three|four)[ -]"
    r"(?P<of>half|thirds?|quarters?|fifths?|sixths?|eighths?|tenths?)\b"
    r"|(?<!first )(?<!second )\b(?P<half>half)\b(?!-| (?:an?|hours?|days?|years?|past)\b)",
    re.I,
)
_OF = re.compile(r" of\b| (?:less|more|fewer)\b|[,.;]")
_OF_HALF = re.compile(r" (?:of|the)\b")
_PARTS = ("thirds", "fifths", "sixths", "eighths", "tenths")  # not "quarters", which are times of business too
_ONE_IN = re.compile(
    r"\b(one|two|three|four) (?:in|out of) (every )?(two|three|four|five|six|seven|eight|nine|ten|\d+)\b", re.I
)
_SHARE = {"unit": "proportions", "unit_code": "1"}
_MOST = {"min": 0.5, "min_inclusive": False, "hedge": "vague", **_SHARE}
_SCALES = ("dozen", "hundred", "thousand", "million", "billion")
_VAGUE: dict[str, dict[str, Any]] = {
    r"(?:the|a) (?:vast |large |clear )?majority|predominantly|most of|more than half": _MOST,
    **{rf"(?:several|a few) {scale}": {"min": 2 * SCALES[scale], "hedge": "vague"} for scale in _SCALES},
    r"dozens": {"min": 24, "hedge": "vague"},
    r"hundreds of thousands": {"min": 200_000, "hedge": "vague"},
    r"hundreds of millions": {"min": 2 * 10**8, "hedge": "vague"},
    r"hundreds": {"min": 200, "hedge": "vague"},
    r"tens of thousands": {"min": 20_000, "hedge": "vague"},
    r"tens of millions": {"min": 2 * 10**7, "hedge": "vague"},
    r"thousands": {"min": 2000, "hedge": "vague"},
    r"millions": {"min": 2 * 10**6, "hedge": "vague"},
    r"billions": {"min": 2 * 10**9, "hedge": "vague"},
    r"several|a series of|a couple of|a number of|a handful of": {"min": 2, "hedge": "vague"},
    r"a (?:small |large )?(?:subset|part|minority|fraction) of|a few|vast amounts of|large numbers of": {
        "hedge": "vague"
    },
}
_VAGUE_WORDS = re.compile("|".join(f"(?P<v{n}>\\b(?:{words})\\b)" for n, words in enumerate(_VAGUE)), re.I)
_VAGUE_FIELDS = list(_VAGUE.values())
_IDENTIFIER = re.compile(r"(?:[A-Z][\w.&]*|[Nn]o\.|#)[ -]$")
_MULTIPLE = re.compile(r"\b(?:doubled|twice|tripled)\b", re.I)
_DURATION = re.compile(r"\b(?:past|last|next|over|more than|at least)\b", re.I)
_ONLY = re.compile(r"\b(?:only|just|at least|a single)[ ]$", re.I)
_CLOCK = re.compile(r"[:.]\d\d\b|[ ]?(?:[ap]\.?m\b|o’clock|o'clock)", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")


def figures(text: ArticleText, taken: list[Span]) -> list[Candidate]:
    """Candidates for figures; what lies in a span that is taken (a date) is passed over unless it has a unit."""
    found = [*_shares(text.content), *_vague(text.content), *_multiples(text.content), *_ordinals(text, taken)]
    for match in _QUANTITY.finditer(text.content):
        found += _quantity(text, match, taken)
    return without_overlaps(found)


def _quantity(text: ArticleText, match: re.Match[str], taken: list[Span]) -> Iterator[Candidate]:
    content = text.content
    hedge = _HEDGE.search(content, max(0, match.start() - 25), match.start())
    second = _second(content, match)
    end = second.end() if second else match.end()
    tail = _TAIL.match(content, end)
    unit = _unit(content, match["money"], tail.end() if tail else end)
    if _passed_over(text, match, unit, bool(hedge), taken):
        return
    factor = unit.factor if unit else 1
    value = whole(number(match["first"]) * factor) * (-1 if match["minus"] else 1)
    kind = _TAILS[int(tail.lastgroup[1:])] if tail and tail.lastgroup else _hedged(hedge)
    bounds = _range(value, whole(number(second["second"]) * factor)) if second else _bounds(kind, value)
    yield Candidate(Span(hedge.start() if hedge else match.start(), unit.end if unit else end), bounds | _named(unit))


def _second(content: str, match: re.Match[str]) -> re.Match[str] | None:
    """The other end of a range; "rose from 4 to 5" are two figures, "4 and 5" are two without "between"."""
    second = _RANGE.match(content, match.end())
    before = content[max(0, match.start() - 9) : match.start()].lower()
    if not second or (" and " in second.group().lower()) != before.endswith("between "):
        return None
    if before.endswith("from ") or number(second["second"]) <= number(match["first"]):
        return None
    return second


def _range(low: int | float, high: int | float) -> dict[str, Any]:
    return {"min": low, "max": high, "hedge": "range"}


def _unit(content: str, money: str | None, end: int) -> Unit | None:
    return Unit(MONEY.get(money.upper(), "TODO"), None, 1, end) if money else unit_after(content, end)


def _hedged(hedge: re.Match[str] | None) -> str:
    return _KINDS[int(hedge.lastgroup[1:])] if hedge and hedge.lastgroup else "exact"


def _bounds(hedge: str, value: int | float) -> dict[str, Any]:
    side = {"at_least": "min", "over": "min", "at_most": "max", "under": "max"}.get(hedge, "value")
    return {side: value, "hedge": hedge}


def _named(unit: Unit | None) -> dict[str, Any]:
    if unit is None:
        return {"unit": "TODO what is counted"}
    return {"unit": unit.name} | ({"unit_code": unit.code} if unit.code else {})


def _passed_over(text: ArticleText, match: re.Match[str], unit: Unit | None, hedged: bool, taken: list[Span]) -> bool:
    """What is no quantity: parts of dates, clock times, years, flight and model numbers, and "one" as a pronoun."""
    span, content = Span(match.start(), match.end()), text.content
    measured = unit is not None and unit.code is not None
    if any(span.meets(other) and not (measured and _is_duration(content, other)) for other in taken):
        return True
    if _CLOCK.match(content, match.end()) or re.match(r"[\w/]", content[match.end() : match.end() + 1]):
        return not measured
    if match["first"].lower() in ("a", "an") and not hedged:
        return True
    if match["money"] or measured:
        return False
    if match["first"].lower() in ("one", "zero", "a", "an"):
        return not _ONLY.search(content, max(0, match.start() - 12), match.start())
    if hedged:
        return False
    if _YEAR.fullmatch(match["first"]) and unit is None:
        return True
    return _is_identifier(text, match.start())


def _is_duration(content: str, taken: Span) -> bool:
    """ "The past two years" is a span of time and how long it is; "ten years ago" and "May 2024" are dates only."""
    return _DURATION.search(content, taken.start, taken.end) is not None


def _is_identifier(text: ArticleText, start: int) -> bool:
    """Whether a name stands right before: "Flight 212"; the first word of a sentence is no name for that."""
    before = _IDENTIFIER.search(text.content, max(0, start - 30), start)
    return bool(before) and all(before.start() != sentence.start for sentence in text.sentences)  # type: ignore[union-attr]


def _shares(content: str) -> Iterator[Candidate]:
    for match in _FRACTION.finditer(content):
        hedge = _HEDGE.search(content, max(0, match.start() - 25), match.start())
        if not hedge and not _is_share(content, match):
            continue
        value, exact = (0.5, True) if match["half"] else fraction(match["parts"], match["of"].lower())
        kind = _hedged(hedge) if hedge else "exact" if exact else "about"
        start = hedge.start() if hedge else match.start()
        yield Candidate(Span(start, match.end()), _bounds(kind, value) | _SHARE)
    for match in _ONE_IN.finditer(content):
        value = whole(round(number(match[1]) / number(match[3]), 3))
        yield Candidate(Span(match.start(), match.end()), {"value": value, "hedge": "exact", **_SHARE})


def _is_share(content: str, match: re.Match[str]) -> bool:
    """By what follows, or as a plural; without a hedge "a third" may be a rank, and "half" a part of a match."""
    if match["half"]:
        return _OF_HALF.match(content, match.end()) is not None
    return match["of"].lower() in _PARTS or _OF.match(content, match.end()) is not None


def _vague(content: str) -> Iterator[Candidate]:
    for match in _VAGUE_WORDS.finditer(content):
        fields = _VAGUE_FIELDS[int((match.lastgroup or "v0")[1:])]
        after = match.end() + 3 if content.startswith(" of", match.end()) else match.end()
        unit = None if "unit" in fields else unit_after(content, after)
        yield Candidate(Span(match.start(), unit.end if unit else match.end()), {**_named(unit), **fields})


def _ordinals(text: ArticleText, taken: list[Span]) -> Iterator[Candidate]:
    for match in re.finditer(rf"(?<!\ba )(?<!\bone ){ORDINAL}(?!s)", text.content):
        span = Span(match.start(), match.end())
        if not any(span.meets(other) for other in taken):
            yield Candidate(span, {"value": ordinal(match.group()), "hedge": "exact", "unit": "TODO rank in what"})


def _multiples(content: str) -> Iterator[Candidate]:
    """ "More than doubled", "twice as high"."""
    for match in _MULTIPLE.finditer(content):
        hedge = _HEDGE.search(content, max(0, match.start() - 25), match.start())
        value = 3 if match.group().lower() == "tripled" else 2
        start = hedge.start() if hedge else match.start()
        yield Candidate(
            Span(start, match.end()), {**_bounds(_hedged(hedge), value), "unit": "multiples", "unit_code": "1"}
        )

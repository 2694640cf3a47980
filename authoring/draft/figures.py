"""Figures: numbers with their hedge, range, unit and currency, and quantities that are named without a number."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from authoring.article_text import ArticleText, Span, SpanIndex
from authoring.draft.candidate import Candidate, Scalar, without_overlaps
from authoring.draft.numbers import (
    FRACTIONS,
    NUMBER,
    ORDINAL,
    SCALES,
    is_unclear,
    number,
    ordinal,
    scale_of,
    share,
    whole,
)
from authoring.draft.units import MONEY_BEFORE, Unit, money, unit_after, with_rate

_HEDGES = {
    r"about|around|roughly|approximately|some|nearly|almost|(?:close|closer|nearer) to|an estimated|circa"
    r"|the past|the last": "about",
    r"at least|as (?:little|few) as|(?:no|not) (?:fewer|less) than|a minimum of": "at_least",
    r"(?:no|not) (?:more|higher|larger|longer) than|at most|up to|within|as many as|as much as|a maximum of": "at_most",
    r"(?:more|older|longer|higher|larger|greater|further) than|(?:over|above)(?: the age of)?|exceeding"
    r"|upwards of|in excess of": "over",
    r"(?:less|fewer|younger|shorter|lower|smaller) than|(?:just )?(?:under|below)(?: the age of)?|shy of": "under",
}
_AFTER = {
    r"\+(?!\w)|[ ]or (?:more|above|over)\b": "at_least",
    r"[ ]or so\b|-odd\b": "about",
    r"[ ]or (?:less|fewer|under|below)\b": "at_most",
}
_NEGATED = re.compile(
    r"\b(?:no|not|never|nobody|none|neither|nor|without|cannot)\b[^.,;:]{0,50}$|n[’']t\b[^.,;:]{0,40}$", re.I
)
_OPPOSITE = {"over": "at_most", "under": "at_least"}
_HEDGE = re.compile(rf"\b(?:{'|'.join(f'(?P<h{n}>{words})' for n, words in enumerate(_HEDGES))})[ ](?:the )?$", re.I)
_TAIL = re.compile("|".join(f"(?P<t{n}>{words})" for n, words in enumerate(_AFTER)))
_KINDS, _TAILS = list(_HEDGES.values()), list(_AFTER.values())
_HEDGE_WIDTH = 25
_MINUS = r"(?:\bminus[ ]|−|(?<![\w.%)])[-–](?=[\d$€£]))"
_QUANTITY = re.compile(
    rf"(?P<minus>{_MINUS})?(?:(?P<money>(?<![A-Za-z]){MONEY_BEFORE})[ \u00a0]?(?P<sum>(?=\d)(?i:{NUMBER}))"
    rf"|(?P<first>(?<![\w.])(?i:{NUMBER})))"
)
_TO = r"(?:[ ]to[ ]|[ ]?[–-][ ]?|(?P<and>[ ]and[ ]))"
_SAME_UNIT = r"(?P<unit>%|[ ]?per ?cent|[ ](?:metres|meters|km|miles|years|dollars|euros|percentage points))?"
_RANGE = re.compile(rf"{_SAME_UNIT}{_TO}(?:(?P<money>{MONEY_BEFORE})[ ]?)?(?P<second>{NUMBER})", re.I)
_DENOMINATOR = r"(?:half|halves|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)"
_FRACTION = re.compile(
    rf"\b(?P<parts>an?|one|two|three|four|five|six|seven|nine)[ -](?P<of>{_DENOMINATOR})\b"
    r"|(?<!first )(?<!second )\b(?P<half>half)\b(?!-| (?:an?|hours?|days?|years?|past)\b)",
    re.I,
)
_BETWEEN_FRACTIONS = re.compile(
    rf"\bbetween (?P<a>an?|one|two|three) (?P<b>{_DENOMINATOR}) and (?P<c>an?|one|two|three) (?P<d>{_DENOMINATOR})\b",
    re.I,
)
_BY_HALF = re.compile(r"\bby $")
_OF = re.compile(r" of\b| (?:less|more|fewer)\b|[,.;]")
_OF_HALF = re.compile(r" (?:of|the)\b")
_PARTS = (
    "thirds",
    "fifths",
    "sixths",
    "sevenths",
    "eighths",
    "ninths",
    "tenths",
)  # "quarters" are times of business too
_SMALL = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3})"
_ONE_IN = re.compile(
    rf"(?<![\w.,$€£])(?P<part>{_SMALL}) (?:in|out of)(?: every)? "
    rf"(?P<of>{_SMALL}|a (?:hundred|thousand|million))\b(?![.,]?\d)",
    re.I,
)
_SHARE: dict[str, Scalar] = {"unit": "proportions", "unit_code": "1", "form": "share"}
_MOST: dict[str, Scalar] = {"min": 0.5, "min_inclusive": False, "hedge": "vague", **_SHARE}
_SCALES = ("dozen", "hundred", "thousand", "million", "billion")
_VAGUE: dict[str, dict[str, Scalar]] = {
    r"(?:the|a) (?:vast |large |clear )?majority|predominantly|most of|more than half": _MOST,
    **{rf"(?:several|a few) {scale}": {"min": 2 * SCALES[scale], "hedge": "vague"} for scale in _SCALES},
    r"(?<!several )(?<!few )dozens": {"min": 24, "hedge": "vague"},
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
_MULTIPLES = {
    "doubled": 2, "doubling": 2, "twice": 2, "twofold": 2, "two-fold": 2, "tripled": 3, "tripling": 3, "threefold": 3,
    "three-fold": 3, "quadrupled": 4, "fourfold": 4, "four-fold": 4, "fivefold": 5, "five-fold": 5, "sixfold": 6,
    "sevenfold": 7, "eightfold": 8, "ninefold": 9, "tenfold": 10, "ten-fold": 10, "halved": 0.5, "halving": 0.5,
}  # fmt: skip
_MULTIPLE = re.compile(rf"\b(?:{'|'.join(_MULTIPLES)})\b", re.I)
_TO_DOUBLE = re.compile(
    r"\b(?P<verb>double|triple|quadruple|halve) (?=the|its|their|his|her|in|by|to|output|spending)\b"
)
_VERBS = {"double": 2, "triple": 3, "quadruple": 4, "halve": 0.5}
_SECOND = re.compile(
    r"\bsecond(?= (?:time|round|place|term|consecutive|successive|straight|most|attempt|year|day|week|month|in|of"
    r"|\w+est)\b)"
)
_DURATION = re.compile(r"\b(?:past|last|next|over|more than|at least)\b", re.I)
_ONLY = re.compile(r"\b(?:only|just|at least|a single)[ ]$", re.I)
_NO_QUANTITY = re.compile(
    r"\b\d{1,2}:\d\d(?::\d\d)?(?:[ ]?[ap]\.?m\b\.?)?"
    r"|\b\d{1,2}(?:\.\d\d)?[ ]?(?:[ap]\.m\.|[ap]m\b|o[’']clock)"
    r"|\b[012]\d[0-5]\d[ ]?(?:GMT|UTC|CET|CEST|BST|EST|EDT|PST|PDT|hours\b|local time)"
    r"|\b(?:about |around |circa |c\. )?\d{1,5}[ ]?(?:BC|BCE|AD|CE)\b"
    r"|\b\d[\d,]* years ago\b|\b\d+-[A-Z][a-z]+\b|\b(?:19|20)\d0s\b|\b\d+(?:\.\d+){2,}|\b\d+[A-Za-z]+\d\w*"
)
_TIMES_CODES = ("a", "mo", "wk", "d", "h", "min", "s")
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d")
_OTHER_DOLLARS = re.compile(
    r"(?:\b(?:NZ|HK|NT|AU|CA|[ACRS]))\$|\b(?:Canadian|Australian|New Zealand|Hong Kong|Singapore|Taiwan) dollar"
)
_LENGTH = re.compile(
    r"[ -]?(?:tall|high|long|deep|wide|thick|race|sprint|final|freestyle|hurdles|pool|above|below|from)\b"
)
_CHANGE = re.compile(
    r"\b(?:(?P<up>rose|risen|rise|rises|rising|increased?|increases|grew|grown|climbed|jumped|gained|up)"
    r"|(?P<down>fell|fallen|falls?|falling|dropped|drops?|declined|decreased?|shrank|shrunk|lost|slid|down))"
    r"(?: [a-z]+)? by (?:[a-z]+ ){0,3}$",
    re.I,
)


class _Number(NamedTuple):
    """A number of the text, before it is known what it counts."""

    start: int
    end: int
    digits: str
    sign: str | None
    negative: bool


def figures(text: ArticleText, taken: Iterable[Span]) -> list[Candidate]:
    """Candidates for figures; what lies in a span that is taken (a date) is passed over unless it has a unit."""
    return list(_Figures(text, list(taken)).found())


class _Figures:
    """The figures of one text."""

    def __init__(self, text: ArticleText, taken: list[Span]) -> None:
        self.content = text.content
        self.dates = taken
        self.taken = SpanIndex(taken)
        self.clock = SpanIndex(Span(*found.span()) for found in _NO_QUANTITY.finditer(text.content))
        self.leads = {sentence.start for sentence in text.sentences}
        self.one_dollar = not _OTHER_DOLLARS.search(text.content)

    def found(self) -> Iterator[Candidate]:
        """All candidates in reading order. A share is one figure, not the numbers that it is made of."""
        shares = [*self._fractions(), *self._ones_in()]
        index = SpanIndex(one.span for one in shares)
        rest = [*self._vague(), *self._multiples(), *self._ordinals(), *self._numbers()]
        yield from without_overlaps([*shares, *(one for one in rest if not index.meets(one.span))])

    def _numbers(self) -> Iterator[Candidate]:
        position = 0
        while match := _QUANTITY.search(self.content, position):
            position = match.end()
            one = _Number(
                match.start(), match.end(), match["sum"] or match["first"], match["money"], bool(match["minus"])
            )
            second = self._second(one)
            candidate = self._candidate(one, second)
            if candidate:
                yield candidate
                position = max(position, second.end() if second else 0)

    def _candidate(self, one: _Number, second: re.Match[str] | None) -> Candidate | None:
        hedge = self._hedge(one.start)
        end = second.end() if second else one.end
        tail = _TAIL.match(self.content, end)
        unit = self._unit(one, second, tail.end() if tail else end)
        tail = tail or (_TAIL.match(self.content, unit.end) if unit else None)
        if self._is_no_figure(one, unit, hedged=hedge is not None):
            return None
        kind = _TAILS[int(tail.lastgroup[1:])] if tail and tail.lastgroup else self._kind(hedge)
        kind = self._turned(kind, hedge)
        span = Span(hedge.start() if hedge else one.start, max(unit.end if unit else 0, tail.end() if tail else end))
        bounds = self._bounds(one, second, kind, unit)
        if hedge and unit and unit.code in _TIMES_CODES and hedge.group().lower().startswith("over "):
            bounds = {"value": bounds.get("min", "TODO"), "hedge": "TODO over, or for as long as"}
        return Candidate(span, bounds | _named(unit) | self._change(one.start))

    def _bounds(self, one: _Number, second: re.Match[str] | None, kind: str, unit: Unit | None) -> dict[str, Scalar]:
        factor = (unit.factor if unit else 1) * (-1 if one.negative else 1)
        if is_unclear(one.digits):
            return {"value": f"TODO {one.digits}", "hedge": kind}
        value = whole(number(one.digits) * factor)
        if second is None:
            return _one_sided(kind, value)
        high = whole(number(second["second"]) * factor)
        scale = scale_of(second["second"])
        low = whole(value * scale if scale_of(one.digits) == 1 and value * scale <= high else value)
        more: dict[str, Scalar] = {"approximate": True} if kind == "about" else {}
        return {"min": low, "max": high, "hedge": "range", **more}

    def _second(self, one: _Number) -> re.Match[str] | None:
        """The other end of a range; "rose from 4 to 5" are two figures, "4 and 5" are two without "between"."""
        second = _RANGE.match(self.content, one.end)
        if not second or one.negative or not self._counts_the_same(one, second):
            return None
        before = self.content[max(0, one.start - 9) : one.start].lower()
        if bool(second["and"]) != before.endswith("between ") or before.endswith(("from ", "up ", "down ")):
            return None
        low, high = number(one.digits), number(second["second"])
        scale = scale_of(second["second"])
        return second if low < high and (scale_of(one.digits) > 1 or low * scale < high or low < high / scale) else None

    def _counts_the_same(self, one: _Number, second: re.Match[str]) -> bool:
        """ "4% to 6%" is a range, "18 percent to $4" is none."""
        if second["money"] and not one.sign:
            return False
        return not second["unit"] or self.content.startswith(second["unit"], second.end())

    def _unit(self, one: _Number, second: re.Match[str] | None, end: int) -> Unit | None:
        sign = one.sign or (second["money"] if second else None)
        if sign is None:
            unit = self._metres_or_millions(end) or unit_after(self.content, end)
        else:
            unit = with_rate(self.content, money(sign, end))
            unit = self._rate_of_the_next(unit, end)
        if unit and unit.name.startswith("dollars") and self.one_dollar:
            return unit._replace(name=f"US {unit.name}", currency="USD")
        return unit

    def _rate_of_the_next(self, unit: Unit, end: int) -> Unit:
        """ "$18.50 and $21 an hour" are both an hour's."""
        following = re.compile(rf"[ ](?:and|or)[ ]{MONEY_BEFORE}[ ]?{NUMBER}").match(self.content, end)
        if not following or " per " in unit.name:
            return unit
        return with_rate(self.content, unit._replace(end=following.end()))._replace(end=end)

    def _metres_or_millions(self, end: int) -> Unit | None:
        """ "10m people" are millions, "10m tall" is a length; where neither is said it is a TODO."""
        if not re.search(r"\dm$", self.content[max(0, end - 2) : end]):
            return None
        if _LENGTH.match(self.content, end):
            return Unit("metres", "m", None, 1e-6, end)
        return unit_after(self.content, end) or Unit("TODO what is counted, or metres", None, None, 1, end)

    def _is_no_figure(self, one: _Number, unit: Unit | None, hedged: bool) -> bool:
        """Parts of dates, clock times, years, flight and model numbers, and "one" as a pronoun."""
        span, word = Span(one.start, one.end), one.digits.lower()
        measured = unit is not None and (unit.code is not None or unit.currency is not None)
        if self.clock.meets(span) or (not measured and re.match(r"[\w/]", self.content[one.end : one.end + 1])):
            return True
        if self.taken.meets(span) and not (measured and self._is_duration(span)):
            return True
        if word in ("a", "an") and not hedged:
            return not self.content.endswith(" by ", 0, one.start)
        if one.sign or measured:
            return False
        if word in ("one", "zero", "a", "an"):
            return not _ONLY.search(self.content, max(0, one.start - 12), one.start)
        if hedged:
            return bool(_YEAR.fullmatch(word)) and unit is None
        return (unit is None and bool(_YEAR.fullmatch(word))) or self._is_identifier(one.start)

    def _is_duration(self, span: Span) -> bool:
        """ "The past two years" is a span of time and how long it is; "ten years ago" and "May 2024" are dates only."""
        around = self.content[max(0, span.start - 20) : span.end]
        return _DURATION.search(around) is not None and not re.match(
            r"[ ]\w+ (?:ago|earlier)\b", self.content[span.end : span.end + 20]
        )

    def _is_identifier(self, start: int) -> bool:
        """Whether a name stands right before: "Flight 212"; the first word of a sentence is no name for that."""
        before = _IDENTIFIER.search(self.content, max(0, start - 30), start)
        return before is not None and before.start() not in self.leads

    def _hedge(self, start: int) -> re.Match[str] | None:
        """The hedge before a number; "less than the 8 it had planned" compares with 8 itself."""
        found = _HEDGE.search(self.content, max(0, start - _HEDGE_WIDTH), start)
        return None if found and found.group().endswith("than the ") else found

    def _turned(self, kind: str, hedge: re.Match[str] | None) -> str:
        """ "No shift longer than 8 hours" is at most 8."""
        if kind not in _OPPOSITE or not hedge or not hedge.group().lower().rstrip().endswith("than"):
            return kind
        return _OPPOSITE[kind] if _NEGATED.search(self.content[max(0, hedge.start() - 60) : hedge.start()]) else kind

    def _kind(self, hedge: re.Match[str] | None) -> str:
        return _KINDS[int(hedge.lastgroup[1:])] if hedge and hedge.lastgroup else "exact"

    def _change(self, start: int) -> dict[str, Scalar]:
        """ "Rose by 3 per cent": a change, and its direction."""
        found = _CHANGE.search(self.content, max(0, start - 40), start)
        return {"form": "change", "direction": "up" if found["up"] else "down"} if found else {}

    def _fractions(self) -> Iterator[Candidate]:
        for match in _BETWEEN_FRACTIONS.finditer(self.content):
            low, high = (
                share(number(match[a]), FRACTIONS[match[b].lower().removesuffix("s")])[0] for a, b in ("ab", "cd")
            )
            yield Candidate(Span(*match.span()), {"min": low, "max": high, "hedge": "range", **_SHARE})
        for match in _FRACTION.finditer(self.content):
            hedge = self._hedge(match.start())
            if not hedge and not self._is_share(match):
                continue
            if match["half"]:
                value, exact = share(1, 2)
            else:
                denominator = FRACTIONS[match["of"].lower().removesuffix("s")]
                value, exact = share(number(match["parts"]), denominator)
            kind = self._kind(hedge) if hedge else "exact" if exact else "about"
            yield Candidate(
                Span(hedge.start() if hedge else match.start(), match.end()), _one_sided(kind, value) | _SHARE
            )

    def _is_share(self, match: re.Match[str]) -> bool:
        """By what follows, or as a plural; without a hedge "a third" may be a rank, and "half" a part of a match."""
        if match["half"]:
            by = _BY_HALF.search(self.content, max(0, match.start() - 4), match.start())
            return by is not None or _OF_HALF.match(self.content, match.end()) is not None
        return match["of"].lower() in _PARTS or _OF.match(self.content, match.end()) is not None

    def _ones_in(self) -> Iterator[Candidate]:
        """ "Four in five patients", "9 in 10"."""
        for match in _ONE_IN.finditer(self.content):
            part, of = number(match["part"]), number(match["of"])
            if part >= of or of < 2:
                continue
            value, exact = share(part, of)
            hedge = self._hedge(match.start())
            kind = self._kind(hedge) if hedge else "exact" if exact else "about"
            counted = unit_after(self.content, match.end())
            end = counted.end if counted and not counted.code else match.end()
            yield Candidate(Span(hedge.start() if hedge else match.start(), end), _one_sided(kind, value) | _SHARE)

    def _vague(self) -> Iterator[Candidate]:
        for match in _VAGUE_WORDS.finditer(self.content):
            fields = _VAGUE_FIELDS[int((match.lastgroup or "v0")[1:])]
            after = match.end() + 3 if self.content.startswith(" of", match.end()) else match.end()
            unit = None if "unit" in fields else unit_after(self.content, after)
            yield Candidate(Span(match.start(), unit.end if unit else match.end()), {**_named(unit), **fields})

    def _ordinals(self) -> Iterator[Candidate]:
        ranks = re.finditer(rf"(?<!\ba )(?<!\bone )(?<![-\w]){ORDINAL}(?!s|[-\w])", self.content)
        for match in (*ranks, *_SECOND.finditer(self.content)):
            if not self.taken.meets(Span(*match.span())):
                value = 2 if match.group() == "second" else ordinal(match.group())
                rank: dict[str, Scalar] = {"value": value, "hedge": "exact"}
                yield Candidate(Span(*match.span()), rank | {"unit": "TODO rank in what", "form": "rank"})

    def _multiples(self) -> Iterator[Candidate]:
        """ "More than doubled", "threefold", "three times as high"."""
        found = [(match, _MULTIPLES[match.group().lower()]) for match in _MULTIPLE.finditer(self.content)]
        times = re.finditer(
            rf"(?<![\w.]){NUMBER} times (?=as |more |higher |larger |the |that |what |its )", self.content, re.I
        )
        verbs = ((match, _VERBS[match["verb"]]) for match in _TO_DOUBLE.finditer(self.content))
        for match, value in (*found, *verbs, *((match, number(match.group()[:-7])) for match in times)):
            hedge = self._hedge(match.start())
            span = Span(hedge.start() if hedge else match.start(), len(match.group().rstrip()) + match.start())
            yield Candidate(
                span,
                {**_one_sided(self._kind(hedge), value), "unit": "multiples", "unit_code": "1", "form": "ratio"},
            )


def _one_sided(hedge: str, value: float) -> dict[str, Scalar]:
    side = {"at_least": "min", "over": "min", "at_most": "max", "under": "max"}.get(hedge, "value")
    return {side: value, "hedge": hedge}


def _named(unit: Unit | None) -> dict[str, Scalar]:
    if unit is None:
        return {"unit": "TODO what is counted"}
    codes: dict[str, Scalar] = {"unit": unit.name}
    if unit.code:
        codes["unit_code"] = unit.code
    if unit.currency:
        codes["currency"] = unit.currency
    return codes

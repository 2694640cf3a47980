"""Figures: numbers with their hedge, range, unit and currency, and quantities that are named without a number."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from authoring.article_text import ArticleText, Span, SpanIndex
from authoring.draft.candidate import Candidate, Scalar, without_overlaps
from authoring.draft.hedges import TAIL, hedge_before, kind_after, kind_of, one_sided, turned
from authoring.draft.identifiers import is_called, is_identifier
from authoring.draft.numbers import BEGINNINGS, LARGEST, NUMBER, is_unclear, number, scale_of, whole
from authoring.draft.regions import has_american_dollars
from authoring.draft.scores import results
from authoring.draft.units import MEASURES, MONEY_BEFORE, Unit, fields_of, money, unit_after, with_rate
from authoring.draft.worded_figures import ages, multiples, ordinals, shares, vague
from authoring.draft.words import FALLS, RISES, words

_MINUS = r"(?:(?<!plus or )\bminus[ ]|−|(?<![\w.%)])[-–])"
_NUMBER = re.compile(rf"(?:(?=\d)|\b(?=[{BEGINNINGS}]))(?<![\d./])(?i:{NUMBER})")
_SIGN = re.compile(rf"(?P<minus>{_MINUS})?(?:(?<![A-Za-z])(?P<money>{MONEY_BEFORE})[ \u00a0]?)?$")
_NEXT_SUM = re.compile(rf"[ ](?:and|or)[ ]{MONEY_BEFORE}[ ]?{NUMBER}")
_SMALLER = {"a": ("mo", 12), "wk": ("d", 7), "d": ("h", 24), "h": ("min", 60), "min": ("s", 60)}
_AND_SMALLER = re.compile(rf"(?:,? and|,)? (?P<n>{NUMBER})")
_BEGUN = re.compile(r"\b(?:After|In|Within|For|Over|During|Every) $")
_RANGED = re.compile(
    r"\b(?:rang(?:e[sd]?|ing)|var(?:y|ies|ied|ying)|costs?|pays?|needs?|takes?|took|lasts?|holds?|any(?:where|thing))"
    r" from $"
)
_MOVED = re.compile(r"\b(?:add|adding|gain|rose|fell|lost|losing|shed|climb|slip|slid|jump|dropp|dipp)(?:ed|ing)? $")
_LONGEST_SIGN = 12
_TO = r"(?:[ ](?P<or>or|to)[ ]|[ ]?[–-][ ]?|(?P<and>[ ]and[ ]))"
_SAME_UNIT = rf"(?P<unit>[ ]?(?:{MEASURES})(?!\w))?"
_RANGE = re.compile(rf"{_SAME_UNIT}{_TO}(?:(?P<money>{MONEY_BEFORE})[ ]?)?(?P<second>{NUMBER})", re.I)
_OUT_OF = re.compile(
    r" of (?:the |its |their |his |her |those |all |(?:the )?[\w-]+[’']s )?(?:last |past |first |next |final )?"
    rf"(?P<whole>{NUMBER})\b(?![.,]?\d)",
    re.I,
)
_PART_AFTER = re.compile(r" and a (?:half|quarter)\b(?! of)")  # "two hours and a quarter"
_DURATION = re.compile(r"\b(?:past|last|next|previous|over|more than|at least|within)\b", re.I)
_ONLY = re.compile(r"\b(?:only|just|at least|a single)[ ]$", re.I)
_SMALL = r"(?:\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_THE_TWO = re.compile(rf"[Tt]he (?!\d){_SMALL}\b(?!-)")  # "the two said"
_OF_DIGITS = re.compile(rf"\b{_SMALL}(?:-way|[ -](?:figure|digit)s?|[ ]o[’']clock)\b")  # "a six-figure sum"
_NO_QUANTITY = re.compile(
    r"(?=[\d+])(?:\b\d{1,2}:\d\d(?::\d\d)?(?:[ ]?(?i:[ap]\.?m\b)\.?)?"
    r"|\b\d{1,2}(?:\.\d\d)?[ ]?(?:[ap]\.m\.|(?i:[ap]m)\b|[AP]\.M\.|o[’']clock)"
    r"|\b[012]\d(?:\.?[0-5]\d[ ]?(?:GMT|UTC|CET|CEST|BST|EST|EDT|PST|PDT|local time)"
    r"|(?:(?<=[Aa]t \d\d)|(?<=[Bb]y \d\d)|(?<=from \d\d)|(?<=until \d\d)|(?<=to \d\d))[0-5]\d[ ]?hours\b)"
    r"|\b\d{1,5}[ ]?(?:BC|BCE|AD|CE)\b"
    r"|\b\d{1,3}(?:\.\d+)?[ ]?(?:°|degrees)[ ]?(?:\d+(?:\.\d+)?[’'′]?[ ]?)?(?:[NSEW]|north|south|east|west)\b"
    r"|\b\d{1,4} [A-Z][a-z]+ (?:Street|Road|Avenue|Lane|Drive|Square|Boulevard|Terrace)\b"
    r"|(?<=[Tt]he )\d{1,2}[.:]\d\d (?:(?:at|from|to) [A-Z]|(?:train|bus|ferry|service|flight|did)\b)"
    r"|\b\d+:\d+\b|(?<![\w-])(?:\+\d[\d -]{9,}\d|\d{3}-0\d{3}|0\d{2,5}[- ]\d{3,4}(?:[- ]\d{3,4})?"
    r"|\d{3}-\d{3}-\d{4}|1-8\d\d-\d{3}-\d{4}"
    r"|0\d{9,10})\b"  # numbers to call
    r"|\b\d[\d,]* years ago\b|\b\d+-[A-Z][a-z]+\b|\b(?:19|20)\d0s\b|\b\d+(?:\.\d+){2,}|\b\d+[A-Za-z]+\d\w*)"
)
_BELOW_ZERO = re.compile(r"[ ]below[ ](zero|freezing)\b")
_LENGTHS = ("m", "km", "[mi_i]")
_TIMES = ("a", "mo", "wk", "d", "h", "min", "s")
_SPANS = (*_TIMES, *_LENGTHS)
_PERIODS = words(
    "winters summers springs autumns seasons terms sessions rounds legs games matches weekends nights evenings"
)
_LAST = re.compile(r"the (?:last|past)\b", re.I)
_JOINED_ON = re.compile(r"-quarter(?!s)|-(?:for|to|on|by)-|[’'][a-z]")  # "three-quarter time", "Four'n Fane"
_YEAR = re.compile(r"(?:1[6-9]|2[01])\d\d")
_OTHER_DOLLARS = re.compile(
    r"(?:\b(?:NZ|HK|NT|AU|CA|[ACRS]))\$|\b(?:Canadian|Australian|New Zealand|Hong Kong|Singapore|Taiwan) dollar"
)
_LENGTH = re.compile(
    r"[ -]?(?:tall|high|long|higher|taller|longer|deeper|wider|lower|shorter|closer|further|farther"
    r"|deep|wide|thick|race|sprint|final|freestyle|hurdles|pool|above|below|from|away|off|apart"
    r"|up|down|underground|underwater|walls?|masts?|towers?|drop|cliffs?|swell|waves?|yacht|vessel|ship|boat"
    r"|statue|trench"
    r"|offshore)\b"
)
_LENGTH_BEFORE = re.compile(
    r"\b(?:waves?|swells?|walls?|cliffs?|trees|depths?|heights?|width|length|distances?|altitudes?) of "
    r"(?:[a-z]+ ){0,2}[\d.,]*$",
    re.I,
)
_RACED = re.compile(
    r"\b(?:won|win|wins|ran|runs?|rac(?:es?|ed|ing)|records?|champions?|titles?|gold|silver|bronze|medals?"
    r"|places|form|best"
    r"|compet\w+|finish\w+|beat|fastest|heats?|finals?|time)\b[^.;:]{0,25}$"
)
_RACE = re.compile(r"(?:\b[Tt]he|[’']s?|[x×]) ?(?:60|[1248]00|1,?500|5,?000|10,?000)m$")  # "the women's 400m"
_MORE = re.compile(
    r"(?:\b(?:just|well|slightly|little|for|after|of|to|at|by|is|was|are|were|took|takes|taken|lasted|lasting"
    r"|rises?|stands?|reach\w*|measur\w*|with|in|from|or|and|but)|^|[.:;,(“\"]|\n) ?$"
)
_PAID = re.compile(
    rf"(?:{MONEY_BEFORE}[ ]?\d|\d(?: ?%| per ?cent|[ ]?[mb]n\b| [mb]illion))(?:[^.;:]|\.\d)*[a-z\d%] $"
    rf"|\b(?i:{NUMBER}) (?:[a-z-]+ ){{1,3}}$"  # "heard 34 witnesses over 58 days"
)
_FEET_AND_INCHES = re.compile(r"[ ]?(?:ft|feet|foot|')[ ,]*\d+")
_CARRIED = re.compile(  # "up to 4% of turnover or €20 million", "up to 220 passengers and 36 cars"
    rf"\b(?:up to|as much as|a maximum of) {MONEY_BEFORE}?[\d.,]+ ?[\w%]*(?: [a-z]+){{0,3}} (?:(?:or|and) |\()$"
    rf"|\b(?P<least>as (?:low|little) as|at least) {MONEY_BEFORE}?(?:minus )?[\d.,]+ ?[\w%]*(?: [a-z]+){{0,3}} \($",
    re.I,
)
_BRACKETED = re.compile(r"\(([-–−+])$")  # "(-1.8%)" is a fall by 1.8
_CHANGE = re.compile(
    rf"\b(?:(?P<up>{RISES})|(?P<down>{FALLS}))(?: [a-z]+)? by "
    r"(?:(?:an?|another|further|average|of|up|to|as|much|about) )*$",
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
        self.text, self.content = text, text.content
        self.taken = SpanIndex(taken)
        of_digits = text.found_where(("figure", "digit", "-way", "clock"), _OF_DIGITS)
        no_quantities = (*of_digits, *text.found_where("0123456789", _NO_QUANTITY))
        self.clock = SpanIndex(Span(*found.span()) for found in no_quantities)
        self.portions = list(shares(text))
        self.shares = SpanIndex(one.span for one in self.portions)
        self.american = has_american_dollars(text.content) and not _OTHER_DOLLARS.search(text.content)

    def found(self) -> Iterator[Candidate]:
        """All candidates in reading order. A share is one figure, not the numbers that it is made of."""
        ranks = (one for one in ordinals(self.content) if not self.taken.meets(one.span))
        worded = (*vague(self.text), *multiples(self.text), *ages(self.content))
        rest = [*worded, *ranks, *self._numbers()]
        yield from without_overlaps([*self.portions, *(one for one in rest if not self.shares.meets(one.span))])

    def _numbers(self) -> Iterator[Candidate]:
        position = 0
        while match := _NUMBER.search(self.content, position):
            position = match.end()
            sign = self._sign(match.start())
            money = sign["money"] if sign and match.group()[0].isdigit() else None
            before = self.content[max(0, match.start() - 1) : match.start()]
            if not money and (before.isalnum() or before == "_"):
                continue  # "B12"
            if number(match.group()) >= LARGEST or self.shares.meets(Span(*match.span())):
                continue
            counted = [] if money or self.taken.meets(Span(*match.span())) else results(self.text, match)
            if counted:
                yield from counted
                position = counted[-1].span.end
                continue
            start = sign.start() if sign and (money or sign["minus"]) else match.start()
            one = _Number(start, match.end(), match.group(), money, bool(sign and sign["minus"]))
            second = self._second(one)
            candidate = self._candidate(one, second)
            if candidate:
                yield candidate
                position = max(position, candidate.span.end if "out_of" in candidate.fields else 0)
                position = max(position, second.end() if second else 0)

    def _sign(self, start: int) -> re.Match[str] | None:
        """The sign of money or minus before a number; behind a word in small letters none is looked for."""
        word = self.content[max(0, start - _LONGEST_SIGN) : start - 1].rpartition(" ")[2]
        if (
            self.content.startswith(" ", start - 1)
            and word.islower()
            and word.lstrip("(“") not in ("minus", "kr", "kr.")
        ):
            return None
        return _SIGN.search(self.content, max(0, start - _LONGEST_SIGN), start)

    def _candidate(self, one: _Number, second: re.Match[str] | None) -> Candidate | None:
        span = Span(one.start, one.end)
        if self.clock.meets(span) or (self.taken.meets(span) and not self._is_duration(span)):
            return None
        hedge = hedge_before(self.content, one.start)
        is_carried = not hedge and _CARRIED.search(self.content, max(0, one.start - 60), one.start)
        of = None if second else self._whole(one)
        end = second.end() if second else of.end() if of else one.end
        tail = TAIL.match(self.content, end)
        unit = self._unit(one, second, tail.end() if tail else end)
        if unit and unit.code and (part := _PART_AFTER.match(self.content, unit.end)):
            one, unit = one._replace(digits=one.digits + part.group()), unit._replace(end=part.end())
        if hedge and _LAST.match(hedge.group()) and not (unit and unit.code in _TIMES):
            hedge = None  # "the last seven goals"
        while unit and not second and (smaller := self._smaller(one, unit)):
            one, unit = smaller
        tail = tail or (TAIL.match(self.content, unit.end) if unit else None)
        is_pair = second is not None and one.digits.lower() == "one"  # "one or two"
        if not is_pair and self._is_no_figure(one, unit, hedged=hedge is not None):
            return None
        carried = "at_least" if is_carried and is_carried["least"] else "at_most"
        kind = carried if is_carried else turned(kind_after(tail) if tail else kind_of(hedge), hedge)
        span = Span(hedge.start() if hedge else one.start, max(unit.end if unit else 0, tail.end() if tail else end))
        bounds, change = self._bounds(one, second, kind, unit), self._change(one.start)
        sign = None if second else _BRACKETED.search(self.content, max(0, one.start - 2), one.start + 1)
        if sign and unit and unit.code == "%":
            change = {"form": "change", "direction": "up" if sign[1] == "+" else "down"}
            bounds["value"] = abs(number(one.digits))
        is_span = unit is not None and (unit.code in _SPANS or unit.name in _PERIODS)
        if hedge and unit and is_span and hedge.group().lower().startswith("over "):
            bounds |= self._over(hedge, bounds, unit)
        whole_of: dict[str, Scalar] = {"out_of": number(of["whole"])} if of else {}
        return Candidate(span, bounds | whole_of | fields_of(unit) | change)

    def _smaller(self, one: _Number, unit: Unit) -> tuple[_Number, Unit] | None:
        """ "Seven years and two months", "3 hours, 38 minutes": one duration, in the smaller unit."""
        code, times = _SMALLER.get(unit.code or "", ("", 0))
        rest = _AND_SMALLER.match(self.content, unit.end) if times else None
        smaller = unit_after(self.content, rest.end()) if rest else None
        if not rest or not smaller or smaller.code != code or smaller.factor != 1 or number(rest["n"]) >= times:
            return None
        if _BEGUN.search(self.content, max(0, one.start - 8), one.start) and "and" not in rest.group():
            return None  # "After two weeks, five days of rain followed"
        total = number(one.digits) * unit.factor * times + number(rest["n"])
        return one._replace(digits=str(total)), smaller

    def _over(self, hedge: re.Match[str], bounds: dict[str, Scalar], unit: Unit) -> dict[str, Scalar]:
        """ "Raced over 800 metres" is that far, "just over two years" is more; elsewhere either is left as a TODO."""
        lead = self.content[max(0, hedge.start() - 90) : hedge.start()]
        if unit.name in _PERIODS:
            return {"value": bounds.pop("min", "TODO"), "hedge": "exact"}  # "over two winters"
        if _RACED.search(lead) if unit.code in _LENGTHS else _PAID.search(lead):
            return {"value": bounds.pop("min", "TODO"), "hedge": "exact"}
        if _MORE.search(lead) or (unit.code in _LENGTHS and _LENGTH.match(self.content, unit.end)):
            return {}
        return {"value": bounds.pop("min", "TODO"), "hedge": "TODO over, or for as long as"}

    def _whole(self, one: _Number) -> re.Match[str] | None:
        """ "14 of the 33 seats": what a counted part is out of."""
        of = _OUT_OF.match(self.content, one.end)
        if not of or one.sign or one.digits.lower() in ("a", "an", "one") or _YEAR.fullmatch(of["whole"]):
            return None
        unit = unit_after(self.content, of.end())
        measured = unit is not None and (unit.code is not None or unit.currency is not None)
        return of if number(one.digits) < number(of["whole"]) and not measured else None

    def _bounds(self, one: _Number, second: re.Match[str] | None, kind: str, unit: Unit | None) -> dict[str, Scalar]:
        factor = (unit.factor if unit else 1) * (-1 if one.negative else 1)
        if (
            _FEET_AND_INCHES.match(self.content, one.end)
            or is_unclear(one.digits)
            or (second and is_unclear(second["second"]))
            or (unit and unit.name.endswith("or metres"))
        ):
            return {"value": f"TODO {one.digits}", "hedge": kind}
        below = _BELOW_ZERO.match(self.content, unit.end) if unit and unit.name.startswith("degrees") else None
        value = whole(number(one.digits) * factor * (-1 if below else 1))
        is_score = (
            second is not None
            and (unit is None or number(one.digits) >= number(second["second"]) > 0)
            and one.sign is None
            and re.search("[-–]", second.group()) is not None
        )
        next_to = (
            second is not None and unit and number(second["second"]) == number(one.digits) + 1
        )  # "six or seven days"
        is_either = second is not None and second["or"] == "or" and not next_to
        if is_score or is_either or (below and below[1] == "freezing") or (second and below):
            return {"value": f"TODO {self.content[one.start : second.end() if second else one.end]}", "hedge": kind}
        if second is None:
            return one_sided(kind, value)
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
        if re.match(r"\d[-–]", self.content[max(0, one.start - 2) : one.start]):
            return None  # "from 118-6 to 171"
        if re.fullmatch(r"[-–]", second.group()[: -len(second["second"])]) and number(one.digits) > number(
            second["second"]
        ):
            return second  # a score
        before = self.content[max(0, one.start - 9) : one.start].lower()
        ranged = _RANGED.search(self.content, max(0, one.start - 16), one.start)
        apart = not ranged and before.endswith(("from ", "up ", "down "))
        if bool(second["and"]) != before.endswith("between ") or apart:
            return None
        low, high = number(one.digits), number(second["second"])
        if high > 3 * low and (before.endswith("by ") or _MOVED.search(before) or self._changed(one.start)):
            return None  # "fell by 12 to 214", "added $14 to $4,212"
        scale = scale_of(second["second"])
        if second["or"] == "or":
            return second if high == low + 1 or scale > scale_of(one.digits) else None  # "three or four": about so many
        if second["unit"] is None and not one.sign and re.fullmatch("[-–]", second.group()[: -len(second["second"])]):
            return second  # "51-49" is a score or a vote
        return second if low < high and (scale_of(one.digits) > 1 or low * scale <= high) else None

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
        if unit and unit.name.startswith("dollars") and self.american:
            return unit._replace(name=f"US {unit.name}", currency="USD")
        return unit

    def _rate_of_the_next(self, unit: Unit, end: int) -> Unit:
        """ "$18.50 and $21 an hour" are both an hour's."""
        following = _NEXT_SUM.match(self.content, end)
        if not following or " per " in unit.name:
            return unit
        return with_rate(self.content, unit._replace(end=following.end()))._replace(end=end)

    def _metres_or_millions(self, end: int) -> Unit | None:
        """ "10m people" are millions, "10m tall" is a length; where neither is said it is a TODO."""
        if not re.search(r"\dm$", self.content[max(0, end - 2) : end]):
            return None
        if _LENGTH.match(self.content, end) or _LENGTH_BEFORE.search(self.content, max(0, end - 60), end - 1):
            return Unit("metres", "m", None, 1e-6, end)
        unit = unit_after(self.content, end)
        if unit is None and _RACE.search(self.content, max(0, end - 12), end):
            return Unit("metres", "m", None, 1e-6, end)
        return unit or Unit("TODO what is counted, or metres", None, None, 1, end)

    def _is_no_figure(self, one: _Number, unit: Unit | None, hedged: bool) -> bool:
        """Parts of dates, clock times, years, flight and model numbers, and "one" as a pronoun."""
        span, word = Span(one.start, one.end), one.digits.lower()
        measured = unit is not None and (
            unit.code is not None or unit.currency is not None or unit.name.startswith(("pence", "cents"))
        )
        if self._is_of_a_word(one, measured) or (self.taken.meets(span) and not measured):
            return True
        if word in ("a", "an") and not hedged:
            return not self.content.endswith(" by ", 0, one.start)
        if one.sign or measured:
            return False
        if word in ("one", "zero", "a", "an"):
            return not _ONLY.search(self.content, max(0, one.start - 12), one.start)
        if unit is None and not hedged and _THE_TWO.match(self.content, max(0, one.start - 4)):
            return True
        if hedged:
            return bool(_YEAR.fullmatch(word)) and unit is None
        if unit is None and (_YEAR.fullmatch(word) or is_called(self.text, one.start, one.end)):
            return True
        return "," not in one.digits and is_identifier(self.text, one.start)

    def _is_of_a_word(self, one: _Number, measured: bool) -> bool:
        """Whether a number is part of a longer word: "R134a", "one-in-200-year", "three-quarter time"."""
        after = self.content[one.end : one.end + 1]
        joined = self.content.endswith("-in-", 0, one.start) or _JOINED_ON.match(self.content, one.end) is not None
        return (
            joined
            or (one.sign == "R" and after.isalpha())
            or (one.sign in ("N", "P", "COP") and not re.search(r"[,a-z]", one.digits))
            or (not measured and re.match(r"[\w/]", after) is not None)
        )

    def _is_duration(self, span: Span) -> bool:
        """ "The past two years" is a span of time and how long it is, as is "two days after he left"; "ten years ago"
        and "May 2024" are dates only."""
        around = self.content[max(0, span.start - 20) : span.end]
        after = self.content[span.end : span.end + 24]
        is_point = re.match(r"[ ]\w+ (?:ago|earlier|of)\b", after)
        return bool(re.match(r"[ ]\w+ (?:after|before) [a-z]", after) or (_DURATION.search(around) and not is_point))

    def _changed(self, start: int) -> re.Match[str] | None:
        by = self.content.find(" by ", max(0, start - 40), start) >= 0
        return _CHANGE.search(self.content, max(0, start - 40), start) if by else None

    def _change(self, start: int) -> dict[str, Scalar]:
        """ "Rose by 3 per cent": a change, and its direction."""
        found = self._changed(start)
        return {"form": "change", "direction": "up" if found["up"] else "down"} if found else {}

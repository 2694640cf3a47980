"""What is reckoned from the day of publication: one rule for each way of saying it.

A phrase with two readings is a set of both, or a TODO where EDTF has no such set.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from authoring.draft.absolute_dates import DAY, MONTH, MONTHS, division, four_digits
from authoring.draft.candidate import Scalar
from authoring.draft.holidays import CLUES, HOLIDAY
from authoring.draft.month_dates import (
    NAMED_YEAR,
    days_of_years,
    days_without_year,
    holiday,
    month_of_year,
    months_of_years,
    months_to,
    months_without_year,
    part_of_a_month,
    part_of_month,
    that_month,
    week_of,
    week_of_month,
    week_to,
    without_year,
)
from authoring.draft.numbers import NUMBER, number
from authoring.draft.seasons import (
    BEGIN,
    by_season,
    division_of_year,
    end_of,
    end_of_century,
    first_months,
    in_season,
    named_quarter,
    nearby_season,
    part_of,
    part_of_year,
    quarter_without_year,
    seasons_ago,
    short_year,
    since_season,
    since_start,
)
from authoring.draft.tense import clause_before, is_ahead, is_past, says_future
from authoring.draft.weekdays import DAYS, every, weekday, weekday_span, weekend

_LAST_OF = {"fortnight": 14, "week": 7, "day": 1}  # days

Found = dict[str, Scalar]
Rule = Callable[[re.Match[str], date], Found | None]


def _count(match: re.Match[str]) -> tuple[int, str]:
    """How many units, decades as years."""
    count, unit = int(number(match.groupdict().get("n") or "one")), match["u"].lower()
    return (10 * count, "year") if unit == "decade" else (count, unit)


def _month_away(published: date, count: int, unit: str) -> str:
    """The month that lies so many years or months away."""
    months = published.year * 12 + published.month - 1 + count * (12 if unit == "year" else 1)
    return f"{four_digits(months // 12)}-{months % 12 + 1:02}"


def _past(match: re.Match[str], published: date) -> Found:
    """ "The past two years": from about then until publication."""
    count, unit = _count(match)
    if unit in ("year", "month"):
        return {"edtf": f"{_month_away(published, -count, unit)}~/{published}"}
    return {"edtf": f"{published - timedelta(days=count * _LAST_OF[unit])}~/{published}"}


def _coming(match: re.Match[str], published: date) -> Found:
    """ "The next two years": from publication until about then."""
    count, unit = _count(match)
    if unit in ("year", "month"):
        return {"edtf": f"{published}/{_month_away(published, count, unit)}~"}
    return {"edtf": f"{published}/{published + timedelta(days=count * _LAST_OF[unit])}~"}


def _away(match: re.Match[str], published: date, direction: int) -> Found:
    count, unit = _count(match)
    if unit == "year":
        return {"edtf": f"{four_digits(published.year + direction * count)}~"}
    if unit == "month":
        return {"edtf": f"{_month_away(published, direction * count, unit)}~"}
    return {"edtf": f"{published + direction * timedelta(days=count * _LAST_OF[unit])}~"}


def _ago(match: re.Match[str], published: date) -> Found:
    return _away(match, published, -1)


def _ahead(match: re.Match[str], published: date) -> Found | None:
    """ "In two years", "within 30 days", where the words before speak of what is to come; elsewhere it is how long
    something took."""
    if not says_future(clause_before(match)):
        return None
    if match.group().lower().startswith("within"):
        return _coming(match, published)
    return _away(match, published, 1)


def _from_another_day(match: re.Match[str], published: date) -> Found:  # noqa: ARG001 - a rule's shape
    """ "A year earlier": than what, the text says elsewhere."""
    return {"edtf": f"TODO {match.group()}, than what?"}


def _open(match: re.Match[str], published: date) -> Found:  # noqa: ARG001 - a rule's shape
    """ "Ten to 15 years ago": a span or either of two years, which a person decides."""
    return {"edtf": f"TODO {match.group()}"}


def _begun(match: re.Match[str], published: date) -> Found | None:
    """ "Over three decades": begun before about then; for spans of ten years and more only."""
    count, _ = _count(match)
    return {"edtf": f"../{four_digits(published.year - count)}~", "role": "starts"} if count >= 10 else None


def _unit_of(match: re.Match[str], published: date) -> Found:
    """ "Last month", "this year", "next week"."""
    step = {"last": -1, "this": 0, "next": 1, "the": 2}.get(match["w"].lower())
    unit = match["u"].lower()
    if step is None:
        return {"edtf": f"TODO {match.group()}, before what?"}
    if unit == "year":
        return {"edtf": four_digits(published.year + step)}
    if unit == "month":
        months = published.year * 12 + published.month - 1 + step
        return {"edtf": f"{four_digits(months // 12)}-{months % 12 + 1:02}"}
    if unit == "week":
        monday = published - timedelta(days=published.weekday() - 7 * step)
        if step == 0 and is_past(match) and monday < published:
            return {"edtf": f"[{monday}..{published}]"}
        return {"edtf": f"{monday}/{monday + timedelta(days=6)}"}
    if unit == "quarter":
        quarters = published.year * 4 + (published.month - 1) // 3 + step
        return {"edtf": division(quarters // 4, quarters % 4 + 1)}
    return nearby_season(unit, published, step)


def _next_of(match: re.Match[str], published: date) -> Found:
    """ "The next spring": of a story that is told, after the time told before, which is a TODO; "the next year" is the
    one after the year named before it."""
    is_told = is_past(match) or (match["u"].lower() in BEGIN and not is_ahead(match))
    years = NAMED_YEAR.findall(match.string, max(0, match.start() - 200), match.start()) if is_told else []
    if years and match["u"].lower() == "year":
        return {"edtf": four_digits(int(years[-1]) + 1)}
    return {"edtf": f"TODO {match.group()}, after what?"} if is_told else _unit_of(match, published)


def _same_part_of_another_year(match: re.Match[str], published: date) -> Found:  # noqa: ARG001 - a rule's shape
    return {"edtf": f"TODO {match.group()}, which part of it?"}


_NEAR = {"yesterday": -1, "last night": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}


def _near(match: re.Match[str], published: date) -> Found:
    """ "Yesterday"; words such as "today" and "currently" mean about the day of publication."""
    days = _NEAR.get(match.group().lower(), 0)
    return {"edtf": str(published + timedelta(days=days)) + ("" if days else "~")}


def _at_time(match: re.Match[str], published: date) -> Found | None:
    """ "Shares were down by 0815 GMT": on the day of publication, where the words are of markets and no other day."""
    around = match.string[max(0, match.start() - 120) : match.end() + 60]
    if not _MARKETS.search(around) or _OTHER_DAY.search(around):
        return None
    return {"edtf": f"{published}T{match['h']}:{match['m']}:00Z"}


_MARKETS = re.compile(r"\b(?:shares?|stocks?|index|futures|trad(?:ed|ing)|yields?|crude|bonds?|currency)\b", re.I)
_OTHER_DAY = re.compile(rf"\b(?:{'|'.join(DAYS)}|yesterday|tomorrow)\b")
_PART_OF_DAY = (
    r"(?:(?:in the early hours|on the (?:morning|afternoon|evening|night|eve)) of"
    r"|(?:at|before|after) (?:midnight|noon|dawn|dusk) on"
    r"|(?:a little|just|shortly|soon|right|moments|minutes) (?:before|after) (?:midnight|noon|dawn|dusk)(?: on)?)"
)
_CLOCK = r"(?:\d|1[0-2])(?:[.:]\d\d)? ?[ap]\.?m\.?"
_ANY_DAY, _ANY_MONTH = "|".join(DAYS), "|".join(MONTHS)
_DATE = rf"(?:{MONTH} {DAY}|{DAY} {MONTH})\b"  # of which a weekday before it is a part
_NO_YEAR = r"\b(?!,? (?:1[6-9]|20)\d\d\b|[-–/.:]?\d)"
_OPENER = (
    r"(?:\b(?P<w>[Ss]ince(?: at least)?|[Uu]ntil|[Tt]ill|[Tt]hrough|[Bb]y|[Ff]rom|[Ff]or|[Nn]o later than"
    r"|[Oo]n or before) )?"
)
_TO = r"(?: to | and | or | through | until |[ ]?[-–][ ]?)"
_SPANS_OF_DAYS = (
    rf"\b(?P<a>{DAY}){_TO}(?P<b>{DAY}) (?P<m>{MONTH})",
    rf"\b(?P<a>{DAY}) (?P<m>{MONTH}){_TO}(?P<b>{DAY}) (?P<n>{MONTH})",
    rf"\b(?P<m>{MONTH}) (?P<a>{DAY}){_TO}(?P<b>{DAY})",
    rf"\b(?P<m>{MONTH}) (?P<a>{DAY}){_TO}(?P<n>{MONTH}) (?P<b>{DAY})",
)
_UNITS = r"(?P<u>year|month|week|day|decade|fortnight)s?\b"
_RULES: tuple[tuple[str, Rule], ...] = (
    (rf"\b(?:(?:over|in|for|during|within) )?the (?:past|last) (?:(?P<n>{NUMBER}) )?{_UNITS}", _past),
    (rf"\b(?:(?:over|in|for|during|within) )?the next (?:(?P<n>{NUMBER}) ){_UNITS}", _coming),
    (rf"{NUMBER}(?:[ ]?[-–][ ]?| to | or ){NUMBER} {_UNITS} (?:ago|earlier|later)\b", _open),
    (rf"\b(?:(?:about|some|around|nearly|almost) )?(?:(?P<n>{NUMBER})|an?) {_UNITS} ago\b", _ago),
    (
        rf"\b(?:{NUMBER}|an?) {_UNITS} (?:earlier|before|later|after)\b(?! (?:this|that))"
        r"|\bthe year (?:before|earlier)\b(?! [a-z])",
        _from_another_day,
    ),
    (rf"\b(?:in|within)(?: about)? (?P<n>{NUMBER}) {_UNITS}(?:[’'] time)?(?! of)", _ahead),
    (r"\bby (?:the )?end of the (?P<u>century|decade)\b", end_of_century),
    (r"\b(?:since|from) the (?:start|beginning) of (?:the|this) (?P<u>month|year)\b", since_start),
    (rf"\b(?:over|more than|at least) (?P<n>{NUMBER}) (?P<u>year|decade)s\b", _begun),
    (r"\b(?P<w>earlier|later) this (?P<u>year|month|week)\b", part_of),
    (
        r"\b(?:(?P<by>by|until|before) |at )?(?:the )?"
        r"(?:end of (?P<w>the|this|next) (?P<u>week|month|year)|year[ -]end)\b",
        end_of,
    ),
    (
        r"\b(?:(?P<by>by|until) |(?:in|at|around|from|since|before|after) )?the (?P<p>middle|start|beginning) of"
        r" (?P<w>the|this|last|next) year\b",
        part_of_year,
    ),
    (
        r"\b(?:in |during |for )?the (?P<q>first|second|third|fourth|last|final) (?P<p>half|quarter) of"
        r" (?P<w>the|this|its|last|next)(?P<f>(?: current| last| next)? (?:fiscal|financial))? year\b",
        division_of_year,
    ),
    (rf"\bsince (?:the )?(?P<u>{'|'.join(BEGIN)})\b(?! of)", since_season),
    (rf"\b(?:in|during|over) the (?P<u>{'|'.join(BEGIN)})\b(?! of)", in_season),
    (r"(?<=\bthe )(?P<w>next) (?P<u>year|month|week|quarter|spring|summer|autumn|fall|winter)\b", _next_of),
    (
        r"\b(?P<w>last|this|(?<!\bthe )next|previous)"
        r" (?P<u>year|month|week|quarter|spring|summer|autumn|fall|winter)\b",
        _unit_of,
    ),
    (r"\b(?P<w>the) (?P<u>year|month|week) after next\b", _unit_of),
    (
        r"\b(?:in|during|for) (?:the|its|their) (?P<q>first|second|third|fourth) (?:quarter|half)\b(?! (?:of|\d))"
        r"|\b(?P<h>first|second|third|fourth)-(?:quarter|half)\b|\b(?P<d>[QH][1-4])\b(?! \d)(?P<f> (?:of )?FY ?\d+)?",
        quarter_without_year,
    ),
    (
        r"\b(?:the same|this) (?:point|stage|period|quarter|months?|time|week|stretch)"
        r"(?: (?:of|in) (?:\d{4}|last year)| last year| a year (?:ago|earlier|before))",
        _same_part_of_another_year,
    ),
    (r"\b(?:(?:over|at|on|during) )?(?P<w>the|last|this|next) weekend\b(?! of)", weekend),
    (r"\b(?:at|by|as of|around|about) (?P<h>[012]\d)[:.]?(?P<m>[0-5]\d) ?(?:GMT|UTC)\b", _at_time),
    (r"(?<!\w)[’'‘](?P<y>\d\d)\b(?![’'‘\w]|[.,]\d)", short_year),
    (rf"\b(?:every|each) (?P<d>{_ANY_DAY})s?\b", every),
    (
        rf"\b(?:from |(?P<and>between )|)(?P<d>{_ANY_DAY})(?(and) and |(?: to | through | until | till |[-–]))"
        rf"(?:the (?:next|following) )?(?P<e>{_ANY_DAY})\b",
        weekday_span,
    ),
    (
        rf"\b(?:{_PART_OF_DAY} |(?:later on|later|earlier on|on|late on|early on) )?"
        rf"(?:(?P<o>since|by|until|through|before|from|starting) "
        rf"(?:(?:late on|early on|at midnight on|the (?:end|close|evening|morning) of(?: (?:business|trading|play) on)?"
        r"|(?P<c>midnight|midday|noon|dawn|dusk|nightfall|late|early)(?: on)?"
        rf"|(?<!by ){_CLOCK}(?: on)?) )?)?"
        rf"(?:(?P<w>last|this|next) )?(?P<d>{_ANY_DAY})\b(?! (?:to|through) (?:{_ANY_DAY}))(?!,? {_DATE})"
        rf"(?P<k> (?:of )?(?:last|next|this) week| (?:of|in) (?:{_ANY_MONTH}|(?:the|each|every) month)| week)?"
        r"(?: (?:morning|afternoon|evening|night|lunchtime)(?![’'\w]))?\b",
        weekday,
    ),
    (
        rf"\b(?:{'|'.join(sorted(_NEAR, key=len, reverse=True))}|today|tonight|this (?:morning|afternoon|evening)"
        r"|available now|currently|at present|at the moment)\b",
        _near,
    ),
)
_SPELLED_RULES: tuple[tuple[str, Rule], ...] = (  # a capital distinguishes months from other words
    (
        rf"\b(?:in |for |during )?the (?:(?P<n>{NUMBER}) months|quarter|(?P<u>year))"
        r" (?:to|through|ended|ending|ended in)"
        rf" (?:the end of |(?:28|29|30|31) )?(?P<m>{MONTH})(?: (?:28|29|30|31)\b)?(?:,? (?P<y>20\d\d))?",
        months_to,
    ),
    (
        rf"\b(?:in |for )?the week (?:to|ended|ending|through) "
        rf"(?:(?P<a>{DAY}) (?P<m>{MONTH})|(?P<k>{MONTH}) (?P<b>{DAY}))\b",
        week_to,
    ),
    (rf"\b(?:in |during )?the week (?:of|beginning|starting)(?: on)? (?:(?:{_ANY_DAY}),? )?"
     rf"(?:(?P<a>{DAY}) (?P<m>{MONTH})|(?P<k>{MONTH}) (?P<b>{DAY}))(?:,? (?P<y>20\d\d))?\b", week_of),
    (
        r"\b(?:(?P<w>[Bb]y|[Uu]ntil|[Bb]efore) the end of"
        r"|(?:[Aa]t )?[Tt]he (?:very )?(?:end|beginning|start|middle) of)"
        rf" (?P<m>{_ANY_MONTH})\b(?! \d{{4}})",
        part_of_month,
    ),
    (
        rf"\b(?:in |on )?the (?P<o>first|second|third|fourth|last|final) (?:week|weekend|(?P<d>{_ANY_DAY})) (?:of|in) "
        rf"(?P<m>{_ANY_MONTH})\b(?! \d{{4}})",
        week_of_month,
    ),
    *((rf"(?:\b(?:[Ff]rom|[Bb]etween) )?{days}{_NO_YEAR}", days_without_year) for days in _SPANS_OF_DAYS),
    (
        rf"\b(?:[Ii]n |[Oo]n )?(?:(?P<a>{DAY}) (?:of )?)?(?P<m>{_ANY_MONTH}) (?:of )?(?P<w>last|this|next) year\b",
        month_of_year,
    ),
    (
        rf"\b(?:(?:[Bb]etween|[Ff]rom|[Ii]n|[Dd]uring|[Ff]or)(?: the)?|[Tt]he) (?P<m>{_ANY_MONTH})"
        rf"(?: (?P<t>and|to|until|through) |[-–])(?P<n>{_ANY_MONTH})\b(?! \d)(?P<q> (?:quarter|period))?",
        months_without_year,
    ),
    (
        rf"\b(?:in |over |during )?the (?P<f>first|last|final) (?P<n>{NUMBER}) months of "
        r"(?:(?P<y>20\d\d)|(?:the|this|(?P<w>last)) year)\b",
        first_months,
    ),
    (
        rf"\b(?:[Ii]n |[Bb]y |[Ss]ince )?(?:"
        rf"[Ee]arly|[Mm]id|[Ll]ate|the (?:start|beginning) of)[- ](?P<m>{_ANY_MONTH})\b(?! \d)",
        part_of_a_month,
    ),
    (rf"\bby (?:the )?(?P<u>{'|'.join(BEGIN)})\b(?! of| \d)", by_season),
    (rf"\b(?P<n>{NUMBER}) (?P<u>{'|'.join(BEGIN)})s ago\b", seasons_ago),
    (r"\b(?:in )?the (?P<m>March|June|September|December) quarter\b", named_quarter),
    (
        rf"\b(?:[Bb]etween|[Ff]rom) (?:(?P<a>{DAY}) (?P<m>{MONTH})|(?P<k>{MONTH}) (?P<c>{DAY})|(?P<j>{_ANY_MONTH}))"
        rf" (?P<w>last|this) year (?:and|to|until|through) (?P<e>the end of )?(?:(?P<b>{DAY}) )?(?P<n>{MONTH})"
        rf"(?: (?P<d>{DAY}))?\b(?!,? ?\d| (?:last|this|next) year)",
        days_of_years,
    ),
    (
        rf"\b(?:[Bb]etween|[Ff]rom) (?P<w>last|this) (?P<m>{_ANY_MONTH}) (?:and|to|until|through) (?P<n>{_ANY_MONTH})\b"
        r"(?! (?:\d|last|this|next))",
        months_of_years,
    ),
    (rf"\b(?:That|(?:[Ii]n|[Ll]ater|[Ee]arlier) that) (?P<m>{_ANY_MONTH})\b(?! \d)", that_month),
    (rf"{_OPENER}(?P<m>{MONTH}) (?P<a>{DAY}){_NO_YEAR}", without_year),
    (rf"{_OPENER}\b(?P<a>{DAY}) (?:of )?(?P<m>{MONTH}){_NO_YEAR}", without_year),
    (
        r"(?:\b(?P<w>[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Bb]efore|[Aa]fter|[Ff]rom|[Ll]ast|[Tt]his|[Nn]ext) "
        rf"|\b(?:[Oo]n|[Aa]t|[Oo]ver) )?\b{HOLIDAY}(?: (?P<v>last|this|next) year)?(?!,? (?:in |of )?\d{{4}})",
        holiday,
    ),
    (
        r"\b(?P<w>[Ii]n|[Ss]ince(?: at least)?|[Uu]ntil|[Tt]ill|[Tt]hrough|[Bb]y|[Ll]ast|[Tt]his|[Nn]ext|of|for|[Ff]rom"
        r"|[Dd]uring|[Bb]efore|[Aa]fter|[Bb]ack in|as (?:recently|early|late) as"
        r"|an? (?:wet|dry|cold|warm|hot|mild|record|quiet|strong|weak|slow|good|poor)"
        r"|(?:an?|its|their|his|her|the)(?= [A-Z][a-z]+ (?:report|projection|forecast|study|ruling|survey|poll|letter"
        r"|filing|interview|estimate|figures?|statement)s?\b)) "
        rf"(?P<m>{_ANY_MONTH})\b"
        rf"(?! (?:\d|(?:to|until|through) (?:{_ANY_MONTH}|\d+ (?:of )?{MONTH}|\d{{4}}\b|the|early|mid|late)))",
        without_year,
    ),
)  # fmt: skip
_SEASONS, _NEXT_TO = tuple(BEGIN), ("last ", "this ", "next", "previous ")
_CLUES: dict[Rule, tuple[str, ...]] = {  # those that are not here need a month
    _past: ("past ", "last "),
    _coming: ("next ",),
    _open: ("ago", "earlier", "later"),
    _ago: ("ago",),
    _from_another_day: ("earlier", "before", "later", "after"),
    _ahead: ("year", "month", "week", "day", "decade", "fortnight"),
    _begun: ("years", "decades"),
    part_of: ("earlier this", "later this"),
    end_of: ("end of", "year-end", "year end"),
    part_of_year: (" year",),
    division_of_year: (" year",),
    end_of_century: ("end of the",),
    since_start: (" of th",),
    since_season: _SEASONS,
    in_season: _SEASONS,
    by_season: _SEASONS,
    seasons_ago: _SEASONS,
    _unit_of: _NEXT_TO,
    _next_of: ("the next ",),
    short_year: ("'", "’", "‘"),
    quarter_without_year: ("quarter", "half", "q1", "q2", "q3", "q4", "h1", "h2"),
    _same_part_of_another_year: ("the same ", "this "),
    weekend: ("weekend",),
    _at_time: ("gmt", "utc"),
    every: ("every ", "each "),
    weekday_span: ("day",),
    weekday: ("day",),
    _near: ("day", "tonight", "this ", "tomorrow", "now", "current", "at present", "at the moment", "last night"),
    first_months: ("months of",),
    holiday: CLUES,
}
_MONTHS = tuple(form for name in MONTHS for form in (name[:3], name[:3].upper()))
RELATIVE = (
    *((re.compile(pattern, re.I), rule, _CLUES[rule]) for pattern, rule in _RULES),
    *((re.compile(pattern), rule, _CLUES.get(rule, _MONTHS)) for pattern, rule in _SPELLED_RULES),
)
"""Patterns, their rules, and words of which a sentence needs one for that."""

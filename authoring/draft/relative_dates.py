"""What is reckoned from the day of publication: one rule for each way of saying it.

A phrase with two readings is a set of both, or a TODO where EDTF has no such set.
"""

import re
from collections.abc import Callable
from datetime import date

from authoring.draft.absolute_dates import CLOCK, DAY, MONTH, MONTHS, TIME_OF_DAY
from authoring.draft.anchored_dates import FROM_ANOTHER_DATE, PREVIOUS
from authoring.draft.candidate import Scalar
from authoring.draft.counted_times import (
    NEAR_DAYS,
    ago,
    at_time,
    begun,
    coming_span,
    from_another_day,
    in_some_time,
    left_open,
    near_day,
    next_of,
    past_span,
    same_part_of_another_year,
    unit_of,
)
from authoring.draft.holidays import CLUES, HOLIDAY
from authoring.draft.month_dates import (
    days_of_years,
    days_without_year,
    following_month,
    holiday,
    list_of_days,
    month_of_year,
    months_of_years,
    months_to,
    months_without_year,
    own_month,
    part_of_a_month,
    part_of_month,
    that_month,
    week_of,
    week_of_month,
    week_to,
    without_year,
)
from authoring.draft.numbers import NUMBER
from authoring.draft.seasons import (
    BEGIN,
    by_season,
    division_of_year,
    end_of,
    end_of_century,
    first_months,
    in_season,
    named_quarter,
    part_of,
    part_of_year,
    quarter_without_year,
    season_of_year,
    seasons_ago,
    short_year,
    since_season,
    since_start,
)
from authoring.draft.weekdays import DAYS, every, weekday, weekday_span, weekend

Found = dict[str, Scalar]
Rule = Callable[[re.Match[str], date], Found | None]

_PART_OF_DAY = (
    r"(?:(?:in the early hours|on the (?:morning|afternoon|evening|night|eve)) of"
    r"|(?:at|before|after) (?:midnight|noon|dawn|dusk) on"
    r"|(?:a little|just|shortly|soon|right|moments|minutes) (?:before|after) (?:midnight|noon|dawn|dusk)(?: on)?)"
)
_OF_DAY = r"(?: (?:noon|midday|morning|afternoon|evening|night|lunchtime)(?![’'\w]))?"
_ANY_DAY, _ANY_MONTH = "|".join(DAYS), "|".join(MONTHS)
_DATE = rf"(?:{MONTH} {DAY}|{DAY} {MONTH})\b"  # of which a weekday before it is a part
_NO_YEAR = r"\b(?!,? (?:1[6-9]|20)\d\d\b|[-–/.:]?\d)"
_OPENER = (
    r"(?:\b(?P<w>[Ss]ince(?: at least)?|[Uu]ntil|[Tt]ill|[Tt]hrough|[Bb]y|[Ff]rom|[Ff]or|[Nn]ot? (?:earlier|later) than"
    rf"|[Oo]n or before) {TIME_OF_DAY})?"
)
_TO = r"(?: to | and | or | through | until |[ ]?[-–][ ]?)"
_SPANS_OF_DAYS = (
    rf"(?P<a>{DAY}){_TO}(?P<b>{DAY}) (?P<m>{MONTH})",
    rf"(?P<a>{DAY}) (?P<m>{MONTH}){_TO}(?P<b>{DAY}) (?P<n>{MONTH})",
    rf"(?P<m>{MONTH}) (?P<a>{DAY}){_TO}(?:(?P<n>{MONTH}) )?(?P<b>{DAY})",
)
_UNITS = r"(?P<u>year|month|week|day|decade|fortnight)s?\b"
_RULES: tuple[tuple[str, Rule], ...] = (
    (rf"\b(?:(?:over|in|for|during|within) )?the (?:past|last) (?:(?P<n>{NUMBER}) )?{_UNITS}", past_span),
    (rf"\b(?:(?:over|in|for|during|within) )?the next (?:(?P<n>{NUMBER}) ){_UNITS}", coming_span),
    (rf"{NUMBER}(?:[ ]?[-–][ ]?| to | or ){NUMBER} {_UNITS} (?:ago|earlier|later)\b", left_open),
    (rf"\b(?:(?:about|some|around|nearly|almost) )?(?:(?P<n>{NUMBER})|an?) {_UNITS} ago\b", ago),
    (rf"\b{FROM_ANOTHER_DATE}|(?<=\bthe )(?:{PREVIOUS})", from_another_day),
    (rf"\b(?:in|within)(?: about)? (?P<n>{NUMBER}) {_UNITS}(?:[’'] time)?(?! of| on (?:{_ANY_DAY}))", in_some_time),
    (r"\bby (?:the )?end of the (?P<u>century|decade)\b", end_of_century),
    (r"\b(?:since|from) the (?:start|beginning) of (?:the|this) (?P<u>month|year)\b", since_start),
    (rf"\b(?:over|more than|at least) (?P<n>{NUMBER}) (?P<u>year|decade)s\b", begun),
    (r"\b(?P<w>earlier|later) this (?P<u>year|month|week)\b", part_of),
    (
        r"\b(?:(?P<by>by|until|before) |at )?(?:the )?"
        r"(?:end of (?P<w>the|this|next|last(?= year)) (?P<u>week|month|year)|(?P<v>year|month)[ -]end)\b",
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
    (r"(?<=\bthe )(?P<w>next) (?P<u>year|month|week|quarter|spring|summer|autumn|fall|winter)\b", next_of),
    (
        r"\b(?P<w>last|this|(?<!\bthe )next)"
        r" (?P<u>year|month|week|quarter|spring|summer|autumn|fall|winter)\b",
        unit_of,
    ),
    (r"\b(?P<w>the) (?P<u>year|month|week) after next\b", unit_of),
    (
        r"\b(?:in|during|for) (?:the|its|their) (?P<q>first|second|third|fourth) (?:quarter|half)\b(?! (?:of|\d))"
        r"|\b(?P<h>first|second|third|fourth)-(?:quarter|half)\b|\b(?P<d>[QH][1-4])\b(?! \d)(?P<f> (?:of )?FY ?\d+)?",
        quarter_without_year,
    ),
    (
        r"\b(?:the same|this) (?:point|stage|period|quarter|months?|time|week|stretch)"
        r"(?: (?:of|in) (?:\d{4}|last year)| last year| a year (?:ago|earlier|before))",
        same_part_of_another_year,
    ),
    (r"\b(?:(?:over|at|on|during) )?(?P<w>the|last|this|next) weekend\b(?! of)", weekend),
    (r"\b(?:at|by|as of|around|about) (?P<h>[012]\d)[:.]?(?P<m>[0-5]\d) ?(?:GMT|UTC)\b", at_time),
    (r"(?<!\w)[’'‘](?P<y>\d\d)\b(?![’'‘\w]|[.,]\d)", short_year),
    (rf"\b(?:every|each) (?P<d>{_ANY_DAY})s?\b", every),
    (
        rf"\b(?:from |(?P<and>between )|)(?P<d>{_ANY_DAY}){_OF_DAY}(?(and) and |(?: to | through | until | till |[-–]))"
        rf"(?:the (?:next|following) )?(?P<e>{_ANY_DAY}){_OF_DAY}\b",
        weekday_span,
    ),
    (
        rf"\b(?:{_PART_OF_DAY} |(?:later on|later|earlier on|on|late on|early on) )?"
        rf"(?:(?P<o>since|by|until|through|before|from|starting|not? (?:earlier|later) than) "
        rf"(?:(?:late on|early on|at midnight on|the (?:end|close|evening|morning) of(?: (?:business|trading|play) on)?"
        r"|(?P<c>midnight|midday|noon|dawn|dusk|nightfall|late|early)(?: on)?"
        rf"|(?<!by ){CLOCK}(?: on)?) )?)?"
        rf"(?:(?P<w>last|this|next) )?(?P<d>{_ANY_DAY})\b(?! (?:to|through) (?:{_ANY_DAY}))(?!,? {_DATE})"
        rf"(?P<k> (?:of )?(?:last|next|this) week| (?:of|in) (?:{_ANY_MONTH}|(?:the|each|every) month)| week)?"
        rf"{_OF_DAY}\b",
        weekday,
    ),
    (
        rf"\b(?:{'|'.join(sorted(NEAR_DAYS, key=len, reverse=True))}|today|tonight|this (?:morning|afternoon|evening)"
        r"|available now|currently|at present|at the moment)\b",
        near_day,
    ),
)
_SPELLED_RULES: tuple[tuple[str, Rule], ...] = (  # a capital distinguishes months from other words
    (
        rf"\b(?:in |for |during )?the (?:(?P<n>{NUMBER}) months|quarter|(?P<u>year)|(?P<h>half(?:[ -]year)?))"
        r" (?:to|through|ended|ending|ended in)"
        rf" (?:the end of |(?:28|29|30|31) )?(?P<m>{MONTH})(?: (?:28|29|30|31)\b)?(?:,? (?P<y>20\d\d))?",
        months_to,
    ),
    (
        rf"\b(?:in |for )?the (?:(?P<n>{NUMBER}) )?weeks? (?:to|ended|ending|through) "
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
    (rf"\b(?=\d)(?P<l>(?:{DAY}, )+{DAY}),? (?P<o>and|or) (?P<b>{DAY}) (?P<m>{MONTH}){_NO_YEAR}", list_of_days),
    (rf"\b(?P<m>{MONTH}) (?P<l>(?:{DAY}, )+{DAY}),? (?P<o>and|or) (?P<b>{DAY}){_NO_YEAR}", list_of_days),
    (rf"\b(?P<w>)(?P<m>{_ANY_MONTH})(?=[’']s [a-z\d]| (?:was|is|had been) the [\w-]+(?:st|th|nd|rd)\b)", own_month),
    (rf"\b(?:the |late |early )?(?P<u>{'|'.join(BEGIN)}) (?:of )?(?P<w>last|this|next) year\b", season_of_year),
    *(
        (rf"\b(?=[\dFfBbJMASOND])(?:(?:[Ff]rom|[Bb]etween) )?{days}{_NO_YEAR}", days_without_year)
        for days in _SPANS_OF_DAYS
    ),
    (
        rf"\b(?:[Ii]n |[Oo]n )?(?:(?P<a>{DAY}) (?:of )?)?(?P<m>{_ANY_MONTH})(?: (?P<b>{DAY}))?"
        r",? (?:of )?(?P<w>last|this|next) year\b",
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
        rf"\b(?:[Ii]n |[Bb]y |[Ss]ince |[Bb]efore )?(?:"
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
    (rf"\b[Tt]he following (?P<m>{_ANY_MONTH})\b(?! \d)", following_month),
    (rf"\b(?:That|(?:[Ii]n|[Ll]ater|[Ee]arlier) that) (?P<m>{_ANY_MONTH})\b(?! \d)", that_month),
    (rf"{_OPENER}(?P<m>{MONTH}) (?P<a>{DAY}){_NO_YEAR}", without_year),
    (rf"{_OPENER}\b(?P<a>{DAY}) (?:of )?(?P<m>{MONTH}){_NO_YEAR}", without_year),
    (
        r"(?:\b(?P<w>[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Bb]efore|[Aa]fter|[Ff]rom|[Ll]ast|[Tt]his|[Nn]ext) "
        rf"|\b(?:[Oo]n|[Aa]t|[Oo]ver) )?\b{HOLIDAY}(?: (?P<v>last|this|next) year)?(?!,? (?:in |of )?\d{{4}})",
        holiday,
    ),
    (
        r"\b(?P<w>[Ii]n(?:to)?|[Ss]ince(?: at least)?|[Uu]ntil|[Tt]ill|[Tt]hrough|[Bb]y|[Ll]ast|[Tt]his|[Nn]ext|of|for"
        r"|[Ff]rom|[Dd]uring|[Bb]efore|[Aa]fter|[Bb]ack in|as (?:recently|early|late) as"
        r"|an? (?:wet|dry|cold|warm|hot|mild|record|quiet|strong|weak|slow|good|poor)"
        r"|(?:an?|its|their|his|her|the|[’']s)(?= [A-Z][a-z]+ (?:report|projection|forecast|study|ruling|survey|letter"
        r"|filing|interview|estimate|figures?|statement|issue|edition|meeting|election|vote|referendum|attack|quake"
        r"|earthquake|flood|storm|summit|budget|ballot|data|reading|poll)s?\b)) "
        rf"(?P<m>{_ANY_MONTH})\b"
        rf"(?! (?:\d|(?:to|until|through) (?:{_ANY_MONTH}|\d+ (?:of )?{MONTH}|\d{{4}}\b|the|early|mid|late)))",
        without_year,
    ),
)  # fmt: skip
_SEASONS, _NEXT_TO = tuple(BEGIN), ("last ", "this ", "next")
_CLUES: dict[Rule, tuple[str, ...]] = {  # those that are not here need a month
    past_span: ("past ", "last "),
    coming_span: ("next ",),
    left_open: ("ago", "earlier", "later"),
    ago: ("ago",),
    from_another_day: ("earlier", "before", "later", "after", "the next ", "the following ", "previous "),
    in_some_time: ("year", "month", "week", "day", "decade", "fortnight"),
    begun: ("years", "decades"),
    part_of: ("earlier this", "later this"),
    end_of: ("end of", "year-end", "year end", "month-end", "month end"),
    part_of_year: (" year",),
    division_of_year: (" year",),
    end_of_century: ("end of the",),
    since_start: (" of th",),
    since_season: _SEASONS,
    in_season: _SEASONS,
    by_season: _SEASONS,
    season_of_year: _SEASONS,
    seasons_ago: _SEASONS,
    unit_of: _NEXT_TO,
    next_of: ("the next ",),
    short_year: ("'", "’", "‘"),
    quarter_without_year: ("quarter", "half", "q1", "q2", "q3", "q4", "h1", "h2"),
    same_part_of_another_year: ("the same ", "this "),
    weekend: ("weekend",),
    at_time: ("gmt", "utc"),
    every: ("every ", "each "),
    weekday_span: ("day",),
    weekday: ("day",),
    near_day: ("day", "tonight", "this ", "tomorrow", "now", "current", "at present", "at the moment", "last night"),
    first_months: ("months of",),
    week_of: ("the week ",),
    part_of_month: ("end of", "beginning of", "start of", "middle of"),
    week_of_month: ("week", "day of", "day in"),
    month_of_year: (" year",),
    part_of_a_month: ("early", "mid", "late", "start of", "beginning of"),
    named_quarter: ("quarter",),
    days_of_years: (" year",),
    months_of_years: (" last ", " this "),
    that_month: ("that ",),
    holiday: CLUES,
}
_MONTHS = tuple(form for name in MONTHS for form in (name[:3], name[:3].upper()))
RELATIVE = (
    *((re.compile(pattern, re.I), rule, _CLUES[rule]) for pattern, rule in _RULES),
    *((re.compile(pattern), rule, _CLUES.get(rule, _MONTHS)) for pattern, rule in _SPELLED_RULES),
)
"""Patterns, their rules, and words of which a sentence needs one for that."""

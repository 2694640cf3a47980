"""Seasons, quarters and other parts of a year, reckoned from the day of publication."""

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from authoring.draft.absolute_dates import month_number
from authoring.draft.numbers import NUMBER, number
from authoring.draft.relative_dates import Found, reads, spelled
from authoring.draft.tense import clause_before, is_ahead, is_over, is_past, says_past_before, tense_of, was_planned
from authoring.draft.units import unit_after
from authoring.draft.years import SEASONS, division, four_digits, opened

BEGIN = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The month in which each season begins."""

_NEAR = 200  # characters around a quarter that tell whether it is one of business or of a match
_BUSINESS = re.compile(
    r"\b(?:profit|sales|sold|revenue|earn|result|GDP|econom|growth|grew|output|order|deliver|ship|pric|inflation|margin"
    r"|trad|loss|income|demand|rent|rate|cost|budget|spen[dt]|invest|hir"
    r"|deal|sale\b|merge|acqui|takeover|per ?cent|compan|quarterly)|[$€£¥%]",
    re.I,
)
_MATCH = re.compile(r"\b(?:goals?|scor\w+|match|kick\w*|penalt\w+|minutes?|half-time|coach|fans)\b")
_BEFORE_A_YEAR = re.compile(
    r"\b(?:in|since|by|until|till|from|before|after|during|early|late|(?:class|summer|spring|autumn|fall|winter|floods?"
    r"|fires?|storm|strike|crash|quake|earthquake|election|drought|war|blizzard|hurricane|cup|final|season) of) $",
    re.I,
)
_REPORTED = re.compile(r" (?:results|earnings|reports?|figures|numbers|update|profits?|accounts)\b")
_DUE = re.compile(r" (?:are|is|will|come|follow)\b(?! (?:in|out|up|down)\b)")
_NUMBERS = ("first", "second", "third", "fourth")


def nearby_season(unit: str, published: date, step: int) -> Found:
    """A season. "Last summer", said soon after this year's, may be either one, and is left open."""
    begins, year = BEGIN[unit], published.year
    in_winter = unit == "winter" and published.month < 3
    if step == 0:
        return {"edtf": f"{four_digits(year - in_winter)}-{SEASONS[unit]}"}
    if step > 0:
        return {"edtf": f"{four_digits(year + (begins <= published.month))}-{SEASONS[unit]}"}
    if begins + 3 <= published.month or in_winter:
        return {"edtf": f"TODO {four_digits(year - in_winter)}-{SEASONS[unit]} or the year before"}
    return {"edtf": f"{four_digits(year - 1)}-{SEASONS[unit]}"}


@reads(rf"\bsince (?:the )?(?P<u>{'|'.join(BEGIN)})\b(?! of)", *BEGIN)
def since_season(match: re.Match[str], published: date) -> Found:
    """ "Since the autumn": the last one that has begun."""
    season = match["u"].lower()
    return {"edtf": f"{four_digits(published.year - (BEGIN[season] > published.month))}-{SEASONS[season]}/.."}


@reads(
    rf"\b(?:in(?: the)?|(?:during|over|through|throughout|all through) the) (?P<u>{'|'.join(BEGIN)})\b(?! of)", *BEGIN
)
def in_season(match: re.Match[str], published: date) -> Found:
    """ "In the autumn": the last one that has begun, or the next where it is to come."""
    season, tense = match["u"].lower(), tense_of(match)
    if tense is None:
        return {"edtf": f"TODO {match.group()}"}
    begun = BEGIN[season] <= published.month
    if (published.month - BEGIN[season]) % 12 < 3 and tense == "ahead":  # it is that season
        now = f"{four_digits(published.year - (not begun))}-{SEASONS[season]}"
        return {"edtf": f"TODO {match.group()}" if match.group().lower().startswith("in") else now}
    year = published.year - (not begun) if tense == "past" else published.year + begun
    return {"edtf": f"{four_digits(year)}-{SEASONS[season]}"}


@spelled(rf"\b(?:the |late |early )?(?P<u>{'|'.join(BEGIN)}) (?:of )?(?P<w>last|this|next) year\b", *BEGIN)
def season_of_year(match: re.Match[str], published: date) -> Found:
    """ "Autumn next year"."""
    step = {"last": -1, "this": 0, "next": 1}[match["w"]]
    return {"edtf": f"{four_digits(published.year + step)}-{SEASONS[match['u']]}"}


@spelled(rf"\b(?:by|until|till) (?:the )?(?P<u>{'|'.join(BEGIN)})\b(?! of| \d)", *BEGIN)
def by_season(match: re.Match[str], published: date) -> Found:
    """ "By summer": until the end of the next one."""
    season = match["u"].lower()
    return {"edtf": f"../{four_digits(published.year + (BEGIN[season] + 2 < published.month))}-{SEASONS[season]}"}


@spelled(rf"\b[Bb]efore (?:the )?(?P<u>{'|'.join(BEGIN)})\b(?! of| \d|[’'])", *BEGIN)
def before_season(match: re.Match[str], published: date) -> Found:
    """ "Before the winter": until the next one begins, where that is to come."""
    season = match["u"]
    coming = f"{four_digits(published.year + (BEGIN[season] <= published.month))}-{SEASONS[season]}"
    return {"edtf": opened(coming, "before", negated=False) if is_ahead(match) else f"TODO {match.group()}"}


@spelled(rf"\b(?P<n>{NUMBER}) (?P<u>{'|'.join(BEGIN)})s ago\b", *BEGIN)
def seasons_ago(match: re.Match[str], published: date) -> Found:
    """ "Two summers ago"."""
    season = match["u"].lower()
    year = published.year - int(number(match["n"]))
    is_over = BEGIN[season] + 3 <= published.month
    return {"edtf": f"TODO {match.group()}" if is_over else f"{four_digits(year)}-{SEASONS[season]}"}


@reads(
    r"\b(?:in|during|for) (?:the|its|their) (?P<q>first|second|third|fourth) (?:quarter|half)\b(?! (?:of|\d))"
    r"|\b(?P<h>first|second|third|fourth)-(?:quarter|half)\b|\b(?P<d>[QH][1-4])\b(?! \d)(?P<f> (?:of )?FY ?\d+)?",
    "quarter",
    "half",
    "q1",
    "q2",
    "q3",
    "q4",
    "h1",
    "h2",
)
def quarter_without_year(match: re.Match[str], published: date) -> Found:
    """ "In the third quarter", "H1", "third-quarter results": the last one that has begun; a TODO where the words
    around speak of what is to come, of a match or of a financial year."""
    word, short = match["q"] or match["h"], match["d"] or ""
    number = int(short[1]) if short else _NUMBERS.index(word.lower()) + 1
    of = 2 if "half" in match.group().lower() or short[:1] in ("h", "H") else 4
    around = match.string[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    reported = _REPORTED.match(match.string, match.end())
    is_ahead_of = _DUE.match(match.string, reported.end()) if reported else is_ahead(match)
    of_business = short or _BUSINESS.search(around)
    begins = 12 // of * (number - 1) + 1
    if match["q"] and number <= of and of_business and not _counts_other_years(match.string):
        soon = begins - published.month in (1, 2, 3, 4) and not says_past_before(match)
        if (is_ahead(match) or soon) and not was_planned(
            match
        ):  # "expects to close in the third quarter", "one more cut in the fourth quarter"
            return {"edtf": division(published.year + (begins + 12 // of <= published.month), number, of)}
    if number > of or is_ahead_of or match["f"] or not of_business or (of == 2 and _MATCH.search(around)):
        return {"edtf": f"TODO {match.group()}"}
    if _counts_other_years(match.string):
        return {"edtf": f"TODO {match.group()}"}
    return {"edtf": division(published.year - (begins > published.month), number, of)}


@lru_cache(maxsize=1)
def _counts_other_years(content: str) -> bool:
    return re.search(r"\bfiscal\b|\bfinancial year\b", content, re.I) is not None


_TIMED = re.compile(r"\b(?:starts|begins|opens|ends|is due) $")


@spelled(r"\b(?:in )?the (?P<m>March|June|September|December) quarter\b", "quarter")
def named_quarter(match: re.Match[str], published: date) -> Found:
    """ "The June quarter": the three months that end with June, the last one over or under way, or the next one."""
    last, ahead = month_number(match["m"]), is_ahead(match) or _TIMED.search(clause_before(match)) is not None
    moved = (last < published.month) if ahead else -(last - 2 > published.month)
    return {"edtf": division(published.year + moved, last // 3)}


@spelled(
    rf"\b(?:in |over |during )?the (?P<f>first|last|final) (?P<n>{NUMBER}) months of "
    r"(?:(?P<y>20\d\d)|(?:the|this|(?P<w>last)) year)\b",
    "months of",
)
def first_months(match: re.Match[str], published: date) -> Found | None:
    """ "The first three months of 2025", or of this or last year."""
    count, word = int(number(match["n"])), match["w"]
    year = int(match["y"]) if match["y"] else published.year - (word == "last")
    if not 1 < count < 12:
        return None
    if year == published.year and (count > published.month or match["f"] != "first") and not is_ahead(match):
        return {"edtf": f"TODO {match.group()}"}
    return {"edtf": f"{year}-01/{year}-{count:02}" if match["f"] == "first" else f"{year}-{13 - count:02}/{year}-12"}


@spelled(rf"\b(?:[Ii]n|[Ff]or|[Oo]ver|[Dd]uring) the first (?P<n>{NUMBER}) months\b(?! of| after| in)", "first ")
def first_months_of_business(match: re.Match[str], published: date) -> Found | None:
    """ "Sales in the first nine months": of this year, where they are just over and the words are of business."""
    count, around = int(number(match["n"])), match.string[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    if not _BUSINESS.search(around):
        return None
    is_over = 0 <= published.month - 1 - count < 4 and not _counts_other_years(match.string)
    return {"edtf": f"{published.year}-01/{published.year}-{count:02}" if is_over else f"TODO {match.group()}"}


@reads(r"\b(?:since|from) the (?:start|beginning) of (?:the|this) (?P<u>month|year)\b", " of th")
def since_start(match: re.Match[str], published: date) -> Found:
    """ "Since the start of the year": that year or month, open to the end."""
    return {"edtf": f"{published.year}/.." if match["u"].lower() == "year" else f"{published:%Y-%m}/.."}


@reads(r"\b(?P<w>earlier|later) this (?P<u>year|month|week)\b", "earlier this", "later this")
def part_of(match: re.Match[str], published: date) -> Found | None:
    """ "Earlier this year": one day of it, up to the day before publication."""
    year, month = published.year, published.month
    monday = published - timedelta(days=published.weekday())
    first, last = {
        "year": (date(year, 1, 1), date(year, 12, 31)),
        "month": (date(year, month, 1), date(year, month, monthrange(year, month)[1])),
        "week": (monday, monday + timedelta(days=6)),
    }[match["u"].lower()]
    if match["w"].lower() == "later":
        first = published + timedelta(days=1)
    else:
        last = published - timedelta(days=1)
    return {"edtf": f"[{first}..{last}]"} if first <= last else None


@reads(
    r"\b(?:(?P<by>by|until) |(?:in|at|around|from|since|before|after) )?the (?P<p>middle|start|beginning) of"
    r" (?P<w>the|this|last|next) year\b",
    " year",
)
def part_of_year(match: re.Match[str], published: date) -> Found:
    """ "By the middle of next year": until the end of June; a TODO for other parts."""
    year = published.year + {"last": -1, "next": 1}.get(match["w"].lower(), 0)
    is_known = match["by"] and match["p"].lower() == "middle"
    return {"edtf": f"../{year}-06-30" if is_known else f"TODO {match.group()}"}


@reads(
    r"\b(?:in |during |for )?the (?P<q>first|second|third|fourth|last|final) (?P<p>half|quarter) of"
    r" (?P<w>the|this|its|last|next)(?P<f>(?: current| last| next)? (?:fiscal|financial))? year\b",
    " year",
)
def division_of_year(match: re.Match[str], published: date) -> Found:
    """ "The second half of the year", "the last quarter of next year"; a TODO of a financial year."""
    if match["f"]:
        return {"edtf": f"TODO {match.group()}"}
    year = published.year + {"last": -1, "next": 1}.get(match["w"].lower(), 0)
    count = 2 if match["p"].lower() == "half" else 4
    number = {"first": 1, "second": 2, "third": 3}.get(match["q"].lower(), count)
    return {"edtf": division(year, number, count)}


@reads(r"\bby (?:the )?end of the (?P<u>century|decade)\b", "end of the")
def end_of_century(match: re.Match[str], published: date) -> Found:
    """ "By the end of the century", "of the decade"."""
    is_decade = match["u"].lower() == "decade"
    return {"edtf": f"../{published.year // 10}9-12-31" if is_decade else f"../{published.year // 100 + 1}00-12-31"}


@reads(
    r"\b(?:(?P<by>by|until|before) |at )?(?:the )?"
    r"(?:end of (?P<w>the|this|next|last(?= year)) (?P<u>week|month|year)|(?P<v>year|month)[ -]end)\b",
    "end of",
    "year-end",
    "year end",
    "month-end",
    "month end",
)
def end_of(match: re.Match[str], published: date) -> Found:
    """ "By the end of the month": until its last day. "At the end" may be some days; of a year it is its December."""
    unit, step = (
        (match["u"] or match["v"] or "year").lower(),
        {"last": -1, "next": 1}.get((match["w"] or "").lower(), 0),
    )
    if match["by"] and is_over(match):
        return {"edtf": f"TODO {match.group()}"}  # "by the end of the month they had found 14"
    if unit == "year":
        is_told = not match["by"] and not step and match["w"] != "this" and is_past(match)
        year = four_digits(published.year + step - is_told)  # "it had 40 at year-end"
        return {"edtf": f"../{year}-12-31" if match["by"] else f"{year}-12"}
    if not match["by"] or step:
        return {"edtf": f"TODO {match.group()}"}
    sunday = published + timedelta(days=6 - published.weekday())
    last = published.replace(day=monthrange(published.year, published.month)[1])
    return {"edtf": f"../{sunday if unit == 'week' else last}"}


@reads(r"(?<!\w)[’'‘](?P<y>\d\d)\b(?![’'‘\w]|[.,]\d)", "'", "’", "‘")
def short_year(match: re.Match[str], published: date) -> Found | None:
    """ "In ’98": the last such year; a TODO of what is to come, and of what may be either century's."""
    lead = _BEFORE_A_YEAR.search(match.string, max(0, match.start() - 24), match.start())
    if not lead or unit_after(match.string, match.end()):
        return None
    year = published.year - (published.year - int(match["y"])) % 100
    return {"edtf": f"TODO {match.group()}" if year < published.year - 75 or is_ahead(match) else str(year)}

"""Times counted from the day of publication: "two years ago", "last month", "yesterday"."""

import re
from datetime import date, timedelta

from authoring.draft.anchored_dates import ANOTHER_YEAR, FROM_ANOTHER_DATE, PREVIOUS, SAME_PERIOD
from authoring.draft.month_dates import NAMED_YEAR
from authoring.draft.numbers import NUMBER, ORDINAL, number
from authoring.draft.relative_dates import Found, reads
from authoring.draft.seasons import BEGIN, nearby_season
from authoring.draft.tense import clause_before, is_ahead, is_past, says_future
from authoring.draft.weekdays import ANY_DAY
from authoring.draft.years import division, four_digits

_UNITS = r"(?P<u>year|month|week|day|decade|fortnight)s?\b"
_LAST_OF = {"fortnight": 14, "week": 7, "day": 1}  # days


def _count(match: re.Match[str]) -> tuple[int, str]:
    """How many units, decades as years."""
    count, unit = int(number(match.groupdict().get("n") or "one")), match["u"].lower()
    return (10 * count, "year") if unit == "decade" else (count, unit)


def _month_away(published: date, count: int, unit: str) -> str:
    """The month that lies so many years or months away."""
    months = published.year * 12 + published.month - 1 + count * (12 if unit == "year" else 1)
    return f"{four_digits(months // 12)}-{months % 12 + 1:02}"


@reads(rf"\b(?:(?:over|in|for|during|within) )?the (?:past|last) (?:(?P<n>{NUMBER}) )?{_UNITS}", "past ", "last ")
def past_span(match: re.Match[str], published: date) -> Found:
    """ "The past two years": from about then until publication."""
    count, unit = _count(match)
    if unit in ("year", "month"):
        return {"edtf": f"{_month_away(published, -count, unit)}~/{published}"}
    return {"edtf": f"{published - timedelta(days=count * _LAST_OF[unit])}~/{published}"}


@reads(rf"\b(?:(?:over|in|for|during|within) )?the next (?:(?P<n>{NUMBER}) ){_UNITS}", "next ")
def coming_span(match: re.Match[str], published: date) -> Found:
    """ "The next two years": from publication until about then."""
    count, unit = _count(match)
    years = NAMED_YEAR.findall(match.string, max(0, match.start() - 120), match.start())
    if years and int(years[-1]) < published.year and not is_ahead(match):
        return {"edtf": f"TODO {match.group()}, after what?"}  # "found in 2019; it grew over the next two years"
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


@reads(rf"\b(?:(?:about|some|around|nearly|almost) )?(?:(?P<n>{NUMBER})|an?) {_UNITS} ago\b", "ago")
def ago(match: re.Match[str], published: date) -> Found:
    return _away(match, published, -1)


@reads(
    rf"\b(?:in|within)(?: about)? (?P<n>{NUMBER}) {_UNITS}(?:[’'] time)?(?! of| on (?:{ANY_DAY}))",
    "year",
    "month",
    "week",
    "day",
    "decade",
    "fortnight",
)
def in_some_time(match: re.Match[str], published: date) -> Found | None:
    """ "In two years", "within 30 days", where the words before speak of what is to come; elsewhere it is how long
    something took."""
    if not says_future(clause_before(match)) or _OF_SEVERAL.search(clause_before(match)):
        return None
    if match.group().lower().startswith("within"):
        return coming_span(match, published)
    return _away(match, published, 1)


@reads(
    rf"\b{FROM_ANOTHER_DATE}|(?<=\bthe )(?:{PREVIOUS})",
    "earlier",
    "before",
    "later",
    "after",
    "the next ",
    "the following ",
    "previous ",
)
def from_another_day(match: re.Match[str], published: date) -> Found | None:  # noqa: ARG001 - a rule's shape
    """ "A year earlier": than what, the text says elsewhere; ages of the earth are lengths only."""
    if re.match(r"[\d.,]+ ?(?:[mbk]|[mbt]r?n|[mb]illion)\b", match.group()):
        return None  # "some 11m years later"
    return {"edtf": f"TODO {match.group()}, than what?"}


@reads(rf"{NUMBER}(?:[ ]?[-–][ ]?| to | or ){NUMBER} {_UNITS} (?:ago|earlier|later)\b", "ago", "earlier", "later")
def left_open(match: re.Match[str], published: date) -> Found:  # noqa: ARG001 - a rule's shape
    """ "Ten to 15 years ago": a span or either of two years, which a person decides."""
    return {"edtf": f"TODO {match.group()}"}


@reads(rf"\b(?:over|more than|at least) (?P<n>{NUMBER}) (?P<u>year|decade)s\b", "years", "decades")
def begun(match: re.Match[str], published: date) -> Found | None:
    """ "Over three decades": begun before about then; for spans of ten years and more only."""
    count, _ = _count(match)
    if count < 10 or is_ahead(match) or _PAID.search(clause_before(match)):
        return None  # "would cost €4bn over ten years"
    return {"edtf": f"../{four_digits(published.year - count)}~", "role": "starts"}


@reads(r"\b(?P<w>the) (?P<u>year|month|week) after next\b", "last ", "this ", "next")
@reads(
    r"\b(?P<w>last|this|(?<!\bthe )next)"
    r" (?P<u>year|month|week|quarter|spring|summer|autumn|fall|winter)\b",
    "last ",
    "this ",
    "next",
)
def unit_of(match: re.Match[str], published: date) -> Found:
    """ "Last month", "this year", "next week"."""
    step = {"last": -1, "this": 0, "next": 1, "the": 2}[match["w"].lower()]
    unit = match["u"].lower()
    if unit == "year":
        return {"edtf": four_digits(published.year + step)}
    if unit == "month" and step == 0 and re.search(r"\bha(?:s|ve)\b[^;]*$", clause_before(match)):
        return {"edtf": f"TODO {match.group()}, or so far"}  # "has gained 2% this month"
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


@reads(
    r"\b(?:so far (?:this|in the) (?P<u>year|month|week|quarter)|this (?P<v>year|month|week|quarter) so far"
    r"|(?:in |for )?(?:the )?(?P<d>year|month)[ -]to[ -]date)\b",
    "so far",
    "to date",
    "to-date",
)
def so_far(match: re.Match[str], published: date) -> Found:
    """ "So far this year": from its first day until publication."""
    unit = (match["u"] or match["v"] or match["d"]).lower()
    monday = published - timedelta(days=published.weekday())
    month = {"year": 1, "quarter": published.month - (published.month - 1) % 3}.get(unit, published.month)
    first = monday if unit == "week" else published.replace(day=1, month=month)
    return {"edtf": f"{first}/{published}"}


@reads(r"(?<=\bthe )(?P<w>next) (?P<u>year|month|week|quarter|spring|summer|autumn|fall|winter)\b", "the next ")
def next_of(match: re.Match[str], published: date) -> Found:
    """ "The next spring": of a story that is told, after the time told before, which is a TODO; "the next year" is the
    one after the year named before it."""
    is_told = is_past(match) or (match["u"].lower() in BEGIN and not is_ahead(match))
    years = NAMED_YEAR.findall(match.string, max(0, match.start() - 200), match.start()) if is_told else []
    if years and match["u"].lower() == "year":
        return {"edtf": four_digits(int(years[-1]) + 1)}
    return {"edtf": f"TODO {match.group()}, after what?"} if is_told else unit_of(match, published)


@reads(r"\b(?:in|early in) the new year\b", "new year")
def new_year(match: re.Match[str], published: date) -> Found:
    """ "In the new year", said in autumn: the next one."""
    return {"edtf": four_digits(published.year + 1) if published.month > 8 else f"TODO {match.group()}"}


@reads(
    r"\b(?:on )?(?:that|(?<!at )the same) (?:day|night|evening|morning|afternoon|month|year)\b"
    r"(?=[,.;:)”\"]|$| (?:and|but|to|in|at|by|for|from|with|when|after|before|on|he|she|they|it|the|a)\b)",
    "that ",
    "same ",
)
def that_day(match: re.Match[str], published: date) -> Found:  # noqa: ARG001 - a rule's shape
    """ "That evening": of the day that is named before it."""
    return {"edtf": f"TODO {match.group()}, which one?"}


@reads(
    rf"\b(?:this (?:point|stage|period|quarter|months?|time|week|stretch){ANOTHER_YEAR}|{SAME_PERIOD})",
    "the same ",
    "this ",
    "corresponding ",
    "comparable ",
    "equivalent ",
    "-earlier ",
    "prior-year ",
)
def same_part_of_another_year(match: re.Match[str], published: date) -> Found:  # noqa: ARG001 - a rule's shape
    return {"edtf": f"TODO {match.group()}, which part of it?"}


_OF_SEVERAL = re.compile(  # "will be the fifth in two years"
    rf"\b(?:first|second|only|time|most|{ORDINAL}|[a-z]{{2,}}est)\b[^,;]{{0,25}}$"
)
_PAID = re.compile(r"[$€£%]|\b(?:[mbtr]+illion|bn|crore|per ?cent)\b")
NEAR_DAYS = {
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}


@reads(
    rf"\b(?:{'|'.join(sorted(NEAR_DAYS, key=len, reverse=True))}|today|tonight|this (?:morning|afternoon|evening)"
    r"|available now|currently|at present|at the moment)\b",
    "day",
    "tonight",
    "this ",
    "tomorrow",
    "now",
    "current",
    "at present",
    "at the moment",
    "last night",
)
def near_day(match: re.Match[str], published: date) -> Found:
    """ "Yesterday"; words such as "today" and "currently" mean about the day of publication."""
    days = NEAR_DAYS.get(match.group().lower(), 0)
    if match.string.endswith(("a week ", "a fortnight "), 0, match.start()):
        return {"edtf": f"TODO {match.group()}"}  # "a week today"
    return {"edtf": str(published + timedelta(days=days)) + ("" if days else "~")}


@reads(
    r"\b(?:as of|by(?=[\d:. apm]{1,12} local time)) (?P<h>[012]?\d)[:.]?(?P<m>[0-5]\d)?(?: ?(?P<p>[ap]\.?m\b\.?))?"
    r"(?: local time)?(?: \((?P<g>[012]\d)[:.]?(?P<n>[0-5]\d) GMT\))?",
    "as of ",
    "local time",
)
def as_of_hour(match: re.Match[str], published: date) -> Found | None:
    """ "As of 20:00 local time (2300 GMT)": on the day of publication, where its sentence names no other."""
    around = re.split(r"[.;]\s|\n", match.string[max(0, match.start() - 120) : match.start()])[-1]
    around += re.split(r"(?<![ap]\.m)[.;]\s|\n", match.string[match.start() : match.end() + 60])[0]
    if _OTHER_DAY.search(around) or not (match["m"] or match["p"]):
        return None
    if not match["g"]:
        return None if match.group().lower().startswith("by") else {"edtf": str(published)}
    hour = int(match["h"]) % 12 + 12 * match["p"].lower().startswith("p") if match["p"] else int(match["h"])
    away = (60 * hour + int(match["m"] or 0) - 60 * int(match["g"]) - int(match["n"]) + 720) % 1440 - 720
    zone = f"{'-' if away < 0 else '+'}{abs(away) // 60:02}:{abs(away) % 60:02}"
    return {"edtf": f"{published}T{hour:02}:{int(match['m'] or 0):02}:00{zone}"}


@reads(
    r"\b(?:from (?:\d[\d:.]*(?: ?[ap]\.?m\.?)?|midnight|noon|dusk|dawn|sunset|sunrise) (?:to|until|till) "
    r"(?:\d[\d:.]*(?: ?[ap]\.?m\.?)?|midnight|noon|dusk|dawn|sunset|sunrise),? )"
    r"(?:every|each) (?:day|night|morning|evening)\b",
    "every ",
    "each ",
)
def every_night(match: re.Match[str], published: date) -> Found:  # noqa: ARG001 - a rule's shape
    """ "From 22:00 to 05:00 every night": from publication on."""
    return {"edtf": f"{published}/..", "recurrence": "FREQ=DAILY", "role": "recurs"}


@reads(r"\b(?:at|by|as of|around|about) (?P<h>[012]\d)[:.]?(?P<m>[0-5]\d) ?(?:GMT|UTC)\b", "gmt", "utc")
def at_time(match: re.Match[str], published: date) -> Found | None:
    """ "Shares were down by 0815 GMT": on the day of publication, where the words are of markets and no other day."""
    around = match.string[max(0, match.start() - 120) : match.end() + 60]
    if not _MARKETS.search(around) or _OTHER_DAY.search(around):
        return None
    return {"edtf": f"{published}T{match['h']}:{match['m']}:00Z"}


_MARKETS = re.compile(
    r"\b(?:shares?|stocks?|index|futures|trad(?:ed|ing)|yields?|crude|bonds?|currency|benchmark|copper|gold|brent"
    r"|metals?|dollars?|euros?|euro|peso|rupee|rand|yen|yuan|interbank)\b",
    re.I,
)
_OTHER_DAY = re.compile(rf"\b(?:{ANY_DAY}|yesterday|tomorrow)\b")

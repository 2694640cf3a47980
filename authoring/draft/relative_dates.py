"""Dates that are relative to the day of publication, as EDTF; what may be two days is kept as both."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from authoring.article_text import ArticleText, Span
from authoring.draft.absolute_dates import DAY, MONTH, MONTHS, SEASONS, iso_day, month_number, quarter
from authoring.draft.candidate import Candidate
from authoring.draft.numbers import NUMBER, number
from authoring.draft.words import words

_DAYS = words("""
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
""")
_BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST_OF = {"year": 365, "month": 30, "week": 7, "day": 1, "decade": 3652}
_FUTURE = re.compile(
    r"\b(?:will|shall|(?:is|are) (?:to|due|scheduled)|plans? to|wants? to|expects? to"
    r"|(?:re)?opens|begins|starts|meets|resumes)\b"  # the present tense of timetables
)
_BEGIN = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

Found = dict[str, Any]
Rule = tuple[str, Callable[[re.Match[str], date], Found | None]]


def _back(years: int, published: date) -> str:
    if years >= published.year:
        raise ValueError("lies before the year 1")
    return f"{published.year - years:04}"


def _past(match: re.Match[str], published: date) -> Found:
    """ "The past two years": from about then until publication."""
    count, unit = int(number(match["n"] or "one")), match["u"]
    if unit in ("year", "decade"):
        years = count * (10 if unit == "decade" else 1)
        return {"edtf": f"{_back(years, published)}-{published.month:02}~/{published}"}
    return {"edtf": f"{published - timedelta(days=count * _LAST_OF[unit])}~/{published}"}


def _ago(match: re.Match[str], published: date) -> Found:
    count, unit = int(number(match["n"] or "one")), match["u"]
    if unit in ("year", "decade"):
        return {"edtf": f"{_back(count * (10 if unit == 'decade' else 1), published)}~"}
    then = published - timedelta(days=count * _LAST_OF[unit])
    return {"edtf": f"{then.year:04}-{then.month:02}~" if unit == "month" else f"{then}~"}


def _coming(match: re.Match[str], published: date) -> Found:
    """ "The next two years": from publication until about then."""
    count, unit = int(number(match["n"] or "one")), match["u"]
    if unit in ("year", "decade"):
        years = count * (10 if unit == "decade" else 1)
        return {"edtf": f"{published}/{published.year + years:04}-{published.month:02}~"}
    return {"edtf": f"{published}/{published + timedelta(days=count * _LAST_OF[unit])}~"}


def _ahead(match: re.Match[str], published: date) -> Found | None:
    """ "In two years", where the words before speak of what is to come; elsewhere it is how long something took."""
    if not _FUTURE.search(_before(match)):
        return None
    count, unit = int(number(match["n"])), match["u"]
    if unit in ("year", "decade"):
        return {"edtf": f"{published.year + count * (10 if unit == 'decade' else 1):04}~"}
    then = published + timedelta(days=count * _LAST_OF[unit])
    return {"edtf": f"{then.year:04}-{then.month:02}~" if unit == "month" else f"{then}~"}


def _begun(match: re.Match[str], published: date) -> Found | None:
    """ "Over three decades": begun before about then; for spans of ten years and more only."""
    years = int(number(match["n"])) * (10 if match["u"] == "decade" else 1)
    return {"edtf": f"../{_back(years, published)}~", "role": "starts"} if years >= 10 else None


def _before(match: re.Match[str]) -> str:
    """The clause before a match, as far as it matters."""
    return re.split(r"[.;:,]", match.string[max(0, match.start() - 60) : match.start()])[-1]


def _weekday(match: re.Match[str], published: date) -> Found:
    """The last such day before publication; that of publication too where it is the same weekday."""
    ahead = (match["w"] or "").lower() == "next" or bool(_FUTURE.search(_before(match)))
    back = (published.weekday() - _DAYS.index(match["d"])) % 7
    if ahead:
        return {"edtf": str(published + timedelta(days=7 - back))}
    if back == 0:
        return {"edtf": f"[{published - timedelta(days=7)},{published}]"}
    return {"edtf": str(published - timedelta(days=back))}


def _every(match: re.Match[str], published: date) -> Found:
    day = _BYDAY[_DAYS.index(match["d"])]
    return {"edtf": f"{published}/..", "recurrence": f"FREQ=WEEKLY;BYDAY={day}", "role": "recurs"}


def _unit_of(match: re.Match[str], published: date) -> Found:
    """ "Last month", "this year", "next week"."""
    step = {"last": -1, "this": 0, "next": 1, "previous": -1}[match["w"].lower()]
    if match["u"] == "year":
        return {"edtf": f"{published.year + step:04}"}
    if match["u"] == "month":
        months = published.year * 12 + published.month - 1 + step
        return {"edtf": f"{months // 12:04}-{months % 12 + 1:02}"}
    if match["u"] == "week":
        monday = published - timedelta(days=published.weekday() - 7 * step)
        return {"edtf": f"{monday}/{monday + timedelta(days=6)}"}
    return _season(match["u"], published, step)


def _season(unit: str, published: date, step: int) -> Found:
    if unit == "quarter":
        quarters = published.year * 4 + (published.month - 1) // 3 + step
        return {"edtf": quarter(quarters // 4, quarters % 4 + 1)}
    begins = _BEGIN[unit]
    later = step > 0 and begins <= published.month
    earlier = step < 0 and begins >= published.month
    return {"edtf": f"{published.year + later - earlier:04}-{SEASONS[unit]}"}


def _since_season(match: re.Match[str], published: date) -> Found:
    """ "Since the autumn": the last one that has begun."""
    season = match["u"].lower()
    return {"edtf": f"{published.year - (_BEGIN[season] > published.month):04}-{SEASONS[season]}/.."}


def _part_of(match: re.Match[str], published: date) -> Found | None:
    """ "Earlier this year": one day of it, up to the day before publication."""
    year, month = published.year, published.month
    monday = published - timedelta(days=published.weekday())
    first, last = {
        "year": (date(year, 1, 1), date(year, 12, 31)),
        "month": (date(year, month, 1), date(year, month, monthrange(year, month)[1])),
        "week": (monday, monday + timedelta(days=6)),
    }[match["u"]]
    if match["w"].lower() == "later":
        first = published + timedelta(days=1)
    else:
        last = published - timedelta(days=1)
    return {"edtf": f"[{first}..{last}]"} if first <= last else None


def _year_end(match: re.Match[str], published: date) -> Found:
    year = published.year + (1 if (match["w"] or "").lower() == "next" else 0)
    return {"edtf": f"../{year}-12-31" if match["by"] else f"{year}-12"}


def _of_this_year(match: re.Match[str], published: date) -> Found | None:
    """A day or month without a year: of that of publication, if the word before it does not say otherwise."""
    day, word = match.groupdict().get("a"), (match["w"] or "").lower()
    year = _year_of(word, month_number(match["m"]), published)
    edtf = iso_day(str(year), match["m"], day) if day else f"{year:04}-{month_number(match['m']):02}"
    if edtf is None:
        return None
    return {"edtf": f"{edtf}/.." if word in ("since", "from") else f"../{edtf}" if word in ("until", "by") else edtf}


def _year_of(word: str, month: int, published: date) -> int:
    """ "Since November", told in March, is of the year before; so is "last March"; "next March" is of the one after."""
    if word == "next":
        return published.year + (month <= published.month)
    return published.year - (
        (word == "since" and month > published.month) or (word == "last" and month >= published.month)
    )


def _near(days: int) -> Callable[[re.Match[str], date], Found]:
    return lambda _, published: {"edtf": str(published + timedelta(days=days)) + ("" if days else "~")}


_ANY_DAY = "|".join(_DAYS)
_DATE = rf"(?:{MONTH} {DAY}|{DAY} {MONTH})\b"  # of which a weekday before it is a part
_OPENER = r"(?:\b(?P<w>[Ss]ince|[Uu]ntil|[Bb]y) )?"
_UNITS = r"(?P<u>year|month|week|day|decade)s?\b"
_RELATIVE: tuple[Rule, ...] = (
    (rf"\b(?:(?:over|in|for|during|within) )?the (?:past|last) (?:(?P<n>{NUMBER}) )?{_UNITS}", _past),
    (rf"\b(?:(?:over|in|for|during|within) )?the next (?:(?P<n>{NUMBER}) ){_UNITS}", _coming),
    (rf"\b(?:(?:about|some|around|nearly|almost) )?(?:(?P<n>{NUMBER})|an?) {_UNITS} (?:ago|earlier)\b", _ago),
    (rf"\b(?:in|within)(?: about)? (?P<n>{NUMBER}) {_UNITS}(?! of)", _ahead),
    (rf"\b(?:over|more than|at least) (?P<n>{NUMBER}) (?P<u>year|decade)s\b", _begun),
    (r"\b(?P<w>earlier|later) this (?P<u>year|month|week)\b", _part_of),
    (r"\b(?P<by>(?:by|until|before) )?(?:the )?end of (?P<w>the|this|next) year", _year_end),
    (rf"\bsince (?:the )?(?P<u>{'|'.join(_BEGIN)})\b(?! of)", _since_season),
    (r"\b(?P<w>last|this|next|previous) (?P<u>year|month|week|quarter|spring|summer|autumn|fall|winter)\b", _unit_of),
    (rf"\b(?:every|each) (?P<d>{'|'.join(_DAYS)})s?\b", _every),
    (
        rf"\b(?:on |late on |early on )?(?:(?P<w>last|next) )?(?P<d>{_ANY_DAY})\b(?! to (?:{_ANY_DAY}))(?!,? {_DATE})",
        _weekday,
    ),
    (r"\b(?:today|tonight|available now|right now|now|currently|at present|at the moment)\b", _near(0)),
    (r"\byesterday\b", _near(-1)),
    (r"\btomorrow\b", _near(1)),
    (rf"{_OPENER}(?P<m>{MONTH}) (?P<a>{DAY})\b(?!,? ?\d)", _of_this_year),
    (rf"{_OPENER}\b(?P<a>{DAY}) (?:of )?(?P<m>{MONTH})\b(?!,? ?\d)", _of_this_year),
    (rf"\b(?P<w>in|since|until|by|last|next|of|for|from) (?P<m>{'|'.join(MONTHS)})\b(?! (?:\d|to\b))", _of_this_year),
)


def relative(text: ArticleText, published: date) -> Iterator[Candidate]:
    """Candidates for all of them; some may lie within others."""
    for pattern, rule in _RELATIVE:
        for match in re.finditer(pattern, text.content, 0 if rule in (_of_this_year,) else re.I):
            found = _applied(rule, match, published)
            if found and not _is_title(match):
                yield Candidate(Span(match.start(), match.end()), {**found, "relative_to": "dates/.published"})


def _applied(rule: Callable[[re.Match[str], date], Found | None], match: re.Match[str], day: date) -> Found | None:
    try:
        return rule(match, day)
    except (ValueError, OverflowError):  # beyond the calendar, such as "3,000 years ago"
        return None


def _is_title(match: re.Match[str]) -> bool:
    """ "REGISTER NOW" tells no time."""
    return match.group().isupper() and len(match.group()) > 2

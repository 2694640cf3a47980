"""Dates: absolute ones, spans, and what is relative to the day of publication, each as EDTF.

A weekday that may be two days (published on a Thursday, "on Thursday") is kept as both.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from schemas.authoring.article_text import ArticleText, Span
from schemas.authoring.draft.candidate import Candidate, without_overlaps
from schemas.authoring.draft.numbers import NUMBER, number
from schemas.authoring.draft.words import words

_MONTHS = words("""
    January February March April May June July August September October November December
""")
_SHORT = {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
_DAYS = words("""
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
""")
_BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MONTH = rf"(?:{'|'.join(_MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?(?![a-z]))"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[6-9]|20)\d\d"
_TO = r"(?:[ ]?[-–][ ]?|[ ]to[ ]|[ ]and[ ])"
_LAST_OF = {"year": 365, "month": 30, "week": 7, "day": 1, "decade": 3652}

Found = dict[str, Any]
Rule = tuple[str, Callable[[re.Match[str], date], Found | None]]


def published_on(text: ArticleText) -> Candidate | None:
    """The first full date, which in the head of an article is its day of publication; None where there is none."""
    head = text.paragraphs[min(4, len(text.paragraphs) - 1)].end
    for found in _absolute(ArticleText(text.content[:head])):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", found.fields["edtf"]):
            return found
    return None


def dates(text: ArticleText, published: date | None) -> list[Candidate]:
    """Candidates for dates; without a day of publication, only absolute ones."""
    return without_overlaps([*_absolute(text), *(_relative(text, published) if published else ())])


def _month(word: str) -> int:
    return _SHORT[word[:3]]


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), _month(month), int(re.sub(r"\D", "", day))).isoformat()
    except ValueError:
        return None


def _day_span(year: str, month: str, first: str, to: str, last: str) -> str | None:
    start, end = _iso(year, month, first), _iso(year, to or month, last)
    return f"{start}/{end}" if start and end else None


_ABSOLUTE = (
    (rf"(?P<m>{_MONTH}) (?P<a>{_DAY}){_TO}(?:(?P<n>{_MONTH}) )?(?P<b>{_DAY}),? (?P<y>{_YEAR})", "span"),
    (rf"\b(?P<a>{_DAY}){_TO}(?P<b>{_DAY}) (?P<m>{_MONTH}),? (?P<y>{_YEAR})", "span"),
    (rf"(?P<m>{_MONTH}) (?P<a>{_DAY}),? (?P<y>{_YEAR})", "day"),
    (rf"\b(?P<a>{_DAY}) (?:of )?(?P<m>{_MONTH}),? (?P<y>{_YEAR})", "day"),
    (rf"\b(?P<i>{_YEAR}-\d\d-\d\d)\b", "iso"),
    (rf"\b(?:from )?(?P<m>{_MONTH}){_TO}(?P<n>{_MONTH}) (?P<y>{_YEAR})", "months"),
    (rf"(?P<m>{_MONTH}),? (?:of )?(?P<y>{_YEAR})", "month"),
    (
        rf"\b(?:the )?(?P<q>first|second|third|fourth) quarter of (?P<y>{_YEAR})|\bQ(?P<d>[1-4]) (?P<z>{_YEAR})",
        "quarter",
    ),
    (rf"\b(?:between |from )?(?P<y>{_YEAR})(?:[ ]?[-–][ ]?| to | and )(?P<z>{_YEAR})\b", "years"),
    (r"\bthe (?P<y>(?:1[6-9]|20)\d)0s", "decade"),
    (r"\b(?P<s>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)(?: of)? (?P<y>" + _YEAR + ")", "season"),
    (
        rf"\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Ff]rom|[Dd]uring|[Bb]efore|[Aa]fter|of|year|for) "
        rf"(?P<y>{_YEAR})\b(?![,.]?\d)",
        "year",
    ),
)
_FUTURE = re.compile(r"\b(?:will|shall|(?:is|are) to|plans? to|wants? to|expects? to)\b")
_OPEN = re.compile(r"\b(since|from|by|until|till)[ ](?:the )?(?:end of )?$", re.I)
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def _absolute(text: ArticleText) -> Iterator[Candidate]:
    for pattern, shape in _ABSOLUTE:
        for match in re.finditer(pattern, text.content):
            edtf = _edtf(shape, match)
            if edtf:
                yield _opened(text, match, edtf, shape)


def _edtf(shape: str, match: re.Match[str]) -> str | None:
    part = match.groupdict()
    if shape == "span":
        return _day_span(part["y"], part["m"], part["a"], part.get("n") or "", part["b"])
    if shape == "day":
        return _iso(part["y"], part["m"], part["a"])
    if shape == "months":
        return f"{part['y']}-{_month(part['m']):02}/{part['y']}-{_month(part['n']):02}"
    if shape == "month":
        return f"{part['y']}-{_month(part['m']):02}"
    if shape == "quarter":
        return _quarter(part["y"] or part["z"], int(part["d"] or _QUARTERS[part["q"]]))
    if shape == "season":
        return f"{part['y']}-{_SEASONS[part['s'].lower()]}"
    return _years(shape, part)


def _years(shape: str, part: dict[str, str]) -> str | None:
    if shape == "years":
        return f"{part['y']}/{part['z']}" if part["y"] < part["z"] else None
    return {"iso": part.get("i"), "decade": f"{part.get('y')}X", "year": part.get("y")}[shape]


def _quarter(year: str | int, quarter: int) -> str:
    return f"{year}-{3 * quarter - 2:02}/{year}-{3 * quarter:02}"


def _opened(text: ArticleText, match: re.Match[str], edtf: str, shape: str) -> Candidate:
    """With the word before it that opens the span to one side: since, by, until."""
    words = match.group().split()
    before = _OPEN.search(text.content, max(0, match.start() - 16), match.start())
    word = words[0].lower() if shape == "year" else before[1].lower() if before else ""
    if "/" not in edtf and word in ("since", "from"):
        edtf = f"{edtf}/.."
    elif "/" not in edtf and word in ("by", "until", "till"):
        edtf = f"../{edtf}"
    start = match.start() + (match.group().find(words[-1]) if shape == "year" and word not in _WORDS_KEPT else 0)
    return Candidate(Span(before.start() if before and word in _WORDS_KEPT else start, match.end()), {"edtf": edtf})


_WORDS_KEPT = ("since", "from", "by", "until", "till")


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
        return {"edtf": _quarter(quarters // 4, quarters % 4 + 1)}
    begins = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[unit]
    later = step > 0 and begins <= published.month
    earlier = step < 0 and begins >= published.month
    return {"edtf": f"{published.year + later - earlier:04}-{_SEASONS[unit]}"}


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
    return {"edtf": f"../{match['y'] or year}-12-31" if match["by"] else f"{match['y'] or year}-12"}


def _of_this_year(match: re.Match[str], published: date) -> Found | None:
    """A day or month without a year: that of publication."""
    day = match.groupdict().get("a")
    if day:
        edtf = _iso(str(published.year), match["m"], day)
        return {"edtf": edtf} if edtf else None
    edtf = f"{published.year:04}-{_month(match['m']):02}"
    word = match["w"].lower()
    return {"edtf": f"{edtf}/.." if word in ("since", "from") else f"../{edtf}" if word in ("until", "by") else edtf}


def _near(days: int) -> Callable[[re.Match[str], date], Found]:
    return lambda _, published: {"edtf": str(published + timedelta(days=days)) + ("" if days else "~")}


_UNITS = r"(?P<u>year|month|week|day|decade)s?\b"
_RELATIVE: tuple[Rule, ...] = (
    (rf"\b(?:(?:over|in|for|during|within) )?the (?:past|last) (?:(?P<n>{NUMBER}) )?{_UNITS}", _past),
    (rf"\b(?:(?:over|in|for|during|within) )?the next (?:(?P<n>{NUMBER}) ){_UNITS}", _coming),
    (rf"\b(?:(?:about|some|around|nearly|almost) )?(?:(?P<n>{NUMBER})|an?) {_UNITS} (?:ago|earlier)\b", _ago),
    (rf"\b(?:in|within)(?: about)? (?P<n>{NUMBER}) {_UNITS}(?! of)", _ahead),
    (rf"\b(?:over|more than|at least) (?P<n>{NUMBER}) (?P<u>year|decade)s\b", _begun),
    (r"\b(?P<w>earlier|later) this (?P<u>year|month|week)\b", _part_of),
    (r"\b(?P<by>(?:by|until|before) )?(?:the )?end of (?:(?P<w>the|this|next) year|(?P<y>20\d\d))", _year_end),
    (r"\b(?P<w>last|this|next|previous) (?P<u>year|month|week|quarter|spring|summer|autumn|fall|winter)\b", _unit_of),
    (rf"\b(?:every|each) (?P<d>{'|'.join(_DAYS)})s?\b", _every),
    (rf"\b(?:on |late on |early on )?(?:(?P<w>last|next) )?(?P<d>{'|'.join(_DAYS)})\b(?! to )", _weekday),
    (r"\b(?:today|tonight|available now|right now|now|currently|at present|at the moment)\b", _near(0)),
    (r"\byesterday\b", _near(-1)),
    (r"\btomorrow\b", _near(1)),
    (rf"(?P<m>{_MONTH}) (?P<a>{_DAY})\b(?!,? ?\d)", _of_this_year),
    (rf"\b(?P<a>{_DAY}) (?:of )?(?P<m>{_MONTH})\b(?!,? ?\d)", _of_this_year),
    (rf"\b(?P<w>in|since|until|by|last|next|of|for|from) (?P<m>{'|'.join(_MONTHS)})\b(?! (?:\d|to\b))", _of_this_year),
)


def _relative(text: ArticleText, published: date) -> Iterator[Candidate]:
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

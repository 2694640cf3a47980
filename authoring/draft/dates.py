"""Dates as EDTF: those given in full, and those reckoned from the day of publication.

A phrase with two readings is a set of both, or a TODO where EDTF has no such set.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from authoring.article_text import ArticleText, Span
from authoring.draft.absolute_dates import DAY, MONTH, MONTHS, SEASONS, absolute, iso_day, month_number, quarter
from authoring.draft.candidate import Candidate, Scalar, without_overlaps
from authoring.draft.numbers import NUMBER, number
from authoring.draft.words import SPEECH_VERBS, words

DAYS = words("""
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
""")
_BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST_OF = {"year": 365, "month": 30, "week": 7, "day": 1, "decade": 3652}
_FUTURE = re.compile(
    r"\b(?:will|shall|would|(?:is|are|was|were)(?: \w+)? (?:to|due|scheduled|set|expected|planned)|due"
    r"|plans? (?:to|for)|wants? to|expects? to|expected|scheduled|(?:re)?opens|begins|starts|meets|resumes|takes place"
    r"|votes|ends|closes)\b"
)
_INFINITIVE = re.compile(r"\bto (?:be )?[a-z]+(?: [a-z]+){0,3} $")
_ASKED = re.compile(r"\b(?:told|asked|ordered|urged|wanted|tried|failed|began|agreed|refused|had|forced|able)\b")
_PAST = re.compile(
    r"\b(?:was|were|had|did|said|told|began|fell|rose|came|went|took|made|won|lost|gave|led|met|left|became|cut|saw"
    r"|sold|bought|built|broke|found|held|put|set|hit|rejected|[a-z]{3,}ed)\b"
)
_PUT_OFF = re.compile(r"\b(?:put off|postponed|delayed|deferred|moved|extended)\b")  # "until" begins something then
_SPAN_OF_DAYS = re.compile(rf"(?:{'|'.join(DAYS)}) (?:to|through|until) $")
_BEGIN = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

Found = dict[str, Scalar]
Rule = Callable[[re.Match[str], date], Found | None]


def dates(text: ArticleText, published: date | None) -> list[Candidate]:
    """Candidates for dates; without a day of publication, only those given in full."""
    return without_overlaps([*absolute(text), *(_relative(text, published) if published else ())])


def _relative(text: ArticleText, published: date) -> Iterator[Candidate]:
    for pattern, rule in _RELATIVE:
        for match in pattern.finditer(text.content):
            found = _applied(rule, match, published)
            if found and not _is_shouted(match):
                yield Candidate(Span(match.start(), match.end()), {**found, "relative_to": "dates/.published"})


def _applied(rule: Rule, match: re.Match[str], published: date) -> Found | None:
    try:
        return rule(match, published)
    except (ValueError, OverflowError):  # beyond the calendar, such as "3,000 years ago"
        return None


def _is_shouted(match: re.Match[str]) -> bool:
    """ "REGISTER NOW" is a button."""
    return match.group().isupper() and len(match.group()) > 2


def _before(match: re.Match[str]) -> str:
    """The clause before a match, as far as it matters."""
    return re.split(r"[.;:,]\s", match.string[max(0, match.start() - 70) : match.start()])[-1]


def _after(match: re.Match[str]) -> str:
    """The clause after a match, up to a verb of saying: what follows it is another statement."""
    clause = re.split(r"[.;]", match.string[match.end() : match.end() + 60].lstrip(","))[0]
    return re.split(rf"\b(?:{SPEECH_VERBS})\b", clause)[0]


def _is_ahead(match: re.Match[str]) -> bool:
    """Whether the words around speak of what is to come."""
    before = _before(match)
    return bool(_FUTURE.search(before) or _INFINITIVE.search(before) or _will_follow(match))


def _will_follow(match: re.Match[str]) -> bool:
    return re.search(r"\b(?:will|shall|(?:is|are) (?:to|due))\b", _after(match)) is not None


def _is_past(match: re.Match[str]) -> bool:
    return not _is_ahead(match) and bool(_PAST.search(_before(match)) or _PAST.search(_after(match)))


def _year(number: int) -> str:
    if not 1 <= number <= 9999:
        raise ValueError("lies beyond the years that EDTF writes with four digits")
    return f"{number:04}"


def _count(match: re.Match[str]) -> tuple[int, str]:
    """How many units, decades as years."""
    count, unit = int(number(match.groupdict().get("n") or "one")), match["u"].lower()
    return (10 * count, "year") if unit == "decade" else (count, unit)


def _past(match: re.Match[str], published: date) -> Found:
    """ "The past two years": from about then until publication."""
    count, unit = _count(match)
    if unit == "year":
        return {"edtf": f"{_year(published.year - count)}-{published.month:02}~/{published}"}
    return {"edtf": f"{published - timedelta(days=count * _LAST_OF[unit])}~/{published}"}


def _coming(match: re.Match[str], published: date) -> Found:
    """ "The next two years": from publication until about then."""
    count, unit = _count(match)
    if unit == "year":
        return {"edtf": f"{published}/{_year(published.year + count)}-{published.month:02}~"}
    return {"edtf": f"{published}/{published + timedelta(days=count * _LAST_OF[unit])}~"}


def _away(match: re.Match[str], published: date, direction: int) -> Found:
    count, unit = _count(match)
    if unit == "year":
        return {"edtf": f"{_year(published.year + direction * count)}~"}
    then = published + direction * timedelta(days=count * _LAST_OF[unit])
    return {"edtf": f"{then.year:04}-{then.month:02}~" if unit == "month" else f"{then}~"}


def _ago(match: re.Match[str], published: date) -> Found:
    return _away(match, published, -1)


def _ahead(match: re.Match[str], published: date) -> Found | None:
    """ "In two years", where the words before speak of what is to come; elsewhere it is how long something took."""
    return _away(match, published, 1) if _FUTURE.search(_before(match)) else None


def _from_another_day(match: re.Match[str], published: date) -> Found:  # noqa: ARG001 - a rule's shape
    """ "A year earlier": than what, the text says elsewhere."""
    return {"edtf": f"TODO {match.group()}, than what?"}


def _begun(match: re.Match[str], published: date) -> Found | None:
    """ "Over three decades": begun before about then; for spans of ten years and more only."""
    count, _ = _count(match)
    return {"edtf": f"../{_year(published.year - count)}~", "role": "starts"} if count >= 10 else None


def _weekday(match: re.Match[str], published: date) -> Found | None:
    """The last such day before publication, or the next where it is to come; both, where either may be meant."""
    if _SPAN_OF_DAYS.search(match.string[max(0, match.start() - 18) : match.start()]):
        return None
    back = (published.weekday() - DAYS.index(match["d"].capitalize())) % 7
    last, coming = published - timedelta(days=back), published + timedelta(days=7 - back)
    word, open_ = (match["w"] or "").lower(), (match["o"] or "").lower()
    if word == "next" or (word == "this" and not _is_past(match)):
        return {"edtf": str(coming)}
    if word == "last":
        return {"edtf": str(last - timedelta(days=7 * (back == 0)))}
    days = _possible_days(match, published, last, coming)
    if open_ == "since":
        return {"edtf": f"{last - timedelta(days=7 * (back == 0))}/.."}
    if open_ in ("by", "until", "before") and last != published:
        had = re.search(r"\bhad\b", f"{_before(match)} {_after(match)}") is not None
        days = [last] if had else [last, coming] if _is_past(match) else [coming]
    if _PUT_OFF.search(_before(match)) or (open_ and len(days) > 1):
        return {"edtf": f"TODO {match.group()}"}
    opened = {"": "{}", "from": "{}/..", "starting": "{}/.."}.get(open_, "../{}")
    return {"edtf": opened.format(days[0] if len(days) == 1 else f"[{','.join(map(str, days))}]")}


def _possible_days(match: re.Match[str], published: date, last: date, coming: date) -> list[date]:
    week = timedelta(days=7)
    infinitive = _INFINITIVE.search(_before(match)) is not None
    if infinitive and _ASKED.search(_before(match)) and not _FUTURE.search(_before(match)):
        return [last, coming]
    if _is_ahead(match):
        return [published, coming] if last == published else [coming]
    return [last - week, last] if last == published else [last]


def _weekend(match: re.Match[str], published: date) -> Found:
    """Saturday and Sunday: the last ones, or those to come."""
    saturday = published - timedelta(days=(published.weekday() - 5) % 7)
    word = match["w"].lower()
    if word == "next" or (word == "this" and published.weekday() < 5 and not _is_past(match)) or _is_ahead(match):
        saturday += timedelta(days=7)
    elif published.weekday() == 5 and word == "last":
        saturday -= timedelta(days=7)
    return {"edtf": f"{saturday}/{saturday + timedelta(days=1)}"}


def _every(match: re.Match[str], published: date) -> Found:
    day = _BYDAY[DAYS.index(match["d"].capitalize())]
    return {"edtf": f"{published}/..", "recurrence": f"FREQ=WEEKLY;BYDAY={day}", "role": "recurs"}


def _unit_of(match: re.Match[str], published: date) -> Found:
    """ "Last month", "this year", "next week"."""
    step = {"last": -1, "this": 0, "next": 1, "previous": -1}[match["w"].lower()]
    unit = match["u"].lower()
    if unit == "year":
        return {"edtf": _year(published.year + step)}
    if unit == "month":
        months = published.year * 12 + published.month - 1 + step
        return {"edtf": f"{_year(months // 12)}-{months % 12 + 1:02}"}
    if unit == "week":
        monday = published - timedelta(days=published.weekday() - 7 * step)
        return {"edtf": f"{monday}/{monday + timedelta(days=6)}"}
    if unit == "quarter":
        quarters = published.year * 4 + (published.month - 1) // 3 + step
        return {"edtf": quarter(quarters // 4, quarters % 4 + 1)}
    return _season(unit, published, step)


def _season(unit: str, published: date, step: int) -> Found:
    """A season. "Last summer", said soon after this year's, may be either one, and is left open."""
    begins, year = _BEGIN[unit], published.year
    in_winter = unit == "winter" and published.month < 3
    if step == 0:
        return {"edtf": f"{_year(year - in_winter)}-{SEASONS[unit]}"}
    if step > 0:
        return {"edtf": f"{_year(year + (begins <= published.month))}-{SEASONS[unit]}"}
    if begins + 3 <= published.month or in_winter:
        return {"edtf": f"TODO {_year(year - in_winter)}-{SEASONS[unit]} or the year before"}
    return {"edtf": f"{_year(year - 1)}-{SEASONS[unit]}"}


def _since_season(match: re.Match[str], published: date) -> Found:
    """ "Since the autumn": the last one that has begun."""
    season = match["u"].lower()
    return {"edtf": f"{_year(published.year - (_BEGIN[season] > published.month))}-{SEASONS[season]}/.."}


def _quarter_without_year(match: re.Match[str], published: date) -> Found:
    """ "In the third quarter": the last one that has begun, unless the words around speak of what is to come."""
    number = ("first", "second", "third", "fourth").index(match["q"].lower()) + 1
    if _is_ahead(match):
        return {"edtf": f"TODO {match.group()}"}
    return {"edtf": quarter(published.year - (3 * number - 2 > published.month), number)}


def _part_of(match: re.Match[str], published: date) -> Found | None:
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


def _year_end(match: re.Match[str], published: date) -> Found:
    year = _year(published.year + (1 if (match["w"] or "").lower() == "next" else 0))
    return {"edtf": f"../{year}-12-31" if match["by"] else f"{year}-12"}


def _without_year(match: re.Match[str], published: date) -> Found | None:
    """A day or month without a year: that of publication unless the words around say otherwise; both where a month
    yet to come may be the last or the next one."""
    day, word = match.groupdict().get("a"), (match["w"] or "").lower()
    years = _years_of(match, word, published, day)
    edtfs = [
        iso_day(str(year), match["m"], day) if day else f"{year:04}-{month_number(match['m']):02}" for year in years
    ]
    if None in edtfs:
        return None
    edtf = str(edtfs[0]) if len(edtfs) == 1 else f"[{','.join(map(str, edtfs))}]"
    if len(edtfs) > 1 and word in ("since", "from", "until", "by"):
        return {"edtf": f"TODO {edtf}"}
    return {"edtf": f"{edtf}/.." if word in ("since", "from") else f"../{edtf}" if word in ("until", "by") else edtf}


def _written(year: int, month: str, day: str | None) -> str | None:
    return iso_day(str(year), month, day) if day else f"{year:04}-{month_number(month):02}"


def _years_of(match: re.Match[str], word: str, published: date, day: str | None) -> list[int]:
    year = published.year
    written = (month_number(match["m"]), int(re.sub(r"\D", "", day)) if day else 0)
    now = (published.month, published.day if day else 0)
    if word == "next":
        return [year + (written <= now)]
    if word in ("last", "since"):
        return [year - (written > now or (word == "last" and written == now))]
    far = abs(written[0] - now[0]) > 3
    if written <= now:
        return [year + (written < now and far and _is_ahead(match))]
    if word in ("until", "by") or not _is_past(match):
        return [year]
    return [year - 1] if far else [year - 1, year]


def _part_of_month(match: re.Match[str], published: date) -> Found:  # noqa: ARG001 - a rule's shape
    """ "At the end of March": how many days that is, a person decides."""
    return {"edtf": f"TODO {match.group()}"}


def _week_of(match: re.Match[str], published: date) -> Found | None:
    """ "The week of 16 March": from that Monday to Sunday; of another weekday it may begin on it or hold it."""
    month, day_of_month = (match["m"], match["a"]) if match["m"] else (match["k"], match["b"])
    written = iso_day(match["y"] or str(published.year), month, day_of_month)
    if written is None:
        return None
    day = date.fromisoformat(written)
    span = f"{day}/{day + timedelta(days=6)}"
    return {"edtf": span if day.weekday() == 0 else f"TODO {span}, or the week that holds the day"}


def _near(days: int) -> Rule:
    return lambda _, published: {"edtf": str(published + timedelta(days=days)) + ("" if days else "~")}


_ANY_DAY = "|".join(DAYS)
_DATE = rf"(?:{MONTH} {DAY}|{DAY} {MONTH})\b"  # of which a weekday before it is a part
_OPENER = r"(?:\b(?P<w>[Ss]ince|[Uu]ntil|[Bb]y|[Ff]rom) )?"
_UNITS = r"(?P<u>year|month|week|day|decade)s?\b"
_RULES: tuple[tuple[str, Rule], ...] = (
    (rf"\b(?:(?:over|in|for|during|within) )?the (?:past|last) (?:(?P<n>{NUMBER}) )?{_UNITS}", _past),
    (rf"\b(?:(?:over|in|for|during|within) )?the next (?:(?P<n>{NUMBER}) ){_UNITS}", _coming),
    (rf"\b(?:(?:about|some|around|nearly|almost) )?(?:(?P<n>{NUMBER})|an?) {_UNITS} ago\b", _ago),
    (rf"\b(?:{NUMBER}|an?) {_UNITS} (?:earlier|before|later|after)\b(?! (?:this|that))", _from_another_day),
    (rf"\b(?:in|within)(?: about)? (?P<n>{NUMBER}) {_UNITS}(?! of)", _ahead),
    (rf"\b(?:over|more than|at least) (?P<n>{NUMBER}) (?P<u>year|decade)s\b", _begun),
    (r"\b(?P<w>earlier|later) this (?P<u>year|month|week)\b", _part_of),
    (r"\b(?P<by>(?:by|until|before) )?(?:the )?end of (?P<w>the|this|next) year", _year_end),
    (rf"\bsince (?:the )?(?P<u>{'|'.join(_BEGIN)})\b(?! of)", _since_season),
    (r"\b(?P<w>last|this|next|previous) (?P<u>year|month|week|quarter|spring|summer|autumn|fall|winter)\b", _unit_of),
    (r"\b(?:in|during) the (?P<q>first|second|third|fourth) quarter\b(?! (?:of|\d))", _quarter_without_year),
    (r"\b(?:(?:over|at|on|during) )?(?P<w>the|last|this|next) weekend\b", _weekend),
    (rf"\b(?:every|each) (?P<d>{_ANY_DAY})s?\b", _every),
    (
        rf"\b(?:(?:on|late on|early on|until late on) )?(?:(?P<o>since|by|until|before|from|starting) )?"
        rf"(?:(?P<w>last|this|next) )?(?P<d>{_ANY_DAY})\b(?! (?:to|through) (?:{_ANY_DAY}))(?!,? {_DATE})",
        _weekday,
    ),
    (r"\b(?:today|tonight|available now|right now|now|currently|at present|at the moment)\b", _near(0)),
    (r"\b(?<!before )yesterday\b", _near(-1)),
    (r"\b(?<!after )tomorrow\b", _near(1)),
    (r"\bthe day before yesterday\b", _near(-2)),
    (r"\bthe day after tomorrow\b", _near(2)),
)
_SPELLED_RULES: tuple[tuple[str, Rule], ...] = (  # a capital distinguishes months from other words
    (rf"\b(?:in |during )?the week (?:of|beginning|starting)(?: on)? (?:(?:{_ANY_DAY}),? )?"
     rf"(?:(?P<a>{DAY}) (?P<m>{MONTH})|(?P<k>{MONTH}) (?P<b>{DAY}))(?:,? (?P<y>20\d\d))?\b", _week_of),
    (rf"\b(?:[Aa]t )?[Tt]he (?:very )?(?:end|beginning|start|middle) of (?P<m>{'|'.join(MONTHS)})\b", _part_of_month),
    (rf"{_OPENER}(?P<m>{MONTH}) (?P<a>{DAY})\b(?!,? ?\d)", _without_year),
    (rf"{_OPENER}\b(?P<a>{DAY}) (?:of )?(?P<m>{MONTH})\b(?!,? ?\d)", _without_year),
    (
        r"\b(?P<w>[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ll]ast|[Nn]ext|of|for|[Ff]rom|[Dd]uring|[Bb]efore|[Aa]fter) "
        rf"(?P<m>{'|'.join(MONTHS)})\b"
        r"(?! (?:\d|to\b))",
        _without_year,
    ),
)  # fmt: skip
_RELATIVE = (
    *((re.compile(pattern, re.I), rule) for pattern, rule in _RULES),
    *((re.compile(pattern), rule) for pattern, rule in _SPELLED_RULES),
)

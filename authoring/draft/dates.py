"""Dates as EDTF: those given in full, and those reckoned from the day of publication.

A phrase with two readings is a set of both, or a TODO where EDTF has no such set.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from authoring.article_text import ArticleText, Span
from authoring.draft.absolute_dates import DAY, MONTH, MONTHS, absolute, four_digits, iso_day, month_number, quarter
from authoring.draft.candidate import Candidate, Scalar, without_overlaps
from authoring.draft.numbers import NUMBER, number
from authoring.draft.seasons import (
    BEGIN,
    by_season,
    first_months,
    in_season,
    named_quarter,
    nearby_season,
    part_of,
    quarter_without_year,
    season_of_two_years,
    seasons_ago,
    since_season,
    year_end,
)
from authoring.draft.tense import PUT_OFF, clause_before, is_ahead, says_future, tense_of
from authoring.draft.weekdays import DAYS, every, weekday, weekend

_LAST_OF = {"week": 7, "day": 1}  # days
_WEEKDAY_BEFORE = re.compile(rf"\b({'|'.join(DAYS)}),? (?:the )?$")
_YEAR_EARLIER = re.compile(r"(?:a|one) year (?:earlier|before|ago)", re.I)
_COMPARED = re.compile(r"\b(?:compared (?:with|to)|against|from|versus|up from|down from|than)\b[^.;]{0,40}$")

Found = dict[str, Scalar]
Rule = Callable[[re.Match[str], date], Found | None]


def dates(text: ArticleText, published: date | None) -> list[Candidate]:
    """Candidates for dates; without a day of publication, only those given in full."""
    found = without_overlaps([*absolute(text), *(_relative(text, published) if published else ())])
    return [_anchored(text, one, found[:at]) for at, one in enumerate(found)]


def _anchored(text: ArticleText, one: Candidate, before: list[Candidate]) -> Candidate:
    """ "A year earlier" than the one month, quarter or year that its sentence names before it; else left as a TODO."""
    words = text.content[slice(*one.span)]
    compared = _COMPARED.search(text.content[max(0, one.span.start - 60) : one.span.start])
    if not _YEAR_EARLIER.fullmatch(words) or (words.endswith("ago") and not compared):
        return one
    sentence = text.sentence_at(one.span.start)
    spans = [str(other.fields["edtf"]) for other in before[-4:] if other.span.within(sentence)]
    spans = [edtf for edtf in spans if re.fullmatch(r"\d{4}(?:-\d\d)?(?:/\d{4}-\d\d)?", edtf)]
    if len(spans) != 1:
        return Candidate(one.span, {**one.fields, "edtf": f"TODO {words}, than what?"})
    shifted = re.sub(r"\d{4}", lambda year: four_digits(int(year[0]) - 1), spans[0])
    return Candidate(one.span, {**one.fields, "edtf": shifted})


def _relative(text: ArticleText, published: date) -> Iterator[Candidate]:
    for pattern, rule in _RELATIVE:
        for match in pattern.finditer(text.content):
            found = _applied(rule, match, published)
            if found and not _is_shouted(match):
                span, edtf = _opened(match, str(found["edtf"]))
                yield Candidate(span, {**found, "edtf": edtf, "relative_to": "dates/.published"})


_OPENS = re.compile(r"\b(since|from|starting|by|until|till|through|before)[ ](?:the[ ])?$", re.I)


def _opened(match: re.Match[str], edtf: str) -> tuple[Span, str]:
    """With the word before it that opens the span to one side, where the rule has not read it: "from next summer"."""
    before = _OPENS.search(match.string, max(0, match.start() - 14), match.start())
    span = Span(match.start(), match.end())
    if not before or ".." in edtf or "TODO" in edtf or "~" in edtf:
        return span, edtf
    word, span = before[1].lower(), Span(before.start(), match.end())
    first, _, last = edtf.partition("/")
    if edtf.startswith("["):
        return span, f"TODO {match.string[slice(*span)]}"
    if word in ("since", "from", "starting"):
        return span, f"{first}/.."
    if word == "before" or PUT_OFF.search(clause_before(match)):
        return span, f"TODO {match.string[slice(*span)]}"
    return span, f"../{last or first}"


def _applied(rule: Rule, match: re.Match[str], published: date) -> Found | None:
    try:
        return rule(match, published)
    except (ValueError, OverflowError):  # beyond the calendar, such as "3,000 years ago"
        return None


def _is_shouted(match: re.Match[str]) -> bool:
    """ "REGISTER NOW" is a button."""
    return match.group().isupper() and len(match.group()) > 2


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
    """ "In two years", where the words before speak of what is to come; elsewhere it is how long something took."""
    return _away(match, published, 1) if says_future(clause_before(match)) else None


def _from_another_day(match: re.Match[str], published: date) -> Found:  # noqa: ARG001 - a rule's shape
    """ "A year earlier": than what, the text says elsewhere."""
    return {"edtf": f"TODO {match.group()}, than what?"}


def _begun(match: re.Match[str], published: date) -> Found | None:
    """ "Over three decades": begun before about then; for spans of ten years and more only."""
    count, _ = _count(match)
    return {"edtf": f"../{four_digits(published.year - count)}~", "role": "starts"} if count >= 10 else None


def _unit_of(match: re.Match[str], published: date) -> Found:
    """ "Last month", "this year", "next week"."""
    step = {"last": -1, "this": 0, "next": 1, "previous": -1}[match["w"].lower()]
    unit = match["u"].lower()
    if unit == "year":
        return {"edtf": four_digits(published.year + step)}
    if unit == "month":
        months = published.year * 12 + published.month - 1 + step
        return {"edtf": f"{four_digits(months // 12)}-{months % 12 + 1:02}"}
    if unit == "week":
        monday = published - timedelta(days=published.weekday() - 7 * step)
        return {"edtf": f"{monday}/{monday + timedelta(days=6)}"}
    if unit == "quarter":
        quarters = published.year * 4 + (published.month - 1) // 3 + step
        return {"edtf": quarter(quarters // 4, quarters % 4 + 1)}
    return nearby_season(unit, published, step)


def _without_year(match: re.Match[str], published: date) -> Found | None:
    """A day or month without a year: that of publication unless the words around say otherwise; both where a month
    yet to come may be the last or the next one."""
    day, word = match.groupdict().get("a"), (match["w"] or "").lower()
    years = _years_of_weekday(match, published, day) or _years_of(match, word, published, day)
    edtfs = [
        iso_day(str(year), match["m"], day) if day else f"{year:04}-{month_number(match['m']):02}" for year in years
    ]
    if not years:
        return {"edtf": f"TODO {match.group()}"}
    if None in edtfs:
        return None
    edtf = str(edtfs[0]) if len(edtfs) == 1 else f"[{','.join(map(str, edtfs))}]"
    if len(edtfs) > 1 and word in ("since", "from", "until", "by"):
        return {"edtf": f"TODO {edtf}"}
    return {"edtf": f"{edtf}/.." if word in ("since", "from") else f"../{edtf}" if word in ("until", "by") else edtf}


def _years_of_weekday(match: re.Match[str], published: date, day: str | None) -> list[int]:
    """The one year about then in which a day falls on the weekday before it: "Friday, October 10"."""
    named = _WEEKDAY_BEFORE.search(match.string, max(0, match.start() - 14), match.start())
    if not named or not day:
        return []
    near = range(published.year - 1, published.year + 2)
    days = [iso_day(str(year), match["m"], day) for year in near]
    fitting = [one for one in days if one and date.fromisoformat(one).weekday() == DAYS.index(named[1])]
    return [int(one[:4]) for one in fitting]


def _years_of(match: re.Match[str], word: str, published: date, day: str | None) -> list[int]:
    year = published.year
    written = (month_number(match["m"]), int(re.sub(r"\D", "", day)) if day else 0)
    now = (published.month, published.day if day else 0)
    if word == "next":
        return [year + (written <= now)]
    if word in ("last", "since"):
        return [year - (written > now or (word == "last" and written == now))]
    months = abs(written[0] - now[0])
    tense = tense_of(match)
    if written <= now:
        if word in ("until", "by") and months > 3 and tense != "past":
            return [year + 1]
        if tense == "ahead" and written < now and months < 2 and is_ahead(match):
            return []
        return [year + (written < now and tense == "ahead" and (months > 3 or is_ahead(match)))]
    if word in ("until", "by") or tense == "ahead" or (word == "for" and months < 4) or (tense is None and months < 7):
        return [year]
    return [year - 1] if tense == "past" and months > 3 else [year - 1, year]


def _months_to(match: re.Match[str], published: date) -> Found | None:
    """ "The three months to the end of September": whole months, the last of which has begun by publication."""
    count, month = int(number(match["n"] or "three")), month_number(match["m"])
    year = int(match["y"]) if match["y"] else published.year - (month > published.month)
    first = year * 12 + month - count
    return {"edtf": f"{first // 12:04}-{first % 12 + 1:02}/{year:04}-{month:02}"} if 1 < count < 13 else None


def _week_to(match: re.Match[str], published: date) -> Found | None:
    """ "The week to May 15": seven days, the last of which is over by publication."""
    month, day_of_month = (match["m"], match["a"]) if match["m"] else (match["k"], match["b"])
    for year in (published.year, published.year - 1):
        written = iso_day(str(year), month, day_of_month)
        if written and date.fromisoformat(written) <= published:
            return {"edtf": f"{date.fromisoformat(written) - timedelta(days=6)}/{written}"}
    return None


def _same_part_of_another_year(match: re.Match[str], published: date) -> Found:  # noqa: ARG001 - a rule's shape
    return {"edtf": f"TODO {match.group()}, which part of it?"}


def _part_of_month(match: re.Match[str], published: date) -> Found:
    """ "At the end of March": how many days that is, a person decides; "by the end of March" is until its last day."""
    years = _years_of(match, (match["w"] or "").lower(), published, None)
    if match["w"] is None or len(years) != 1:
        return {"edtf": f"TODO {match.group()}"}
    month = month_number(match["m"])
    return {"edtf": f"../{years[0]:04}-{month:02}-{monthrange(years[0], month)[1]}"}


def _first_week(match: re.Match[str], published: date) -> Found:
    """ "The first week of August": its first seven days."""
    years = _years_of(match, "", published, None)
    month = month_number(match["m"])
    if len(years) != 1:
        return {"edtf": f"TODO {match.group()}"}
    return {"edtf": f"{years[0]:04}-{month:02}-01/{years[0]:04}-{month:02}-07"}


def _month_of_year(match: re.Match[str], published: date) -> Found:
    """ "January next year", "6 August last year"."""
    year = four_digits(published.year + {"last": -1, "this": 0, "next": 1}[match["w"].lower()])
    return {
        "edtf": str(iso_day(year, match["m"], match["a"]) if match["a"] else f"{year}-{month_number(match['m']):02}")
    }


def _months_without_year(match: re.Match[str], published: date) -> Found | None:
    """ "Between January and March": the last such months, unless they are to come."""
    first, last = month_number(match["m"]), month_number(match["n"])
    if first >= last:
        return None
    tense = tense_of(match)
    if last > published.month and tense != "ahead":
        return {"edtf": f"TODO {match.group()}"}
    year = published.year + (tense == "ahead" and last < published.month)
    return {"edtf": f"{year}-{first:02}/{year}-{last:02}"}


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


_ANY_DAY, _ANY_MONTH = "|".join(DAYS), "|".join(MONTHS)
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
    (r"\b(?P<w>earlier|later) this (?P<u>year|month|week)\b", part_of),
    (r"\b(?P<by>(?:by|until|before) )?(?:the )?end of (?P<w>the|this|next) year", year_end),
    (rf"\bsince (?:the )?(?P<u>{'|'.join(BEGIN)})\b(?! of)", since_season),
    (rf"\b(?:in|during) the (?P<u>{'|'.join(BEGIN)})\b(?! of)", in_season),
    (r"\b(?P<w>last|this|next|previous) (?P<u>year|month|week|quarter|spring|summer|autumn|fall|winter)\b", _unit_of),
    (
        r"\b(?:in|during) the (?P<q>first|second|third|fourth) quarter\b(?! (?:of|\d))"
        r"|\b(?P<h>first|second|third|fourth)-quarter\b",
        quarter_without_year,
    ),
    (
        r"\bthe same (?:period|quarter|month|months|time|week|stretch)(?: (?:of|in) (?:\d{4}|last year)| last year"
        r"| a year (?:ago|earlier|before))",
        _same_part_of_another_year,
    ),
    (r"(?<![\w-])(?P<y>20\d\d)[-–/](?P<z>\d\d)\b(?![-–/]\d)", season_of_two_years),
    (r"\b(?:(?:over|at|on|during) )?(?P<w>the|last|this|next) weekend\b", weekend),
    (rf"\b(?:every|each) (?P<d>{_ANY_DAY})s?\b", every),
    (
        rf"\b(?:(?:on|late on|early on) )?"
        rf"(?:(?P<o>since|by|until|through|before|from|starting) "
        rf"(?:(?:late on|early on|midnight on|noon on|the (?:end|close) of) )?)?"
        rf"(?:(?P<w>last|this|next) )?(?P<d>{_ANY_DAY})\b(?! (?:to|through) (?:{_ANY_DAY}))(?!,? {_DATE})",
        weekday,
    ),
    (
        r"\b(?:today|tonight|this (?:morning|afternoon|evening)|available now|currently|at present|at the moment)\b",
        _near(0),
    ),
    (r"\b(?<!before )yesterday\b", _near(-1)),
    (r"\b(?<!after )tomorrow\b", _near(1)),
    (r"\bthe day before yesterday\b", _near(-2)),
    (r"\bthe day after tomorrow\b", _near(2)),
)
_SPELLED_RULES: tuple[tuple[str, Rule], ...] = (  # a capital distinguishes months from other words
    (
        rf"\b(?:in |for |during )?the (?:(?P<n>{NUMBER}) months|quarter) (?:to|through|ended|ending|ended in)"
        rf" (?:the end of )?(?P<m>{MONTH})(?: (?:28|29|30|31)\b)?(?:,? (?P<y>20\d\d))?",
        _months_to,
    ),
    (
        rf"\b(?:in |for )?the week (?:to|ended|ending|through) "
        rf"(?:(?P<a>{DAY}) (?P<m>{MONTH})|(?P<k>{MONTH}) (?P<b>{DAY}))\b",
        _week_to,
    ),
    (rf"\b(?:in |during )?the week (?:of|beginning|starting)(?: on)? (?:(?:{_ANY_DAY}),? )?"
     rf"(?:(?P<a>{DAY}) (?P<m>{MONTH})|(?P<k>{MONTH}) (?P<b>{DAY}))(?:,? (?P<y>20\d\d))?\b", _week_of),
    (
        r"\b(?:(?P<w>[Bb]y|[Uu]ntil|[Bb]efore) the end of"
        r"|(?:[Aa]t )?[Tt]he (?:very )?(?:end|beginning|start|middle) of)"
        rf" (?P<m>{_ANY_MONTH})\b(?! \d{{4}})",
        _part_of_month,
    ),
    (rf"\b(?:in )?the first week of (?P<m>{_ANY_MONTH})\b(?! \d{{4}})", _first_week),
    (
        rf"\b(?:[Ii]n |[Oo]n )?(?:(?P<a>{DAY}) (?:of )?)?(?P<m>{_ANY_MONTH}) (?:of )?(?P<w>last|this|next) year\b",
        _month_of_year,
    ),
    (
        rf"\b(?:[Bb]etween|[Ff]rom) (?P<m>{_ANY_MONTH}) (?:and|to|until|through) (?P<n>{_ANY_MONTH})\b(?! \d)",
        _months_without_year,
    ),
    (
        rf"\b(?:in |over |during )?the (?P<f>first|last) (?P<n>{NUMBER}) months of "
        r"(?:(?P<y>20\d\d)|(?:the|this|(?P<w>last)) year)\b",
        first_months,
    ),
    (rf"\bby (?:the )?(?P<u>{'|'.join(BEGIN)})\b(?! of| \d)", by_season),
    (rf"\b(?P<n>{NUMBER}) (?P<u>{'|'.join(BEGIN)})s ago\b", seasons_ago),
    (r"\b(?:in )?the (?P<m>March|June|September|December) quarter\b", named_quarter),
    (rf"{_OPENER}(?P<m>{MONTH}) (?P<a>{DAY})\b(?!,? ?\d)", _without_year),
    (rf"{_OPENER}\b(?P<a>{DAY}) (?:of )?(?P<m>{MONTH})\b(?!,? ?\d)", _without_year),
    (
        r"\b(?P<w>[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ll]ast|[Nn]ext|of|for|[Ff]rom|[Dd]uring|[Bb]efore|[Aa]fter) "
        rf"(?P<m>{_ANY_MONTH})\b"
        r"(?! (?:\d|to\b))",
        _without_year,
    ),
)  # fmt: skip
_RELATIVE = (
    *((re.compile(pattern, re.I), rule) for pattern, rule in _RULES),
    *((re.compile(pattern), rule) for pattern, rule in _SPELLED_RULES),
)

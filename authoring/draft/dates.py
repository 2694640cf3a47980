"""Dates as EDTF: those given in full, and those reckoned from the day of publication.

A phrase with two readings is a set of both, or a TODO where EDTF has no such set.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from authoring.article_text import ArticleText, Span, SpanIndex
from authoring.draft import counted_times, month_dates, parts_of_months, seasons, weekdays
from authoring.draft.absolute_dates import DAY, MONTH, YEARS, absolute
from authoring.draft.anchored_dates import anchored
from authoring.draft.candidate import Candidate, without_overlaps
from authoring.draft.old_years import old_years
from authoring.draft.quotations import quotations
from authoring.draft.regions import as_there
from authoring.draft.relative_dates import RELATIVE, Found, Rule
from authoring.draft.tense import begins_then, is_compared, says_future

MODULES = (weekdays, seasons, counted_times, month_dates, parts_of_months)  # each registers its rules
_ISO_DAY, _DAY_OF_MONTH = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(rf"{DAY} (?:of )?{MONTH}$|{MONTH} {DAY}$")
_ACCOUNT, _SOON = 800, 92  # characters, and days, within which an account goes on
_SOME_DAY = date(2000, 6, 15)
_APART = 25  # characters between two dates of one span, at most
_OPEN_DAY = re.compile(r"^(?:(?P<a>\d{4}-\d\d-\d\d)/\.\.|\.\./(?P<b>\d{4}-\d\d-\d\d))$")
_OR, _SINGLE = re.compile(r",? or (?:on |in )?(?:early |late )?(?:on )?"), re.compile(r"\d{4}-\d\d(?:-\d\d)?")
_NO = re.compile(r"(?:\bnot?\b|n[’']t\b|\bneither\b)[^.;]*$")  # "not on Saturday or Sunday" is on neither
_UNTIL = re.compile(r"(?:until|till)\b", re.I)
_UNTIL_BEFORE = re.compile(r"\b(?:until|till)(?: the| late on| early on| at least)? $")

_BOUND = re.compile(r",? at the (?:very )?(?:(?P<first>earliest|soonest)|latest)\b")
_HOUR = r"(?:\d{1,2}[.:]?[0-5]\d|\d{1,2}(?:[.:][0-5]\d)? ?[ap]\.?m\b\.?|noon|midday|midnight|dawn)"
_FROM_HOUR = re.compile(rf"\b[Ff]rom {_HOUR} $")
_A_WEEK = re.compile(r"\ba (?:week|fortnight) $")
_TO_HOUR = re.compile(rf",? (?:to|until|till|through) (?:{_HOUR}|[A-Z])")
_EVE = re.compile(r"\bthe (?:day|night|week|weekend|fortnight|month) (?:before|after) ", re.I)
_BEFORE_LAST = " before last"  # "the Monday before last"
_PART_BEFORE = re.compile(
    r"\b(?:first|second|third) or (?:the )?$"
    r"|\b(?:first|last|final|opening|closing) (?:[a-z]+|\d+) (?:days|weeks|weekends|hours) (?:of |in )?$"
    r"|\b(?:same|this) (?:date|day|week|weekend|time|point|stage) (?:of )?$"
)


def dates(text: ArticleText, published: date | None) -> list[Candidate]:
    """Candidates for dates; without a day of publication, those that are reckoned from it are TODOs."""
    reckoned = _relative(text, published) if published and published.year in YEARS else _undated(text)
    found = without_overlaps([*absolute(text), *old_years(text), *reckoned])
    found = [_bounded(text.content, _beginning(text.content, one)) for one in _joined(text.content, _in_order(found))]
    told: list[Candidate] = []
    for one in found:
        told.append(as_there(text.content, anchored(text, _continued(text.content, one, told), told)))
    return told


def _beginning(content: str, one: Candidate) -> Candidate:
    """A TODO where "until" gives the beginning of something: "put off until April"."""
    edtf, phrase = str(one.fields["edtf"]), content[slice(*one.span)]
    until = _UNTIL.match(phrase) or _UNTIL_BEFORE.search(content, max(0, one.span.start - 20), one.span.start)
    if until and "at least" in until.group() and edtf.count("/") < 2 and "TODO" not in edtf:
        return Candidate(one.span, {**one.fields, "edtf": f"{edtf.removeprefix('../').partition('/')[0]}/.."})
    if not until or "TODO" in edtf or not begins_then(content[max(0, one.span.start - 80) : one.span.start]):
        return one
    if content.startswith(", when ", one.span.end) and edtf.startswith("../"):  # "nobody noticed until May, when"
        start = one.span.start + len(phrase) - len(_UNTIL.sub("", phrase).lstrip())
        return Candidate(Span(start, one.span.end), {**one.fields, "edtf": edtf.removeprefix("../")})
    return Candidate(one.span, {**one.fields, "edtf": f"TODO {phrase}"})


def _bounded(content: str, one: Candidate) -> Candidate:
    """With the words around a phrase that make it a bound, "2036 at the earliest", "from 6 a.m. on Monday"; a TODO
    where they make it a part of something or one of two: "the first ten days of May"."""
    edtf, (start, end) = str(one.fields["edtf"]), one.span
    if "TODO" in edtf or (edtf.startswith("../") and _BOUND.match(content, end)):
        return one  # "until Friday at the earliest"
    bound = _BOUND.match(content, end)
    hour = _FROM_HOUR.search(content, max(0, start - 24), start)
    day = edtf.removeprefix("../").removesuffix("/..")
    is_part = _PART_BEFORE.search(content, max(0, start - 40), start) or content.startswith(_BEFORE_LAST, end)
    is_part = is_part or any(
        found.start() < start <= found.end() for found in _EVE.finditer(content, max(0, start - 24), end)
    )
    is_open = not _ISO_DAY.fullmatch(day) and (hour or (bound and re.search(r"[/\[{]", day)))
    if is_part or is_open or (day.startswith("[") and _A_WEEK.search(content, max(0, start - 12), start)):
        edtf = f"TODO {content[start:end]}"
    elif bound:
        edtf, end = f"{day}/.." if bound["first"] else f"../{day}", bound.end()
    elif hour and not _TO_HOUR.match(content, end):
        edtf, start = f"{day}/..", hour.start()
    return Candidate(Span(start, end), {**one.fields, "edtf": edtf})


def _joined(content: str, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """With one candidate for two days or months that belong together."""
    kept: Candidate | None = None
    for one in found:
        edtf = _together(content, kept, one) if kept else ""
        if kept and edtf:
            one = Candidate(Span(kept.span.start, one.span.end), {**one.fields, "edtf": edtf})
        elif kept:
            yield kept
        kept = one
    if kept:
        yield kept


def _together(content: str, one: Candidate, other: Candidate) -> str:
    """ "On 30 May or 6 June", "on Saturday and Sunday", "from March 2018 until last week" as EDTF, else nothing."""
    first, last = (str(each.fields["edtf"]) for each in (one, other))
    between = content[one.span.end : other.span.start]
    if between == " " and first.endswith("/..") and last.startswith("../"):
        return f"{first[:-3]}/{last[3:]}" if first[:-3] < last[3:] else ""
    if not _SINGLE.fullmatch(first) or not _SINGLE.fullmatch(last):
        return ""
    pair = ",".join(sorted((first, last)))
    if _OR.fullmatch(between) and not _NO.search(content, max(0, one.span.start - 60), one.span.start):
        return f"[{pair}]"
    is_both = between == " and " and len(first) == len(last) == len("2025-03-12") and first < last
    return f"{{{pair}}}" if is_both else ""


def _in_order(found: Iterable[Candidate]) -> Iterator[Candidate]:
    """With "until Friday" right after "from Monday" as the Friday after that Monday."""
    before: Candidate | None = None
    for one in found:
        near = before and one.span.start - before.span.end < _APART
        first, last = (_OPEN_DAY.search(str(each.fields["edtf"])) if each else None for each in (before, one))
        if (
            near
            and first
            and last
            and first["a"]
            and last["b"]
            and last["b"] < first["a"]
            and "relative_to" in one.fields
        ):
            moved = date.fromisoformat(last["b"]) + timedelta(days=7)
            one = Candidate(one.span, {**one.fields, "edtf": f"../{moved}"})
        yield one
        before = one


def _continued(content: str, one: Candidate, before: list[Candidate]) -> Candidate:
    """A day without a year, in the year of the full date before it that it soon follows: an account of what happened
    "on 5 August 2023" goes on "on 14 August"."""
    last = next((str(other.fields["edtf"]) for other in reversed(before[-6:]) if "relative_to" not in other.fields), "")
    edtf, near = str(one.fields["edtf"]), bool(before) and one.span.start - before[-1].span.end < _ACCOUNT
    if not near or not _ISO_DAY.fullmatch(last) or not _DAY_OF_MONTH.search(content[slice(*one.span)]):
        return one
    if says_future(re.split(r"[.;]\s|\n", content[max(0, one.span.start - 70) : one.span.start])[-1]):
        return one  # "will be sentenced on June 9"
    day = _ISO_DAY.search(edtf)
    moved = f"{last[:4]}{day[0][4:]}" if day else ""
    if "TODO" in edtf or not last < moved < edtf or (date.fromisoformat(moved) - date.fromisoformat(last)).days > _SOON:
        return one
    return Candidate(one.span, {**one.fields, "edtf": edtf.replace(day[0] if day else "", moved)})


def _undated(text: ArticleText) -> Iterator[Candidate]:
    """What needs the day of publication to be read, where that is not known."""
    for one in _relative(text, _SOME_DAY):
        yield Candidate(one.span, {"edtf": f"TODO {text.content[slice(*one.span)]}"})


def _relative(text: ArticleText, published: date) -> Iterator[Candidate]:
    quoted = SpanIndex(quotations(text.content))
    for pattern, rule, clues in RELATIVE:
        for stretch in text.sentences_with(clues):
            for match in pattern.finditer(text.content, *stretch):
                found = _applied(rule, match, published)
                if found and not _is_shouted(match):
                    if _THAT_DAY.fullmatch(match.group()) and quoted.holds(Span(*match.span())):
                        found = {"edtf": f"TODO {match.group()}, when that was said"}
                    span, edtf = _opened(match, str(found["edtf"]))
                    yield Candidate(span, {**found, "edtf": edtf, "relative_to": "dates/.published"})


_THAT_DAY = re.compile(r"yesterday|today|tonight|tomorrow|last night|this (?:morning|afternoon|evening)", re.I)
_OWN = re.compile("[’']")  # "relief from last month's storm"
_OPENS = re.compile(r"\b(since|from|starting|by|until|till|through|before)[ ](?:the |early |late )?$", re.I)


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
    if word == "from" and (
        match.group().lower().startswith(("last", "yesterday")) or _OWN.match(match.string, match.end())
    ):
        is_plain = _OWN.match(match.string, match.end()) or is_compared(
            match.string[max(0, before.start() - 60) : before.start()]
        )
        return (Span(*match.span()), edtf) if is_plain else (span, f"TODO {match.string[slice(*span)]}")
    if word in ("since", "from", "starting"):
        return span, f"{first}/.."
    is_over = word in ("until", "till") and last == "" and match.group().lower() == "yesterday"
    if word == "before" or is_over:
        return span, f"TODO {match.string[slice(*span)]}"
    return span, f"../{last or first}"


def _applied(rule: Rule, match: re.Match[str], published: date) -> Found | None:
    try:
        return rule(match, published)
    except (ValueError, OverflowError):  # beyond the calendar, such as "3,000 years ago"
        return None


def _is_shouted(match: re.Match[str]) -> bool:
    """ "REGISTER NOW" is a button."""
    return match.group().isupper() and re.search(r"\d|^..?$", match.group()) is None

"""Dates that are counted from another date of the text: "a year earlier", "four days later", "the following month"."""

import re
from datetime import date, timedelta

from authoring.article_text import ArticleText
from authoring.draft.candidate import Candidate
from authoring.draft.numbers import NUMBER, number
from authoring.draft.years import four_digits

FROM_ANOTHER_DATE = (
    rf"(?:(?:{NUMBER}|an?) (?:year|month|week|day|decade|fortnight)s? (?:earlier|before|later|after)\b"
    r"(?! (?:this|that))"
    r"|the year (?:before|earlier)\b(?! [a-z])"
    r"|the (?:(?:following|next) (?:day|morning|night|month)|following year)\b(?! (?:of|at|when|that)\b)"
    r"|the (?:day|night|morning|afternoon|evening|week|month) (?:before|after)\b(?! [a-z\d]))"
)
PREVIOUS = rf"previous (?:(?P<n>{NUMBER}) )?(?P<u>year|month|quarter)s?\b"
ANOTHER_YEAR = (
    r"(?: (?:of|in) (?:20\d\d|last year|the (?:previous|prior) year)| last year| a year (?:ago|earlier|before))"
)
SAME_PERIOD = (
    r"(?:the (?:same|corresponding|comparable|equivalent) (?:[a-z]+ )?(?:point|stage|period|quarter|half"
    r"|months?|time|week|day|stretch)"
    rf"{ANOTHER_YEAR}|the (?:year-earlier|prior-year) (?:period|quarter|half|month))"
)
_SAME_PERIOD = re.compile(SAME_PERIOD)
_PREVIOUS = re.compile(PREVIOUS)
_YEAR_EARLIER = re.compile(r"(?:a|one|the) year (?:earlier|before|ago)", re.I)
_COMPARED = re.compile(r"\b(?:compared (?:with|to)|against|from|versus|up from|down from|than)\b(?:[^.;]|\.\d){0,40}$")
_COUNTED = re.compile(
    rf"(?:(?:on )?(?P<same>that |the same )|the (?:(?:following|next) )?|(?P<n>{NUMBER}|an?) )"
    r"(?P<u>year|month|week|day|night|morning|afternoon|evening|decade|fortnight)s?"
    r"(?: (?P<w>earlier|before|later|after))?",
    re.I,
)
_DAYS = {"day": 1, "night": 1, "morning": 1, "afternoon": 1, "evening": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "year": 12, "decade": 120}
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T.*)?")
_ANY_SPAN = re.compile(r"\d{4}(?:-\d\d)?|\d{4}(?:-\d\d){1,2}/\d{4}(?:-\d\d){1,2}")
_DATED = re.compile(r"\d{4}(?:-\d\d){0,2}|\d{4}-\d\d-\d\dT.*")
_ISO_DAY, _END_OF_MONTH, _SPAN = (
    re.compile(r"\d{4}-\d\d-\d\d"),
    re.compile(r"\d{4}-\d\d-\d\d~"),
    re.compile(r"\d{4}(?:-\d\d)?(?:/\d{4}-\d\d)?"),
)
_GOES_ON = re.compile(r" ([a-z]+)")  # "nine days after warning", "a week later than planned"
_NEAR = 60  # characters between a year and "the year before"


def anchored(text: ArticleText, one: Candidate, before: list[Candidate]) -> Candidate:
    """A date counted from one before it, where its sentence or the one before names that; else as it is, which is a
    TODO."""
    words = text.content[slice(*one.span)]
    if _YEAR_EARLIER.fullmatch(words):
        return _year_earlier(text, one, before)
    if _SAME_PERIOD.fullmatch(words):
        sentence = text.sentence_at(one.span.start)
        near = (str(other.fields["edtf"]) for other in reversed(before[-4:]) if other.span.within(sentence))
        spans = (edtf for edtf in near if _ANY_SPAN.fullmatch(edtf) and len(edtf) > len("2025"))
        edtf = _in_another_year(next(spans, "") or _base(text, one, before, _ANY_SPAN), words[-4:])
        return Candidate(one.span, {**one.fields, "edtf": edtf}) if edtf else one
    if previous := _PREVIOUS.fullmatch(words):
        edtf = _span_before(_base(text, one, before, _SPAN), previous)
        return Candidate(one.span, {**one.fields, "edtf": edtf}) if edtf else one
    counted = _COUNTED.fullmatch(words)
    goes_on = _GOES_ON.match(text.content, one.span.end)
    if not counted or (goes_on and (counted["w"] in ("before", "after") or goes_on[1] == "than")):
        return one
    base = _base(text, one, before, _DAY if counted["u"].lower() in _DAYS else _DATED)
    edtf = _shifted(base, counted) if base else ""
    return Candidate(one.span, {**one.fields, "edtf": edtf}) if edtf else one


def _base(text: ArticleText, one: Candidate, before: list[Candidate], form: re.Pattern[str]) -> str:
    """The last date of that form before it in its sentence, else in the sentence right before."""
    sentence = text.sentence_at(one.span.start)
    sentences = [sentence] if _is_compared(text, one) else [sentence, text.sentence_at(sentence.start - 1)]
    for stretch in sentences:
        named = [str(other.fields["edtf"]) for other in before[-4:] if other.span.within(stretch)]
        if named:
            fitting = [edtf for edtf in named if form.fullmatch(edtf)]
            return fitting[-1] if fitting and (form is _DAY or fitting[-1] == named[-1]) else ""
    return ""


def _span_before(base: str, previous: re.Match[str]) -> str:
    """The months or the year right before those of `base`, if they are as many: "the previous three months"."""
    first, _, last = base.partition("/")
    months = [int(part[:4]) * 12 + int(part[5:7] or 1) - 1 for part in (first, last or first) if part]
    is_year = len(base) == len("2025")
    count = int(number(previous["n"] or "one")) * {"month": 1, "quarter": 3, "year": 12}[previous["u"]]
    if not months or (12 if is_year else months[1] - months[0] + 1) != count:
        return ""
    if is_year:
        return four_digits(int(base) - 1)
    begun, ended = (f"{four_digits(month // 12)}-{month % 12 + 1:02}" for month in (months[0] - count, months[0] - 1))
    return begun if count == 1 else f"{begun}/{ended}"


def _in_another_year(base: str, year: str) -> str:
    """A span in the year that is named, else in the year before."""
    if len(base) < len("2025-03"):
        return ""
    step = int(year) - int(base.rpartition("/")[2][:4]) if year.isdigit() else -1
    return re.sub(r"\d{4}", lambda one: four_digits(int(one[0]) + step), base) if step < 0 else ""


def _is_compared(text: ArticleText, one: Candidate) -> bool:
    return _COMPARED.search(text.content, max(0, one.span.start - 60), one.span.start) is not None


def _shifted(base: str, counted: re.Match[str]) -> str:
    """So many days from a day, months or years from what names them."""
    unit, back = counted["u"].lower(), (counted["w"] or "").lower() in ("earlier", "before")
    count = 0 if counted["same"] else int(number(counted["n"] or "one")) * (-1 if back else 1)
    if unit in _DAYS:
        return str(date.fromisoformat(base[:10]) + timedelta(days=count * _DAYS[unit])) if len(base) >= 10 else ""
    year, month = int(base[:4]), int(base[5:7] or 1)
    if unit != "month":
        return four_digits(year + count * _MONTHS[unit] // 12)
    months = year * 12 + month - 1 + count
    return f"{four_digits(months // 12)}-{months % 12 + 1:02}" if len(base) > 4 else ""


def _year_earlier(text: ArticleText, one: Candidate, before: list[Candidate]) -> Candidate:
    """The year before the one month, quarter or year that its sentence names before it, or names right before it."""
    words = text.content[slice(*one.span)]
    if words.endswith("ago") and not _is_compared(text, one):
        return one
    sentence = text.sentence_at(one.span.start)
    edtfs = ((one, str(one.fields["edtf"])) for one in before[-4:] if one.span.within(sentence))
    is_day = _ISO_DAY.fullmatch if _is_compared(text, one) else _END_OF_MONTH.fullmatch  # "97% as of Dec. 6"
    named = [one for one, edtf in edtfs if _SPAN.fullmatch(edtf) or _END_OF_MONTH.fullmatch(edtf) or is_day(edtf)]
    if not named or (len(named) > 1 and one.span.start - named[-1].span.end > _NEAR):
        return Candidate(one.span, {**one.fields, "edtf": f"TODO {words}, than what?"})
    shifted = re.sub(r"\d{4}", lambda year: four_digits(int(year[0]) - 1), str(named[-1].fields["edtf"]))
    return Candidate(one.span, {**one.fields, "edtf": shifted})

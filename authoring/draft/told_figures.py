"""Figures as the words beside them tell: an age after a person's name, money as the article names it, a percentage as a
share or a change."""

import re
from collections.abc import Iterator
from dataclasses import replace

from authoring.article_text import ArticleText
from authoring.draft.candidate import Candidate, Name, Scalar
from authoring.draft.seed import slug
from authoring.draft.words import FALLS, RISES

_OLDEST = 115
_OF_A_COUNTRY = re.compile(r"[A-Z]{1,2}\$|[A-Z][a-z]+|\bU\.S\.")  # "C$5", "5 Canadian dollars"
_MONEY = re.compile(r"^[A-Z]\w* (?=[a-z]+(?: per |$))")  # "US " of "US dollars per day"
_WORDS = (
    r"(?:(?:a|an|about|almost|nearly|some|roughly|around|over|under|more|less|than|as|much|average|of|further|another"
    r"|only|just|at|least|up to|between|well|slightly|estimated) )*$"
)  # between "rose" or "by" and a number
_VERBS = (
    rf"(?:(?P<up>{RISES}|lift\w*|recover\w*|rebound\w*|edg\w+ (?:up|higher)|strengthen\w*|outperform\w*)"
    rf"|(?P<down>{FALLS}|slip\w*|dip\w*|eas(?:e[sd]?|ing)|edg\w+ (?:down|lower)|trim\w*|slash\w*|curb\w*))"
)
_CHANGED = re.compile(rf"(?<!made )(?<!makes )(?<!make )\b{_VERBS} (?:by )?{_WORDS}|, off $", re.I)
_CHANGED_BY = re.compile(rf".*\b{_VERBS}\b(?:[^.;:,]|\.\d|,\d| [^,]*, ){{0,60}}? by {_WORDS}", re.I)
_CHANGED_ALONE = re.compile(
    r"(?:\b(?:(?P<up>rose|risen|rises?|rising|climb\w*|jumped|surged|soared)"
    r"|(?P<down>fell|fallen|falls?|falling|slid|sliding|slipped|sank|plunged|tumbled|dropped|dipped))"
    rf"|(?:, |\(|\b(?:is|are|was|were|be|been|and) )(?:(?P<rise>up)|(?P<fall>down|off))) (?:by )?{_WORDS}",
    re.I,
)  # also of what is no percentage
_TRADED = re.compile(r"\b(?:(?P<up>added|adding|gained|gaining|put on)|lost|losing|shed|shedding) $")
_TO_PRICE = re.compile(r",? to (?:[a-z]+ ){0,3}[A-Z$€£¥₹]{0,3}\d")  # "lost 61 cents to $58.34"
_COMPARED = re.compile(
    r"[ ](?:(?:points? )?(?P<up>higher|above|more|up|rise|raise|increase|gain|jump|growth|dearer|stronger|premium)"
    r"|(?P<down>lower|below|less|fewer|down|off|fall|cut|drop|decline|reduction|cheaper|weaker|discount))\b"
)
_COMPARED_ALONE = re.compile(
    r"[ ](?:(?P<up>higher|dearer|stronger|(?:more|up|heavier|larger|bigger)(?= (?:than|on)\b)"
    r"|above(?= (?:the|its|last)\b))"
    r"|(?P<down>lower|cheaper|weaker|lighter|(?:less|fewer|down|smaller)(?= (?:[a-z]+ )?(?:than|on)\b)"
    r"|below(?= (?:the|its|last)\b)))\b"
)
_BY_OR_LOST = re.compile(rf"\b(?:by|lost|los(?:e|es|ing)|shed|gained|gaining) {_WORDS}", re.I)
_PREMIUM = re.compile(rf"\b(?:(?P<up>premium)|(?P<down>discount)) of {_WORDS}", re.I)
_LEVEL = re.compile(r"below|under|above|past|topp?|cross|pass|surpass|exceed", re.I)  # "fell below 70%" is no change
_OF = re.compile(
    r" (?:of|in favou?r|opposed|against|who|had|have|were|are|would|said|say|want(?:ed)?|support(?:ed)?|back(?:ed)?"
    r"|agreed?|think|thought|believed?|did)\b|\)? (?:stake|share|owned)\b"
)
_HELD = re.compile(
    r"\b(?:turnout|owns?|stake|holds?|accounts? for|accounted for|made? up|share|only|remaining|of (?:whom|which|them)"
    r"|attendance|capacity|full)\b(?:[^.;,]|\.\d){0,25}$",
    re.I,
)
_RATE = re.compile(
    r"\b(?:(?:interest|key|main|policy|benchmark|base|cash|repo|lending|deposit|mortgage|funds|bank) rates?"
    r"|yields?|interest|coupon|gradient|confidence)\b(?:[^.;]|\.\d){0,60}$",
    re.I,
)
_TODO = "TODO share, change or amount"
_PERCENTAGES = ("percent", "percentage points", "basis points")


def as_told(text: ArticleText, figures: list[Candidate], called: list[Name]) -> Iterator[Candidate]:
    """The figures with what the words beside them tell."""
    people = {span.end: one.name for one in called if one.type == "person" for span in one.spans}
    for one in figures:
        unit = str(one.fields.get("unit", "TODO"))
        told: dict[str, Scalar] = {}
        if "TODO" in unit:
            told = _age(text.content, one, people)
        elif "currency" in one.fields and not _OF_A_COUNTRY.search(text.content, *one.span):
            told = {"unit": _MONEY.sub("", unit)}
        if "form" not in told and one.fields.get("form", "share") == "share":
            told |= _form(text.content, one, unit)
        yield replace(one, fields={**one.fields, **told})


def _age(content: str, one: Candidate, people: dict[int, str]) -> dict[str, Scalar]:
    """Of "Ada Holm, 46": years, with an id that says whose."""
    lead = next((words for words in (", aged ", ", ") if content.endswith(words, 0, one.span.start)), "")
    whose = people.get(one.span.start - len(lead)) if lead else None
    value = one.fields.get("value")
    is_age = isinstance(value, int) and value <= _OLDEST and content[one.span.end : one.span.end + 1] in tuple(",.;)")
    return {"id": f"{slug(whose.split()[-1])}-age", "unit": "years", "unit_code": "a"} if whose and is_age else {}


def _form(content: str, one: Candidate, unit: str) -> dict[str, Scalar]:
    """A share of something, or a change: "71% of it", "rose 6%", "9% higher", "by a third"; a TODO where a percentage
    may be either."""
    changed = _changed(content, one, unit)
    if changed:
        up = changed.groupdict().get("up") or changed.groupdict().get("rise")
        return {"form": "change", "direction": "up" if up else "down"}
    lead = (content, max(0, one.span.start - 70), one.span.start)
    if unit not in _PERCENTAGES:
        return {"form": _TODO} if unit == "proportions" and _BY_OR_LOST.search(*lead) else {}
    if unit == "percent" and (_OF.match(content, one.span.end) or _HELD.search(*lead)):
        return {"form": "share"}
    return {} if unit == "percent" and _RATE.search(*lead) else {"form": _TODO}


def _changed(content: str, one: Candidate, unit: str) -> re.Match[str] | None:
    """The words by which a figure is a change. A length that "fell 30 metres" tells, or an age, is none."""
    lead = (content, max(0, one.span.start - 70), one.span.start)
    if _LEVEL.match(content, one.span.start):
        return _COMPARED.match(content, one.span.end)
    is_share = unit in (*_PERCENTAGES, "proportions")
    by = _CHANGED_BY.search(*lead) if is_share and content.rfind(" by ", *lead[1:]) >= 0 else None
    if unit == "proportions":
        return by or _COMPARED_ALONE.match(content, one.span.end)
    if unit in _PERCENTAGES:
        return by or _CHANGED.search(*lead) or _PREMIUM.search(*lead) or _COMPARED.match(content, one.span.end)
    if "unit_code" in one.fields:
        return None
    is_price = "currency" in one.fields or unit in ("cents", "pence", "points")
    alone = _CHANGED_ALONE.search(*lead) if is_price and not content.startswith(" short", one.span.end) else None
    traded = _TRADED.search(*lead) if is_price and _TO_PRICE.match(content, one.span.end) else None
    return alone or traded or _COMPARED_ALONE.match(content, one.span.end)

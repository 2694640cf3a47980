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
_OF = re.compile(r"(?: of\b|\)? (?:stake|share|owned)\b)")
_HELD = re.compile(
    r"\b(?:turnout|owns?|stake|holds?|accounts? for|accounted for|made? up|share|only|remaining)\b[^.;,]{0,25}$",
    re.I,
)
_CHANGED = re.compile(
    rf"\b(?:(?P<up>{RISES}|recovered|rebounded)|(?P<down>{FALLS}|slip\w*|dip\w*|eas(?:ed|ing)))"
    r"(?: (?:by|an?|further|about|almost|nearly|some|roughly|around|over|average|of|as|much|up|to(?= \D)))*"
    r" $",
    re.I,
)
_COMPARED = re.compile(
    r" (?:(?P<up>higher|above|more|up|rise|raise|increase|gain|jump|growth)"
    r"|(?P<down>lower|below|less|fewer|down|fall|cut|drop))\b"
)


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
        elif unit in ("percent", "percentage points", "basis points") and "form" not in one.fields:
            told = _form(text.content, one)
        yield replace(one, fields={**one.fields, **told})


def _age(content: str, one: Candidate, people: dict[int, str]) -> dict[str, Scalar]:
    """Of "Ada Holm, 46": years, with an id that says whose."""
    lead = next((words for words in (", aged ", ", ") if content.endswith(words, 0, one.span.start)), "")
    whose = people.get(one.span.start - len(lead)) if lead else None
    value = one.fields.get("value")
    is_age = isinstance(value, int) and value <= _OLDEST and content[one.span.end : one.span.end + 1] in tuple(",.;)")
    return {"id": f"{slug(whose.split()[-1])}-age", "unit": "years", "unit_code": "a"} if whose and is_age else {}


def _form(content: str, one: Candidate) -> dict[str, Scalar]:
    """A share of something, or a change: "71% of it", "rose 6%", "9% higher"."""
    lead = (max(0, one.span.start - 60), one.span.start)
    if changed := _CHANGED.search(content, *lead) or _COMPARED.match(content, one.span.end):
        return {"form": "change", "direction": "up" if changed["up"] else "down"}
    held = _OF.match(content, one.span.end) or _HELD.search(content, *lead)
    return {"form": "share"} if held else {}

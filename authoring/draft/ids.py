"""The ids that a draft proposes: short words of the article, as modellers choose them."""

import re

from authoring.article_text import ArticleText
from authoring.draft.candidate import Candidate, Name
from authoring.draft.seed import slug
from authoring.draft.words import any_of

_THE = re.compile(r"^(?:The|A|An) ")
_HEAD = re.compile(
    rf"{any_of('group nouns', 'body nouns')}|institute|government|parliament|ministry|forum|alliance|league|chamber"
    r"|tribunal|party|association|senate|cabinet"
)
_NOT_HEAD = re.compile(r",| (?:of|for|at|in|to|with|from|who|close|familiar)\b")
_LEADS = re.compile(r"^(?:(?:in|on|at|by|for|from|during|over|within|about|around|some|roughly|nearly|the)-)+(?=.)")
_YEAR_OLD = re.compile(r" (?!who\b|and\b|said\b)(?P<noun>[a-z]+)\b")
_OF = re.compile(r"\b(?P<noun>[a-z]{3,}) (?:of|was|is|were|stood at|put at|worth)(?: (?:an?|about|over|the))* $")
_SOURCES = re.compile(r" (?:familiar|close to|with knowledge|involved|briefed)\b")
_NO_NOUN = frozenset(("total", "average", "one", "share", "that", "the", "and", "but", "for", "from", "with", "after"))


def figure_id(text: ArticleText, one: Candidate) -> str:
    """Whose age it is ("holm-age"), what is counted ("turbines") or measured ("a fine of $2 million"), else the
    phrase."""
    content, (start, end) = text.content, one.span
    unit = str(one.fields.get("unit", "TODO"))
    if content.endswith("-year-old", start, end) and (whose := _YEAR_OLD.match(content, end)):
        return f"{slug(whose['noun'])}-age"
    if unit == "people" and _SOURCES.match(content, end):
        return "sources"
    counted = not {"unit_code", "currency"} & one.fields.keys() and "TODO" not in unit
    if counted:
        return slug(unit.split()[-1])
    of = _OF.search(content, max(0, start - 40), start)
    if of and of["noun"] not in _NO_NOUN:
        return slug(of["noun"])
    phrase = slug(content[start:end])
    return _LEADS.sub("", phrase)


def date_id(text: ArticleText, one: Candidate) -> str:
    """The words of a date without "in" or "on"."""
    return _LEADS.sub("", slug(text.content[slice(*one.span)]))


def mention_id(name: Name) -> str:
    """A family name, a place's name, the first word of a company's, the noun of an office: "council"."""
    whole = _THE.sub("", name.name)
    words = whole.split()
    if name.type == "person":
        at = next((n for n, word in enumerate(words[1:], 1) if word.islower()), len(words) - 1)
        return slug(" ".join(words[at:]))  # "van der Holm"
    if name.collection == "locations" or name.type == "news_organization":
        return slug(whole)
    if name.collection == "companies":
        return slug(words[0])
    head = _NOT_HEAD.split(whole)[0].split()[-1]
    if name.type == "anonymous" and head in ("people", "person", "one"):
        return "sources" if head == "people" else "source"
    is_noun = head.islower() or name.type in ("role", "anonymous", "group") or _HEAD.fullmatch(head.lower())
    return slug(head if is_noun else whole)

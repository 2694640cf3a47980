"""The ids that a draft proposes: short words of the article, as modellers choose them."""

import re

from authoring.article_text import ArticleText
from authoring.draft.candidate import Candidate, Name
from authoring.draft.seed import slug
from authoring.draft.words import FALLS, FUNCTION_WORDS, RISES, any_of, words

_THE = re.compile(r"^(?:The|A|An) ")
_HEAD = re.compile(
    rf"{any_of('group nouns', 'body nouns')}|institute|government|parliament|ministry|forum|alliance|league|chamber"
    r"|tribunal|party|association|senate|cabinet"
)
_NOT_HEAD = re.compile(r",| (?:of|for|at|in|to|with|from|who|close|familiar)\b")
_LEADS = re.compile(r"^(?:(?:in|on|at|by|for|from|during|over|within|about|around|some|roughly|nearly|the)-)+(?=.)")
_YEAR_OLD = re.compile(r" (?!who\b|and\b|said\b)(?P<noun>[a-z]+)\b")
_OF = re.compile(r"\b(?P<noun>[a-z]{3,}) (?:of|was|is|were|stood at|put at|worth)(?: (?:an?|about|over|the))* $")
_AFTER = re.compile(
    r" (?:[a-z]+ )?(?P<noun>[a-z]{3,})(?=[,.;:”\"]| (?:to|for|from|in|on|by|of|with|at|that|was|is|has|will)\b)"
)
_SUBJECT = re.compile(
    r"(?:^|[,;:] |\b(?:that|and|but|while|as|said) )(?:(?:the|its|their|his|her|an?|some) )?(?:[\w’'-]+ ){0,3}?"
    r"(?P<noun>[a-z]{3,}|(?<!.)[A-Z][a-z]{2,})(?: (?:of|in|for|at|on|from|to) (?:[\w’'-]+ ){1,4}?)? (?:[a-z]+ly )?"
    r"(?:(?:is|are|was|were|has|have|had|will|would|could) (?:be |been )?)?"
    rf"(?:{RISES}|{FALLS}|was|were|is|are|stood|reached|costs?|came|doubled|totall?ed|went)\b[^,;:.]{{0,40}}$",
)
_VERB_BEFORE = re.compile(
    r"(?P<noun>\b[a-z]{2,}ed|spent|lost|cost|paid|lent|sold|won|bought) (?:(?:by|at|to|for|about|around|some|nearly"
    r"|almost|only|just|over|more than|an?|an extra|up to|another|the|its) )*$"
)
_TO_OTHER = re.compile(r"(?: votes)?(?:[-–]| to )(?=\d|[a-z])")
_FROM_OTHER = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))(?: votes)?(?:[-–]| to )$"
)
_SOURCES = re.compile(r" (?:familiar|close to|with knowledge|involved|briefed)\b")
_NO_NOUN = FUNCTION_WORDS | frozenset(
    words(
        "total average one share that they there nothing nobody this yet back year years month months week weeks day"
        " days south north east west ago more less others another each half time times people equivalent who which"
        " compared expected estimated followed based needed used included died applied"
    )
)
_LENGTHS = {"long": "length", "deep": "depth", "high": "height", "tall": "height", "wide": "width"}


def figure_id(text: ArticleText, one: Candidate) -> str:
    """Whose age it is ("holm-age"), what is counted ("turbines") or measured ("a fine of $2 million"), else the
    phrase."""
    content, (start, end) = text.content, one.span
    unit = str(one.fields.get("unit", "TODO"))
    if content.endswith("-year-old", start, end) and (whose := _YEAR_OLD.match(content, end)):
        return f"{slug(whose['noun'])}-age"
    if unit == "people" and _SOURCES.match(content, end):
        return "sources"
    if unit == "votes" and (side := _side(content, start, end)):
        return side
    counted = not {"unit_code", "currency"} & one.fields.keys() and "TODO" not in unit
    if counted:
        return slug(unit.split()[-1])
    of = _OF.search(content, max(0, start - 40), start)
    if of and of["noun"] not in _NO_NOUN:
        return slug(of["noun"])
    if own := _measured(content, text.sentence_at(start).start, start, end):
        return slug(own)
    phrase = slug(content[start:end])
    return _LEADS.sub("", phrase)


def _side(content: str, start: int, end: int) -> str | None:
    """Of a vote of "7-3" or "seven to three": which number it is."""
    if _TO_OTHER.match(content, end):
        return "votes-for"
    return "votes-against" if _FROM_OTHER.search(content, max(0, start - 20), start) else None


def _measured(content: str, begins: int, start: int, end: int) -> str | None:
    """What a quantity is of: "a $3 million loan", "rents rose 5%", "she borrowed $3 million"."""
    after = _AFTER.match(content, end)
    lead = content[begins:start]
    subject = _SUBJECT.search(lead)
    verb = _VERB_BEFORE.search(lead)
    for found in (after, subject, verb):
        if found and found["noun"].lower() not in _NO_NOUN:
            return _LENGTHS.get(found["noun"], found["noun"])
    return None


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

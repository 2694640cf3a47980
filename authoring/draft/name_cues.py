"""Whether a capitalised run is a person, a place or an organisation, by its own words and by those beside it."""

import re
from collections.abc import Iterable

from authoring.article_text import ArticleText
from authoring.draft.capitals import Run, is_plural, stands_in_place
from authoring.draft.known_names import given_names, places, world
from authoring.draft.words import (
    CLUB_WORDS,
    GROUP_NOUNS,
    INSTITUTION_WORDS,
    INSTITUTIONS,
    NEWS_WORDS,
    ORGANISATION_WORDS,
    PLACE_WORDS,
    ROLES,
    SPEECH_VERBS,
    TITLE_HEADS,
    TITLES,
)

_SPOT = (
    "town|city|village|port|island|islands|region|coast|district|suburb|hamlet|municipality|capital|county|province|valley"
    "|river|lake|harbour|peninsula|neighbou?rhood|borough|parish|state|resort|department|prefecture|canton|bay|archipelago"
    "|estuary|basin|delta|plateau|desert|forest|fjord|glacier|canal|highlands|plains|mountains|hills"
)
_MOTION = (
    r"(?:commut|com|travell?|flew|fly|fl|mov|return|arriv|hail|driv|drove|sail|walk|march|fled|flee|rush|deport|evacuat"
    r"|relocat|ship|bound|head|trip|visit|road|route|line|flight|train|ferry|highway|pipeline|railway|journey|way|back"
    r"|extradit|transferr|airlift|stretch|spread|export|import)(?:ed|ing|es|s|e)?"
)
_IN = re.compile(
    r"(?<!shares )(?<!stake )(?<!stock )(?<!investors )(?<!interest )(?<!confidence )\b(?:[Ii]n|[Nn]ear"
    r"|(?:north|south|east|west|outskirts|streets|people|residents|mayor|governor|bishop|siege|battle) of"
    r"|[Nn]eighbou?ring|[Nn]earby|downtown|rural|coastal|(?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est)(?:-?east|-?west)?ern|central|inner"
    rf"|(?:{_SPOT}) of|as far (?:away )?as|(?:{ROLES})s? from|(?:commut\w+|travel\w*|com(?:e|es|ing)|flew|fled) from)"
    r" (?:the )?$"
)
_TOWARD = re.compile(  # of companies too
    r"\b(?:[Aa]t|outside|off|[Aa]round|[Aa]cross|throughout|towards?|reached|left|beyond"
    rf"|(?:{_MOTION} |(?:took|brought|carried|ferried|sent) (?:[a-z]+ ){{0,2}})(?:to|from)) (?:the )?$"
)
_FROM_TO = re.compile(r"\b[Ff]rom [A-Z][\w’-]+(?: [A-Z][\w’-]+)? to $")
_WITHIN = re.compile(  # "in Uganda’s ..."
    r"\b(?:[Ii]n|[Nn]ear|[Aa]t|[Aa]cross|[Aa]round|[Ff]rom|outside|to) (?:the )?([A-Z][\w-]+(?: [A-Z][\w-]+)?)[’']s $"
)
_ROLE_BEFORE = re.compile(rf"\b(?:{TITLES}|{ROLES})(?: (?:of|in|at|for) [^,.]*?)?,?[ ]$")
_BYLINE = re.compile(r"(?:^|\n|[|·•] )(?:By|(?:Written|Reported|Reporting) by) (?:[A-Z][\w.’-]+ ){0,3}(?:and )?$")
_KIN = re.compile(r"\b(?:mother|father|wife|husband|widow|widower|son|daughter|sister|brother|partner|parents),? $")
_NEWSPAPER_AFTER = re.compile(rf"^, (?:The )?(?:[A-Z][\w’-]* )*(?:{'|'.join(sorted(NEWS_WORDS))})\b")
_CIVIC = re.compile(
    r"(?:’s|'s) (?:(?:city|town|county|borough|port) (?:council|hall|authority)|mayor|outskirts|suburbs|inhabitants"
    rf"|streets|residents)\b|[ ](?:{_SPOT}|airport|area|dam|reservoir|residents|city centre)\b"
    r"(?! (?:council|office|said))"
    rf"|, an? (?:[\w’-]+ ){{0,3}}?(?:{_SPOT})\b|-(?:born|area)\b"
)
_SURELY_AFTER = re.compile(
    rf"^, (?:(?:who|whose|aged|his|her|\d\d)\b|(?:(?!its )[\w’-]+ ){{0,3}}(?:{ROLES})s?\b)"
    rf"|^,? of (?:the )?(?:[A-Z][\w’-]+ )*(?:{'|'.join(sorted(INSTITUTION_WORDS))})\b"
)
_SPEAKS = re.compile(rf"^ (?:has |had |also |later )*(?:{SPEECH_VERBS})\b")
_SPOKE = re.compile(r"[”\"’,] (?:said|says|added|adds) $")
_NAMED_WEATHER = ("Storm", "Hurricane", "Cyclone", "Typhoon", "Tropical")
_AFTER_PLACE = re.compile(r", |[ ](?:\([^)\n]{1,20}\) )?[–—-][ ](?=[^\n]{40})")
_OF_A_PLACE = frozenset(("Association", "Society", "Club", "Federation", "Union", "Alliance", "League", "Guild"))
_IN_TWO = re.compile(r"\b(?:in|between) [A-Z][a-zà-ÿ]+(?:, [A-Z][a-zà-ÿ]+)* and $")  # "in Piran and Izola"
_WORKS_AT = re.compile(
    rf"\b(?:(?:{ROLES})s?|(?:works?|work(?:ed|ing)|teach(?:es|ing)|taught|studie[sd]|lectures?|lectured)[\w ]{{0,20}})"
    " at (?:the )?$"
)
_BANK = re.compile(r"[A-Z][a-zà-ÿ]{2,}(?:bank|soft|tech|corp|werke?|gruppe|media|union)\b")
_COMPANY_AFTER = re.compile(
    r"^, (?:the|a|an|its|their) (?:[\w’-]+ ){0,5}?(?:maker|manufacturer|company|firm|group|bank|operator|agency"
    r"|subsidiary|unit|start-?up|chain|retailer|publisher|charity|consultancy|carrier|airline|owner|parent|supplier"
    r"|developer|brand|union|utility|insurer|lender|fund|think tank|newspaper|broadcaster|platform|producer|university"
    r"|ministry|station)\b"
)
_BODY_BEFORE = re.compile(
    rf"\b(?:{GROUP_NOUNS}|federation|association|company|firm|maker|manufacturer|operator|charity|airline"
    r"|broadcaster)[ ]$"
)
_ONE_OF = re.compile(r"\b[Oo]ne of (?:them|(?:the|its|their|his|her) [\w’ -]{1,40}), $")


def persons_of(text: ArticleText, found: Iterable[Run]) -> set[tuple[str, ...]]:
    """The runs that name a person somewhere in the text, by their words."""
    found = list(found)
    alone = {run.words[0] for run in found if len(run.words) == 1}
    aged = {run.words[0] for run in found if len(run.words) == 1 and _SURELY_AFTER.match(_after(text, run))}
    return {run.words for run in found if _is_person(text, run, aged) or _is_called_by_surname(text, run, alone)}


def _is_person(text: ArticleText, run: Run, aged: set[str]) -> bool:
    if not _may_be_person(text, run):
        return False
    before, after = _before(text, run), _after(text, run)
    if run.titled:
        return True
    if _COMPANY_AFTER.match(after) or _BODY_BEFORE.search(before) or (len(run.words) == 1 and run.words[0].isupper()):
        return False
    if (_BYLINE.search(before) and len(run.words) > 1) or re.search(rf"\b(?:{TITLES})\.?[ ]$", before):
        return True
    if _KIN.search(before) and run.words[0] in given_names():
        return True
    return _is_full_name(run) and (run.words[-1] in aged or _is_called(before, after) or _has_given_name(run))


def _is_full_name(run: Run) -> bool:
    return len(run.words) in (2, 3) and not any(word.isupper() for word in run.words)


def _is_called(before: str, after: str) -> bool:
    """Whether the words beside a name say that it is somebody's: a role, an age, "one of them"."""
    role = _ROLE_BEFORE.search(before) or _ONE_OF.search(before) or _SPOKE.search(before)
    return bool(role or _SURELY_AFTER.match(after) or _NEWSPAPER_AFTER.match(after))


def _is_called_by_surname(text: ArticleText, run: Run, alone: set[str]) -> bool:
    """Whether the text goes on with the last word of a name, as it does with persons; of a company it is the first."""
    last = run.words[-1]
    own = last in alone and run.words[0] not in alone and not is_plural(last)
    return own and _is_full_name(run) and _may_be_person(text, run) and not PLACE_WORDS.intersection(run.words)


def _has_given_name(run: Run) -> bool:
    ends = run.words[0], run.words[-1]
    return run.words[0] in given_names() and len(run.words[-1]) > 2 and not PLACE_WORDS.intersection(ends)


def _may_be_person(text: ArticleText, run: Run) -> bool:
    name = text.content[slice(*run.span)]
    if is_organisation(run) or name in places() or name in world() or any(not word[-1].isalpha() for word in run.words):
        return False
    return run.words[-1] not in TITLE_HEADS and run.words[0] not in _NAMED_WEATHER


def is_organisation(run: Run) -> bool:
    """Whether a run's own words name an organisation."""
    ends = {run.words[0], run.words[-1]}
    of_two = len(run.words) > 1 and (run.words[-1] in CLUB_WORDS or not NEWS_WORDS.isdisjoint(ends))
    known = any(word in ORGANISATION_WORDS or _BANK.fullmatch(word) for word in run.words)
    return known or of_two or run.is_body or " ".join(run.words) in INSTITUTIONS


def is_company(run: Run) -> bool:
    """Whether a run is an organisation of a kind that is not named after its place, as the "Merilahti Post" is."""
    of_a_place = INSTITUTION_WORDS | NEWS_WORDS | CLUB_WORDS | _OF_A_PLACE
    return is_organisation(run) and not of_a_place.intersection(run.words)


def is_place(text: ArticleText, run: Run, actors: set[tuple[str, ...]]) -> bool:
    """Whether a run is a place by its words, by lists of cities and states, or by the words beside it; "at" is a cue
    only for what does not act elsewhere in the text."""
    name = text.content[slice(*run.span)]
    if is_organisation(run) or any(word.isupper() and len(word) > 1 for word in run.words):
        return False
    if run.words[-1] in PLACE_WORDS or run.words[0] in ("Lake", "Mount", "Cape", "Port", "River"):
        return True
    before, end = _before(text, run), run.span.end
    if _WORKS_AT.search(before):
        return False
    if len(run.words) == 1 and (_IN_TWO.search(before) or _FROM_TO.search(before)):
        return True
    inside = _WITHIN.search(before)
    return (
        name in world()
        or bool(_IN.search(before) or _CIVIC.match(text.content, end))
        or (inside is not None and inside[1] in places())
        or (_TOWARD.search(before) is not None and run.words not in actors)
        or stands_in_place(text.content, end)
    )


def actors_of(text: ArticleText, found: Iterable[Run]) -> set[tuple[str, ...]]:
    """What a verb of saying follows somewhere, and what longer names begin with, as those of companies do."""
    found = list(found)
    speakers = {run.words for run in found if _SPEAKS.match(_after(text, run))}
    return speakers | {run.words[:1] for run in found if len(run.words) > 1}


def is_called_a_body(text: ArticleText, run: Run) -> bool:
    """Whether "the bank" or "the charity" stands right before a name."""
    return _BODY_BEFORE.search(_before(text, run)) is not None


def is_dateline(text: ArticleText, run: Run) -> bool:
    """Whether an article's report begins with the place it comes from, in capitals: "OSLO, 3 May"."""
    begins = run.span.start == 0 or text.content[run.span.start - 1] == "\n"
    return begins and _AFTER_PLACE.match(text.content, run.span.end) is not None


def names_nobody(run: Run) -> bool:
    """A title without a name, or a storm."""
    return run.words[0] in _NAMED_WEATHER or (run.words[-1] in TITLE_HEADS and not is_organisation(run))


def _before(text: ArticleText, run: Run) -> str:
    return text.content[max(0, run.span.start - 60) : run.span.start]


def _after(text: ArticleText, run: Run) -> str:
    return text.content[run.span.end : run.span.end + 80]

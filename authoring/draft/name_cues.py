"""Whether a capitalised run is a person, a place or an organisation, by its own words and by those beside it."""

import re
from collections.abc import Iterable

from authoring.article_text import ArticleText
from authoring.draft.capitals import Run, is_plural, stands_in_place
from authoring.draft.known_names import given_names, places, world
from authoring.draft.words import (
    BODY_NOUNS,
    ORGANISATION_ENDINGS,
    GROUP_ADJECTIVES,
    GROUP_NOUNS,
    INSTITUTION_WORDS,
    INSTITUTIONS,
    KNOWN_COMPANIES,
    NEWS_WORDS,
    OCCASIONS,
    ORGANISATION_WORDS,
    PLACE_WORDS,
    ROLES,
    SPEECH_VERBS,
    TITLE_HEADS,
    TITLES,
    title_length,
    words,
)

_SPOT = (
    "estate|pit|clinic|hospital|prison|jail|quarter|"
    "town|city|village|port|island|islands|region|coast|district|suburb|hamlet|municipality|capital|county|province|valley"
    "|river|lake|harbour|peninsula|neighbou?rhood|borough|parish|state|resort|department|prefecture|canton|bay|archipelago"
    "|estuary|township|ice cap|summit|peak|reef|dam|cove|cliff|headland|square|avenue|basin|delta|plateau|desert|forest|fjord|glacier|canal|highlands|plains|mountains|hills"
)
_MOTION = (
    r"(?:commut|com|travell?|flew|fly|fl|mov|return|arriv|hail|driv|drove|sail|walk|march|fled|flee|rush|deport|evacuat"
    r"|relocat|ship|bound|head|trip|visit|road|route|line|flight|train|ferry|highway|pipeline|railway|journey|way|back"
    r"|extradit|transferr|airlift|stretch|spread|export|import)(?:ed|ing|es|s|e)?"
)
_IN = re.compile(
    r"(?<!hares )(?<!take )(?<!tock )(?<!nvestors )(?<!nterest )(?<!onfidence )\b(?:[Ii]n|[Nn]ear"
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
_BYLINE = re.compile(
    r"(?:^|\n|[|·•;(] ?)(?:By|(?:\w+ )?(?:Written|Reported|Reporting|reporting|Editing|Words|Photographs?|Pictures?) by:?) "
    r"(?:[A-Z][\w.’-]+,? (?:in |at )?){0,6}(?:and )?$"
)
_CREDITED = re.compile(r"(?:^|\n)(?:[A-Z][\w.’-]+,? (?:in |at )?){0,6}(?:and )?$")
_CREDIT = re.compile(r"(?: and [A-Z][\w’-]+ [A-Z][\w’-]+)?(?: (?:in|at) [A-Z]|,? (?:\w+ )*(?:[Rr]eporter|[Cc]orrespondent|[Ee]ditor|[Ww]riter)\b)")
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
_PARTS_OF_PLACES = frozenset(
    words("Upper Lower Greater Inner Outer Central Old New Little Mount Lake Port San Saint St Mainland Republic Gulf Bay Sea")
    + words("North South East West Northern Southern Eastern Western Metropolitan Equatorial Occupied Cape Fort Great")
)
_OF_A_PLACE = frozenset(("Association", "Society", "Club", "Federation", "Union", "Alliance", "League", "Guild"))
_IN_TWO = re.compile(r"\b(?:in|between) [A-Z][a-zà-ÿ]+(?:, [A-Z][a-zà-ÿ]+)* and $")  # "in Piran and Izola"
_WORKS_AT = re.compile(
    rf"\b(?:(?:{ROLES})s?|(?:works?|work(?:ed|ing)|teach(?:es|ing)|taught|studie[sd]|lectures?|lectured)[\w ]{{0,20}})"
    " at (?:the )?$"
)
_BANK = re.compile(r"[A-Z][a-zà-ÿ]{2,}(?:bank|soft|tech|corp|werke?|gruppe|media|union)\b")
_BODY_AFTER = re.compile(rf"^, (?:the|a|an|its|their|one of) (?:[\w’-]+ ){{0,5}}?(?:{BODY_NOUNS})\b(?![’']| (?:{ROLES})\b)")
_BODY_BEFORE = re.compile(rf"\b(?:{BODY_NOUNS})s?,? (?:the )?$")
_GROUP = re.compile(rf"((?: [a-z]+){{0,4}}?) (?:{GROUP_NOUNS})\b")
_THING_BEFORE = re.compile(
    r"\b(?:ferry|ship|tanker|trawler|vessel|boat|yacht|submarine|frigate|freighter|liner|lifeboat|rocket|probe|lander"
    r"|satellite|spacecraft|crew of the|(?:aboard|on board|captain of) the|drug|vaccine|app|video ?game|film|novel|book"
    r"|album|play|song|series|racehorse|horse|hurricane|typhoon|comet|asteroid|called|as)[ ]$"
)
_SCORED = re.compile(r"\b(?:beat|beating|drew (?:\d+-\d+ )?with|win over|lost to|home to|victory over|defeat (?:by|to)) $")
_OWNER = re.compile(r"\b(?:owner|rival|developer|supplier|contractor|publisher|employer|producer|customer),? $")
_OWNED = (
    "chief|shares?|shareholders?|investors?|spokes\\w+|officials?|work(?:ers|force)|employees|executives?|members|staff"
    "|lawyers|customers|jets|planes|plants?|factor(?:y|ies)|stores|shops|boss|boards?|council+ors|candidates?|lawmakers"
    "|managers?|managing|president|head|director|owners?|profits?|sales|revenues?|debts?|costs|headquarters|offer|bid"
    "|statement|founders?|chair\\w*|union|parent|earnings|results|fund|fleet|premises|site|annual|board|policy|newsroom"
)
_SERVES = re.compile(
    r"\b(?:chief executive|president|heads?|directors?|spokes\w+|founders?|chair\w*|managers?|owners?|staff|employees"
    r"|workers|shares|stake|members?|membership|customers|analysts?|economists?|lawyers?|executives?|leader|officials?"
    r"|researchers?|engineers?|branch|unit|subsidiary|investors?|captain|coach|players?) (?:of|in|at|for|from|with) "
    r"(?:the |both )?$|\b(?:owned|run|built|made|employed|operated|backed|funded|commissioned|bought|acquired|published"
    r"|supplied|hired|sold|developed|managed|organi[sz]ed|led|polled|paid|represented|compiled|said|fined|insured) by "
    r"(?:the )?$|\b(?:told|sued|joined|acquired|left for|signed for|beat|beating|drew \d+-\d+ with|win over|lost to"
    r"|defeat (?:by|to)|victory over|against|talks with|contract with|merge with|supply) (?:the )?$|\d[-–]\d $"
    r"|\b(?:[Aa]ccording to|statement from) (?:the )?$",
    re.I,
)
_CAMEL = re.compile(r"[A-Z]?[a-z]+[A-Z]\w*|\w+\.(?:com|org|net|co|ai|io)")
_PLACES_OWN = re.compile(r"\b[A-Z][a-z]+(?:’s|'s) (?:[a-z]+ )?$")  # "Tokyo's Hoshizora"
_AGENCY = re.compile(r"^\) ?[-–—]")  # "OSLO (NordWire) -"
_ACTS = re.compile(
    rf"^(?:’s|'s|’|')? (?:{_OWNED})\b|^,? (?:which|who) (?:represents?|owns|employs|operates|makes|sells|runs|has|had|holds"
    r"|is based|carries|says|said|lists|builds|publishes|wants|bought|supplies|collected)\b|^,? (?:(?:which is )?based|listed) in\b"
    r"|^,? (?:has |had |will |would |also |(?:is|are) to |plans to |agreed to )*(?:bought|buy|sold|sell|employs?|owns?|operates?"
    r"|makes?|rais(?:es?|ed)|reports?|posted|cuts?|hired?|offer(?:s|ed)?|expects?|plans|wants?|ranked|launch(?:es|ed)?"
    r"|lifts?|lifted|narrows|earned|agreed|fined|sued|refused|opened|closed|won|lost|beat|drew|sacked|signed|built|supplied"
    r"|published|represents|backs|backed|supports?|opposed?|opposes|shelves|spurns|scored|disputed|listed|finished)\b"
    r"|^,? (?:of|from) [A-Z]\w+, |^(?: \d+)? \d+[-–]\d+\b|^-(?:owned|backed|run|led|based|listed)\b"
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
    if run.titled or (run.credited and len(run.words) > 1 and _CREDITED.search(before) and _CREDIT.match(after)):
        return True
    if _has_given_name(run) and _is_full_name(run) and _OWNER.search(before):
        return True
    if _BODY_AFTER.match(after) or _BODY_BEFORE.search(before) or (len(run.words) == 1 and run.words[0].isupper()):
        return False
    if (_BYLINE.search(before) and len(run.words) > 1) or re.search(rf"\b(?:{TITLES})\.?[ ]$", before):
        return True
    if _KIN.search(before) and run.words[0] in given_names():
        return True
    if _is_double_barrelled(run):
        return True
    if after.startswith(", whose") and is_plural(run.words[-1]) and run.words[0] not in given_names():
        return False
    return _is_full_name(run) and (run.words[-1] in aged or _is_called(before, after) or _has_given_name(run))


def _is_full_name(run: Run) -> bool:
    return len(run.words) in (2, 3) and not any(word.isupper() for word in run.words)


def _is_double_barrelled(run: Run) -> bool:
    """ "Chidi Nwankwo-Eze": two surnames joined, neither of which is a place."""
    parts = run.words[-1].split("-")
    return _is_full_name(run) and len(parts) == 2 and not any(part in places() or not part.istitle() for part in parts)


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
        return run.words[0].endswith(".") and len(run.words) == 1 and len(name) < 3  # "Mr K."
    first = places().get(run.words[0])
    if not run.titled and (_is_spot(run) or (first and first.name != run.words[0] and len(run.words) > 1)):
        return False  # "Cutwell Hill", "Danish Agnes"
    return run.words[-1] not in TITLE_HEADS | OCCASIONS and run.words[0] not in _NAMED_WEATHER


def _is_spot(run: Run) -> bool:
    return len(run.words) > 1 and run.words[-1] in PLACE_WORDS and run.words[0] not in given_names()


def is_organisation(run: Run) -> bool:
    """Whether a run's own words name an organisation."""
    ends = {run.words[0], run.words[-1]}
    of_two = len(run.words) > 1 and (run.words[-1] in ORGANISATION_ENDINGS or not NEWS_WORDS.isdisjoint(ends))
    known = any(word in ORGANISATION_WORDS or _BANK.fullmatch(word) for word in run.words)
    listed = " ".join(run.words) in INSTITUTIONS | KNOWN_COMPANIES
    of_two |= len(run.words) > 1 and run.words[0] == "House"  # of Lords
    return known or of_two or run.is_body or listed or _is_team(run) or _is_branch(run)


def _is_team(run: Run) -> bool:
    """A place and a plural: "Cardiff Dragons"."""
    *place, last = run.words
    home = " ".join(place)
    named = not {last} & (PLACE_WORDS | OCCASIONS) and last not in places()
    return is_plural(last) and named and (home in places() or home in world())


def _is_branch(run: Run) -> bool:
    """A name of its own and a place: "ClearLedger Nigeria"; not "Upper Austria"."""
    first, last = run.words[0], run.words[-1]
    known = last in places() and " ".join(run.words) not in places() and not first.endswith(("ing", "ed", "rich"))
    own = first not in places() and first not in given_names() and first not in _PARTS_OF_PLACES
    return known and own and 1 < len(run.words) < 4 and not title_length(run.words)


def acts_as_body(text: ArticleText, run: Run) -> bool:
    """Whether the words beside a name say that it is an organisation: what it is called, owns, does, or who serves it."""
    before, after = _before(text, run), _after(text, run)
    called = _BODY_BEFORE.search(before) or _BODY_AFTER.match(after) or _SERVES.search(before) or _ACTS.match(after)
    speaks = _SPEAKS.match(after) or _SPOKE.search(before)
    of_many = len(run.words) > 1 and is_plural(run.words[-1]) and run.words[0] not in given_names()
    written = of_many or run.credited or _CAMEL.fullmatch(run.words[0]) or _PLACES_OWN.search(before) or _AGENCY.match(after)
    grouped = is_with_group(text, run)
    return bool(called or speaks or written or grouped) or (run.words[0].isupper() and before.endswith((" the ", "The ", "’s ", "'s ")))


def is_thing(text: ArticleText, run: Run) -> bool:
    """Whether a run names what is held, awarded, sailed or sold, which is nobody and no place: "Celtic Cup"."""
    return run.words[-1] in OCCASIONS or _THING_BEFORE.search(_before(text, run)) is not None


def is_with_group(text: ArticleText, run: Run) -> re.Match[str] | None:
    """The lower-case words after a run that make it an organisation: "the Norvik health ministry"."""
    found = _GROUP.match(text.content, run.span.end)
    fits = found is not None and all(word in GROUP_ADJECTIVES for word in found[1].split())
    return found if fits else None


def is_company(run: Run) -> bool:
    """Whether a run is an organisation of a kind that is not named after its place, as the "Merilahti Post" is."""
    of_a_place = INSTITUTION_WORDS | NEWS_WORDS | ORGANISATION_ENDINGS | _OF_A_PLACE
    return is_organisation(run) and not of_a_place.intersection(run.words)


def is_place(text: ArticleText, run: Run, actors: set[tuple[str, ...]]) -> bool:
    """Whether a run is a place by its words, by lists of cities and states, or by the words beside it; "at" is a cue
    only for what does not act elsewhere in the text."""
    name = text.content[slice(*run.span)]
    if is_organisation(run) or is_thing(text, run) or any(word.isupper() and len(word) > 1 for word in run.words):
        return False
    if _SCORED.search(_before(text, run)) or re.match(r"(?: \d+)? \d+[-–]\d+\b", _after(text, run)):
        return False
    if (len(run.words) > 1 and run.words[-1] in PLACE_WORDS) or run.words[0] in ("Lake", "Mount", "Cape", "Port", "River"):
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

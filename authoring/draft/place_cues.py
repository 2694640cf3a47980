"""Whether a capitalised run is a place, by its own words and by those beside it."""

import re
from collections.abc import Iterable

from authoring.draft.body_cues import (
    does,
    employs,
    is_called_a_body,
    is_explained_as_body,
    is_organisation,
    is_thing,
    last_word,
    names_nobody,
    plays,
    says_something,
    stands_before,
)
from authoring.draft.capitals import stands_in_place
from authoring.draft.known_names import begins_with_place, given_names, places, world
from authoring.draft.run import Run
from authoring.draft.words import PLACE_WORDS, ROLES, any_of, listed, words

_SPOT = any_of("spots")
_MOTION = (
    r"(?:commut|com|travell?|flew|fly|fl|mov|return|arriv|hail|driv|drove|sail|walk|march|fled|flee|rush|deport|evacuat"
    r"|relocat|ship|bound|head|trip|visit|road|route|line|flight|train|ferry|highway|pipeline|railway|journey|way|back"
    r"|extradit|transferr|airlift|stretch|spread|export|import)(?:ed|ing|es|s|e)?"
)
_NOT_IN = words(
    "hares take tock nvestors nterest onfidence rading ublished elieve elieves rust aith nvest nvested nvesting"
)  # "shares in Norvik"
_IN = re.compile(
    rf"\b{''.join(f'(?<!{ending} )' for ending in _NOT_IN)}(?:[Ii]n|[Nn]ear"
    r"|[Nn]eighbou?ring|[Nn]earby|downtown|rural|coastal|central|inner"
    r"|(?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est)(?:-?east|-?west)?ern"
    r"|north|south|east|west|as far (?:away )?as)"
    r" (?:the )?$|\b(?:Street|Road|Drive|Lane|Avenue|Close|Crescent|Terrace|Hospital|College|School|Station|Church"
    r"|Prison|Jail|Temple|Mosque), $"
)
_OF = re.compile(  # "Holm, of Velling"
    r"\b(?:(?:north|south|east|west|outskirts|streets|[Pp]eople|[Rr]esidents|[Mm]ayor|[Gg]overnor|[Bb]ishop|siege|battle)"
    rf"|{_SPOT}) of (?:the )?$|[a-z\d], of $"
)
_SEAT = re.compile(r" (?:MP|MLA|MSP|MEP|TD)s?\b")
_REPRESENTS = re.compile(
    r"\b(?:MP|council+or|lawmaker|senator|legislator|member|representative)\b[^.;]{0,40} represent(?:s|ed|ing)"
    r" (?:the )?$"
)
_FOR = re.compile(
    r"\b(?:MP|MLA|MSP|MEP|TD|member|lawmaker|senator|candidate|councillor|congress(?:wo)?man) for (?:the )?$"
)
_BETWEEN = re.compile(
    r"\b(?:(?:roads?|rail\w*|lines?|borders?|routes?|ferr(?:y|ies)|flights?|trains?|highway|motorway|buses|pipeline"
    r"|corridor|half-?way|distance|tracks?) between|links?|linking|connects?|connecting) (?:the )?"
    r"(?:[A-Z][\w’-]+(?: [A-Z][\w’-]+)? (?:and|with|to) )?(?:the )?$"
)
_FROM = re.compile(
    rf"\b(?:(?:{ROLES})s?|people|families|[Vv]illagers|m[ae]n|wom[ae]n|child(?:ren)?|boys?|girls?|year-olds?|refugees"
    r"|fans|workers?|growers|pilgrims|voters|supporters|herders|devotees|tourists"
    r"|commut\w+|travel\w*|com(?:e|es|ing)|flew|fled|\d[\d,]*) from (?:the )?$"
)
_TOWARD = re.compile(  # of companies too
    r"\b(?:[Aa]t|outside|off|[Aa]round|[Aa]cross|throughout|towards?|reach(?:ed|es|ing)?|left|beyond"
    rf"|(?:{_MOTION} |(?:took|taken|brought|carried|ferried|sent|flown|rushed|airlifted|evacuated|driven)"
    r" (?:[a-z]+ ){0,2}"
    r"|(?:supply|supplies|aid|power|water|services) )(?:to|from)) (?:the )?$"
)
_SITE = re.compile(
    r" (?:plant|factory|mine|mill|refinery|smelter|depot|yard|complex|operation|site|campus|warehouse)\b"
)  # "restarted its Velling plant"
_HIGH = re.compile(
    r" (?:pass|ridge|gorge|ravine|cave|waterfall|metro)\b(?! (?:station|line|train))"
)  # "the Velling pass"
_FROM_TO = re.compile(r"\b[Ff]rom [A-Z][\w’-]+(?: [A-Z][\w’-]+)? to $")
_WITHIN = re.compile(  # "in Uganda’s ..."
    r"\b(?:[Ii]n|[Nn]ear|[Aa]t|[Aa]cross|[Aa]round|[Ff]rom|outside|to) (?:the )?([A-Z][\w-]+(?: [A-Z][\w-]+)?)’s $"
)
_CIVIC = re.compile(
    r"’s (?:(?:city|town|county|borough|port) (?:council|hall|authority)|mayor|outskirts|suburbs|inhabitants"
    rf"|streets|residents)\b|[ ](?:(?:international|regional|main|old) )?"
    rf"(?:{_SPOT}|airport|area|dam|viaduct|tunnel|reservoir|residents|city centre|(?:regional )?scheme"
    r"|\w*bridge|crossing|bypass|roundabout|line)\b"
    r"(?! (?:council|office|said))"
    r"|, (?:some |about )?\d[\d.,]* ?(?:miles?|km|kilomet(?:re|er)s?) (?:away|from|north|south|east|west|outside)\b"
    r"|, at \d[\d,.]* ?(?:m|metres|meters|feet|ft)\b"
    rf"|, an? (?:(?!for\b|of\b|at\b|with\b|who\b)[\w’,.-]+ ){{0,3}}?(?:{_SPOT})\b|-(?:born|area)\b"
)
_SIDES = ("North", "South", "East", "West", "Northern", "Southern", "Eastern", "Western", "Upper", "Lower", "Greater")
_BEFORE_PLACES = listed("before places")
_WORKS_AT = re.compile(
    rf"\b(?:(?:{ROLES})s?|(?:works?|work(?:ed|ing)|runs?|heads?|leads?|oversees|teach(?:es|ing)|taught|studie[sd]"
    r"|lectures?|lectured)[\w ]{0,20})"
    " at (?:the )?$",
    re.I,
)
_AFTER_PLACE = re.compile(r", |/[A-Z]{3}|[ ](?:\([^)\n]{1,20}\) )?[–—-][ ](?=[^\n]{40})")
_AFTER_KNOWN_PLACE = re.compile(rf"{_AFTER_PLACE.pattern}|(?: \([^)\n]{{1,20}}\))?: ")  # "RABAT: The ..."

_SCORED = re.compile(
    r"\b(?:beat|beating|drew (?:\d+-\d+ )?with|win over|lost to|home to|victory over|defeat (?:by|to)) $"
)


def is_place(run: Run, actors: set[tuple[str, ...]]) -> bool:
    """Whether a run that the table of places does not have is a place: by its words, by lists of cities and states, or
    by the words beside it; "at" is a cue only for what does not act elsewhere in the text."""
    if run.name in places() or is_organisation(run) or is_thing(run) or _is_club_or_letters(run) or names_nobody(run):
        return False
    if (
        run.after.startswith(" police ")
        or employs(run)
        or (is_called_a_body(run) and not run.after.startswith(", in "))
    ):
        return False
    if _SEAT.match(run.after) or _REPRESENTS.search(run.before):
        return True
    first, last = run.words[0], run.words[-1]
    of_sea = first in PLACE_WORDS and run.name.startswith(f"{first} of ")  # "Strait of Hormuz"
    if (
        of_sea
        or (len(run.words) > 1 and last in PLACE_WORDS)
        or (first in _BEFORE_PLACES and first not in given_names())
    ):
        return True
    if last_word(run.before) == "at" and _WORKS_AT.search(run.before):
        return False
    return (
        run.name in world()
        or (first in _SIDES and len(run.words) == 2 and run.words not in actors)
        or lies_somewhere(run)
        or (run.words not in actors and (_is_goal(run) or stands_before(_BETWEEN, run)))
    )


def _is_goal(run: Run) -> bool:
    """ "To Velling", not "to Fane, the bank" or "to Fane’s mill"; "Velling, in Norway"."""
    if run.after.startswith(", in ") and begins_with_place(run.after, len(", in ")):
        return True
    return stands_before(_TOWARD, run) and not (is_explained_as_body(run) or run.after.startswith("’s "))


def _is_club_or_letters(run: Run) -> bool:
    letters = any(word.isupper() and len(word) > 1 for word in run.words)
    return letters or _SCORED.search(run.before) is not None or plays(run.before, run.after)


def lies_somewhere(run: Run) -> bool:
    """Whether the words beside a run say where something is, or what kind of place it is."""
    if len(run.words) == 1 and _FROM_TO.search(run.before):
        return True
    if run.before.endswith(" from ") and run.after.startswith(" to ") and begins_with_place(run.after, len(" to ")):
        return True
    if run.before.endswith((" its ", " their ")) and _SITE.match(run.after):
        return True
    if run.before.endswith(("the ", "The ")) and _HIGH.match(run.after):
        return True
    inside = _WITHIN.search(run.before)
    cue = {"of": _OF, "from": _FROM, "for": _FOR}.get(last_word(run.before), _IN)
    if (
        cue.search(run.before)
        or _CIVIC.match(run.after)
        or (inside and (inside[1] in places() or inside[1] in world()))
    ):
        return True
    return stands_in_place(run.words[-1] + run.after, len(run.words[-1]))


def actors_of(found: Iterable[Run]) -> set[tuple[str, ...]]:
    """What speaks, acts or is served somewhere, and what longer names begin with, as those of companies do."""
    found = list(found)
    speakers = {run.words for run in found if says_something(run) or (does(run) and not stands_before(_TOWARD, run))}
    return speakers | {run.words[:1] for run in found if len(run.words) > 1}


def is_dateline(run: Run) -> bool:
    """Whether an article's report begins with the place it comes from, in capitals ("OSLO, 3 May"), or the line of its
    day ends with it: "3 May - OSLO"."""
    if run.credited and run.before.endswith((" - ", " – ", " — ")) and run.after[:1] in ("", "\n"):
        return True
    name = run.name.title()
    after = _AFTER_PLACE if name not in places() and name not in world() else _AFTER_KNOWN_PLACE
    return (run.before[-1:] in ("", "\n") or re.search(r"\n[A-Z]{3,}/$", run.before) is not None) and after.match(
        run.after
    ) is not None

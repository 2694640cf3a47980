"""Whether a capitalised run is a person, a place or an organisation, by its own words and by those beside it."""

import re
from collections import Counter
from collections.abc import Iterable

from authoring.draft.capitals import Run, is_initials, is_plural, stands_in_place
from authoring.draft.known_names import given_names, places, world
from authoring.draft.words import (
    BODY_NOUNS,
    FALLS,
    GROUP_ADJECTIVES,
    GROUP_NOUNS,
    INSTITUTION_WORDS,
    INSTITUTIONS,
    JOBS,
    NEWS_WORDS,
    OCCASIONS,
    ORGANISATION_ENDINGS,
    ORGANISATION_WORDS,
    PLACE_WORDS,
    RISES,
    ROLES,
    SPEECH_VERBS,
    TITLE_HEADS,
    TITLES,
    any_of,
    listed,
    title_length,
)

_SPOT = any_of("spots")
_MOTION = (
    r"(?:commut|com|travell?|flew|fly|fl|mov|return|arriv|hail|driv|drove|sail|walk|march|fled|flee|rush|deport|evacuat"
    r"|relocat|ship|bound|head|trip|visit|road|route|line|flight|train|ferry|highway|pipeline|railway|journey|way|back"
    r"|extradit|transferr|airlift|stretch|spread|export|import)(?:ed|ing|es|s|e)?"
)
_IN = re.compile(
    r"(?<!hares )(?<!take )(?<!tock )(?<!nvestors )(?<!nterest )(?<!onfidence )\b(?:[Ii]n|[Nn]ear"
    r"|(?:north|south|east|west|outskirts|streets|people|residents|mayor|governor|bishop|siege|battle) of"
    r"|[Nn]eighbou?ring|[Nn]earby|downtown|rural|coastal|central|inner"
    r"|(?:[Nn]orth|[Ss]outh|[Ee]ast|[Ww]est)(?:-?east|-?west)?ern"
    r"|north|south|east|west"
    rf"|(?:{_SPOT}) of|as far (?:away )?as|(?:{ROLES})s? from"
    r"|(?:people|families|villagers|men|women|children|refugees|fans|workers) from"
    r"|(?:commut\w+|travel\w*|com(?:e|es|ing)|flew|fled) from)"
    r" (?:the )?$|[a-z\d], of $|\b(?:Street|Road|Drive|Lane|Avenue|Close|Crescent|Terrace), $"  # "Holm, of Velling"
)
_TOWARD = re.compile(  # of companies too
    r"\b(?:[Aa]t|outside|off|[Aa]round|[Aa]cross|throughout|towards?|reach(?:ed|es|ing)?|left|beyond"
    rf"|(?:{_MOTION} |(?:took|brought|carried|ferried|sent) (?:[a-z]+ ){{0,2}})(?:to|from)) (?:the )?$"
)
_FROM_TO = re.compile(r"\b[Ff]rom [A-Z][\w’-]+(?: [A-Z][\w’-]+)? to $")
_WITHIN = re.compile(  # "in Uganda’s ..."
    r"\b(?:[Ii]n|[Nn]ear|[Aa]t|[Aa]cross|[Aa]round|[Ff]rom|outside|to) (?:the )?([A-Z][\w-]+(?: [A-Z][\w-]+)?)’s $"
)
_CIVIC = re.compile(
    r"’s (?:(?:city|town|county|borough|port) (?:council|hall|authority)|mayor|outskirts|suburbs|inhabitants"
    rf"|streets|residents)\b|[ ](?:(?:international|regional|main|old) )?"
    rf"(?:{_SPOT}|airport|area|dam|reservoir|residents|city centre|(?:regional )?scheme"
    r"|\w*bridge|crossing|bypass|roundabout|line)\b"
    r"(?! (?:council|office|said))"
    r"|, at \d[\d,.]* ?(?:m|metres|meters|feet|ft)\b"
    rf"|, an? (?:[\w’,.-]+ ){{0,3}}?(?:{_SPOT})\b|-(?:born|area)\b"
)
_PARTS_OF_PLACES = listed("parts of places")
_NEAR = 50  # characters before a name that tell whom it serves
_SIDES = ("North", "South", "East", "West", "Northern", "Southern", "Eastern", "Western", "Upper", "Lower", "Greater")
_BEFORE_PLACES = listed("before places")
_IN_TWO = re.compile(r"\b(?:in|between) [A-Z][a-zà-ÿ]+(?:, [A-Z][a-zà-ÿ]+)* and $")  # "in Piran and Izola"
_WORKS_AT = re.compile(
    rf"\b(?:(?:{ROLES})s?|(?:works?|work(?:ed|ing)|teach(?:es|ing)|taught|studie[sd]|lectures?|lectured)[\w ]{{0,20}})"
    " at (?:the )?$",
    re.I,
)
_AFTER_PLACE = re.compile(r", |/[A-Z]{3}|[ ](?:\([^)\n]{1,20}\) )?[–—-][ ](?=[^\n]{40})")

_TITLE_BEFORE = re.compile(rf"\b(?:{TITLES})\.?[ ]$")
_ROLE_BEFORE = re.compile(rf"\b(?:{TITLES}|{ROLES})(?: (?:of|in|at|for) [^,.]*?)?,?[ ]$")
_CREDITS = r"(?:[A-Z][\w.’-]+,? (?:in |at )?){0,6}(?:and )?$"
_BYLINE = re.compile(
    r"(?:^|\n|[|·•;(] ?)(?:By|(?:\w+ )?(?:[Ww]ritten|[Rr]eported|[Rr]eporting|[Ee]diting|Words|Photographs?) by:?) "
    + _CREDITS
)
_CREDITED = re.compile(rf"(?:^|\n){_CREDITS}")
_CREDIT = re.compile(
    r"(?: and [A-Z][\w’-]+ [A-Z][\w’-]+)?"
    r"(?: (?:in|at) [A-Z]|,? (?:\w+ )*(?:[Rr]eporter|[Cc]orrespondent|[Ee]ditor|[Ww]riter)\b)"
    rf"|\n+(?:The [A-Z]|(?:[^\n]* )?(?:{'|'.join(sorted(NEWS_WORDS | JOBS))})\b)"
)
_KIN = re.compile(r"\b(?:mother|father|wife|husband|widow|widower|son|daughter|sister|brother|partner|parents),? $")
_NAMED = re.compile(rf"\b(?:his|her|their|my|a|an) (?:[a-z-]+ ){{0,2}}(?:{ROLES}),?(?: called| named)? $", re.I)
_AGED = re.compile(r"^, (?:aged )?\d\d?(?:,|\.|;| and\b)")
_NEWSPAPER_AFTER = re.compile(rf"^, (?:The )?(?:[A-Z][\w’-]* )*(?:{'|'.join(sorted(NEWS_WORDS))})\b")
_SURELY_AFTER = re.compile(
    rf"^, (?:(?:who|whose|aged|his|her|\d\d)\b|(?:(?!its )[\w’-]+ ){{0,4}}(?:{ROLES})s?\b)"
    rf"|^,? of (?:the )?(?:[A-Z][\w’-]+ )*(?:{'|'.join(sorted(INSTITUTION_WORDS))})\b"
)
_SPEAKS = re.compile(rf"^ (?:has |had |also |later )*(?:{SPEECH_VERBS})\b")
_APPOSED_SPEAKS = re.compile(rf"^, (?:the|an?|its|which|one of)\b[^.;,”\n]{{3,60}}, (?:{SPEECH_VERBS})\b")
_SPOKE = re.compile(r"[”\"’,] (?:said|says|added|adds) $")
_ONE_OF = re.compile(r"\b[Oo]ne of (?:them|(?:the|its|their|his|her) [\w’ -]{1,40}), $")
_OWNER = re.compile(
    r"\b(?:owner|rival|developer|supplier|contractor|publisher|employer|producer|customer|sponsor|promoter|landlord)"
    r",? $"
)

_NAMED_WEATHER = ("Storm", "Hurricane", "Cyclone", "Typhoon", "Tropical")
_THING_BEFORE = re.compile(rf"\b(?:{any_of('things')}|crew of the|(?:aboard|on board|captain of) the)(?:,? called)? $")
_LETTERED = re.compile("[A-Z]|[IVX]+|One|Two|Three|Four|Five|Six")  # "Series C", "Camp Two"
_THING_AFTER = re.compile(rf" (?:{any_of('things')})s?\b")
_OF_A_PLACE = (
    INSTITUTION_WORDS
    | NEWS_WORDS
    | ORGANISATION_ENDINGS
    | frozenset(("Association", "Society", "Club", "Federation", "Union", "Alliance", "League", "Guild"))
)
_CLUB_WORDS = listed("club words")
_OF_MANY = re.compile(r"^(?:, who [^.;,]+,)? (?:are|have|were)\b")  # as British papers write of a club
_NO_TEAMS = PLACE_WORDS | OCCASIONS
_FAMOUS = INSTITUTIONS | listed("known companies")
_BANK = re.compile(r"[A-Z][a-zà-ÿ]{2,}(?:bank|soft|tech|corp|werke?|gruppe|media|union)\b")
_CAMEL = re.compile(r"[A-Z]?[a-z]+[A-Z]\w*|\w+\.(?:com|org|net|co|ai|io)")
_SCORED = re.compile(
    r"\b(?:beat|beating|drew (?:\d+-\d+ )?with|win over|lost to|home to|victory over|defeat (?:by|to)) $"
)
_SCORE = re.compile(r"(?: \d+)? \d+[-–]\d+\b")
_GROUP = re.compile(rf"((?: [a-z]+){{0,4}}?) (?:{GROUP_NOUNS})\b")
_PLACES_OWN = re.compile(r"\b[A-Z][a-z]+’s (?:[a-z]+ )?$")  # "Tokyo's Hoshizora"
_BODY_BEFORE = re.compile(rf"\b(?:{BODY_NOUNS})s?,? (?:the |\()?$")
_PARTY_BEFORE = re.compile(
    r"\b(?:(?:far|hard|centre|center)-(?:right|left)|opposition|populist|nationalist|coalition partners?),? $", re.I
)
_SERVED_BEFORE = re.compile(
    rf"\b(?:(?:{any_of('served')}) (?:of|in|at|for|from|with)|(?:{any_of('done by')}) by|{any_of('done to')}"
    r"|drew \d+-\d+ with) (?:the |both )?$|\d[-–]\d $|\b(?:poll|survey|analysis|audit)\b[^.;]{0,40} by (?:the )?$",
    re.I,
)
_BODY_AFTER = re.compile(
    rf"^, (?:the|a|an|its|their|one of) (?:[\w’-]+ ){{0,5}}?(?:{BODY_NOUNS})\b(?!’| (?:{ROLES})\b)"
)
_NO_GOAL = re.compile(rf"{_BODY_AFTER.pattern}|^’s ")  # "to Fane, the bank", "to Fane’s mill"
_ACTS_AFTER = re.compile(
    rf"^(?:’s|’)? (?:{any_of('owned')})\b|^-(?:owned|backed|run|led|based|listed)\b|^\) ?[-–—]|^{_SCORE.pattern}"
    rf"|^,? (?:which |who )?(?:has |had |will |would |also |(?:is|are) to |plans to |agreed to )*"
    rf"(?:{any_of('acts of bodies')})\b|^,? which (?:has|had)\b|^,? (?:(?:which is )?based|listed) in\b"
    r"|^,? (?:of|from) [A-Z]\w+, "
    rf"|^ (?:shares |stock )?(?:(?:was|were|is|are|closed|ended|traded) )?(?:{RISES}|{FALLS})"
    r"(?: by)? (?:\w+ )?\d[\d.]*(?:%| per ?cent)"
)


def persons_of(found: Iterable[Run]) -> set[tuple[str, ...]]:
    """The runs that name a person somewhere in the text, by their words."""
    found = list(found)
    alone = {run.words[0] for run in found if len(run.words) == 1}
    aged = {run.words[0] for run in found if len(run.words) == 1 and _SURELY_AFTER.match(run.after)}
    possible = [run for run in found if _may_be_person(run)]
    persons = {run.words for run in possible if _is_person(run, aged) or _is_called_by_surname(run, alone)}
    return persons - _repeated(found) - {run.words for run in possible if _is_body_by_name(run)}


def _is_body_by_name(run: Run) -> bool:
    """Whether "the group" or "a charity" beside it says that what may be a person's name is an organisation's."""
    called = is_called_a_body(run) and not _OWNER.search(run.before)
    return not run.titled and bool(called or _BODY_AFTER.match(run.after))


def _repeated(found: list[Run]) -> set[tuple[str, ...]]:
    """The names of several words that a text repeats whole, without a title, and never shortens to the last one, as
    it would a person's."""
    alone = {run.words[-1] for run in found if len(run.words) == 1 or run.titled}
    sure = {run.words for run in found if run.titled or _is_credited(run)}
    counts = Counter(run.words for run in found if len(run.words) > 1 and not run.credited)
    return {words for words, count in counts.items() if count > 2 and words[-1] not in alone} - sure


def _may_be_person(run: Run) -> bool:
    if (
        is_organisation(run)
        or run.name in places()
        or run.name in world()
        or not ((run.words[0][-1].isalpha() or is_initials(run.words[0])) and run.words[-1][-1].isalpha())
    ):
        return len(run.words) == 1 and re.fullmatch(r"[A-Z]\.", run.name) is not None  # "Mr K."
    if run.words[-1] in TITLE_HEADS or run.words[0] in _NAMED_WEATHER:
        return False
    return run.titled or not (is_thing(run) or _is_spot(run) or _is_demonym(run))


def _is_spot(run: Run) -> bool:
    """ "Cutwell Hill"."""
    return len(run.words) > 1 and run.words[-1] in PLACE_WORDS and run.words[0] not in given_names()


def _is_demonym(run: Run) -> bool:
    """ "Danish Agnes" is no person, "Chad Holm" may be."""
    first = places().get(run.words[0])
    return first is not None and first.name != run.words[0] and len(run.words) > 1


def _is_person(run: Run, aged: set[str]) -> bool:
    if run.titled or _is_credited(run) or _TITLE_BEFORE.search(run.before):
        return True
    if _is_full_name(run) and _has_given_name(run) and _OWNER.search(run.before):
        return True
    called_a_body = _BODY_AFTER.match(run.after) or is_called_a_body(run) or is_of_many(run)
    if called_a_body or (len(run.words) == 1 and run.words[0].isupper()):
        return False
    related = run.words[0] in given_names() and (
        _KIN.search(run.before) or (_NAMED.search(run.before) or _AGED.match(run.after))
    )
    return bool(related) or (_is_full_name(run) and (run.words[-1] in aged or _is_called(run)))


def _is_credited(run: Run) -> bool:
    """Whether a byline, or a line of credits under the headline, gives a full name."""
    under_headline = run.credited and _CREDITED.search(run.before) and _CREDIT.match(run.after)
    return len(run.words) > 1 and bool(under_headline or _BYLINE.search(run.before))


def _is_full_name(run: Run) -> bool:
    names = [word for word in run.words if not is_initials(word)]
    return 1 < len(run.words) < 5 and not any(word.isupper() and len(word.rstrip(".")) > 1 for word in names)


def _is_called(run: Run) -> bool:
    """Whether a full name is somebody's: by a given name, two surnames, or a role, an age, "one of them" beside it."""
    named = _has_given_name(run) or _is_double_barrelled(run)
    if named and not run.before.endswith((" the ", "\nThe ", " The ")):  # as "the Atlas Lions" stand
        return True
    of_many = run.after.startswith(", whose") and is_plural(run.words[-1])
    role = _ROLE_BEFORE.search(run.before) or _ONE_OF.search(run.before) or _SPOKE.search(run.before)
    return not of_many and bool(role or _SURELY_AFTER.match(run.after) or _NEWSPAPER_AFTER.match(run.after))


def _has_given_name(run: Run) -> bool:
    ends = run.words[0], run.words[-1]
    named = run.words[0] in given_names() or any(map(is_initials, run.words[:-1]))
    return named and len(run.words[-1]) > 2 and not PLACE_WORDS.intersection(ends)


def _is_double_barrelled(run: Run) -> bool:
    """ "Chidi Nwankwo-Eze": two surnames joined, neither of which is a place."""
    parts = run.words[-1].split("-")
    return len(parts) == 2 and not any(part in places() or not part.istitle() for part in parts)


def _is_called_by_surname(run: Run, alone: set[str]) -> bool:
    """Whether the text goes on with the last word of a name, as it does with persons; of a company it is the first."""
    last = run.words[-1]
    own = last in alone and run.words[0] not in alone and not is_plural(last)
    return own and _is_full_name(run) and not PLACE_WORDS.intersection(run.words)


def is_organisation(run: Run) -> bool:
    """Whether a run's own words name an organisation."""
    known = any(word in ORGANISATION_WORDS or _BANK.fullmatch(word) for word in run.words)
    famous = " ".join(run.words) in _FAMOUS
    return run.is_body or known or famous or (len(run.words) > 1 and _is_organisation_of_two(run))


def _is_organisation_of_two(run: Run) -> bool:
    first, last = run.words[0], run.words[-1]
    by_its_ends = last in ORGANISATION_ENDINGS or first == "House" or not NEWS_WORDS.isdisjoint((first, last))
    return by_its_ends or not _CLUB_WORDS.isdisjoint((first, last)) or _is_team(run) or _is_branch(run)


def _is_team(run: Run) -> bool:
    """A place and a plural: "Cardiff Dragons"."""
    home, last = " ".join(run.words[:-1]), run.words[-1]
    return is_plural(last) and last not in _NO_TEAMS and last not in places() and (home in places() or home in world())


def _is_branch(run: Run) -> bool:
    """A name of its own and a place: "ClearLedger Nigeria"; not "Upper Austria", "neighbouring Kenya"."""
    first, last = run.words[0], run.words[-1]
    own = first not in places() and first not in given_names() and first not in _PARTS_OF_PLACES
    known = last in places() and " ".join(run.words) not in places() and not first.endswith(("ing", "ed", "rich"))
    return own and known and len(run.words) < 4 and not title_length(run.words)


def is_company(run: Run) -> bool:
    """Whether a run is an organisation of a kind that is not named after its place, as the "Merilahti Post" is."""
    return _OF_A_PLACE.isdisjoint(run.words) and is_organisation(run)


def acts_as_body(run: Run) -> bool:
    """Whether a run is an organisation by the words beside it: what it is called, owns or does, or who serves it; or
    by how it is written."""
    called = (
        is_called_a_body(run) or _BODY_AFTER.match(run.after) or is_with_group(run) or _PARTY_BEFORE.search(run.before)
    )
    return bool(called or _does(run)) or speaks(run) or is_of_many(run) or _is_written_as_body(run)


def speaks(run: Run) -> bool:
    """Whether a verb of saying stands beside a run."""
    return bool(_SPEAKS.match(run.after) or _SPOKE.search(run.before) or _APPOSED_SPEAKS.match(run.after))


def _does(run: Run) -> bool:
    return bool(_ACTS_AFTER.match(run.after) or _SERVED_BEFORE.search(run.before, max(0, len(run.before) - _NEAR)))


def _is_written_as_body(run: Run) -> bool:
    first = run.words[0]
    of_many = len(run.words) > 1 and is_plural(run.words[-1]) and first not in given_names()
    letters = first.isupper() and run.before.endswith((" the ", "The ", "’s "))
    return run.credited or of_many or letters or bool(_CAMEL.fullmatch(first) or _PLACES_OWN.search(run.before))


def is_of_many(run: Run) -> bool:
    """ "Norvik Albion have": a verb of many after one name, which is not the last of a list and no plural."""
    alone = not (is_plural(run.words[-1].lower()) or run.before.endswith(" and "))
    return alone and _OF_MANY.match(run.after) is not None


def is_club(run: Run) -> bool:
    """ "Real Norvik", which the text may go on to call "Norvik"."""
    return len(run.words) > 1 and run.words[0] in _CLUB_WORDS


def is_called_a_body(run: Run) -> bool:
    """Whether "the bank" or "the charity" stands right before a name."""
    return _BODY_BEFORE.search(run.before, max(0, len(run.before) - _NEAR)) is not None


def is_with_group(run: Run) -> re.Match[str] | None:
    """The lower-case words after a run that make it an organisation: "the Norvik health ministry"."""
    found = _GROUP.match(run.after)
    fits = found is not None and all(word in GROUP_ADJECTIVES for word in found[1].split())
    return found if fits else None


def is_thing(run: Run) -> bool:
    """Whether a run names what is held, awarded, sailed or sold, which is nobody and no place: "Celtic Cup"."""
    lettered = len(run.words) > 1 and _LETTERED.fullmatch(run.words[-1]) is not None
    beside = _THING_BEFORE.search(run.before) or _THING_AFTER.match(run.after)
    return run.words[-1] in OCCASIONS or lettered or beside is not None


def names_nobody(run: Run) -> bool:
    """A title without a name, or a storm."""
    last = run.words[-1]
    return run.words[0] in _NAMED_WEATHER or last in JOBS or (last in TITLE_HEADS and not is_organisation(run))


def is_place(run: Run, actors: set[tuple[str, ...]]) -> bool:
    """Whether a run that the table of places does not have is a place: by its words, by lists of cities and states, or
    by the words beside it; "at" is a cue only for what does not act elsewhere in the text."""
    if run.name in places() or is_organisation(run) or is_thing(run) or _is_club_or_letters(run):
        return False
    if run.after.startswith(" police "):
        return False
    if (len(run.words) > 1 and run.words[-1] in PLACE_WORDS) or run.words[0] in _BEFORE_PLACES - given_names():
        return True
    if _WORKS_AT.search(run.before):
        return False
    return (
        run.name in world()
        or (run.words[0] in _SIDES and len(run.words) == 2 and run.words not in actors)
        or lies_somewhere(run)
        or (_TOWARD.search(run.before) is not None and run.words not in actors and not _NO_GOAL.match(run.after))
    )


def _is_club_or_letters(run: Run) -> bool:
    letters = any(word.isupper() and len(word) > 1 for word in run.words)
    return letters or bool(_SCORED.search(run.before) or _SCORE.match(run.after))


def lies_somewhere(run: Run) -> bool:
    """Whether the words beside a run say where something is, or what kind of place it is."""
    if len(run.words) == 1 and (_IN_TWO.search(run.before) or _FROM_TO.search(run.before)):
        return True
    inside = _WITHIN.search(run.before)
    if _IN.search(run.before) or _CIVIC.match(run.after) or (inside and inside[1] in places()):
        return True
    return stands_in_place(run.words[-1] + run.after, len(run.words[-1]))


def actors_of(found: Iterable[Run]) -> set[tuple[str, ...]]:
    """What speaks, acts or is served somewhere, and what longer names begin with, as those of companies do."""
    found = list(found)
    speakers = {
        run.words for run in found if _SPEAKS.match(run.after) or (_does(run) and not _TOWARD.search(run.before))
    }
    return speakers | {run.words[:1] for run in found if len(run.words) > 1}


def is_dateline(run: Run) -> bool:
    """Whether an article's report begins with the place it comes from, in capitals: "OSLO, 3 May"."""
    return (
        run.before[-1:] in ("", "\n") or re.search(r"\n[A-Z]{3,}/$", run.before) is not None
    ) and _AFTER_PLACE.match(run.after) is not None

"""Whether a capitalised run is an organisation, or a thing, by its own words and by those beside it."""

import re
from functools import cache, lru_cache

from authoring.draft.known_names import given_names, places, world
from authoring.draft.run import Run, is_plural
from authoring.draft.words import (
    BODY_NOUNS,
    FALLS,
    FAMOUS,
    GROUP_ADJECTIVES,
    GROUP_NOUNS,
    INSTITUTION_WORDS,
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
    any_of,
    listed,
    title_length,
)

remembered = lru_cache(maxsize=20_000)  # what is asked of a run several times
_NO_BRANCH = listed("parts of places") | listed("before places")
_NEAR = 50  # characters before a name that tell whom it serves
_SPEAKS = re.compile(rf"^ (?:has |had |also |later )*(?:{SPEECH_VERBS})\b")
_APPOSED_SPEAKS = re.compile(rf"^, (?:the|an?|its|which|one of)\b[^.;,”\n]{{3,60}}, (?:{SPEECH_VERBS})\b")
SPOKE = re.compile(r"[”\"’,] (?:said|says|added|adds) $")
NAMED_WEATHER = ("Storm", "Hurricane", "Cyclone", "Typhoon", "Tropical")
_THING_BEFORE = re.compile(
    rf"\b(?:(?:{any_of('things')})(?:,|,? (?:called|titled|entitled|named|known as))?(?: [Tt]he)?"
    rf"|(?:{any_of('called things')}),? (?:called|titled|entitled|named|dubbed|known as)(?: the)?"
    r"|code-?named|known internally as"
    r"|(?:crew of|aboard|on board|captain of) the|sold as|driv(?:er of|ing) an?) $"
)
_BEGINS_THING = frozenset(
    (
        "HMS",
        "USS",
        "MV",
        "SS",
        "RMS",
        "INS",
        "HMAS",
        "HMCS",
        "KM",
        "MB",
        "MT",
        "FV",
        "RV",
        "Operation",
        "Project",
        "Best",
        "Higher",
        "Line",
    )
)
_FLAGGED = re.compile(r"-(?:flagged|bound) $")
_NUMBERED = re.compile(r"^ \(\d{5}\)")
_VEHICLE_BEFORE = re.compile(r"\b(?:[Bb]oarded|[Rr]ammed|[Dd]erailed|coach(?:es)? of|engine of) the $")
_VEHICLE_AFTER = re.compile(
    r"^,? with (?:a crew of )?\d+ (?:crew|sailors|passengers|people (?:aboard|on board))\b|^, (?:loaded|laden) with\b"
    r"|^ (?:capsized|(?:ran|went) aground|left the rails|(?:sank|derailed) (?:off|near|with all)\b)"
)
_LETTERED = re.compile(
    r"[A-Z]|[IVX]+|[A-Z]{1,2}-?\d+|One|Two|Three|Four|Five|Six"
)  # "Series C", "Camp Two", "Route C-35"
_THING_AFTER = re.compile(rf"[”\"’]? (?:{any_of('things')}|model|account)s?\b|’s? (?:Day|Birthday|Jubilee|Eve)\b")
_OF_A_PLACE = (
    INSTITUTION_WORDS
    | NEWS_WORDS
    | ORGANISATION_ENDINGS
    | frozenset(("Association", "Society", "Club", "Federation", "Union", "Alliance", "League", "Guild"))
)
_SCORES = re.compile(r"\b\d{1,3}[-–]\d{1,3}\b")
_PLAYS = re.compile(
    r" (?:have signed|were (?:relegated|promoted|beaten|held to)"
    rf"|(?:beat|drew|lost|won|thrashed|edged|hammered)\b[^.;\n]{{0,50}}?{_SCORES.pattern}|{_SCORES.pattern})"
)
_RESULT_AFTER = re.compile(r" \d{1,3},? [A-Z][^\d\n]* \d{1,3}(?:\n|$| \()")  # "Fane Town 2 Norvik 1", a line of its own
_RESULT_BEFORE, _RESULT_END = re.compile(r"(?:^|\n)[A-Z][^\d\n]* \d{1,3},? $"), re.compile(r" \d{1,3}(?:\n|$| \()")
_PLAYED = re.compile(r"\b(?:beat|beating|thrashed|(?:drew|draw) with|to|over|by) $")
_EMPLOYS = re.compile(
    r" (?:has |had |will |is |also )*(?:cut|laid off|lays off|laying off|hired|employs|raised|acquired|reported|posted"
    r"|sued)\b(?! (?:in|at|by|on)\b)"
)
_SHOP = re.compile(r" (?:caf[eé]|restaurant|pub|bakery|bookshop|gym|salon|dealership|nightclub|pharmacy)\b")
_OPPOSED = re.compile(
    r"\b(?:hosts?|faces?|entertains?|visits?|welcomes?|at home to|away (?:to|at)|against|takes? on) $"
)
_ALSO_SURNAMES_OF = listed("organisation words also surnames")
_TITLES_ALSO_SURNAMES = listed("titles also surnames")
_CLUB_WORDS = listed("club words")
_OF_MANY = re.compile(r"^(?:, who [^.;,]+,)? (?:are|have|were)\b")  # as British papers write of a club
_PUBLICATION = re.compile(
    r"\b(?:told|(?:appeared|published|reported|writing|wrote|said) in|quoted by|interview with) The $"
)
_OF_TWO = re.compile(r"\band (?:[\w’-]+ ){0,3}$")  # "Ada Holm and her nurse Ida Velby were"
_ALSO_SURNAMES = ("Dal", "Sangh")  # of parties and associations in India
_LEADER_AFTER = re.compile(r" (?:[a-z]+ )?(?:leader|chief|president|spokes\w+|boss|secretary|executive|lawmaker)s?\b")
_CHAMBERS = ("Senate", "Legislature", "Parliament", "Executive")
_NO_TEAMS = PLACE_WORDS | OCCASIONS
_BANK = re.compile(r"[A-Z][a-zà-ÿ]{2,}(?:bank|soft|tech|corp|werke?|gruppe|media|union)\b")
_CAMEL = re.compile(r"[A-Z]?[a-z]+[A-Z]\w*|\w+\.(?:com|org|net|co|ai|io)")
_SCORE = re.compile(r"(?: \d+)? \d+[-–]\d+\b")
_GROUP = re.compile(rf"((?: [a-z]+){{0,4}}?) (?:{GROUP_NOUNS})\b")
_PLACES_OWN = re.compile(r"\b[A-Z][a-z]+’s (?:[a-z]+ )?$")  # "Tokyo's Hoshizora"
_BODY_NOUN = re.compile(rf"(?:.*\W)?(?:{'|'.join(noun.split()[-1] for noun in BODY_NOUNS.split('|'))})s?,?")
_BODY_BEFORE = re.compile(rf"\b(?:{BODY_NOUNS})s?,? (?:the |\()?$")
_PARTY_BEFORE = re.compile(
    r"\b(?:(?:far|hard|centre|center)-(?:right|left)|opposition|populist|nationalist|coalition partners?),? $", re.I
)
_SERVED_BEFORE = re.compile(
    rf"\b(?:(?:{any_of('served')}) (?:of|in|at|for|from|with)|(?:{any_of('done by')})(?: [£$€]?\d[\w.,]*)? by"
    rf"|{any_of('done to')}|drew \d+-\d+ with) (?:the |both )?$|\d[-–]\d $"
    r"|\b(?:poll|survey|analysis|audit)\b[^.;]{0,40} by (?:the )?$|\bpublished [\w ]{0,20}in (?:the )?$",
    re.I,
)
_SERVED_BY = {words.split()[-1] for words in listed("done to")} | {"of", "in", "at", "for", "from", "with", "by"}
_BODY_AFTER = re.compile(
    r"^, (?:the|a|an|its|their|one of|[A-Z]\w+’s)"
    rf" (?:(?!wh(?:o|ose|ich) |that |(?:{ROLES}) (?:for|of|at|in|with|to) )[\w’-]+ ){{0,5}}?"
    rf"(?:{BODY_NOUNS})\b(?!’| (?:{ROLES})\b)"
)
_ACTS_AFTER = re.compile(
    rf"^(?:’s|’)? (?:{any_of('owned')})\b|^-(?:owned|backed|run|led|based|listed)\b|^\) ?[-–—]|^{_SCORE.pattern}"
    rf"|^,? (?:which |who )?(?:has |had |will |would |also |(?:is|are) to |plans to |agreed to )*"
    rf"(?:{any_of('acts of bodies')})\b|^,? which (?:has|had)\b|^,? (?:(?:which is )?based|listed) in\b"
    r"|^,? (?:of|from) [A-Z]\w+, "
    rf"|^ (?:shares |stock )?(?:(?:was|were|is|are|closed|ended|traded) )?(?:{RISES}|{FALLS})"
    r"(?: by)? (?:\w+ )?\d[\d.]*(?:%| per ?cent)"
)


def is_organisation(run: Run) -> bool:
    """Whether a run's own words name an organisation."""
    return run.is_body or _names_organisation(run.words)


@cache
def _names_organisation(words: tuple[str, ...]) -> bool:
    if len(words) == 2 and words[0] in given_names() and words[1] in _ALSO_SURNAMES_OF and words[0] not in places():
        return False  # "Ada Power"
    known = any(word in ORGANISATION_WORDS for word in words)
    known = known or (words[0] not in given_names() and any(map(_BANK.fullmatch, words)))  # "Ada Marchbank"
    famous = " ".join(words) in FAMOUS or " ".join(words[-2:]) in FAMOUS
    return known or famous or (len(words) > 1 and _is_organisation_of_two(words))


def _is_organisation_of_two(words: tuple[str, ...]) -> bool:
    first, last = words[0], words[-1]
    by_its_ends = last in ORGANISATION_ENDINGS or first == "House" or not NEWS_WORDS.isdisjoint((first, last))
    by_its_ends = by_its_ends or (last in _CHAMBERS and " ".join(words[:-1]) in places())  # "Iowa Senate"
    by_its_ends = by_its_ends or (last in _ALSO_SURNAMES and first not in given_names())
    of_club = first in _CLUB_WORDS or (last in _CLUB_WORDS and " ".join(words) not in world())  # no "Ciudad Real"
    return by_its_ends or of_club or _is_team(words) or _is_branch(words)


def _is_team(words: tuple[str, ...]) -> bool:
    """A place and a plural: "Cardiff Dragons"."""
    home, last = " ".join(words[:-1]), words[-1]
    at_home = home in places() or (home in world() and last not in places())
    return is_plural(last) and last not in _NO_TEAMS and at_home


def _is_branch(words: tuple[str, ...]) -> bool:
    """A name of its own and a place: "ClearLedger Nigeria"; not "Upper Austria", "neighbouring Kenya"."""
    first, last = words[0], words[-1]
    if len(words) == 3 and " ".join(words[1:]) in places():  # "Immigration New Zealand"
        words, last = (first, " ".join(words[1:])), " ".join(words[1:])
    own = first not in places() and first not in given_names() and first not in _NO_BRANCH
    known = last in places() and " ".join(words) not in places() and not first.endswith(("ing", "ed", "rich"))
    return own and known and len(words) < 4 and not title_length(words)


def is_company(run: Run) -> bool:
    """Whether a run is an organisation of a kind that is not named after its place, as the "Merilahti Post" is."""
    return _OF_A_PLACE.isdisjoint(run.words) and is_organisation(run)


def acts_as_body(run: Run) -> bool:
    """Whether a run is an organisation by the words beside it: what it is called, owns or does, or who serves it; or
    by how it is written."""
    called = (
        is_called_a_body(run) or is_explained_as_body(run) or is_with_group(run) or stands_before(_PARTY_BEFORE, run)
    )
    return bool(called or does(run)) or employs(run) or speaks(run) or is_of_many(run) or _is_written_as_body(run)


def speaks(run: Run) -> bool:
    """Whether a verb of saying stands beside a run."""
    return bool(says_something(run) or SPOKE.search(run.before) or _APPOSED_SPEAKS.match(run.after))


@remembered
def does(run: Run) -> bool:
    """Whether what stands beside a run is what a body owns or does, or who serves it."""
    return _ACTS_AFTER.match(run.after) is not None or _is_served(run)


def employs(run: Run) -> bool:
    """ "Quartz Harbour cut 60 jobs", "the Norvik café", as no place is called."""
    return bool(_SHOP.match(run.after) or (run.name not in world() and _EMPLOYS.match(run.after)))


def _is_served(run: Run) -> bool:
    last = last_word(run.before).lower()
    return (last in _SERVED_BY or last[-1:].isdigit()) and stands_before(_SERVED_BEFORE, run)


def _is_written_as_body(run: Run) -> bool:
    first = run.words[0]
    of_many = len(run.words) > 1 and is_plural(run.words[-1]) and first not in given_names()
    letters = first.isupper() and (run.before.endswith((" the ", "The ", "’s ")) or _led(run))
    letters = letters or _PUBLICATION.search(run.before) is not None
    return run.credited or of_many or letters or bool(_CAMEL.fullmatch(first) or _PLACES_OWN.search(run.before))


def _led(run: Run) -> bool:
    """ "BJP leader Rob Velby"."""
    return len(run.name) > 2 and _LEADER_AFTER.match(run.after) is not None


def is_of_many(run: Run) -> bool:
    """ "Norvik Albion have": a verb of many after one name, which is not the last of a list and no plural."""
    alone = not (is_plural(run.words[-1].lower()) or _OF_TWO.search(run.before))
    return alone and _OF_MANY.match(run.after) is not None


def plays(before: str, after: str) -> bool:
    """Whether what stands beside a town's or state's name says that its team plays: "Leicester beat Preston 2-0"."""
    if _PLAYS.match(after) or (before[-1:] in ("", "\n") and _RESULT_AFTER.match(after)):
        return True
    if _RESULT_BEFORE.search(before) and _RESULT_END.match(after):
        return True
    return _PLAYED.search(before) is not None and _SCORES.search(before[-_NEAR:] + after[:_NEAR]) is not None


def is_opponent(before: str) -> bool:
    """Whether words before a name say, in a report of a match, that somebody plays it: "host Fane on Saturday"."""
    return _OPPOSED.search(before) is not None


def is_club(run: Run) -> bool:
    """ "Real Norvik", which the text may go on to call "Norvik"."""
    return len(run.words) > 1 and run.words[0] in _CLUB_WORDS


def is_explained_as_body(run: Run) -> bool:
    """ "Norvik, a charity"."""
    return _BODY_AFTER.match(run.after) is not None


@remembered
def says_something(run: Run) -> bool:
    """Whether a verb of saying follows a run."""
    return _SPEAKS.match(run.after) is not None


@remembered
def is_called_a_body(run: Run) -> bool:
    """Whether "the bank" or "the charity" stands right before a name."""
    return _is_body_noun(last_word(run.before.removesuffix("("))) and stands_before(_BODY_BEFORE, run)


@cache
def _is_body_noun(word: str) -> bool:
    return _BODY_NOUN.fullmatch(word) is not None


def last_word(before: str) -> str:
    """The word that stands right before a name, but for "the" and "both"."""
    return before.removesuffix("the ").removesuffix("both ").rstrip(" ").rpartition(" ")[2]


def stands_before(cue: re.Pattern[str], run: Run) -> bool:
    """Whether a cue stands right before a name."""
    return cue.search(run.before, max(0, len(run.before) - _NEAR)) is not None


def is_with_group(run: Run) -> re.Match[str] | None:
    """The lower-case words after a run that make it an organisation: "the Norvik health ministry"."""
    found = _GROUP.match(run.after)
    fits = found is not None and all(word in GROUP_ADJECTIVES for word in found[1].split())
    return found if fits else None


@remembered
def is_thing(run: Run) -> bool:
    """Whether a run names what is held, awarded, sailed or sold, which is nobody and no place: "Celtic Cup"."""
    *rest, last = run.words
    return (
        (
            last in OCCASIONS
            and run.name not in FAMOUS
            and (rest or run.name not in world())
            and not is_called_a_body(run)
        )
        or (rest and (_LETTERED.fullmatch(last) is not None or rest[0] in _BEGINS_THING))
        or stands_before(_THING_BEFORE, run)
        or (_THING_AFTER.match(run.after) is not None and not is_organisation(run))
    )


def is_vehicle(run: Run) -> bool:
    """Whether a run of several words names a ship or a train: "the Liberian-flagged Coral Dawn"."""
    if len(run.words) == 1:
        return False
    flagged = stands_before(_FLAGGED, run) and run.words[0] not in given_names()
    called = flagged or _NUMBERED.match(run.after) is not None
    if is_organisation(run):  # "the Oslo-bound Norvik Star"
        return called and not NEWS_WORDS.isdisjoint(run.words[-1:])
    return called or stands_before(_VEHICLE_BEFORE, run) or _VEHICLE_AFTER.match(run.after) is not None


def is_named_like_a_title(run: Run) -> bool:
    """ "Nasima Begum"."""
    return len(run.words) == 2 and run.words[0] in given_names() and run.words[1] in _TITLES_ALSO_SURNAMES


def names_nobody(run: Run) -> bool:
    """A title without a name, or a storm."""
    last = run.words[-1]
    titled = last in TITLE_HEADS and not (is_organisation(run) or is_named_like_a_title(run))
    return run.words[0] in NAMED_WEATHER or last.title() in JOBS or titled

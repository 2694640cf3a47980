"""The verbs and nouns that tell events, and the types that they give."""

import re
from itertools import groupby

from authoring.draft.words import FALLS, RISES, ROLES, SPEECH_VERBS, TITLES, any_of, by_type, listed, words

_VERBS, _NOUNS = by_type("verbs of events"), by_type("nouns of events")
_OF_NOUNS = ("beginning", "end", "held", "breakdown", "opening")  # whose type is that of a noun beside them
_HELD = (
    "hold/held plan/planned schedule/scheduled take_place/took_place/taken_place stage call_off/called_off"
    " break_out/broke_out/broken_out conduct carry_out/carried_out"
)
_PUT_OFF = "postpone put_off/put_off put_back/put_back push_back/pushed_back adjourn reschedule defer delay"
UNNAMED = "TODO what happens"
"""The type of a verb that no list has."""


def _forms(verb: str) -> tuple[str, list[str]]:
    """A verb and its past forms: regular ones are made, irregular ones given."""
    base, *past = verb.replace("_", " ").split("/")
    regular = f"{base[:-1]}ied" if base[-1] == "y" and base[-2] not in "aeiou" else f"{base.removesuffix('e')}ed"
    return base, past or [regular]


_BASE: dict[str, str] = {}
_PAST: dict[str, str] = {}
for _kind, _verbs in (*_VERBS.items(), ("held", words(f"{_HELD} {_PUT_OFF}"))):
    for _base, _past in map(_forms, _verbs):
        _BASE[_base] = _kind
        _PAST |= dict.fromkeys(_past, _kind)
PUT_OFF = frozenset(past for verb in words(_PUT_OFF) for past in _forms(verb)[1])
"""Pasts of verbs whose day is that of what is still to come."""
_IN_PASSING = words("follow leave beat open")  # "leaving 40 homeless", "following a fire"
_DISCUSSED = frozenset(("discussed", "considered", "debated", "weighed", "explored"))
_CONSIDERED, _NOT_CONSIDERED = listed("considered"), listed("not considered")
NOUN = "|".join(noun for nouns in _NOUNS.values() for noun in nouns)
"""Nouns that tell events, as one regular expression."""
CALAMITIES = [noun for kind in ("accident", "disaster", "attack") for noun in _NOUNS[kind]]
ANY_NOUN = re.compile(rf"\b(?:{NOUN})\b", re.I)
_TYPE_OF_NOUN = [(kind, re.compile("|".join(nouns), re.I)) for kind, nouns in _NOUNS.items()]
_STATE = re.compile(rf"{SPEECH_VERBS}|{any_of('no events')}")
_CHANGES = re.compile(rf"{RISES}|{FALLS}|(?:recover|rebound|peak|slip)\w*")
_OBJECT = re.compile(  # "cut its forecast", "lost 3-1", but not "fell sharply"
    r" \d{1,3}[-–]\d{1,3}\b| (?!(?:by|to|from|in|on|at|for|after|since|more|less|further|again|over|almost|nearly|about"
    r"|around|up|down|as|and|but|or|between|against|next|last|this|that|every|each|early|late|later|too|once)\b|\w+ly\b)[A-Za-z]"
)
_ACT = re.compile(
    r" (?:(?:off|up(?! to\b)|down|out|back|away|so|responsibility|victory)\b)"
)  # "wrote off", "hopes to do so"
_PERSON = re.compile(r"\b[Ss]?[Hh]e (?:\w+ly )?$")
_VALUED = re.compile(r" (?:[\w’'-]+ ){0,7}(?:at|between) [^a-z]")  # "put the damage at $3 million"
_MONEY = re.compile(r" (?:[a-z]+ ){0,4}(?:[$€£₹¥]|[A-Z]{1,3}\$|money\b)")
_EARNED = re.compile(r" (?:up\b|(?:[a-z]+ ){0,2}(?:earnings|profits?|loss(?:es)?)\b)")
_PAID = re.compile(r" (?:[a-z]+ ){0,3}(?:[$€£₹¥]|[A-Z]{1,3}\$|(?:[\w’'-]+ ){0,2}(?:pay|compensation|grants?|money)\b)")
_RESULTS = re.compile(r" (?:[\w’'-]+ ){0,4}(?:profits?|loss(?:es)?|results|earnings|revenues?|sales)\b")
_COUNTED = re.compile(r" (?:[a-z]+ ){0,3}?\d[\d,.]* (?!per|million|billion|points?|cents?|basis)[a-z]")
_MANY = re.compile(r" (?:[a-z]+ ){0,3}?(?:\d|all\b|some\b|its\b|their\b)")
_KEPT = re.compile(r" (?:since|until|in (?:his|her|its|their)|off|out|up|firm|steady|[\d.]+ ?(?:%|per))\b")
_RAISED = re.compile(r" (?:[a-z]+ )?(?:[$€£₹¥]|[A-Z]{1,3}\$)")
_HARM = re.compile(r" (?:[a-z]+ ){0,2}(?:burns|injur\w+|fractures?|wounds?|heart)\b")
_ONLY_OF = {  # verbs that tell an event only with such an object: "reported a loss", "added 6,000 seats"
    word: object_
    for verbs, object_ in (
        ("report reported post posted", _RESULTS),
        ("receive received", _PAID),
        ("spent", _MONEY),
        ("suffer suffered", _HARM),
        (
            "move moved moving shift shifted shifting",
            re.compile(r" (?:[\w’'-]+ ){0,5}(?:to|into|out|there|here|home)\b"),
        ),
        ("seek sought", re.compile(r" (?:an?|the|\w+ing)\b")),
        ("draw drew", re.compile(r" (?:\d|with\b|level\b|lots\b)")),
        ("clear cleared", re.compile(r" (?:[\w’'-]+ ){0,4}of\b")),
        ("drop dropped", re.compile(r" (?:the|its?|their|them|his|her|all|an?|plans|charges)\b")),
        ("refer referred", re.compile(r" (?:(?:the|an?|its|their|it|them) (?:[\w’-]+ ){0,4})?to (?!as\b)")),
        ("recall recalled recalling", _MANY),
        ("follow followed poll polled add added lay_off laid_off laying_off", _COUNTED),
    )
    for word in (verb.replace("_", " ") for verb in words(verbs))
}
_CUTS = frozenset(("cut", "shed", "axe", "axed", "eliminate", "eliminated", "scrap", "scrapped", "lay off", "laid off"))
_CHANGED = frozenset(("cut", "raised", "lowered", "reduced", "increased", "slashed", "trimmed"))
_BY_SOMEBODY = re.compile(r"(?:was|were|(?:has|have|had) been)\b")  # "was cut last month"
_JOBS = re.compile(
    r" (?:[a-z]+ ){0,2}\d[\d,.]* (?:of (?:its|the|their) (?:\d[\d,.]* )?)?(?:[a-z-]+ )?"
    r"(?:jobs|posts|positions|roles|staff)\b"
)
_RATES = re.compile(r" (?:[\w’'-]+ ){0,5}(?:[a-z]+ )?rates?\b")
_CONTRACT = re.compile(r" (?:[\w’'-]+ ){0,4}?(?:contract|tender|order)s?\b")
_CASE = re.compile(r" (?:[\w’'-]+ ){0,4}?(?:law)?(?:suit|case)s?\b")
_COURT = re.compile(r"\b(?:[Cc]ourt|[Jj]udges?|Justice|[Tt]ribunal)\b[^,;:.]*$")
_TOLD_AT = re.compile(
    r" (?:an?|the) (?:[\w’-]+ ){0,3}?(?P<noun>meeting|conference|forum|seminar|summit|rally|hearing)\b"
)
_GO = re.compile(r" (?:[\w,’'-]+ ){1,4}go\b")
_POST = re.compile(rf" (?:as )?(?:the |its |their |his |her |an? )?(?:[\w’-]+ ){{0,2}}?(?:{ROLES}|{TITLES})\b")

_ALSO_NOUNS = frozenset(words("cut hit set split spread bid put cast shot burst catch left"))
_ARTICLE = re.compile(r"\b(?:an?|another|every|any|no|further|first|second|third|next|last|direct)(?: [a-z-]+)? $")
_ADVERB = r"(?:(?!(?:app|supp|rep|re|f|comp|imp|multip|al|ral)ly )\w+ly |now |then |also |first |already |later )?"
_BEFORE_ADJECTIVES = "of the The a an its their his her more most least in into on as with for by from at than any"
_OF_LENGTH = groupby(sorted(words(_BEFORE_ADJECTIVES), key=len), len)  # a lookbehind has one length
_NO_ADJECTIVE = "(?<![’']s )(?<!ly )" + "".join(rf"(?<!\b(?:{'|'.join(same)}) )" for _, same in _OF_LENGTH)
_AHEAD = (
    r"(?:will|shall|would|should|must)(?: then| also| now)?(?: have to)?(?: be| stay| remain)?"
    r"|(?:has|have)(?: yet)? to be"
    r"|(?:(?:is|are|was|were) )?(?:due|set|expected|scheduled|forecast|planned|meant|likely|slated|poised"
    r"|(?<!of )going)(?: only)? to(?: be)?"
    r"|(?:is|are|was|were) to(?: be)?"
    rf"|{_NO_ADJECTIVE}(?:plans?|planned|intends?|intended|aims?|aimed|hopes?|hoped|prepares?|expects?"
    r"|(?:(?:has|have|had) )?(?:agreed|promised|pledged|vowed)|promises?|pledges?|vows?) to(?: be)?"
    r"|(?<=\band )to(?: be)?|\bplans? to(?: be)?"
    r"|expect(?:s|ed) (?:(?!to\b|that\b)[\w’'-]+ ){1,6}to(?: be)?"
)
_MAYBE = (
    r"(?:(?:could|may|might)|(?:(?:has|have|had) )?(?:considers?|wants?|wanted|threatens?|threatened|asked) to"
    r"|(?:(?:has|have|had) )?(?:wants?|wanted|urge[sd]?|asked|called? on|calls on|calling on|petitioned|invited)"
    r" (?:(?!to\b)[\w’'-]+ ){1,4}to"
    r"|(?:has|have) (?:[\w-]+ ){1,2}(?:days|weeks|months) to|whether to)(?: be)?"
)
_GOES_ON = r"(?:is|are|(?:has|have) been)(?: (?:still|also|now|already|currently))?"
_WEIGHED = (
    r"(?:(?:is|are|was|were|been)(?: also| now| still)? (?:considering|weighing|mulling)|would(?: also)? consider"
    r"|ha[sd] considered|(?:considered|weighed|mulled|explored)(?= [a-z]+ing\b))(?: up)?"
    r"(?: whether to| a| an| the| its| their)?"
    r"(?: [\w-]+(?= (?:ban|halt|sale|bid|strike|appeal|lawsuit|merger)\b))?"
)
_DUE = (
    r"(?<!\bthat )(?<!\bwhich )(?:is|are|was|were) (?:now |also )?"
    r"(?:due|set|scheduled|expected|planned|slated|pencilled in|booked)(?! to\b)"
)
_DONE = r"(?:was|were|has|have|had)(?: (?:also|already|just|since|been|later|finally|all|both))*"
_PHRASAL = "|".join(verb for verb in (*_BASE, *_PAST) if " " in verb)
_PHRASAL_PAST = "|".join(verb for verb in _PAST if " " in verb)
_PHRASAL_ING = "|".join(
    rf"{verb.removesuffix('e')}ing {rest}" for verb, _, rest in (verb.partition(" ") for verb in _BASE if " " in verb)
)
_KNOWN_ING = "|".join(
    f"{verb.removesuffix('e')}{verb[-1]}?ing" for verb in _BASE if " " not in verb and verb not in _IN_PASSING
)
_ANY_FORM = rf"{_PHRASAL}|[a-z]+"
_OTHER_PASTS = (
    past for past in (*any_of("irregular pasts").split("|"), *_PAST) if not re.fullmatch("[a-z]{2,}ed", past)
)
_PAST_FORM = rf"{_PHRASAL_PAST}|[a-z]{{2,}}ed|{'|'.join(dict.fromkeys(_OTHER_PASTS))}"
PREDICATE = re.compile(
    rf"(?=[A-Za-z])\b(?<![’'-])(?<!\bbe )(?:(?P<weighed>(?:also )?{_WEIGHED}) (?P<w>[a-z]+)"
    rf"|(?P<maybe>{_MAYBE}) {_ADVERB}(?P<m>{_ANY_FORM})"
    rf"|(?P<ahead>{_AHEAD}) {_ADVERB}(?P<a>{_ANY_FORM})"
    rf"|(?P<due>{_DUE}(?: for)?)"
    rf"|(?P<now>(?:is|are)(?: being)?) {_ADVERB}(?P<n>{_PAST_FORM})"
    rf"|(?P<going>{_GOES_ON}) (?P<i>{_PHRASAL_ING}|[a-z]{{2,}}ing)"
    rf"|(?:(?<=\band )|(?<=[a-z], ))(?P<b>{'|'.join(verb for verb in _BASE if verb not in _PAST)})"
    rf"|(?:(?<=[Aa]fter )|(?<=[Bb]y )|(?<=[a-z], ))(?P<f>{_PHRASAL_ING}|{_KNOWN_ING})"
    rf"|(?P<done>{_DONE} {_ADVERB}|{_NO_ADJECTIVE}){_ADVERB}(?P<d>{_PAST_FORM})"
    rf"|{_NO_ADJECTIVE}(?P<t>{any_of('timetable')})|(?:(?<=s )|(?<=[Tt]hey )|(?<=[Ww]e ))"
    r"(?P<p>begin|start|resume|open|end|meet|close|vote|play|travel|visit|go|host|face|return)"
    rf"|(?P<said>{SPEECH_VERBS}))\b"
)
"""What may tell an event: the group that matched says how it is put."""


def word_of(verb: re.Match[str]) -> str:
    """The verb of a predicate, or what it says is due."""
    return next(
        verb[name] for name in ("w", "m", "a", "n", "i", "b", "f", "d", "t", "p", "due", "said") if verb[name]
    ).lower()


def is_noun(verb: re.Match[str]) -> bool:
    """Whether a past form is a noun, as its article shows: "a further cut", "every set"."""
    lead = (max(0, verb.start() - 30), verb.start())
    return verb["done"] == "" and verb["d"] in _ALSO_NOUNS and _ARTICLE.search(verb.string, *lead) is not None


def cuts_jobs(verb: re.Match[str]) -> bool:
    """Whether a verb says that jobs are cut: "plans to cut about 400 jobs"."""
    return word_of(verb) in _CUTS and _JOBS.match(verb.string, verb.end()) is not None


def is_discussed(verb: re.Match[str]) -> bool:
    """Whether a verb says that something is only considered: "is being discussed"."""
    return verb["now"] is not None and verb["now"].endswith("being") and verb["n"] in _DISCUSSED


def says_only_when(verb: re.Match[str]) -> bool:
    """Whether a verb only says that something is held, due, begins or ends."""
    return (
        verb["due"] is not None or {_PAST.get(word_of(verb)), _BASE.get(word_of(verb))} & {"held", *_OF_NOUNS} != set()
    )


def type_of_noun(word: str) -> str:
    """The type of a sentence's or phrase's first noun of an event; a TODO where it has none."""
    noun = ANY_NOUN.search(word)
    kinds = (kind for kind, nouns in _TYPE_OF_NOUN if nouns.fullmatch(noun.group())) if noun else ()
    return next(iter(kinds), UNNAMED)


_BY_OBJECT = [  # what follows decides: "became chief executive", "won a contract"
    (frozenset(words(verbs)), object_, kind)
    for verbs, object_, kind in (
        ("became named made", _POST, "appointment"),
        ("raise raised", _RAISED, "funding"),
        ("kept held left keep hold leave", _RATES, "decision"),
        ("win won", _CONTRACT, "contract"),
        ("file filed", _CASE, "lawsuit"),
        ("let", _GO, "dismissal"),
    )
]
_NEVER = re.compile(r"(?!)")
_BY_SUBJECT = {"filed": (_CASE, "lawsuit"), "ordered": (_COURT, "ruling")}  # what stands before: "the case was filed"


def _type_by_object(verb: re.Match[str], word: str) -> str | None:
    """Of a verb that its object or subject decides."""
    for verbs, object_, kind in _BY_OBJECT:
        if word in verbs and object_.match(verb.string, verb.end()):
            return kind
    subject, kind = _BY_SUBJECT.get(word, (_NEVER, ""))
    if subject.search(verb.string, max(0, verb.start() - 60), verb.start()):
        return kind
    if word == "named" and verb["done"]:
        return "naming"
    return "job_cuts" if cuts_jobs(verb) else None


def _measures(verb: re.Match[str], word: str) -> bool:
    """Whether a verb says what a figure does or somebody reckons: "sales fell", "put the damage at $3 million"."""
    if object_ := _ONLY_OF.get(word):
        return object_.match(verb.string, verb.end()) is None
    if word == "found":
        return not verb["done"] and re.match(r"[^.,]{0,40} that\b", verb.string[verb.end() :][:60]) is not None
    if word in ("made", "make"):
        return _EARNED.match(verb.string, verb.end()) is not None
    if word == "put" or not _CHANGES.fullmatch(word):
        return word == "put" and _VALUED.match(verb.string, verb.end()) is not None
    lead, passive = (max(0, verb.start() - 20), verb.start()), (verb["maybe"] or verb["ahead"] or "").endswith(" be")
    moved = word in ("raise", "raised", "lose", "lost") and _MONEY.match(verb.string, verb.end())
    moved = moved or (word in _CHANGED and _BY_SOMEBODY.match(verb["done"] or ""))
    return not (moved or passive or _PERSON.search(verb.string, *lead) or _OBJECT.match(verb.string, verb.end()))


def type_of_base(verb: str) -> str:
    """The type of a verb in its base form."""
    return _BASE.get(verb, UNNAMED)


def _type_of_considered(word: str) -> str | None:
    """Of "a grant" or "closing", which somebody considers."""
    if word.endswith("ing") and (kind := _BASE.get(word[:-3]) or _BASE.get(f"{word[:-3]}e")):
        return kind
    if word == "legal":
        return "lawsuit"
    if ANY_NOUN.fullmatch(word):
        return type_of_noun(word)
    return word if word in _CONSIDERED else None if word in _NOT_CONSIDERED else UNNAMED


def type_of_verb(verb: re.Match[str], sentence: str, *, known: bool = False) -> str | None:
    """The type of a verb; where it only says that something is held, begins or ends, that of the sentence's noun. None
    of a state, and of what a figure says; a TODO, or None if it is to be `known`, of a verb that no list has."""
    word = word_of(verb)
    if verb["weighed"]:
        is_noun = verb["weighed"].endswith((" a", " an", " the", " its", " their"))
        return (None if is_noun else _BASE.get(word)) or _type_of_considered(word)
    if verb["due"] or is_discussed(verb):
        return type_of_noun(sentence)
    if verb["said"]:
        told = _TOLD_AT.match(verb.string, verb.end())
        return type_of_noun(told["noun"]) if told else "statement"
    if by_object := _type_by_object(verb, word):
        return by_object
    if _measures(verb, word):
        return None
    kind = _listed_type(verb, word)
    if kind is None:
        return None if known or (_STATE.fullmatch(word) and not _ACT.match(verb.string, verb.end())) else UNNAMED
    return kind if kind not in _OF_NOUNS else _type_of_held(verb, kind, type_of_noun(sentence))


def _listed_type(verb: re.Match[str], word: str) -> str | None:
    """The type that the lists give to a verb in any of its forms: "sells", "laying off"."""
    stems = (
        word,
        re.sub(r"^(\w+?)(?:(?<=go)e)?s(?= )", r"\1", word),
        re.sub(r"(?<=[a-z]{3})ing(?= )", "", word),
        re.sub(r"(?<=[a-z]{3})ing(?= )", "e", word),
        re.sub(r"([^aeiou])\1ing$", r"\1", word),
        *(word.removesuffix(end) for end in ("s", "es", "ing")),
        f"{word[:-3]}e" if verb["going"] or verb["f"] else "",
    )
    return next(filter(None, (_PAST.get(word), *map(_BASE.get, stems))), None)


def _type_of_held(verb: re.Match[str], kind: str, noun: str) -> str | None:
    """Of a verb that only says when something happens: the type of the noun beside it; None of what is kept: "held the
    seat since 2004"."""
    if kind != "held" or noun != UNNAMED:
        return kind if noun == UNNAMED else noun
    if word_of(verb) in PUT_OFF:
        return "postponement"
    return None if word_of(verb) in ("hold", "held") and _KEPT.match(verb.string, verb.end()) else UNNAMED

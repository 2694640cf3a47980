"""Which verbs and nouns tell an event in a sentence that gives it no date: "Forty people were rescued", "Norvik said it
would close the mill", "The vote was 7-3", "Talks are under way".

A verb does where it says in a main clause what somebody did, does, will or may do; not where it is denied or doubted,
only describes a noun ("the seats declared"), or introduces what is said.
"""

import re
from collections.abc import Iterator, Sequence

from authoring.article_text import Span
from authoring.draft.event_words import CALAMITIES, NOUN, UNNAMED, is_discussed, type_of_verb, word_of
from authoring.draft.words import SPEECH_VERBS, any_of, words

_VOTED = frozenset(("voted", "approved", "rejected", "passed", "backed", "adopted", "failed", "died", "defeated"))
_FAR = 50  # characters before a verb in which a clause may begin
_FARTHEST = 300  # characters of a sentence before a verb that are read
_DOUBTED = re.compile(  # "if it is sold", "could have been jailed", "denied that the bank had sold"
    r"\b(?:(?:if|unless|whether|until|nobody|no one|without|anybody|claim(?:s|ed)?|alleg\w+)(?: [\w’'-]+){0,4} ?"
    r"|(?:could|would|might|may|should|to)(?: \w+)? have [^,;.]*|(?:den(?:y|ied|ies)|reports? that)\b[^.;]*)$"
    r"|(?:^|[,;:] )(?:no|none|neither|not|few|nor|hardly)\b(?! longer)[^,;]*$|[”\"’],? (?:he |she )?$",
    re.I,
)
_BACKGROUND = re.compile(r"\b(?:who|which|that|whom|whose|what|how|why|where|when|before)(?: [^\s,;:]+){0,3} ?$", re.I)
_DETERMINED = r"an?|the|its|their|his|her|some|about|more|two|three|four|\d+|[A-Z]\w+"
_DETERMINER = re.compile(rf" (?:{_DETERMINED})\b")
_NOUN_FOLLOWS = re.compile(rf" (?:{_DETERMINED}|[a-z]+[^s\W]s)\b")
_WHICH = re.compile(r", (?:which|who) $")
_WHO_DID = re.compile(r", (?:which|who|whose(?: [^\s,;:]+){1,3}) $")
_IF = re.compile(r"\b(?:if|unless)(?: [\w’'-]+){1,4} $", re.I)
_PERIOD = re.compile(r"\b(?:year|quarter|month|half|period|week)s?(?: that| which)? $")
_SAID_THAT = re.compile(
    rf"\b(?:{SPEECH_VERBS}|heard|found|showed|learned|understands?|fears?|feared|promised|pledged|vowed"
    r"|agreed|\w+ing(?: out)?) (?:[\w-]+ ){0,3}?that\b|, and that\b",
    re.I,
)
_PROMISED = re.compile(r"\b(?:promise|pledge|vow)")
_PROPOSED = re.compile(r"\b(?:propos|plan\b|measure\b|draft\b|amendment\b|recommend|idea\b)", re.I)
_FEARED = re.compile(r"\b(?:fear|worr[iy]|afraid|risk)[a-z]*\b[^;]*$")
_WHETHER = re.compile(r"\b(?:whether|[Aa]sked (?:\w+ )?if) (?!(?:that|it|this) )(?:[^\s,;:]+ ){1,6}$")
_NO_ACT = re.compile(  # "took no vote", "ruled that", "rejected the claim", "held 40 people"
    r"\w+ (?:no|none|nothing|nobody|that)\b|(?:rejected|dismissed) (?:[\w’'-]+ ){0,3}?"
    r"(?:notion|charge|claim|suggestion|allegation|idea|rumou?r|report)s?\b"
    r"|gave (?:[\w’'-]+ ){1,4}until\b|came (?:the|an?)\b|left (?:with|through|by|behind|home|it|the door)\b"
    r"|(?:took|put|held|ran|heard)(?! (?:part|place|effect|over|off|up|down|out|back|away|talks)\b)"
)
_PARTICIPLE = re.compile(rf"[a-z]+e[dn]|{any_of('irregular pasts')}")
_UNDER_MODAL = re.compile(r"\b(?:can|could|may|might|must|should|will|would)\b(?:[^,;.]|,(?=\d))* (?:and|or) $")
_ANYONE = re.compile(r"\b(?:those|anyone|everyone|people|someone|anybody) $", re.I)
_JOINT = re.compile(
    r"[;()–—]|[,:](?!\d)|\b(?:and|but|or|that|who|which|when|after|before|as|because|while|where|until|if|than|whether|sa[iy]d?s?)\b"
)
_DONE_BY = re.compile(r" (?:by|with)\b")
_PREPOSITION = re.compile(r" (?:in|on|at|to|for|from|against|of|after|before|under|over|last|since)\b")
_COUNT = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_BY_VOTES = re.compile(
    rf"[^.;:“”\"]{{0,50}}?\b(?:\d+ per ?cent of (?:the )?votes|\d{{1,3}}[-–]\d{{1,3}}\b"
    rf"|{_COUNT} (?:votes? )?to {_COUNT}\b|by {_COUNT} per ?cent)"
)
_NOUN_CUES = (
    frozenset(re.sub(r"\(.*?\)\??|s\?$", "", noun) for noun in CALAMITIES)
    | frozenset(words("survey poll audit review vote vote: trial strike continue continues continuing way underway"))
    | frozenset(words("called calling calls out open demanded threatens threatened threatening plans planning"))
)
_NOUNS = (
    (
        "happened",
        re.compile(
            r"\b(?:[Aa]n?|[Tt]he|[Ii]ts|[A-Z][\w’-]+[’']s?) (?:[\w’-]+ ){0,3}(?P<asked>survey|poll|audit|review)"
            r"(?= (?:of|by|for|from|commissioned|conducted|carried)\b[^.;“”]{0,110}?"
            r"\b(?:found|finds|showed|shows|suggested|suggests|put)\b)"
            r"|\b[Tt]he (?:[\w’-]+ ){0,2}(?P<counted>vote)(?=(?: was)?:? \d{1,3}[-–]\d)"
            rf"|\b(?:[Aa]n?|[Tt]he) (?:[\w’-]+ ){{0,2}}?(?P<struck>{'|'.join(CALAMITIES)})"
            r"(?=\b[^.;,“”]{0,40}\b(?:killed|injured|destroyed|damaged)\b)"
        ),
    ),
    (
        "considered",
        re.compile(
            r"\b(?:call(?:ed|ing|s) for|(?:not|n[’']t) rule out|left the door open to|demanded"
            r"|threaten(?:s|ed|ing)(?: with)?) (?:an?|another|further|fresh) (?P<wanted>(?:[a-z-]+ ?){1,3})"
        ),
    ),
    ("planned", re.compile(r"\b(?:plans|is planning|are planning) (?:an?|another) (?P<planned>(?:[a-z-]+ ?){1,3})")),
    (
        "ongoing",
        re.compile(
            r"\b(?:is|are|was|were) (?:still )?on (?P<on>trial|strike)\b"
            rf"|\b(?P<going>(?i:{NOUN}))"
            r"(?=(?: (?:about|on|over|with|between|of) [^.;:,“”]{0,60}?)?"
            r" (?:is|are) (?:still )?(?:under ?way|continuing|going on)\b| continues?\b(?! to))"
        ),
    ),
)


def spoken(sentence: str) -> set[str]:
    """The words of a sentence, which tell sooner than its verbs whether it may hold an event without a date."""
    return set(sentence.replace(",", " ").replace(".", " ").split())


def tells(verb: re.Match[str], start: int, verbs: Sequence[re.Match[str]]) -> bool:
    """Whether a verb of the sentence that begins at `start` tells of an act for its own sake.

    No background in a relative clause does, and nothing that is doubted or denied."""
    lead = verb.string[max(start, verb.start() - _FARTHEST) : verb.start()]
    if in_question(verb):
        return _is_act(verb)
    is_doubted = is_aside(verb) or _DOUBTED.search(lead[-_FAR:])
    if verb["said"] or is_doubted or (_is_background(lead) and not _is_current(verb)):
        return False
    if verb["d"]:
        return by_votes(verb) or (
            _is_act(verb) and not _NO_ACT.match(verb.string, verb.start("d")) and not _describes(verb, lead, verbs)
        )
    if verb["b"]:  # "will tour the line and table a report"
        last = next((one for one in reversed(verbs) if one.end() <= verb.start()), verb)
        has_object = _NOUN_FOLLOWS.match(verb.string, verb.end()) is not None
        return has_object and last is not verb and bool(last["ahead"] or last["b"])
    if verb["f"]:  # "walked out after rejecting an offer"
        main = next((one for one in reversed(verbs) if one.end() <= verb.start() and not one["said"]), verb)
        known = type_of_verb(verb, "", known=True) is not None and not _NO_ACT.match(verb.string, verb.start())
        after = verb.string.endswith("after ", start, verb.start())
        return known and bool(after or main["d"] or (main["f"] and main is not verb))
    if (verb["ahead"] or "").startswith("would"):
        said = any(one["said"] for one in verbs if one.end() <= verb.start())
        return (said or is_proposed(verb, start) or _PROMISED.search(lead) is not None) and _is_act(verb)
    if (verb["ahead"] or "").startswith("to"):  # "plans to open shops and to close a plant"
        again = any(one["ahead"] for one in verbs if one.end() <= verb.start())
        return again and type_of_verb(verb, "", known=True) is not None
    is_plan = verb["ahead"] and not verb["ahead"].startswith(("should", "must"))
    told = is_plan or (verb["now"] or "").endswith("being") or any(verb[form] for form in ("weighed", "maybe", "going"))
    return (bool(told) and _is_act(verb)) or is_discussed(verb)


def is_aside(verb: re.Match[str]) -> bool:
    """Whether a verb only says on what condition something happens, or when a period ends: "if he skips it", "in the
    year that ended in June"."""
    lead = (max(0, verb.start() - _FAR), verb.start())
    is_period = verb["done"] == "" and word_of(verb) in ("ended", "began") and _PERIOD.search(verb.string, *lead)
    return bool(is_period) or _IF.search(verb.string, *lead) is not None


def in_question(verb: re.Match[str]) -> bool:
    """Whether a verb says what is asked: "would not say whether it would appeal"."""
    lead = (max(0, verb.start() - _FAR), verb.start())
    return bool(verb["ahead"] or verb["maybe"]) and _WHETHER.search(verb.string, *lead) is not None


def is_proposed(verb: re.Match[str], start: int) -> bool:
    """Whether a verb says what a proposal would bring, or what is feared: "under the plan, universities would merge",
    "fears that shops will close"."""
    lead = verb.string[start : verb.start()]
    would = (verb["ahead"] or "").startswith("would") or (verb["b"] and " would " in lead)
    return bool(
        (would and _PROPOSED.search(lead) and not _PROMISED.search(lead)) or (verb["ahead"] and _FEARED.search(lead))
    )


def _is_background(lead: str) -> bool:
    """Whether the words before a verb begin a subordinate clause; "said that" begins what is told."""
    lead = lead[-_FAR:]
    return _BACKGROUND.search(_SAID_THAT.sub("", lead) if "that" in lead.lower() else lead) is not None


def _is_current(verb: re.Match[str]) -> bool:
    """What is planned or going on is news also in a relative clause: "a company that plans to build homes"; what is
    over, where the clause only adds it: "the van, which was found on Friday"."""
    ahead = verb["ahead"] or verb["maybe"] or ""
    lead = (max(0, verb.start() - _FAR), verb.start())
    led = _WHICH.search(verb.string, *lead)
    did = verb["d"] and not verb["done"].startswith("had") and _WHO_DID.search(verb.string, *lead)
    coming = ahead.startswith("plan") or (led and ahead.startswith(("will", "is to", "are to", "could")))
    return verb["going"] is not None or (verb["now"] or "").endswith("being") or bool(coming or did)


def _is_act(verb: re.Match[str]) -> bool:
    """Whether somebody does something: "will be sold", but not "will be ready" or "will own".

    A verb of no known type does only where it is planned or weighed: of all that people did or may do, "the group
    wasted three chances", a modeller records less than half."""
    be, kind = (verb["ahead"] or verb["maybe"] or "").endswith("be"), type_of_verb(verb, "")
    if kind in (None, "debate") or (kind == UNNAMED and not _may_be_any(verb)):
        return False
    return not be or _PARTICIPLE.fullmatch(word_of(verb)) is not None


def _may_be_any(verb: re.Match[str]) -> bool:
    """Whether a verb of no list tells of an act: it is planned, threatened, or goes on with an object."""
    if verb["i"]:
        return _NOUN_FOLLOWS.match(verb.string, verb.end()) is not None
    return not (verb["d"] or verb["n"] or verb["maybe"]) or "threat" in (verb["maybe"] or "")


def _describes(verb: re.Match[str], lead: str, verbs: Sequence[re.Match[str]]) -> bool:
    """Whether a past form is no verb of its own: "a convoy attacked by rebels", "the seats declared on Friday won",
    "could be jailed and fined"."""
    if not verb["done"] and _ANYONE.search(lead):
        return True
    if verb["done"] or _UNDER_MODAL.search(lead):
        return not verb["done"]
    at = verbs.index(verb)
    before, after = (verbs[n] if 0 <= n < len(verbs) else None for n in (at - 1, at + 1))
    if before and not _JOINT.search(verb.string, before.end(), verb.start()):
        aside = _is_background(verb.string[max(0, before.start() - _FAR) : before.start()])
        return not aside and bool(before["done"] or not _PREPOSITION.match(verb.string, before.end()))
    another = after and not _JOINT.search(verb.string, verb.end(), after.start())
    return bool(_DONE_BY.match(verb.string, verb.end()) or (another and _PREPOSITION.match(verb.string, verb.end())))


def by_votes(verb: re.Match[str]) -> bool:
    """Whether a verb tells of a vote: "backed it 7-3", "died on a 5-5 tie"."""
    return verb["d"] in _VOTED and _BY_VOTES.match(verb.string, verb.end()) is not None


def telling_nouns(content: str, sentence: Span, words: set[str]) -> Iterator[tuple[Span, str, str]]:
    """Nouns that tell an event by the words beside them: where, the noun, and the event's status."""
    for status, told in () if _NOUN_CUES.isdisjoint(words) else _NOUNS:
        for found in told.finditer(content, *sentence):
            yield Span(*found.span()), found[found.lastgroup or 0], status

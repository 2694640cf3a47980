"""Which verbs and nouns tell an event in a sentence that gives it no date: "Forty people were rescued", "Norvik said it
would close the mill", "The vote was 7-3", "Talks are under way".
"""

import re
from collections.abc import Iterator, Sequence

from authoring.article_text import Span
from authoring.draft.event_words import CALAMITIES, NOUN, cuts_jobs, is_discussed, type_of_verb, word_of
from authoring.draft.words import listed

_TELLING, _PASSIVE = listed("events without a date"), listed("passive events without a date")
_PLANS = listed("plans without a date")
_VOTED = frozenset(("voted", "approved", "rejected", "passed", "backed", "adopted", "failed", "died", "defeated"))
_WEIGHING = frozenset(("considering", "weighing", "mulling", "consider"))
_HAPPENING = frozenset(word.split()[0] for word in _TELLING | _PASSIVE) | _VOTED | _WEIGHING
_HAPPENING |= {
    "charged",
    "plan",
    "plans",
    "planned",
    "intend",
    "intends",
    "intended",
    "being",
    "considered",
    "jobs",
    "posts",
}
_AHEAD = frozenset(("plans", "planned", "agreed", "will", "would", "is", "are", "intends", "to"))

_INTENDED = ("plan", "intend")  # with whatever is done, not only what is on the list of plans
_NOUN_PLAN = re.compile(r"\b(?:an?|the|no|any|its|their|his|her|[\w-]+[’']s) $")  # before "plan to raise"
_FAR = 50  # characters before a verb in which a clause may begin
_DOUBTED = re.compile(  # "if it is sold", "could have been jailed", "denied that the bank had sold"
    r"\b(?:(?:if|unless|whether|until|nobody|no one|without|anybody|claim(?:s|ed)?|alleg\w+)(?: [\w’'-]+){0,4} ?"
    r"|(?:could|would|might|may|should|to)(?: \w+)? have [^,;.]*|(?:den(?:y|ied|ies)|reports? that)\b[^.;]*)$"
)
_BACKGROUND = re.compile(r"\b(?:who|which|that|whom|when|before)(?: [\w’'-]+){0,3} ?$")
_REDUCED = re.compile(r" (?:by|in)\b")  # "a convoy attacked by rebels", "a man arrested in Fane"
_ACTIVE = frozenset(("gathered", "marched", "resigned", "sank", "collided", "derailed", "capsized", "exploded"))
_WITH = re.compile(r"(?: [\w’-]+){0,4}? with ")
_COUNT = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_BY_VOTES = re.compile(
    rf"[^.;:“”\"]{{0,50}}?\b(?:\d+ per ?cent of (?:the )?votes|\d{{1,3}}[-–]\d{{1,3}}\b"
    rf"|{_COUNT} (?:votes? )?to {_COUNT}\b|by {_COUNT} per ?cent)"
)
_NOUN_CUES = frozenset(re.sub(r"\(.*?\)\??|s\?$", "", noun) for noun in CALAMITIES) | frozenset(
    (
        "survey",
        "poll",
        "audit",
        "review",
        "vote",
        "vote:",
        "trial",
        "strike",
        "continue",
        "continues",
        "way",
        "underway",
    )
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
        "ongoing",
        re.compile(
            r"\b(?:is|are|was|were) (?:still )?on (?P<on>trial|strike)\b"
            rf"|\b(?P<going>(?i:{NOUN}))"
            r"(?= (?:is|are) (?:still )?(?:under ?way|continuing|going on)\b| continues?\b(?! to))"
        ),
    ),
)


def spoken(sentence: str) -> set[str]:
    """The words of a sentence, which tell sooner than its verbs whether it may hold an event without a date."""
    return set(sentence.replace(",", " ").replace(".", " ").split())


def may_tell(words: set[str]) -> bool:
    """Whether a verb of a sentence with these words may tell an event without a date."""
    planned = not (_PLANS.isdisjoint(words) or _AHEAD.isdisjoint(words))
    return planned or not _HAPPENING.isdisjoint(words)


def tells(verb: re.Match[str], start: int, verbs: Sequence[re.Match[str]]) -> bool:
    """Whether a verb of the sentence that begins at `start` tells an event for its own sake, or a plan.

    No background in a relative clause does, and nothing that is doubted or denied."""
    lead = verb.string[max(start, verb.start() - _FAR) : verb.start()]
    if verb["said"] or _DOUBTED.search(lead):
        return False
    word = word_of(verb)
    if verb["d"]:
        return by_votes(verb) or (_happened(verb, word) and not _BACKGROUND.search(lead))
    if verb["ahead"]:
        said = any(one["said"] for one in verbs if one.end() <= verb.start())
        if cuts_jobs(verb):
            return True
        if verb["ahead"].startswith(_INTENDED):
            return type_of_verb(verb, "") is not None and not _NOUN_PLAN.search(lead)
        return word in _PLANS and (said or not verb["ahead"].startswith("would"))
    return verb["weighed"] is not None or is_discussed(verb)


def _happened(verb: re.Match[str], word: str) -> bool:
    if word == "charged":
        return _WITH.match(verb.string, verb.end()) is not None
    if verb["done"] and word in _PASSIVE:
        return True
    return word in _TELLING and bool(verb["done"] or word in _ACTIVE or not _REDUCED.match(verb.string, verb.end()))


def by_votes(verb: re.Match[str]) -> bool:
    """Whether a verb tells of a vote: "backed it 7-3", "died on a 5-5 tie"."""
    return verb["d"] in _VOTED and _BY_VOTES.match(verb.string, verb.end()) is not None


def telling_nouns(content: str, sentence: Span, words: set[str]) -> Iterator[tuple[Span, str, str]]:
    """Nouns that tell an event by the words beside them: where, the noun, and the event's status."""
    for status, told in () if _NOUN_CUES.isdisjoint(words) else _NOUNS:
        for found in told.finditer(content, *sentence):
            yield Span(*found.span()), found[found.lastgroup or 0], status

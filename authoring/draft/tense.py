"""Whether the words around a date speak of the past or the future."""

import re

from authoring.draft.words import SPEECH_VERBS, words

_FUTURE = re.compile(
    r"(?:(?<=\w)[’']ll|\b(?:will|won[’']t|shall|would(?! have (?!an? |the |its |their |his |her |no ))"
    r"|(?:is|are|was|were)(?: (?:also|now|then|still|not|only|forecast|likely|meant|"
    r"supposed|slated|projected|predicted))? (?:to(?! have)|due|scheduled|set|expected|planned)|(?<!had been )due"
    r"|could (?:also |still |now |even |soon )?(?:be(?! seen| heard| felt)|become|begin|start|come|end|face|fall|rise"
    r"|last|run|reach|take|make|hit|bring|cost|strike|vote|decide|rule|report|announce|lose|win|open|reopen|close)"
    r"|(?:is|are) (?:\w+ )?(?:likely|possible|probable|forecast|predicted|in (?:force|place|effect)"
    r"|on (?:course|track))"
    r"|[Nn]ext(?: up| steps?)?(?=:)|(?:[Uu]p|[Ww]hat(?:[’']s| happens| comes)) next"
    r"|(?:gave|set|extended|imposed)\b.{1,30}\bdeadline"
    r"|plans? (?:to|for)|(?:wants?|expects?)(?: (?:it|them|him|her|the [a-z]+))? to|(?<!had )expected|scheduled"
    r"|(?:re)?opens|begins|starts|meets|resumes"
    r"|appl(?:y|ies)(?= (?:from|on|in|until)| $)|come into (?:force|effect)|st(?:ep|and)s down|retires"
    r"|takes over|arrives|flies|travels|departs"
    r"|leaves for|returns|comes? out|takes? effect"
    r"|takes place|(?:goes|go) (?:on sale|out|live|ahead|forward|back|to the polls|before)|enters|appears"
    r"|hosts?(?= [A-Z])"
    r"|(?:which|who) reports|(?:is|are) (?:seeking|standing|running for|bidding|preparing|planning|hoping|heading)"
    r"|(?<=[a-z]s )(?:begin|start|resume|open|reopen|close|end|play|host|travel|visit|meet|vote|fly)(?! to)"
    r"|(?<!\d )(?<!more )votes(?! to )|ends|closes|shuts"
    r"|faces?|proposes?|hopes? to|aims? to|(?:set|slated|booked|pencilled in) for|pencill?ed in|expires?|runs out"
    r"|(?:which|that|who) (?:start|begin|open|end|run|close|take place)(?= )"
    r"|(?:when|once|until|unless|if|before) (?:\w+ ){1,3}(?:is|are)))\b"
)
_MAY = re.compile(
    r"\b(?:(?:may|might|must|should|can)(?! (?:(?:not )?have|only|(?:still |be )*(?:see|seen|hear|heard|felt))\b)"
    r"|has to|have to|needs?|wants?|asks?|demands? (?:that|to)|expects?|hope[sd]? to|aim(?:s|ed)? to)\b"
)
_LEADS_TO = re.compile(  # "The next review is in April", "adjourned to 3 May"
    r"(?:\b(?:its|their|the) next (?:[a-z]+ ){1,2}(?:on|in)?|\b(?:is|are)(?: now| only| just| not)?"
    r"|\b(?:adjourned|postponed|put (?:back|off)|moved|delayed|pushed|deferred"
    r"|rescheduled|remanded|listed|posted|extended)\b.{0,40}\b(?:to|for)(?: hearing on)?"
    r"|\b(?<!originally )(?:set|slated|booked|pencilled in)"
    r"|(?<!had )\b(?:convened|called|convoked|summoned|announced|arranged|(?<!originally )planned) for"
    r"|(?:^|[“‘\"])(?:[Aa]sk (?:me|us|him|her|them)|[Ss]ee you|[Cc]ome back|[Cc]all (?:me|us)|[Tt]ry)"
    r"(?: again)?(?: on| in)?"
    r"|\b(?:tabled|continued|(?:held|carried) over|adjourned|postponed|put (?:back|off)|delayed|deferred|rescheduled)\b"
    r".{0,30}\b(?:to|for|until) (?:an?|the|its|their) (?:[\w’'-]+ ){0,3}?"
    r"(?:meeting|hearing|session|sitting|trial|vote|ballot|election|summit|date|day)(?: of| on| in)?"
    r"|\b(?:called on|urged|invited|appealed to) [^.;,]{1,50}? to [a-z]+(?: [a-z]+){0,6}) $"
)
_INFINITIVE = re.compile(
    r"(?<!yet )\bto (?:be|begin|start|open|reopen|close|shut|end|meet|vote|decide|hold|resume|launch|leave|return"
    r"|arrive|visit|speak|appear|march|strike|report|publish|present|sign|finish|rule|expire|go|stop|come|play"
    r"|face|crest"
    r"|appeal|pay|answer)"
    r"\b(?: [a-z]+){0,4} $"
)
_TIMETABLE = re.compile(
    r"^,? (?:(?:the|a|an|its|their|[A-Z][\w’-]+) (?:[\w’-]+ ){0,3})?"
    r"(?:launches|opens|begins|starts|meets|votes|hosts|releases|publishes|unveils|plays|travels|visits|holds|decides"
    r"|resumes|returns|hears|considers|takes up|takes on|faces|ends|closes)\b"
    r"|^,? (?:they|we|[A-Z][\w’-]+) (?:play|meet|travel|host|visit|face|vote|fly|go (?:to|on)|take on|take up)\b"
)
_ASKED = re.compile(r"\b(?:told|asked|ordered|urged|wanted|tried|failed|began|agreed|refused|had|forced|able)\b")
_DECIDED = re.compile(r"\b(?:voted|agreed|decided|chose|offered|promised|vowed) to (?!be\b)[a-z]+ (?:[a-z]+ ){0,3}$")
_PAST = re.compile(
    r"\b(?:was|were|had|did|said|told|began|fell|rose|came|went|took|made|won|lost|gave|led|met|left|became"
    r"|(?<!\ba )(?<!more )(?<!rate )(?<!tax )(?<!further )(?<!another )(?<!\bno )cut|saw"
    r"|wrote|showed|grew|spoke|ran|drove|flew|sent|spent|paid|got|caught|brought|thought|fought|struck|drew|sank|shook"
    r"|stood|sat|chose|kept|dealt|heard|cost|spread|split|sold|bought|built|broke|found|held|put|set|hit|rejected"
    r"|beat|burst|quit|rode|sang|swam|withdrew|overcame|underwent|hid|lay|laid|(?<!be )(?<!is )(?<!are )(?<!to )shut"
    r"|died|slid|swung|shrank|sprang|crept|swept|knew|threw|blew|tore|wore|shot|fled|felt|fed|sought|taught|stole|drove"
    r"|[a-z]{3,}ed)\b"
)
_HAD_DONE = re.compile(
    r"\bhad (?:\w+ )?(?:been|become|\w+ed|\w+en|lost|sold|cut|made|left|met|spent|won|paid|built|held|got|put|found"
    r"|caught|gone|come|done|begun|run|brought|bought|read|heard)\b"
    r"(?! to\b)"
)
_PLANNED_THEN = re.compile(r"\bhad been (?:due|to|set|meant|supposed|scheduled|expected|planned|going)\b")
_WAS_PLANNED = re.compile(
    r"\b(?:was|were) (?:(?:also|first|once|only|still|then|\w+ly) )?(?:to|due|set|meant|supposed|scheduled"
    r"|expected|planned|slated)\b"
)
_PUT_BACK = re.compile(
    r",? (?:was|were|(?:has|have|had) been) "
    r"(?:put|postponed|cancell?ed|called off|delayed|abandoned|adjourned|moved|scrapped)\b"
)
_SINCE = re.compile(r"\bsince (?:an?|the|his|her|its|their) [\w ]+$")  # "since his arrest on 3 May"
_FORESEEN = re.compile(r"\bhad (?:\w+ ){1,3}(?:that|it|they|he|she)\b.*\bwould\b")  # "had said that it would"
_STOP = r"\.(?<! [ap]\.m\.)(?<!\b[A-Z]\.)" + "".join(  # none is in "from Nov. 1"
    rf"(?<!\b{word}\.)"
    for word in words("""
        Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Mr Ms Mrs Dr St No Rs Eng Col Lt Capt Sgt Prof Hon
        Rev Gov Sen Gen Rep
    """)
)
_CLAUSE_END = re.compile(rf"(?:[;:,?!]|{_STOP})[\"”’]?\s|\n")
_SUBORDINATE = re.compile(r"\b(?:after|because|since|who|which|where|whose|that)\b")
_SENTENCE_END = re.compile(rf"(?:[?!]|{_STOP})[\"”’]? |\n")
_PUT_OFF = re.compile(
    r"\b(?:put off|wait(?:s|ed|ing)?|postponed|delayed|deferred|moved|extended|brought forward)\b"
    r"|\bnot\b|n[’']t\b|\b(?:never|nobody|no one|none|nothing|no [a-z]+ (?:had|has|have|did))\b",
    re.I,
)
_TO_VOTERS = re.compile(  # "to put the plan before voters in November", "a tax that goes before voters on ..."
    r"\b(?:to|would|will|could|should|may|might) (?:put|send|take|go|place|bring|refer)\b.*\bvoters (?:[a-z]+ )?$"
)
_BEFORE_VOTERS = re.compile(r"\b(?:before (?:the )?voters|on (?:the|a) (?:\w+ )?ballot) (?:[a-z]+ )?$")


_HABIT = re.compile(
    r"\b(?:usually|normally|typically|generally|often|always|traditionally|ordinarily|annually|(?:each|every|most) year"
    r"s?)\b"
)
_TO_CHANGE = re.compile(r"\bto (?:raise|increase|lift|cut|reduce|lower|charge|pay|add|put|bring)\b")  # "from April"
_COMPARED_FROM = re.compile(
    r"(?:%|\bper ?cent|\b(?:percentage )?points?|\b(?:up|down|higher|lower|fewer|more|less|(?:un)?changed"
    r"|steady|flat|slowed|eased|quickened|accelerated|widened|narrowed|revised|improved)"
    r"|\b(?:in|for) [A-Z][a-z]+) $"
)


def is_habitual(match: re.Match[str]) -> bool:
    """ "Usually begins in May": so it is in many years."""
    return _HABIT.search(clause_before(match)) is not None or _HABIT.match(clause_after(match).lstrip()) is not None


def is_compared(lead: str) -> bool:
    """Whether "from" after these words gives what a change is compared with: "fell 0.4% from April"."""
    clause = _CLAUSE_END.split(lead)[-1]
    return _COMPARED_FROM.search(clause) is not None and not _FUTURE.search(clause) and not _TO_CHANGE.search(clause)


def clause_before(match: re.Match[str]) -> str:
    """The clause before a match, as far as it matters, in whole words."""
    start = max(0, match.start() - 70)
    start = max(start, match.string.find(" ", start - 1, match.start())) if start else 0
    return _CLAUSE_END.split(match.string[start : match.start()])[-1]


def begins_then(lead: str) -> bool:
    """Whether the clause before "until" says that something begins then: it is put off, or does not happen before."""
    return _PUT_OFF.search(_CLAUSE_END.split(lead)[-1]) is not None


def clause_after(match: re.Match[str]) -> str:
    """The clause after a match, up to a verb of saying: what follows it is another statement."""
    clause = re.split(rf"{_STOP}|;", match.string[match.end() : match.end() + 60].lstrip(","))[0]
    return re.split(rf"\b(?:{SPEECH_VERBS})\b", clause)[0]


def is_present(clause: str) -> bool:
    """Whether a clause begins with a pronoun and a verb that is not past: "from Monday we count sacks"."""
    verb = re.match(r",? (?:we|you|I|they) ([a-z]+)\b", clause)
    return verb is not None and not _PAST.fullmatch(verb[1])


def says_future(words: str) -> bool:
    """Whether words speak of what is to come."""
    return _FUTURE.search(words) is not None


def is_ahead(match: re.Match[str]) -> bool:
    """Whether the words around speak of what is to come."""
    before = clause_before(match)
    own = _SUBORDINATE.split(before)[-1]
    if own != before and _PAST.search(own) and not _FUTURE.search(own) and not _MAY.search(own):
        return False  # "will close after a board voted on Tuesday"
    if _BEFORE_VOTERS.search(before) and not _PAST.search(before):
        return True
    return any(sign.search(before) for sign in (_FUTURE, _MAY, _LEADS_TO, _INFINITIVE, _TO_VOTERS)) or _will_follow(
        match
    )


def is_in_doubt(match: re.Match[str]) -> bool:
    """ "Told him to leave on Monday": that may lie ahead or be over."""
    before = clause_before(match)
    asked = _INFINITIVE.search(before) and (_ASKED.search(before) or _DECIDED.search(before))
    return bool(asked) and not _FUTURE.search(before)


def was_given_up(match: re.Match[str]) -> bool:
    """ "Had been due to leave on Monday", "a hearing set for Monday was put back"."""
    return bool(_PLANNED_THEN.search(clause_before(match)) or _PUT_BACK.match(match.string, match.end()))


def was_planned(match: re.Match[str]) -> bool:
    """ "Was to begin in May": that may be over, or still to come."""
    return _WAS_PLANNED.search(clause_before(match)) is not None


def is_over(match: re.Match[str]) -> bool:
    """Whether the past perfect stands beside a date: "had been spent by the end of May"."""
    own = re.split(rf"{_SUBORDINATE.pattern}|\b(?:unless|if)\b", clause_before(match))[-1]
    told = own if own.strip() else clause_after(match)
    return _HAD_DONE.search(told) is not None and not _FUTURE.search(own)


def says_past_before(match: re.Match[str]) -> bool:
    """Whether the clause before a match speaks of what is over, and is not about a plan or an aim."""
    before = clause_before(match)
    aim = re.search(r"\b(?:to|for|of|against)\b|\b(?:agreed|decided|settled)(?: on)? $", before)
    return _PAST.search(before) is not None and not aim and not is_ahead(match)


def is_negated(match: re.Match[str]) -> bool:
    """Whether the clause before says no."""
    return says_no(clause_before(match))


def says_no(lead: str) -> bool:
    return re.search(r"(?:\bnot|n[’']t|\bnever)\b[^.;,]{0,60}$", lead) is not None


def _will_follow(match: re.Match[str]) -> bool:
    """Whether a verb of the main clause after a date is in the future, or in the present of timetables."""
    if match.string.startswith(",", match.end()) and _PAST.search(clause_before(match)):
        return False  # "Under a deal reached on Monday, they will ..."
    after = clause_after(match)
    if _PAST.search(clause_before(match)):
        after = re.split(r"\b(?:and|but|that|which|who|to|as|after|because|where|when)\b", after)[0]
    if clause_before(match).endswith("that ") and re.match(r" \w+ would\b", after):
        return True  # "said that in August he would retire"
    return re.search(r"[’']ll\b|\b(?:will|shall|must|(?:is|are) (?:to|due|likely|expected))\b", after) is not None or (
        _TIMETABLE.match(after) is not None and not _PAST.search(re.split(r"\b(?:and|but)\b", clause_before(match))[-1])
    )


def is_past(match: re.Match[str]) -> bool:
    return not is_ahead(match) and bool(_PAST.search(clause_before(match)) or _PAST.search(clause_after(match)))


def tense_of(match: re.Match[str]) -> str | None:
    """ "ahead" or "past", by the clause, else by the sentence up to the match; None where neither says, and of a plan
    that was given up: "had been due to leave on Monday"."""
    if was_given_up(match):
        return None
    if is_ahead(match):
        return "ahead"
    if is_past(match):
        return "past"
    lead = _SENTENCE_END.split(match.string[max(0, match.start() - 300) : match.start()])[-1]
    if _FUTURE.search(lead):
        return None if _FORESEEN.search(lead) else "ahead"
    said = re.match(rf"[^.;]{{0,40}}?\b(?:{SPEECH_VERBS})\b", match.string[match.end() : match.end() + 70])
    if said and not said.group().endswith("s"):  # "expects"
        return "past"
    return "past" if _PAST.search(lead) or _SINCE.search(lead) else None

"""Numbers that name something instead of counting: flights, articles of a law, telephones."""

import re

from authoring.article_text import ArticleText
from authoring.draft.absolute_dates import MONTHS
from authoring.draft.weekdays import DAYS

_IDENTIFIER = re.compile(r"(?:[A-Z][\w.&]*|[Nn]o\.|#)[ -](?:\d+[A-Z]?-)?$")
_CALENDAR = re.compile(rf"(?:{'|'.join((*DAYS, *MONTHS))}) $")  # "in May 41 cases", not "Flight 41"
_NUMBERED = re.compile(
    r"\b(?:(?:(?-i:Local)|article|section|chapter|room|route|page|rule|clause|paragraph|gate|platform|number"
    r"|highway|phase"
    r"|type|unit|flat|suite|junction|exit|pier|terminal|version|iOS|volume|episode)[ ]"
    r"|(?:serial|batch|lot|code|model)s?(?: numbers?)? (?:(?:from|between|of) )?(?:\d+ (?:to|and|through) )?"
    r"|(?!magnitude|minus|mid)[A-Za-z]+-)$",
    re.I,
)
_SERVICE = re.compile(  # "train 12301", "the Norvik Express (12301)"
    r"\b(?:(?<!to )(?<!will )(?<!can )(?<!and )[Tt]rain|[Ff]light|[Tt]ram|[Bb]us|[Ll]ine|Express|Mail)"
    r"(?: [Nn]o\.?| [Nn]umber)? \(?$"
)
_TO_CALL = re.compile(  # "call the helpline on 116"
    r"\b(?:(?:[Cc]all(?:ing)?|[Dd]ial(?:ling|ing)?|[Pp]hone|[Rr]ing)"
    r"(?: (?:the|a|our|its|their)(?: [\w’-]+){1,3} (?:on|at))? (?:\d+ or )?"
    r"|(?:[Hh]elp|[Hh]ot|[Tt]ip)[ ]?lines?(?: is| on| at)?:? |[Tt]ext(?:ing)? [A-Z]+ to )$"
)
_TRAIN = re.compile(r"\b(?:trains?|express|mail|rail\w*|flights?|coach(?:es)?|passengers)\b", re.I)
_NAME_BEFORE = re.compile(r"[A-Z]\w+ \($")


def is_called(text: ArticleText, start: int, end: int) -> bool:
    """Whether digits are the number of a train or a telephone."""
    if not text.content[start:end].isdigit():
        return False
    if text.content.startswith(")", end) and _NAME_BEFORE.search(text.content, max(0, start - 30), start):
        return len(text.content[start:end]) == 5 and _TRAIN.search(text.content, *text.sentence_at(start)) is not None
    cues = (_SERVICE, _TO_CALL) if len(text.content[start:end]) > 2 else (_SERVICE,)
    return any(cue.search(text.content, max(0, start - 60), start) for cue in cues)


def is_identifier(text: ArticleText, start: int) -> bool:
    """Whether a name stands right before: "Flight 212"; the first word of a sentence is no name for that."""
    before = _IDENTIFIER.search(text.content, max(0, start - 30), start)
    if _NUMBERED.search(text.content, max(0, start - 40), start):
        return True
    begins = before is not None and before.group().endswith(". ") and text.content[start].isalpha()
    if before is None or begins or text.content.endswith(("“", "‘", '"'), 0, before.start()):
        return False
    return before.start() != text.sentence_at(before.start()).start and not _CALENDAR.match(before.group())

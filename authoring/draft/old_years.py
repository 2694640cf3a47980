"""Years from 1000 to 1599, which are numbers unless the words around say that they are years."""

import re
from collections.abc import Iterator

from authoring.article_text import ArticleText, Span
from authoring.draft.absolute_dates import MONTH, YEAR, month_number
from authoring.draft.candidate import Candidate
from authoring.draft.tense import is_ahead
from authoring.draft.units import unit_after
from authoring.draft.weekdays import DAYS
from authoring.draft.words import FALLS, RISES
from authoring.draft.years import SEASONS

_OLD = r"1[0-5]\d\d"
_CLUE = re.compile(rf"\b{_OLD}\b")
_OF_OLD_TIMES = re.compile(  # of a text
    r"\b(?:archaeolog|medi(?:a)?eval|radiocarbon|carbon[ -]dat|middle ages|dynast(?:y|ies)\b|sultan|caliph|castles?\b"
    r"|emperor|empire\b|monaster|abbeys?\b|priory|cathedral|monks?\b|plague|black death|crusade[rs]?\b|vikings?\b"
    r"|manuscript|parchment|historian|chronicle|excavat|ruins\b|tombs?\b|tudor|shipwreck|conquistador|renaissance"
    r"|tree[ -]?rings?\b|(?:1[0-6]th|tenth|eleventh|twelfth|\w+teenth)[ -]century)",
    re.I,
)
_BEGUN = re.compile(  # in a sentence
    r"\b(?:founded|dat(?:es?|ed|ing)(?: back)? (?:to|from)|since (?:about |around )?1[0-5]\d\d|chartered|crowned"
    r"|besieged|ruled|reigned|built|erected)\b"
)
_COUNTED = re.compile(
    rf"\b(?:{RISES}|{FALLS}|(?:ris|fall|grow|drop|increas|declin|rais|lower)(?:ing|en)|grown|cut|count(?:s|ed)?"
    rf"|sells?|sold"
    r"|buys?|bought|cost(?:s|ing)?|number(?:s|ed)?|pa(?:ys?|id)|total(?:s|led|ed)?|employ(?:s|ed)?|kill(?:s|ed)?"
    r"|attract(?:s|ed)?|worth|price[sd]?|makes?|made|up|down|holds?|held|has|have|find|found|score[sd]?|weigh(?:s|ed)?"
    r"|fetch(?:es|ed)?|ranges?|ranged|lost|won|wins?|one [a-z]+)\b(?! (?:in|since)\b)[^.;:,]{0,30}$",
    re.I,
)
_HOURS = re.compile(r"\b(?:opens?|opened|shuts?|closed?|closes|runs?|ran)\b[^.;:,]{0,30}$")  # "open from 1100 to 1300"
_EVENT = (
    "[Cc]ouncil|[Cc]harter|[Bb]attle|[Ss]iege|[Tt]reaty|[Pp]lague|[Ff]loods?|[Ee]arthquake|[Ff]ire|[Ww]ar|[Rr]evolt|[Rr]ising"
    "|[Ff]amine|[Ee]dict|[Ss]tatute|[Mm]ap|[Ff]all|[Ss]ack|[Cc]onquest|[Cc]ensus|[Ss]torm|[Pp]eace|[Tt]ruce"
)
_END = (
    rf"\b(?![-–/%°]|[,.]?\d|[ ]?(?:GMT|UTC|[BCEPI]S?T|[ECP]DT|BST|CEST|hours|hrs|local|of)\b| on (?:{'|'.join(DAYS)})"
    r"| (?:were|was|are|is|have|had|has|will|would|could|came|died|left|took|went|more|others?|[a-z]+ed)\b)"
)
_AFTER = rf"\b(?![-–/%°]|[,.]?\d|[ ]?(?:GMT|UTC|hours|hrs|local|of)\b| on (?:{'|'.join(DAYS)}))"
_PATTERNS = tuple(
    map(
        re.compile,
        (
            rf"\b(?:[Bb]etween|[Ff]rom) (?:about |around )?(?P<y>{_OLD}) (?:to|and|until|till) (?:about |around )?"
            rf"(?P<z>{_OLD}|{YEAR}){_END}",
            rf"(?<=[a-z] )(?:about|around|circa) (?P<c>{_OLD}){_END}",
            rf"\b(?P<s>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)(?: of)? (?P<y>{_OLD}){_AFTER}",
            rf"(?P<m>{MONTH}) (?:of )?(?P<y>{_OLD}){_AFTER}",
            r"\b(?P<w>[Ii]n(?: the year)?|[Ss]ince(?: at least)?|[Bb]y|[Uu]ntil|[Tt]ill|(?<!, )from|[Dd]uring|[Bb]efore"
            rf"|[Aa]fter|(?:early|late) as|[Dd]at(?:es?|ed|ing)(?: back)? to|(?:{_EVENT}) of) (?P<y>{_OLD}){_AFTER}",
        ),
    )
)
_DATED = re.compile(  # before "around 1350", which may be a number elsewhere
    rf"\b(?:[a-z]+ed(?: (?:in|at|on|near|from) (?:the )?\w+)?"
    r"|written|born|built|begun|began|in|since|until|by|or|and|dat(?:es?|ed|ing)(?: back)? (?:to|from)"
    rf"|(?:is|are|was|were) from|{_EVENT}) $"
)
_MAY_BE_A_TIME = re.compile(r"(?:by|until|till|before) 1\d[0-5]\d", re.I)
_IS_FROM = re.compile(r"\b(?:dat(?:es?|ed|ing)(?: back)?|is|are|was|were) $")


def old_years(text: ArticleText) -> list[Candidate]:
    """ "Around 1350", "by 1400": dates in a text, or a sentence, of such times where nothing is counted. "By 1400"
    alone may be a time of day, and is a TODO."""
    if not _CLUE.search(text.content):
        return []
    found = list(_found(text))
    if len(found) == 1 and (by := _MAY_BE_A_TIME.fullmatch(text.content[slice(*found[0].span)])):
        return [Candidate(found[0].span, {"edtf": f"TODO {by.group()}"})]
    return found


def _found(text: ArticleText) -> Iterator[Candidate]:
    of_old_times = _OF_OLD_TIMES.search(text.content) is not None
    clues = (clue.start() for clue in _CLUE.finditer(text.content))
    for sentence in sorted(set(map(text.sentence_at, clues))):
        if of_old_times or _BEGUN.search(text.content, *sentence):
            for pattern in _PATTERNS:
                yield from (one for match in pattern.finditer(text.content, *sentence) if (one := _read(match)))


def _read(match: re.Match[str]) -> Candidate | None:
    content, part, (start, end) = match.string, match.groupdict(), match.span()
    lead = content[max(0, start - 50) : start]
    word = (part.get("w") or "").lower()
    if (
        unit_after(content, end)
        or is_ahead(match)
        or (_COUNTED.search(lead) and not (part.get("s") or word == "since"))
    ):
        return None
    if part.get("c"):
        return Candidate(Span(start, end), {"edtf": f"{part['c']}~"}) if _DATED.search(lead) else None
    if (word in ("by", "until", "till", "before", "after", "from") or part.get("z")) and _HOURS.search(lead):
        return None
    return Candidate(
        Span(end - 4 if word not in _KEPT and not part.get("z") and word else start, end),
        {"edtf": _edtf(part, word, lead)},
    )


_KEPT = ("since", "by", "until", "till", "before", "from")


def _edtf(part: dict[str, str | None], word: str, lead: str) -> str:
    year = part["y"] or ""
    if part.get("z"):
        return f"{year}/{part['z']}"
    if season := part.get("s"):
        return f"{year}-{SEASONS[season.lower()]}"
    if month := part.get("m"):
        return f"{year}-{month_number(month):02}"
    if word == "before":
        return f"../{int(year) - 1}"
    if word == "after" or (word == "from" and not _IS_FROM.search(lead)):
        return f"TODO {word} {year}"
    if word.startswith("since"):
        return f"{year}/.."
    return f"../{year}" if word in ("by", "until", "till") else year

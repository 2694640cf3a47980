"""Parts of a month without a year: its end, its first week, "mid-May"."""

import re
from calendar import monthrange
from datetime import date

from authoring.draft.absolute_dates import month_number
from authoring.draft.month_dates import years_of
from authoring.draft.relative_dates import ANY_MONTH, Found, spelled
from authoring.draft.tense import is_in_doubt, is_negated
from authoring.draft.weekdays import ANY_DAY
from authoring.draft.years import opened


@spelled(
    r"\b(?:(?P<w>[Bb]y|[Uu]ntil|[Bb]efore|[Ss]ince|[Ff]rom) the end of"
    r"|(?:[Aa]t )?[Tt]he (?:very )?(?:end|beginning|start|middle) of)"
    rf" (?P<m>{ANY_MONTH})\b(?! \d{{4}})",
    "end of",
    "beginning of",
    "start of",
    "middle of",
)
def part_of_month(match: re.Match[str], published: date) -> Found:
    """ "At the end of March": about its last day; "by the end of March" is until then. A TODO for other parts."""
    years = years_of(match, (match["w"] or "").lower(), published)
    if "end of" not in match.group() or len(years) != 1:
        return {"edtf": f"TODO {match.group()}"}
    month = month_number(match["m"])
    day = f"{years[0]:04}-{month:02}-{monthrange(years[0], month)[1]}"
    word = (match["w"] or "").lower()
    return {"edtf": f"{day}/.." if word in ("since", "from") else f"../{day}" if word else f"{day}~"}


@spelled(
    rf"\b(?:(?:[Ii]n|[Bb]y|[Ss]ince|[Ff]rom|[Uu]ntil|[Tt]ill|[Bb]efore) )?(?:"
    rf"[Ee]arly|[Mm]id|[Ll]ate|the (?:start|beginning) of)[- ](?P<m>{ANY_MONTH})\b(?! \d)",
    "early",
    "mid",
    "late",
    "start of",
    "beginning of",
)
def part_of_a_month(match: re.Match[str], published: date) -> Found:
    """ "In mid-February" is in that month, "since late January" since it and "by early April" until its end; elsewhere
    which days those are is a TODO."""
    if re.match(r"since\b", match.group(), re.I):
        year = published.year - (month_number(match["m"]) > published.month)
        return {"edtf": f"{year}-{month_number(match['m']):02}/.."}
    opener = re.match(r"(in|by|before|from|until|till) (?!the\b)", match.group(), re.I)
    word = opener[1].lower() if opener else ""
    years = years_of(match, word.replace("in", ""), published) if word else []
    if len(years) != 1 or is_in_doubt(match) or (word == "before" and not is_negated(match)):
        return {"edtf": f"TODO {match.group()}"}
    month = f"{years[0]}-{month_number(match['m']):02}"
    return {"edtf": month if word == "in" else opened(month, word, negated=True)}


@spelled(
    rf"\b(?:in |on )?the (?P<o>first|second|third|fourth|last|final) (?:week|weekend|(?P<d>{ANY_DAY})) (?:of|in) "
    rf"(?P<m>{ANY_MONTH})\b(?! \d{{4}})",
    "week",
    "day of",
    "day in",
)
def week_of_month(match: re.Match[str], published: date) -> Found:
    """ "The first week of August": its first seven days; a TODO for its last week, and for its first Monday."""
    years = years_of(match, "", published)
    month = month_number(match["m"])
    weeks = ("first", "second", "third")
    if len(years) != 1 or match["o"] not in weeks or match["d"] or "weekend" in match.group():
        return {"edtf": f"TODO {match.group()}"}
    first = 7 * weeks.index(match["o"]) + 1
    return {"edtf": f"{years[0]:04}-{month:02}-{first:02}/{years[0]:04}-{month:02}-{first + 6:02}"}

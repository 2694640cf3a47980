"""Dates that a text gives in full: days, months, quarters, seasons, years, and spans of them, as EDTF."""

import re
from collections.abc import Iterator
from datetime import date

from authoring.article_text import ArticleText, Span
from authoring.draft.candidate import Candidate
from authoring.draft.holidays import HOLIDAY, named_day
from authoring.draft.tense import is_compared, says_no
from authoring.draft.units import unit_after
from authoring.draft.words import words
from authoring.draft.years import PART_OF, SEASONS, as_list, as_set, beside, division, opened, part_number, years

MONTHS = words("""
    January February March April May June July August September October November December
""")
_SHORT = {name[:3]: number for number, name in enumerate(MONTHS, 1)}
MONTH = (
    rf"(?:{'|'.join((*MONTHS, *map(str.upper, MONTHS)))}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?(?![a-z]))"
)
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?:1[6-9]|2[01])\d\d"
YEARS = range(1600, 2200)
"""Those that YEAR matches; from a day of publication in another year nothing is reckoned."""
CLOCK = r"(?:\d|1[0-2])(?:[.:]\d\d)? ?[ap]\.?m\.?"
TIME_OF_DAY = (  # "noon on Friday, "
    rf"(?:(?:(?<![Bb]y ){CLOCK}|midnight|midday|noon|dawn|dusk|close of business)"
    r"(?: on)? )?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
)
_TO = r"(?:[ ]?[-–][ ]?|[ ](?:to|and|or)[ ])"
_SUMS = (
    "sales|earnings|revenues?|profits?|results|guidance|outlook|forecasts?|dividends?|income|output|production|growth|inflation"
    "|deliveries|turnover|margins?|spending|budget|elections?|season"
    "|yields?|exports|imports|harvest|crops?|catch|prices|accounts|targets?"
)
_OF_A_YEAR = (
    f"[A-Z][a-z]+|{_SUMS}|vote|campaign|census|crisis|law|treaty|agreement|war|floods?|earthquake|tournament"
    "|championships?|peak|high|low|level|record|figure|total|ruling|book|film|study|report|survey|accord|deal|attack|strike"
    "|pandemic|recession|financial|harvest|edition|version|model|plan|target|goal|decision|stoppage|storm|drought|wildfires?"
)


def month_number(word: str) -> int:
    """A month, in full or short, from 1."""
    return _SHORT[word[:3].title()]


def iso_day(year: str, month: str, day: str) -> str | None:
    """A day in ISO form; None where no calendar has it."""
    try:
        return date(int(year), month_number(month), int(re.sub(r"\D", "", day))).isoformat()
    except ValueError:
        return None


def _day_span(year: str, month: str, first: str, to: str, last: str) -> str | None:
    start, end = iso_day(year, month, first), iso_day(year, to or month, last)
    return f"{start}/{end}" if start and end and start < end else None


_ABSOLUTE = [
    (re.compile(pattern), shape)
    for pattern, shape in (
        (rf"(?P<m>{MONTH}) (?P<a>{DAY}){_TO}(?:(?P<n>{MONTH}) )?(?P<b>{DAY}),? (?P<y>{YEAR})", "span"),
        (rf"\b(?P<a>{DAY}){_TO}(?P<b>{DAY}) (?P<m>{MONTH}),? (?P<y>{YEAR})", "span"),
        (rf"\b(?:from )?(?P<a>{DAY}) (?P<m>{MONTH}){_TO}(?P<b>{DAY}) (?P<n>{MONTH}),? (?P<y>{YEAR})", "span"),
        (
            rf"\b(?:[Ff]rom|[Bb]etween) (?:(?P<a>{DAY}) (?P<m>{MONTH})|(?P<k>{MONTH}) (?P<c>{DAY})),? (?P<y>{YEAR}),?"
            rf" (?:to|and|until|through) (?:(?P<b>{DAY}) (?P<n>{MONTH})|(?P<l>{MONTH}) (?P<d>{DAY})),? (?P<z>{YEAR})",
            "days of years",
        ),
        (rf"\b(?=\d)(?P<l>(?:{DAY}, )+{DAY}),? (?P<o>and|or) (?P<b>{DAY}) (?P<m>{MONTH}),? (?P<y>{YEAR})", "days"),
        (rf"(?P<m>{MONTH}) (?P<l>(?:{DAY}, )+{DAY}),? (?P<o>and|or) (?P<b>{DAY}),? (?P<y>{YEAR})", "days"),
        (rf"(?P<m>{MONTH}) (?P<a>{DAY}),? (?P<y>{YEAR})", "day"),
        (rf"\b(?P<a>{DAY}) (?:of )?(?P<m>{MONTH}),? (?P<y>{YEAR})", "day"),
        (rf"\b{HOLIDAY},? (?:in |of )?(?P<y>{YEAR})\b", "holiday"),
        (rf"\b(?P<i>{YEAR}-\d\d-\d\d)\b", "iso"),
        (
            rf"\b(?:from )?(?P<m>{MONTH}){_TO}(?P<n>{MONTH})(?: (?:quarter|period)(?: of)?)? (?P<y>{YEAR})"
            r"(?![-–/]\d\d\b)",
            "months",
        ),
        (
            rf"(?:\b(?:[Ff]rom|[Bb]etween) (?P<m>{MONTH}) (?P<y>{YEAR})(?: to | and | until )"
            rf"|(?P<k>{MONTH}) (?P<x>{YEAR})[ ]?[-–][ ]?)"
            rf"(?P<n>{MONTH}) (?P<z>{YEAR})",
            "years of months",
        ),
        (
            rf"\b(?:[Ff]rom|[Bb]etween) (?P<m>{MONTH}) (?P<y>{YEAR})(?: to | and | until )(?:the )?"
            rf"end of (?P<z>{YEAR})",
            "to an end",
        ),
        (rf"(?P<m>{MONTH}),? (?:of )?(?P<y>{YEAR})", "month"),
        (
            rf"\b(?:[Aa]n?|[Tt]he|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Tt]his|\w[’']s) (?P<y>{YEAR})(?= (?:{_OF_A_YEAR})\b)",
            "year",
        ),
        (rf"(?<![\d.,:$€£-])\b(?P<y>{YEAR})(?= (?:{_SUMS})\b)", "year"),
        (r"\b(?:[Aa]n? (?P<y>(?:19|20)\d\d)(?= [a-z]+)|[Tt]he (?P<z>(?:19|20)\d\d)(?= [a-z]+(?<!s)\b))", "adjective"),
        (rf"\b(?:in )?(?:fiscal|financial)(?: year)? {YEAR}\b", "part of a year"),
        (r"\b(?:(?:about|around|circa|c\.) )?\d{1,5} (?:BC|BCE)\b", "before Christ"),
        (rf"\b(?:[Ii]n )?(?:about|around|circa) (?P<y>{YEAR})\b(?![,.]?\d| [a-z]+s\b)", "about a year"),
        (
            rf"\b(?:the )?(?P<q>first|second|third|fourth|final|last|opening) quarter of (?P<y>{YEAR})"
            rf"|\bQ(?P<d>[1-4]) (?P<z>{YEAR})",
            "quarter",
        ),
        (rf"\b(?:the )?(?P<q>first|second|final|last) half of (?P<y>{YEAR})", "half"),
        (
            r"\b(?:(?P<by>[Bb]y|[Uu]ntil|[Tt]ill|[Bb]efore|[Ss]ince|[Ff]rom) |[Aa]t |[Ii]n |[Aa]round )?(?:the )?"
            rf"(?P<p>end|start|beginning|middle) of (?P<y>{YEAR})\b",
            "edge",
        ),
        (
            rf"\b(?P<s>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)s of (?P<l>(?:{YEAR}, )*{YEAR}),? and (?P<z>{YEAR})\b",
            "seasons",
        ),
        (
            rf"(?<!mers of )(?<!ters of )(?<!ings of )(?<!umns of )\b(?=\d)(?P<l>(?:{YEAR}, )+{YEAR}),?"
            rf" (?P<o>and|or) (?P<z>{YEAR})\b",
            "list of years",
        ),
        (
            rf"(?<!\d{{4}}, )\b(?:[Bb]etween |[Ff]rom )?(?P<y>{YEAR})(?:[ ]?[-–][ ]?| to | and | until )"
            rf"(?P<z>{YEAR})\b",
            "years",
        ),
        (rf"(?<![\w-])(?P<y>{YEAR})[-–/](?P<w>\d\d)\b(?![-–/]\d)", "years"),
        (rf"\bthe (?P<w>(?:{PART_OF})[ -])?(?P<y>(?:1[6-9]|20)\d)0s", "decade"),
        (rf"\b(?P<w>(?:{PART_OF})[ -])?(?P<n>[4-9]|1[0-9]|2[01])(?:st|th)[ -][Cc]entury\b(?! B)", "century"),
        (
            rf"\b(?P<s>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)(?: of)? (?P<y>{YEAR})(?:[-–/]\d\d\b)?",
            "season",
        ),
        (
            rf"\b(?:(?P<by>[Ii]n|[Ss]ince|[Ff]rom|[Bb]y|[Uu]ntil|[Tt]ill) )?(?:{PART_OF})[ -](?P<y>{YEAR})\b",
            "part of a year",
        ),
        (
            rf"\b(?:[Bb]etween|[Ff]rom) (?:the )?(?P<y>{YEAR})[-–/]\d\d (?:and|to"
            rf"|until) (?:the )?(?P<z>{YEAR})[-–/]\d\d\b"
            r"(?: (?:financial|fiscal|tax|school|academic) years?)?",
            "years of two",
        ),
        (r"(?<![\d/.])(?P<a>\d\d?)(?P<k>[/.])(?P<b>\d\d?)(?P=k)(?P<y>(?:19|20)\d\d)(?![/.]?\d)", "numeric"),
        (
            rf"\b(?:[Ii]n|[Ss]ince(?: at least)?|[Bb]y|[Uu]ntil|[Ff]rom|[Dd]uring|[Bb]efore|[Aa]fter|of|year"
            rf"|for|due|calendar|as far back as"
            r"|(?:(?<=delayed )|(?<=extended )|(?<=postponed )|(?<=deferred )|(?<=back )|(?<=forward ))to) "
            rf"(?P<y>{YEAR})\b(?![,.]?\d|[ ]?(?:GMT|UTC|[BCEPI]S?T|[ECP]DT|BST|CEST|hours|hrs|local)\b)",
            "year",
        ),
        (
            r"\b(?:than|against|versus|[Cc]ompared (?:with|to)|[Ff]ounded|[Bb]uilt|[Bb]orn|[Dd]ated|established) "
            rf"(?P<y>{YEAR})(?=[,;:)]|\.(?!\d)| (?:and|but|to|at|by|in|as)\b)",
            "year",
        ),
        (rf"(?<=\b[Ii]n \d{{4}}, )(?P<y>{YEAR})(?=,? and (?!{YEAR}))", "year"),  # "in 1953, 1978 and in the winter of"
    )
]
_CLUE = re.compile(rf"{YEAR}|BCE?\b|[Cc]entury")  # what each of them needs
_OPEN = re.compile(
    r"\b(since|from|by|until|till|not? (?:earlier|later) than|before)"
    r"[ ](?:the )?"
    rf"(?:(?:end|start|beginning|opening) of )?(?:the )?{TIME_OF_DAY}$",
    re.I,
)
_LABELLED = re.compile(rf"^(?:First )?(?:Published|Posted|Updated):? .*{YEAR}.*$", re.M)


_MONTHS_BEGIN = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORDS_OF = {  # words of which each date of a shape has one
    **dict.fromkeys(("day", "days", "days of years", "span", "month", "months"), _MONTHS_BEGIN),
    "about a year": ("about", "around", "circa"),
    "before Christ": (" BC",),
    "century": ("century",),
    "decade": ("0s",),
    "edge": ("end of", "start of", "beginning of", "middle of"),
    "half": ("half of",),
    "quarter": ("quarter of", "Q1", "Q2", "Q3", "Q4"),
    "season": ("spring", "summer", "autumn", "fall", "winter"),
}


def published_on(text: ArticleText) -> Candidate | None:
    """The first full date, which in the head of an article is its day of publication, or stands in a line of its own
    ("Published: ..."); None where there is none, as in a dateline without a year."""
    head = text.content[: text.paragraphs[min(4, len(text.paragraphs) - 1)].end]
    labelled = _LABELLED.search(text.content)
    return _first_day(head) or (labelled and _first_day(text.content[: labelled.end()])) or None


def _first_day(head: str) -> Candidate | None:
    lines = ArticleText(head)
    found = sorted(absolute(lines), key=lambda one: (one.span.start, -one.span.end))
    return next((one for one in found if re.fullmatch(r"\d{4}-\d\d-\d\d", str(one.fields["edtf"]))), None)


def absolute(text: ArticleText) -> Iterator[Candidate]:
    """Candidates for all of them; some may lie within others."""
    stretches = [sentence for sentence in text.sentences if _CLUE.search(text.content, *sentence)]
    with_words = {shape: set(text.sentences_with(words)) for shape, words in _WORDS_OF.items()}
    for pattern, shape in _ABSOLUTE:
        held = [one for one in stretches if one in with_words[shape]] if shape in with_words else stretches
        for match in (found for stretch in held for found in pattern.finditer(text.content, *stretch)):
            if shape == "seasons":
                yield from _seasons(match)
            elif edtf := _edtf(shape, match):
                yield _opened(text, match, edtf, shape)


def _seasons(match: re.Match[str]) -> Iterator[Candidate]:
    """ "The summers of 2021, 2022 and 2023": a date each, since EDTF has no set of seasons."""
    start = match.start()
    for year in re.finditer(YEAR, match.group()):
        end = match.start() + year.end()
        yield Candidate(Span(start, end), {"edtf": f"{year[0]}-{SEASONS[match['s'].lower()]}"})
        start = end + 1


def _edtf(shape: str, match: re.Match[str]) -> str | None:
    part = match.groupdict()
    if shape in ("span", "days of years", "days", "list of years"):
        return _several(shape, part, match)
    if shape in ("day", "holiday"):
        return iso_day(part["y"], part["m"], part["a"]) if shape == "day" else str(named_day(part["h"], int(part["y"])))
    if shape in ("years of months", "months", "month", "to an end"):
        return _months(shape, part)
    if shape == "quarter":
        return division(part["y"] or part["z"], int(part["d"] or part_number(part["q"], of=4)))
    if shape == "numeric":
        return _numeric(part, match.group())
    if (
        shape == "year"
        and _COUNT.match(match.group())
        and int(part["y"]) < 1900
        and unit_after(match.string, match.end())
    ):
        return None  # "a survey of 1840 adults"
    if shape == "adjective":  # "a 2018 report", but not "a 2000 metre race"
        unit = unit_after(match.string, match.end())
        return None if unit and (unit.code or unit.currency) else part["y"] or part["z"]
    return years(shape, part, match.group(), match.string[max(0, match.start() - 60) : match.start()])


def _several(shape: str, part: dict[str, str], match: re.Match[str]) -> str | None:
    if shape == "days of years":
        return _days_of_years(part)
    if shape == "days":
        return set_of_days(part["y"], part)
    if shape == "list of years":
        return as_list([*part["l"].split(", "), part["z"]], part["o"])
    span = _day_span(part["y"], part["m"], part["a"], part.get("n") or "", part["b"])
    between = re.search(r"\b(?:between|from) $", match.string[max(0, match.start() - 8) : match.start()], re.I)
    return as_set(span, match.group(), between is not None) if span else None


def _days_of_years(part: dict[str, str]) -> str | None:
    first = iso_day(part["y"], part["m"] or part["k"], part["a"] or part["c"])
    last = iso_day(part["z"], part["n"] or part["l"], part["b"] or part["d"])
    return f"{first}/{last}" if first and last and first < last else None


def set_of_days(year: str, part: dict[str, str]) -> str | None:
    """ "On 4, 11 and 18 March": all of the days; "or" leaves one of them."""
    days = [iso_day(year, part["m"], day) for day in (*part["l"].split(", "), part["b"])]
    return as_list([day for day in days if day], part["o"]) if all(days) else None


def _months(shape: str, part: dict[str, str]) -> str | None:
    if shape == "month":
        return f"{part['y']}-{month_number(part['m']):02}"
    if shape == "to an end":
        return f"{part['y']}-{month_number(part['m']):02}/{part['z']}-12"
    first = f"{part['y'] or part['x']}-{month_number(part['m'] or part['k']):02}"
    last = f"{part.get('z') or part['y']}-{month_number(part['n']):02}"
    return f"{first}/{last}" if first < last else None


def _numeric(part: dict[str, str], match: str) -> str | None:
    """ "25/12/2024": a TODO where day and month may be exchanged; full stops stand after the day first."""
    first, second = int(part["a"]), int(part["b"])
    if part["k"] == "/" and first <= 12 and second <= 12 and first != second:
        return f"TODO {match}, which is the month?"
    day, month = (second, first) if second > 12 else (first, second)
    return (
        f"{part['y']}-{month:02}-{day:02}"
        if 0 < month <= 12 and iso_day(part["y"], MONTHS[month - 1], str(day))
        else None
    )


def _opened(text: ArticleText, match: re.Match[str], edtf: str, shape: str) -> Candidate:
    """With the word before it that opens the span to one side: since, by, until."""
    before = _OPEN.search(text.content, max(0, match.start() - 50), match.start())
    if shape in ("day", "month") and _AFTER.search(text.content, max(0, match.start() - 24), match.start()):
        return Candidate(Span(match.start(), match.end()), {"edtf": f"{beside(edtf, 1)}/.."})
    if shape == "year" and before and " of " not in before.group():
        before = None  # "from the 2024 level"
    start = before.start() if before else match.start()
    word = _opening_word(before, match, shape)
    if word == "from" and (
        shape in ("century", "decade")  # "bones from the 12th century"
        or (shape != "day" and _begins_nothing(text.content, start, match.end()))
    ):
        word = "of"
    if word == "after" and shape == "year":
        edtf = f"TODO {edtf}/.., or the year after"
    elif word in _WORDS_KEPT and "TODO" not in edtf and ("/" not in edtf or shape in ("quarter", "half")):
        edtf = opened(edtf, word, says_no(text.content[max(0, start - 60) : start]))
    if word not in _WORDS_KEPT:
        is_last = shape in ("year", "adjective")
        start = match.start() + (match.group().find(match.group().split()[-1]) if is_last else 0)
    return Candidate(Span(start, match.end()), {"edtf": edtf})


def _opening_word(before: re.Match[str] | None, match: re.Match[str], shape: str) -> str:
    """Since, by or another word; "before the end of March 2027" is by then."""
    word = before[1].lower() if before else match.group().split()[0].lower() if shape == "year" else ""
    if before and word == "before" and "end of" in before.group():
        return "by"
    if word == "as":
        return "since"  # "as far back as 2017"
    return word if " " not in word else "from" if "earlier" in word else "by"


def _begins_nothing(content: str, start: int, end: int) -> bool:
    """ "Rules that date from 2009", "from 1990 levels", "fell 3% from May 2025"."""
    lead = content[max(0, start - 60) : start]
    return (
        lead.endswith(_DATE)
        or _OF_THEN.search(lead) is not None
        or _LEVELS.match(content, end) is not None
        or is_compared(lead)
    )


_AFTER = re.compile(  # "made after 3 May 2024", but not "two days after 3 May 2024"
    r"(?<!day)(?<!days)(?<!week)(?<!weeks)(?<!soon)(?<!shortly)(?<!just)(?<!hours)(?<!months)(?<!years) after $", re.I
)
_OF_THEN = re.compile(  # "an email from 2022"
    r"\b(?:e-?mails?|letters?|reports?|study|studies|memos?|documents?|photo\w*|pictures?|videos?|footage|film"
    r"|figures|data|survey"
    r"|paper|map|poll|census|interview|article|post|messages?|recordings?|images?|ruling|estimates?|minutes|records) $"
)
_COUNT = re.compile(r"(?:of|for|than) ")
_DATE, _LEVELS = ("date ", "dates ", "dated ", "dating "), re.compile(r" (?:levels?|baselines?)\b")
_WORDS_KEPT = ("since", "from", "by", "until", "till", "before")

"""Days and months without a year, and the weeks and months that are reckoned from them."""

import re
from calendar import monthrange
from datetime import date

from authoring.draft.absolute_dates import (
    DAY,
    MONTH,
    TIME_OF_DAY,
    iso_day,
    month_number,
    set_of_days,
)
from authoring.draft.holidays import CLUES, HOLIDAY, SEASONAL, named_day
from authoring.draft.numbers import NUMBER, number
from authoring.draft.relative_dates import ANY_MONTH, Found, spelled
from authoring.draft.tense import (
    clause_before,
    is_ahead,
    is_compared,
    is_habitual,
    is_in_doubt,
    is_negated,
    is_over,
    is_past,
    says_past_before,
    tense_of,
    was_planned,
)
from authoring.draft.weekdays import ANY_DAY, DAYS
from authoring.draft.years import MOVED, as_set, beside, four_digits, opened

_GIVEN_NAMES = ("April", "May", "June", "August")
_OF_A_MONTH = re.compile(
    r"[’']s (?:[a-z]+ )?(?:\d+|figures?|readings?|rates?|totals?|elections?|votes?|meetings?|summits?|inflation|sales"
    r"|rain\w*|level|report|data|results?|games?|match|race|exports|imports|output|average|peak|high|low|floods?|attack"
    r"|earthquake"
    r"|quake|storm|strike|referendum|poll|survey|jobs|budget)\b"
)
_WEEKDAY_BEFORE = re.compile(rf"\b({ANY_DAY}),? (?:the )?$")
NAMED_YEAR = re.compile(r"(?<![\d,.])(?:19|20)\d\d(?![\d,.]\d|\w)")
_COUNTED_FROM = re.compile(r"\b(?:days?|weeks?|months?|years?|hours?|soon|shortly|just|right) $")  # "two days after"
_PROSPECTIVE = re.compile(
    r"\b(?:rul(?:ed?|ing) out|warned|promised|proposed|announced|approved|flagged|signal+ed|pledged|predicted"
    r"|called for|backed"
    r"|urged|demanded|postponed|scheduled|forecast|ordered|booked|offered)\b"
)
_GOES_ON = re.compile(r" ?[a-z]+ing\b")  # "was cut, falling to 5% on Dec. 1"
_IS_DONE = re.compile(  # "is released on 26 June"
    r"^(?!.*\b(?:was|were|had|did)\b).*\b(?:is|are) (?!accused|charged|alleged|believed|suspected|reported"
    r"|dated|based|convicted)"
    r"(?:\w+ly )?[a-z]+ed\b"
)
_DATE_OF = re.compile(r"\b(?:trial|hearing|start|opening|closing|completion|publication|release|court) date of $")
_AT_HOUR = re.compile(r" at (?:noon|midday|midnight|\d)")
_PUT_OFF_TO = re.compile(
    r"\b(?:put (?:back|off)|postponed|delayed|deferred|pushed(?: back)?|adjourned|extended|moved"
    r"|brought forward|rescheduled) $"
)
_SET = re.compile(r"\b(?:listed|set|scheduled|booked|planned|pencill?ed in|slated|fixed|arranged|due) $")
_LASTS = re.compile(r"\b(?:is|are|remains?|stays?)(?: \w+){0,2} $")
_GRANTED = re.compile(
    r"\b(?:gave|gives?|given|granted|allowed|on bail|remanded|adjourned)\b[^,;]* $"
)  # "gave the state until January 31"
_TRADED = re.compile(r" (?:delivery|contracts?|settlement|futures|shipments?|loading|arrival|expiry)\b")
_MONTH_OF_A_YEAR = re.compile(rf"({ANY_MONTH}) ((?:19|20)\d\d)\b")
_STEPS = {"last": -1, "this": 0, "next": 1}

_NO_YEAR = r"\b(?!,? (?:1[6-9]|20)\d\d\b|[-–/.:]?\d)"
_OPENER = (
    r"(?:\b(?P<w>[Ss]ince(?: at least)?|[Uu]ntil|[Tt]ill|[Tt]hrough|[Bb]y|[Ff]rom|[Ff]or|[Nn]ot? (?:earlier|later) than"
    rf"|[Bb]efore|[Aa]fter"
    rf"|[Oo]n or before) {TIME_OF_DAY})?"
)
_FROM = r"\b(?=[\dFfBbJMASOND])(?:(?:[Ff]rom|[Bb]etween) )?"
_TO = r"(?: to | and | or | through | until |[ ]?[-–][ ]?)"


@spelled(
    r"(?:\b(?P<w>[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Bb]efore|[Aa]fter|[Ff]rom|[Ll]ast|[Tt]his|[Nn]ext)"
    r" (?P<x>last |this )?"
    rf"|\b(?:[Oo]n|[Aa]t|[Oo]ver) )?\b{HOLIDAY}(?: (?P<v>last|this|next) year)?(?!,? (?:in |of )?\d{{4}})",
    *CLUES,
)
def holiday(match: re.Match[str], published: date) -> Found | None:
    """ "On Boxing Day", "by Christmas", "last Easter"; a TODO where Easter may be that of the Eastern churches."""
    if match.start("h") == match.start() and re.fullmatch(SEASONAL, match["h"]):
        return None  # "the first Christmas in the new house"
    if "Orthodox" in match.string or (match["w"] or "").lower() == "next":
        return {"edtf": f"TODO {match.group()}"}
    return without_year(match, published)


@spelled(
    r"\b(?P<w>[Ii]n(?:to)?|[Ss]ince(?: at least)?|[Uu]ntil|[Tt]ill|[Tt]hrough|[Bb]y|[Ll]ast|[Tt]his|[Nn]ext|of|for|to"
    r"|[Ff]rom|[Dd]uring|[Bb]efore|[Aa]fter|[Bb]ack in|as (?:recently|early|late) as"
    r"|an? (?:wet|dry|cold|warm|hot|mild|record|quiet|strong|weak|slow|good|poor)"
    r"|(?:an?|its|their|his|her|the|[’']s)(?= [A-Z][a-z]+ (?:report|projection|forecast|study|ruling|survey|letter"
    r"|filing|interview|estimate|figures?|statement|issue|edition|meeting|election|vote|referendum|attack|quake"
    r"|earthquake|flood|storm|summit|budget|ballot|data|reading|poll)s?\b)) "
    rf"(?P<m>{ANY_MONTH})\b"
    rf"(?! (?:\d|(?:to|until|through) (?:{ANY_MONTH}|\d+ (?:of )?{MONTH}|\d{{4}}\b|the|early|mid|late)))"
)
@spelled(rf"{_OPENER}\b(?P<a>{DAY}) (?:of )?(?P<m>{MONTH}){_NO_YEAR}")
@spelled(rf"{_OPENER}(?P<m>{MONTH}) (?P<a>{DAY}){_NO_YEAR}")
def without_year(match: re.Match[str], published: date) -> Found | None:
    """A day or month without a year: that of publication unless the words around say otherwise; a TODO of both where a
    day yet to come may be the last or the next one, and a set of both where a month may."""
    if match.groupdict()["w"] == "to" and not _PUT_OFF_TO.search(clause_before(match)):
        return None
    is_until_an_hour = match["w"] in ("before", "Before") and _AT_HOUR.match(match.string, match.end())
    if is_in_doubt(match) or is_habitual(match) or is_until_an_hour:
        return {"edtf": f"TODO {match.group()}"}
    day, word = "a" in match.groupdict() or "h" in match.groupdict(), (match["w"] or "").lower()
    word = "from" if word.endswith("earlier than") else word
    word = "by" if word.endswith(("than", "before")) and " " in word else word.removesuffix(" at least")
    word = "until" if word in ("till", "through") else word
    if word == "from" and not day and is_compared(match.string[max(0, match.start() - 60) : match.start()]):
        word = ""  # "fell 0.4% from April"
    years = _years_of_weekday(match, published) or years_of(match, word, published)
    edtfs = [_in_year(match, year) for year in years]
    opens = word in ("since", "from", "until", "by", "before")
    if not years or (word == "after" and _COUNTED_FROM.search(match.string, max(0, match.start() - 12), match.start())):
        return {"edtf": f"TODO {match.group()}"}
    if None in edtfs:
        return {"edtf": f"TODO {match.group()}"} if day and match["m"].startswith("Feb") else None
    if len(edtfs) > 1 and (opens or day or word == "after"):
        return {"edtf": f"TODO {' or '.join(map(str, edtfs))}"}
    edtf = str(edtfs[0]) if len(edtfs) == 1 else f"[{','.join(map(str, edtfs))}]"
    if word == "after":
        return {"edtf": f"{beside(edtf, 1)}/.."}
    return {"edtf": opened(edtf, word, is_negated(match)) if opens else edtf}  # "will not begin before March"


def _in_year(match: re.Match[str], year: int) -> str | None:
    """The day or month of a match in a year; None where no calendar has it."""
    part = match.groupdict()
    if part.get("h"):
        return named_day(part["h"], year).isoformat()
    return iso_day(str(year), part["m"], part["a"]) if part.get("a") else f"{year:04}-{month_number(part['m']):02}"


@spelled(rf"\b(?P<w>)(?P<m>{ANY_MONTH})(?=[’']s [a-z\d]| (?:was|is|had been) the [\w-]+(?:st|th|nd|rd)\b)")
def own_month(match: re.Match[str], published: date) -> Found | None:
    """ "April's figure", "April was the wettest": as a month without a year; none where it may be somebody's name."""
    named = re.search(r"[A-Z][\w.’'-]* $", match.string[max(0, match.start() - 20) : match.start()])
    is_own = match.string.startswith(("’", "'"), match.end())
    is_person = is_own and match["m"] in _GIVEN_NAMES and not _OF_A_MONTH.match(match.string, match.end())
    return None if named or is_person else without_year(match, published)


@spelled(rf"\b[Ii]n (?P<l>(?:(?:{ANY_MONTH}), )+(?:{ANY_MONTH})),? and (?P<m>{ANY_MONTH})\b(?! \d|[’'])")
def list_of_months(match: re.Match[str], published: date) -> Found:
    """ "In March, May and July": each of them, if all of this year are over; else a TODO."""
    months = [month_number(month) for month in (*match["l"].split(", "), match["m"])]
    if months != sorted(set(months)) or months[-1] > published.month or tense_of(match) != "past":
        return {"edtf": f"TODO {match.group()}"}
    return {"edtf": f"{{{','.join(f'{published.year}-{month:02}' for month in months)}}}"}


@spelled(rf"\b(?P<m>{MONTH}) (?P<l>(?:{DAY}, )+{DAY}),? (?P<o>and|or) (?P<b>{DAY}){_NO_YEAR}")
@spelled(rf"\b(?=\d)(?P<l>(?:{DAY}, )+{DAY}),? (?P<o>and|or) (?P<b>{DAY}) (?P<m>{MONTH}){_NO_YEAR}")
def list_of_days(match: re.Match[str], published: date) -> Found:
    """ "On 22, 23 and 24 June": each of them."""
    years = years_of(match, "", published)
    edtf = set_of_days(str(years[0]), match.groupdict()) if len(years) == 1 and not is_in_doubt(match) else None
    return {"edtf": edtf or f"TODO {match.group()}"}


@spelled(rf"{_FROM}(?P<m>{MONTH}) (?P<a>{DAY}){_TO}(?:(?P<n>{MONTH}) )?(?P<b>{DAY}){_NO_YEAR}")
@spelled(rf"{_FROM}(?P<a>{DAY}) (?P<m>{MONTH}){_TO}(?P<b>{DAY}) (?P<n>{MONTH}){_NO_YEAR}")
@spelled(rf"{_FROM}(?P<a>{DAY}){_TO}(?P<b>{DAY}) (?P<m>{MONTH}){_NO_YEAR}")
def days_without_year(match: re.Match[str], published: date) -> Found:
    """ "From 11 August to 20 August", "February 3-9", "8 and 9 March": a span, or a set of days; a TODO where the year
    may be another one, and where something is moved from one day to the other."""
    month, other = match["m"], match.groupdict().get("n") or match["m"]
    if MOVED.search(clause_before(match)):
        return {"edtf": f"TODO {match.group()}, from one to the other?"}
    years = years_of(match, "", published)
    tense = tense_of(match)
    if len(years) != 1 or (tense is None and month_number(other) != published.month):
        return {"edtf": f"TODO {match.group()}"}
    last_year = years[0] + (month_number(other) < month_number(month))
    first, last = iso_day(str(years[0]), month, match["a"]), iso_day(str(last_year), other, match["b"])
    if not first or not last or first >= last:
        return {"edtf": f"TODO {match.group()}"}
    return {"edtf": as_set(f"{first}/{last}", match.group(), re.match("[Bb]etween|[Ff]rom", match.group()) is not None)}


def _years_of_weekday(match: re.Match[str], published: date) -> list[int]:
    """The one year about then in which a day falls on the weekday before it: "Friday, October 10"."""
    if not match.groupdict().get("a"):
        return []
    start = min(match.start("a"), match.start("m"))
    named = _WEEKDAY_BEFORE.search(match.string, max(0, start - 14), start)
    if not named:
        return []
    days = [_in_year(match, year) for year in range(published.year - 1, published.year + 2)]
    fitting = [one for one in days if one and date.fromisoformat(one).weekday() == DAYS.index(named[1])]
    return [int(one[:4]) for one in fitting]


def _written(match: re.Match[str], published: date) -> tuple[int, int]:
    """Month and day of a match, or 0 where it has none."""
    part = match.groupdict()
    if part.get("h"):
        day = named_day(part["h"], published.year)
        return day.month, day.day
    return month_number(part["m"]), int(re.sub(r"\D", "", part.get("a") or "0"))


def years_of(match: re.Match[str], word: str, published: date) -> list[int]:
    year, written = published.year, _written(match, published)
    now = (published.month, published.day if written[1] else 0)
    if step := match.groupdict().get("v"):
        return [year + _STEPS[step]]
    word = (match.groupdict().get("x") or word).strip()
    if word == "next":
        return [year + (written <= now)]
    if word == "this":
        return [year] if abs(written[0] - now[0]) < 9 else []
    if word in ("last", "since"):
        return [year - (written > now or (word == "last" and written == now))]
    return _begun(match, word, year, written, now) if written <= now else _not_begun(match, word, year, written, now)


_Day = tuple[int, int]  # month and day
_HAS_DONE = re.compile(r"\bha(?:s|ve)\b(?!.*\b(?:plans?|will|hopes?|wants?|expects?|intends?|aims?)\b)")


def _begun(match: re.Match[str], word: str, year: int, written: _Day, now: _Day) -> list[int]:
    """The years of what has begun in that of publication: it, or the next one."""
    months, tense = now[0] - written[0], tense_of(match)
    if word == "to" or (word == "for" and _SET.search(clause_before(match))):
        return [year + (written < now)]
    if word in ("until", "by") and months < 4 and re.search(r"\bwould\b", clause_before(match)):
        return []  # "said on 2 September that it would end by the end of September"
    if word in ("until", "by"):
        is_told = (match.groupdict().get("w") or "").lower() == "through" and tense != "ahead"
        is_done = is_told or is_over(match) or _HAS_DONE.search(clause_before(match))
        to_come = (tense == "ahead" and not was_planned(match)) or (tense is None and months > 3)
        if word == "until" and _LASTS.search(clause_before(match)):
            return [year + 1]  # "is hedged until March"
        is_granted = word == "until" and months > 3 and _GRANTED.search(clause_before(match))
        return [year] if is_done else [year + 1] if to_come or is_granted else []
    if _TRADED.match(match.string, match.end()) or (word == "for" and (written[0] - now[0]) % 12 in (1, 2, 3)):
        return [year + (written < now)]
    open_end = word == "from" and tense != "ahead" and not says_past_before(match)
    may_be_over = tense == "ahead" and written < now and (was_planned(match) or (months < 2 and is_ahead(match)))
    if open_end or may_be_over or (tense is None and months > 6 and word != "of"):
        return []
    return [year + (written < now and tense == "ahead" and (months > 3 or is_ahead(match)))]


def _not_begun(match: re.Match[str], word: str, year: int, written: _Day, now: _Day) -> list[int]:
    """The years of what has not begun in that of publication: it, or the one before."""
    months, tense = written[0] - now[0], tense_of(match)
    if word in ("until", "by") and is_over(match):
        return [year - 1]
    if word == "by" and tense == "past" and NAMED_YEAR.search(match.string, max(0, match.start() - 60), match.start()):
        return []  # "came out in 1977 and sold 300 by Christmas"
    if tense == "ahead" and months > 6 and was_planned(match):
        return []
    if _IS_DONE.search(clause_before(match)) or _DATE_OF.search(clause_before(match)):
        return [year]
    if word in ("until", "by") or tense == "ahead" or (word == "for" and months < 4) or (tense is None and months < 7):
        return [year]
    if tense == "past" and months < 5 and _PROSPECTIVE.search(clause_before(match)):
        return [year] if months < 3 else [year - 1, year]  # in November "did not rule out cuts in December"
    is_told = says_past_before(match) or (not written[1] and not clause_before(match).strip() and is_past(match))
    return (
        [year - 1]
        if tense == "past"
        and (is_told or (months > 3 and (not written[1] or is_past(match) or _GOES_ON.match(clause_before(match)))))
        else [year - 1, year]
    )


@spelled(
    rf"\b(?:in |for |during )?(?:the|its|their) (?:(?P<n>{NUMBER}) months|(?:(?:first|second|third|fourth"
    rf"|fiscal) )?quarter|(?:(?:fiscal|financial"
    rf"|trading|business|marketing|crop|tax) )?(?P<u>year)|(?P<h>half(?:[ -]year)?))"
    r" (?:to|through|(?:that )?(?P<w>ends|ended|ending)(?: on| in)?)"
    rf" (?:the end of |(?:28|29|30|31) )?(?P<m>{MONTH})(?: (?:28|29|30|31)\b)?(?:,? (?P<y>20\d\d))?"
)
def months_to(match: re.Match[str], published: date) -> Found | None:
    """ "The three months to the end of September": whole months, the last of which has begun by publication."""
    count = 12 if match["u"] else 6 if match["h"] else int(number(match["n"] or "three"))
    month = month_number(match["m"])
    to_come = match["w"] == "ends" or (match["w"] == "ending" and is_ahead(match))
    moved = month < published.month if to_come else -(month > published.month)
    year = int(match["y"]) if match["y"] else published.year + moved
    first = year * 12 + month - count
    return {"edtf": f"{first // 12:04}-{first % 12 + 1:02}/{year:04}-{month:02}"} if 1 < count < 13 else None


@spelled(
    rf"\b(?:[Ii]n |[Oo]n )?(?:(?P<a>{DAY}) (?:of )?)?(?P<m>{ANY_MONTH})(?: (?P<b>{DAY}))?"
    r",? (?:of )?(?P<w>last|this|next) year\b",
    " year",
)
def month_of_year(match: re.Match[str], published: date) -> Found:
    """ "January next year", "6 August last year"."""
    year, day = four_digits(published.year + _STEPS[match["w"]]), match["a"] or match["b"]
    return {"edtf": str(iso_day(year, match["m"], day) if day else f"{year}-{month_number(match['m']):02}")}


@spelled(
    rf"\b(?:[Bb]etween|[Ff]rom) (?:(?P<a>{DAY}) (?P<m>{MONTH})|(?P<k>{MONTH}) (?P<c>{DAY})|(?P<j>{ANY_MONTH}))"
    rf" (?P<w>last|this) year (?:and|to|until|through) (?P<e>the end of )?(?:(?P<b>{DAY}) )?(?P<n>{MONTH})"
    rf"(?: (?P<d>{DAY}))?\b(?!,? ?\d| (?:last|this|next) year)",
    " year",
)
def days_of_years(match: re.Match[str], published: date) -> Found:
    """ "Between 4 August last year and the end of February": until the next such day or month."""
    year, month = published.year - (match["w"] == "last"), match["m"] or match["k"] or match["j"]
    day, last_day = match["a"] or match["c"], match["b"] or match["d"]
    end_year = year + (month_number(match["n"]) < month_number(month))
    first = iso_day(str(year), month, day) if day else f"{year}-{month_number(month):02}"
    last: str | None = f"{end_year}-{month_number(match['n']):02}"
    if match["e"] or last_day:
        last = iso_day(str(end_year), match["n"], last_day or str(monthrange(end_year, month_number(match["n"]))[1]))
    return {"edtf": f"{first}/{last}" if first and last and first < last else f"TODO {match.group()}"}


@spelled(
    rf"\b(?:[Bb]etween|[Ff]rom) (?P<w>last|this) (?P<m>{ANY_MONTH}) (?:and|to|until|through) (?P<n>{ANY_MONTH})\b"
    r"(?! (?:\d|last|this|next))",
    " last ",
    " this ",
)
def months_of_years(match: re.Match[str], published: date) -> Found:
    """ "Between last June and October": until the next such month, where that is over."""
    first, last = month_number(match["m"]), month_number(match["n"])
    year = published.year - (match["w"] == "last" and first >= published.month)
    span = f"{year}-{first:02}/{year + (last < first)}-{last:02}"
    return {"edtf": span if span[8:] <= f"{published:%Y-%m}" else f"TODO {match.group()}"}


@spelled(rf"\b(?:That|(?:[Ii]n|[Ll]ater|[Ee]arlier) that) (?P<m>{ANY_MONTH})\b(?! \d)", "that ")
def that_month(match: re.Match[str], published: date) -> Found:  # noqa: ARG001 - a rule's shape
    """ "That December": of the year that is named last before it."""
    years = NAMED_YEAR.findall(match.string, max(0, match.start() - 200), match.start())
    return {"edtf": f"{years[-1]}-{month_number(match['m']):02}" if years else f"TODO {match.group()}"}


@spelled(rf"\b[Tt]he following (?P<m>{ANY_MONTH})\b(?! \d)")
def following_month(match: re.Match[str], published: date) -> Found:  # noqa: ARG001 - a rule's shape
    """ "The following May": the next one after the month that is named with its year last before it."""
    named = _MONTH_OF_A_YEAR.findall(match.string, max(0, match.start() - 200), match.start())
    if not named:
        return {"edtf": f"TODO {match.group()}, after what?"}
    month, year = month_number(match["m"]), int(named[-1][1])
    return {"edtf": f"{year + (month <= month_number(named[-1][0]))}-{month:02}"}


@spelled(
    rf"\b(?:(?:[Bb]etween|[Ff]rom|[Ii]n|[Dd]uring|[Ff]or)(?: the)?|[Tt]he) (?P<m>{ANY_MONTH})"
    rf"(?: (?P<t>and|to|until|through) |[-–])(?P<n>{ANY_MONTH})\b(?! \d)(?P<q> (?:quarter|period))?"
)
def months_without_year(match: re.Match[str], published: date) -> Found | None:
    """ "Between January and March": the last such months, unless they are to come."""
    first, last = month_number(match["m"]), month_number(match["n"])
    tense, year = tense_of(match), published.year
    if match.group().lower().startswith("for ") and (first - published.month) % 12 < 4 and first != published.month:
        year += first < published.month  # "under contract for December and January"
        return {"edtf": f"{year}-{first:02}/{year + (last < first)}-{last:02}"}
    if first > last and last <= published.month and tense == "past":
        return {"edtf": f"{year - 1}-{first:02}/{year}-{last:02}"}
    if first >= last:
        return {"edtf": f"TODO {match.group()}"}
    if first > published.month and (tense == "past" or (tense is None and match["q"])):
        published = published.replace(year=published.year - 1, day=1)
    elif last > published.month and tense != "ahead":
        return {"edtf": f"TODO {match.group()}"}
    year = published.year + (tense == "ahead" and last < published.month)
    between = match.group().lower().startswith("between") or last == first + 1  # "in June and July"
    return {"edtf": as_set(f"{year}-{first:02}/{year}-{last:02}", match.group(), between)}

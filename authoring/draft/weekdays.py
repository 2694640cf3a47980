"""Weekdays and weekends as days, reckoned from the day of publication."""

import re
from datetime import date, timedelta
from functools import lru_cache

from authoring.draft.absolute_dates import CLOCK, DAY, MONTH, iso_day
from authoring.draft.known_names import places, world
from authoring.draft.numbers import NUMBER, number
from authoring.draft.relative_dates import ANY_MONTH, Found, reads, spelled
from authoring.draft.tense import (
    clause_after,
    clause_before,
    is_ahead,
    is_habitual,
    is_in_doubt,
    is_negated,
    is_over,
    is_past,
    is_present,
    tense_of,
    was_given_up,
)
from authoring.draft.words import NEWS_WORDS, words

DAYS = words("""
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
""")
ANY_DAY = "|".join(DAYS)
_PART_OF_DAY = (
    r"(?:(?:in the early hours|on the (?:morning|afternoon|evening|night|eve)) of"
    r"|(?:at|before|after) (?:midnight|noon|dawn|dusk) on"
    rf"|(?:a little|just|shortly|soon|right|moments|minutes) (?:before|after) (?:midnight|noon|dawn|dusk"
    rf"|{CLOCK})(?: on)?)"
)
_OF_DAY = r"(?: (?:noon|midday|morning|afternoon|evening|night|lunchtime)(?![’'\w]))?"
_DATE = rf"(?:{MONTH} {DAY}|{DAY} {MONTH})\b"  # of which a weekday before it is a part
_SPAN_OF_DAYS = re.compile(rf"(?:{ANY_DAY})(?: to | through | until |[-–])$")
_NAMED = ("Black ", "Super ", "Bloody ", "Cyber ", "Holy ", "Whit ", "Giving ")  # "Black Friday"
_HOURS = re.compile(
    r"(?:\bopen|\d ?[ap]\.?m\.?|\d[.:]\d\d|\bhours)[^.;]{0,12} $"
)  # "9 a.m. to 4 p.m., Monday to Thursday"
_WAS = re.compile(  # "By Monday three of them had asked"
    r",? ?(?!(?:\w+ ){0,4}(?:had|was|were) to\b)(?:[\w’-]+ ){1,5}(?:had|was|were|[a-z]{3,}ed)\b"
)
_COULD = re.compile(r"\bcould (?!have\b|not\b)")
_PLACE = r"[A-ZÀ-Þ]{3,}[A-ZÀ-Þ’'. /-]*(?:, [A-Z][\w.]+(?: [A-Z]\w+)*)?"
_DATELINE = re.compile(
    rf"^(?!EXCLUSIVE|UPDATE|BREAKING|WATCH|LIVE)"
    rf"(?:{_PLACE}(?:,? {_DATE})?|[A-Z][\w’'. -]{{2,40}}, {_DATE})(?:,? \d{{4}})?"
    r"(?:, [\d.:]+ [A-Z]+)?(?: ?[(/][^)/\n]{2,40}[)/])? ?(?:--?|[–—]) (?=[^\n]*[.,;])"  # "OSLO, 3 May (Fane) - "
    rf"|^(?:{_PLACE}|(?!{ANY_DAY})[A-Z]\w+), {_DATE},? \d{{4}}$|\b20\d\d\b[^\n]{{0,25}} [-–—] [A-Z]{{3,}}$",
    re.M,
)
_COLON = re.compile(  # "New Delhi: The court", "Nairobi, Kenya (Fane) - "
    r"^([A-Z][\w .’-]{2,25}?)(?:, [A-Z]\w+)?(?:: | \([^)\n]{2,30}\) ?[-–—] )(?=[^\n]{60})", re.M
)
_STAMPED = re.compile(  # with its hour
    r"^(?=.*\b20\d\d\b).{0,100}\b\d{1,2}[.:]\d\d(?!\d).{0,60}$"
    r"|^(?:Updated|Published|Posted|Last).{0,40}\b\d{1,2}[.:]\d\d(?!\d)"
    r"|^\d{1,2}[.:]\d\d ?(?:[ap]\.?m\b\.?|[A-Z]{2,4}\b|$|[-–—:] )",
    re.M,
)
_HEAD = 600  # characters that may hold either
_LEDE = re.compile(r"\n([^\n]{80,}[.!?][”\"’]?)(?:\n|$)")
_OTHER_PAPER = re.compile(
    rf"\b(?:{'|'.join(sorted(NEWS_WORDS))}|newspaper|magazine|broadcaster|outlet|website)\b[^.;]{{0,40}}"
    r"\b(?:revealed|reported|wrote|disclosed|published|broke)\b"
)
_HOUR_OF_IT = re.compile(
    rf"\b{CLOCK}|\b[012]?\d:[0-5]\d\b|\b(?:at|by|from|until) [012]?\d\.[0-5]\d\b(?! ?(?:%|per|[a-z]+illion|[a-z]n\b))"
    r"|\b\d{4} ?GMT\b|\bo[’']clock\b|\b(?:midnight|noon|dawn)\b",
    re.I,
)
_PART_OF_IT = re.compile(
    r"\b(?:early|late|midnight|midday|noon|dawn|dusk|morning|afternoon|evening|night|lunchtime)\b", re.I
)
_SENTENCE_START = re.compile(r"(?<! [ap]\.m)[.!?][”\"’]? |\n")
_A_WEEK_ON = ("a week on ", "a week ")
_FIXTURE = re.compile(r"\b(?:play|host|face|visit|meet|entertain|welcome|take on|(?:go|travel|return) to)s?\b[^.;]*$")
_PLAYED = re.compile(
    r"\b(?:half|full)[- ]time\b|\bstoppage[- ]time\b|\binjury[- ]time\b|\bfinal whistle\b|\bsecond half\b"
)
_WEEKS = {"last": -1, "this": 0, "next": 1}
_BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@reads(
    rf"\b(?:{_PART_OF_DAY} |(?:later on|later|earlier on|on|late on|early on) )?"
    rf"(?:(?P<o>since|by|until|through|before|from|starting|not? (?:earlier|later) than) "
    rf"(?:(?:late on|early on|at midnight on|the (?:end|close|evening|morning) of(?: (?:business|trading|play) on)?"
    r"|(?P<c>midnight|midday|noon|dawn|dusk|nightfall|late|early)(?: on)?"
    rf"|(?<!by ){CLOCK}(?: on)?) )?)?"
    rf"(?:(?P<w>last|this|next) )?(?P<d>{ANY_DAY})\b(?! (?:to|through) (?:{ANY_DAY}))(?!,? {_DATE})"
    rf"(?P<k> (?:of )?(?:last|next|this) week| (?:of|in) (?:{ANY_MONTH}|(?:the|each|every) month)| week)?"
    rf"{_OF_DAY}\b",
    "day",
)
def weekday(match: re.Match[str], published: date) -> Found | None:
    """The last such day before publication, or the next where it is to come; both, where the guide leaves both, and a
    TODO where the words do not tell. "Next Friday", said on a Thursday, may be tomorrow or in a week."""
    lead, tail = match.string[max(0, match.start() - 18) : match.start()], match.string[match.end() : match.end() + 2]
    is_name = tail == " &" or (lead.endswith(("the ", "The ")) and re.match(" [A-Z]", tail))  # "The Sunday Chronicle"
    if is_name or lead.endswith(_NAMED) or _SPAN_OF_DAYS.search(lead):
        return None
    back = (published.weekday() - DAYS.index(match["d"].capitalize())) % 7
    last, coming = published - timedelta(days=back), published + timedelta(days=7 - back)
    before = last - timedelta(days=7 * (back == 0))  # the last one that is over
    if match["k"] or lead.lower().endswith(_A_WEEK_ON) or is_habitual(match):
        return _of_week(match, published, coming)
    word, opener = (match["w"] or "").lower(), (match["o"] or "").lower()
    if word == "next" and ((coming - published).days < 3 or coming.weekday() > published.weekday()):
        return {"edtf": f"TODO {match.group()}" if opener else f"[{coming},{coming + timedelta(days=7)}]"}
    if word == "next" or (word == "this" and not is_past(match)):
        return {"edtf": _open_to_one_side(str(coming), opener)}
    if word == "last" or opener == "since":
        return {"edtf": f"{before}/.." if opener == "since" else str(before)}
    if opener:
        return _opened(match, opener, last, coming, published)
    days = _possible_days(match, published, last, coming)
    if not days:
        return {"edtf": f"TODO {last} or {coming}"}
    return {"edtf": str(days[0]) if len(days) == 1 else f"[{','.join(map(str, days))}]"}


def _open_to_one_side(day: str, opener: str) -> str:
    """ "Until next Friday", "from this Monday"."""
    if opener in ("by", "until", "through"):
        return f"../{day}"
    return f"{day}/.." if opener in ("from", "starting") else f"TODO {opener} {day}" if opener else day


def _of_week(match: re.Match[str], published: date, coming: date) -> Found:
    """ "On Monday last week", "on Monday week"; a TODO for "the last Monday of March", "usually on Monday"."""
    is_a_week_on = (
        not match["k"]
        and match.string[max(0, match.start() - 10) : match.start()].lower().endswith(_A_WEEK_ON)
        and is_ahead(match)
    )
    if match["k"] == " week" or is_a_week_on:
        later = coming + timedelta(days=7)
        return {"edtf": f"[{coming},{later}]" if coming - published == later - coming else str(later)}
    step = {"last week": -7, "next week": 7, "this week": 0}.get(" ".join((match["k"] or "").lower().split()[-2:]))
    if step is None:
        return {"edtf": f"TODO {match.group()}"}
    monday = published - timedelta(days=published.weekday())
    return {"edtf": str(monday + timedelta(days=step + DAYS.index(match["d"].capitalize())))}


@reads(
    rf"\b(?:from |(?P<and>between )|)(?P<d>{ANY_DAY}){_OF_DAY}(?(and) and |(?: to | through | until | till |[-–]))"
    rf"(?:the (?:next|following) )?(?P<e>{ANY_DAY}){_OF_DAY}\b(?: (?P<k>next|last|this) week\b)?",
    "day",
)
def weekday_span(match: re.Match[str], published: date) -> Found | None:
    """ "From Sunday to Wednesday": the last such days, or the next ones; none where it is so every week."""
    first, last = DAYS.index(match["d"].capitalize()), DAYS.index(match["e"].capitalize())
    tense = tense_of(match)
    back = (published.weekday() - last) % 7
    if _HOURS.search(match.string, max(0, match.start() - 40), match.start()):
        return None
    if match["k"]:
        monday = published + timedelta(days=7 * _WEEKS[match["k"].lower()] - published.weekday())
        return {"edtf": f"{monday + timedelta(days=first)}/{monday + timedelta(days=last)}"}
    if tense is None or back == 0 or first in (last, published.weekday()):
        return {"edtf": f"TODO {match.group()}"} if tense or "and" in match.group() else None
    if tense == "past":
        end = published - timedelta(days=back)
        return {"edtf": f"{end - timedelta(days=(last - first) % 7)}/{end}"}
    start = published + timedelta(days=(first - published.weekday()) % 7 or 7)
    return {"edtf": f"{start}/{start + timedelta(days=(last - first) % 7)}"}


def _opened(match: re.Match[str], opener: str, last: date, coming: date, published: date) -> Found:
    """ "By Friday", "until late on Monday", "from Thursday": open to one side."""
    opener = opener if " " not in opener else "from" if "earlier" in opener else "by"
    tense = tense_of(match)
    if match["c"] and opener == "by" and tense == "past":
        return {"edtf": str(last)}  # "by midday Wednesday 600 were stuck"
    could_be = opener == "by" and _COULD.search(clause_before(match))
    is_told = opener == "by" and not clause_before(match).strip(' “‘"') and _WAS.match(clause_after(match))
    is_awaited = opener == "until" and (tense is None or match.string.startswith(" to ", match.end()))
    begins = opener in ("from", "starting")
    if begins and last == published:
        return {"edtf": f"{published}/.." if _is_news_of_the_day(match) else f"TODO {match.group()}"}
    if is_over(match) or is_told:
        day: date | None = last
    elif tense == "ahead" or could_be or is_awaited or (begins and is_present(clause_after(match))):
        day = coming
    else:
        day = last if begins and tense == "past" else None
    if day is None:
        return {"edtf": f"TODO {match.group()}"}
    begins = begins or (opener == "before" and is_negated(match))
    return {"edtf": f"{day}/.." if begins else f"../{day}"}


def _possible_days(match: re.Match[str], published: date, last: date, coming: date) -> list[date]:
    if is_in_doubt(match):
        return [] if was_given_up(match) else [last, coming]
    tense = tense_of(match)
    if last == published:
        return _days_of_today(match, published, tense == "ahead")
    if tense == "ahead":  # "by Friday's close" may be the last one
        return [] if match.string.startswith(("’s", "'s"), match.end()) else [coming]
    return [last] if tense == "past" or _is_shown(match) else []


def _days_of_today(match: re.Match[str], published: date, ahead: bool) -> list[date]:
    """The readings of the day of publication's own weekday: that day alone where something leaves no other one."""
    week, is_news = timedelta(days=7), _is_news_of_the_day(match)
    if match.string.startswith(("’s", "'s"), match.end()):
        return [published] if is_news else [] if ahead else [published - week, published]
    if _FIXTURE.search(clause_before(match)) and _PLAYED.search(match.string):
        return [published + week]  # of a team that has played on the day
    if not ahead:
        return [published] if is_news or _has_hour(match) else [published - week, published]
    return [published] if is_news or match.group().lower().startswith("later") else [published, published + week]


def _is_news_of_the_day(match: re.Match[str]) -> bool:
    """Whether the article has a dateline, or, in a sentence that is about no other paper's report, the hour of its
    publication in its head or the weekday in its first paragraph."""
    dateline, stamped, lede = _form(match.string)
    told = _SENTENCE_START.split(match.string[max(0, match.start() - 200) : match.start()])[-1] + match.group()
    named = stamped or re.search(rf"(?<!last )(?<!next )(?<!every )(?<!each )\b{match['d']}\b", lede)
    return dateline or (bool(named) and not _OTHER_PAPER.search(told))


@lru_cache(maxsize=1)
def _form(content: str) -> tuple[bool, bool, str]:
    """Whether a text has a dateline, and an hour in its head; its first paragraph."""
    lede = _LEDE.search(content)
    dateline, stamped = (form.search(content, 0, _HEAD) is not None for form in (_DATELINE, _STAMPED))
    colon = _COLON.search(content, 0, _HEAD)
    is_place = colon is not None and (colon[1].title() in places() or colon[1].title() in world())
    return dateline or is_place, stamped, lede[1] if lede else ""


def _has_hour(match: re.Match[str]) -> bool:
    """ "On Thursday morning", "declared on Thursday, she said at 10.30 pm"."""
    after = re.split(r"[.;]\s|\n", match.string[match.end() : match.end() + 80])[0]
    before = _SENTENCE_START.split(match.string[max(0, match.start() - 80) : match.start()])[-1]
    return (
        _PART_OF_IT.search(match.group()) is not None or _HOUR_OF_IT.search(before + match.group() + after) is not None
    )


def _is_shown(match: re.Match[str]) -> bool:
    """ "Residents listen during Tuesday's session", as captions say of what is over."""
    return match.string.startswith(("’s", "'s"), match.end()) and match.string.endswith(
        ("during ", "after ", "following "), 0, match.start()
    )


@reads(r"\b(?:(?:over|at|on|during) )?(?P<w>the|last|this|next) weekend\b(?! of)", "weekend")
def weekend(match: re.Match[str], published: date) -> Found:
    """Saturday and Sunday: the last ones, or those to come."""
    saturday = published - timedelta(days=(published.weekday() - 5) % 7)
    word = match["w"].lower()
    if word == "next" or (word == "this" and published.weekday() < 5 and not is_past(match)) or is_ahead(match):
        saturday += timedelta(days=7)
    elif published.weekday() == 5 and word == "last":
        saturday -= timedelta(days=7)
    return {"edtf": f"{saturday}/{saturday + timedelta(days=1)}"}


@reads(rf"\b(?:every|each) (?P<d>{ANY_DAY})s?\b", "every ", "each ")
def every(match: re.Match[str], published: date) -> Found:
    day = _BYDAY[DAYS.index(match["d"].capitalize())]
    return {"edtf": f"{published}/..", "recurrence": f"FREQ=WEEKLY;BYDAY={day}", "role": "recurs"}


@spelled(
    rf"\b(?:in |for )?the (?:(?P<n>{NUMBER}) )?weeks? (?:to|ended|ending|through) "
    rf"(?:(?P<a>{DAY}) (?P<m>{MONTH})|(?P<k>{MONTH}) (?P<b>{DAY}))\b"
)
def week_to(match: re.Match[str], published: date) -> Found | None:
    """ "The week to May 15", "the four weeks to": days, the last of which is over by publication."""
    weeks = int(number(match["n"] or "one"))
    month, day_of_month = (match["m"], match["a"]) if match["m"] else (match["k"], match["b"])
    for year in (published.year, published.year - 1):
        written = iso_day(str(year), month, day_of_month)
        if written and date.fromisoformat(written) <= published:
            return {"edtf": f"{date.fromisoformat(written) - timedelta(days=7 * weeks - 1)}/{written}"}
    return None


@spelled(
    rf"\b(?:in |during )?the week (?:of|beginning|starting)(?: on)? (?:(?:{ANY_DAY}),? )?"
    rf"(?:(?P<a>{DAY}) (?P<m>{MONTH})|(?P<k>{MONTH}) (?P<b>{DAY}))(?:,? (?P<y>20\d\d))?\b",
    "the week ",
)
def week_of(match: re.Match[str], published: date) -> Found | None:
    """ "The week of 16 March": from that Monday to Sunday; of another weekday it may begin on it or hold it."""
    month, day_of_month = (match["m"], match["a"]) if match["m"] else (match["k"], match["b"])
    written = iso_day(match["y"] or str(published.year), month, day_of_month)
    if written is None:
        return None
    day = date.fromisoformat(written)
    span = f"{day}/{day + timedelta(days=6)}"
    return {"edtf": span if day.weekday() == 0 else f"TODO {span}, or the week that holds the day"}

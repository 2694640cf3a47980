"""Dates and events against their evidence: day, weekday, month, year, and whether it has happened."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from authoring.checks.article import ArticleChecked, Question, cut, phrases_of, rule, rule_for_any_language, spans_of
from authoring.draft.absolute_dates import MONTHS
from authoring.draft.candidate import Candidate
from authoring.draft.event_words import ANY_NOUN, PREDICATE, UNNAMED, type_of_noun, type_of_verb
from authoring.draft.weekdays import DAYS
from authoring.draft.words import any_of, by_type
from schemas.edtf_date import parse
from schemas.records import Claim, Date, Event
from schemas.seedfiles.seedfile import Parsed

_YEAR = re.compile(r"\b(1[6-9]\d\d|20\d\d)\b(?! ?(?:GMT|UTC|hours|hrs|local|[ap]\.?m))")  # "at 1847 GMT" is a time
_LOOSE = timedelta(days=62)  # "the past two years" may begin a month earlier or later
_PART = re.compile(r"\b(?:end|beginning|start|middle|mid|late|early|half)\b")
_UP_TO = re.compile(r"\b(?:year|months|quarter|half|season)\b.*?\b(?:to|ends?|ended|ending)\b")
_DAY = re.compile(r"\b\d{1,2}\b")
_JUST_BEFORE = 25  # characters
_TO_COME = re.compile(
    r"\b(?:will|shall|would|(?:is|are|was|were) (?:\w+ )?(?:to|due|set|scheduled|going|planned|expected|supposed)"
    r"|plans?|planned|intends?|wants?|hopes?|may|might|could|proposed|possible|threatened"
    r"|(?:is|are|was|were) (?:considering|weighing|mulling|planning)) (?!not\b)"
)
_YET_TO_COME = re.compile(
    rf"{_TO_COME.pattern}|\bto [a-z]{{3,}}|\b(?:if|upcoming|consider\w*|whether|propos\w*|possib\w*|talks?|demand\w*"
    r"|call\w* for|threat\w*|seek\w*|fear\w*|risk|plan\w*|next|agree\w*|weigh\w*|mull\w*|prepar\w*|approv\w*"
    r"|decid\w*|promis\w*"
    r"|ahead of|before)\b"
)
_DONE = re.compile(rf"\b(?<!\bbe )(?:{any_of('done')})\b")
_PAST_ROLES = ("happened", "reported", "stated")
_OPEN = {
    "beginning": re.compile(r"\b(?:by|until|till|before|no later than|up to)\b(?! at least)", re.I),
    "end": re.compile(r"\b(?:since|from|after|onwards?)\b", re.I),
}
_BESIDE = (("before", 1), ("after", -1))  # from the record's month to the one that its words name
_NOT = re.compile(r"\b(?:not|never|no|nothing|put off|delay\w*|postpon\w*|deferred|pushed back)\b|n[’']t\b", re.I)
# Of an event of any type, or by a verb of several senses: "a case was opened", "struck down".
_VAGUE = {
    UNNAMED, "beginning", "end", "held", "breakdown", "appointment", "opening", "departure", "strike", "match",
    "accident", "announcement", "cut", "increase", "payment", "deployment", "submission", "founding", "imposition",
    "study",
    "arrival", "cancellation", "death", "invitation", "letter", "return", "suspension", "travel", "withdrawal",
}  # fmt: skip
_ALIKE = list(map(set, by_type("alike events").values()))
_SETTING = re.compile(r"\b(?:at|during|after|before) (?:an?|the|its|their) $")  # "stones were thrown at a protest"
_EITHER = re.compile(r"TODO (\d{4}[\d-]*) or (\d{4}[\d-]*)")  # a choice of two days that drafting leaves open


def _read(article: ArticleChecked, record: Date) -> list[Candidate]:
    """The readings at a date's evidence that leave nothing open; a choice of two days is read as a set."""
    spans = spans_of(record.evidence)
    found = [one for one in article.read_dates if any(one.span.meets(span) for span in spans)]
    found = [Candidate(one.span, {"edtf": _EITHER.sub(r"[\1,\2]", str(one.fields["edtf"]))}) for one in found]
    return [one for one in found if "TODO" not in str(one.fields["edtf"])]


def _days(edtf: str) -> tuple[str | None, str | None]:
    hull = parse(edtf).hull
    return hull.earliest, hull.latest


def _near(one: str | None, other: str | None, loose: bool) -> bool:
    if one == other or one is None or other is None:
        return one == other
    return loose and abs(date.fromisoformat(one) - date.fromisoformat(other)) <= _LOOSE


@rule
def date_day(article: ArticleChecked) -> Iterator[Question]:
    """A date is the one that its evidence states, reckoned from the day of publication where it is relative."""
    for parsed, record, words in _dates(article):
        found = _read(article, record)
        is_of_other = not (record.relative_to or ".published").endswith(".published") and not _YEAR.search(words)
        if is_of_other or record.recurrence:
            continue  # "by the end of the month" after "in April", or "on a Sunday" of many
        if found and not any(_agrees(record, one) for one in found):
            if _is_of_another_year(article, record, found[0]) or _is_to_come(article, record, found[0]):
                continue
            said = f"{cut(article.words(found[0].span))!r}, {found[0].fields['edtf']}"
            yield Question(parsed, f"the evidence says {said}", record.edtf)


def _is_of_another_year(article: ArticleChecked, record: Date, one: Candidate) -> bool:
    """Whether the phrase has no year, and the record's, which has passed, is named before it, "5 August 2024 … on 14
    August", or the record's is this year, and the one that is read is named before it."""
    read, own = str(one.fields["edtf"]), record.edtf
    before = article.text.content[: one.span.start]
    published, named = article.article.published, _YEAR.findall(before)
    is_other = own[:4] in named if own < published else own[:4] == published[:4] and read[:4] in named
    return is_other and read[4:] == own[4:] != "" and not _YEAR.search(article.words(one.span))


def _is_to_come(article: ArticleChecked, record: Date, one: Candidate) -> bool:
    """Whether a weekday that is read as past may be the next, "they play on Wednesday", or the other way round."""
    read, own, published = str(one.fields["edtf"]), record.edtf, article.article.published
    is_weekday = any(day in article.words(one.span) for day in DAYS) and len(read) == len(own) == len("2026-11-18")
    is_past = record.role in _PAST_ROLES
    first, last = (own, read) if is_past else (read, own)
    if not is_weekday or not first < published[:10] < last:
        return False
    return date.fromisoformat(last) - date.fromisoformat(first) == timedelta(days=7)


def _agrees(record: Date, one: Candidate) -> bool:
    """The same days, or one of two readings; approximate ones may differ by two months."""
    edtf = str(one.fields["edtf"])
    earliest, latest = _days(edtf)
    loose = "~" in edtf or "~" in record.edtf
    if _near(earliest, record.earliest, loose) and _near(latest, record.latest, loose):
        return True
    if edtf.startswith("["):
        days = edtf.strip("[]").split(",")
        return record.earliest in days or record.edtf in edtf or record.edtf.strip("./") in days
    if edtf in record.edtf or _is_part(record, earliest, latest) or (record.starts or "").startswith(edtf):
        return True
    own = (record.earliest, record.latest)
    read = (earliest, latest)
    if None in own and not _DAY.search(phrases_of(record.evidence)):  # "before February", "after April"
        return any(_near(side, other, loose=True) for side in own for other in read if side and other)
    return (None in own or None in read) and any(own[side] == read[side] for side in (0, 1) if own[side] and read[side])


def _is_part(record: Date, earliest: str | None, latest: str | None) -> bool:
    """The end, the beginning or the middle of what is read, "the end of March", of a week what had passed of it, or the
    months of "the 2026/27 season"."""
    said = phrases_of(record.evidence, " ")
    if not (earliest and latest and record.earliest and record.latest) or "year to " in said:
        return False  # "in the year to March" is twelve months
    is_begun = earliest == record.earliest < record.latest < latest
    is_of_season = latest[:4] > earliest[:4] and earliest <= record.earliest and record.latest <= latest
    is_up_to = latest == record.latest and _UP_TO.search(said)
    return bool(is_begun or is_of_season or is_up_to or (_PART.search(said) and earliest <= record.earliest <= latest))


def _dates(article: ArticleChecked) -> Iterator[tuple[Parsed[Date], Date, str]]:
    """Each date with the words of its evidence."""
    return ((parsed, parsed.record, phrases_of(parsed.record.evidence, " ")) for parsed in article.of(Date))


@rule
def date_weekday(article: ArticleChecked) -> Iterator[Question]:
    """A day whose evidence names a weekday falls on it."""
    for parsed, record, words in _dates(article):
        named = [day for day in DAYS if re.search(rf"\b{day}\b", words)]
        days = [date.fromisoformat(day) for day in re.findall(r"\d{4}-\d\d-\d\d", record.edtf)]
        days += [datetime.fromisoformat(record.starts).date()] if record.starts else []  # which is in UTC
        falls = {DAYS[day.weekday()] for day in days}
        if named and days and not record.recurrence and not falls & set(named):
            yield Question(parsed, f"the evidence says {named[0]}", f"{record.edtf}, a {min(falls)}")


@rule
def date_month(article: ArticleChecked) -> Iterator[Question]:
    """A month that stands in a date's evidence is one of the date's months, or beside them: "before August"."""
    for parsed, record, words in _dates(article):
        named = [number for number, month in enumerate(MONTHS, 1) if re.search(rf"\b{month}\b", words)]
        months = {int(month) for month in re.findall(r"\d{4}-(0[1-9]|1[0-2])\b", record.edtf)}
        shifts = [beside for word, beside in _BESIDE if word in words.split()]
        months |= {(month + beside - 1) % 12 + 1 for month in months for beside in shifts}
        if named and months and not months & set(named):
            yield Question(parsed, f"the evidence says {MONTHS[named[0] - 1]}", record.edtf)


@rule
def date_open(article: ArticleChecked) -> Iterator[Question]:
    """A date that is open at one side is so where its words say: "by May" has no beginning, "since May" no end."""
    for parsed, record, words in _dates(article):
        sides = {side for side, cue in _OPEN.items() if cue.search(words)}
        if record.recurrence or any(_NOT.search(article.words(sentence)) for sentence in article.sentences_of(record)):
            continue  # "every day until nine", "not until 2028"
        if len(sides) == 1 and (record.earliest is None) != (record.latest is None):
            side = "beginning" if record.earliest is None else "end"
            if side not in sides:
                yield Question(parsed, f"the evidence, {cut(words)!r}, leaves the {sides.pop()} open", record.edtf)


@rule
def event_status(article: ArticleChecked) -> Iterator[Question]:
    """An event has happened where its evidence says so, and is planned or considered where it says what is to come, but
    not where its dates are over."""
    for parsed, event in article.each(Event):
        dates = [one.record for one in article.of(Date) if one.ref in event.dates]
        is_over = dates and all(one.latest and one.latest < article.article.published[:10] for one in dates)
        first, said = event.evidence[0], phrases_of(event.evidence, " ")
        sentence = article.text.sentence_at(first.start)
        before = article.text.content[max(sentence.start, first.start - _JUST_BEFORE) : first.start]
        is_done = _DONE.search(said) and not _YET_TO_COME.search(
            " ".join(map(article.words, article.sentences_of(event)))
        )
        is_to_come = _TO_COME.search(before + said) and not _DONE.search(said)
        if event.status == "happened" and is_to_come:
            yield Question(parsed, f"the evidence says {cut(before + said)!r}, which is to come", event.status)
        elif event.status in ("planned", "considered") and (is_done or is_over):
            yield Question(parsed, f"the evidence says {cut(said)!r}, which has happened", event.status)


@rule
def event_type(article: ArticleChecked) -> Iterator[Question]:
    """An event is of the type of its evidence's verb or noun, or of one that its sentence or a claim about it names."""
    for parsed, event in article.each(Event):
        said = phrases_of(event.evidence, " ")
        verbs = (type_of_verb(verb, said, known=True) for verb in PREDICATE.finditer(said) if not verb["said"])
        nouns = (
            type_of_noun(one.group()) for one in ANY_NOUN.finditer(said) if not _SETTING.search(said, 0, one.start())
        )
        read = {kind for kind in (*verbs, *nouns) if kind} - _VAGUE
        about = (one.record.statement for one in article.of(Claim) if parsed.ref in one.record.events)
        text = " ".join((*map(article.words, article.sentences_of(event)), *about)).lower()
        is_named = any(word[:4] in text for word in event.type.split("_"))
        if read and not is_named and not any(_is_alike(event.type, kind) for kind in read):
            yield Question(parsed, f"the evidence says {cut(said)!r}, {' or '.join(sorted(read))}", event.type)


def _is_alike(one: str, other: str) -> bool:
    """Whether two types may be of one event."""
    pair = {one.replace("_", " "), other.replace("_", " ")}
    return len(pair) == 1 or any(pair <= kinds for kinds in _ALIKE)


@rule_for_any_language
def date_still_to_come(article: ArticleChecked) -> Iterator[Question]:
    """What has happened or was reported is not dated after publication."""
    published = max(article.article.published, article.article.modified or "")[:10]
    past = {ref for event in article.of(Event) if event.record.status == "happened" for ref in event.record.dates}
    for parsed, record, _ in _dates(article):
        if record.earliest and record.earliest > published and (record.role in _PAST_ROLES or parsed.ref in past):
            yield Question(parsed, f"the article of {published} says that it happened", record.edtf)

"""Figures against their evidence: value and bounds, hedge, direction, what a change starts from, speaker."""

import re
from collections.abc import Iterator

from authoring.article_text import Span
from authoring.checks.article import ArticleChecked, Question, cut, phrases_of, rule, rule_for_any_language, spans_of
from authoring.draft.candidate import Candidate
from authoring.draft.numbers import NUMBER, number
from authoring.draft.words import FALLS, RISES
from schemas import wording
from schemas.quantity import bounds
from schemas.records import Claim, Figure
from schemas.seedfiles.seedfile import Parsed

_SIDES = ("value", "min", "max", "hedge")
_NUMBER = re.compile(NUMBER, re.I)
_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_SCALES = (1, 10**3, 10**6, 10**9)
_ALMOST = re.compile(r"(?:almost|nearly)\b", re.I)
_SINGLE = re.compile(r"(?<!\bnot )(?<!\bnot a )\b(?:single|one|once|an?|the|each|every|another|only|first)\b", re.I)
_WORDED = {
    0: r"\b(?:no|not an?|not one|none|nothing|nobody|nil)\b",
    2: r"\b(?:doubl\w+|twice|twins?|pairs?|both|couple|fortnight)\b",
    3: r"\b(?:tripl\w+|trebl\w+)\b",
    7: r"\bweek\b",
    10: r"\bdecade\b",
    12: r"\byear\b",
    14: r"\bfortnight\b",
    100: r"\bcentury\b",
}
_INDEFINITE = re.compile(
    r"\b(?:(?:dozen|score|hundred|thousand|million|billion|hal(?:f|ve)|third|quarter|fifth|tenth|teen|most|all|every)s?"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ties)\b"
)
_AND = re.compile(r"\ban? (?:hour|day|week|month|year|mile|metre|meter|tonne|dozen|million|billion) and $")
_UNREAD_HEDGE = re.compile(  # that stands before a number or behind it
    r"\b(?:perhaps|maybe|possibly|(?:north|south) of|in the (?:region|order|neighbou?rhood) of|the best part of"
    r"|(?:up to|at least|at most|about|around|some|nearly|roughly|more than|over|under) [\d.,]+ [\w-]+(?: [\w-]+)? and"
    r"|previous|past|cap\w* (?:[\w’'-]+ ){0,3}at|getting on for|close on|barely|hardly|scarcely|well into) (?:the )?$"
    r"|^(?: [\w’'-]+){0,2}?,? (?:or so|or thereabouts|give or take|if that|at (?:most|best)|tops)\b",
    re.I,
)
_NO_HEDGE = re.compile(
    r"^\D* the [\d“]|^over [\d,]+ ?(?:m|km|yards|metres|meters|miles|furlongs|laps|legs|sets)\b", re.I
)
_SPOKEN_OF = re.compile(r"\b(?:talk|speak|spoke|think|thought|know|knew|heard|ask|tell|told|worr)\w* $", re.I)
_NOTHING = re.compile(r"\b(?:nothing|nobody|no one|none|never|not|no)\b[^,;:]*$", re.I)
_CLOCKED = re.compile(r"\b(?:(\d+):)?(\d+):(\d\d)\b")  # a time that a race took
HUNDREDTHS = frozenset(("cent", "cents", "pence", "penny", "paise", "centavos", "groszy", "kopecks", "øre", "sen"))
"""Words for parts of a currency's unit."""
_OTHER_FORMS = {(read, own) for read in ("share", "rank") for own in ("amount", "score")} | {("change", "share")}
_MOVED = re.compile(
    rf"\b(?<!ma[dk]e )(?<!makes )(?:{RISES}|{FALLS}) (?:by )?(?:about |some |nearly |more than |another )?$", re.I
)
_NEEDED = re.compile(r"\b(?:need|requir|necess)")  # "9,000 of the 10,000 signatures needed"
_OPPOSED = re.compile(rf"\bvot\w+ ({NUMBER})(?: votes)? to ({NUMBER})\b", re.I)
_THRESHOLD = re.compile(r"(?:below|above|under|past|beyond)\b", re.I)
_SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400, "wk": 604800, "mo": 2629800, "a": 31557600}


def _read(article: ArticleChecked, figure: Figure) -> list[Candidate]:
    """The readings at a figure's evidence that leave nothing open; "14 of the 33 seats" also reads as 33."""
    found = readings_at(article, figure)
    found += [*_times(figure, found), *_ends(figure, found)]
    for one in [one for one in found if "out_of" in one.fields]:
        whole = {"value": one.fields["out_of"], "hedge": "exact", "unit": one.fields["unit"]}
        found.append(Candidate(one.span, whole))
    return [one for one in found if not any("TODO" in str(one.fields.get(side)) for side in _SIDES)]


def readings_at(article: ArticleChecked, figure: Figure) -> list[Candidate]:
    """All readings at a figure's evidence, but not of a part of a number: "a couple of" dozen, an hour and "a half"."""
    spans, content = spans_of(figure.evidence), article.text.content
    found = [one for one in article.read_figures if any(one.span.meets(span) for span in spans)]
    return [one for one in found if not _is_part(content, one.span)]


def _is_part(content: str, span: Span) -> bool:
    before = content[max(0, span.start - 20) : span.start]
    return _INDEFINITE.match(content, span.end + 1) is not None or _AND.search(before) is not None


def _times(figure: Figure, found: list[Candidate]) -> Iterator[Candidate]:
    """ "1 hour 12 minutes" and "1:08" as one quantity, in the figure's unit of time."""
    parts = [one for one in found if one.fields.get("unit_code") in _SECONDS and "value" in one.fields]
    totals = [(parts[0].span, sum(map(_seconds, parts)))] if len(parts) > 1 else []
    for place in figure.evidence:
        for clock in _CLOCKED.finditer(place.exact):
            hours, minutes, seconds = (int(digits or 0) for digits in clock.groups())
            totals.append((Span(place.start, place.end), hours * 3600 + minutes * 60 + seconds))
    for span, total in totals if figure.unit_code in _SECONDS else ():
        code = str(figure.unit_code)
        value = total / _SECONDS[code]
        yield Candidate(span, {"value": value, "hedge": "exact", "unit": figure.unit, "unit_code": code})


def _ends(figure: Figure, found: list[Candidate]) -> Iterator[Candidate]:
    """ "From 4 to 5" as one range, which drafting reads as two figures."""
    if figure.hedge == "range" and len(found) == 2 and all("value" in one.fields for one in found):
        (span, low), (_, high) = ((one.span, dict(one.fields)) for one in found)
        ends = {"min": low["value"], "max": high.pop("value"), "hedge": "range"}
        yield Candidate(span, high | ends)


def _seconds(one: Candidate) -> float:
    return float(one.fields["value"]) * _SECONDS[str(one.fields["unit_code"])]


def interval(one: Candidate) -> tuple[float | None, float | None]:
    get = one.fields.get
    made = bounds(one.fields["hedge"], get("value"), get("min"), get("max"), get("min_inclusive"), None)  # type: ignore[arg-type]
    return made.min, made.max


def _agrees(figure: Figure, one: Candidate) -> bool:
    """Whether the bounds are the same, also as a percentage of a share, or as euros of cents."""
    low, high = interval(one)
    if figure.direction and low == high:  # "-1.8%" as a fall of 1.8
        low = high = None if low is None else abs(low)
    if _close(low, figure.min) and _close(high, figure.max):
        return True
    if figure.hedge == "under" and one.fields["hedge"] == "about" and _close(high, figure.max):
        return True  # "almost a third"
    percent = one.fields.get("unit_code") == "1" and figure.unit_code == "%"
    cents = figure.currency and not HUNDREDTHS.isdisjoint(str(one.fields["unit"]).split())
    scale = 100 if percent else 0.01
    scaled = (None if side is None else round(side * scale, 3) for side in (low, high))
    return bool(percent or cents) and tuple(scaled) == (figure.min, figure.max)


def _close(one: float | None, other: float | None) -> bool:
    """Equal, or the same share rounded otherwise."""
    if one is None or other is None:
        return one is other
    return one == other or (abs(one) < 1 and abs(one - other) < 0.001)


def _is_hedged(article: ArticleChecked, figure: Figure, one: Candidate) -> bool:
    """Whether a word that drafting does not read may hedge the number that a figure has, "north of", or one that stands
    outside of the evidence may be no hedge: "shy of the 3.9 billion forecast", "over 440 yards"."""
    content, sentence = article.text.content, article.text.sentence_at(one.span.start)
    before, after = content[sentence.start : one.span.start], content[one.span.end : sentence.end]
    is_unread = one.fields["hedge"] == "exact" and (_UNREAD_HEDGE.search(before) or _UNREAD_HEDGE.search(after))
    outside = content[one.span.start : min(place.start for place in figure.evidence)]
    is_compared = outside and (_NO_HEDGE.search(f"{outside}{phrases_of(figure.evidence)}") or _SPOKEN_OF.search(before))
    if figure.out_of is not None and one.fields.get("value") == figure.out_of:
        return True  # "once in eleven attempts"
    is_negated = one.fields["hedge"] != "exact" and _NOTHING.search(before)  # "nothing will go further than"
    is_within = figure.hedge == "exact" and article.words(one.span).startswith("within ")
    own = {figure.min, figure.max} - {None}
    is_same = not own.isdisjoint((one.fields.get("value"), *interval(one)))
    return bool(is_unread or is_compared or is_negated or is_within) and is_same


def readings(article: ArticleChecked) -> Iterator[tuple[Parsed[Figure], Figure, list[Candidate]]]:
    """Each figure with the readings at its evidence that agree with it, or else all of them."""
    for parsed in article.of(Figure):
        found = [one for one in _read(article, parsed.record) if not _is_hedged(article, parsed.record, one)]
        yield parsed, parsed.record, [one for one in found if _agrees(parsed.record, one)] or found


def shown(low: float | None, high: float | None) -> str:
    if low == high:
        return "no number" if low is None else wording.number(low)
    return " to ".join("…" if bound is None else wording.number(bound) for bound in (low, high))


def quoted(article: ArticleChecked, one: Candidate) -> str:
    return repr(cut(article.words(one.span)))


@rule
def figure_value(article: ArticleChecked) -> Iterator[Question]:
    """A figure has the number or the bounds that its evidence states."""
    for parsed, figure, found in readings(article):
        if found and not any(_agrees(figure, one) for one in found) and not _is_vote(figure):
            nearest = found[0]
            said, recorded = shown(*interval(nearest)), shown(figure.min, figure.max)
            if said != recorded:
                yield Question(parsed, f"the evidence says {quoted(article, nearest)}, {said}", recorded)
        elif not found and not readings_at(article, figure) and not _names_a_number(figure):
            words, recorded = cut(phrases_of(figure.evidence)), shown(figure.min, figure.max)
            yield Question(parsed, f"the evidence, {words!r}, names no number", recorded)


def _is_vote(figure: Figure) -> bool:
    """Whether a figure is one of two numbers that its words oppose, "voted four to one"."""
    votes = _OPPOSED.search(phrases_of(figure.evidence))
    return votes is not None and figure.value in {number(one) for one in votes.groups()}


def _names_a_number(figure: Figure) -> bool:
    """Whether the words have one of a figure's bounds or an indefinite number, "another thousand", or it needs none: a
    rank, "a single bid", no bounds."""
    words, sides = phrases_of(figure.evidence), {figure.min, figure.max} - {None}
    if figure.hedge == "vague" or _INDEFINITE.search(words):
        return True
    named = {number(found.group()) for found in _NUMBER.finditer(words)}
    named |= {float(one.replace(",", "")) * scale for one in _DIGITS.findall(words) for scale in _SCALES}
    if not sides or sides & named:
        return True
    worded = any(sides == {number} and re.search(one, words, re.I) for number, one in _WORDED.items())
    return figure.form == "rank" or worded or (sides == {1} and _SINGLE.search(words) is not None)


@rule
def figure_hedge(article: ArticleChecked) -> Iterator[Question]:
    """A figure's hedge is the word that stands before its number: about, at least, more than, up to."""
    for parsed, figure, same in readings(article):
        is_almost = figure.hedge == "under" and any(_ALMOST.match(article.words(one.span)) for one in same[:1])
        if same and not is_almost and all(one.fields["hedge"] != figure.hedge for one in same):
            said = f"{quoted(article, same[0])}, {same[0].fields['hedge']}"
            yield Question(parsed, f"the evidence says {said}", figure.hedge)
        loose = {one.fields.get("approximate", False) for one in same if figure.hedge == "range"}
        if loose == {not figure.approximate}:
            recorded = "approximate" if figure.approximate else "not approximate"
            yield Question(parsed, f"the evidence says {quoted(article, same[0])}", recorded)


@rule
def figure_direction(article: ArticleChecked) -> Iterator[Question]:
    """A change goes the way that its verb says."""
    for parsed, figure, found in readings(article):
        said = {one.fields["direction"] for one in found if "direction" in one.fields} or _moves(article, figure)
        if figure.direction and said and figure.direction not in said:
            yield Question(parsed, f"the evidence says {min(map(str, said))}", figure.direction)


_UP, _DOWN = (
    re.compile(rf"\b(?:{RISES}|above|surcharges?)\b", re.I),
    re.compile(rf"\b(?:{FALLS}|below|discounts?)\b", re.I),
)

_HEDGED = re.compile(r"\b(?:more|less|fewer|lower|higher) than (?=\w+ (?:in|of|out of|or) |\S*\d|an? |half|most)", re.I)
_CLAUSE = re.compile(r"[,;:—–] ?| (?:and|but|while|after|as|when|from|compared) ")


def _moves(article: ArticleChecked, figure: Figure) -> set[str]:
    """The direction of the words of a figure's evidence, or else of its clauses; empty where there is none or both."""
    clauses = " ".join(article.words(_clause(article, place)) for place in spans_of(figure.evidence))
    for words in (phrases_of(figure.evidence), clauses):
        ways = {way for way, verb in (("up", _UP), ("down", _DOWN)) if verb.search(_HEDGED.sub("", words))}
        if len(ways) == 1:
            return ways
    return set()


def _clause(article: ArticleChecked, phrase: Span) -> Span:
    """The clause that a phrase stands in."""
    sentence, content = article.text.sentence_at(phrase.start), article.text.content
    start = max((one.end() for one in _CLAUSE.finditer(content, sentence.start, phrase.start)), default=sentence.start)
    found = _CLAUSE.search(content, phrase.end, sentence.end)
    return Span(start, found.start() if found else max(sentence.end, phrase.end))


@rule_for_any_language
def figure_comparison(article: ArticleChecked) -> Iterator[Question]:
    """Only a change or a ratio has `compared_to`, and never another change."""
    figures = {parsed.ref: parsed.record for parsed in article.of(Figure)}
    for parsed in article.of(Figure):
        form, base = parsed.record.form, figures.get(parsed.record.compared_to or "")
        if parsed.record.compared_to and form not in ("change", "ratio"):
            yield Question(parsed, f"compared_to is what a change or ratio starts from; the record's form is {form}")
        elif base and base.form == "change" and form == "change":
            yield Question(parsed, f"{parsed.record.compared_to} is a change itself, so no change starts from it")


@rule_for_any_language
def figure_form(article: ArticleChecked) -> Iterator[Question]:
    """A share and a ratio are proportions, percent or multiples, or have the whole; a rank and a change are what the
    evidence says."""
    for parsed, figure, found in readings(article):
        read = {one.fields.get("form", "amount") for one in found}
        is_pure = figure.unit_code in ("1", "%") or figure.out_of is not None
        said = cut(phrases_of(figure.evidence))
        if figure.form in ("share", "ratio") and not is_pure:
            yield Question(parsed, f"the evidence says {said!r}, in {figure.unit}", f"a {figure.form}")
        elif len(read) == 1 and (form := read.pop()) != figure.form and (form, figure.form) in _OTHER_FORMS:
            yield Question(parsed, f"the evidence says {said!r}, a {form}", figure.form)
        elif figure.form in ("amount", "share") and _is_moved(article, figure, found):
            yield Question(parsed, f"the evidence says {said!r} of what rose or fell", figure.form)


def _is_moved(article: ArticleChecked, figure: Figure, found: list[Candidate]) -> bool:
    """Whether a percentage follows a verb of rising or falling: "fell 12%", but not "fell to 12%"."""
    percent = [one for one in found if one.fields.get("unit_code") == "%" == figure.unit_code]
    starts = [one.span.start for one in percent if not _THRESHOLD.match(article.words(one.span))]
    return any(_MOVED.search(article.text.content[max(0, start - 30) : start]) for start in starts)


@rule
def figure_whole(article: ArticleChecked) -> Iterator[Question]:
    """A figure's `out_of` is the whole that its evidence names, "84 of 150", or else stands in its paragraph."""
    for parsed, figure, found in readings(article):
        wholes = {one.fields["out_of"] for one in found if "out_of" in one.fields}
        words = " ".join(map(article.paragraph, article.sentences_of(figure)))
        after = article.text.content[found[0].span.end : found[0].span.end + 60] if found else ""
        is_own = figure.out_of in wholes or figure.min in wholes or figure.form == "ratio"
        if wholes and not is_own and not (figure.out_of is None and _NEEDED.search(after)):
            said = f"{quoted(article, found[0])}, out of {min(wholes):,}"
            yield Question(parsed, f"the evidence says {said}", wording.plain(figure.out_of) or "nothing of a whole")
        elif figure.out_of not in (None, *wholes, *(number(one.group()) for one in _NUMBER.finditer(words))):
            named = f"out of {wording.plain(figure.out_of):,}"
            yield Question(parsed, "no such number stands in the evidence's paragraph", named)


@rule_for_any_language
def figure_speaker(article: ArticleChecked) -> Iterator[Question]:
    """A figure's speaker is the speaker of a claim that rests on it, or the publisher, who gives the background."""
    for parsed in article.of(Figure):
        claims = [one.record for one in article.of(Claim) if parsed.ref in one.record.figures]
        speakers = {claim.speaker for claim in claims}
        own = parsed.record.speaker
        if own and own != article.article.publisher and speakers - {None} and own not in speakers:
            said = ", ".join(sorted(filter(None, speakers)))
            yield Question(parsed, f"its claims are said by {said}", parsed.record.speaker)

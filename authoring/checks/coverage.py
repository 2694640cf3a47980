"""What an article's records leave out, or hold twice: sentences, quotations, numbers, names, unused facts."""

import re
from collections.abc import Iterable, Iterator

from authoring.article_text import Span, SpanIndex
from authoring.checks.article import (
    ArticleChecked,
    Question,
    content_words,
    cut,
    phrases_of,
    rule,
    rule_for_any_language,
    spans_of,
)
from authoring.draft.absolute_dates import MONTHS
from authoring.draft.candidate import Candidate
from authoring.draft.modality import verification_of
from authoring.draft.weekdays import DAYS
from authoring.draft.words import ROLES, SPEECH_VERBS, any_of
from schemas.records import Claim, Date, Event, Figure, Mention, all_evidence, own_evidence

_THE_TWO = re.compile(r"\bthe [a-z]", re.I)
_TOP = re.compile(r"\b(?:top|bottom|final) $")  # "the top six"
_ANOTHER = re.compile(r"\ba (?:third|fourth|fifth)(?:,? (?:who|which|was|is|has|had|said|man|woman)\b|, )")  # one more
_VOTES = re.compile(r"an? (?:majority|margin|score) of [\w-]+ to \w")
_TIE = re.compile(r"\b(\d+)(?:[-–:]| to | all)\1\b|\b(\d+) ?-?(?:all|apiece)\b")  # two figures of one value
_WEEKLY = re.compile(rf"\b(?:the (?:{'|'.join(DAYS)}) [a-z]|an? (?:{'|'.join(DAYS)})\b)")  # "the Tuesday group"
_NOWADAYS = re.compile(r"\bat (?:present|the moment)\b|(?:(?<=ed )|(?<=here )|(?<=still ))today\b", re.I)
_CLOCK = re.compile(r"\d{1,2}(?:[.:]\d\d)? ?[ap]\.?m\b\.?(?! \(?(?-i:[A-Z]))", re.I)  # whose zone is not given
_GESTURE = re.compile(r"\b(?:laugh|smil|shrug|nodd?|grin+|sigh|paus|wink|blush|gestur)(?:e?[sd]|ed)\.$")
_HOUR = re.compile(r"\b(?:at|is|since|until|till) $", re.I)  # before "five."
_PAST_HOUR = re.compile(r"(?:five|ten|twenty|quarter|half)(?: past| to) [a-z]+\b|\w+(?:[.,;]| in the \w+ing)", re.I)
_MODEL = re.compile(r"\d{3}-\d\b")  # of an airliner
_OF_NAME = re.compile(rf"[a-z,] (?!{'|'.join(MONTHS)})[A-Z][\w’'-]+ $")  # before the number of a model or a line
_DIGITS = re.compile(r"(?<![A-Z\d])(?<!\d\d\d-)(?<![A-Z]-)(?<!\d[,.])\d(?:[\d,.]*\d)?")  # but not those of a name, "N3"
_OF_ANYBODY = re.compile(r"\b(?:if|when|whenever|once) you\b[^.;]*$", re.I)  # before a time: "if you ate last night"
_CLAUSE = re.compile(
    r"[;:—–]\s"
    r"|,?[ ](?=(?:while|although|though|whereas|because|noting|clarifying)\b)"
    r"|,[ ](?=(?:which|who|whose)\b)"
    r"|,[ ](?=(?:where|when|but|and|as|after|before|since|up|down|of which)\b|[a-z]{3,}ing\b)"
    r"|[ ](?=(?:that|as) (?:the|its|their|his|her|a|an|it|they|other|[A-Z])\b)"
    r"|[ ](?=and (?:will|would|could|may|is|are|was|were|has|have|had|[a-z]{3,}(?:ed|ys|es))\b)"
    r"|[ ](?=[a-z]{3,}ing (?:in|for|that|its|their|a|the|an)\b)"
)
_GOES_ON = re.compile(  # before "-ing", which belongs to it
    r"\b(?:is|are|was|were|be|been|being|of|by|in|at|for|from|also|not|now|still|already|currently|actively|keeps?|kept"
    r"|begins?|began|starts?|started|stopp?(?:ed)?|avoid(?:s|ed)?|consider(?:s|ed)?)$"
)
_FEW = 4  # words of four letters or more in what a quotation adds
_LEAD = 12  # letters
_GROUNDS = {  # the first words of a clause, and what a statement says instead
    "because ": re.compile(r"\b(?:because|since|so|due|owing|thanks|for|lack|cause\w*|reason|why)\b", re.I),
    "if ": re.compile(r"\b(?:if|unless|provided|should|once|where|depend\w*|condition\w*)\b", re.I),
}
_TO_THAT = re.compile(r" (?:is|was|(?:claim|allegation|accusation|report|suggestion|idea|fact|view|hope|fear|sign)s?)$")
_SHORTEST = 4  # words of a clause or quotation that states something
_SHORTEST_ADVERBIAL = 7  # of one that says when, where or who
_ADVERBIAL = ("when", "where", "who", "that", "as", "since", "after", "before", "citing")
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|could|may|might|can|should|must|does|did|[a-z]{3,}(?:ed|ing"
    r"|[^su]s)|said"
    r"|told|rose|fell|grew|gave|took|made|won|lost|met|led|began|came|went|become|put|held)\b"
)
_WHERE = re.compile(
    r"(?:At|In|On|Near|Among|Across|Inside|Outside|Around|Under|Beside) "
)  # which "polling" is no verb of
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|could|may|might|can|should|must|[a-z]{3,}ed|said)\b"
)
_SAYS = re.compile(rf"\b(?:{SPEECH_VERBS})\b")
_BY = re.compile(rf",?[”\"’]* (?:{SPEECH_VERBS}) (?:the |an? )?[A-Z].*$")  # ", said Ada Holm, head of the office"
_VERIFIES = re.compile(rf"\b(?:{any_of('verifies')})")
_ROLE = re.compile(ROLES, re.I)  # "the judge" of another article
_THINKS = "suspects?|thinks?|believes?|fears?|hopes?|expects?|doubts?|wonders?|reckons?|knows?|feels?"
_SAYS_ONLY = re.compile(
    rf"(?:\b(?:{SPEECH_VERBS}|{_THINKS})(?: (?:on|in an?|in the))?(?: \w+)?(?: [A-Z][\w’'-]*){{0,2}}"
    r"|\baccording to .*)[ ,]*$"
)


def _spans(article: ArticleChecked, *kinds: type) -> list[Span]:
    """The places of all records, or of some kinds, and what is listed under `unmodelled`."""
    records = [one.record for one in article.part.records if not kinds or isinstance(one.record, kinds)]
    noted = spans_of(place for place, _ in article.part.unmodelled)
    return [*noted, *(span for record in records for span in spans_of(all_evidence(record)))]


def _left_out(article: ArticleChecked, span: Span, what: str) -> Question:
    where = article.text.place(*span)
    message = f"paragraph {where.paragraph}, {span.start}:{span.end}: {what}: {cut(article.words(span), 50)!r}"
    return Question(None, message)


@rule
def sentence_without_fact(article: ArticleChecked) -> Iterator[Question]:
    """Every sentence has a claim if it states something, else a fact, or is listed under `unmodelled`."""
    covered, claimed = SpanIndex(_spans(article)), SpanIndex(_spans(article, Claim))
    pointed = SpanIndex([*_spans(article, Figure, Date, Event, Claim), *_own(article)])
    for sentence in article.text.sentences:
        if article.text.content.endswith("?", *sentence) or _GESTURE.search(article.text.content, *sentence):
            continue  # what is asked states nothing
        states = sentence.start in article.statements and not SpanIndex(_own(article)).meets(sentence)
        if not pointed.meets(sentence) and not covered.holds(sentence) and not _in_head(article, sentence):
            yield _left_out(article, sentence, "no fact points to this sentence")
        elif states and pointed.meets(sentence) and not claimed.meets(sentence):
            yield _left_out(article, sentence, "no claim rests on this sentence")


def _own(article: ArticleChecked) -> list[Span]:
    """The places of the article's own record: headline, byline, day."""
    return spans_of(article.article.evidence)


def _in_head(article: ArticleChecked, span: Span) -> bool:
    """Whether a span lies in a line beside the byline, the day or the headline, which states nothing."""
    paragraph = article.text.place(*span).paragraph
    is_beside = any(place.paragraph == paragraph for place in article.article.evidence)
    return is_beside and article.text.sentence_at(span.start).start not in article.statements


@rule
def clause_without_claim(article: ArticleChecked) -> Iterator[Question]:
    """Every clause of a sentence that has claims is met by one of them, or by a verification; one that says when, by an
    event."""
    claimed, linked = SpanIndex(_spans(article, Claim)), SpanIndex(_linked(article))
    events = SpanIndex(_spans(article, Event))
    own = SpanIndex(_own(article))
    for sentence in article.text.sentences:
        if sentence.start not in article.statements or own.meets(sentence) or not claimed.meets(sentence):
            continue
        for clause in _clauses(article.text.content, sentence):
            is_time = events.meets(clause) and article.words(clause).startswith("when ")
            is_met = claimed.meets(clause) or linked.meets(clause) or is_time
            if not is_met and _states(article, clause) and not _is_said(article, sentence, clause):
                yield _left_out(article, clause, "no claim rests on this clause")


def _is_said(article: ArticleChecked, sentence: Span, clause: Span) -> bool:
    """Whether the claims of a sentence state what a clause says, or the reason that it gives; or it adds a few words to
    a quotation that one rests on."""
    claims = [one.record for one in article.of(Claim) if SpanIndex(spans_of(one.record.evidence)).meets(sentence)]
    words, own = article.words(clause), content_words(article.words(clause))
    said = {word for one in claims for word in content_words(one.statement) - content_words(phrases_of(one.evidence))}
    cue = next((cue for first, cue in _GROUNDS.items() if first in words[:_LEAD]), None)
    is_reason = cue is not None and any(cue.search(one.statement) for one in claims)
    if 2 * len(own & said) >= len(own) or is_reason:
        return True
    claimed = SpanIndex(span for one in claims for span in spans_of(one.evidence))
    quote = next((one for one in article.quotations if one.meets(clause) and claimed.meets(one)), None)
    added = article.words(Span(max(clause.start, quote.start), min(clause.end, quote.end))) if quote else ""
    return added.startswith(("and ", "but ")) and len(content_words(added)) <= _FEW and not _DIGITS.search(added)


def _states(article: ArticleChecked, clause: Span) -> bool:
    """Whether a clause has a verb, and is more than the words that give others to a speaker or say who they are of."""
    words, after = article.words(clause), article.text.content[clause.end : clause.end + 7].lstrip(", ")
    if after.startswith("that ") and (_SAYS.search(words) or _TO_THAT.search(words)):
        return False  # "Ada Holm said the records showed", "What is new is", "it rejected the claim"
    if words.startswith("What ") or (after.startswith(":") and len(words.split()) <= _SHORTEST + 1):
        return False  # "What they saw (was …)", "It is a good one: …"
    verb = _FINITE if after.startswith("who") or _WHERE.match(words) else _VERB
    return verb.search(words) is not None and not _SAYS_ONLY.search(words)


def _linked(article: ArticleChecked) -> Iterator[Span]:
    """The places of the figures and dates that claims link."""
    for one in article.of(Claim):
        for ref in (*one.record.figures, *one.record.dates):
            if ref in article.records:
                yield from spans_of(own_evidence(article.records[ref].record))


def _clauses(content: str, sentence: Span) -> Iterator[Span]:
    """The clauses of a sentence that may each state something."""
    start = sentence.start
    for cut_at in (*_CLAUSE.finditer(content, sentence.start, sentence.end), None):
        end = cut_at.start() if cut_at else sentence.end
        if cut_at and _GOES_ON.search(content, start, end):
            continue
        words = _BY.sub("", content[start:end]).split()
        is_whole = bool(words) and words[0] not in _ADVERBIAL and not words[0].endswith("ing")
        if len(words) >= (_SHORTEST if is_whole else _SHORTEST_ADVERBIAL):
            yield Span(start, end)
        start = cut_at.end() if cut_at else end


@rule
def quotation_without_claim(article: ArticleChecked) -> Iterator[Question]:
    """Every quotation of more than three words has a claim."""
    claimed, linked = SpanIndex(_spans(article, Claim)), SpanIndex(_linked(article))
    for quote in article.quotations:
        is_met = claimed.meets(quote) or linked.meets(quote)
        is_long = len(article.words(quote).split()) > _SHORTEST - 1
        if is_long and not is_met and claimed.meets(article.text.sentence_at(quote.start)):
            yield _left_out(article, quote, "no claim rests on this quotation")


@rule
def verification_left_out(article: ArticleChecked) -> Iterator[Question]:
    """Where somebody confirms, denies or will not comment on what was said, a verification or a claim says so."""
    covered = SpanIndex(_spans(article, Claim))
    for found in (Span(*match.span()) for match in _VERIFIES.finditer(article.text.content)):
        if not covered.meets(found) and not _in_head(article, found):
            yield _left_out(article, found, "no verification or claim rests on this")


@rule
def number_without_record(article: ArticleChecked) -> Iterator[Question]:
    """Every number lies in some evidence, and in that of a figure or a date where it reads as a figure; "the two" need
    not."""
    covered, content = SpanIndex(_spans(article)), article.text.content
    digits = [Span(*found.span()) for found in _DIGITS.finditer(content)]
    read = [one for one in article.read_figures if one.fields.get("form") != "rank"]
    words = [one.span for one in read if not _DIGITS.search(content, *one.span) and not _is_part(content, one.span)]
    for span in sorted((*digits, *words)):
        if not covered.meets(span) and not _in_head(article, span) and not _counts_nothing(content, span):
            yield _left_out(article, span, "no evidence covers this number")
    for span in _unrecorded(article, read):
        is_no_figure = _is_part(content, span) or _counts_nothing(content, span)
        if covered.meets(span) and not is_no_figure and not _in_head(article, span):
            yield _left_out(article, span, "no figure or date has this number")


def _counts_nothing(content: str, span: Span) -> bool:
    """Whether a number is a time of day or belongs to a name: "at ten to six", "the Larkhaven 48"."""
    before = content[max(0, span.start - 40) : span.start]
    is_hour = _CLOCK.match(content, span.start) or re.search(r"\b(?:past|to) $", before)
    is_hour = is_hour or (_HOUR.search(before) and _PAST_HOUR.match(content, span.start))
    is_hour = is_hour or _MODEL.match(content, span.start)
    is_of_name = _OF_NAME.search(before) and not re.match(r"[%,]| [a-z]", content[span.end : span.end + 2])
    return bool(is_hour or is_of_name)


def _is_part(content: str, span: Span) -> bool:
    """Whether a number names some of what was counted, "the two" or "the top six", or is a part of a vote."""
    is_the = _THE_TWO.search(content[max(0, span.start - 4) : span.end])
    is_the = is_the or _ANOTHER.match(content, span.start)
    return bool(is_the or _TOP.search(content, max(0, span.start - 8), span.start) or _VOTES.match(content, span.start))


@rule
def date_without_record(article: ArticleChecked) -> Iterator[Question]:
    """Every phrase that reads as a date has a date or a figure."""
    content = article.text.content
    for span in _unrecorded(article, article.read_dates):
        start = article.text.sentence_at(span.start).start
        is_no_day = _WEEKLY.search(content, max(0, span.start - 4), span.end + 2) or _NOWADAYS.search(content, *span)
        if is_no_day or _OF_ANYBODY.search(content, start, span.start):
            continue
        yield _left_out(article, span, "no date or figure has this time")


def _unrecorded(article: ArticleChecked, read: Iterable[Candidate]) -> Iterator[Span]:
    recorded = SpanIndex([*_own(article), *_spans(article, Figure, Date, Mention)])
    yield from (one.span for one in read if not recorded.meets(one.span))


@rule
def name_without_mention(article: ArticleChecked) -> Iterator[Question]:
    """Every place at which the name of an entry stands is one of its mention's places."""
    money = [one.span for one in article.read_figures if "currency" in one.fields]  # "Swiss francs" is no place
    covered = SpanIndex([*_spans(article, Mention), *_own(article), *money])
    for name in (one for one in article.read_names if not _ROLE.fullmatch(one.name)):
        for span in name.spans if name.ref else ():
            if not covered.meets(span):
                yield _left_out(article, span, f"no mention of {name.ref} has this place")


@rule_for_any_language
def fact_in_no_claim(article: ArticleChecked) -> Iterator[Question]:
    """A figure, a date or an event is used by a claim, by an event or by another figure or date."""
    used: set[str | None] = {one.record.compared_to for one in article.of(Figure)}
    used |= {ref for one in article.of(Event) for ref in one.record.dates}
    for one in article.of(Claim):
        claim = one.record
        used |= {*claim.figures, *claim.dates, *claim.events, claim.subject, claim.object}
    for parsed in article.part.records:
        record = parsed.record
        if isinstance(record, Figure | Date | Event) and parsed.ref not in used and not _is_own(article, record):
            yield Question(parsed, f"no claim or event links it; the evidence says {cut(record.evidence[0].exact)!r}")


def _is_own(article: ArticleChecked, record: Figure | Date | Event) -> bool:
    """Whether it is of the article itself: its day, or its reading time."""
    if isinstance(record, Date) and record.role in ("published", "modified"):
        return True
    if isinstance(record, Figure) and record.value == article.article.reading_time_minutes is not None:
        return True
    return SpanIndex(_own(article)).meets(Span(record.evidence[0].start, record.evidence[0].end))


@rule_for_any_language
def same_twice(article: ArticleChecked) -> Iterator[Question]:
    """No two records of a kind say the same of the same place."""
    seen: dict[tuple[object, ...], str] = {}
    for parsed in article.part.records:
        record = parsed.record
        key: tuple[object, ...]
        if isinstance(record, Figure):
            key = ("figure", record.evidence[0].start, record.min, record.max, record.unit)
            if _TIE.search(record.evidence[0].exact):
                continue
        elif isinstance(record, Date):
            key = ("date", record.evidence[0].start, record.edtf, record.role)
        elif isinstance(record, Claim):
            words = frozenset(content_words(record.statement) | set(_DIGITS.findall(record.statement)))
            key = ("claim", record.speaker, words, verification_of(record.statement))
        else:
            continue
        if key in seen:
            yield Question(parsed, f"says the same as {seen[key]}")
        seen.setdefault(key, parsed.ref)


@rule_for_any_language
def place_twice(article: ArticleChecked) -> Iterator[Question]:
    """No record points to one place twice, nor two mentions of different entries to one name."""
    for parsed in article.part.records:
        starts = [(place.start, place.end) for place in own_evidence(parsed.record)]
        for start, end in {place for place in starts if starts.count(place) > 1}:
            yield Question(parsed, f"its evidence names the place {start}:{end} twice")

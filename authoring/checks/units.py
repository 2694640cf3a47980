"""Figures against their evidence: unit of measure, what is counted, by the day or year, currency."""

import re
from collections.abc import Iterator

from authoring.article_text import Span
from authoring.checks.article import ArticleChecked, Question, phrases_of, rule
from authoring.checks.quantities import HUNDREDTHS, interval, quoted, readings, readings_at
from authoring.draft.candidate import Candidate
from authoring.draft.numbers import NUMBER
from authoring.draft.units import ALL_CURRENCIES, currencies_called
from authoring.draft.words import any_of, by_type
from schemas.records import Claim, Figure
from schemas.units import ucum

_RATE = re.compile(  # from a number to "a day"
    rf"(?:\d[\d.,]*|\b(?:{NUMBER})\b)[^\s.,;]*(?: (?!with|in|on|at|from|and|more|than|earlier|who|that|which)"
    r"[^\s\d.,;()]+){0,4}?(?: \([^)]*\))? (?:per (?!cent)[a-z]+|(?:for )?(?:an?|each|every) "
    r"(?:live |single |cubic |square |metric )?(?:second|minute|hour|day|night|week|month|season|year|decade|person"
    r"|head|worker|child|pupil|patient|household|visit|trip|ton(?:ne)?|barrel|share|lit(?:re|er)|gallon|kilo(?:gram)?"
    r"|met(?:re|er)|foot|bed|seat|ticket|test|pair|acre|hectare)\b"
    r"(?! (?:earlier|ago|before|old|and a half|capital)\b))",
    re.I,
)
_REGULAR = re.compile(r"\b(?:annual|yearly|daily|weekly|monthly)\b")
_BEFORE = 600  # characters before a paragraph in which a noun may be counted that a number leaves out
_BEYOND = 30  # characters behind evidence
_TIMES = re.compile(r"\b(?:once|twice|thrice|times)\b(?! as\b)", re.I)
_PEOPLE = frozenset(("people", "persons", "employees", "workers", "members"))  # a modeller's own words for others
_AMBIGUOUS = frozenset(("[acr_us]",))  # codes of words that have several, so that none may be given
_SURVEYED = 0.0001  # a US survey mile is so little longer than an international one
_AMERICAN = re.compile(r"\bU\.?S|\bAmerican")
_PARENT = re.compile(r"\b(?:father|mother|parent)s? of $")
_OF_ANY_KIND = re.compile(r"(?:adult|female|male|juvenile|specimen|individual|pair)s?$|young$")  # frogs
_PER_MONEY = re.compile(r" (?:per|to the|a|against the) (?:US )?(?:dollar|euro|pound)\b")  # "312.40 per dollar"
_OF_A_MODEL = re.compile(r"\w*(?: of \w+)? (?:[\w’'-]+ )?(?=\S*\d)(?=\S*[A-Za-z])")  # "two A330-200s"
_SYNONYMS = [{word[:4] for word in same} for same in by_type("alike units").values()]
_PERSONS = re.compile(rf"(?:{any_of('persons')})s?$")


@rule
def figure_unit(article: ArticleChecked) -> Iterator[Question]:
    """A figure is in the unit that follows its number."""
    for parsed, figure, read in readings(article):
        same = read or readings_at(article, figure)
        if same and not any(_same_unit(article, figure, one) for one in same):
            recorded = f"{figure.unit} ({figure.unit_code})" if figure.unit_code else figure.unit
            unit = str(same[0].fields.get("unit"))
            said = f"{quoted(article, same[0])}, {'of nothing named' if 'TODO' in unit else unit}"
            yield Question(parsed, f"the evidence says {said}", recorded)


def _same_unit(article: ArticleChecked, figure: Figure, one: Candidate) -> bool:
    name, code = str(one.fields.get("unit")).lower(), one.fields.get("unit_code")
    if "currency" in one.fields or figure.currency or (figure.form == "rank" and figure.unit in ("place", "places")):
        return True  # figure_currency asks
    head, sentence = _head(figure.unit), article.text.sentence_at(one.span.start)
    if name == figure.unit.lower() and not figure.unit_code:
        return True
    if figure.unit_code is None and _TIMES.search(article.words(one.span)):
        counted = {_head(str(other.fields.get("unit")).lower()) for other in article.read_figures}
        return head not in counted  # "met twice" as two meetings
    if one.fields.get("unit_code") is None and _OF_A_MODEL.match(article.text.content, one.span.start):
        return True
    if "todo" in name or name.endswith(" ones"):
        return _may_count(article, figure, one)
    if code:
        percent = {code, figure.unit_code} == {"1", "%"} and name == "proportions" and not _is_fraction(figure)
        return percent or _same_measure(figure, name, str(code))
    after = article.text.content[one.span.start : one.span.end + 20].lower()
    is_own = head in after or head in {word[:4] for word in name.split()} or figure.unit.lower().startswith(name)
    is_own = is_own or _OF_ANY_KIND.search(name) is not None or any({head, _head(name)} <= same for same in _SYNONYMS)
    is_own = is_own or _is_uncounted(article, head, sentence)
    is_person = figure.unit in _PEOPLE and (_PERSONS.search(name) or article.words(one.span).split()[-1][0].isupper())
    is_verb = figure.form == "score" and any(side and side % 1 for side in interval(one))  # "above 0.7 counts as"
    is_unnamed = is_verb and head not in article.text.content.lower()
    return bool(is_own or is_person or is_unnamed) or _head(name) not in article.words(sentence).lower()


def _is_uncounted(article: ArticleChecked, head: str, sentence: Span) -> bool:
    """Whether a sentence has a noun that no number of the article counts: "profiles", of which there are "cases"."""
    counted = (_head(str(one.fields.get("unit"))) for one in article.read_figures)
    return re.search(rf"\b{re.escape(head)}", article.words(sentence), re.I) is not None and head not in counted


def _may_count(article: ArticleChecked, figure: Figure, one: Candidate) -> bool:
    """Whether a figure's unit may be that of a number without a noun: the guide's word, one named shortly before or in
    its paragraph, or the modeller's own."""
    if figure.form in ("change", "score", "rank") or _PARENT.search(
        article.text.content[max(0, one.span.start - 20) : one.span.start]
    ):
        return True
    noun = re.escape(figure.unit.lower().split(" per ")[0].split()[-1].removesuffix("s")[:4])
    paragraph, sentence = article.paragraph_of(one.span), article.text.sentence_at(one.span.start)
    after = article.text.sentence_at(min(sentence.end + 1, paragraph.end - 1))
    before = article.words(Span(max(0, paragraph.start - _BEFORE), paragraph.start))
    about = (one.record.statement for one in article.of(Claim) if f"figures/{figure.id}" in one.record.figures)
    is_counted = re.search(rf"\b[\d.,]+ (?:[\w-]+ )?{noun}", before, re.I)
    if is_counted or re.search(rf"\b{noun}", " ".join((article.up_to(after), *about)), re.I):
        return True
    if figure.unit_code is not None:
        return figure.unit_code in ("1", "%", "a", "Cel", "[degF]")
    return figure.unit in _PEOPLE or not re.search(rf"\b{noun}", article.text.content, re.I)


def _same_measure(figure: Figure, name: str, code: str) -> bool:
    """Whether a figure has a unit of measure by another of its codes, by the year, or of what is counted in it."""
    unit, own = figure.unit.lower(), figure.unit_code
    if own is None:
        return unit.startswith((f"{name} per ", f"{name} of ")) or (unit == name and code in _AMBIGUOUS)
    if own.startswith(f"{code}/"):
        return True
    read, recorded = ucum(code), ucum(own)
    is_equal = read.dimension == recorded.dimension and abs(recorded.factor / read.factor - 1) < _SURVEYED
    return is_equal and read.zero == recorded.zero and ("point" in name) == ("point" in unit)


@rule
def figure_per(article: ArticleChecked) -> Iterator[Question]:
    """A figure that its evidence gives by the day, year or head is not a mere amount."""
    for parsed in article.of(Figure):
        figure, content = parsed.record, article.text.content
        rates = (_RATE.search(content, place.start, place.end + _BEYOND) for place in figure.evidence)
        said = [one.group() for one in rates if one and any(one.start() < place.end for place in figure.evidence)]
        said += _REGULAR.findall(phrases_of(figure.evidence))
        if said and " per " not in figure.unit and "/" not in (figure.unit_code or ""):
            yield Question(parsed, f"the evidence says {said[0]!r}", figure.unit)


def _is_fraction(figure: Figure) -> bool:
    """Whether all bounds are at most 1, as of a proportion and hardly ever of a percentage."""
    sides = [abs(side) for side in (figure.min, figure.max) if side is not None]
    return bool(sides) and max(sides) <= 1


def _head(unit: str) -> str:
    """The beginning of the noun that a unit counts: "pass" of "passengers per day"."""
    return unit.lower().split(" per ")[0].split()[-1][:4]


@rule
def figure_currency(article: ArticleChecked) -> Iterator[Question]:
    """A figure of money has the currency that its evidence names, or one that its article does; only money has one."""
    for parsed, figure, same in readings(article):
        is_open = any("TODO" in str(one.fields.get("unit")) for one in same)
        if not same or (any(_is_money(figure, one) for one in same) if figure.currency else is_open):
            continue
        if _PER_MONEY.match(article.text.content, same[0].span.end):
            continue
        among = article.read_figures if is_open else same
        said = {code for one in among for code in _currencies(article, figure, one)} - ({"None"} if is_open else set())
        if said == {"None"} and "unit_code" not in same[0].fields and _is_named_beside(article, figure, same[0]):
            continue
        if said and str(figure.currency) not in said:
            recorded = figure.currency or f"no currency ({figure.unit})"
            read = f"{quoted(article, same[0])}, {' or '.join(sorted(said))}"
            yield Question(parsed, f"the evidence says {read}", recorded)


def _is_named_beside(article: ArticleChecked, figure: Figure, one: Candidate) -> bool:
    """Whether another figure of the sentence has the currency: "3.86 billion kroner, of the 3.9 billion expected"."""
    sentence = article.text.sentence_at(one.span.start)
    beside = (other for other in article.read_figures if other.span.meets(sentence) and other is not one)
    return any(figure.currency in _currencies(article, figure, other) for other in beside)


def _currencies(article: ArticleChecked, figure: Figure, one: Candidate) -> set[str]:
    """The currency that is read, or all that its sign or word may mean: Danish and Norwegian kroner."""
    code, unit = str(one.fields.get("currency")), str(one.fields["unit"])
    if unit.startswith("dollars") or (code == "USD" and not _AMERICAN.search(article.words(one.span))):
        return _dollars(article)
    if code != "TODO":
        return {code}
    names = unit.split(" per ")[0].split(" or ")
    return {code for name in names for code in currencies_called(name)} if figure.currency in ALL_CURRENCIES else set()


def _dollars(article: ArticleChecked) -> set[str]:
    """What "$" may be: the dollar of a country that the article mentions or of the United States, and of these the one
    that most of the article's figures have."""
    countries = {getattr(article.entries.get(ref), "country", None) for ref in article.mentions_of}
    may_be = currencies_called("dollars") & {"USD", *(f"{country}D" for country in countries)}
    used = [one.record.currency for one in article.of(Figure) if one.record.currency in may_be]
    return {max(sorted(may_be), key=used.count)} if used else may_be


def _is_money(figure: Figure, one: Candidate) -> bool:
    """Whether a reading without a currency names one: "shillings" of Kenyan shillings, "cents" of dollars."""
    words = str(one.fields["unit"]).lower().split(" per ")[0].split()
    return "currency" not in one.fields and (
        _head(figure.unit) in {word[:4] for word in words} or not HUNDREDTHS.isdisjoint(words)
    )

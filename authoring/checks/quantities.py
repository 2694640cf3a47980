"""Figures against their evidence: value and bounds, hedge, unit, currency, direction, speaker."""

import re
from collections.abc import Iterator

from authoring.checks.article import ArticleChecked, cut, phrases_of, spans_of
from authoring.checks.question import Question, rule, rule_for_any_language
from authoring.draft.candidate import Candidate
from authoring.draft.units import ALL_CURRENCIES, currencies_called
from authoring.draft.words import FALLS, RISES
from schemas.quantity import bounds
from schemas.records import Claim, Figure
from schemas.seedfiles.seedfile import Parsed

_SIDES = ("value", "min", "max", "hedge")
_OWN_WORDS = frozenset(("people", "persons", "employees", "workers", "times", "votes"))  # a modeller's own for others


def _read(article: ArticleChecked, figure: Figure) -> list[Candidate]:
    """What the rules read where a figure's evidence stands, also the whole of a part; nothing that is left open."""
    found = _met(article, figure)
    found += [_whole(one) for one in found if "out_of" in one.fields]
    return [one for one in found if not any("TODO" in str(one.fields.get(side)) for side in _SIDES)]


def _whole(one: Candidate) -> Candidate:
    """The 33 seats of "14 of the 33 seats"."""
    return Candidate(one.span, {"value": one.fields["out_of"], "hedge": "exact", "unit": one.fields["unit"]})


def _is_open(article: ArticleChecked, figure: Figure) -> bool:
    """Whether the rules read a number where the evidence stands, but leave its value open."""
    return bool(_met(article, figure))


def _met(article: ArticleChecked, figure: Figure) -> list[Candidate]:
    """What the rules read where a figure's evidence stands, also what is left open."""
    spans = spans_of(figure.evidence)
    return [one for one in article.read_figures if any(one.span.meets(span) for span in spans)]


def _interval(one: Candidate) -> tuple[float | None, float | None]:
    get = one.fields.get
    made = bounds(one.fields["hedge"], get("value"), get("min"), get("max"), get("min_inclusive"), None)  # type: ignore[arg-type]
    return made.min, made.max


def _agrees(figure: Figure, one: Candidate) -> bool:
    """The same bounds, or the same in percent."""
    low, high = _interval(one)
    if _close(low, figure.min) and _close(high, figure.max):
        return True
    if figure.hedge == "under" and one.fields["hedge"] == "about" and _close(high, figure.max):
        return True  # "almost a third"
    percent = one.fields.get("unit_code") == "1" and figure.unit_code == "%"
    return percent and tuple(None if side is None else round(side * 100, 3) for side in (low, high)) == (
        figure.min,
        figure.max,
    )


def _close(one: float | None, other: float | None) -> bool:
    """Equal, or the same share cut after another digit."""
    if one is None or other is None:
        return one is other
    return one == other or (abs(one) < 1 and abs(one - other) < 0.001)


def _figures(article: ArticleChecked) -> Iterator[tuple[Parsed[Figure], Figure, list[Candidate]]]:
    for parsed in article.of(Figure):
        yield parsed, parsed.record, _read(article, parsed.record)


def _shown(low: float | None, high: float | None) -> str:
    if low == high:
        return "no number" if low is None else f"{low:,}"
    return f"{'…' if low is None else f'{low:,}'} to {'…' if high is None else f'{high:,}'}"


def _phrase(article: ArticleChecked, one: Candidate) -> str:
    return repr(cut(article.words(one.span)))


@rule
def figure_value(article: ArticleChecked) -> Iterator[Question]:
    """A figure has the number or the bounds that its evidence states."""
    for parsed, figure, found in _figures(article):
        if found and not any(_agrees(figure, one) for one in found):
            nearest = found[0]
            said, recorded = _shown(*_interval(nearest)), _shown(figure.min, figure.max)
            if said != recorded:
                yield Question(
                    parsed, f"the evidence says {_phrase(article, nearest)}, {said}; the record says {recorded}"
                )
        elif not found and not _is_open(article, figure) and (figure.min is not None or figure.max is not None):
            words = phrases_of(figure.evidence)
            recorded = _shown(figure.min, figure.max)
            if not (figure.min == figure.max == 1 and re.search(r"\b(?:single|one|an?|the|only|first)\b", words)):
                yield Question(parsed, f"the evidence, {cut(words)!r}, names no number; the record says {recorded}")


@rule
def figure_hedge(article: ArticleChecked) -> Iterator[Question]:
    """A figure's hedge is the word that stands before its number: about, at least, more than, up to."""
    for parsed, figure, found in _figures(article):
        same = [one for one in found if _agrees(figure, one)] or found
        almost = (
            figure.hedge == "under" and re.match(r"(?:almost|nearly)\b", article.words(same[0].span)) if same else None
        )
        if same and not almost and all(one.fields["hedge"] != figure.hedge for one in same):
            said = f"{_phrase(article, same[0])}, {same[0].fields['hedge']}"
            yield Question(parsed, f"the evidence says {said}; the record says {figure.hedge}")
        elif (
            same
            and figure.hedge == "range"
            and all(one.fields.get("approximate", False) != figure.approximate for one in same)
        ):
            recorded = "approximate" if figure.approximate else "not approximate"
            yield Question(parsed, f"the evidence says {_phrase(article, same[0])}; the record says {recorded}")


@rule
def figure_unit(article: ArticleChecked) -> Iterator[Question]:
    """A figure is in the unit that follows its number."""
    for parsed, figure, found in _figures(article):
        same = [one for one in found if _agrees(figure, one)] or found or _met(article, figure)
        if same and not any(_same_unit(article, figure, one) for one in same):
            recorded = f"{figure.unit} ({figure.unit_code})" if figure.unit_code else figure.unit
            said = f"{_phrase(article, same[0])}, {same[0].fields.get('unit')}"
            yield Question(parsed, f"the evidence says {said}; the record says {recorded}")


def _same_unit(article: ArticleChecked, figure: Figure, one: Candidate) -> bool:
    name, code = str(one.fields.get("unit")), one.fields.get("unit_code")
    if "currency" in one.fields or figure.currency:
        return True  # figure_currency asks
    if code or figure.unit_code:
        percent = {code, figure.unit_code} == {"1", "%"} and name == "proportions" and not _is_fraction(figure)
        yearly = figure.unit_code is not None and figure.unit_code.startswith(f"{code}/")
        return (
            percent
            or yearly
            or (code == figure.unit_code and ("point" in name) == ("point" in figure.unit))
            or "TODO" in name
        )
    head = _head(figure.unit)
    if "TODO" in name:  # nothing that is counted follows: it stands elsewhere in the paragraph, or the guide has a word
        return head in article.paragraph(one.span).lower() or figure.unit in _OWN_WORDS or figure.form != "amount"
    after = article.text.content[one.span.start : one.span.end + 20].lower()
    if head in after or head in {word[:4] for word in name.lower().split()} or figure.unit in _OWN_WORDS:
        return True
    return _head(name) not in article.paragraph(one.span).lower()


def _is_fraction(figure: Figure) -> bool:
    """Whether all bounds are at most 1, as those of a proportion are and those of a percentage hardly ever."""
    sides = [abs(side) for side in (figure.min, figure.max) if side is not None]
    return bool(sides) and max(sides) <= 1


def _head(unit: str) -> str:
    """The beginning of the noun that a unit counts: "pass" of "passengers per day"."""
    return unit.lower().split(" per ")[0].split()[-1][:4]


@rule
def figure_currency(article: ArticleChecked) -> Iterator[Question]:
    """A figure of money has the currency that its evidence names, and only money has one."""
    for parsed, figure, found in _figures(article):
        same = [one for one in found if _agrees(figure, one)] or found
        said = {str(one.fields.get("currency")) for one in same}
        open_unit = any("TODO" in str(one.fields.get("unit")) for one in same)
        if "TODO" in said:
            said = {code for one in same for code in currencies_called(str(one.fields["unit"]))}
            said = said if figure.currency in ALL_CURRENCIES else set()
        if same and not open_unit and said and str(figure.currency) not in said:
            recorded = figure.currency or f"no currency ({figure.unit})"
            read = f"{_phrase(article, same[0])}, {' or '.join(sorted(said))}"
            yield Question(parsed, f"the evidence says {read}; the record says {recorded}")


@rule
def figure_direction(article: ArticleChecked) -> Iterator[Question]:
    """A change goes the way that its verb says."""
    for parsed, figure, found in _figures(article):
        said = {one.fields["direction"] for one in found if "direction" in one.fields} or _moves(article, figure)
        if figure.direction and said and figure.direction not in said:
            yield Question(parsed, f"the evidence says {min(map(str, said))}; the record says {figure.direction}")


_UP, _DOWN = re.compile(rf"\b(?:{RISES})\b", re.I), re.compile(rf"\b(?:{FALLS})\b", re.I)


def _moves(article: ArticleChecked, figure: Figure) -> set[str]:
    """The one way that the words of a figure's sentence go; empty where they go both ways or none."""
    words = " ".join(article.words(article.sentence_at(place.start)) for place in figure.evidence)
    ways = {way for way, verb in (("up", _UP), ("down", _DOWN)) if verb.search(words)}
    return ways if len(ways) == 1 else set()


@rule_for_any_language
def figure_comparison(article: ArticleChecked) -> Iterator[Question]:
    """Only a change or a ratio starts from something, and what it starts from is no change itself."""
    figures = {parsed.ref: parsed.record for parsed in article.of(Figure)}
    for parsed in article.of(Figure):
        form, base = parsed.record.form, figures.get(parsed.record.compared_to or "")
        if parsed.record.compared_to and form not in ("change", "ratio"):
            yield Question(parsed, f"compared_to is what a change or ratio starts from; the record's form is {form}")
        elif base and base.form == "change" and form == "change":
            yield Question(parsed, f"{parsed.record.compared_to} is a change itself, so no change starts from it")


@rule_for_any_language
def figure_speaker(article: ArticleChecked) -> Iterator[Question]:
    """A figure's speaker is the speaker of a claim that rests on it, or the publisher, who gives the background."""
    for parsed in article.of(Figure):
        claims = [one.record for one in article.of(Claim) if parsed.ref in one.record.figures]
        speakers = {claim.speaker for claim in claims}
        own = parsed.record.speaker
        if own and own != article.article.publisher and speakers - {None} and own not in speakers:
            said = ", ".join(sorted(filter(None, speakers)))
            yield Question(parsed, f"its claims are said by {said}; the record says {parsed.record.speaker}")

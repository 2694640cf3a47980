"""Run the checks over seeds: false places are errors, everything else is advice that a `reviewed` may answer."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from authoring.article_text import ArticleText, FileError
from authoring.checks import (
    actors,
    coverage,
    extents,
    heading,
    modality,
    negation,
    opposites,
    quantities,
    registry,
    times,
    units,
    wording,
)
from authoring.checks.article import ANY_LANGUAGE, RULES, Advice, ArticleChecked
from authoring.registry_entries import named_entries
from schemas.evidence import Evidence
from schemas.records import Article, all_evidence
from schemas.seedfiles.faults import Fault, Faults, SeedError
from schemas.seedfiles.seedfile import Part, read_seeds
from schemas.uncollected import uncollected
from schemas.wording import plural

_BESIDE = 40  # characters: those recorded, and blanks
MODULES = (
    heading,
    quantities,
    units,
    times,
    actors,
    modality,
    negation,
    opposites,
    wording,
    extents,
    coverage,
)  # each registers its rules


class Findings(NamedTuple):
    """Places at which a phrase does not stand, and advice."""

    errors: tuple[Fault, ...]
    advice: tuple[Advice, ...]


@uncollected()
def check_meaning(seeds: Path, texts: Iterable[ArticleText]) -> Findings:
    """Check each article whose text is given, and the registry. FileError where a text is of no article in the
    seeds."""
    registry_part, *articles = read_seeds(seeds, Faults(), sort=True)
    entries = dict(named_entries(registry_part))
    errors: list[Fault] = []
    advice: list[Advice] = []
    for text in texts:
        part = _article_of(articles, text, seeds)
        wrong = list(false_places(part, text))
        errors += wrong
        if not wrong:
            advice += check_article(ArticleChecked(part, text, entries))
    return Findings(tuple(errors), (*advice, *registry.check_registry(registry_part, articles)))


def _article_of(articles: list[Part], text: ArticleText, seeds: Path) -> Part:
    for part in articles:
        if any(one.record.text_sha256 == text.sha256 for one in part.of(Article)):
            return part
    raise FileError(f"{text.file} is the text of no article in {seeds}: none has its hash, {text.sha256[:12]}….")


def check_article(article: ArticleChecked) -> Iterator[Advice]:
    """The questions of the rules about one article that no `reviewed` answers, as they are found; of texts in other
    languages, only those of rules that read no words."""
    english = article.article.language.partition("-")[0] == "en"
    for name, rule in RULES.items():
        for question in rule(article) if english or name in ANY_LANGUAGE else ():
            parsed = question.parsed
            if not (parsed and name in parsed.reviewed):
                ref = parsed.ref if parsed else article.part.article
                yield Advice(name, ref, parsed.where if parsed else None, question.message)
    yield from _unknown_rules(article.part)


def _unknown_rules(part: Part) -> Iterator[Advice]:
    for parsed in part.records:
        for name in parsed.reviewed.keys() - RULES.keys() - registry.RULES:
            message = f"there is no rule {name!r}; there are {', '.join(RULES)}"
            yield Advice("reviewed", parsed.ref, parsed.where, message)


def false_places(part: Part, text: ArticleText) -> Iterator[Fault]:
    """Evidence whose phrase does not stand in its place, or has other words beside it than those recorded."""
    known = [(parsed.where, parsed.ref, place) for parsed in part.records for place in all_evidence(parsed.record)]
    noted = [(where, "unmodelled", place) for place, where in part.unmodelled]
    for where, ref, place in (*known, *noted):
        if message := _falsehood(place, text):
            yield Fault(where.file, where.line(()), ref, message)


def _falsehood(place: Evidence, text: ArticleText) -> str | None:
    stands = text.content[place.start : place.end] == place.exact
    if not stands or text.place(place.start, place.end).paragraph != place.paragraph:
        return f"{place.exact!r} does not stand at {place.start}:{place.end} in paragraph {place.paragraph}"
    before = text.content[max(0, place.start - _BESIDE) : place.start].rstrip()
    after = text.content[place.end : place.end + _BESIDE].lstrip()
    if not before.endswith((place.prefix or "").strip()):
        return f"{place.exact!r} at {place.start}:{place.end} does not have the prefix {place.prefix!r}"
    if not after.startswith((place.suffix or "").strip()):
        return f"{place.exact!r} at {place.start}:{place.end} does not have the suffix {place.suffix!r}"
    return None


def hold_places(seeds: Path, folder: Path) -> str:
    """Check the places of each article that has a text `folder/<id>.txt`; how many have one, in a sentence. SeedError
    with every false place, and where a text is not the one that the article records."""
    if not folder.is_dir():
        raise FileError(f"{folder} is no folder; texts are files <article id>.txt in it.")
    faults: list[Fault] = []
    held = missing = 0
    for part in read_seeds(seeds, Faults(), sort=True):
        path = folder / f"{part.article}.txt"
        if part.article and path.exists():
            held += 1
            faults += _wrong(part, ArticleText.read(path))
        elif part.article:
            missing += 1
    if faults:
        raise SeedError(faults)
    rest = f"; {missing} {'has' if missing == 1 else 'have'} no text there" if missing else ""
    return f"Compared the places of {held} of {plural(held + missing, 'article')} with the texts in {folder}{rest}."


def _wrong(part: Part, text: ArticleText) -> Iterator[Fault]:
    own = next(iter(part.of(Article)), None)
    if own and own.record.text_sha256 != text.sha256:
        message = f"is not of the text in {text.file}, whose hash is {text.sha256[:12]}…"
        yield Fault(own.where.file, own.where.line(("text_sha256",)), "article.text_sha256", message)
        return
    yield from false_places(part, text)

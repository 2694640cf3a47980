"""Run the checks over seeds: false places are errors, everything else is advice that a `reviewed` may answer."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from authoring.article_text import ArticleText, FileError
from authoring.checks import actors, coverage, heading, quantities, registry, times, wording
from authoring.checks.article import ArticleChecked, Entry
from authoring.checks.places import false_places
from authoring.checks.question import ANY_LANGUAGE, RULES, Advice
from authoring.registry_entries import named_entries
from schemas.records import Article
from schemas.seedfiles.faults import Fault, Faults
from schemas.seedfiles.seedfile import Part, read_seeds

MODULES = (heading, quantities, times, actors, wording, coverage)  # each registers its rules


class Findings(NamedTuple):
    """Places at which a phrase does not stand, and advice."""

    errors: tuple[Fault, ...]
    advice: tuple[Advice, ...]


def check_meaning(seeds: Path, texts: Iterable[ArticleText]) -> Findings:
    """Check each article whose text is given, and the registry. FileError where a text is of no article in the
    seeds."""
    registry_part, *articles = read_seeds(seeds, Faults(), sort=True)
    entries: dict[str, Entry] = dict(named_entries(registry_part))
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


def check_article(article: ArticleChecked) -> list[Advice]:
    """The questions of the rules about one article that no `reviewed` answers; of texts in other languages, only those
    of rules that read no words."""
    english = article.article.language.partition("-")[0] == "en"
    asked = [
        Advice(
            name,
            question.parsed.ref if question.parsed else article.part.article,
            question.parsed.where if question.parsed else None,
            question.message,
        )
        for name, rule in RULES.items()
        if english or name in ANY_LANGUAGE
        for question in rule(article)
        if not (question.parsed and name in question.parsed.reviewed)
    ]
    return [*asked, *_unknown_rules(article.part)]


def _unknown_rules(part: Part) -> Iterator[Advice]:
    for parsed in part.records:
        for name in parsed.reviewed.keys() - RULES.keys() - registry.RULES:
            message = f"there is no rule {name!r}; there are {', '.join(RULES)}"
            yield Advice("reviewed", parsed.ref, parsed.where, message)

"""What a rule reads (an article's records beside what drafting reads in its text), what it asks, and all rules."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import NamedTuple, TypeVar

from authoring.article_text import ArticleText, Span, plain, plain_blanks
from authoring.draft.candidate import Candidate, Name
from authoring.draft.dates import dates
from authoring.draft.figures import figures
from authoring.draft.names import names
from authoring.draft.quotations import quotations
from authoring.draft.statements import Statement, statements
from authoring.draft.words import FUNCTION_WORDS
from schemas.evidence import Evidence
from schemas.records import Article, Claim, Date, Event, Figure, Mention, NamedEntry, Record
from schemas.seedfiles.faults import Where
from schemas.seedfiles.seedfile import Parsed, Part

K = TypeVar("K", bound=Record)


class ArticleChecked:
    """One article with its text, in plain blanks. `entries` is the registry by ref."""

    def __init__(self, part: Part, text: ArticleText, entries: dict[str, NamedEntry]) -> None:
        self.part, self.text, self.entries = part, text.with_plain_blanks, entries
        self.records = {parsed.ref: parsed for parsed in part.records}

    @cached_property
    def article(self) -> Article:
        """The article's own record."""
        return self.of(Article)[0].record

    def of(self, kind: type[K]) -> list[Parsed[K]]:
        """The records of one kind."""
        return self.part.of(kind)

    def each(self, kind: type[K]) -> Iterator[tuple[Parsed[K], K]]:
        """The records of one kind, each as it was read and as it is."""
        return ((parsed, parsed.record) for parsed in self.of(kind))

    @cached_property
    def published(self) -> date | None:
        """The day of publication, where it is a day."""
        try:
            return date.fromisoformat(self.article.published[:10])
        except ValueError:
            return None

    @cached_property
    def read_dates(self) -> list[Candidate]:
        """The dates that the rules read in the text."""
        return dates(self.text, self.published)

    @cached_property
    def read_figures(self) -> list[Candidate]:
        """The figures that the rules read in the text."""
        return figures(self.text, [one.span for one in self.read_dates])

    @cached_property
    def read_names(self) -> list[Name]:
        """The names that the rules read in the text, and those of the article's own mentions."""
        return [*names(self.text, self.entries.items()), *self._mentioned()]

    def _mentioned(self) -> Iterator[Name]:
        for parsed in self.of(Mention):
            ref = parsed.record.stands_for or parsed.record.of
            entry = self.entries.get(ref)
            if entry and parsed.record.of == ref:
                spans = tuple(spans_of(parsed.record.evidence))
                yield Name(entry.name, ref.partition("/")[0], entry.type, spans, ref)

    @cached_property
    def statements(self) -> dict[int, Statement]:
        """What the rules read in each sentence, by the sentence's start."""
        return {one.sentence.start: one for one in statements(self.text, self.read_names)}

    @cached_property
    def quotations(self) -> tuple[Span, ...]:
        """What stands between quotation marks."""
        return quotations(self.text.content)

    def sentences_of(self, record: Figure | Date | Claim | Mention | Event) -> list[Span]:
        """The sentences that a record's own evidence lies in."""
        return list(dict.fromkeys(self.text.sentence_at(place.start) for place in record.evidence))

    def claims(self) -> Iterator["ReadClaim"]:
        """Each claim with what it is compared with."""
        for parsed in self.of(Claim):
            sentences = self.sentences_of(parsed.record)
            words = " ".join(map(self.words, sentences))
            yield ReadClaim(parsed, parsed.record, sentences, words, phrases_of(parsed.record.evidence))

    def linked(self, claim: Claim) -> list[Record]:
        """The figures, dates and events that a claim links."""
        refs = (*claim.figures, *claim.dates, *claim.events)
        return [self.records[ref].record for ref in refs if ref in self.records]

    def words(self, span: Span) -> str:
        """The text of a span, on one line."""
        return " ".join(self.text.content[span.start : span.end].split())

    def up_to(self, sentence: Span) -> str:
        """The text of a paragraph to the end of one of its sentences."""
        return self.words(Span(self.paragraph_of(sentence).start, sentence.end))

    def unquoted(self, span: Span) -> str:
        """The text of a span without what it quotes."""
        inside = [quote for quote in self.quotations if quote.meets(span)]
        edges = [span.start, *(edge for quote in inside for edge in quote), span.end]
        return " ".join(self.words(Span(*pair)) for pair in zip(edges[::2], edges[1::2], strict=True))

    def paragraph(self, span: Span) -> str:
        """The text of the paragraph that a span lies in."""
        return self.words(self.paragraph_of(span))

    def paragraph_of(self, span: Span) -> Span:
        """The paragraph that a span lies in."""
        return self.text.paragraphs[self.text.place(*span).paragraph - 1]

    @cached_property
    def mentions_of(self) -> dict[str, list[Span]]:
        """Where each entry is mentioned, also by a metonym."""
        found: dict[str, list[Span]] = {}
        for parsed in self.of(Mention):
            spans = spans_of(parsed.record.evidence)
            for ref in filter(None, (parsed.record.of, parsed.record.stands_for)):
                found.setdefault(ref, []).extend(spans)
        return found

    def names_of(self, ref: str) -> set[str]:
        """The name and aliases of an entry, with plain marks."""
        entry = self.entries.get(ref)
        return set(map(plain, (entry.name, *entry.aliases))) if entry else set()


class ReadClaim(NamedTuple):
    """A claim with the sentences of its evidence, their words, and its phrases."""

    parsed: Parsed[Claim]
    claim: Claim
    sentences: list[Span]
    words: str
    exact: str


def spans_of(evidence: Iterable[Evidence]) -> list[Span]:
    """Where pieces of evidence stand in the text."""
    return [Span(place.start, place.end) for place in evidence]


def phrases_of(evidence: Iterable[Evidence], between: str = " … ") -> str:
    """The phrases of pieces of evidence as one text."""
    return plain_blanks(between.join(place.exact for place in evidence))


def cut(words: str, longest: int = 60) -> str:
    """Words on one line, shortened for a message."""
    shown = " ".join(words.split())
    return shown if len(shown) <= longest else f"{shown[:longest]}…"


def content_words(words: str) -> set[str]:
    """The first four letters of each word that has as many and is no function word."""
    return {word[:4] for word in re.findall(r"[^\W\d_]{4,}", words.lower()) if word not in FUNCTION_WORDS}


class Question(NamedTuple):
    """A possible mistake: the record (None where none has a place of the text), and what evidence and record say."""

    parsed: Parsed | None
    said: str
    recorded: object = None

    @property
    def message(self) -> str:
        """Both in a sentence."""
        return self.said if self.recorded is None else f"{self.said}; the record says {self.recorded}"


Rule = Callable[[ArticleChecked], Iterator[Question]]
RULES: dict[str, Rule] = {}
ANY_LANGUAGE: set[str] = set()


def rule(function: Rule) -> Rule:
    """Register a rule under its function's name; its docstring is its sentence."""
    RULES[function.__name__] = function
    return function


def rule_for_any_language(function: Rule) -> Rule:
    """Register a rule that reads no English, so it applies to articles in every language."""
    ANY_LANGUAGE.add(function.__name__)
    return rule(function)


class Advice(NamedTuple):
    """A question with the name of the rule that asks it, printed as `file:line: ref: rule: message`."""

    rule: str
    ref: str
    where: Where | None
    message: str

    def __str__(self) -> str:
        at = f"{self.where.file}:{self.where.line(())}: " if self.where else ""
        return f"{at}{self.ref}: {self.rule}: {self.message}"

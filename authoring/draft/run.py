"""A capitalised run: words of a text that stand together as a name; and what stands before or after a person's name in
it: a title, an office, an employer, letters."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from authoring.article_text import Span
from authoring.draft.known_names import given_names, places
from authoring.draft.words import (
    BODY_NOUNS,
    FAMOUS,
    FUNCTION_WORDS,
    INSTITUTIONS,
    ORGANISATION_WORDS,
    PLACE_WORDS,
    ROLES,
    any_of,
    listed,
    title_length,
)

_CALLED = re.compile(
    rf"(?:(?P<role>{ROLES})|(?=\w+(?:er|or|airline|charity|firm|watchdog|rival|start-?up)s?$)(?:{BODY_NOUNS}))s?"
)
_AFTER_NAMES = frozenset(("SC", "KC", "QC", "MP", "MSP", "MEP", "MLA", "MBE", "OBE", "CBE", "JP", "II", "III", "IV"))
_INITIALS = re.compile(r"(?:[A-ZÀ-ÖØ-Þ]\.)+")
_OFFICE = re.compile(rf"{ROLES}|[a-z]+(?:er|or|ist|man|woman)")
_CAMEL = re.compile("[a-z][A-Z](?!c?[A-Z])(?<!Mc[A-Z])(?<!Mac[A-Z])")
_LETTERS = re.compile("[A-Z]{3,5}")  # "RBI Governor Ada Holm"
_LONE_NOUNS = listed("lone nouns")
_OFFICE_OF = re.compile(rf"\b(?:{any_of('offices')}) (?:of|for) $")


class Run(NamedTuple):
    """Words that stand together as a name; `leads` where it begins a sentence, `titled` where a person's title stands
    before it, `is_body` where "&" joins them, as it joins no person's name, `credited` in the lines
    under the headline; `name` is its text, `before` and `after` the characters beside it."""

    span: Span
    words: tuple[str, ...]
    leads: bool
    titled: bool = False
    is_body: bool = False
    credited: bool = False
    name: str = ""
    before: str = ""
    after: str = ""


def is_plural(word: str) -> bool:
    """Whether a word may be a plural: "Prosecutors said" begins with no name."""
    return word.endswith("s") and not word.endswith(("ss", "us", "is"))


def without_first(content: str, run: Run) -> Run | None:
    """The run without its first word, and without the function words that follow; None where nothing is left."""
    while len(run.words) > 1:
        start = content.index(run.words[1], run.span.start + len(run.words[0]))
        run = Run(Span(start, run.span.end), run.words[1:], False)
        if not begins_with_function_word(run):
            return run
    return None


def begins_with_function_word(run: Run) -> bool:
    """Whether a run begins with one, and not with a given name: "Will Holm"."""
    first = run.words[0]
    named = not run.leads and len(run.words) > 1 and first in given_names()
    return first.lower() in FUNCTION_WORDS and not named


def untitled(content: str, run: Run) -> Run:
    """A person's name without the title before it or the letters after it: "Prime Minister Ada Holm KC" is Ada Holm."""
    *name, last = run.words
    of_person = len(name) == 2 or (len(name) == 3 and last in _AFTER_NAMES)
    lettered = of_person and all(map(str.istitle, name)) and last.isupper() and len(last) < 5
    is_certain = last in _AFTER_NAMES or content.startswith(",", run.span.end)
    if lettered and last not in ORGANISATION_WORDS and is_certain:
        run = run._replace(words=tuple(name), span=Span(run.span.start, content.rindex(last, *run.span) - 1))
    length = title_length(run.words) or _before_initials(content, run)
    if not length and run.leads and len(run.words) > 1 and (called := _CALLED.fullmatch(run.words[0].lower())):
        rest = without_first(content, run) or run
        is_body = called["role"] is None and " ".join(rest.words) not in places()  # but "Rival Argentina"
        return rest._replace(titled=called["role"] is not None, is_body=is_body)
    if not length and run.words[0] in places() and (length := title_length(run.words[1:])):
        length += 1  # "Tulsa Mayor Ada Holm"
    opposes = len(run.words) > 1 and run.words[0] == "Opposition"  # "the Opposition Norvik Party"
    if not length and (opposes or _is_of_people(run) or _begins_with_noun(content, run)):
        return without_first(content, run) or run
    if not length:
        return run
    start = run.span.start
    for word in run.words[:length]:
        start = content.index(word, start) + len(word)
    start = content.index(run.words[length], start)
    of_name = run.words[length:]
    is_person = len(of_name) > 1 or not (run.words[length - 1] == "Forecaster" or _CAMEL.search(of_name[0]))
    return Run(Span(start, run.span.end), of_name, False, is_person, is_body=not is_person)


def with_employer(content: str, run: Run) -> Iterator[Run]:
    """The run; "Norvik Foods Chief Executive Ada Holm" as Norvik Foods and as the person with the title."""
    for at in range(1, min(4, len(run.words) - 1)):
        head, titled = run.words[:at], run.words[at:]
        if title_length(titled) and not _is_portfolio(head, titled) and _employs(head, titled):
            start = run.span.start
            ends = [start := content.index(word, start) + len(word) for word in head]
            if len(head) > 1 or head[0] not in _LONE_NOUNS:  # "Council Chair Ada Holm"
                yield run._replace(span=Span(run.span.start, ends[-1]), words=head, is_body=True)
            begins = content.index(titled[0], ends[-1])
            yield run._replace(span=Span(begins, run.span.end), words=titled, leads=False)
            return
    yield run


def _is_portfolio(head: tuple[str, ...], titled: tuple[str, ...]) -> bool:
    """ "Labour Minister", which names no party."""
    return head == ("Labour",) and titled[0] in ("Minister", "Secretary", "Commissioner")


def _employs(head: tuple[str, ...], titled: tuple[str, ...]) -> bool:
    """Whether words before a title are an employer's name, and none of the title or of a person."""
    first, last = head[0], head[-1]
    if head == (first,) and _LETTERS.fullmatch(first) and first not in places():
        return True
    if first in places() or not given_names().isdisjoint(head) or title_length((*head, *titled)):
        return " ".join(head) in FAMOUS or last in ORGANISATION_WORDS
    return len(head) > 1 or titled[:2] == ("Chief", "Executive")


def is_initials(word: str) -> bool:
    """Whether a word is a person's initials: "A.", "A.B.", but not "U.S."."""
    return _INITIALS.fullmatch(word) is not None and word not in places() and word not in INSTITUTIONS


def _before_initials(content: str, run: Run) -> int:
    """How many words of a name are an office before initials: 1 of "Collector A. Holm", and of "Minister for Trade A.
    Holm", where the run begins with "Trade"."""
    at = next((n for n, word in enumerate(run.words) if is_initials(word)), 0)
    if not 0 < at < len(run.words) - 1:
        return 0
    called = _OFFICE.fullmatch(run.words[at - 1].lower()) and given_names().isdisjoint(run.words[:at])
    return at if called or _OFFICE_OF.search(content, max(0, run.span.start - 30), run.span.start) else 0


def _begins_with_noun(content: str, run: Run) -> bool:
    """Whether a sentence begins with what a full name is called: "Patient Ada Holm"."""
    first, *name = run.words
    names = given_names()
    fits = run.leads and len(name) > 1 and name[0] in names and first.isalpha()
    goes_on = re.match(r",| [a-z]", content[run.span.end : run.span.end + 2])
    is_noun = first not in names and first not in places() and (ORGANISATION_WORDS | PLACE_WORDS).isdisjoint(run.words)
    return bool(fits and goes_on and is_noun)


def _is_of_people(run: Run) -> bool:
    """ "The Brazilian Ada Holm"."""
    first = places().get(run.words[0])
    return (
        first is not None
        and first.name != run.words[0]
        and len(run.words) > 2
        and run.words[1] in given_names()
        and ORGANISATION_WORDS.isdisjoint(run.words)
    )

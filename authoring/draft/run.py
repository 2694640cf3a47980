"""A capitalised run: words of a text that stand together as a name."""

from typing import NamedTuple

from authoring.article_text import Span
from authoring.draft.known_names import given_names
from authoring.draft.words import FUNCTION_WORDS


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

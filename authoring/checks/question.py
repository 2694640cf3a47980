"""What a rule asks about a record, and the table of all rules."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from schemas.seedfiles.faults import Where
from schemas.seedfiles.seedfile import Parsed

if TYPE_CHECKING:
    from authoring.checks.article import ArticleChecked


class Question(NamedTuple):
    """A disagreement: the record (None of a place that no record covers), and what evidence and record say."""

    parsed: Parsed | None
    message: str


Rule = Callable[["ArticleChecked"], Iterator[Question]]
RULES: dict[str, Rule] = {}
ANY_LANGUAGE: set[str] = set()


def rule(function: Rule) -> Rule:
    """Register a rule under its function's name; its docstring is its sentence."""
    RULES[function.__name__] = function
    return function


def rule_for_any_language(function: Rule) -> Rule:
    """Register a rule that reads no words and so holds in every language."""
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

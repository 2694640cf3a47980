"""The tools: what an agent can ask, answered by the same queries as the API.

Every fact has its phrase and place in the article, its link, modality and doubt: without them an agent would misreport
the article. Arguments are pydantic models, from which the JSON Schema for the agent is derived.
"""

import json
from collections.abc import Callable, Mapping
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlencode

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from api.mcp.protocol import Tool, ToolError
from api.problems import Problem
from api.query.question import parse_page
from api.store import Snapshot
from api.store.assembled import check_article, compared, corroborating
from api.store.plan import Condition, Equals
from schemas.registry import COLLECTIONS, FACTS
from schemas.units import unit_of
from schemas.values import JsonObject

INSTRUCTIONS = (
    "Facts of news articles: companies, parties, places, figures, dates, events and claims, each with the phrase and "
    "place in the article behind it. Repeat the doubt with the fact: its hedge (about, at_least ...), modality "
    "(denied, feared, considered ...), status and verification. Name the speaker of a claim. Nothing here says that a "
    "claim is true. Refs such as companies/microsoft name records; search first to find them."
)
_LONGEST_TEXT = 200_000
_MOST_COMPARED = 100  # figures in an answer

Limit = Annotated[int, Field(ge=1, le=50, description="The largest number of facts to return.")]
Article = Annotated[
    str, AfterValidator(lambda given: given.removeprefix("articles/")), Field(description="An article's id or ref.")
]
Cursor = Annotated[str | None, Field(description="`next_cursor` of the previous answer, to continue.")]


class Arguments(BaseModel):
    """Arguments of a tool. Unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Search(Arguments):
    """Words and filters, all of which must hold; at least one."""

    query: Annotated[str | None, Field(description='Words, all of which must occur; "a phrase"; prefix*.')] = None
    kind: Literal["figure", "date", "event", "claim", "mention"] | None = None
    article: Article | None = None
    refers_to: Annotated[str | None, Field(description="A ref that occurs anywhere in the fact.")] = None
    speaker: Annotated[str | None, Field(description="The ref or name of the party or company that says it.")] = None
    modality: Annotated[str | None, Field(description="asserted, reported, expected, feared, denied ...")] = None
    since: Annotated[str | None, Field(description="Facts about times from this ISO date on.")] = None
    until: Annotated[str | None, Field(description="Facts about times up to this ISO date.")] = None
    limit: Limit = 20
    cursor: Cursor = None


class Read(Arguments):
    """Which record."""

    ref: Annotated[str, Field(description="collection/id, such as claims/microsoft-china-relocation.offer")]


class ArticleFacts(Arguments):
    """Which article's facts."""

    article: Article
    kind: Literal["figure", "date", "event", "claim", "mention"] | None = None
    limit: Limit = 50
    cursor: Cursor = None


class Corroborate(Arguments):
    """Which claim."""

    claim: Annotated[str, Field(description="A claim's ref, claims/...")]


class Compare(Arguments):
    """Which measure, against which of its figures, in which unit."""

    measure: Annotated[str, Field(description="A measure's ref, measures/...")]
    against: Annotated[str | None, Field(description="A figure's ref. Without it: the earliest.")] = None
    unit: Annotated[str | None, Field(description="A unit (UCUM) or currency (ISO 4217) for the amounts.")] = None


class CheckText(Arguments):
    """A text to compare with an article's facts."""

    article: Article
    text: Annotated[str, Field(max_length=_LONGEST_TEXT, description="The article's text. It is not stored.")]


_PARAMETERS = {"query": "q", "since": "from", "until": "to"}
_ARGUMENTS = {parameter: argument for argument, parameter in _PARAMETERS.items()}
_ENTRIES = {"refers_to", "speaker"}  # one each, whose name may have a comma, which separates values in a query string
A = TypeVar("A", bound=Arguments)


def tools(snapshot: Callable[[], Snapshot]) -> tuple[Tool, ...]:
    """All tools, on the dataset current at each call. A tool's description is the docstring of its function."""

    def tool(name: str, title: str, model: type[A], answer: Callable[[Snapshot, A], JsonObject]) -> Tool:
        def call(arguments: Mapping[str, object]) -> JsonObject:
            dataset = snapshot()
            try:
                return answer(dataset, model.model_validate(arguments)) | {"dataset_version": dataset.version}
            except ValidationError as error:
                raise ToolError("; ".join(_fault(model, one) for one in error.errors())) from error
            except Problem as problem:
                faults = (f"{_ARGUMENTS.get(one.parameter, one.parameter)}: {one.message}" for one in problem.errors)
                raise ToolError("; ".join(faults) or problem.detail) from problem

        return Tool(name, title, " ".join((answer.__doc__ or "").split()), model.model_json_schema(), call)

    return (
        tool("search_facts", "Search facts", Search, _search),
        tool("read_record", "Read a record", Read, _read),
        tool("article_facts", "Facts of an article", ArticleFacts, _article_facts),
        tool("corroborate_claim", "Corroborate a claim", Corroborate, _corroborate),
        tool("compare_measure", "Compare a measure", Compare, _compare),
        tool("check_text", "Check a text", CheckText, _check_text),
    )


def _fault(model: type[Arguments], fault: ErrorDetails) -> str:
    name = ".".join(map(str, fault["loc"])) or "arguments"
    if fault["type"] == "extra_forbidden":
        return f"{name}: is not an argument here; known: {', '.join(model.model_fields)}"
    return f"{name}: {fault['msg']}"


def _search(dataset: Snapshot, asked: Search) -> JsonObject:
    """Find facts by words and filters, over all articles."""
    given = asked.model_dump(exclude_none=True)
    if not given.keys() - {"limit", "cursor"}:
        raise ToolError("Give a query or a filter: all facts at once are too many for one answer.")
    given |= {name: given[name].replace(",", "\\,") for name in given.keys() & _ENTRIES}
    return _page(dataset, {_PARAMETERS.get(name, name): value for name, value in given.items()})


def _article_facts(dataset: Snapshot, asked: ArticleFacts) -> JsonObject:
    """An article's facts in reading order."""
    if dataset.get(COLLECTIONS["articles"], asked.article) is None:
        raise ToolError(f"There is no article {asked.article[:100]!r}; search_facts finds articles by words.")
    given = asked.model_dump(exclude_none=True, exclude={"article"})
    return _page(dataset, given, Equals("article", (asked.article,)))


def _page(dataset: Snapshot, parameters: Mapping[str, object], *fixed: Condition) -> JsonObject:
    question = parse_page(FACTS, urlencode(parameters).encode(), dataset, *fixed)
    rows, cursor = question.page(dataset, question.limit or 1)
    return {"facts": [_fact(json.loads(row)) for row in rows], "next_cursor": cursor}


def _fact(row: JsonObject) -> JsonObject:
    """A row without its empty cells, and its URL."""
    return {name: value for name, value in row.items() if value is not None} | {"api": f"/v1/{row['ref']}"}


def _read(dataset: Snapshot, asked: Read) -> JsonObject:
    """One record, whole, by its ref."""
    name, _, key = asked.ref.partition("/")
    if name not in COLLECTIONS:
        raise ToolError(f"A ref begins with a collection: {', '.join(COLLECTIONS)}; then /, then the id.")
    stored = dataset.get(COLLECTIONS[name], key)
    if stored is None:
        heir = dataset.heir(asked.ref)
        raise ToolError(f"{asked.ref[:200]!r} is now {heir}." if heir else f"There is no {asked.ref[:200]!r}.")
    row = dataset.get(FACTS, asked.ref)
    fact = {"fact": _fact(json.loads(row))} if row else {}
    return {"record": json.loads(stored), **fact, "api": f"/v1/{asked.ref}"}


def _corroborate(dataset: Snapshot, asked: Corroborate) -> JsonObject:
    """The claims that repeat, correct or contradict a claim, and how many independent sources it has. Their number does
    not make the claim true."""
    rows, sources = corroborating(dataset, _record(dataset, "claims", asked.claim))
    claims = [_with_fact(dataset, row.claim, row._asdict()) for row in rows]
    return {"claims": claims, "independent_sources": sources}


def _compare(dataset: Snapshot, asked: Compare) -> JsonObject:
    """The figures of one quantity in one unit, with who gave them and whether they agree, overlap or conflict; at most
    the first 100 of the `total`, in order of publication."""
    measure = _record(dataset, "measures", asked.measure)
    try:
        against = asked.against.removeprefix("figures/") if asked.against else None
        unit_of(asked.unit or "1")
        rows = compared(dataset, measure["id"], against, asked.unit)
    except LookupError as error:
        raise ToolError(f"{asked.against!r} is not a figure of {asked.measure!r}.") from error
    except ValueError as error:
        raise ToolError(f"unit: {error}") from error
    figures = [_with_fact(dataset, row.figure, row._asdict()) for row in rows[:_MOST_COMPARED]]
    return {"measure": measure, "figures": figures, "total": len(rows)}


def _with_fact(dataset: Snapshot, ref: str, row: JsonObject) -> JsonObject:
    """A row of a comparison beside the fact, with its phrase and place."""
    stored = dataset.get(FACTS, ref)
    return {**row, "fact": _fact(json.loads(stored)) if stored else None}


def _record(dataset: Snapshot, collection: str, ref: str) -> JsonObject:
    found = dataset.record(f"{collection}/{ref.removeprefix(f'{collection}/')}")
    if found is None:
        raise ToolError(f"There is no {ref[:200]!r}; search_facts finds refs by words.")
    return dict(found)


def _check_text(dataset: Snapshot, asked: CheckText) -> JsonObject:
    """Whether each phrase that an article's facts are based on is still in a text."""
    report = check_article(dataset, asked.article, asked.text)
    if report is None:
        raise ToolError(f"There is no article {asked.article[:100]!r}.")
    return report.model_dump(mode="json")

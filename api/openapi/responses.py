"""Responses as components: found, not modified, moved, and every error."""

from collections.abc import Iterable

from api.openapi.components import Components, Node
from api.openapi.shapes import ref
from api.problems import KINDS, MEDIA_TYPE

_TEXT = {"type": "string"}
_EXPECTED = {400, 404, 410, 413}  # statuses of faults in the question
_LINK = {"description": '`<...>; rel="next"`, relative, where there is a next page.', "schema": _TEXT}
_TOO_LONG = {
    "description": "The request line or the headers are longer than the server reads. It answers before the app does.",
    "content": {"text/html": {"schema": _TEXT}, "text/plain": {"schema": _TEXT}},
}
_NOT_MODIFIED = {"description": "The caller's copy, named in If-None-Match, is current."}
_MERGED = {
    "description": "The id was merged into another; follow Location.",
    "headers": {"Location": {"description": "The heir's relative URL.", "schema": _TEXT}},
}
_HEADERS_OF_PROBLEMS = {
    "Allow": {"description": "With 405: the methods there are.", "schema": _TEXT},
    "Retry-After": {"description": "With 503: seconds to wait.", "schema": {"type": "integer"}},
}


class Responses:
    """Adds responses to the components, and returns an operation's responses by status."""

    def __init__(self, components: Components) -> None:
        self._components = components

    def found(self, content: Node, errors: Iterable[str], linked: bool = False, merged: bool = False) -> Node:
        """The responses of an operation. `content` is by media type, `errors` are codes. `linked`: links the next page;
        `merged`: may redirect to an heir."""
        link = {"headers": {"Link": self._components.add("headers", "Link", _LINK)}} if linked else {}
        moved = {"308": self._add("Merged", _MERGED)} if merged else {}
        return {
            "200": {"description": "Found.", **link, "content": content},
            "304": self._add("NotModified", _NOT_MODIFIED),
            **moved,
            **self._problems(errors),
        }

    def _problems(self, codes: Iterable[str]) -> Node:
        """Errors: those of the question by status, the rest under `default`."""
        statuses = sorted({KINDS[code].status for code in codes} & _EXPECTED)
        problem, too_long = self._add("Problem", _problem()), self._add("TooLong", _TOO_LONG)
        return {**{str(status): problem for status in statuses}, "414": too_long, "431": too_long, "default": problem}

    def _add(self, name: str, content: Node) -> Node:
        return self._components.add("responses", name, content)


def _problem() -> Node:
    """Any error, with an example of each of its codes."""
    return {
        "description": "An error. The examples show each `code` with its status and what it means.",
        "headers": _HEADERS_OF_PROBLEMS,
        "content": {
            MEDIA_TYPE: {
                "schema": ref("ProblemDocument"),
                "examples": {code: {"value": _example(code)} for code in KINDS},
            }
        },
    }


def _example(code: str) -> Node:
    kind = KINDS[code]
    return {"type": kind.type, "title": kind.title, "status": kind.status, "detail": kind.explanation, "code": code}

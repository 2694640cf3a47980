"""The replies of the cache itself: problems that it reports."""

from collections.abc import Mapping
from http import HTTPStatus

from api.cache.wsgi import Reply, encoded
from api.problems import Problem, ProblemDocument
from api.response.headers import problem_headers


def problem_reply(problem: Problem) -> Reply:
    return _reply(problem.kind.status, problem.body(), problem_headers(problem))


def refusal(status: int, detail: str) -> Reply:
    """A malformed request with a status more precise than 400. The connection is closed after it."""
    problem = Problem("malformed-request", detail, headers={"Connection": "close"})
    title = HTTPStatus(status).phrase
    document = ProblemDocument(
        type=problem.kind.type, title=title, status=status, detail=detail, code=problem.code, errors=None
    )
    return _reply(status, document.model_dump_json(exclude_none=True).encode(), problem_headers(problem))


def _reply(status: int, body: bytes, headers: Mapping[str, str]) -> Reply:
    return Reply(status, encoded([*headers.items(), ("Content-Length", str(len(body)))]), body)


_RETRY = {"Retry-After": "1"}

INTERNAL_ERROR = problem_reply(
    Problem("internal-error", "The server failed to answer; the fault is ours and is logged.")
)
INCOMPLETE_BODY = refusal(400, "The request body did not arrive in full, or not in time.")
OVERLOADED = problem_reply(Problem("overloaded", "Too many requests are under way.", headers=_RETRY))
TOO_SLOW = problem_reply(Problem("query-timeout", "The answer took too long and was given up.", headers=_RETRY))
NO_ROOM_FOR_STREAM = problem_reply(
    Problem("overloaded", "Too many streams are open. Ask for pages, or retry later.", headers=_RETRY)
)

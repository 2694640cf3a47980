"""The replies of the cache itself: problems that it reports."""

from api.cache.wsgi import Reply, encoded
from api.problems import Problem
from api.response.headers import problem_headers


def problem_reply(problem: Problem, status: int | None = None) -> Reply:
    """The problem as a reply, with a more precise status than its own if one is given."""
    body, headers = problem.body(status), problem_headers(problem)
    sized = encoded([*headers.items(), ("Content-Length", str(len(body)))])
    return Reply(status or problem.kind.status, sized, body)


def refusal(status: int, detail: str) -> Reply:
    """A malformed request with a status more precise than 400. The connection is closed after it."""
    return problem_reply(Problem("malformed-request", detail, headers={"Connection": "close"}), status)


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

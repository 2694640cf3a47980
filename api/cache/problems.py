"""The few answers that the edge gives in its own name: the app's problems, as replies like any of the app's."""

from api.cache.call import Reply, encoded
from api.problems import Problem
from api.response.headers import problem_headers


def _reply(problem: Problem) -> Reply:
    body = problem.body()
    headers = {**problem_headers(problem), "Content-Length": str(len(body))}
    return Reply(problem.kind.status, encoded(headers.items()), body)


_RETRY = {"Retry-After": "1"}

INTERNAL_ERROR = _reply(Problem("internal-error", "The server failed to answer; the fault is ours and is logged."))
NO_HOST = _reply(Problem("malformed-request", "The request has no Host, or one that cannot be a host."))
INCOMPLETE_BODY = _reply(Problem("malformed-request", "The request body did not arrive in full, or not in time."))
OVERLOADED = _reply(Problem("overloaded", "Too many requests are under way.", headers=_RETRY))
TOO_SLOW = _reply(Problem("query-timeout", "The answer took too long and was given up.", headers=_RETRY))

"""Errors for people: the same problems as the API's, as pages."""

from flask import Response, request

from api.explorer.address import Address, here
from api.explorer.page import MEDIA_TYPE, POLICY, render
from api.problems import MEDIA_TYPE as PROBLEM
from api.problems import Problem

_DATA = ("/v1", "/openapi", "/healthz", "/readyz", "/metrics")


def wants_page() -> bool:
    """Whether the request is a person's: outside the data, and asking for HTML before anything else."""
    asked = request.accept_mimetypes.best_match((PROBLEM, "application/json", "text/html"))
    return asked == "text/html" and not request.path.startswith(_DATA)


def error_page(problem: Problem) -> Response:
    """A problem as a page, never cached. It reads nothing from the store, which may be what failed."""
    address = here()
    body = render("error.html", problem=problem, kind=problem.kind, plain=Address(address.path), asked=address)
    response = Response(body, problem.kind.status, content_type=MEDIA_TYPE)
    response.headers.update(problem.headers)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = POLICY
    return response

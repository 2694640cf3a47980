"""The API's problems as pages for people."""

from flask import request

from api.explorer.address import Address, here
from api.explorer.page import MEDIA_TYPE, POLICY, render
from api.problems import MEDIA_TYPE as PROBLEM
from api.problems import Problem
from api.response.content import Content
from api.response.request_fields import preferred

_DATA = ("/v1", "/openapi", "/healthz", "/readyz", "/metrics")


def wants_page() -> bool:
    """Whether the request is for a page: outside the data, and preferring HTML."""
    asked = preferred(request.environ.get("HTTP_ACCEPT", ""), (PROBLEM, "application/json", "text/html"))
    return asked == "text/html" and not request.path.startswith(_DATA)


def error_page(problem: Problem) -> Content | None:
    """A problem as a page; None for programs. Reads nothing from the store, which may be what failed."""
    if not wants_page():
        return None
    address = here()
    body = render("error.html", problem=problem, kind=problem.kind, plain=Address(address.path), asked=address)
    return Content(body, MEDIA_TYPE, POLICY)

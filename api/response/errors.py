"""Turns every failure of a request, ours, Flask's or the store's, into a problem; never a traceback for the client.

Problem                     answered as it is
StoreError
├── Unavailable             store-unavailable, logged
└── Timeout                 query-timeout
HTTPException               the problem of its status: Flask's routing, Werkzeug's reading of the request
Exception                   internal-error, logged
"""

import logging
from collections.abc import Callable

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from api.problems import Problem
from api.response.content import Content
from api.response.request_fields import is_host
from api.response.respond import respond_problem
from api.store import Timeout, Unavailable

Render = Callable[[Problem], Content | None]
"""Other content for a problem, where this request wants it; None for problem+json."""

_RETRY = {"Retry-After": "1"}
_BY_STATUS = {405: "method-not-allowed", 406: "not-acceptable", 413: "payload-too-large", 415: "unsupported-media-type"}
_log = logging.getLogger("article_facts.errors")


def install(app: Flask, render: Render) -> None:
    """Registers the handlers. `render` gives pages to browsers, in place of problem+json."""
    app.extensions["render_problem"] = render
    app.register_error_handler(Problem, _respond)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Unavailable, _unavailable)
    app.register_error_handler(Timeout, _timeout)
    app.register_error_handler(Exception, _unexpected)
    app.before_request(_demand_host)


def _demand_host() -> None:
    """RFC 9112, 3.2: not every WSGI server checks this."""
    asked = request.environ
    host = asked.get("HTTP_HOST")
    if host is None and asked.get("SERVER_PROTOCOL") == "HTTP/1.1":
        raise Problem("malformed-request", "The Host header is missing.")
    if host is not None and not is_host(host):
        raise Problem("malformed-request", "The Host header holds what cannot be a host.")


def _respond(problem: Problem) -> Response:
    render: Render = current_app.extensions["render_problem"]
    return respond_problem(problem, render(problem))


def _http(error: HTTPException) -> Response:
    if error.code == 404:
        return _respond(Problem("not-found", f"There is nothing at {request.path[:200]!r}."))
    if isinstance(error, MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ()))
        detail = f"{request.path[:200]!r} takes {allowed}, not {request.method[:20]}."
        return _respond(Problem("method-not-allowed", detail, headers={"Allow": allowed}))
    if error.code in _BY_STATUS:
        return _respond(Problem(_BY_STATUS[error.code], error.description or ""))
    if error.code and error.code < 500:
        return _respond(Problem("malformed-request", error.description or "The request could not be read."))
    return _unexpected(error)


def _unavailable(error: Unavailable) -> Response:
    _log.error("store unavailable: %s", error)
    _count("unavailable")
    return _respond(Problem("store-unavailable", f"The dataset cannot be reached: {error}.", headers=_RETRY))


def _timeout(error: Timeout) -> Response:
    _count("timeout")
    return _respond(Problem("query-timeout", f"{str(error)[:1].upper()}{str(error)[1:]}.", headers=_RETRY))


def _count(kind: str) -> None:
    """For the metrics, where they are on."""
    if count := current_app.extensions.get("count_store_error"):
        count(kind)


def _unexpected(error: Exception) -> Response:
    _log.exception("unexpected error at %s %s", request.method, request.path, exc_info=error)
    return _respond(Problem("internal-error", "The server failed to answer; the fault is ours and is logged."))

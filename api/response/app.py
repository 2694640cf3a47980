"""Flask's application class, without what none of our views needs."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Request
from werkzeug.routing import MapAdapter

from api.response.answer import Answer


class App(Flask):
    """A Flask app whose views are plain functions."""

    response_class = Answer

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Of the path alone: no URL is ever built from a host, so nobody's Host is looked at."""
        if request is None:
            return None
        path = request.environ.get("PATH_INFO", "").encode("latin-1").decode(errors="replace")
        return MapAdapter(self.url_map, "localhost", "/", "", "http", path, request.method)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """As it is: looking whether a function is a coroutine takes Flask longer than some of our views."""
        return func

"""Flask's application class, without what none of our views needs."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from api.answer import Answer


class App(Flask):
    """A Flask app whose views are plain functions."""

    response_class = Answer

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """As it is: looking whether a function is a coroutine takes Flask longer than some of our views."""
        return func

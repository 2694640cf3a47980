"""What the server says of its own work, one exchange (a request and its answer) at a time.

A request passes a middleware that gives it an id; when its answer is out, observers are told.

    exchange.py    Exchange, and the id of the request under way
    middleware.py  the same for both shapes of the server: WSGI, and ASGI around the cache
    logs.py        JSON lines: one a request, and the error log
    metrics.py     Prometheus, across workers
"""

from flask import Flask

from api.settings import Settings
from api.telemetry.exchange import Exchange, Observer
from api.telemetry.logs import write_access
from api.telemetry.middleware import ObservedWSGI, cache_observer, identified

__all__ = ["Exchange", "ObservedWSGI", "Observer", "cache_observer", "identified", "observers"]


def observers(app: Flask) -> list[Observer]:
    """Those that the settings ask for."""
    settings: Settings = app.extensions["settings"]
    found: list[Observer] = [write_access] if settings.access_log else []
    if settings.metrics:
        from api.telemetry import metrics

        found.append(metrics.observer(app))
    return found

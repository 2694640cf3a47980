"""Logs and metrics. A middleware gives each request an id, and reports each exchange (a request and its answer)."""

from flask import Flask

from api.settings import Settings
from api.telemetry.exchange import Exchange, ObservedWSGI, Observer, cache_observer, identified
from api.telemetry.logs import write_access

__all__ = ["Exchange", "ObservedWSGI", "Observer", "cache_observer", "identified", "observers"]


def observers(app: Flask) -> list[Observer]:
    """The observers that the settings turn on."""
    settings: Settings = app.extensions["settings"]
    found: list[Observer] = [write_access] if settings.access_log else []
    if settings.metrics:
        from api.telemetry import metrics

        found.append(metrics.observer(app))
    return found

"""Prometheus metrics, off by default. Each worker counts in its own files, in the folder `PROMETHEUS_MULTIPROC_DIR`
that gunicorn.conf.py sets; `/metrics` adds them up. Without the folder each process shows its own counts.
"""

import os
from collections.abc import Callable, Iterator
from functools import lru_cache

from flask import Blueprint, Flask, Response
from prometheus_client import CollectorRegistry, Counter, Histogram, exposition
from prometheus_client.metrics_core import InfoMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from api.routes.present import snapshot
from api.store import StoreError
from api.telemetry.exchange import Exchange

routes = Blueprint("metrics", __name__)

_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST"})
_PATHS = 4096  # paths whose route is remembered

REQUESTS = Counter("article_facts_requests", "Requests by method, route and status.", ["method", "route", "status"])
LATENCY = Histogram("article_facts_request_seconds", "Time to answer, by route.", ["route"], buckets=_SECONDS)
CACHE = Counter("article_facts_cache", "Answers by way: hit, miss, coalesced, bypass.", ["outcome"])
STORE_ERRORS = Counter("article_facts_store_errors", "Times that the store did not answer.", ["kind"])


def observer(app: Flask) -> Callable[[Exchange], None]:
    """Count exchanges by route template, so that callers cannot invent label values."""
    adapter = app.url_map.bind("")

    @lru_cache(_PATHS)
    def template(path: str) -> str:
        try:
            return str(adapter.match(path, "GET", return_rule=True)[0])
        except MethodNotAllowed:
            return str(adapter.match(path, "POST", return_rule=True)[0])
        except HTTPException:
            return "none"

    def observe(exchange: Exchange) -> None:
        route = template(exchange.path)
        method = exchange.method if exchange.method in _METHODS else "other"
        REQUESTS.labels(method, route, exchange.status).inc()
        LATENCY.labels(route).observe(exchange.seconds)
        CACHE.labels(exchange.cache).inc()

    return observe


def install(app: Flask) -> None:
    """Add `/metrics`, and count the store's failures."""
    app.register_blueprint(routes)
    app.extensions["count_store_error"] = lambda kind: STORE_ERRORS.labels(kind).inc()


@routes.get("/metrics")
def metrics() -> Response:
    """All workers' metrics in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(_Dataset())
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        for own in (REQUESTS, LATENCY, CACHE, STORE_ERRORS):
            registry.register(own)
    body = exposition.generate_latest(registry)
    return Response(body, content_type=exposition.CONTENT_TYPE_PLAIN_0_0_4)


class _Dataset(Collector):
    def collect(self) -> Iterator[Metric]:
        """`article_facts_dataset_info{version}`; nothing without a dataset."""
        try:
            version = snapshot().version
        except StoreError:
            return
        yield InfoMetricFamily("article_facts_dataset", "The dataset that is served.", value={"version": version})

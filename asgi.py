"""The ASGI application: the Flask app behind the request cache, for any ASGI server: `asgi:app`."""

import sys
from functools import partial

from api import create_app
from api.cache import CacheMiddleware, Watched, answer
from api.openapi.document import document
from api.telemetry import cache_observer, identified, observers

_flask = create_app()
_settings = _flask.extensions["settings"]
# Seconds for which a searching thread may hold the interpreter lock before the event loop gets it.
sys.setswitchinterval(0.001)
_store = _flask.extensions["store"]
_routes = _flask.url_map.bind("")

# Seconds added to the store's own deadline, so that its answer, which says more, comes first.
_GRACE = 0.25

# Half of the work for the contract is the same for all datasets. It is done before workers are forked, so that the
# first request for the contract keeps its deadline on a busy machine.
document(_flask.config["VERSION"], {})


def _takes_body(method: str, path: str) -> bool:
    return method == "POST" and _routes.test(path, "POST")


app = CacheMiddleware(
    _flask.wsgi_app,
    version=Watched(
        lambda: _store.current().version,
        lambda: _store.newest,
        # Made for each new dataset in a few tenths of a second, so that no request has to wait for it.
        changed=partial(answer, _flask.wsgi_app, b"/openapi.json"),
    ),
    max_bytes=_settings.cache_bytes,
    threads=_settings.cache_threads,
    longest_body=_flask.config["MAX_CONTENT_LENGTH"],
    streams=_settings.streams,
    deadline=_settings.query_seconds + _GRACE,
    takes_body=_takes_body,
    polled=("/healthz", "/readyz"),
    identify=identified,
    observe=cache_observer(observers(_flask)),
)

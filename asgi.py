"""The ASGI application: the Flask app behind the edge, which answers from memory what it has answered before."""

from api import create_app
from api.cache import Edge, Watched
from api.telemetry import ObservedASGI, edge_observer, new_id, observers

_flask = create_app()
_settings = _flask.extensions["settings"]
_store = _flask.extensions["store"]

app = ObservedASGI(
    Edge(
        _flask.wsgi_app,
        version=Watched(lambda: _store.current().version),
        max_bytes=_settings.edge_bytes,
        threads=_settings.edge_threads,
        longest_body=_flask.config["MAX_CONTENT_LENGTH"],
        observe=edge_observer(observers(_flask)),
        identify=new_id,
    )
)

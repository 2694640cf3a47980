"""The ASGI application: the Flask app behind the edge, which answers from memory what it has answered before."""

from api.edge import Edge, Watched
from wsgi import app as flask_app

_settings = flask_app.extensions["settings"]
_store = flask_app.extensions["store"]

app = Edge(
    flask_app.wsgi_app,
    version=Watched(lambda: _store.current().version),
    max_bytes=_settings.edge_bytes,
    threads=_settings.edge_threads,
    longest_body=flask_app.config["MAX_CONTENT_LENGTH"],
)

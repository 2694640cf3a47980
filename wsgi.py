"""The WSGI application, for any WSGI server: `wsgi:app`."""

from api import create_app
from api.telemetry import ObservedWSGI, observers

app = create_app()
app.wsgi_app = ObservedWSGI(app.wsgi_app, observers(app))  # type: ignore[method-assign]

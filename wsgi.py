"""The WSGI application, for any WSGI server: `wsgi:app`."""

from api import create_app

app = create_app()

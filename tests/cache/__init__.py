"""The edge in front of a small WSGI app, over HTTP: gunicorn with its ASGI worker, as in production."""

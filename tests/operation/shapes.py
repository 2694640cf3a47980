"""The shapes that the server comes in; the one that `make serve` runs is the last."""

from tests.serving import ROOT

SHAPES = ("wsgi:app", "asgi:app") if (ROOT / "asgi.py").exists() else ("wsgi:app",)

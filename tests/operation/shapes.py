"""The shapes that the server comes in; the one that `make serve` runs is the last."""

SHAPES = ("wsgi:app", "asgi:app")

"""The shapes that the server comes in."""

SHAPES = ("wsgi:app",)

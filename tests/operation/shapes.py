"""The shapes that the server comes in; the one that `make serve` runs is the last."""

import pytest

SHAPES = ("wsgi:app", "asgi:app")
SHARED = [pytest.param(app, marks=pytest.mark.xdist_group(f"sqlite-{app}")) for app in SHAPES]
"""For fixtures that ask `started` for the shape: together with all others that do, in one worker."""

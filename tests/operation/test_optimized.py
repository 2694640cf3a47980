"""The server under Python's own optimisation, which may be set for the whole machine."""

from pathlib import Path

import pytest

from tests.operation.shapes import SHAPES
from tests.serving import Server, serving

_PATHS = ("/openapi.json", "/v1/schemas/figure", "/v1/figures?limit=3", "/v1/figures?nonsense=1", "/figures")


@pytest.mark.parametrize("shared", SHAPES[-1:], indirect=True, ids=["sqlite-asgi:app"])
def test_it_changes_no_answer(shared: Server, tmp_path: Path) -> None:
    """With PYTHONOPTIMIZE=2, which drops docstrings, the contract's descriptions are unchanged."""
    with serving(tmp_path, app="asgi:app", PYTHONOPTIMIZE="2") as optimized:
        answers = [
            [(path, server.get(path).status_code, server.get(path).text) for path in _PATHS]
            for server in (shared, optimized)
        ]
    assert answers[0] == answers[1]

"""Python's own optimisation, which an operator may have set for the whole machine."""

from pathlib import Path

import pytest

from tests.conftest import Start
from tests.serving import serving

_PATHS = ("/openapi.json", "/v1/schemas/figure", "/v1/figures?limit=3", "/v1/figures?nonsense=1", "/figures")


@pytest.mark.xdist_group("sqlite-asgi:app")
def test_it_changes_no_answer(started: Start, tmp_path: Path) -> None:
    """With PYTHONOPTIMIZE=2, which drops docstrings, descriptions are what they are without."""
    with serving(tmp_path, app="asgi:app", PYTHONOPTIMIZE="2") as optimized:
        answers = [
            [(path, server.get(path).status_code, server.get(path).text) for path in _PATHS]
            for server in (started("asgi:app"), optimized)
        ]
    assert answers[0] == answers[1]

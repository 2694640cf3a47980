"""Servers that tests share, and seeds that a test may break."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import Start
from tests.operation.shapes import SHAPES
from tests.serving import SEEDS, Server


@pytest.fixture(scope="session", params=SHAPES, ids=[f"sqlite-{app}" for app in SHAPES])
def shared(request: pytest.FixtureRequest, started: Start) -> Server:
    """A server in each shape, which no test may change. Its parameter names put its tests into the group of
    `server`'s."""
    return started(request.param)


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A copy of the seeds that a test may change."""
    return Path(shutil.copytree(SEEDS, tmp_path / "seeds"))

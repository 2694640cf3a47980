"""Servers that a test may break: each has seeds and a folder of its own."""

import shutil
from pathlib import Path

import pytest

from tests.serving import SEEDS


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A copy of the seeds, to be changed."""
    return Path(shutil.copytree(SEEDS, tmp_path / "seeds"))

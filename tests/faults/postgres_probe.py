"""Tests that test_suite.py runs in a separate process; not collected by name."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Start
from tests.store.postgres import Cluster


def test_kills_postgresql(cluster: Cluster) -> None:
    """Kill the shared PostgreSQL within a test."""
    os.kill(cluster.process(), signal.SIGKILL)
    time.sleep(0.5)


def test_needs_postgresql(cluster: Cluster) -> None:
    """Never reached after the test above."""


@pytest.fixture(scope="session")
def slow_to_end(cluster: Cluster, started: Start) -> Iterator[int]:
    """A server's process whose end takes longer than pytest-xdist gives an interrupted worker."""
    yield started("asgi:app").process.pid
    time.sleep(7)


def test_waits(cluster: Cluster, slow_to_end: int) -> None:
    """Write the ids of its servers' processes to PROBE_FILE, then wait to be ended."""
    Path(os.environ["PROBE_FILE"]).write_text(f"{cluster.process()} {slow_to_end}\n")
    time.sleep(60)

"""Tests that test_suite.py runs in a process of their own; not collected by name."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Start
from tests.store.postgres import Cluster


def test_kills_postgresql(cluster: Cluster) -> None:
    """The shared PostgreSQL dies within a test."""
    os.kill(cluster.process(), signal.SIGKILL)
    time.sleep(0.5)


def test_needs_postgresql(cluster: Cluster) -> None:
    """Never reached after the one above."""


@pytest.fixture(scope="session")
def slow_to_end(cluster: Cluster, started: Start) -> Iterator[int]:
    """The process of a server; before it is ended, longer passes than pytest-xdist gives an interrupted worker."""
    yield started("asgi:app").process.pid
    time.sleep(7)


def test_waits(cluster: Cluster, slow_to_end: int) -> None:
    """Writes the processes of its servers to the file named in PROBE_FILE, then waits to be ended."""
    Path(os.environ["PROBE_FILE"]).write_text(f"{cluster.process()} {slow_to_end}\n")
    time.sleep(60)

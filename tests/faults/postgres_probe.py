"""Tests that test_suite.py runs in a process of their own; not collected by name."""

import os
import signal
import time
from pathlib import Path

from tests.store.postgres import Cluster


def test_kills_postgresql(cluster: Cluster) -> None:
    """The shared PostgreSQL dies within a test."""
    os.kill(cluster.process(), signal.SIGKILL)
    time.sleep(0.5)


def test_needs_postgresql(cluster: Cluster) -> None:
    """Never reached after the one above."""


def test_waits(cluster: Cluster) -> None:
    """Writes which process PostgreSQL is to the file named in PROBE_FILE, then waits to be ended."""
    Path(os.environ["PROBE_FILE"]).write_text(f"{cluster.process()}\n")
    time.sleep(60)

"""Tests that test_suite.py runs in a process of their own; not collected by name."""

import os
import signal
import time

from tests.store.postgres import Cluster


def test_kills_postgresql(cluster: Cluster) -> None:
    """The shared PostgreSQL dies within a test."""
    os.kill(cluster.process(), signal.SIGKILL)
    time.sleep(0.5)


def test_needs_postgresql(cluster: Cluster) -> None:
    """Never reached after the one above."""


def test_waits(cluster: Cluster) -> None:
    """Says which process PostgreSQL is, then waits to be ended."""
    print(cluster.process(), flush=True)  # noqa: T201
    time.sleep(60)

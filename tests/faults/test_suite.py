"""The suite itself: it stops at once without its PostgreSQL, and leaves no server behind."""

import signal
import subprocess
import sys

import pytest

from tests.serving import ROOT
from tests.store.postgres import is_alive

pytestmark = [pytest.mark.faults, pytest.mark.needs("postgresql")]
_PROBE = [sys.executable, "-m", "pytest", "-s", "tests/faults/postgres_probe.py", "-m", "", "-k"]


def test_a_run_whose_postgresql_is_gone_stops_with_a_sentence() -> None:
    """The next test is not tried: the run ends with a status of its own and the end of PostgreSQL's log."""
    done = subprocess.run([*_PROBE, "postgresql"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 3
    assert "The run's PostgreSQL is gone." in done.stdout


def test_term_ends_the_servers_of_a_run() -> None:
    """TERM tears the fixtures down, as Ctrl-C does."""
    run = subprocess.Popen([*_PROBE, "waits"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert run.stdout
    with run.stdout:
        process = int(next(line for line in run.stdout if line.strip().isdigit()))
        run.send_signal(signal.SIGTERM)
        run.stdout.read()
    assert run.wait(60) == 2
    assert not is_alive(process)

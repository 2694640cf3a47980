"""The suite itself: it stops at once without its PostgreSQL, and leaves no server behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.operation.processes import eventually
from tests.serving import ROOT
from tests.store.postgres import is_alive

pytestmark = [pytest.mark.faults, pytest.mark.needs("postgresql")]
_PROBE = [sys.executable, "-m", "pytest", "tests/faults/postgres_probe.py", "-m", "", "-k"]


def test_a_run_whose_postgresql_is_gone_stops_with_a_sentence() -> None:
    """The next test is not tried: the run ends with a status of its own and the end of PostgreSQL's log."""
    done = subprocess.run([*_PROBE, "postgresql"], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 3
    assert "The run's PostgreSQL is gone." in done.stdout


@pytest.mark.parametrize("workers", ["0", "1"])
def test_term_ends_the_servers_of_a_run(tmp_path: Path, workers: str) -> None:
    """TERM tears the fixtures down, as Ctrl-C does, in the workers of pytest-xdist too."""
    told = tmp_path / "process"
    command = [*_PROBE, "waits", "--numprocesses", workers]
    run = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PROBE_FILE": str(told)}, stdout=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while not (told.exists() and told.read_text().endswith("\n")):
        assert run.poll() is None
        assert time.monotonic() < until
        time.sleep(0.1)
    run.send_signal(signal.SIGTERM)
    assert run.wait(60) == 2
    server = int(told.read_text())
    eventually(lambda: not is_alive(server))

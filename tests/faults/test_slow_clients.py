"""slowhttptest with 1,000 connections that send headers or bodies, or read, slowly; and how others are answered
meanwhile.

Without a proxy only the shape with the cache promises this: there a slow client holds a socket, not a thread.
"""

import resource
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import Measured
from tests.faults.load import load
from tests.serving import ARTICLE, Server, serving

pytestmark = [pytest.mark.faults, pytest.mark.needs("slowhttptest")]

_CONNECTIONS, _SECONDS = 1000, 12
_BOUND = 0.1  # seconds, for 99 of 100 requests of others

_ATTACKS = {
    "headers": ["-H", "-i", "5", "-u", "/v1/figures"],
    "body": ["-B", "-i", "5", "-s", "8192", "-t", "POST", "-f", "text/plain", "-u",
             f"/v1/articles/{ARTICLE}/text-check"],
    "read": ["-X", "-w", "8", "-y", "16", "-n", "5", "-z", "8", "-u", "/v1/facts.ndjson"],
}  # fmt: skip


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that may open as many files as it likes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536), hard))
    with serving(tmp_path_factory.mktemp("slow"), app="asgi:app", WEB_CONCURRENCY="2") as running:
        yield running
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize("attack", _ATTACKS)
def test_others_are_answered_at_once(attacked: Server, attack: str, tmp_path: Path, measured: Measured) -> None:
    """Every request of another client is answered in time."""
    *options, path = _ATTACKS[attack]
    command = ["slowhttptest", "-c", str(_CONNECTIONS), "-r", "500", "-l", str(_SECONDS), "-p", "5", *options]
    with (tmp_path / "output").open("wb") as output, load(attacked, "/v1/figures", 50) as record:
        attacker = subprocess.Popen([*command, attacked.url + path], stdout=output, stderr=output)
        time.sleep(_SECONDS)
        attacker.wait(60)
    connected = (tmp_path / "output").read_text(errors="replace")
    measured("slow connections", **{attack: record.percentile(0.99) * 1000})
    assert "service available:   NO" not in connected.replace("\x1b[0m", "")
    assert record.failures == []
    assert len(record.requests) > 100
    assert record.percentile(0.99) < _BOUND

"""How much callers notice when workers are killed and servers are reloaded or ended under load.

The limits are those promised to operators; `make faults` prints the figures.
"""

import http.client
import json
import os
import signal
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.faults.conftest import Tell
from tests.faults.load import load, names_agree
from tests.operation.processes import eventually, workers_of
from tests.operation.shapes import SHAPES
from tests.serving import Server, serving

pytestmark = pytest.mark.faults

_KILLS, _HANGUPS, _RATE = 12, 20, 200


def companies(path: Path, version: str, many: int = 100) -> Path:
    """Seeds in which every name has the version."""
    blank = dict.fromkeys(("parent", "headquarters", "wikidata", "lei", "ticker", "website"))
    with path.open("w") as lines:
        for n in range(many):
            name = f"{version} company {n:03}"
            record = {"kind": "company", "id": f"c{n:06}", "label": name, "name": name, "type": "company"}
            lines.write(json.dumps(record | {"aliases": []} | blank) + "\n")
    return path


@pytest.mark.parametrize("shape", SHAPES[-1:])
def test_killed_workers_cost_a_request_each_at_most(tmp_path: Path, shape: str, tell: Tell) -> None:
    """If one of two workers is killed each second, only the requests it was answering are lost, and it is replaced."""
    with serving(tmp_path, app=shape, WEB_CONCURRENCY="2") as server, load(server, "/v1/figures", _RATE) as record:
        time.sleep(1)
        for n in range(_KILLS):
            victim = workers_of(server.process.pid)[n % 2]
            os.kill(victim, signal.SIGKILL)
            time.sleep(1)
            eventually(lambda victim=victim: _replaced(server, victim))
    tell(
        f"{shape}: {_KILLS} kills, {len(record.failures)} of {len(record.requests)} requests failed, "
        f"longest silence {record.longest_silence * 1000:.0f} ms"
    )
    assert len(record.requests) > 20 * _KILLS
    assert len(record.failures) <= _KILLS
    assert record.longest_silence < 1


def _replaced(server: Server, victim: int) -> bool:
    now = workers_of(server.process.pid)
    return len(now) == 2 and victim not in now


@pytest.mark.parametrize("shape", SHAPES[-1:])
def test_a_lone_worker_that_is_killed_is_back_soon(tmp_path: Path, shape: str, tell: Tell) -> None:
    """Connections wait for the successor of a killed worker instead of being refused."""
    with serving(tmp_path, app=shape, WEB_CONCURRENCY="1") as server, load(server, "/v1/figures", 50) as record:
        for _ in range(3):
            time.sleep(1.5)
            os.kill(workers_of(server.process.pid)[0], signal.SIGKILL)
        time.sleep(3)
    tell(
        f"{shape}: lone worker, 3 kills, {len(record.failures)} failed, "
        f"longest silence {record.longest_silence * 1000:.0f} ms"
    )
    assert len(record.failures) <= 3
    assert record.longest_silence < 1


@pytest.mark.parametrize("shape", SHAPES[-1:])
def test_reloads_lose_nothing_and_mix_nothing(tmp_path: Path, shape: str, tell: Tell) -> None:
    """During twenty HUPs with new data every request is answered, and every page is of one version."""
    seeds = companies(tmp_path / "seeds.ndjson", "v0")
    path = "/v1/companies?limit=100"
    with (
        serving(tmp_path / "var", seeds, app=shape, WEB_CONCURRENCY="2") as server,
        load(server, path, _RATE, names_agree) as record,
    ):
        for n in range(1, _HANGUPS + 1):
            companies(seeds, f"v{n}")
            old = set(workers_of(server.process.pid))
            server.hang_up()
            eventually(lambda old=old: not old & set(workers_of(server.process.pid)), 60)
        eventually(lambda: _served(server) == {f"v{_HANGUPS}"})
    tell(
        f"{shape}: {_HANGUPS} HUPs, {len(record.failures)} of {len(record.requests)} requests failed, "
        f"p99 {record.percentile(0.99) * 1000:.0f} ms"
    )
    assert len(record.requests) > 20 * _HANGUPS
    assert record.failures == []


def _served(server: Server) -> set[str]:
    return {item["name"].split()[0] for item in server.get("/v1/companies?limit=100").json()["items"]}


@pytest.mark.parametrize("shape", SHAPES)
def test_an_end_waits_for_what_is_under_way(tmp_path: Path, shape: str) -> None:
    """After TERM a stream that is read slowly still arrives in full, then the server ends."""
    seeds = companies(tmp_path / "seeds.ndjson", "v0", many=20_000)
    with serving(tmp_path / "var", seeds, app=shape) as server:
        whole = len(server.get("/v1/companies.ndjson").content)
        at = urlsplit(server.url)
        connection = http.client.HTTPConnection(str(at.hostname), at.port, timeout=30)
        connection.request("GET", "/v1/companies.ndjson?sort=-name")
        answer = connection.getresponse()
        received = len(answer.read(100_000))
        server.process.terminate()
        while chunk := answer.read(500_000):
            received += len(chunk)
            time.sleep(0.1)
        connection.close()
        assert received == whole
        assert server.process.wait(40) == 0


@pytest.mark.parametrize("shape", SHAPES)
def test_an_end_under_load_breaks_no_answer(tmp_path: Path, shape: str) -> None:
    """After TERM each request gets a complete answer or is never accepted."""
    with serving(tmp_path, app=shape, WEB_CONCURRENCY="2") as server, load(server, "/v1/figures", _RATE) as record:
        time.sleep(2)
        ended = threading.Thread(target=server.process.wait)
        server.process.terminate()
        ended.start()
        ended.join(40)
        assert not ended.is_alive()
    broken = [wrong for _, wrong in record.failures if "refused" not in wrong.lower()]
    assert len(broken) <= 1, broken

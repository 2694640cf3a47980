"""Processes pinned to cores, started and ended by their id; and what they weigh."""

import contextlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

from tests.serving import ROOT, free_port

TOOLS = ROOT / ".tools" / "bench"
SERVER_CORE, CLIENT_CORE = "0", str((os.cpu_count() or 1) - 1)
PATHS = ROOT / "benchmarks" / "paths.lua"


class Running(NamedTuple):
    """A server: where it listens, and its process."""

    url: str
    process: "subprocess.Popen[bytes]"

    def get(self, path: str) -> bytes:
        """The body of an answer; any status but 2xx is an error."""
        with urlopen(self.url + path, timeout=60) as answer:
            return bytes(answer.read())

    def workers(self) -> list[int]:
        """The ids of its children."""
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in found]


def free() -> int:
    """A port that nothing listens on."""
    return free_port()


@contextlib.contextmanager
def running(
    command: list[str], ready: str, port: int, environment: Mapping[str, str], log: Path, cwd: Path = ROOT
) -> Iterator[Running]:
    """A server on the server's core, once it answers `ready`."""
    pinned = ["taskset", "-c", SERVER_CORE, *command]
    with log.open("wb") as told:
        process = subprocess.Popen(pinned, cwd=cwd, env=os.environ | environment, stdout=told, stderr=told)
    server = Running(f"http://127.0.0.1:{port}", process)
    try:
        _wait(server, ready, log)
        yield server
    finally:
        process.terminate()
        process.wait(30)


def _wait(server: Running, ready: str, log: Path) -> None:
    for _ in range(3000):
        if server.process.poll() is not None:
            raise RuntimeError(log.read_text()[-2000:])
        with contextlib.suppress(URLError, ConnectionError, TimeoutError):
            server.get(ready)
            return
        time.sleep(0.02)
    raise RuntimeError(f"no answer to {ready}: {log.read_text()[-2000:]}")


def processor_seconds(server: Running) -> float:
    """What the server's processes have used."""
    spent = 0
    for pid in (server.process.pid, *server.workers()):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        spent += int(fields[11]) + int(fields[12])
    return spent / os.sysconf("SC_CLK_TCK")


def wrk(server: Running, path: str, seconds: int, paths: Path | None = None, offset: int = 0) -> float:
    """Requests that are answered in a second of the server's processor time, on 16 connections: other work on the
    machine changes that little. Answers that are errors end the run."""
    command = ["taskset", "-c", CLIENT_CORE, "wrk", "-t1", "-c16", f"-d{seconds}s"]
    command += ["-s", str(PATHS), server.url, "--", str(paths), str(offset)] if paths else [server.url + path]
    before = processor_seconds(server)
    told = subprocess.run(command, text=True, capture_output=True, check=True).stdout
    spent = processor_seconds(server) - before
    if "Non-2xx" in told or ("Socket errors: connect 0, read 0, write 0" not in told and "Socket errors" in told):
        raise RuntimeError(f"{server.url}: {told}")
    if not (found := re.search(r"(\d+) requests in", told)) or not spent:
        raise RuntimeError(f"{server.url}: nothing was answered: {told}")
    return int(found[1]) / spent


def timed(command: list[str], **environment: str) -> tuple[float, float]:
    """Wall and CPU seconds of a command, which may use all cores; its output is dropped."""
    before, began = os.times(), time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - began, used


def memory(pid: int) -> dict[str, float]:
    """MiB of a process: resident in all, and what of it is its own, no file's."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = dict(re.findall(r"(VmRSS|RssAnon):\s+(\d+) kB", status))
    return {name: int(size) / 1024 for name, size in found.items()}


def ours(folder: Path, port: int, **environment: str) -> tuple[list[str], dict[str, str]]:
    """The command and environment of the project's own server on a loaded folder: one worker behind the edge."""
    known = {
        "ARTICLE_FACTS_FOLDER": str(folder),
        "ARTICLE_FACTS_SEEDS": "",
        "ARTICLE_FACTS_ACCESS_LOG": "0",
        "PORT": str(port),
        "HOST": "127.0.0.1",
        "WEB_CONCURRENCY": "1",
    }
    return [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"], known | environment

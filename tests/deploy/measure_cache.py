"""nginx's speed on kept answers against its speed on a static file of the same bytes and headers, by wrk; not a test.

nginx and wrk have a core each where there are two. The rounds alternate, because a machine that is not alone is
slower at one time than at another; what counts is the middle one of their ratios. The time that nginx itself ran tells
the same without what its neighbours took.
"""

import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from requests import Response

from tests.deploy.proxy import proxied
from tests.operation.processes import workers_of
from tests.serving import Server, serving

_PATHS = ("/v1/companies/microsoft", "/v1/figures?limit=10", "/v1/claims")
_ROUNDS = 7
_OF_NGINX = {"content-type", "content-length", "etag", "date", "server", "connection", "x-request-id", "x-cache"}
_FIRST, _LAST = min(os.sched_getaffinity(0)), max(os.sched_getaffinity(0))


@dataclass(frozen=True)
class Speed:
    """Requests a second by the clock, and a second of nginx's time on its core."""

    clock: float
    core: float

    @classmethod
    def of(cls, front: Server, path: str, seconds: float) -> "Speed":
        """What wrk gets in this time."""
        command = ["taskset", "-c", str(_LAST), "wrk", "-t1", "-c32", f"-d{seconds:g}s", front.url + path]
        before = _time_of(front)
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        ran = _time_of(front) - before
        if "Non-2xx" in output:
            raise RuntimeError(output)
        (number,) = re.findall(r"(\d+) requests in", output)
        return cls(int(number) / seconds, int(number) / ran)


def _processes(front: Server) -> list[int]:
    master = front.process.pid
    return [master, *workers_of(master)]


def _time_of(front: Server) -> float:
    """Seconds for which nginx has run."""
    texts = [Path(f"/proc/{process}/schedstat").read_text() for process in _processes(front)]
    return sum(int(text.split()[0]) for text in texts) / 1e9


def static(place: Path, kept: list[Response]) -> str:
    """A location with the bodies as files, and with the headers that the kept answers have."""
    for n, answer in enumerate(kept):
        (place / "static").mkdir(exist_ok=True)
        (place / "static" / str(n)).write_bytes(answer.content)
    headers = {name: value for name, value in kept[0].headers.items() if name.lower() not in _OF_NGINX}
    added = "".join(f'add_header {name} "{value}" always; ' for name, value in headers.items())
    own = "add_header X-Request-ID $article_facts_request_id always; add_header X-Cache HIT always;"
    return f"location /static/ {{ root {place}; default_type application/json; {added}{own} }}"


def compare(server: Server, place: Path, seconds: float) -> None:
    """Prints the speeds and ratios of each path."""
    kept = [server.get(path) for path in _PATHS]
    changes = {
        "rate=50r/s": "rate=100000r/s",
        "burst=100": "burst=100000",
        "    location / {": f"    {static(place, kept)}\n    location / {{",
    }
    with proxied(server, place / "front", changes) as front:
        for process in _processes(front):
            os.sched_setaffinity(process, {_FIRST})
        for n, answer in enumerate(kept):
            front.get(_PATHS[n])
            rounds = [(Speed.of(front, _PATHS[n], seconds), Speed.of(front, f"/static/{n}", seconds))
                      for _ in range(_ROUNDS)]  # fmt: skip
            sys.stdout.write(f"{_PATHS[n]}, {len(answer.content)} bytes: {_told(rounds)}\n")
            sys.stdout.flush()


def _told(rounds: list[tuple[Speed, Speed]]) -> str:
    kept, plain = (median(one.clock for one in column) for column in zip(*rounds, strict=True))
    clock = median(one.clock / other.clock for one, other in rounds)
    core = median(one.core / other.core for one, other in rounds)
    return f"kept {kept:.0f}/s, static {plain:.0f}/s; ratio {clock:.2f} by the clock, {core:.2f} by nginx's own time"


def main(seconds: float) -> None:
    """Measures on a server of its own."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o755)
        with serving(place / "server", ARTICLE_FACTS_MAX_AGE="3600") as server:
            compare(server, place, seconds)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 3)

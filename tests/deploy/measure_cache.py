"""nginx's speed on kept answers against its speed on a static file of the same bytes and headers, by wrk; not a test.

nginx and wrk have a core each where there are two. The rounds alternate, because a machine that is not alone is
slower at one time than at another; what counts is the middle one of their ratios.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from requests import Response

from tests.deploy.proxy import proxied
from tests.serving import Server, serving

_PATHS = ("/v1/companies/microsoft", "/v1/figures?limit=10", "/v1/claims")
_ROUNDS = 7
_OF_NGINX = {"content-type", "content-length", "etag", "date", "server", "connection", "x-request-id", "x-cache"}
_LAST = max(os.sched_getaffinity(0))


def speed(url: str, seconds: float) -> float:
    """Requests a second."""
    command = ["taskset", "-c", str(_LAST), "wrk", "-t1", "-c32", f"-d{seconds:g}s", url]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    (number,) = re.findall(r"Requests/sec:\s+([\d.]+)", told)
    if "Non-2xx" in told:
        raise RuntimeError(told)
    return float(number)


def pin(process: int) -> None:
    """A process and its children to the first core, where wrk is not."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    for one in (process, *map(int, children)):
        os.sched_setaffinity(one, {min(os.sched_getaffinity(0))})


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
    """Prints the speeds and ratio of each path."""
    kept = [server.get(path) for path in _PATHS]
    changes = {
        "rate=50r/s": "rate=100000r/s",
        "burst=100": "burst=100000",
        "    location / {": f"    {static(place, kept)}\n    location / {{",
    }
    with proxied(server, place / "front", changes) as front:
        pin(front.process.pid)
        for n, (path, answer) in enumerate(zip(_PATHS, kept, strict=True)):
            rounds = [(speed(front.url + path, seconds), speed(f"{front.url}/static/{n}", seconds))
                      for _ in range(_ROUNDS)]  # fmt: skip
            held, plain = (median(one) for one in zip(*rounds, strict=True))
            ratio = median(one / other for one, other in rounds)
            sys.stdout.write(
                f"{path}: {len(answer.content)} bytes, kept {held:.0f}/s, static {plain:.0f}/s, ratio {ratio:.2f}\n"
            )


def main(seconds: float) -> None:
    """Measures on a server of its own."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o755)
        with serving(place / "server", ARTICLE_FACTS_MAX_AGE="3600") as server:
            compare(server, place, seconds)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 3)

"""What an answer from memory costs, on the workers that gunicorn documents: `python -m benchmarks.hot`.

Each contestant answers the same small record, in turns. What counts is answers a second of the server's processor time,
which other work on the machine changes little. FastAPI needs the environment of `make bench`; without it that row is
left out.
"""

import json
import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.machine import TOOLS, Running, free, ours, running, wrk

ROUNDS, SECONDS = 3, 2
BARE = ["benchmarks.peers.bare_asgi:app"]


def start(stack: ExitStack, name: str, folder: Path, options: list[str], **environment: str) -> Running:
    """A server of the project's configuration, changed by options, on a folder of its own."""
    port, place = free(), folder / name
    place.mkdir()
    command, known = ours(place, port, **environment)
    log = place / "log"
    return stack.enter_context(running([*command, *options], "/healthz", port, known, log))


def main() -> None:
    """Prints a table."""
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        work = Path(place)
        cached = start(stack, "cache", work, [], ARTICLE_FACTS_SEEDS="seeds")
        record = next(iter(json.loads(cached.get("/v1/figures?limit=1"))["items"]))
        path = f"/v1/figures/{record['id']}"
        body = cached.get(path)
        (work / "body").write_bytes(body)
        headers = f"content-type: application/json\ncontent-length: {len(body)}\n"
        (work / "body.headers").write_text(headers + 'etag: "x"\ncache-control: public, max-age=5\nvary: Accept\n')
        (work / "figures.ndjson").write_text(json.dumps(record))
        given = {"BODY": str(work / "body")}
        found = {
            "bare app, uvicorn-worker": start(stack, "bare", work, BARE, **given),
            "cache, uvicorn-worker": cached,
            "bare app, gunicorn asgi": start(stack, "bare asgi", work, ["--worker-class", "asgi", *BARE], **given),
            "cache, gunicorn asgi": start(
                stack, "cache asgi", work, ["--worker-class", "asgi"], ARTICLE_FACTS_SEEDS="seeds"
            ),
        }
        if (TOOLS / "venv/bin/uvicorn").exists():
            port = free()
            command = [str(TOOLS / "venv/bin/uvicorn"), "benchmarks.peers.fastapi_memory:app", "--port", str(port)]
            command += ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]
            records = {"RECORDS": str(work / "figures.ndjson")}
            log = work / "fastapi.log"
            found["FastAPI in memory, uvicorn"] = stack.enter_context(
                running(command, "/openapi.json", port, records, log)
            )
        rates: dict[str, list[float]] = {name: [] for name in found}
        for _ in range(ROUNDS):
            for name, server in found.items():
                rates[name].append(wrk(server, path.removeprefix("/v1") if "FastAPI" in name else path, SECONDS))
    medians = {name: statistics.median(these) for name, these in rates.items()}
    for name, median in medians.items():
        print(f"| {name} | {median:,.0f} | {median / medians['bare app, uvicorn-worker']:.2f} |")


if __name__ == "__main__":
    main()

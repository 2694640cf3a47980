"""Requests a second of processor time of each server for the same work, in alternating rounds: ratios are taken within
a round. Alone: `python -m benchmarks.throughput FOLDER`, a folder with a loaded snapshot.
"""

# ruff: noqa: E501 - rows and commands read better on one line

import sys
import tempfile
from pathlib import Path
from random import Random
from statistics import median
from typing import NamedTuple
from urllib.parse import urlencode

from benchmarks.contestants import contestants
from benchmarks.machine import Running, wrk

_UNITS = ("employees", "hours", "kilometres", "tonnes", "years", "vehicles", "percent", "euros")
_DISTINCT = 60_000
_ROUNDS, _SECONDS = 3, 2
_Asked = dict[str, tuple[Running, str, Path | None]]
"""Of each server: the path that is asked for, or a file of paths."""


class Ratio(NamedTuple):
    """Ours against a peer: the goal, the median ratio of the rounds, and the median rates a second of
    processor time."""

    work: str
    peer: str
    goal: float
    ratio: float
    ours: float
    theirs: float


def throughput(folder: Path, work: Path, rounds: int, seconds: int) -> list[Ratio]:
    """All rows of requests a second on the snapshot in `folder`."""
    with contestants(folder, work) as servers:
        keys = [path.rpartition("/")[2] for path in _keys(servers["ours"])]
        Random(1).shuffle(keys)
        one = next((work / "static" / "figures").iterdir()).name
        return [
            *_repeated(servers, one, rounds, seconds),
            *_listed(servers, work, rounds, seconds),
            *_by_id(servers, work, keys, rounds, seconds),
        ]


def _keys(server: Running) -> list[str]:
    return [line.strip('"') for line in server.get("/v1/figures.csv?fields=id").decode().split()[1:]]


def _repeated(servers: dict[str, Running], one: str, rounds: int, seconds: int) -> list[Ratio]:
    goals = {"FastAPI in memory": 3.0, "bare ASGI app": 0.6}
    asked: _Asked = {name: (servers[name], f"/figures/{one}", None) for name in goals}
    asked["ours"] = (servers["ours"], f"/v1/figures/{one}", None)
    return _compared("the same record again and again", goals, asked, rounds, seconds)


def _listed(servers: dict[str, Running], work: Path, rounds: int, seconds: int) -> list[Ratio]:
    goals = {"Starlette + sqlite3": 0.5, "FastAPI + SQLAlchemy": 5.0, "Datasette": 7.0, "json-server": 4.0}
    forms = {"ours": ("/v1/figures", "unit", "value_min", "value_max", "limit", {}),
             "Starlette + sqlite3": ("/figures", "unit", "value_min", "value_max", "limit", {}),
             "FastAPI + SQLAlchemy": ("/figures", "unit", "value_min", "value_max", "limit", {}),
             "Datasette": ("/facts/figures.json", "f_unit", "high__gte", "low__lte", "_size", {"_shape": "objects", "_nocount": 1, "_nofacet": 1, "_col": "record"}),
             "json-server": ("/figures", "unit", "value_gte", "value_lte", "_limit", {})}  # fmt: skip
    given: _Asked = {}
    for name, (path, unit, low, high, limit, more) in forms.items():
        random, file = Random(2), work / f"list-{len(given)}.txt"
        with file.open("w") as out:
            for _ in range(_DISTINCT):
                least = round(10 ** random.uniform(0, 5), 4)
                most = round(least * random.uniform(1.5, 3), 4)
                asked = {unit: random.choice(_UNITS), low: least, high: most, limit: 25, **more}
                out.write(f"{path}?{urlencode(asked)}\n")
        given[name] = (_cold(servers, name), "", file)
    return _compared("25 figures by unit and range, never the same", goals, given, rounds, seconds)


def _by_id(servers: dict[str, Running], work: Path, keys: list[str], rounds: int, seconds: int) -> list[Ratio]:
    goals = {"Starlette + sqlite3": 0.35, "FastAPI + SQLAlchemy": 4.5}
    asked: _Asked = {}
    for name in ("ours", *goals):
        file = work / f"id-{len(asked)}.txt"
        prefix = "/v1/figures/" if name == "ours" else "/figures/"
        file.write_text("".join(f"{prefix}{key}\n" for key in keys))
        asked[name] = (_cold(servers, name), "", file)
    return _compared("one figure by id, never the same", goals, asked, rounds, seconds)


def _cold(servers: dict[str, Running], name: str) -> Running:
    """Ours without its cache: a small dataset has fewer ids than are asked for."""
    return servers["ours, cache off" if name == "ours" else name]


def _compared(work: str, goals: dict[str, float], asked: _Asked, rounds: int, seconds: int) -> list[Ratio]:
    rates: dict[str, list[float]] = {name: [] for name in asked}
    for number in range(rounds):
        for name, (server, path, paths) in asked.items():
            many = sum(1 for _ in paths.open()) if paths else 0
            rates[name].append(wrk(server, path, seconds, paths, many * number // rounds))
    found = []
    for name, goal in goals.items():
        ratios = [mine / theirs for mine, theirs in zip(rates["ours"], rates[name], strict=True)]
        found.append(Ratio(work, name, goal, median(ratios), median(rates["ours"]), median(rates[name])))
    return found


def main() -> None:
    """Prints a table."""
    with tempfile.TemporaryDirectory(prefix="bench-") as work:
        Path(work).chmod(0o755)  # nginx's worker is another user where its master is root
        print("| work | peer | ratio | goal | answers a second of processor time |\n|---|---|---|---|---|")
        for one in throughput(Path(sys.argv[1]), Path(work), _ROUNDS, _SECONDS):
            print(
                f"| {one.work} | {one.peer} | {one.ratio:.2f} | {one.goal:g} | {one.ours:,.0f} to {one.theirs:,.0f} |"
            )


if __name__ == "__main__":
    main()

"""The table of attacks in docs/operations.md.

`python -m tests.faults.table` writes it from the figures of the last run of `make faults`. All figures are of that
one run; it refuses to write if the run left an attack out.
"""

import json
import os
import re
import sys
from pathlib import Path
from typing import NamedTuple

from tests.serving import ROOT

FIGURES = ROOT / ".tools" / "faults.json"
_PAGE = ROOT / "docs" / "operations.md"
_MARKED = re.compile(r"(?<=<!-- attacks -->\n).*(?=<!-- /attacks -->)", re.DOTALL)
_P99 = "p99 of others {p99:.0f} ms"


class Attack(NamedTuple):
    """A row. `now` is filled with the figures that tests recorded under `name`, each the largest of the run."""

    name: str
    attack: str
    before: str
    now: str


ATTACKS = (
    Attack(
        "endless heads",
        "a head that never ends: one field, many fields, one line",
        "60 MB were read (uvicorn as it is)",
        f"cut after 64 KiB; {{grown:+.1f}} MiB for ten at once; {_P99}",
    ),
    Attack(
        "endless trailers",
        "trailers or chunk extensions that never end",
        "read for ever",
        f"cut after 64 KiB; {{grown:+.1f}} MiB for ten at once; {_P99}",
    ),
    Attack(
        "endless bodies",
        "bodies without end, declared or chunked, where a body is taken and where none is",
        "held for 30 s each",
        f"{{grown:+.1f}} MiB for eight at once; {_P99}",
    ),
    Attack(
        "small chunks",
        "800,000 chunks of one byte, also to a path that does not exist",
        "seconds in which nobody else was answered",
        f"cut; {_P99}",
    ),
    Attack(
        "slow connections",
        "1,000 slow connections: heads, bodies, readers",
        "p99 of others 41, 146 and 24 ms",
        "p99 of others {headers:.0f}, {body:.0f} and {read:.0f} ms",
    ),
    Attack(
        "slow readers",
        "200 readers of streams at 1 KiB/s",
        "every stream past the 32nd refused",
        f"new streams and pages answered, {_P99}; who stays below the least pace is given up",
    ),
    Attack(
        "many streams",
        "more streams than there may be",
        "503 `store-unavailable`",
        "503 `overloaded` with `Retry-After`; pages answered",
    ),
    Attack(
        "searches",
        "16 clients that search for `the the the ...`",
        "`/healthz` p50 2.1 s",
        "`/healthz` and `/readyz` p50 {p50:.0f} ms, p99 {p99:.0f} ms",
    ),
    Attack(
        "uploads",
        "480 large uploads on keep-alive connections",
        "one in six without an answer",
        "{answered:.0f} answered",
    ),
    Attack(
        "shapes",
        "10,000 questions of different shapes",
        "40 MB a thread",
        "{grown:+.1f} MiB, the cache's own entries included",
    ),
    Attack(
        "hung loader",
        "a loader that hangs",
        "the master hung, and ignored TERM",
        "requests answered, `/readyz` says so after the time limit; TERM ends the server in {seconds:.1f} s",
    ),
    Attack(
        "killed master", "the master killed", "its workers went on for ever", "they end, and another server can start"
    ),
)


class Run(NamedTuple):
    """The figures of a run by attack, and the machine's load average before and after."""

    figures: dict[str, dict[str, list[float]]]
    load: tuple[float, float]


def write_figures(run: Run) -> None:
    """Save the figures of a run in place of those of the previous one."""
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(run._asdict()))


def table(run: Run) -> str:
    """The table in Markdown; KeyError if the run left out an attack or a figure."""
    lines = ["| attack, without a proxy | before | now |", "|---|---|---|"]
    for one in ATTACKS:
        largest = {name: max(values) for name, values in run.figures[one.name].items()}
        lines.append(f"| {one.attack} | {one.before} | {one.now.format(**largest)} |")
    load = "{:.1f} before and {:.1f} after".format(*run.load)
    return f"One run on {os.cpu_count()} cores; load average {load}.\n\n" + "\n".join(lines) + "\n"


def rows(page: Path = _PAGE) -> list[tuple[str, str]]:
    """The columns "attack" and "before", as the page has them."""
    found = _MARKED.search(page.read_text())
    cells = [line.split("|")[1:3] for line in (found[0] if found else "").splitlines() if line.startswith("|")]
    return [(attack.strip(), before.strip()) for attack, before in cells[2:]]


if __name__ == "__main__":
    try:
        written = table(Run(**json.loads(FIGURES.read_text())))
    except (OSError, KeyError) as error:
        sys.exit(f"Run `make faults` as a whole first: {error!r}")
    _PAGE.write_text(_MARKED.sub(lambda _: written, _PAGE.read_text()))

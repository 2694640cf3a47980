"""Loading and exporting in bulk, by the commands: progress for who watches, and memory that does not grow."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import facts
from tests.serving import ROOT
from tests.store.sample import write_sample

FACTS = [sys.executable, "-m", "flask", "--app", "wsgi", "facts"]


def environment(folder: Path) -> dict[str, str]:
    """A store of its own."""
    return os.environ | {"ARTICLE_FACTS_FOLDER": str(folder), "ARTICLE_FACTS_SEEDS": ""}


def watched(command: list[str], folder: Path) -> tuple[bytes, str]:
    """What a command writes to a pipe, and what it writes to a terminal as its standard error."""
    master, terminal = pty.openpty()
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(folder), stdout=subprocess.PIPE, stderr=terminal
    ) as process:
        os.close(terminal)
        assert process.stdout is not None
        written = process.stdout.read()
    output = b""
    try:
        while piece := os.read(master, 65536):
            output += piece
    except OSError:  # how a terminal says that nobody writes to it any more
        pass
    os.close(master)
    assert process.returncode == 0, output
    return written, output.decode()


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some thousand records."""
    return write_sample(tmp_path_factory.mktemp("bulk") / "sample.ndjson", 60)


def test_progress_is_shown_on_a_terminal_only(seeds: Path, tmp_path: Path) -> None:
    """Loads and exports count up on a terminal and nowhere else; the exported bytes are the same either way."""
    _, output = watched([*FACTS, "load", str(seeds)], tmp_path)
    counted = [int(number.replace(",", "")) for number in re.findall(r"\r([\d,]+) rows", output)]
    assert counted == sorted(counted)
    assert counted[-1] > 3000
    exported, output = watched([*FACTS, "export"], tmp_path)
    lines = exported.count(b"\n")
    assert re.findall(r"\r([\d,]+) rows", output)[-1] == f"{lines:,}"
    quiet = facts("export", folder=tmp_path, seeds=None)
    assert (quiet.stdout_bytes, quiet.stderr) == (exported, "")


_PEAK = """
import sys
from pathlib import Path
from api.settings import Settings
from api.store import build, sqlite_build
from api.store.selection import load

build.SUBPROCESS_BYTES = 2**60
sqlite_build._WORDS_HELD = 2**18
sqlite_build._MAPPED = "mmap_size = 0"
sqlite_build.SETTINGS = (*sqlite_build.SETTINGS, "cache_size = -1024", "mmap_size = 0")
load(Settings(folder=Path(sys.argv[1])), Path(sys.argv[2]))
status = Path("/proc/self/status").read_text()
print(status.partition("VmHWM:")[2].split()[0])  # of this program alone: ru_maxrss begins with its parent's
"""


def test_the_memory_of_a_load_does_not_grow_with_it(tmp_path: Path) -> None:
    """Loading four times the articles takes at most 18 MiB more memory. SQLite's caches, which have limits of their
    own, are set small, and the file is not mapped. Measured: 11 MiB, including caches of words that fill up; holding
    all rows takes 45."""
    peaks = []
    for articles in (50, 200):
        source = write_sample(tmp_path / f"{articles}.ndjson", articles)
        command = [sys.executable, "-c", _PEAK, str(tmp_path / str(articles)), str(source)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout) / 1024)
    assert peaks[1] - peaks[0] < 18, peaks

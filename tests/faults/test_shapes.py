"""What the store keeps of queries of ten thousand shapes is bounded."""

import subprocess
import sys
from pathlib import Path

import pytest

from api.settings import Settings
from api.store.selection import load
from tests.faults.conftest import Tell
from tests.serving import ROOT
from tests.store.sample import write_sample

pytestmark = pytest.mark.faults

_SHAPES = """
import itertools, resource, sys
from pathlib import Path
from api.store import deadline
from api.query.question import parse_page
from api.settings import Settings
from api.store.selection import open_store
from schemas.registry import QUERYABLE

snapshot = open_store(Settings(folder=Path(sys.argv[1]), query_seconds=30)).current()

def size():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20

def ask(name, query):
    snapshot.find(parse_page(QUERYABLE[name], query.encode(), snapshot).find, 5)

def several(n):
    return ",".join(f"u{i}" for i in range(n + 1))

def shapes(first, last):
    for n in range(first, last):
        units, articles = several(n % 100), several(n // 100 % 9)
        ask("figures", f"unit={units}&article={articles}"
            + ("&value_min=1", "&value_max=9", "&sort=-value", "&sort=unit")[n // 900 % 4]
            + ("", "&hedge=exact", "&refers_to=companies/company-1")[n // 3600 % 3])

shapes(0, 300)
before = size()
shapes(300, 10_300)
print(size() - before)
"""


def test_ten_thousand_shapes_of_questions_leave_a_process_small(tmp_path: Path, tell: Tell) -> None:
    """Compiled and prepared statements are dropped again: a process grows by at most 30 MiB after the first
    hundreds."""
    load(Settings(folder=tmp_path / "var"), write_sample(tmp_path / "sample.ndjson", 20))
    command = [sys.executable, "-c", _SHAPES, str(tmp_path / "var")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    tell(f"10,000 shapes of questions took {float(done.stdout):.1f} MiB")
    assert float(done.stdout) < 30

"""Snapshots of seeds that many tests load: each is built once a process, then copied."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from api.settings import Settings
from api.store.fingerprint import fingerprint
from api.store.selection import load
from api.store.sqlite import CURRENT


def place_snapshot(seeds: Path, folder: Path) -> None:
    """Fill the folder as `facts load SEEDS` does; `load --if-changed` then finds nothing to do. A folder that has a
    snapshot already is loaded into, so that the new one knows what it changes."""
    if (folder / CURRENT).exists():
        load(Settings(folder=folder), seeds)
    else:
        shutil.copytree(_built(seeds, fingerprint(seeds)), folder, symlinks=True, dirs_exist_ok=True)


@cache
def _built(seeds: Path, state: str) -> Path:
    """A folder with the snapshot of the seeds in this state."""
    folder = Path(tempfile.mkdtemp(prefix="facts-snapshot-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    load(Settings(folder=folder), seeds)
    return folder

"""The snapshot files of a folder: locked while one is built, checked, renamed into place, then the link is moved.

A killed build or a full disk leaves the old file untouched.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import IO

from api.store.fingerprint import LAYOUT
from api.store.sqlite import CURRENT
from api.store.sqlite_check import named


class Building:
    """The place of a new file; one build at a time in a folder. Whoever gets one calls `publish` or `abandon`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._lock = _locked(folder)
        _sweep(folder)
        self.path = folder / f"building-{os.getpid()}.sqlite"

    def publish(self, version: str, check: Callable[[], None] = lambda: None) -> None:
        """Rename the file, which is complete and closed, and move the link to it. What `check` raises ends that."""
        stem = f"dataset-{version[:16]}-{LAYOUT[:8]}"
        with ThreadPoolExecutor(2) as threads:  # meanwhile the digest is computed
            others = [threads.submit(work) for work in (partial(_to_disk, self.path), check)]
            final = self.folder / named(stem, self.path)
            for other in others:
                other.result()
        self.path.rename(final)
        link = self.folder / f"link-{os.getpid()}"
        link.unlink(missing_ok=True)
        link.symlink_to(final.name)
        previous = current_name(self.folder)
        link.rename(self.folder / CURRENT)
        _to_disk(self.folder)
        for old in self.folder.glob("dataset-*"):
            is_kept = old.name == final.name or (old.name == previous and not old.name.startswith(stem))
            if not is_kept or old.suffix == ".damaged":
                old.unlink()
        self._lock.close()

    def abandon(self) -> None:
        """Drop the unfinished file."""
        _sweep(self.folder)
        self._lock.close()


def finished(folder: Path) -> Iterator[Path]:
    """The snapshot files, the current one first, then the others, the newest first."""
    current = folder / current_name(folder)
    if current.is_file():
        yield current
    others = (path for path in folder.glob("dataset-*.sqlite") if path != current)
    yield from sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)


def current_name(folder: Path) -> str:
    """The name of the file that the link points to; empty if there is none."""
    try:
        return os.readlink(folder / CURRENT)
    except OSError:
        return ""


def _locked(folder: Path) -> IO[str]:
    lock = (folder / ".lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def _sweep(folder: Path) -> None:
    """Remove leftovers of killed builds; holding the lock means that no build is running."""
    for litter in (*folder.glob("building-*"), *folder.glob("link-*")):
        litter.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

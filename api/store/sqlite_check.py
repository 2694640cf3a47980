"""Detects damage to a snapshot file. SQLite does not notice changed bytes, so the file's name contains its digest.

A thread compares the file's size and modification time twice a second. It compares the digest when those change, at the
start, and every ten minutes. A marker file tells the other processes of damage.
"""

import contextlib
import fcntl
import logging
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

_DIGITS = 16  # of the digest, in the name
_PIECE = 2**20  # bytes a read
_LOOK = 0.5  # seconds between two looks at size and time
_ANYWAY = 600.0  # minimum seconds between two digests of a file that seems unchanged
_REST = 20  # and at least this many times as long as a digest took, so that a large file is not read all the time
_PAUSE = 0.02  # pause in seconds after each read: at most 50 MB/s
_log = logging.getLogger("article_facts.store")


class Identity(NamedTuple):
    """Identifies a state of the file: changes whenever a program writes to it."""

    inode: int
    size: int
    modified: int


def identity(path: Path) -> Identity:
    found = path.stat()
    return Identity(found.st_ino, found.st_size, found.st_mtime_ns)


def named(stem: str, path: Path) -> str:
    """The name of a finished file: the stem and the digest of its bytes."""
    return f"{stem}-{digest(path)}.sqlite"


def digest(path: Path, pause: float = 0) -> str:
    """The digest of the file's bytes, in hex."""
    found = sha256()
    with path.open("rb", buffering=0) as file:
        while piece := file.read(_PIECE):
            found.update(piece)
            if pause:
                time.sleep(pause)
    return found.hexdigest()[:_DIGITS]


def is_whole(path: Path) -> bool:
    """Whether the file has the digest in its name; reads the whole file."""
    with contextlib.suppress(OSError):
        return path.stem.rpartition("-")[2] == digest(path)
    return False


def is_damaged(path: Path) -> bool:
    """Whether some process has found the file damaged."""
    return marker(path).exists()


def marker(path: Path) -> Path:
    return path.with_suffix(".damaged")


class FileCheck:
    """Watches one file, from `start` until `stop`."""

    def __init__(self, path: Path, opened: Identity) -> None:
        self._path, self._opened = path, opened
        self._seen: Identity | None = opened
        self._stopped = threading.Event()
        self.is_damaged = False

    def start(self, found_damage: Callable[[], None]) -> None:
        """Start watching, in a separate thread. The process that first finds damage calls `found_damage`."""
        threading.Thread(target=self._watch, args=(found_damage,), name="snapshot-check", daemon=True).start()

    def stop(self) -> None:
        """Stop watching: the file is no longer served."""
        self._stopped.set()

    def suspect(self) -> None:
        """Compare the digest at the next check."""
        self._seen = None

    def is_replaced(self) -> bool:
        """Whether the name belongs to another file now."""
        return identity(self._path).inode != self._opened.inode

    def _watch(self, found_damage: Callable[[], None]) -> None:
        due = 0.0  # the disk may have lost something before this process began
        while not self._stopped.wait(_LOOK):
            with contextlib.suppress(OSError):
                is_changed = identity(self._path) != self._seen
                if is_damaged(self._path):
                    self.is_damaged = True
                    return
                began = time.monotonic()
                if is_changed or began > due:
                    self._read(0 if is_changed else _PAUSE, found_damage)
                    due = time.monotonic() + max(_ANYWAY, _REST * (time.monotonic() - began))

    def _read(self, pause: float, found_damage: Callable[[], None]) -> None:
        """Compare the digest, unless another process does so."""
        with self._path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            found = identity(self._path)
            if found.inode == self._opened.inode and self._path.stem.rpartition("-")[2] != digest(self._path, pause):
                self._damaged(found_damage)
            self._seen = found

    def _damaged(self, found_damage: Callable[[], None]) -> None:
        self.is_damaged = True
        _log.error("the dataset's file %s is damaged: nothing is read from it any more", self._path.name)
        try:
            marker(self._path).open("x").close()
        except OSError:  # another process was first, or the folder cannot be written
            return
        found_damage()

"""Buffers bodies of unknown size, so that most of them get a Content-Length and support Range.

Small bodies are buffered in memory. A whole collection is written to a file; if that takes too long for a request, it
is streamed meanwhile and kept for the next one. Everything else is streamed.

Filtered and sorted tables are copied from a file's rows by their records' positions. The index beside the file has two
numbers a row: its record's position, ascending (the header's is 0), and the byte at which it ends.
"""

import contextlib
import logging
import os
import time
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from mmap import ACCESS_READ, MADV_DONTNEED, mmap
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock, Thread
from typing import IO, Final

from werkzeug.wsgi import ClosingIterator

_SMALL = 512 * 2**10  # bytes; larger bodies are not buffered in memory
_PIECE = 256 * 2**10
_ABANDONED = 3600.0  # seconds after which an unfinished file counts as abandoned
_UNFINISHED = ".part"
_MOST_TRIED = 1000
_NUMBER: Final = "Q"  # of an index
_PAUSE = 0.002  # seconds after each chunk of a file that no request waits for
log = logging.getLogger("article_facts.bodies")


@dataclass(frozen=True, slots=True)
class KeptFile:
    path: Path
    size: int

    def pieces(self, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """Its bytes from `first` to `last`, both included."""
        left = (self.size - 1 if last is None else last) - first + 1
        with self.path.open("rb") as file:
            file.seek(first)
            while left > 0 and (piece := file.read(min(_PIECE, left))):
                left -= len(piece)
                yield piece


def gathered(chunks: Iterator[bytes]) -> bytes | Iterator[bytes]:
    """The body as bytes if it is small, otherwise as an iterator over all of it."""
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size > _SMALL:
            return chain(held, chunks)
    return b"".join(held)


class BodyFiles:
    """Body files in a folder, evicted by last use beyond `most_bytes` in total. Requests wait `seconds` for one."""

    def __init__(self, folder: Path, most_bytes: int, seconds: float) -> None:
        self._folder, self._most_bytes, self._seconds = folder, most_bytes, seconds
        self._tried: set[str] = set()  # those that `prepare` began and has not finished
        self._preparing = Lock()

    def find(self, name: str) -> KeptFile | None:
        if not self._most_bytes:
            return None
        path = self._folder / name
        try:
            found = KeptFile(path, path.stat().st_size)
        except OSError:
            return None
        with contextlib.suppress(OSError):  # a read-only folder
            os.utime(path)
        return found

    def keep(self, name: str, make: Callable[[], Iterator[bytes]]) -> KeptFile | bytes | Iterator[bytes]:
        """The body from `make` as a file. If that takes too long, a stream that is kept for the next request; without
        room for a file, just a stream."""
        until, chunks = time.monotonic() + self._seconds, make()
        spool = self.spool(name)
        if spool is None:
            return gathered(chunks)
        with contextlib.ExitStack() as on_failure:
            on_failure.callback(spool.abandon)
            for chunk in chunks:
                spool.write(chunk)
                if not spool.is_open:
                    break
                if time.monotonic() > until:
                    on_failure.pop_all()
                    return Teed(spool, chunks)
            spool.finish()
        return self.find(name) or gathered(make())

    def prepare(self, name: str, make: Callable[[], Iterator[bytes]]) -> None:
        """Write the body into a file for later requests, in a thread, one at a time. What failed is not tried again."""
        if self._most_bytes and name not in self._tried:
            if len(self._tried) >= _MOST_TRIED:
                self._tried.clear()
            self._tried.add(name)
            Thread(target=self._write, args=(name, make), name="body-file", daemon=True).start()

    def _write(self, name: str, make: Callable[[], Iterator[bytes]]) -> None:
        with self._preparing:
            if (spool := self.spool(name)) is None:
                return
            try:
                for chunk in make():
                    spool.write(chunk)
                    if not spool.is_open:
                        return
                    time.sleep(_PAUSE)
                spool.finish()
                self._tried.discard(name)
            except Exception:
                log.exception("a file of a collection was not made")
            finally:
                spool.abandon()

    def spool(self, name: str) -> "Spool | None":
        """A new file of that name, to be written; None if none are kept."""
        if not self._most_bytes:
            return None
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = NamedTemporaryFile(dir=self._folder, suffix=_UNFINISHED, delete=False)  # noqa: SIM115
        except OSError:
            return None  # nothing is kept in a read-only folder
        return Spool(file, self._folder / name, self._most_bytes, self._make_room)

    def _make_room(self) -> None:
        left = self._most_bytes
        held = list[tuple[Path, os.stat_result]]()
        for path in self._folder.iterdir():
            with contextlib.suppress(OSError):
                held.append((path, path.stat()))
        for path, stat in sorted(held, key=lambda one: one[1].st_mtime, reverse=True):
            left -= stat.st_size
            is_old = time.time() - stat.st_mtime > _ABANDONED
            if is_old if path.suffix == _UNFINISHED else left < 0:
                path.unlink(missing_ok=True)


class Spool:
    """An unfinished file: `finish` gives it its name, `abandon` removes it. On a full disk it is just not kept."""

    def __init__(self, file: IO[bytes], path: Path, most_bytes: int, make_room: Callable[[], None]) -> None:
        self._file, self._path, self._most_bytes, self._make_room = file, path, most_bytes, make_room
        self._size = 0

    @property
    def is_open(self) -> bool:
        """Whether it is neither finished nor abandoned."""
        return not self._file.closed

    def write(self, chunk: bytes) -> None:
        self._size += len(chunk)
        if self._size > self._most_bytes:
            self.abandon()
        if self.is_open:
            try:
                self._file.write(chunk)
            except OSError:
                self.abandon()

    def written(self) -> Iterator[bytes]:
        self._file.flush()
        with open(self._file.name, "rb") as file:
            yield from iter(lambda: file.read(_PIECE), b"")

    def finish(self) -> None:
        """The body is complete: rename the file."""
        if not self.is_open:
            return
        try:
            self._file.close()
            os.replace(self._file.name, self._path)
            self._make_room()
        except OSError:
            self.abandon()

    def abandon(self) -> None:
        """Remove what was written, unless it is finished."""
        with contextlib.suppress(OSError):
            self._file.close()
        Path(self._file.name).unlink(missing_ok=True)


class Teed(ClosingIterator):
    """A streamed body that is also written to a spool, until the client is gone or has everything."""

    def __init__(self, spool: Spool, chunks: Iterator[bytes]) -> None:
        def teed() -> Iterator[bytes]:
            yield from spool.written()
            for chunk in chunks:
                spool.write(chunk)
                yield chunk
            spool.finish()

        super().__init__(teed(), [spool.abandon, getattr(chunks, "close", lambda: None)])


def indexed(
    chunks: Iterable[bytes], positions: Iterable[int], lengths: Callable[[bytes], Iterator[int]], index: Spool
) -> Iterator[bytes]:
    """The chunks of a file, whose index is written as they pass. `lengths` gives those of the rows in a chunk."""
    rows, size, end = chain((0,), positions), 0, 0
    try:
        for chunk in chunks:
            numbers = array(_NUMBER)
            for length, position in zip(lengths(chunk), rows, strict=False):
                end += length
                numbers.extend((position, end))
            index.write(numbers.tobytes())
            size += len(chunk)
            yield chunk
        if end == size and next(rows, None) is None:
            index.finish()
    finally:
        index.abandon()


class KeptRows:
    """A file and its index, mapped into memory. OSError if one of them is gone."""

    def __init__(self, file: Path, index: Path) -> None:
        self._file, numbers = _mapped(file), memoryview(_mapped(index)).cast(_NUMBER)
        self._positions, self._ends = numbers[::2], numbers[1::2]

    def copied(self, wanted: Iterable[list[int]]) -> Iterator[bytes]:
        """The header, then the rows of these positions in chunks."""
        yield self._file[: self._ends[0]]
        for positions in wanted:
            yield self._rows(positions)
            self._file.madvise(MADV_DONTNEED)  # what is mapped would count as the worker's memory

    def _rows(self, positions: list[int]) -> bytes:
        ascending = sorted(positions)
        first, last = (bisect_left(self._positions, position) for position in (ascending[0], ascending[-1]))
        if positions == ascending and last - first == len(positions) - 1:
            return self._file[self._ends[first - 1] : self._ends[last]]
        found = [bisect_left(self._positions, position, first, last + 1) for position in positions]
        return b"".join([self._file[self._ends[row - 1] : self._ends[row]] for row in found])


def _mapped(path: Path) -> mmap:
    with path.open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)

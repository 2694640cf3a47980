"""Rows of a kept file by their records' positions, so that filtered and sorted tables can be copied from it.
An index has two numbers a row: its record's position, ascending (the header's is 0), and the byte at which it ends.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from mmap import ACCESS_READ, MADV_DONTNEED, mmap
from pathlib import Path
from typing import Final

from api.response.bodies import Spool

_NUMBER: Final = "Q"


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

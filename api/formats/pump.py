"""What a library writes into a file, as a stream of chunks."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from io import UnsupportedOperation
from queue import Full, Queue
from threading import Event, Thread

_WAITING = 8  # chunks that may wait for a slow client before the writer does


class Sink:
    """A writable file that passes its chunks to another thread."""

    def __init__(self) -> None:
        self.chunks: Queue[bytes | BaseException | None] = Queue(_WAITING)
        self.stopped = Event()

    def write(self, chunk: bytes | memoryview) -> int:
        """Pass on a chunk; blocks while too many are waiting."""
        passed = bytes(chunk)
        self.put(passed)
        return len(passed)

    def flush(self) -> None:
        """Does nothing: chunks are passed on as they are written."""

    def seek(self, *_: int) -> int:
        """Never called; arro3 asks for it."""
        raise UnsupportedOperation("what is written has been sent")

    def put(self, item: bytes | BaseException | None) -> None:
        """Pass on a chunk, the error that ended the writing, or None at its end; dropped if the reader has stopped."""
        while not self.stopped.is_set():
            with suppress(Full):
                return self.chunks.put(item, timeout=1)
        return None


def pumped(fill: Callable[[Sink], None]) -> Iterator[bytes]:
    """The chunks that `fill` writes, in a thread of its own; its errors are raised here. When the stream is closed,
    `stopped` is set, which `fill` should check, and the rest is dropped."""
    sink = Sink()

    def run() -> None:
        ending: BaseException | None = None
        try:
            fill(sink)
        except BaseException as error:  # raised where the stream is read
            ending = error
        sink.put(ending)

    thread = Thread(target=run, daemon=True)
    thread.start()
    try:
        while (item := sink.chunks.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        sink.stopped.set()
        thread.join()

"""Parquet: the columns of the CSV with their types; several values in one cell are a list."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BytesIO, UnsupportedOperation
from itertools import takewhile
from queue import Full, Queue
from threading import Event, Thread
from typing import IO, TYPE_CHECKING, cast

import msgspec

from api.formats.format import BINARY, Format, View, batches
from api.formats.table import Column, Kind, columns_of, row_reader

if TYPE_CHECKING:
    from arro3.core import RecordBatch, Schema

_GROUP = 20_000  # rows a row group: what a worker holds in memory at most
_WAITING = 8  # chunks that may wait for a slow client before the writer does


def write(records: Iterable[bytes], view: View) -> Iterator[bytes]:
    """The file in chunks, a row group at a time. arro3 writes it in a thread, whose error is raised here; when the
    stream is closed, the rest is dropped."""
    sink = _Sink()
    thread = Thread(target=_fill, args=(sink, records, columns_of(view)), daemon=True)
    thread.start()
    try:
        while (item := sink.chunks.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        sink.stopped.set()
        thread.join()


def _fill(sink: "_Sink", records: Iterable[bytes], shown: tuple[Column, ...]) -> None:
    ending: BaseException | None = None
    try:
        from arro3.core import RecordBatchReader  # heavy, and rarely asked for
        from arro3.io import write_parquet

        schema = _schema(shown)
        reader = RecordBatchReader.from_batches(schema, _batches(sink.wanted(records), shown, schema))
        file = cast("IO[bytes]", sink)  # has all that arro3 uses
        write_parquet(reader, file, compression="snappy", max_row_group_size=_GROUP, created_by="Article Facts")
    except BaseException as error:  # whatever it is, the stream ends with it
        ending = sink.failure or error
    sink.put(ending)


def _schema(shown: tuple[Column, ...]) -> "Schema":
    from arro3.core import DataType, Field, Schema

    types: dict[Kind, DataType] = {
        "text": DataType.utf8(),
        "integer": DataType.int64(),
        "number": DataType.float64(),
        "boolean": DataType.bool(),
        "date": DataType.date32(),
        "instant": DataType.timestamp("ms", tz="UTC"),
    }

    def typed(column: Column) -> DataType:
        one = types[column.kind]
        return DataType.list(Field("item", one, nullable=True)) if column.many else one

    return Schema([Field(column.name, typed(column), nullable=True) for column in shown])


def _batches(records: Iterable[bytes], shown: tuple[Column, ...], schema: "Schema") -> "Iterator[RecordBatch]":
    from arro3.io import read_json

    flat = all(len(column.field.path) == 1 for column in shown)
    names, read = [column.name for column in shown], row_reader(shown)
    encode = msgspec.json.Encoder().encode_lines
    for lines in batches(records):
        rows = lines if flat else encode(dict(zip(names, row, strict=True)) for row in read(lines))
        yield from read_json(BytesIO(rows), schema)


class _Sink:
    """A writable file that passes its chunks to another thread."""

    def __init__(self) -> None:
        self.chunks: Queue[bytes | BaseException | None] = Queue(_WAITING)
        self.stopped = Event()  # nobody reads the file any more
        self.failure: Exception | None = None

    def wanted(self, records: Iterable[bytes]) -> Iterator[bytes]:
        """The records, until the file is no longer read. Their error is kept: arro3 passes on only its text."""
        try:
            yield from takewhile(lambda _: not self.stopped.is_set(), records)
        except Exception as error:
            self.failure = error
            raise

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


_TYPE = "application/vnd.apache.parquet"
FORMAT = Format(
    "parquet", _TYPE, "Parquet", "A typed table for data tools", write, default=None, schema=BINARY, compressed=True
)

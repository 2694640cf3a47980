"""Request bodies, read in full in the event loop before a thread is taken, so that slow senders hold no thread."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO, IOBase, RawIOBase
from typing import Any

from api.cache.messages import Fields, Receive

# Bytes of all bodies held at one time; slow senders hold what they have sent so far.
MOST_HELD = 64 * 2**20
# A body that is not here after this time is given up.
SECONDS_TO_SEND = 30.0
# Python refuses to read integers of thousands of digits; no body has a length of more than these.
MOST_DIGITS = 18


class IncompleteBodyError(Exception):
    """The client left, sent a malformed chunk, or took too long."""


class NoRoomError(Exception):
    """The bodies of other requests take all the room there is."""


class Overlong(RawIOBase):
    """A body over the limit: its beginning, or nothing if its length was declared. Reading past that raises, so that no
    app can take the beginning for the whole."""

    def __init__(self, begin: bytes) -> None:
        self._begin = BytesIO(begin)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """As for any input, but the end is an error."""
        count = self._begin.readinto(buffer)
        if not count and len(buffer):
            raise OSError("the request body is over the limit")
        return count


def has_body(fields: Fields) -> bool:
    """Whether a request with these header fields has a body."""
    return b"content-length" in fields or b"transfer-encoding" in fields


class Bodies:
    """The request bodies held at one time: each up to `longest` bytes, bounded in sum."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._held = 0

    @asynccontextmanager
    async def read(self, receive: Receive, fields: Fields) -> AsyncIterator[IOBase]:
        """The body of a request, for as long as its call takes."""
        body = bytearray()
        try:
            declared = fields.get(b"content-length", b"0")
            is_overlong = len(declared) > MOST_DIGITS or int(declared) > self._longest
            is_overlong = is_overlong or await self._is_overlong(receive, body)
            yield Overlong(bytes(body)) if is_overlong else BytesIO(body)
        finally:
            self._held -= len(body)

    async def _is_overlong(self, receive: Receive, body: bytearray) -> bool:
        """Read into `body` in time, up to the end or the limit; true for the limit."""
        try:
            async with asyncio.timeout(SECONDS_TO_SEND):
                return await self._read(receive, body)
        except TimeoutError:
            raise IncompleteBodyError from None

    async def _read(self, receive: Receive, body: bytearray) -> bool:
        while len(body) <= self._longest:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise IncompleteBodyError
            piece = message.get("body", b"")
            body += piece
            self._held += len(piece)
            if self._held > MOST_HELD:
                raise NoRoomError
            if not message.get("more_body", False):
                return False
        return True

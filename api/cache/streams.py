"""Sends replies to clients: whole, or as streams with back-pressure, a limit on open ones and a least pace."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable
from tempfile import SpooledTemporaryFile
from typing import TypeVar

from api.cache.entry import Answer, select
from api.cache.messages import Fields, Message, Receive, Send, Sent
from api.cache.replies import INTERNAL_ERROR, NO_ROOM_FOR_STREAM, TOO_SLOW
from api.cache.threads import Caller, TooSlowError
from api.cache.wsgi import BATCH_BYTES, Call, Reply

log = logging.getLogger(__name__)

T = TypeVar("T")

# A batch that is not taken after this time is given up. The worker's least pace is stricter; this is for other servers,
# and generous, since systems let the server write again only once some hundred kilobytes are taken.
SECONDS_TO_TAKE = 300.0
# HTTP/1.0 has no chunked coding, so a truncated stream would look complete. Its answers are spooled first, on disk
# beyond so many bytes, and sent with their length; so many at one time.
IN_MEMORY = 2**20
MOST_SPOOLED = 4
# Nearly all answers are ready by then: watching for a disconnect from the start would cost them a tenth.
SECONDS_BEFORE_LOOKING = 0.05


class ClientLeftError(Exception):
    """The client has disconnected."""


async def departure(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def unless_left(receive: Receive, work: Awaitable[T]) -> T:
    """The result of `work`. If the client disconnects first, `work` is cancelled and ClientLeftError raised. It runs in
    the caller's own task, which is what is cancelled: as in asyncio's timeouts."""
    task = asyncio.current_task()
    gone: asyncio.Task[None] | None = None
    working = True

    def look() -> None:
        nonlocal gone
        gone = asyncio.create_task(departure(receive))
        gone.add_done_callback(lambda left: working and not left.cancelled() and task and task.cancel())

    timer = asyncio.get_running_loop().call_later(SECONDS_BEFORE_LOOKING, look)
    try:
        return await work
    except asyncio.CancelledError:
        if gone is not None and gone.done() and task and not task.uncancel():
            raise ClientLeftError from None
        raise
    finally:
        working = False
        timer.cancel()
        if gone is not None:
            gone.cancel()


async def send_whole(answer: Answer, send: Send) -> Sent:
    start, body = answer
    await send(start)
    await send(body)
    return start["status"], len(body["body"])


class Delivery:
    """Sends replies, of which at most `streams` are open streams at one time."""

    def __init__(self, caller: Caller, streams: int) -> None:
        self._caller = caller
        self._most = streams
        self._open = 0
        self._spooled = 0

    async def deliver(
        self, reply: Reply, method: str, fields: Fields, receive: Receive, send: Send, version: str = "1.1"
    ) -> Sent:
        """Send a reply to a request with this method, these conditions and this version of HTTP."""
        answer = select(reply, method, fields)
        if reply.rest is None:
            return await send_whole(answer, send)
        try:
            if method == "HEAD" or answer[0]["status"] != reply.status:
                return await send_whole(answer, send)
            is_spooled = version == "1.0" and b"content-length" not in dict(reply.headers)
            if self._open >= self._most or (is_spooled and self._spooled >= MOST_SPOOLED):
                return await self.deliver(NO_ROOM_FOR_STREAM, method, fields, receive, send)
            return await self._stream(answer[0], reply, reply.rest, is_spooled, receive, send)
        finally:
            if not reply.rest.exhausted:  # it will not be read
                self._caller.leave(reply.rest)

    async def _stream(
        self, start: Message, reply: Reply, rest: Call, is_spooled: bool, receive: Receive, send: Send
    ) -> Sent:
        self._open += 1
        self._spooled += is_spooled
        gone = asyncio.create_task(departure(receive))  # servers drop what is sent to a client that has left
        try:
            if is_spooled:
                return await self._spool(start, reply, rest, gone, send)
            await send(start)
            return reply.status, await self._pump(self._batches(reply.body, rest), gone, send)
        finally:
            gone.cancel()
            self._spooled -= is_spooled
            self._open -= 1

    async def _batches(self, batch: bytes, rest: Call) -> AsyncIterator[tuple[bytes, bool]]:
        """Each batch, read only once the one before was sent, and whether more follow."""
        while not rest.exhausted:
            yield batch, True
            batch = await self._caller.more(rest)
        yield batch, False

    async def _pump(self, batches: AsyncIterator[tuple[bytes, bool]], gone: "asyncio.Task[None]", send: Send) -> int:
        """Returns the bytes sent. A stream that cannot continue is left incomplete, so the server breaks the
        connection: the status was already sent, and there is no other way to tell the client."""
        size = 0
        try:
            async for batch, more_to_come in batches:
                async with asyncio.timeout(SECONDS_TO_TAKE):
                    await send({"type": "http.response.body", "body": batch, "more_body": more_to_come})
                size += len(batch)
                if gone.done():
                    break
        except TimeoutError:
            log.warning("a stream was given up after %d bytes: the client takes too long", size)
        except TooSlowError:
            log.warning("a stream was given up after %d bytes: the app is too slow", size)
        except Exception:
            log.exception("the app failed in a stream, after %d bytes", size)
        return size

    async def _spool(self, start: Message, reply: Reply, rest: Call, gone: "asyncio.Task[None]", send: Send) -> Sent:
        with SpooledTemporaryFile(IN_MEMORY) as spool:
            try:
                async for batch, _ in self._batches(reply.body, rest):
                    spool.write(batch)
            except TooSlowError:
                return await send_whole(select(TOO_SLOW, "GET", {}), send)
            except Exception:
                log.exception("the app failed in a stream, after %d bytes", spool.tell())
                return await send_whole(select(INTERNAL_ERROR, "GET", {}), send)
            length = spool.tell()
            spool.seek(0)
            await send({**start, "headers": (*start["headers"], (b"content-length", b"%d" % length))})
            return reply.status, await self._pump(_pieces(spool, length), gone, send)


async def _pieces(spool: "SpooledTemporaryFile[bytes]", left: int) -> AsyncIterator[tuple[bytes, bool]]:
    while left > BATCH_BYTES:
        left -= BATCH_BYTES
        yield spool.read(BATCH_BYTES), True
    yield spool.read(), False

"""A reply on its way to the client."""

import asyncio
import logging

from api.cache import problems
from api.cache.bridge import Bridge, TooSlowError
from api.cache.call import Call, Reply
from api.cache.messages import Fields, Message, Receive, Send
from api.cache.representation import Answer, Representation

log = logging.getLogger(__name__)

# Streams open at one time: each holds what the app needs for it, a cursor for instance.
MOST_STREAMS = 32
# A client that has not taken a batch of 64 KiB after this time is given up.
SECONDS_TO_TAKE = 30.0

Sent = tuple[int, int]
"""Status and body bytes."""


async def send_whole(answer: Answer, send: Send) -> Sent:
    """Send an answer that is ready."""
    start, body = answer
    await send(start)
    await send(body)
    return start["status"], len(body["body"])


class Delivery:
    """Sends replies, whole or as streams."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._open = 0

    async def deliver(self, reply: Reply, method: str, fields: Fields, receive: Receive, send: Send) -> Sent:
        """Send a reply to a request with this method and these conditions."""
        answer = Representation(reply.status, reply.headers, reply.body).select(method, fields)
        if reply.rest is None:
            return await send_whole(answer, send)
        try:
            if method == "HEAD" or answer[0]["status"] != reply.status:
                return await send_whole(answer, send)
            if self._open >= MOST_STREAMS:
                return await self.deliver(problems.OVERLOADED, method, fields, receive, send)
            return await self._stream(answer[0], reply, reply.rest, receive, send)
        finally:
            self.discard(reply)

    def discard(self, reply: Reply) -> None:
        """Close what nobody will read."""
        if reply.rest is not None and not reply.rest.exhausted:
            self._bridge.leave(reply.rest)

    async def _stream(self, start: Message, reply: Reply, rest: Call, receive: Receive, send: Send) -> Sent:
        self._open += 1
        # gunicorn drops what is sent to a client that has left, and says nothing.
        gone = asyncio.create_task(_departure(receive))
        try:
            await send(start)
            return reply.status, await self._pump(reply.body, rest, gone, send)
        finally:
            gone.cancel()
            self._open -= 1

    async def _pump(self, batch: bytes, rest: Call, gone: "asyncio.Task[None]", send: Send) -> int:
        """Batch by batch, each only when the one before is taken. Returns the bytes sent."""
        size = 0
        try:
            while not gone.done():
                async with asyncio.timeout(SECONDS_TO_TAKE):
                    await send({"type": "http.response.body", "body": batch, "more_body": not rest.exhausted})
                size += len(batch)
                if rest.exhausted:
                    break
                batch = await self._bridge.more(rest)
        except (TimeoutError, TooSlowError):
            log.warning("a stream was given up after %d bytes: client or app too slow", size)
        except Exception:
            # The status is out: an answer that breaks off is all that can still tell the client.
            log.exception("the app failed in a stream, after %d bytes", size)
        return size


async def _departure(receive: Receive) -> None:
    """Wait until the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass

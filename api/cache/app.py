"""The request cache as an ASGI application in front of a WSGI one."""

from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from time import perf_counter

from cachetools import LRUCache

from api.cache import messages
from api.cache.bodies import Bodies, IncompleteBodyError, NoRoomError, has_body
from api.cache.entry import Entries, is_cacheable, lasting, select
from api.cache.key import Key, fields_of, key_of
from api.cache.limits import refused
from api.cache.messages import (
    CONNECTION,
    Environ,
    Fields,
    Headers,
    Message,
    Outcome,
    Receive,
    Scope,
    Send,
    Sent,
    WSGIApp,
)
from api.cache.replies import INCOMPLETE_BODY, OVERLOADED
from api.cache.streams import ClientLeftError, Delivery, unless_left
from api.cache.threads import Caller, Job
from api.cache.watch import Polled
from api.cache.wsgi import Reply, environ_of

# The largest body that is cached, as a share of the cache: a single one must not push out everything else.
LARGEST_SHARE = 16

CLIENT_LEFT = 499

# Fields that frame a body, hidden from the app where no body is read: it would wait for one. Servers skip the body.
FRAMING = frozenset({b"content-length", b"transfer-encoding"})

MOST_UNCACHEABLE = 1000  # keys that are remembered; each is up to some kilobytes long

BYPASS, HIT, MISS = Outcome.BYPASS, Outcome.HIT, Outcome.MISS  # Looking up a member of an enum takes a while.


class CacheMiddleware:
    """Answers repeated requests from memory in the event loop, hands the rest to `app` in threads.

    `version()` identifies the data that `app` answers from now. It is called for each request, so it must cost no
    more than an attribute lookup; a new version empties the cache. `max_bytes` limits the memory for answers,
    `threads` the calls of `app` and `streams` the open streams at one time; `deadline` (seconds) is how long a
    client waits for an answer. `takes_body(method, path)` tells whether the app reads a body there; elsewhere none
    is read, and nowhere more than `longest_body` bytes. Paths in `polled` give every caller and query the same
    answer, made in the background a few times a second, so that requests for them need no thread. `identify` gives
    each request an id, as a header field of its answer; `observe` is called for every request.
    """

    def __init__(
        self,
        app: WSGIApp,
        *,
        version: Callable[[], object],
        max_bytes: int,
        threads: int,
        longest_body: int,
        streams: int = 256,
        deadline: float = 30.0,
        takes_body: Callable[[str, str], bool] = lambda _method, _path: True,
        polled: Sequence[str] = (),
        identify: messages.Identify = lambda _scope, _fields: (),
        observe: messages.Observe | None = None,
    ) -> None:
        self._version = version
        self._identify = identify
        self._observe = observe
        self._takes_body = takes_body
        self._polled = Polled(app, polled)
        self._longest = max_bytes // LARGEST_SHARE
        self._caller = Caller(app, threads, deadline, self._longest)
        self._delivery = Delivery(self._caller, streams)
        self._bodies = Bodies(longest_body)
        self._entries = Entries(max_bytes)
        self._calls = Calls()
        self._current: object = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._serve_other(scope["type"], receive, send)
            return
        connection = CONNECTION.get()
        if connection is not None:
            connection.is_busy = True
        started = perf_counter()
        fields = fields_of(scope["headers"])
        own = self._identify(scope, fields)
        refusal = refused(scope, fields)
        key = key_of(scope, fields) if refusal is None else None
        outcome, sent = BYPASS if key is None else MISS, (CLIENT_LEFT, 0)
        try:
            if key is not None and (entry := self._lookup(key)) is not None:
                start, body = select(entry, scope["method"], fields)
                start["headers"] += own
                await send(start)
                await send(body)
                outcome, sent = HIT, (start["status"], len(body["body"]))
            else:
                outcome, sent = await self._ask(refusal, key, fields, scope, receive, _adding(own, send))
        except ClientLeftError:
            return
        finally:
            if connection is not None:
                connection.is_busy = False
            if self._observe is not None:
                self._observe(outcome, scope, *sent, perf_counter() - started)

    async def _ask(
        self, refusal: Reply | None, key: Key | None, fields: Fields, scope: Scope, receive: Receive, send: Send
    ) -> tuple[Outcome, Sent]:
        """Answer a request that memory has no answer to."""
        if refusal is not None:
            return BYPASS, await self._delivery.deliver(refusal, scope["method"], {}, receive, send)
        if key is None:
            return BYPASS, await self._bypass(fields, scope, receive, send)
        return await self._miss(key, fields, scope, receive, send)

    def _lookup(self, key: Key) -> Reply | None:
        if key[0] in self._polled.paths and (entry := self._polled.get(key[0])) is not None:
            return entry
        version = self._version()
        if version is None:
            return None
        if version != self._current:
            self._current = version
            self._entries.clear()
            self._calls.clear()
        return self._entries.get(key)

    async def _miss(self, key: Key, fields: Fields, scope: Scope, receive: Receive, send: Send) -> tuple[Outcome, Sent]:
        """Answer by a call of the app, or by an equal call in flight."""
        call = self._calls.get(key)
        outcome = MISS if call is None else Outcome.COALESCED
        if call is None:
            settle = partial(self._settle, key, self._version())
            call = self._caller.start(_asked(key, fields, scope), settle)
            self._calls.add(key, call)
        try:
            reply = await unless_left(receive, self._caller.reply(call, scope["path"]))
        finally:
            self._calls.leave(key, call)
        if reply is None:  # it cannot be shared, so those who waited for it ask for themselves, concurrently
            outcome = MISS
            reply = await unless_left(receive, self._caller.call(_asked(key, fields, scope)))
        method, version = scope["method"], scope["http_version"]
        return outcome, await self._delivery.deliver(reply, method, fields, receive, send, version)

    def _settle(self, key: Key, version: object, reply: Reply) -> tuple[Reply, bool]:
        """Cache the reply to a call made at this version of the data, if it is cacheable; then all callers may get
        it."""
        cacheable = is_cacheable(reply, self._longest)
        self._calls.note(key, cacheable)
        if not cacheable:
            return reply, False
        reply = lasting(reply)
        # If the data has changed meanwhile, the reply may be from either version.
        if version is not None and version == self._current == self._version():
            self._entries.put(key, reply)
        return reply, True

    async def _bypass(self, fields: Fields, scope: Scope, receive: Receive, send: Send) -> Sent:
        """A request whose answer is never cached goes to the app as it is, conditions and all."""
        method = scope["method"]
        try:
            if has_body(fields) and self._takes_body(method, scope["path"]):
                async with self._bodies.read(receive, fields) as body:
                    reply = await self._caller.call(environ_of(scope, fields, body))
            elif has_body(fields):  # the client is not watched: that would ask it for the body
                unframed = {name: value for name, value in fields.items() if name not in FRAMING}
                reply = await self._caller.call(environ_of(scope, unframed, BytesIO()))
            else:
                reply = await unless_left(receive, self._caller.call(environ_of(scope, fields, BytesIO())))
        except IncompleteBodyError:
            reply = INCOMPLETE_BODY
        except NoRoomError:
            reply = OVERLOADED
        return await self._delivery.deliver(reply, method, {}, receive, send, scope["http_version"])

    async def _serve_other(self, kind: str, receive: Receive, send: Send) -> None:
        if kind == "websocket":
            await send({"type": "websocket.close", "code": 1000})
            return
        if kind != "lifespan":
            raise ValueError(f"unknown ASGI scope type {kind!r}")
        await receive()
        self._polled.start()
        self._version()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._caller.shut_down()
        await send({"type": "lifespan.shutdown.complete"})


class Calls:
    """The calls in flight by key, and the keys whose last answer could not be cached: those are not coalesced, since a
    waiting request would have to call the app afterwards anyway."""

    def __init__(self) -> None:
        self._in_flight: dict[Key, Job[Reply]] = {}
        self._uncacheable: LRUCache[Key, bool] = LRUCache(MOST_UNCACHEABLE)

    def get(self, key: Key) -> Job[Reply] | None:
        """The call to join. None if there is none, or nobody waits for it any more."""
        job = self._in_flight.get(key)
        return job if job is not None and job.is_awaited else None

    def add(self, key: Key, job: Job[Reply]) -> None:
        if key not in self._uncacheable:
            self._in_flight[key] = job

    def leave(self, key: Key, job: Job[Reply]) -> None:
        """To be called by whoever has waited for a call."""
        if not job.is_awaited and self._in_flight.get(key) is job:
            del self._in_flight[key]

    def clear(self) -> None:
        """New requests no longer join these calls; waiting ones still get the reply."""
        self._in_flight.clear()

    def note(self, key: Key, cacheable: bool) -> None:
        """Remember the keys of the last MOST_UNCACHEABLE answers that could not be cached."""
        if cacheable:
            self._uncacheable.pop(key, None)
        else:
            self._uncacheable[key] = True


def _asked(key: Key, fields: Fields, scope: Scope) -> Environ:
    """A request for the whole representation, with `Accept-Encoding` as the key has it and no condition."""
    asked = {name: value for name, value in fields.items() if not name.startswith(b"if-")}
    asked[b"accept-encoding"] = b"gzip" if key[3] else b"identity"
    return environ_of(scope, asked, BytesIO()) | {"REQUEST_METHOD": "GET"}


def _adding(own: Headers, send: Send) -> Send:

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = (*message["headers"], *own)
        await send(message)

    return sending

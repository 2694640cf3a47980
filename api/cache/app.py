"""The edge: an ASGI application in front of a WSGI one."""

from collections.abc import Callable
from io import BytesIO
from time import perf_counter

from api.cache import problems
from api.cache.body import IncompleteBodyError, NoRoomError, Uploads
from api.cache.bridge import Bridge
from api.cache.cache import Cache
from api.cache.call import Reply
from api.cache.delivery import Delivery, Sent, send_whole
from api.cache.environ import environ_of
from api.cache.flight import Flights, Landing, Unkept
from api.cache.keeping import lasting, may_be_kept
from api.cache.key import Key, fields_of, is_host, key_of
from api.cache.lane import NAME, Lane
from api.cache.messages import Fields, Observe, Outcome, Receive, Scope, Send, WSGIApp
from api.cache.representation import Representation

# The largest body that is kept, as a share of the cache: a single one must not push out everything else.
LARGEST_SHARE = 16

CLIENT_LEFT = 499

HIT = Outcome.HIT  # Looking up a member of an enum takes a while.


class Edge:
    """Answers repeated requests from memory in the event loop, hands the rest to `app` in threads.

    `max_bytes` bounds the memory for answers; `threads` the calls of `app` at one time; `deadline` (seconds) how
    long a client waits for one. `version` names the data from which `app` answers a request made now; it is asked
    for on each request, so it must cost no more than an attribute. A new version empties the cache. `observe` is
    told of every request. `identify` makes an id for a request of the express lane (`lane`), which passes by whatever
    stands around the edge and gives ids to all others.
    """

    def __init__(
        self,
        app: WSGIApp,
        *,
        version: Callable[[], object],
        max_bytes: int,
        threads: int,
        longest_body: int,
        deadline: float = 30.0,
        observe: Observe | None = None,
        identify: Callable[[], str] | None = None,
    ) -> None:
        self._version = version
        self._observe = observe
        self._longest = max_bytes // LARGEST_SHARE
        self._bridge = Bridge(app, threads, deadline, self._longest)
        self._delivery = Delivery(self._bridge)
        self._uploads = Uploads(longest_body)
        self._cache = Cache(max_bytes)
        self._flights = Flights(self._delivery.discard)
        self._unkept = Unkept()
        self._current: object = None
        self.lane = Lane(self._lookup, observe, identify)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI connection scope. What a hit takes stands here in full: it is measured in microseconds."""
        if scope["type"] != "http":
            await self._serve_other(scope["type"], receive, send)
            return
        started = perf_counter()
        fields = fields_of(scope["headers"])
        key = key_of(scope, fields)
        entry = None if key is None else self._lookup(key)
        if key is None or entry is None:
            await self._serve(key, fields, scope, receive, send)
            return
        if "extensions" in scope and (sent := scope["extensions"].get(NAME)):
            self.lane.learn(sent, key, fields, scope)
        start, body = entry.select(scope["method"], fields)
        try:
            await send(start)
            await send(body)
        finally:
            if self._observe is not None:
                self._observe(HIT, scope, start["status"], len(body["body"]), perf_counter() - started)

    async def _serve(self, key: Key | None, fields: Fields, scope: Scope, receive: Receive, send: Send) -> None:
        """What memory does not answer."""
        started = perf_counter()
        outcome, sent = Outcome.BYPASS if key is None else Outcome.MISS, (CLIENT_LEFT, 0)
        try:
            if key is None:
                sent = await self._serve_past(fields, scope, receive, send)
            else:
                outcome, sent = await self._serve_miss(key, fields, scope, receive, send)
        finally:
            if self._observe is not None:
                self._observe(outcome, scope, *sent, perf_counter() - started)

    def _lookup(self, key: Key) -> Representation | None:
        version = self._version()
        if version is None:
            return None
        if version != self._current:
            self._current = version
            self._cache.clear()
            self._flights.clear()
        return self._cache.get(key)

    async def _serve_miss(
        self, key: Key, fields: Fields, scope: Scope, receive: Receive, send: Send
    ) -> tuple[Outcome, Sent]:
        """By a call of the app, or by an equal one that is under way."""
        outcome, landing = await self._land(key, fields, scope)
        if landing.kept is not None:
            return outcome, await send_whole(landing.kept.select(scope["method"], fields), send)
        # Not for all: the first to wake takes it, the others are on their own, and at the same time.
        reply = landing.claim() or await self._ask(key, fields, scope)
        return Outcome.MISS, await self._delivery.deliver(reply, scope["method"], fields, receive, send)

    async def _land(self, key: Key, fields: Fields, scope: Scope) -> tuple[Outcome, Landing]:
        if key in self._unkept:
            return Outcome.MISS, await self._fetch(key, fields, scope)
        flight = self._flights.get(key)
        if flight is not None:
            return Outcome.COALESCED, await flight.landing()
        return Outcome.MISS, await self._flights.start(key, self._fetch(key, fields, scope)).landing()

    async def _fetch(self, key: Key, fields: Fields, scope: Scope) -> Landing:
        version = self._version()
        reply = await self._ask(key, fields, scope)
        if not may_be_kept(reply, self._longest):
            self._unkept.add(key)
            return Landing(reply, None)
        self._unkept.discard(key)
        entry = Representation(reply.status, lasting(reply.headers), reply.body)
        # Data may have changed under way; then this is the old or the new answer, nobody knows.
        if version is not None and version == self._current == self._version():
            self._cache.put(key, entry)
        return Landing(reply, entry)

    async def _ask(self, key: Key, fields: Fields, scope: Scope) -> Reply:
        """Ask the app for the whole representation, with what the key says and no condition.

        `Accept-Encoding` is passed on as the key has it: the app cannot draw another conclusion from it.
        """
        asked = {name: value for name, value in fields.items() if not name.startswith(b"if-")}
        asked[b"accept-encoding"] = b"gzip" if key[3] else b"identity"
        return await self._bridge.call(environ_of(scope, asked, BytesIO()) | {"REQUEST_METHOD": "GET"})

    async def _serve_past(self, fields: Fields, scope: Scope, receive: Receive, send: Send) -> Sent:
        """A request whose answer is never kept goes to the app as it is, conditions and all."""
        if not is_host(fields.get(b"host", b"" if scope["http_version"] == "1.0" else b"/")):
            return await self._delivery.deliver(problems.NO_HOST, scope["method"], {}, receive, send)
        try:
            async with self._uploads.body(receive, fields) as body:
                reply = await self._bridge.call(environ_of(scope, fields, body))
                return await self._delivery.deliver(reply, scope["method"], {}, receive, send)
        except IncompleteBodyError:
            refusal = problems.INCOMPLETE_BODY
        except NoRoomError:
            refusal = problems.OVERLOADED
        return await self._delivery.deliver(refusal, scope["method"], {}, receive, send)

    async def _serve_other(self, kind: str, receive: Receive, send: Send) -> None:
        """Lifespan, and no websockets."""
        if kind == "websocket":
            await send({"type": "websocket.close", "code": 1000})
            return
        if kind != "lifespan":
            raise ValueError(f"unknown ASGI scope type {kind!r}")
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._bridge.shut_down()
        await send({"type": "lifespan.shutdown.complete"})

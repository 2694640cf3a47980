"""The edge: repeated requests are answered from memory in the event loop, the rest by the WSGI app in threads.

One request goes through these modules, in this order; none of them knows the app behind:

    app.py             Edge, the ASGI application: a hit is answered here, all else is handed on
    key.py             what an answer depends on, read from the request; None where it must not be kept
    cache.py           key -> representation, bounded by bytes, least recently used out first
    flight.py          equal misses at one time are one call
    body.py            the request's body, read in full before a thread is taken
    environ.py         ASGI scope -> WSGI environ
    bridge.py          from the loop to threads and back
    threads.py         the pool of them
    call.py            one call of the WSGI app: begun, read on, closed
    keeping.py         which replies are kept
    lane.py            the express lane: what comes again byte for byte is not even parsed again
    representation.py  one representation as ready-made messages: 200, HEAD, 304
    delivery.py        a reply -> ASGI messages, streams with back-pressure
    problems.py        the few answers the edge gives in its own name
    watch.py           the dataset's version, looked up in the background
    worker.py, protocol.py   gunicorn's worker and its connections, for clients that mean harm, and with the express
                       lane for those that ask again; beside the path, chosen in gunicorn.conf.py
"""

from api.cache.app import Edge
from api.cache.key import accepts_gzip
from api.cache.messages import Observe, Outcome
from api.cache.watch import Watched

__all__ = ["Edge", "Observe", "Outcome", "Watched", "accepts_gzip"]

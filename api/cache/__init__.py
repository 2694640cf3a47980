"""The request cache: repeated requests are answered from memory in the event loop, the rest by the WSGI app in threads.

`CacheMiddleware` is a plain ASGI application that any ASGI server can run. A request passes these modules in this
order; none of them imports the app behind them:

    app.py        the ASGI application: a hit is answered here, everything else is handed on
    limits.py     what a request may be: sizes of its head, Host, framing
    key.py        what an answer depends on, read from the request; None where it must not be cached
    entry.py      a cached representation (200, HEAD, 304), which replies become one, and the bounded store of them
    inflight.py   equal misses at one time share one call of the app
    bodies.py     request bodies, read before a thread is taken
    wsgi.py       ASGI scope -> WSGI environ, and one call of the WSGI app
    threads.py    the pools of threads in which the app is called
    streams.py    a reply -> ASGI messages; streams with back-pressure, a bound and a least pace
    replies.py    the problems that the cache itself reports
    watch.py      the dataset's version and answers to probes, read in the background
    worker.py     gunicorn's worker: uvicorn with bounds on what one connection may send, hold and delay
"""

from api.cache.app import CacheMiddleware
from api.cache.messages import Observe, Outcome
from api.cache.watch import Watched, answer

__all__ = ["CacheMiddleware", "Observe", "Outcome", "Watched", "answer"]

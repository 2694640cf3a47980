"""The request cache: repeated requests are answered from memory in the event loop, the rest by the WSGI app in threads.

`CacheMiddleware` is a plain ASGI application that any ASGI server can run; it imports nothing of the app behind it. A
request passes app, limits, key, entry (a hit ends here), bodies, wsgi, threads and streams, in this order.
"""

from api.cache.app import CacheMiddleware
from api.cache.messages import Observe, Outcome
from api.cache.watch import Watched, answer

__all__ = ["CacheMiddleware", "Observe", "Outcome", "Watched", "answer"]

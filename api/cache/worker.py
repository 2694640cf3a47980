"""gunicorn's ASGI worker with a protocol of our own: `worker_class = "api.cache.worker.EdgeWorker"`.

gunicorn 27.0.1 does not limit, in this worker, how many connections there are (`worker_connections`): some thousand
that do nothing use up the file descriptors, and nobody else is served.
"""

from typing import Any

from gunicorn.asgi.protocol import ASGIProtocol
from gunicorn.workers import gasgi

from api.cache.protocol import EdgeProtocol


class EdgeWorker(gasgi.ASGIWorker):  # type: ignore[misc]
    """Holds at most `worker_connections` connections: past that, the longest waiting one makes room."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.connections: dict[EdgeProtocol, None] = {}  # The oldest first.

    def admit(self, connection: EdgeProtocol) -> None:
        """Take one more connection. One with a request under way is not ended for it."""
        self.connections[connection] = None
        if len(self.connections) > self.worker_connections:
            next(filter(lambda one: one.is_waiting, self.connections), connection).make_room()

    async def _serve(self) -> None:
        # The protocol notes whether there is a C parser on the class that is asked, and looks it up on this one.
        ASGIProtocol._check_h1c_protocol_available()
        # gunicorn has no setting for the protocol class; this is the worker's own process.
        gasgi.ASGIProtocol = EdgeProtocol
        await super()._serve()

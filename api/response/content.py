"""What a view hands over, and the classes of app and response that Flask is given for it."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from flask import Flask, Request, Response
from werkzeug.routing import MapAdapter

from api.response.bodies import KeptFile
from api.response.request_fields import ByteRange

Fields = dict[str, tuple[str, str]]
"""Header fields, name and value, by lower-case name."""


class Content(NamedTuple):
    """A body and what is to be known of it. `policy` is its Content-Security-Policy, where it needs one of its own;
    `compressed` is true for media types that gzip would not make smaller."""

    body: bytes | Iterable[bytes] | KeptFile
    media_type: str
    policy: str | None = None
    compressed: bool = False


class PreparedResponse(Response):
    """A response whose header fields `finish` puts together once: Werkzeug's own way goes over them five times."""

    automatically_set_content_length = False  # `finish` does
    default_mimetype = None
    compressed = False
    kept: KeptFile | None = None
    final_fields: list[tuple[str, str]] | None = None

    @property
    def size(self) -> int | None:
        """The bytes of the body; None where that shows only at the end."""
        if self.kept is not None:
            return self.kept.size
        return None if self.is_streamed else sum(map(len, self.response))

    def empty(self) -> None:
        """Send no body."""
        self.close()
        self.response, self.kept = [], None

    def cut(self, part: ByteRange) -> None:
        """Send these bytes of the body only, whose size is known."""
        if self.kept is not None:
            self.response = self.kept.pieces(*part)
        else:
            self.response = [self.get_data()[part.first : part.last + 1]]

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The WSGI application that this is."""
        if self.final_fields is None:
            return super().__call__(environ, start_response)
        start_response(self.status, self.final_fields)
        return self.get_app_iter(environ)


class App(Flask):
    """Flask's application class, without what none of our views needs."""

    response_class = PreparedResponse

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """An adapter that knows the path only: no URL is ever built from a host."""
        if request is None:
            return None
        path = request.environ.get("PATH_INFO", "").encode("latin-1").decode(errors="replace")
        return self.url_map.bind("localhost", path_info=path, default_method=request.method)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function unchanged: asking whether it is a coroutine takes Flask longer than some of our views."""
        return func

"""What a view returns, and the Flask app and response classes that handle it."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, NamedTuple

from flask import Flask, Request, Response
from flask.sessions import NullSession, SessionInterface
from flask.typing import ResponseReturnValue
from werkzeug.routing import Map, MapAdapter, Rule

from api.response.bodies import KeptFile
from api.response.request_fields import LONGEST_REMEMBERED, ByteRange
from api.store import Replaced

Fields = dict[str, str]
"""Header fields by name, spelled as their specifications do."""


class Content(NamedTuple):
    """A body and its properties. `policy` is its own Content-Security-Policy; `compressed`: gzip gains nothing."""

    body: bytes | Iterable[bytes] | KeptFile
    media_type: str
    policy: str | None = None
    compressed: bool = False


class PreparedResponse(Response):
    """A response whose header fields are assembled once, by `finish`; Werkzeug goes over them five times. `own` are the
    fields it was made with; `headers` holds only those that a view has set since."""

    automatically_set_content_length = False  # `finish` does
    default_mimetype = None
    compressed = False
    own: Mapping[str, str] = MappingProxyType({})
    kept: KeptFile | None = None
    final_fields: list[tuple[str, str]] | None = None

    @property
    def size(self) -> int | None:
        """The size of the body in bytes; None if it is streamed."""
        if self.kept is not None:
            return self.kept.size
        return sum(map(len, self.response)) if isinstance(self.response, list) else None

    def empty(self) -> None:
        self.close()
        self.response, self.kept = [], None

    def cut(self, part: ByteRange) -> None:
        """Send only these bytes of a body of known size."""
        if self.kept is not None:
            self.response = self.kept.pieces(*part)
        else:
            self.response = [self.get_data()[part.first : part.last + 1]]

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """A response is a WSGI application."""
        if self.final_fields is None:
            return super().__call__(environ, start_response)
        start_response(self.status, self.final_fields)
        if (
            isinstance(self.response, list)
            and self.status_code == HTTPStatus.OK
            and environ["REQUEST_METHOD"] != "HEAD"
        ):
            return self.response  # nothing is left to close
        return self.get_app_iter(environ)


class _NoSessions(SessionInterface):
    """Gives all requests one empty session, which is never saved."""

    _empty = NullSession()

    def open_session(self, app: Flask, request: Request) -> NullSession:  # noqa: ARG002
        return self._empty


class _Routes(MapAdapter):
    """The rule of a path. The last ones are kept: a list has one path, however many questions it is asked."""

    def match(self, *args: Any, **asked: Any) -> Any:
        """As in Werkzeug; Flask asks for nothing but the rule of this path."""
        if args or asked != {"return_rule": True} or len(self.path_info) > LONGEST_REMEMBERED:
            return super().match(*args, **asked)
        rule, view_args = _matched(self.map, self.path_info, self.default_method)
        return rule, dict(view_args)


@lru_cache(maxsize=1024)
def _matched(routes: Map, path: str, method: str) -> tuple[Rule, Mapping[str, Any]]:
    return routes.bind("localhost", path_info=path, default_method=method).match(return_rule=True)


class App(Flask):
    """Flask's application class, without the work that none of our views needs. Functions to be called before and after
    requests are the app's own: no blueprint has any."""

    response_class = PreparedResponse
    session_interface = _NoSessions()

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """An adapter that knows the path only: no URL is ever built from a host."""
        if request is None:
            return None
        path = request.environ.get("PATH_INFO", "").encode("latin-1").decode(errors="replace")
        return _Routes(self.url_map, "localhost", "/", "", "http", path, request.method)

    def preprocess_request(self) -> ResponseReturnValue | None:
        """Raises a Problem where a request must not reach a view."""
        for begin in self.before_request_funcs[None]:
            begin()
        return None

    def process_response(self, response: Response) -> Response:
        for finish in self.after_request_funcs[None]:
            response = self.ensure_sync(finish)(response)
        return response

    def do_teardown_request(self, exc: BaseException | None = None) -> None:
        for end in self.teardown_request_funcs[None]:
            self.ensure_sync(end)(exc)

    def dispatch_request(self) -> ResponseReturnValue:
        """The answer of the view; from the newer dataset if the one it reads is replaced meanwhile."""
        try:
            return super().dispatch_request()
        except Replaced:
            return super().dispatch_request()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function unchanged: Flask's check for coroutines takes longer than some of our views."""
        return func

"""An ASGI scope as a WSGI environ: what gunicorn's own WSGI workers give, so the app sees no difference."""

import sys
from functools import lru_cache
from io import IOBase
from urllib.parse import unquote_to_bytes

from api.cache.messages import Environ, Fields, Scope

_CONSTANT: Environ = {
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
    # The body is there in full: it may be read to its end without a Content-Length.
    "wsgi.input_terminated": True,
}

# PEP 3333 gives these two no prefix.
_PLAIN = frozenset({"CONTENT_LENGTH", "CONTENT_TYPE"})


def environ_of(scope: Scope, fields: Fields, body: IOBase) -> Environ:
    """The environ of a request with these header fields and this body."""
    script, path = _script_and_path(scope)
    host, port = scope.get("server") or ("localhost", 80)
    environ = {
        **_CONSTANT,
        "wsgi.input": body,
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": script,
        "PATH_INFO": path,
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": "HTTP/" + scope["http_version"],
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
    }
    if scope.get("client"):
        environ["REMOTE_ADDR"], environ["REMOTE_PORT"] = scope["client"][0], str(scope["client"][1])
    for name, value in fields.items():
        environ[_variable(name)] = value.decode("latin-1")
    return environ


@lru_cache(maxsize=256)
def _variable(name: bytes) -> str:
    variable = name.decode("latin-1").upper().replace("-", "_")
    return variable if variable in _PLAIN else "HTTP_" + variable


def _script_and_path(scope: Scope) -> tuple[str, str]:
    """From the raw path: `scope["path"]` has lost the bytes that are not UTF-8, which a WSGI app gets to see."""
    raw: bytes = scope["raw_path"]
    if not raw.startswith(b"/"):
        raw = _origin_form(raw)
    path = unquote_to_bytes(raw).decode("latin-1")
    script: str = scope.get("root_path", "").encode().decode("latin-1")
    return (script, path[len(script) :]) if script and path.startswith(script) else ("", path)


def _origin_form(target: bytes) -> bytes:
    """RFC 9112, 3.2.2: a server must take `http://host/path` too. `*` and `host:port` stay; no route has them."""
    scheme, is_absolute, rest = target.partition(b"://")
    if not is_absolute or b"/" in scheme:
        return target
    return b"/" + rest.partition(b"/")[2]

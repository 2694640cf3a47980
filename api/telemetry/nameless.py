"""gunicorn without its name: no answer tells which program made it. There is no setting for that."""

from gunicorn.asgi import protocol
from gunicorn.http import wsgi


class NamelessResponse(wsgi.Response):  # type: ignore[misc]  # gunicorn has no types
    """A response of the WSGI workers, which otherwise always has a `Server` header."""

    def default_headers(self) -> list[str]:
        """All but that one."""
        return [line for line in super().default_headers() if not line.startswith("Server:")]


def hide_name() -> None:
    """In this process and those forked from it, status lines say what is meant and no header says by whom."""
    wsgi.Response = NamelessResponse
    # gunicorn knows no phrase for this status, and would say "Unknown".
    protocol._REASON_PHRASES.setdefault(406, "Not Acceptable")
    # Joined into the head of every answer of the ASGI worker that has no `Server` of its own.
    protocol._CACHED_SERVER_HEADER = b""

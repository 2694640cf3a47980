"""A response whose header fields are put together once: Werkzeug's own way goes over them five times a request."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from flask import Response
from werkzeug.urls import iri_to_uri

Fields = dict[str, tuple[str, str]]
"""Header fields, name and value, by lower-case name."""

# RFC 9110, 15.4.5: what describes the content does not belong to an answer without it.
_OF_THE_CONTENT = frozenset({
    "allow", "content-encoding", "content-language", "content-length", "content-md5", "content-range",
    "content-type", "last-modified",
})  # fmt: skip


class Answer(Response):
    """Flask's response; once `finish` has been called, its headers are sent as they are."""

    automatically_set_content_length = False  # `finish` does
    default_mimetype = None
    compressed = False
    _final: list[tuple[str, str]] | None = None

    @classmethod
    def of(cls, response: Response) -> "Answer":
        """Any response as one of this class, in place."""
        if not isinstance(response, cls):
            response.__class__ = cls
        return response  # type: ignore[return-value]

    @property
    def size(self) -> int:
        """The bytes of a body that is not streamed."""
        return sum(map(len, self.response))

    def become_not_modified(self) -> None:
        """A 304: without content, and without the fields that describe it."""
        self.status_code = HTTPStatus.NOT_MODIFIED
        if self.is_streamed:
            self.close()
        self.response = []

    def finish(self, fields: Fields) -> None:
        """Take these header fields for the final ones; what the content says of itself is added."""
        if self.status_code == HTTPStatus.NOT_MODIFIED:
            fields = {name: field for name, field in fields.items() if name not in _OF_THE_CONTENT}
        elif self.status_code != HTTPStatus.NO_CONTENT and not self.is_streamed:
            fields["content-length"] = ("Content-Length", str(self.size))
        if "location" in fields:
            fields["location"] = ("Location", iri_to_uri(fields["location"][1]))
        self._final = list(fields.values())

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The WSGI application that this is."""
        if self._final is None:
            return super().__call__(environ, start_response)
        start_response(self.status, self._final)
        return self.get_app_iter(environ)

"""One selected representation, as messages that are ready to be sent."""

from dataclasses import dataclass
from http import HTTPStatus

from werkzeug.http import parse_date, parse_etags, unquote_etag

from api.edge.messages import Fields, Headers, Message

Answer = tuple[Message, Message]
"""`http.response.start` and the one `http.response.body` that ends it."""

# These describe the content that a 304 does not carry; the set werkzeug removes too, so that the plain WSGI
# app and the edge send the same.
OF_THE_CONTENT = frozenset({
    b"allow", b"content-encoding", b"content-language", b"content-length", b"content-md5", b"content-range",
    b"content-type", b"last-modified",
})  # fmt: skip


def answer(status: int, headers: Headers, body: bytes = b"") -> Answer:
    """A whole answer as two messages."""
    start = {"type": "http.response.start", "status": status, "headers": headers}
    return start, {"type": "http.response.body", "body": body}


@dataclass(frozen=True, slots=True)
class Representation:
    """What the app said for a key. Frozen, and so are its messages by agreement: they are sent many times."""

    status: int
    full: Answer
    head: Answer
    unmodified: Answer
    etag: str | None
    last_modified: str | None

    @classmethod
    def of(cls, status: int, headers: Headers, body: bytes) -> "Representation":
        """The messages for a status, headers with lower-case names, and a body."""
        fields = dict(headers)
        return cls(
            status=status,
            full=answer(status, headers, body),
            head=answer(status, headers),
            unmodified=answer(HTTPStatus.NOT_MODIFIED, [field for field in headers if field[0] not in OF_THE_CONTENT]),
            etag=_text(fields.get(b"etag")),
            last_modified=_text(fields.get(b"last-modified")),
        )

    def select(self, method: str, fields: Fields) -> Answer:
        """The answer to a GET or HEAD with these header fields."""
        if (b"if-none-match" in fields or b"if-modified-since" in fields) and self._is_unmodified(fields):
            return self.unmodified
        return self.head if method == "HEAD" else self.full

    def _is_unmodified(self, fields: Fields) -> bool:
        """RFC 9110, 13.2.2: the date counts only without If-None-Match, and only a 200 can become a 304."""
        if self.status != HTTPStatus.OK:
            return False
        if b"if-none-match" in fields:
            return self.etag is not None and _matches(fields[b"if-none-match"].decode("latin-1"), self.etag)
        since = parse_date(fields[b"if-modified-since"].decode("latin-1"))
        modified = parse_date(self.last_modified)
        return since is not None and modified is not None and modified <= since


def _matches(if_none_match: str, etag: str) -> bool:
    """Weak comparison. The first test is the usual case: the validator comes back as it was sent."""
    return if_none_match == etag or parse_etags(if_none_match).contains_weak(unquote_etag(etag)[0] or "")


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("latin-1")

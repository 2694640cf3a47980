"""One selected representation, and the answers it gives."""

from dataclasses import dataclass
from http import HTTPStatus

from werkzeug.http import parse_date

from api.cache.messages import Fields, Headers, Message
from api.response import headers
from api.response.request_fields import is_any, names_etag

Answer = tuple[Message, Message]
"""`http.response.start` and the one `http.response.body` that ends it."""

OF_THE_CONTENT = frozenset(name.encode() for name in headers.OF_THE_CONTENT)


@dataclass(slots=True)
class Representation:
    """What the app said for a key; header names in lower case. `lines` are status and headers as they are sent, put
    down by the express lane once they are asked for.

    The messages are made anew for each answer: that takes 0.2 µs, while for thousands of entries that are never asked
    for again the garbage collector would take far longer to walk them.
    """

    status: int
    headers: Headers
    body: bytes
    lines: bytes = b""

    def select(self, method: str, fields: Fields) -> Answer:
        """The answer to a GET or HEAD with these header fields."""
        if (b"if-none-match" in fields or b"if-modified-since" in fields) and self._is_unmodified(fields):
            kept = tuple(field for field in self.headers if field[0] not in OF_THE_CONTENT)
            return _answer(HTTPStatus.NOT_MODIFIED, kept, b"")
        return _answer(self.status, self.headers, b"" if method == "HEAD" else self.body)

    def _is_unmodified(self, fields: Fields) -> bool:
        """RFC 9110, 13.2.2: the date counts only without If-None-Match, and only a 200 can become a 304."""
        if self.status != HTTPStatus.OK:
            return False
        validators = dict(self.headers)
        if b"if-none-match" in fields:
            etag = validators.get(b"etag")
            return etag is not None and _matches(fields[b"if-none-match"], etag)
        since = parse_date(fields[b"if-modified-since"].decode("latin-1"))
        modified = parse_date(validators.get(b"last-modified", b"").decode("latin-1"))
        return since is not None and modified is not None and modified <= since


def _answer(status: int, headers: Headers, body: bytes) -> Answer:
    start = {"type": "http.response.start", "status": status, "headers": headers}
    return start, {"type": "http.response.body", "body": body}


def _matches(if_none_match: bytes, etag: bytes) -> bool:
    """Weak comparison. The first test is the usual case: the validator comes back as it was sent."""
    if if_none_match == etag:
        return True
    condition, tag = if_none_match.decode("latin-1"), etag.decode("latin-1").removeprefix("W/").strip('"')
    return is_any(condition) or names_etag(condition, tag) is not None

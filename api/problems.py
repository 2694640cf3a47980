"""Errors as RFC 9457 problems: one list of codes, one shape. Problem, the only exception, ends a request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Literal

from pydantic import BaseModel
from pydantic import Field as Described


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of error: its stable code, HTTP status, title, and what a caller can do about it."""

    code: str
    status: int
    title: str
    explanation: str

    @property
    def type(self) -> str:
        """The relative URL of its entry in the documentation."""
        return f"/v1/problems/{self.code}"


# fmt: off
_KINDS = (
    Kind("unknown-parameter", 400, "Unknown parameter",
         "The resource has no query parameter of this name. The message lists the parameters it has; unknown ones are never ignored."),
    Kind("repeated-parameter", 400, "Repeated parameter",
         "A query parameter that takes one value was given more than once. Only parameters that take several values may be repeated."),
    Kind("invalid-parameter", 400, "Invalid parameter",
         "A query parameter does not accept this value. The message says which values it accepts."),
    Kind("invalid-cursor", 400, "Invalid cursor",
         "The cursor was not made by this API, belongs to another filter or order, or its record no longer exists. Start again without a cursor."),
    Kind("malformed-request", 400, "Malformed request",
         "The request is not valid HTTP, or its URL or body is not in the format that it declares."),
    Kind("not-found", 404, "Not found",
         "There is nothing at this URL."),
    Kind("method-not-allowed", 405, "Method not allowed",
         "The resource does not support this method; the Allow header lists the methods it supports."),
    Kind("not-acceptable", 406, "Not acceptable",
         "The resource is not available in the format that the Accept header or the suffix asks for; the detail lists the available formats."),
    Kind("version-changed", 409, "Dataset version changed",
         "The server now has another version of the dataset than the parameter `version` asks for. Start again with the current version, given by the Dataset-Version header and by /v1/."),
    Kind("version-forgotten", 410, "Dataset version forgotten",
         "The changes since this version are no longer kept, or there was never such a version. Read everything again, then follow the changes from the current version."),
    Kind("precondition-failed", 412, "Precondition failed",
         "No ETag in If-Match is that of the current representation. Send the request without If-Match to get it."),
    Kind("payload-too-large", 413, "Payload too large",
         "The body is larger than 256 KiB."),
    Kind("unsupported-media-type", 415, "Unsupported media type",
         "The resource does not accept a body of this media type; the detail lists the types it accepts."),
    Kind("range-not-satisfiable", 416, "Range not satisfiable",
         "The requested range begins after the end of the representation; Content-Range gives its length in bytes."),
    Kind("internal-error", 500, "Internal server error",
         "The server failed. Its log has the details under the request's id."),
    Kind("store-unavailable", 503, "Store unavailable",
         "The dataset cannot be reached at the moment. Retry after the number of seconds in Retry-After."),
    Kind("query-timeout", 503, "Query timeout",
         "The query took longer than the server allows. Make it more specific, or retry after the number of seconds in Retry-After."),
    Kind("overloaded", 503, "Overloaded",
         "The server is working on as many requests as it accepts at a time. Retry after the number of seconds in Retry-After."),
)
# fmt: on
KINDS: Mapping[str, Kind] = {kind.code: kind for kind in _KINDS}
MEDIA_TYPE = "application/problem+json"


class ParameterError(BaseModel):
    """What is wrong with one parameter."""

    parameter: str
    message: str


class ProblemDocument(BaseModel):
    """The body of every error (RFC 9457)."""

    type: str = Described(description="Relative URL of an explanation of this kind of error.")
    title: str
    status: int
    detail: str = Described(description="What is wrong with this request.")
    code: Literal[tuple(KINDS)] = Described(description="Stable name of this kind of error.")  # type: ignore[valid-type]
    errors: list[ParameterError] | None = Described(None, description="Where parameters are at fault: which, and why.")


@dataclass
class Problem(Exception):
    """Ends a request with an error."""

    code: str
    detail: str
    errors: Sequence[ParameterError] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        return KINDS[self.code]

    def body(self, status: int | None = None) -> bytes:
        """The problem document as JSON; a status more precise than that of its kind brings its own title."""
        title, errors = HTTPStatus(status).phrase if status else self.kind.title, list(self.errors) or None
        shown = {"type": self.kind.type, "title": title, "status": status or self.kind.status}
        document = ProblemDocument(**shown, detail=self.detail, code=self.code, errors=errors)
        return document.model_dump_json(exclude_none=True).encode()


def bad_parameter(name: str, message: str, code: str = "invalid-parameter") -> Problem:
    """One parameter is at fault."""
    return Problem(code, f"{name}: {message}", [ParameterError(parameter=name, message=message)])

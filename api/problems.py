"""Errors as RFC 9457 problems: one list of codes, one shape.

Problem is the only exception here; it ends a request. `bad_parameter` and `not_found` make the commonest ones.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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


_KINDS = (
    Kind(
        "unknown-parameter",
        400,
        "Unknown parameter",
        "A query parameter is not one that this resource has. The message lists those it has; nothing is guessed and nothing ignored.",
    ),
    Kind(
        "repeated-parameter",
        400,
        "Repeated parameter",
        "A query parameter that takes one value is given twice. Only one that takes several values may be repeated.",
    ),
    Kind(
        "invalid-parameter",
        400,
        "Invalid parameter",
        "The value of a query parameter is not of the form it takes. The message says what it takes.",
    ),
    Kind(
        "invalid-cursor",
        400,
        "Invalid cursor",
        "The cursor was not made by this API, or for another filter or order, or its record is gone. Start again without one.",
    ),
    Kind(
        "malformed-request",
        400,
        "Malformed request",
        "The request could not be read as HTTP, or its body or URL is not what it says it is.",
    ),
    Kind("not-found", 404, "Not found", "There is nothing at this URL."),
    Kind(
        "method-not-allowed",
        405,
        "Method not allowed",
        "The resource does not take this method; the Allow header lists those it takes.",
    ),
    Kind(
        "not-acceptable",
        406,
        "Not acceptable",
        "The resource has none of the formats that the Accept header or the suffix asks for; the detail lists those it has.",
    ),
    Kind(
        "version-changed",
        409,
        "Dataset version changed",
        "The dataset that is served is not the one that the parameter `version` names. Start again with the current one, which Dataset-Version and /v1/ tell.",
    ),
    Kind(
        "version-forgotten",
        410,
        "Dataset version forgotten",
        "The changes since this version are no longer known, or no version was ever called so. Read everything anew, and follow the changes from the current version on.",
    ),
    Kind(
        "precondition-failed",
        412,
        "Precondition failed",
        "If-Match names no validator that the representation has now. Ask without it for what is there.",
    ),
    Kind("payload-too-large", 413, "Payload too large", "The body is larger than 256 KiB."),
    Kind(
        "unsupported-media-type",
        415,
        "Unsupported media type",
        "The body is of a type that the resource does not take; the detail names those it takes.",
    ),
    Kind(
        "range-not-satisfiable",
        416,
        "Range not satisfiable",
        "The representation ends before the range that was asked for; Content-Range tells how many bytes it has.",
    ),
    Kind(
        "internal-error", 500, "Internal server error", "A fault of the server; the log has it under the request's id."
    ),
    Kind(
        "store-unavailable",
        503,
        "Store unavailable",
        "The dataset cannot be reached just now. Retry after the seconds in Retry-After.",
    ),
    Kind(
        "query-timeout",
        503,
        "Query timeout",
        "The query took longer than the server allows. Narrow it down, or retry after the seconds in Retry-After.",
    ),
    Kind(
        "overloaded",
        503,
        "Overloaded",
        "The server works on as many requests as it can hold. Retry after the seconds in Retry-After.",
    ),
)
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
        """Its kind."""
        return KINDS[self.code]

    def body(self) -> bytes:
        """The problem document as JSON."""
        kind = self.kind
        document = ProblemDocument(
            type=kind.type,
            title=kind.title,
            status=kind.status,
            detail=self.detail,
            code=kind.code,
            errors=list(self.errors) or None,
        )
        return document.model_dump_json(exclude_none=True).encode()


def bad_parameter(name: str, message: str, code: str = "invalid-parameter") -> Problem:
    """One parameter is at fault."""
    return Problem(code, f"{name}: {message}", [ParameterError(parameter=name, message=message)])


def not_found(detail: str) -> Problem:
    """There is nothing here."""
    return Problem("not-found", detail)

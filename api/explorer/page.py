"""From a template to a response: validator, policy, what every page shows, its address. Problems are pages too."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Response, redirect, render_template, request

from api.explorer import words
from api.explorer.assets import asset_url
from api.explorer.hits import Hits
from api.formats import JSON, Format
from api.problems import MEDIA_TYPE as PROBLEM
from api.problems import Problem
from api.response.content import Content
from api.response.request_fields import preferred
from api.response.respond import etag, respond, unchanged
from api.routes.present import snapshot, version_if_any
from api.store import Snapshot
from schemas import wording
from schemas.registry import QUERYABLE

MEDIA_TYPE = "text/html; charset=utf-8"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
Context = dict[str, Any]  # what a template shows, by the names that it uses
_DATA = ("/v1", "/openapi", "/healthz", "/readyz", "/metrics")
_READING = ("articles", "facts", "claims", "figures", "dates", "events", "mentions")

_SHAPING = ("sort", "cursor", "limit", "fields", "count", "bom")  # parameters that do not choose records


@dataclass(frozen=True, slots=True)
class Address:
    """A path and the pairs of its query."""

    path: str
    pairs: tuple[tuple[str, str], ...] = ()

    def value(self, name: str) -> str | None:
        return dict(self.pairs).get(name)

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """The pairs that narrow the records down."""
        return tuple(pair for pair in self.pairs if pair[0] not in _SHAPING)

    def but(self, **changes: str | None) -> "Address":
        """With other values; None removes a parameter. A cursor is dropped: another question starts at page one."""
        kept = [pair for pair in self.pairs if pair[0] not in changes and pair[0] != "cursor"]
        return Address(self.path, (*kept, *((name, value) for name, value in changes.items() if value is not None)))

    def at(self, path: str) -> "Address":
        return Address(path, self.pairs)

    def __str__(self) -> str:
        return self.path + (f"?{urlencode(self.pairs, safe='/,:')}" if self.pairs else "")


def here() -> Address:
    """The address of this request; never a host."""
    query = request.query_string.decode("utf-8", "replace")
    return Address(request.path, tuple(parse_qsl(query, keep_blank_values=True)))


def without_blanks(address: Address) -> Response | None:
    """A redirect that drops the parameters that a form left empty; None if there are none."""
    filled = tuple(pair for pair in address.pairs if pair[1].strip())
    if len(filled) == len(address.pairs):
        return None
    return redirect(str(Address(address.path, filled)), 302)  # type: ignore[return-value]


def sources(formats: Iterable[Format], api: Address) -> dict[str, object]:
    """A page's content as data: its API address, and the same in every other format."""
    whole, others = api.but(), [made for made in formats if made.suffix != JSON.suffix]
    return {"api": api, "formats": [(made, whole.at(f"{whole.path}.{made.suffix}")) for made in others]}


def show(template: str, fill: Callable[[Snapshot], Context], by_version: bool = True) -> Response:
    """A page on the current dataset; not filled if the caller has it already. One that shows more than the dataset's
    version determines, such as the times of loads, is validated by its bytes instead."""
    dataset = snapshot()
    tag = etag(dataset.version, MEDIA_TYPE) if by_version else ""
    body = b"" if tag and unchanged(tag) else render(template, version=dataset.version, **fill(dataset))
    return respond(Content(body, MEDIA_TYPE, POLICY), tag, version=dataset.version)


def show_text(template: str, **context: Any) -> Response:
    """A page about the site, not the data; also while the store is away, when people look up what its errors mean."""
    version = version_if_any()
    return respond(Content(render(template, version=version, **context), MEDIA_TYPE, POLICY), version=version)


def error_page(problem: Problem) -> Content | None:
    """A problem as a page; None for data, and for programs, which do not prefer HTML. Reads nothing from the store,
    which may be what failed."""
    accepted = preferred(request.environ.get("HTTP_ACCEPT", ""), (PROBLEM, "application/json", "text/html"))
    if accepted != "text/html" or request.path.startswith(_DATA):
        return None
    address = here()
    plain = Address(address.path.removesuffix("/counts"))  # which need a field
    body = render("error.html", problem=problem, kind=problem.kind, plain=plain, asked=address)
    return Content(body, MEDIA_TYPE, POLICY)


def render(template: str, **context: Any) -> bytes:
    """A template with what all of them use; reads no store."""
    common = {
        "asset": asset_url,
        "words": words,
        "wording": wording,
        "hits": Hits(),
        "path": request.path,
        "menu": (*_READING, *(name for name in QUERYABLE if name not in _READING)),
    }
    return render_template(template, **(common | context)).encode()

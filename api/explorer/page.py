"""From a template to a response: validator, policy, and what every page shows."""

from collections.abc import Callable
from typing import Any

from flask import Response, current_app, render_template, request

from api.explorer import words
from api.explorer.assets import asset_url
from api.explorer.hits import Hits
from api.response.content import Content
from api.response.respond import etag, respond, unchanged
from api.routes.present import snapshot
from api.store import Snapshot
from schemas.registry import QUERYABLE

MEDIA_TYPE = "text/html; charset=utf-8"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
Context = dict[str, Any]  # what a template shows, by the names that it uses
_READING = ("articles", "facts", "claims", "figures", "dates", "events", "mentions")


def show(template: str, fill: Callable[[Snapshot], Context]) -> Response:
    """A page on the current dataset; not filled if the caller has it already."""
    dataset = snapshot()
    tag = etag(dataset.version, MEDIA_TYPE)
    body = b"" if unchanged(tag) else render(template, version=dataset.version, **fill(dataset))
    return respond(
        Content(body, MEDIA_TYPE, POLICY), tag, version=dataset.version, max_age=current_app.config["MAX_AGE"]
    )


def respond_uncached(template: str, fill: Callable[[Snapshot], Context]) -> Response:
    """A page that answers a POST, which no cache keeps."""
    dataset = snapshot()
    body = render(template, version=dataset.version, **fill(dataset))
    return respond(Content(body, MEDIA_TYPE, POLICY), version=dataset.version)


def render(template: str, **context: Any) -> bytes:
    """A template with what all of them use; reads no store."""
    return render_template(template, **(_common() | context)).encode()


def _common() -> Context:
    known = {rule.rule for rule in current_app.url_map.iter_rules()}
    return {
        "asset": asset_url,
        "words": words,
        "hits": Hits(),
        "path": request.path,
        "menu": (*_READING, *(name for name in QUERYABLE if name not in _READING)),
        "docs": "/docs" if "/docs" in known else "/v1/",
    }

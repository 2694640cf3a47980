"""The dataset described for programs that find their own way: data packages, language models, crawlers."""

import json
from collections.abc import Iterator
from xml.sax.saxutils import escape

from flask import Blueprint, Response, current_app, request

from api.formats import offered
from api.formats.data_package import data_package
from api.query.question import parse_nothing
from api.response.content import Content
from api.response.respond import respond
from api.routes.present import snapshot
from api.routes.service import LICENCE
from api.settings import Settings
from api.store import Snapshot
from api.store.plan import Find, Key
from schemas.registry import COLLECTIONS, QUERYABLE

routes = Blueprint("descriptions", __name__)
_MOST_ARTICLES = 1000  # pages that the sitemap names one by one, the newest
_LLMS = """\
# Article Facts

> What news articles say, as typed, validated, sourced records. Every fact names the phrase and place in the article
> that it comes from, keeps its hedge, and says who stands behind it. Nothing here says that a claim is true.

Repeat the doubt with the fact: `hedge` (about, at_least ...), `modality` (denied, feared, considered ...), `status`
(planned, considered ...), `verification`. Name the speaker. An unknown parameter is an error that lists the known ones.

## For agents

- [Model Context Protocol](/mcp): search, read, compare and check a text; POST, stateless

## Data

{collections}

## Ask

- [Flat facts about anything](/v1/facts?q=word): full text; also `kind`, `refers_to`, `from`, `to`, `names=1`
- [Counts](/v1/claims/counts?by=modality): `by` one or two fields
- [What changed](/v1/changes): `since` a `Dataset-Version`

## Described

- [OpenAPI contract](/openapi.json)
- [Data package](/datapackage.json): every column and its type
- [Entry](/v1/): version, counts, licence
- [Errors](/v1/problems/): every code, and what to do about it
"""


@routes.get("/datapackage.json")
def package() -> Response:
    """The Data Package descriptor."""
    parse_nothing(request.query_string)
    version = snapshot().version
    body = json.dumps(data_package(version, LICENCE), ensure_ascii=False, separators=(",", ":")).encode()
    return respond(Content(body, "application/json"), version=version, max_age=current_app.config["MAX_AGE"])


@routes.get("/llms.txt")
def llms() -> Response:
    """Where things are, for language models."""
    parse_nothing(request.query_string)
    body = _LLMS.format(collections="\n".join(map(_link, QUERYABLE))).encode()
    return respond(Content(body, "text/markdown; charset=utf-8"), max_age=current_app.config["MAX_AGE"])


def _link(name: str) -> str:
    described = " ".join((QUERYABLE[name].model.__doc__ or name).split())
    suffixes = ", ".join(f".{made.suffix}" for made in offered(name))
    return f"- [{name}](/v1/{name}): {described} Formats: {suffixes}"


@routes.get("/sitemap.xml")
def sitemap() -> Response:
    """The pages for people. Locations are whole URLs where the setting `public_url` says of which site."""
    parse_nothing(request.query_string)
    dataset = snapshot()
    settings: Settings = current_app.extensions["settings"]
    entries = "".join(_entry(f"{settings.public_url or ''}{path}", day) for path, day in _pages(dataset))
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_SITEMAPS}">{entries}</urlset>\n'.encode()
    return respond(
        Content(body, "application/xml; charset=utf-8"), version=dataset.version, max_age=current_app.config["MAX_AGE"]
    )


_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _pages(dataset: Snapshot) -> Iterator[tuple[str, str | None]]:
    """Paths, each with the day it changed last, if that is known."""
    yield "/", None
    yield from ((f"/{name}", None) for name in QUERYABLE)
    newest = dataset.find(Find(COLLECTIONS["articles"], (), (Key("published", True),)), _MOST_ARTICLES)
    for article in map(json.loads, newest.records):
        yield f"/articles/{article['id']}", _day(article.get("modified") or article["published"])


def _day(edtf: str) -> str | None:
    """The day of a date or time, where it is exactly that."""
    day = edtf[:10]
    is_day = len(day) == 10 and day.replace("-", "").isdigit() and edtf[10:11] in ("", "T")
    return day if is_day else None


def _entry(location: str, day: str | None) -> str:
    changed = f"<lastmod>{day}</lastmod>" if day else ""
    return f"<url><loc>{escape(location)}</loc>{changed}</url>"

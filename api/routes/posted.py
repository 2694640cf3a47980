"""What is posted: a text to compare with an article's evidence, and messages of the Model Context Protocol over HTTP,
stateless: each is answered as JSON. Nothing is stored.
"""

import json
import re
from typing import NoReturn

from flask import Blueprint, Response, current_app, g, request
from werkzeug.exceptions import HTTPException

from api.mcp.protocol import VERSIONS, Server
from api.mcp.tools import INSTRUCTIONS, tools
from api.problems import Problem
from api.query.question import parse_nothing
from api.response.content import Content
from api.response.respond import respond
from api.routes.present import moved_or_missing, snapshot
from api.store.assembled import check_article
from schemas.registry import COLLECTIONS

routes = Blueprint("posted", __name__)
LARGEST_BODY = 256 * 2**10
"""Bytes of a posted body, whatever its type."""

_TYPES = ("text/plain", "application/json")
_CHARSETS = ("utf-8", "us-ascii")
_VERSION = "MCP-Protocol-Version"
_SURROGATE = re.compile("[\ud800-\udfff]")


@routes.post("/v1/articles/<article>/text-check")
def text_check(article: str) -> Response:
    """Check the posted text against the article's evidence."""
    parse_nothing(request.query_string)
    text, dataset = _posted_text(), snapshot()
    report = check_article(dataset, article, text)
    if report is None:
        return moved_or_missing(COLLECTIONS["articles"], article)
    body = report.model_dump_json().encode()
    return respond(Content(body, "application/json"), version=dataset.version, cached=False)


@routes.post("/mcp")
def mcp() -> Response:
    """Answer a JSON-RPC message; 202 without content if the message expects no answer."""
    if request.mimetype != "application/json":
        detail = f"Post a JSON-RPC message as application/json (got {request.mimetype})."
        raise Problem("unsupported-media-type", detail)
    if (version := request.headers.get(_VERSION, VERSIONS[0])) not in VERSIONS:
        raise Problem("malformed-request", f"{_VERSION} is one of {', '.join(VERSIONS)} (got {version[:20]!r}).")
    server = Server(current_app.config["VERSION"], INSTRUCTIONS, tools(snapshot))
    answer = server.answer(_posted_body())
    if answer is None:
        accepted = Response(status=202)
        del accepted.headers["Content-Type"]  # there is no content
        return accepted
    return respond(Content(answer, "application/json"), cached=False)


def _posted_text() -> str:
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype not in _TYPES or charset not in _CHARSETS:
        given = (request.content_type or "no type")[:100]
        takes = 'as text/plain, or as application/json {"text": ...}, in UTF-8'
        raise Problem("unsupported-media-type", f"Post the text {takes} (got {given}).")
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise Problem("unsupported-media-type", "Post the text as it is, without Content-Encoding.")
    body = _posted_body()
    try:
        decoded = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem("malformed-request", f"The text is not UTF-8: byte {error.start}.") from error
    return decoded if request.mimetype == "text/plain" else _text_of(decoded)


def _posted_body() -> bytes:
    """The body of the request; Problem if it is too large or incomplete."""
    size = request.content_length or 0
    if size <= LARGEST_BODY and "body" not in g:  # it can be read once, and a view may be called again
        try:
            g.body = request.stream.read(LARGEST_BODY + 1)
        except HTTPException:
            raise
        except Exception as error:  # the server's own, at a malformed chunk
            raise Problem("malformed-request", "The body broke off, or is not what its headers say.") from error
    if size > LARGEST_BODY or len(g.body) > LARGEST_BODY:
        raise Problem("payload-too-large", f"The body has more than {LARGEST_BODY} bytes.")
    body: bytes = g.body
    return body


def _text_of(document: str) -> str:
    """The `text` of a JSON object; Problem where the document is not JSON, nests too deep, or has no such string."""
    try:
        found = json.loads(document, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Problem("malformed-request", "The body is not JSON (RFC 8259), or nests too deep.") from error
    text = found.get("text") if isinstance(found, dict) else None
    if not isinstance(text, str) or _SURROGATE.search(text):  # JSON can escape surrogates, text cannot contain them
        raise Problem("malformed-request", 'The body has to be {"text": "..."}: an object with the text as a string.')
    return text


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")

"""The text check: compares a posted text with an article's evidence. Nothing is stored."""

import json
from typing import NoReturn

from flask import Blueprint, Response, g, request
from werkzeug.exceptions import HTTPException

from api.problems import Problem
from api.query.question import parse_nothing
from api.response.content import Content
from api.response.respond import respond
from api.routes.present import moved_or_missing, snapshot
from api.store.text_check import check_article
from schemas.registry import COLLECTIONS

routes = Blueprint("text_check", __name__)
LARGEST_BODY = 256 * 2**10
"""Bytes of a posted body, whatever its type."""

_TYPES = ("text/plain", "application/json")
_CHARSETS = ("utf-8", "us-ascii")


@routes.post("/v1/articles/<article>/text-check")
def text_check(article: str) -> Response:
    """Check the posted text against the article's evidence."""
    parse_nothing(request.query_string)
    text, dataset = _posted_text(), snapshot()
    report = check_article(dataset, article, text)
    if report is None:
        return moved_or_missing(COLLECTIONS["articles"], article, "/text-check")
    return respond(Content(report.model_dump_json().encode(), "application/json"), version=dataset.version)


def _posted_text() -> str:
    _demand_type()
    body = posted_body()
    try:
        decoded = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem("malformed-request", f"The text is not UTF-8: byte {error.start}.") from error
    return decoded if request.mimetype == "text/plain" else _text_of(decoded)


def _demand_type() -> None:
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype not in _TYPES or charset not in _CHARSETS:
        given = (request.content_type or "no type")[:100]
        takes = 'as text/plain, or as application/json {"text": ...}, in UTF-8'
        raise Problem("unsupported-media-type", f"Post the text {takes} (got {given}).")
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise Problem("unsupported-media-type", "Post the text as it is, without Content-Encoding.")


def posted_body() -> bytes:
    """The body of the request; Problem if it is too large or incomplete."""
    if (request.content_length or 0) > LARGEST_BODY:
        raise _too_large()
    if "body" not in g:  # it can be read once, and a view may be called again
        g.body = _read(LARGEST_BODY + 1)
    body: bytes = g.body
    if len(body) > LARGEST_BODY:
        raise _too_large()
    return body


def _too_large() -> Problem:
    return Problem("payload-too-large", f"The body has more than {LARGEST_BODY} bytes.")


def _read(most: int) -> bytes:
    """Read the body. A malformed chunk raises an error of the server's own here."""
    try:
        return request.stream.read(most)
    except HTTPException:
        raise
    except Exception as error:
        raise Problem("malformed-request", "The body broke off, or is not what its headers say.") from error


def _text_of(document: str) -> str:
    """The `text` of a JSON object; Problem where the document is not JSON, nests too deep, or has no such string."""
    try:
        text = _member(json.loads(document, parse_constant=_refuse), "text")
    except (ValueError, RecursionError) as error:
        raise Problem("malformed-request", "The body is not JSON (RFC 8259), or nests too deep.") from error
    if not isinstance(text, str) or _has_surrogates(text):
        raise Problem("malformed-request", 'The body has to be {"text": "..."}: an object with the text as a string.')
    return text


def _member(document: object, name: str) -> object:
    return document.get(name) if isinstance(document, dict) else None


def _has_surrogates(text: str) -> bool:
    """Whether it has lone surrogates, which JSON can escape but text cannot contain."""
    return not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")

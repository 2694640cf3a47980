"""The JSON-LD context that our documents point to."""

import json

from flask import Blueprint, Response, current_app, request

from api.formats import jsonld_context
from api.formats.jsonld import MEDIA_TYPE
from api.query.question import parse_nothing
from api.response.content import Content
from api.response.respond import respond

routes = Blueprint("linked", __name__)


@routes.get(jsonld_context.URL)
def context() -> Response:
    """What the terms of JSON-LD documents mean."""
    parse_nothing(request.query_string)
    body = json.dumps({"@context": jsonld_context.CONTEXT}, separators=(",", ":")).encode()
    return respond(Content(body, MEDIA_TYPE), max_age=current_app.config["MAX_AGE"])

"""`/mcp`: Model Context Protocol over HTTP, stateless: each POST is a message, answered as JSON."""

from flask import Blueprint, Response, current_app, request

from api.mcp.protocol import VERSIONS, Server
from api.mcp.tools import INSTRUCTIONS, tools
from api.problems import Problem
from api.response.content import Content
from api.response.respond import respond
from api.routes.present import snapshot
from api.routes.text_check import posted_body

routes = Blueprint("mcp", __name__)
_VERSION = "MCP-Protocol-Version"


@routes.post("/mcp")
def mcp() -> Response:
    """Answer a JSON-RPC message; 202 without content if the message expects no answer."""
    if request.mimetype != "application/json":
        detail = f"Post a JSON-RPC message as application/json (got {request.mimetype})."
        raise Problem("unsupported-media-type", detail)
    if (version := request.headers.get(_VERSION, VERSIONS[0])) not in VERSIONS:
        raise Problem("malformed-request", f"{_VERSION} is one of {', '.join(VERSIONS)} (got {version[:20]!r}).")
    server = Server("article-facts", current_app.config["VERSION"], INSTRUCTIONS, tools(snapshot))
    answer = server.answer(posted_body())
    if answer is None:
        accepted = Response(status=202)
        del accepted.headers["Content-Type"]  # there is no content
        return accepted
    return respond(Content(answer, "application/json"), cached=False)

"""A page to read and try the contract: Swagger UI from the `offapi` package, under a strict CSP."""

import importlib.util
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, current_app, request

from api.explorer.page import render
from api.problems import not_found
from api.response.content import Content
from api.response.respond import respond

routes = Blueprint("contract_page", __name__)
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_ASSETS = {
    "swagger-ui.js": ("swagger_bundle.js", "text/javascript; charset=utf-8"),
    "swagger-ui.css": ("swagger_style.css", "text/css; charset=utf-8"),
}
_START = """\
SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#contract",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  docExpansion: "none",
  validatorUrl: null,
});
"""


@routes.get("/docs")
def docs() -> Response:
    page = Content(render("contract.html"), "text/html; charset=utf-8", _POLICY)
    return respond(page, max_age=current_app.config["MAX_AGE"])


@routes.get("/docs/<asset>")
def docs_asset(asset: str) -> Response:
    """The scripts and styles of the page."""
    if asset == "start.js":
        return respond(
            Content(_START.encode(), "text/javascript; charset=utf-8"), max_age=current_app.config["MAX_AGE"]
        )
    if asset not in _ASSETS:
        raise not_found(f"There is nothing at {request.path[:200]!r}.")
    file, media_type = _ASSETS[asset]
    return respond(Content((_package() / file).read_bytes(), media_type), max_age=86_400)


@cache
def _package() -> Path:
    """The package's folder; importing the package would read all its files into memory."""
    found = importlib.util.find_spec("offapi")
    if found is None or found.origin is None:
        raise FileNotFoundError("offapi")
    return Path(found.origin).parent

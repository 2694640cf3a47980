"""The stylesheets, scripts and icon, under names with their own hash, so that caches keep them for good; and those of
Swagger UI for `/docs`, from the `offapi` package.
"""

import importlib.util
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, redirect, request

from api.problems import Problem
from api.response.content import Content
from api.response.respond import respond

routes = Blueprint("assets", __name__)
_FOLDER = Path(__file__).parent / "assets"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
}

_SWAGGER = {"swagger-ui.js": "swagger_bundle.js", "swagger-ui.css": "swagger_style.css"}
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


@cache
def _bodies() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in _FOLDER.iterdir() if path.suffix in _TYPES}


@cache
def asset_url(name: str) -> str:
    """The URL of an asset; it changes with the content."""
    return f"/assets/{sha256(_bodies()[name]).hexdigest()[:12]}-{name}"


@routes.get("/assets/<name>")
def asset(name: str) -> Response:
    """One asset, by the name that asset_url gives."""
    plain = name.partition("-")[2]
    if plain not in _bodies() or asset_url(plain) != f"/assets/{name}":
        raise Problem("not-found", f"There is no asset {name[:60]!r}.")
    response = respond(Content(_bodies()[plain], _TYPES[Path(plain).suffix]))
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@routes.get("/favicon.ico")
def favicon() -> Response:
    return redirect(asset_url("icon.svg"), 302)  # type: ignore[return-value]


@routes.get("/robots.txt")
def robots() -> Response:
    """Crawlers may read pages, but not every combination of filters."""
    return respond(Content(b"User-agent: *\nDisallow: /*?\n", "text/plain; charset=utf-8"), max_age=86_400)


@routes.get("/docs/<asset>")
def docs_asset(asset: str) -> Response:
    if asset == "start.js":
        return respond(Content(_START.encode(), _TYPES[".js"]))
    if asset not in _SWAGGER:
        raise Problem("not-found", f"There is nothing at {request.path[:200]!r}.")
    body = (_package() / _SWAGGER[asset]).read_bytes()
    return respond(Content(body, _TYPES[Path(asset).suffix]), max_age=86_400)


@cache
def _package() -> Path:
    """The package's folder; importing the package would read all its files into memory."""
    found = importlib.util.find_spec("offapi")
    if found is None or found.origin is None:
        raise FileNotFoundError("offapi")
    return Path(found.origin).parent

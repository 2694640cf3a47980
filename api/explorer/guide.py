"""The project's Markdown files as pages, rendered on request, and a page to read and try the contract."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flask import Blueprint, Response, request

from api.explorer.page import MEDIA_TYPE, POLICY, render, show_text
from api.problems import Kind, Problem
from api.query.question import parse_nothing
from api.response.content import Content
from api.response.respond import respond
from api.routes.present import version_if_any

routes = Blueprint("guide", __name__)
_DOCS_POLICY = POLICY.replace("form-action 'self'", "form-action 'none'")
_ROOT = Path(__file__).parent.parent.parent
_HEADING = re.compile(r"^# (.+)$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)  # marks what a program writes into the file


class Chapter(NamedTuple):
    """A page of the guide: its name in the URL, its file, and what it is for."""

    name: str
    file: str
    summary: str

    @property
    def text(self) -> str:
        return (_ROOT / self.file).read_text(encoding="utf-8")

    @property
    def title(self) -> str:
        found = _HEADING.search(self.text)
        return found[1] if found else self.name


CHAPTERS = (
    Chapter("reading", "docs/reading.md", "What a page shows, and what its marks and words mean."),
    Chapter("glossary", "docs/glossary.md", "Ref, hedge, metonym, modality, EDTF and the other words used here."),
    Chapter("recipes", "docs/recipes.md", "The facts in curl, pandas, DuckDB, spreadsheets, dashboards and agents."),
    Chapter("across-articles", "docs/across-articles.md", "Claims and figures of several articles, side by side."),
    Chapter("tutorial", "docs/tutorial.md", "A walk through five invented articles about one story."),
    Chapter("api-changes", "docs/api-changes.md", "What may change in the API, and what has changed."),
    Chapter("modelling", "seeds/README.md", "How to model an article, and what the model cannot say."),
    Chapter("authoring", "docs/authoring.md", "The commands that draft, check and verify a seed."),
    Chapter("operations", "docs/operations.md", "How to run a server, and what to watch."),
)
_BY_NAME = {chapter.name: chapter for chapter in CHAPTERS}


@routes.get("/docs")
def docs() -> Response:
    """Swagger UI, under a strict policy."""
    return respond(Content(render("contract.html"), MEDIA_TYPE, _DOCS_POLICY), version=version_if_any())


@routes.get("/guide")
def contents() -> Response:
    parse_nothing(request.query_string)
    return show_text("guide.html", chapters=CHAPTERS)


@routes.get("/guide/<name>")
def chapter(name: str) -> Response:
    parse_nothing(request.query_string)
    if name not in _BY_NAME:
        raise Problem("not-found", f"There is no chapter {name[:60]!r}; there are {', '.join(_BY_NAME)}.")
    found = _BY_NAME[name]
    return show_text("chapter.html", chapter=found, chapters=CHAPTERS, body=_rendered(found))


def problems_page(kinds: Sequence[Kind]) -> Response:
    """Entries of the list of problems, where a problem's `type` leads in a browser."""
    return show_text("problems.html", kinds=kinds)


@cache
def _rendered(found: Chapter) -> str:
    """A chapter as HTML, without its first heading."""
    import mistune  # loaded only if people ask for pages

    class Renderer(mistune.HTMLRenderer):
        """Headings with anchors, links within the guide."""

        def heading(self, text: str, level: int, **_: object) -> str:
            anchor = re.sub(r"[^\w]+", "-", re.sub(r"<[^>]+>|&\w+;", "", text).lower()).strip("-")
            return f'<h{level} id="{anchor}">{text}</h{level}>\n'

        def link(self, text: str, url: str, title: str | None = None) -> str:
            target = _address(found, url)
            return super().link(text, target, title) if target else text

        def image(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002
            return ""

        def block_code(self, code: str, info: str | None = None) -> str:
            return super().block_code(code, info).replace("<pre>", '<pre tabindex="0">', 1)

    read = mistune.create_markdown(renderer=Renderer(), plugins=["table"])
    body = str(read(_COMMENT.sub("", _HEADING.sub("", found.text, count=1))))
    return re.sub(r'(<t[hd]) style="[^"]*"', r"\1", body)


def _address(found: Chapter, url: str) -> str | None:
    """Where a link of a chapter leads on the site; None if it leads to a file that is not a chapter."""
    path, hash_sign, fragment = url.partition("#")
    if not path or "://" in url or path.startswith("/"):
        return url
    file = (_ROOT / found.file).parent.joinpath(path).resolve()
    name = next((one.name for one in CHAPTERS if _ROOT / one.file == file), None)
    return f"/guide/{name}{hash_sign}{fragment}" if name else None

"""A page that checks a text against an article's facts. Nothing is stored."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from flask import Blueprint, Response, request

from api.explorer.page import MEDIA_TYPE, POLICY, Address, Context, render, show
from api.explorer.records import moved, stored
from api.problems import Problem
from api.query.question import parse_nothing
from api.response.content import Content
from api.response.respond import respond
from api.routes.present import snapshot
from api.store import Snapshot
from api.store.assembled import check_article
from schemas.evidence import canonical_text
from schemas.grounding import Check, Report
from schemas.registry import COLLECTIONS

routes = Blueprint("text_check", __name__)
_ARTICLES = COLLECTIONS["articles"]
_RANK = {"missing": 0, "ambiguous": 1, "moved": 2, "exact": 3}


class Segment(NamedTuple):
    """A run of the text, with the weakest status and the records of the evidence there, if any."""

    text: str
    status: str = ""
    refs: tuple[str, ...] = ()


@routes.get("/articles/<key>/text-check")
def form(key: str) -> Response:
    parse_nothing(request.query_string)
    elsewhere = moved(_ARTICLES, key)
    return elsewhere or show("text-check.html", lambda dataset: _context(dataset, key))


@routes.post("/articles/<key>/text-check")
def check(key: str) -> Response:
    parse_nothing(request.query_string)
    text = request.form.get("text", "")
    if not text.strip():
        raise Problem("malformed-request", "The form's field `text` is empty.")
    if elsewhere := moved(_ARTICLES, key):
        return elsewhere
    dataset = snapshot()
    context = _context(dataset, key, text, check_article(dataset, key, text))
    body = render("text-check.html", version=dataset.version, **context)
    return respond(Content(body, MEDIA_TYPE, POLICY), version=dataset.version, cached=False)


def _context(dataset: Snapshot, key: str, text: str = "", report: Report | None = None) -> Context:
    return {
        "article": json.loads(stored(dataset, _ARTICLES, key)),
        "api": Address(f"/v1/articles/{key}/text-check"),
        "text": text,
        "report": report,
        "segments": segments(canonical_text(text), report.checks) if report else (),
        "checks": sorted(report.checks, key=lambda check: (_RANK[check.status], check.start)) if report else (),
    }


def segments(text: str, checks: Sequence[Check]) -> Iterator[Segment]:
    """The text cut where evidence now begins and ends."""
    begins, ends = defaultdict[int, set[Check]](set), defaultdict[int, set[Check]](set)
    for one in checks:
        found = {"exact": (one,), "moved": (one.found,), "ambiguous": one.places, "missing": ()}[one.status]
        for place in found:
            if place:
                begins[place.start].add(one)
                ends[place.end].add(one)
    here = Counter[Check]()  # several places of one piece may overlap
    for start, end in pairwise(sorted({0, len(text), *begins, *ends})):
        here = here + Counter(begins[start]) - Counter(ends[start])
        weakest = min((one.status for one in here), key=_RANK.__getitem__, default="")
        yield Segment(text[start:end], weakest, tuple(sorted({one.ref for one in here})))

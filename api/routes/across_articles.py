"""Claims and figures compared across articles: parse, find, present. The rules are in `schemas`."""

import json

from flask import Blueprint, Response, request

from api.formats import COMPARISON_FORMATS, ROWS_FORMATS
from api.problems import bad_parameter
from api.query.question import parse_values
from api.query.rows import COMPARISON, ROWS
from api.routes.present import choose, moved_or_missing, present_rows, snapshot
from api.store.across_articles import compared, corroborating
from schemas import comparison, corroboration
from schemas.registry import COLLECTIONS

routes = Blueprint("across_articles", __name__)


@routes.get("/v1/claims/<key>/corroboration")
@routes.get("/v1/claims/<key>/corroboration.<suffix>")
def claim_corroboration(key: str, suffix: str | None = None) -> Response:
    """The claims that say the same as one, those that correct or contradict it, and how many sources it has."""
    shown = choose(ROWS_FORMATS, suffix, f"/v1/claims/{key}/corroboration")
    dataset = snapshot()
    stored = dataset.get(COLLECTIONS["claims"], key)
    if stored is None:
        return moved_or_missing(COLLECTIONS["claims"], key, f"/corroboration.{suffix}" if suffix else "/corroboration")
    given = parse_values(ROWS, request.query_string, dataset)
    found, origins = corroborating(dataset, json.loads(stored))
    rows = [row._asdict() for row in corroboration.rows(found, origins)]
    sources = {"independent_sources": corroboration.independent_sources(found, origins)}
    return present_rows(shown, dataset, rows, by=corroboration.Row._fields, bom=given.get("bom", False), also=sources)


@routes.get("/v1/measures/<key>/comparison")
@routes.get("/v1/measures/<key>/comparison.<suffix>")
def measure_comparison(key: str, suffix: str | None = None) -> Response:
    """A measure's figures from all articles side by side, each compared with one of them."""
    shown = choose(COMPARISON_FORMATS, suffix, f"/v1/measures/{key}/comparison")
    dataset = snapshot()
    if dataset.get(COLLECTIONS["measures"], key) is None:
        return moved_or_missing(COLLECTIONS["measures"], key, f"/comparison.{suffix}" if suffix else "/comparison")
    given = parse_values(COMPARISON, request.query_string, dataset)
    try:
        compared_rows = compared(dataset, key, given.get("with"), given.get("in"))
    except LookupError:
        raise bad_parameter("with", f"is no figure of measures/{key} (got {given['with'][:60]!r})") from None
    rows = [row._asdict() for row in compared_rows]
    return present_rows(shown, dataset, rows, by=comparison.Row._fields, bom=given.get("bom", False))

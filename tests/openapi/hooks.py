"""What schemathesis must know of rules that a schema of single parameters cannot say.

Cases are left out, not answers: a cursor that no page gave, sides of an interval in the wrong order, `relevance`
without a search, text that is no unit, versions and figures that are not there, counts by nothing, and what is
longer than the server takes. Each has a test of its own in tests/http.
"""

from urllib.parse import urlencode

import schemathesis

LONGEST_URL = 7000
LONGEST_BODY = 250_000
SIDES = (("value_min", "value_max"), ("from", "to"))


@schemathesis.hook
def filter_case(context, case):
    """Whether a case says something about the contract."""
    query = dict(case.query or {})
    if "cursor" in query or (_ordered_by_relevance(query) and not ("q" in query and _relevance_leads(query))):
        return False
    if any(low in query and high in query for low, high in SIDES) or query.keys() & {"in", "since", "version", "with"}:
        return False
    if _has_no_such_format(case.path_parameters or {}) or ("/counts" in case.path and not query.get("by")):
        return False
    if len(str(case.body)) > LONGEST_BODY:
        return False
    path = "".join(map(str, (case.path_parameters or {}).values()))
    return len(urlencode(query, doseq=True)) + len(path) < LONGEST_URL


def _ordered_by_relevance(query):
    return "relevance" in str(query.get("sort", ""))


def _relevance_leads(query):
    sort = query["sort"]
    return (sort if isinstance(sort, str) else str(next(iter(sort), ""))).startswith("relevance")


def _has_no_such_format(parts):
    known = {"geojson": ("locations",), "ics": ("dates", "events"), "atom": ("articles", "claims"),
             "svg": ("figures", "dates", "events", "locations")}  # fmt: skip
    return parts.get("collection") not in known.get(parts.get("format"), (parts.get("collection"),))

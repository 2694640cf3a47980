"""Filters, orders, pages and counts against the oracle: the same question in plain Python gives the same answer."""

# ruff: noqa: E501 - lists of values read better on one line

import re
from functools import cache
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.http.conftest import COLLECTIONS, Asked
from tests.oracle import key, values
from tests.oracle.intervals import begins, ends

OTHERS = ("sort", "limit", "cursor", "fields", "count", "bom", "names", "version")
NUMBERS = (-4, -3, 0, 0.5, 0.75, 1, 2, 40, 699, 700, 750, 800, 801, 1000, 7000, 10**15)
DAYS = ("0001-01-01", "1994-06-01", "2021-12-31", "2022-01-01", "2024-02-29", "2024-05-16", "2024-05-24", "2024-09-06", "9999-12-31")  # fmt: skip
INSTANTS = (
    "2024-05-23T13:00:00Z", "2024-05-23T13:00:01Z", "2024-05-23T08:59:59.999-04:00", "2024-05-24T02:30:00", "1716422400000",
    "1716508799999", "2024-05-23T00:00:00+14:00", "2022-01-01T00:00:00Z",
)  # fmt: skip
MOMENTS = (*DAYS, *INSTANTS)
SPECIAL: dict[str, tuple[Any, ...]] = {
    "value_min": NUMBERS,
    "value_max": NUMBERS,
    "in": ("h", "min", "%", "1", "EUR", "USD", "km"),
    "from": MOMENTS,
    "to": MOMENTS,
}
REFS = [
    "companies/microsoft", "companies/c-1", "locations/l-2", "locations/us", "dates/piece-0.date-1",
    "articles/piece-1",
]  # fmt: skip
QUESTIONS = (
    '"the data"', "café", "CAFÉ", "strasse", "plant*", "plant", "launch", "东", "東京", "izmir", "AND", "R&D", '"', "-data", "c++",
    "🚀", "*", "title:x", "microsoft", "relocat*", "finance", "о", "x*y", "data*", "nirvana", "planted", "Hauses", "cheval", "7000", "7,000", "1000", "apfel", "zeta", "the", "of",
)  # fmt: skip
several = settings(
    max_examples=25,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
any_random = st.integers(0, 2**32).map(Random)


@cache
def parameters(data: Asked, path: str) -> list[str]:
    """The parameters of a resource, as its refusal of an unknown one lists them."""
    message = data.client.get(f"{path}?no-such=1").get_json()["errors"][0]["message"]
    return str(message).partition("known: ")[2].split(", ")


@cache
def sorts(data: Asked, collection: str) -> list[str]:
    """The fields a collection can be sorted by, as its refusal of another lists them."""
    message = data.client.get(f"/v1/{collection}?sort=no-such").get_json()["errors"][0]["message"]
    return [
        name
        for name in str(message).partition(", with - ")[0].removeprefix("takes ").split(", ")
        if name != "relevance"
    ]


@cache
def choices(data: Asked, collection: str, name: str) -> list[Any]:
    """The values that a field has in the data."""
    records = data.oracle.collections[collection]
    return sorted({value for record in records for value in values(record, name)})


def written(value: Any) -> str:
    """A value, or a list of them, as a parameter writes it."""
    if isinstance(value, list):
        return ",".join(written(one).replace(",", "\\,") for one in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def filters(random: Random, data: Asked, collection: str) -> tuple[dict[str, str], dict[str, Any]]:
    """Up to three filters, as parameters and in the oracle's form; most values occur in the data."""
    known = [name for name in parameters(data, f"/v1/{collection}") if name not in OTHERS]
    wanted = {name: _wanted(random, data, collection, name) for name in random.sample(known, random.randint(0, 3))}
    for low, high in (("value_min", "value_max"), ("from", "to")):
        if low in wanted and high in wanted and _is_reversed(wanted[low], wanted[high]):
            wanted[low], wanted[high] = wanted[high], wanted[low]
        if (low in wanted or high in wanted) and random.random() < 0.4:
            wanted["match"] = random.choice(("within", "meets"))
    wanted = {name: value for name, value in wanted.items() if value != []}
    return {name: written(value) for name, value in wanted.items()}, wanted


def _is_reversed(low: Any, high: Any) -> bool:
    return begins(low) > ends(high) if isinstance(low, str) else low > high


def _wanted(random: Random, data: Asked, collection: str, name: str) -> Any:
    if name in SPECIAL:
        return random.choice(SPECIAL[name])
    if name == "q":
        return " ".join(random.choices(QUESTIONS, k=random.randint(1, 3)))
    if name == "match":
        return random.choice(("within", "meets"))
    if name in ("has", "lacks"):
        computed = ("earliest", "latest") if collection in ("events", "claims") else ()
        fields = [field for field in data.oracle.collections[collection][0] if field not in computed]
        return random.sample(fields, random.randint(1, 2))
    held = REFS if name == "refers_to" else choices(data, collection, name.removesuffix("_not"))
    return random.sample(held, min(len(held), random.randint(1, 3)))


def orders(random: Random, data: Asked, collection: str, searched: bool) -> list[str]:
    """Up to three keys in either direction; relevance first where there is a search."""
    names = random.sample(sorts(data, collection), random.randint(0, 3))
    signed = [random.choice(("", "-")) + name for name in names]
    return ["relevance", *signed] if searched and random.random() < 0.5 else signed


@pytest.mark.parametrize("collection", [name for name in COLLECTIONS if name != "facts"])
def test_whatever_filters_by_one_value_sorts(data: Asked, collection: str) -> None:
    """By each field that is a parameter and holds one value a record, but for `kind`, which is the same in all."""
    record = data.get(f"/v1/{collection}", limit=1)["items"][0]
    single = {name for name, value in record.items() if not isinstance(value, list | dict)} - {"kind"}
    assert single & {*parameters(data, f"/v1/{collection}")} <= {*sorts(data, collection)}


@pytest.mark.parametrize("collection", COLLECTIONS)
@several
@given(random=any_random)
def test_any_question_is_answered_as_the_oracle_does(data: Asked, collection: str, random: Random) -> None:
    """Filters, search and order together give the oracle's records in the oracle's order, and their number."""
    asked, wanted = filters(random, data, collection)
    order = orders(random, data, collection, "q" in wanted)
    sorting = {"sort": ",".join(order)} if order else {}
    expected = data.oracle.find(collection, order, **wanted)
    assert data.ids(collection, **asked, **sorting) == expected
    assert data.get(f"/v1/{collection}", **asked, count="true", limit=1)["total"] == len(expected)
    lines = data.client.get(f"/v1/{collection}.ndjson?{urlencode(asked | sorting)}").text.splitlines()
    assert len(lines) == len(expected)


@pytest.mark.parametrize("collection", ["articles", "figures", "dates", "events", "claims", "facts"])
@several
@given(random=any_random)
def test_any_interval_is_answered_as_the_oracle_does(data: Asked, collection: str, random: Random) -> None:
    """Quantities in their own numbers or in a unit, days and instants, each met or lying within."""
    known = [name for name in (*SPECIAL, "match") if name in parameters(data, f"/v1/{collection}")]
    wanted = {
        name: _wanted(random, data, collection, name) for name in random.sample(known, random.randint(1, len(known)))
    }
    for low, high in (("value_min", "value_max"), ("from", "to")):
        if low in wanted and high in wanted and _is_reversed(wanted[low], wanted[high]):
            wanted[low], wanted[high] = wanted[high], wanted[low]
    asked = {name: written(value) for name, value in wanted.items()}
    expected = data.oracle.find(collection, **wanted)
    assert data.ids(collection, **asked) == expected, asked
    rows = data.get(f"/v1/{collection}/counts", by="kind", **asked)["items"]
    assert sum(row["count"] for row in rows) == len(expected)


@pytest.mark.parametrize("collection", COLLECTIONS)
@settings(several, max_examples=12)
@given(random=any_random)
def test_walking_the_pages_gives_each_record_once(data: Asked, collection: str, random: Random) -> None:
    """For any filter, order and page size, the items of all pages together are the whole answer."""
    asked, wanted = filters(random, data, collection)
    order = orders(random, data, collection, "q" in wanted)
    limit = random.choice((1, 2, 5, 13))
    query = asked | ({"sort": ",".join(order)} if order else {})
    assert walked(data, collection, query, limit) == data.oracle.find(collection, order, **wanted)


def walked(data: Asked, collection: str, query: dict[str, str], limit: int) -> list[str]:
    """The ids of all pages of a question, by its cursors and by its links, which must agree."""
    path = f"/v1/{collection}?{urlencode(query | {'limit': limit})}"
    found: list[str] = []
    while True:
        response = data.client.get(path)
        page = response.get_json()
        assert response.status_code == 200, page
        found += [key(item) for item in page["items"]]
        link = response.headers.get("Link", "")
        if page["next_cursor"] is None:
            assert not link
            assert len(page["items"]) <= limit
            return found
        assert len(page["items"]) == limit
        path = link.removeprefix("<").removesuffix('>; rel="next"')
        assert path.startswith(f"/v1/{collection}?")
        assert urlencode({"cursor": page["next_cursor"]}) in path


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_order_can_be_walked_one_by_one(data: Asked, collection: str) -> None:
    """To the end, in each order there is: ties, nulls and both directions. On the generated records each page is one
    record; PostgreSQL has the same pages of other statements, so a third of the places to go on from are tried there."""
    size = {"generated": 1, "postgresql": 3, "article": 7}[data.name]
    for name in sorts(data, collection):
        for order in (name, f"-{name}"):
            expected = data.oracle.find(collection, [order])
            for limit in (size if len(expected) < 40 else 7, 1000):
                assert walked(data, collection, {"sort": order}, limit) == expected, order


@pytest.mark.parametrize("collection", COLLECTIONS)
@several
@given(random=any_random)
def test_counts_are_those_of_the_oracle(data: Asked, collection: str, random: Random) -> None:
    """Counts by one or two fields or parts of days, filtered or not, the most first; values as records have them."""
    message = data.client.get(f"/v1/{collection}/counts").get_json()["errors"][0]["message"]
    countable = message.removeprefix("is missing; it takes ").removesuffix(", at most two of them").split(", ")
    by = random.sample([name for name in countable if not re.match("published[._]", name)], random.randint(1, 2))
    asked, wanted = filters(random, data, collection)
    rows = data.get(f"/v1/{collection}/counts", by=",".join(by), limit=1000, **asked)["items"]
    assert all([key for key in row if not key.endswith("_name") or key in by] == [*by, "count"] for row in rows)
    counted = [(tuple(row[name] for name in by), row["count"]) for row in rows]
    assert dict(counted) == dict(data.oracle.tally(collection, by, **wanted))
    assert len(dict(counted)) == len(counted)
    numbers = [number for _, number in counted]
    assert numbers == sorted(numbers, reverse=True)
    types = {
        type(value)
        for record in data.oracle.collections[collection]
        for value in values(record, re.split("[._](?=(?:year|month)$)", by[0])[0])
    }
    assert {type(found[0]) for found, _ in counted if found[0] is not None} <= types

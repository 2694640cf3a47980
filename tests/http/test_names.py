"""Names: taken where a ref is asked for, and shown beside refs."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.http.conftest import COLLECTIONS, Asked
from tests.http.test_parameters import refused

REFS = tuple(f"{name}/" for name in COLLECTIONS if name != "facts")


def test_a_name_or_an_alias_is_taken_for_its_ref(article: Asked) -> None:
    """A ref parameter accepts a name that only one entry has, in any case."""
    expected = article.ids("figures", about="companies/microsoft")
    assert expected
    for name in ("Microsoft", "microsoft", "MICROSOFT", "companies/microsoft"):
        assert article.ids("figures", about=name) == expected
    aliases = {alias: one["id"] for one in article.oracle.collections["companies"] for alias in one["aliases"]}
    for alias, company in aliases.items():
        assert article.ids("facts", refers_to=alias) == article.ids("facts", refers_to=f"companies/{company}")
    assert aliases


def test_a_name_is_taken_where_values_are_excluded_too(article: Asked) -> None:
    """`_not` accepts the same names as the parameter itself."""
    named = article.ids("claims", speaker_not="Microsoft")
    assert named == article.ids("claims", speaker_not="companies/microsoft")
    assert 0 < len(named) < len(article.ids("claims"))


def test_a_name_that_no_entry_has_is_refused_with_the_nearest(client: FlaskClient) -> None:
    """A misspelt name is no question without an answer."""
    for name in ("speaker", "refers_to"):
        message = refused(client.get(f"/v1/claims?{name}=Microsft"), "invalid-parameter", name)
        assert "companies/microsoft (Microsoft)" in message


def test_a_name_of_several_entries_is_refused_with_all_of_them(data: Asked) -> None:
    """Which of them is meant is not guessed."""
    names: dict[str, set[str]] = {}
    for collection in ("companies", "parties", "locations", "measures"):
        for one in data.oracle.collections[collection]:
            for name in {one["name"], *one["aliases"]}:
                names.setdefault(name, set()).add(f"{collection}/{one['id']}")
    for name, refs in names.items():
        response = data.client.get("/v1/facts", query_string={"refers_to": name.replace(",", "\\,"), "limit": 1})
        if len(refs) > 1:
            message = refused(response, "invalid-parameter", "refers_to")
            assert sum(f"{ref} (" in message for ref in refs) == min(len(refs), 5)
        else:
            assert response.status_code == 200, response.text


def test_a_ref_that_is_not_there_answers_with_nothing(client: FlaskClient) -> None:
    """A client may ask one dataset for what another has."""
    for query in ("speaker=companies/no-such", "refers_to=claims/no.such", "about=locations/nowhere,companies/none"):
        page = client.get(f"/v1/claims?{query}").get_json()
        assert page == {"items": [], "next_cursor": None, "total": None}


def refs_of(value: Any, path: str = "") -> Iterator[tuple[dict[str, Any], str, Any]]:
    """Every object that holds a ref or a list of refs, with the field's name and what it holds."""
    if isinstance(value, list):
        for one in value:
            yield from refs_of(one, path)
    elif isinstance(value, dict):
        for name, held in value.items():
            refs = held if isinstance(held, list) else [held]
            if refs and all(isinstance(ref, str) and ref.startswith(REFS) for ref in refs):
                yield value, name, held
            yield from refs_of(held, name)


@pytest.mark.parametrize(
    "name", ["companies", "parties", "locations", "measures", "mentions", "figures", "dates", "events", "claims"]
)
def test_names_stand_beside_refs(data: Asked, name: str) -> None:
    """`names=1` adds an entry's name, or a record's label, behind each ref and in the order of each list."""
    records = {
        f"{collection}/{one['id']}": one.get("name") or one["label"]
        for collection, held in data.oracle.collections.items()
        if collection != "facts"
        for one in held
    }
    plain = data.get(f"/v1/{name}", limit=1000)["items"]
    named = data.get(f"/v1/{name}", limit=1000, names=1)["items"]
    for before, after in zip(plain, named, strict=True):
        for holder, field, held in refs_of(after):
            several = isinstance(held, list)
            expected = [records[ref] for ref in held] if several else records[held]
            assert holder[f"{field}_names" if several else f"{field}_name"] == expected
        assert without_names(after, before) == before
    lines = data.client.get(f"/v1/{name}.ndjson?names=1").text.splitlines()
    assert len(lines) == len(named)


def without_names(value: Any, plain: Any) -> Any:
    """The value with those fields only that it has without names."""
    if isinstance(plain, list):
        return [without_names(one, other) for one, other in zip(value, plain, strict=True)]
    if isinstance(plain, dict):
        assert all(key in plain or key.endswith(("_name", "_names")) for key in value)
        return {key: without_names(value[key], held) for key, held in plain.items()}
    return value


def test_a_null_ref_has_a_null_name_and_an_empty_list_an_empty_one(data: Asked) -> None:
    """The fields are there in every record, so that tables have constant columns."""
    claims = data.get("/v1/claims", limit=1000, names=1)["items"]
    for claim in claims:
        assert (claim["object"] is None) == (claim["object_name"] is None)
        assert len(claim["via"]) == len(claim["via_names"])
    assert {claim["object_name"] is None for claim in claims} == {True, False}


def test_names_come_with_selected_fields(article: Asked) -> None:
    """With `fields`, the names of the selected refs are added, in JSON and in CSV."""
    found = article.get("/v1/claims", fields="speaker,about", names=1)["items"][0]
    assert set(found) == {"id", "speaker", "speaker_name", "about", "about_names"}
    table = article.client.get("/v1/claims.csv?fields=speaker,about&names=1").text.splitlines()
    assert table[0] == '"id","about","about_names","speaker","speaker_name"'


def test_fact_rows_have_just_their_columns(article: Asked) -> None:
    """`/v1/facts` always has the same columns."""
    assert article.get("/v1/facts", names=1)["items"] == article.get("/v1/facts")["items"]


def test_a_single_record_has_names_too(article: Asked) -> None:
    """`names` works for one record as for a page."""
    record = article.get("/v1/companies/microsoft", names=1)
    assert set(article.get("/v1/companies/microsoft")) < set(record)
    assert "headquarters_name" in record


@pytest.mark.parametrize(("collection", "by"), [("claims", "speaker"), ("claims", "about"), ("facts", "speaker")])
def test_counts_by_refs_always_have_names(article: Asked, collection: str, by: str) -> None:
    """A chart of counts needs no second request for what its bars are called."""
    records = {
        f"{name}/{one['id']}": one["name"]
        for name in ("companies", "parties", "locations", "measures")
        for one in article.oracle.collections[name]
    }
    rows = article.get(f"/v1/{collection}/counts", by=f"{by},kind")["items"]
    assert rows
    for row in rows:
        assert [*row] == [by, f"{by}_name", "kind", "count"]
        assert row[f"{by}_name"] == (None if row[by] is None else records[row[by]])
    table = article.client.get(f"/v1/{collection}/counts.csv?by={by}").text
    assert table.splitlines()[0] == f'"{by}","{by}_name","count"'

"""Each field of a record is a parameter that finds the record by its value."""

import pytest

from tests.http.conftest import COLLECTIONS, Asked

# Columns of rows that begin or end an interval asked for under the same name, or follow from the article and evidence.
UNASKED = {"value_min", "value_max", "url", "text", "link"}


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_every_field_is_asked_by_its_name(data: Asked, collection: str) -> None:
    """What a field of one value holds finds its record, and none that has another value; numbers and texts alike."""
    records = data.get(f"/v1/{collection}", limit=1000)["items"]
    key = "ref" if collection == "facts" else "id"
    for field in records[0].keys() - (UNASKED if collection == "facts" else set()):
        values = (one[field] for one in records if isinstance(one[field], str | int | float))
        value = next((one for one in values if ";" not in str(one)), None)
        if value is None:
            continue
        asked = str(value).lower() if isinstance(value, bool) else str(value).replace(",", "\\,")
        found = data.get(f"/v1/{collection}", limit=1000, **{field: asked})["items"]
        assert found, (field, value)
        if collection != "facts":  # a cell may hold several values
            assert [one[key] for one in found] == [one[key] for one in records if one[field] == value], field

"""Whatever text a record may hold, an independent reader of each format gives it back."""

import csv
import io
import json
import re
from typing import Any
from xml.etree.ElementTree import fromstring

from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from api.formats import atom, csv_table, geojson, ics, jsonld
from api.formats.format import Format, View
from schemas.registry import COLLECTIONS
from schemas.values import clean


def _allowed(text: str) -> bool:
    try:
        return clean(text) == text
    except ValueError:
        return False


TEXTS = st.one_of(
    st.text(min_size=1, max_size=120),
    st.text(alphabet="<>&;,\\\"'=:nN ]-_\u200f\u0301\U0001f600", min_size=1, max_size=120),
).filter(_allowed)
SLOWLY = settings(deadline=None, database=None)
FACT = {"id": "a.b", "article": "a", "about": [], "relations": [], "evidence": []}


def _written(shown: Format, collection: str, record: dict[str, Any]) -> bytes:
    view = View(COLLECTIONS[collection], f"/v1/{collection}", lambda ref: {"name": ref, "published": "2024-05-23"})
    return b"".join(shown.write([json.dumps(record).encode()], view))


@SLOWLY
@given(TEXTS)
@example("C:\\New, a\\nb; \\")
def test_a_calendar_gives_it_back(text: str) -> None:
    """As a title, in lines of at most 75 bytes."""
    place = {"article": "a", "paragraph": 1, "start": 0, "end": len(text), "exact": text}
    times: dict[str, Any] = {"edtf": "2024", "earliest": "2024-01-01", "latest": "2024-12-31", "precision": "year"}
    times |= {"spans": [dict(times)], "set": None, "starts": None, "ends": None}
    record = FACT | times | {"kind": "date", "role": "starts", "label": text, "certainty": "exact", "evidence": [place]}
    content = _written(ics.FORMAT, "dates", record)
    (entry,) = Calendar.from_ical(content.decode()).walk("VEVENT")
    assert str(entry["summary"]) == text
    assert max(map(len, content.split(b"\r\n"))) <= 75


@SLOWLY
@given(TEXTS, TEXTS)
def test_a_feed_gives_it_back(text: str, other: str) -> None:
    """As a title, a summary and a name."""
    record = FACT | {"kind": "claim", "label": text, "statement": other, "speaker": None, "via": [], "relations": []}
    view = View(COLLECTIONS["claims"], "/v1/claims", lambda _: {"name": text, "publisher": "c", "published": "2024"})
    line = json.dumps(record | {"modality": "asserted", "quotation": None, "verification": []})
    entry = fromstring(b"".join(atom.FORMAT.write([line], view)))[-1]  # noqa: S314 - our own
    found = {node.tag.partition("}")[2]: "".join(node.itertext()) for node in entry}
    assert (found["title"], found["summary"], found["author"]) == (text, other, text)


@SLOWLY
@given(TEXTS)
def test_places_give_it_back(text: str) -> None:
    """As a property of a feature, a name of a node and a cell of a table."""
    record = {field.name: None for field in COLLECTIONS["locations"].fields}
    record |= {"id": "a", "kind": "location", "type": "city", "name": text, "label": text, "aliases": [text]}
    (feature,) = json.loads(_written(geojson.FORMAT, "locations", record))["features"]
    (node,) = json.loads(_written(jsonld.FORMAT, "locations", record))["items"]
    table = _written(csv_table.FORMAT, "locations", record).decode()
    (row,) = csv.DictReader(io.StringIO(table, newline=""), strict=True)
    assert (feature["properties"], node["name"], node["alternateName"]) == (record, text, [text])
    assert (row["name"], row["aliases"]) == (text, text.replace(";", "\\;"))


@SLOWLY
@given(st.lists(TEXTS, min_size=2, max_size=3))
@example(["a\\;b", "\\;", "c"])
def test_a_cell_of_several_gives_back_each(texts: list[str]) -> None:
    """By the rule of the contract: a `;` ends a value unless a backslash is before it."""
    record = {field.name: None for field in COLLECTIONS["measures"].fields} | {"id": "a", "aliases": texts}
    table = _written(csv_table.FORMAT, "measures", record).decode()
    (row,) = csv.DictReader(io.StringIO(table, newline=""), strict=True)
    assert [one.replace("\\;", ";") for one in re.split(r"(?<!\\);", row["aliases"])] == texts

"""Flat rows: the columns, where each comes from, and that a field cannot be forgotten."""

# ruff: noqa: E501 - tables of cases

from typing import Annotated, Any

import pytest

from schemas.cells import join, split
from schemas.facts import FactRow, FactRows, copied_columns, link
from schemas.markers import FILTER
from schemas.records import Article, Claim, Company, Date, Event, Figure, Location, Mention, Party

COLUMNS = """
ref, kind, article, publisher_name, published, url, label, text, link, value, value_min, value_max, min_inclusive,
max_inclusive, hedge, approximate, form, direction, unit, unit_code, currency, measure, edtf, earliest, latest, starts,
set, place, country, latitude, longitude, wikidata, speaker, speaker_name, via, modality, quotation, status,
verification, paragraph, start, end
"""
PLACE = {"article": "a", "paragraph": 1, "start": 4, "end": 9, "exact": "x-y z"}


def own(id: str, **more: Any) -> dict[str, Any]:
    """A record of the article."""
    return {"id": f"a.{id}", "article": "a", "label": id, "evidence": [PLACE]} | more


ENTRIES: dict[str, Any] = {
    "companies/paper": Company(id="paper", label="x", name="The Paper", type="publisher", wikidata="Q1"),
    "parties/head": Party(id="head", label="x", name="Head; of all", type="role"),
    "parties/state": Party(id="state", label="x", name="State", type="government"),
    "locations/disputed": Location(id="disputed", label="x", name="Rock", type="area", claimed_by=("parties/state",)),
    "locations/town": Location(id="town", label="x", name="Town", type="city", country="DE", latitude=1, longitude=2),
}
ARTICLE = Article.model_validate({
    "id": "a", "label": "x", "headline": "x", "publisher": "companies/paper", "published": "2024-05-23", "language": "en",
    "url": "https://example.org/a", "text_sha256": "0" * 64, "text_length": 99, "rights": "x",
})  # fmt: skip
RECORDS = {
    "figures/a.f": Figure.model_validate(own("f", hedge="over", min=40, unit="things", form="change", direction="up", about=["locations/town", "locations/disputed"])),
    "dates/a.d": Date.model_validate(own("d", role="starts", edtf="[2024-05-16,2024-05-23]")),
    "dates/a.t": Date.model_validate(own("t", role="starts", edtf="2024-05-23T09:00:00+02:00")),
    "events/a.e": Event.model_validate(own("e", type="talk", status="planned", dates=["dates/a.t"], locations=["locations/disputed"])),
    "mentions/a.m": Mention.model_validate(own("m", of="locations/town", role="metonym", stands_for="parties/state")),
    "claims/a.c": Claim.model_validate(own("c", statement="x", modality="denied", quotation="direct", speaker="parties/head", via=["companies/paper"], figures=["figures/a.f"], dates=["dates/a.d", "dates/a.t"],
        object="events/a.e", verification=[{"by": "parties/state", "status": "confirmed"}])),
    "claims/a.c2": Claim.model_validate(own("c2", statement="x", modality="expected", speaker="parties/state", figures=["figures/a.f"])),
}  # fmt: skip
ROWS = FactRows(ARTICLE, RECORDS, ENTRIES.__getitem__)


def row(ref: str) -> FactRow:
    """The row of a record, validated, since rows are made of parts."""
    found = ROWS.row(RECORDS[ref])  # type: ignore[arg-type]
    valid = FactRow.model_validate(vars(found))
    assert list(vars(found).items()) == list(valid)
    return valid


def test_the_columns_are_those_of_the_contract() -> None:
    """In this order, for every kind."""
    assert list(FactRow.model_fields) == [name.strip() for name in COLUMNS.split(",")]
    assert all(list(row(ref).model_dump()) == list(FactRow.model_fields) for ref in RECORDS)


def test_a_new_field_cannot_be_forgotten() -> None:
    """A field without a column, and in no list of those without, raises at import."""

    class Coloured(Figure):
        colour: Annotated[str | None, FILTER] = None

    with pytest.raises(TypeError, match=r"Coloured.colour has no column"):
        copied_columns(Coloured)


def test_a_figure_tells_who_stands_behind_it() -> None:
    """Speaker, via, modality and verification are those of the claims that rest on it, each once."""
    found = row("figures/a.f")
    assert (found.modality, found.via, found.verification) == ("denied;expected", "companies/paper", "confirmed")
    assert (found.speaker, found.speaker_name) == ("parties/head;parties/state", "Head\\; of all;State")
    assert (found.value_min, found.min_inclusive, found.form, found.direction) == (40, False, "change", "up")


def test_an_event_that_a_claim_is_about_is_told_as_the_claim_is() -> None:
    """Also where it is a claim's object; its status is its own."""
    found = row("events/a.e")
    assert (found.modality, found.status, found.quotation) == ("denied", "planned", None)


def test_a_row_has_one_place() -> None:
    """The first that the fact is about; a disputed one has no country."""
    assert (row("figures/a.f").place, row("figures/a.f").country, row("figures/a.f").latitude) == (
        "locations/town",
        "DE",
        1,
    )
    assert (row("events/a.e").place, row("events/a.e").country) == ("locations/disputed", None)
    assert row("mentions/a.m").place == "locations/town"


def test_times_of_one_date_and_of_several() -> None:
    """One date keeps its set; several are joined, with the days that they cover together."""
    assert (row("dates/a.d").set, row("dates/a.d").edtf) == ("one", "[2024-05-16,2024-05-23]")
    assert row("dates/a.t").starts == "2024-05-23T07:00:00Z"
    claim = row("claims/a.c")
    assert (claim.edtf, claim.set, claim.starts) == ("[2024-05-16,2024-05-23];2024-05-23T09:00:00+02:00", None, None)
    assert (claim.earliest, claim.latest) == ("2024-05-16", "2024-05-23")


def test_a_link_leads_to_the_phrase() -> None:
    """A text fragment, with the words beside the phrase if it occurs more than once."""
    assert row("claims/a.c").link == "https://example.org/a#:~:text=x%2Dy%20z"
    found = link("https://example.org/a#top", "x-y z", "the ", ", a")
    assert found == "https://example.org/a#top:~:text=the-,x%2Dy%20z,-%2C%20a"
    assert link(None, "x-y z", None, None) is None


def test_cells_keep_values_with_the_separator_in_them() -> None:
    """Joined and split, they are the same again; nothing is no cell."""
    assert split(join(["a;b", "c"]) or "") == ["a;b", "c"]
    assert join([None, ""]) is None

"""Records: what contradicts itself is refused, with the field at fault; derived fields follow."""

# ruff: noqa: E501 - tables of cases

from typing import Any

import pytest
from pydantic import ValidationError

from schemas.records import Claim, Date, Figure, Location, Mention, Party

PLACE = {"article": "a", "paragraph": 1, "start": 0, "end": 1, "exact": "x"}
OWN = {"id": "a.b", "article": "a", "label": "x", "evidence": [PLACE]}
FIGURE = OWN | {"hedge": "exact", "value": 3, "unit": "things"}
CLAIM = OWN | {"statement": "x", "modality": "asserted"}
PLACE_ENTRY = {"id": "p", "label": "x", "name": "x", "type": "area"}
# what is wrong -> class, record, message
CONTRADICTIONS: dict[str, tuple[Any, dict[str, Any], str]] = {
    "money with a unit code": (Figure, FIGURE | {"currency": "EUR", "unit_code": "m"}, "currency: is given beside unit_code"),
    "a direction of no change": (Figure, FIGURE | {"direction": "up"}, "direction: is given, though the form is 'amount'"),
    "about and not approximate": (Figure, FIGURE | {"hedge": "about", "approximate": False}, "approximate: contradicts"),
    "exact and approximate": (Figure, FIGURE | {"approximate": True}, "approximate: contradicts the hedge 'exact'"),
    "no such currency": (Figure, FIGURE | {"currency": "RMB"}, "is no currency code of ISO 4217"),
    "no such unit": (Figure, FIGURE | {"unit_code": "banana"}, "is no UCUM code"),
    "a unit written out": (Figure, FIGURE | {"unit_code": "kilometers"}, "the code of kilometers is km"),
    "a change from itself": (Figure, FIGURE | {"form": "change", "compared_to": "figures/a.b"}, "compared_to: is the figure itself"),
    "out of nothing": (Figure, FIGURE | {"out_of": 0}, "out_of: is not positive"),
    "a metonym for nobody": (Mention, OWN | {"of": "locations/l", "role": "metonym"}, "stands_for: is missing"),
    "literal for another": (Mention, OWN | {"of": "locations/l", "stands_for": "parties/p"}, "stands_for: is given"),
    "for itself": (Mention, OWN | {"of": "parties/p", "role": "metonym", "stands_for": "parties/p"}, "is the one whose name"),
    "no zone": (Date, OWN | {"role": "starts", "edtf": "2024-05-23T09:00:00"}, "edtf: is an instant without a zone"),
    "no such day": (Date, OWN | {"role": "starts", "edtf": "2026-02-29"}, "names 2026-02-29"),
    "reversed": (Date, OWN | {"role": "starts", "edtf": "2024-05/2023"}, "is a reversed interval"),
    "related to itself": (Claim, CLAIM | {"relations": [{"type": "contradicts", "to": "claims/a.b"}]}, "relations: lead to the claim itself"),
    "no such modality": (Claim, CLAIM | {"modality": "hoped"}, "Input should be"),
    "claimed and owned": (Location, PLACE_ENTRY | {"country": "FR", "claimed_by": ["locations/a"]}, "country: is given beside claimed_by"),
    "left before it came": (Party, PLACE_ENTRY | {"type": "person", "affiliations": [{"of": "companies/c", "since": "2020", "until": "2019"}]}, "until: '2019' lies before since"),
}  # fmt: skip


@pytest.mark.parametrize("what", CONTRADICTIONS)
def test_a_contradiction_is_refused(what: str) -> None:
    """The message names the field at fault first."""
    model, record, message = CONTRADICTIONS[what]
    with pytest.raises(ValidationError) as refused:
        model.model_validate(record)
    assert message in str(refused.value)


def test_about_is_always_approximate() -> None:
    """It need not be written; other hedges are only where it is."""
    assert Figure.model_validate(FIGURE | {"hedge": "about"}).approximate is True
    assert Figure.model_validate(FIGURE).approximate is False
    rough = Figure.model_validate(OWN | {"hedge": "range", "min": 700, "max": 800, "approximate": True, "unit": "x"})
    assert rough.quantity().own == (650, 850)


def test_a_metonym_is_about_both() -> None:
    """The one whose name it is, and the one that is meant."""
    found = Mention.model_validate(OWN | {"of": "locations/l", "role": "metonym", "stands_for": "parties/p"})
    assert found.about == ("locations/l", "parties/p")


def test_a_set_has_its_members_and_their_hull() -> None:
    """Derived fields of a date of two readings."""
    found = Date.model_validate(OWN | {"role": "reported", "edtf": "[2024-05-16,2024-05-23]"})
    assert (found.earliest, found.latest, found.set, found.precision) == ("2024-05-16", "2024-05-23", "one", "set")
    assert [(one.earliest, one.latest) for one in found.spans] == [("2024-05-16",) * 2, ("2024-05-23",) * 2]
    again = Date.model_validate(found.model_dump(mode="json"))
    assert again == found

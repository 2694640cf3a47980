"""A condition that the store does not know raises an error instead of being ignored."""

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from api.store.meaning import means, named, shape
from api.store.plan import Find, Part
from schemas.registry import QUERYABLE


@dataclass(frozen=True)
class Invented:
    """A condition that nothing handles."""

    field: str = "unit"


@pytest.mark.parametrize("ask", ["find", "total", "tally", "stream"])
def test_an_unknown_condition_is_refused(client: FlaskClient, ask: str) -> None:
    """A condition class that was only added to the plan fails at its first use."""
    snapshot = client.application.extensions["store"].current()
    find = Find(QUERYABLE["figures"], (Invented(),))  # type: ignore[arg-type]
    asked = {
        "find": lambda: snapshot.find(find, 10),
        "total": lambda: snapshot.total(find),
        "tally": lambda: snapshot.tally(find, (Part("hedge"),), 10),
        "stream": lambda: list(snapshot.stream(find)),
    }
    with pytest.raises(AssertionError, match="unreachable"):
        asked[ask]()


def test_every_reader_of_conditions_is_exhaustive() -> None:
    """Each function that reads conditions raises for a class that it does not know."""
    find = Find(QUERYABLE["figures"], (Invented(),))  # type: ignore[arg-type]
    with pytest.raises(AssertionError, match="Invented"):
        named(find)
    with pytest.raises(AssertionError, match="Invented"):
        shape(find)
    with pytest.raises(AssertionError, match="Invented"):
        means(find.collection, Invented())  # type: ignore[arg-type]

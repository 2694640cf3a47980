"""The table of attacks in the docs, and where its figures come from."""

from string import Formatter

import pytest

from tests.faults.table import ATTACKS, Run, rows, table


def test_the_page_has_every_attack() -> None:
    """In the order in which they are declared."""
    assert rows() == [(one.attack, one.before) for one in ATTACKS]


def test_figures_of_several_runs_are_not_mixed() -> None:
    """Of several values the largest is shown; a run that left an attack out makes no table."""
    figures = {one.name: {name: [1.0, 3.0, 2.0] for _, name, _, _ in Formatter().parse(one.now) if name}
               for one in ATTACKS}  # fmt: skip
    assert "| cut; p99 of others 3 ms |" in table(Run(figures, (0.1, 0.2)))
    del figures["uploads"]
    with pytest.raises(KeyError, match="uploads"):
        table(Run(figures, (0.1, 0.2)))

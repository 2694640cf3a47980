"""The table of attacks in docs/operations.md, and the figures it is made from."""

from string import Formatter

import pytest

from tests.faults.table import ATTACKS, Run, rows, table


def test_the_page_has_every_attack() -> None:
    """The page has every attack, in the order of their declaration."""
    assert rows() == [(one.attack, one.before) for one in ATTACKS]


def test_figures_of_several_runs_are_not_mixed() -> None:
    """The largest of several values is shown; a run that left an attack out makes no table."""
    figures = {one.name: {name: [1.0, 3.0, 2.0] for _, name, _, _ in Formatter().parse(one.now) if name}
               for one in ATTACKS}  # fmt: skip
    assert "| cut; p99 of others 3 ms |" in table(Run(figures, (0.1, 0.2)))
    del figures["uploads"]
    with pytest.raises(KeyError, match="uploads"):
        table(Run(figures, (0.1, 0.2)))

"""What the fault tests measure is shown: a bound that holds says less than the figure."""

import os
import sys
from collections.abc import Callable, Iterator
from typing import Protocol

import pytest

from tests.faults.table import Run, write_figures

Tell = Callable[[str], None]


class Measured(Protocol):
    """Keeps figures of an attack, by its name in `tests.faults.table`, and shows them."""

    def __call__(self, attack: str, **figures: float) -> None: ...


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Tell:
    """Shows a line."""

    def told(line: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n{line}\n")

    return told


@pytest.fixture(scope="session")
def run() -> Iterator[dict[str, dict[str, list[float]]]]:
    """The figures of this run, by attack. They are left for the table if any was measured."""
    figures: dict[str, dict[str, list[float]]] = {}
    before = os.getloadavg()[0]
    yield figures
    if figures:
        write_figures(Run(figures, (before, os.getloadavg()[0])))


@pytest.fixture
def measured(run: dict[str, dict[str, list[float]]], tell: Tell) -> Measured:
    """Keeps and shows."""

    def keep(attack: str, **figures: float) -> None:
        kept = run.setdefault(attack, {})
        for name, value in figures.items():
            kept.setdefault(name, []).append(value)
        tell(f"{attack}: " + ", ".join(f"{name} {value:.1f}" for name, value in figures.items()))

    return keep

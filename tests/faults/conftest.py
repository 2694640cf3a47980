"""Fault tests print their figures: that a limit was kept says less than the figure."""

import os
import sys
from collections.abc import Callable, Iterator
from typing import Protocol

import pytest

from tests.faults.table import Run, write_figures

Tell = Callable[[str], None]


class Measured(Protocol):
    """Records an attack's figures under its name in `tests.faults.table`, and prints them."""

    def __call__(self, attack: str, **figures: float) -> None: ...


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Tell:
    """Print a line."""

    def show(line: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n{line}\n")

    return show


@pytest.fixture(scope="session")
def run() -> Iterator[dict[str, dict[str, list[float]]]]:
    """The figures of this run, by attack, saved for the table if there are any."""
    figures: dict[str, dict[str, list[float]]] = {}
    before = os.getloadavg()[0]
    yield figures
    if figures:
        write_figures(Run(figures, (before, os.getloadavg()[0])))


@pytest.fixture
def measured(run: dict[str, dict[str, list[float]]], tell: Tell) -> Measured:
    """Record and print figures."""

    def keep(attack: str, **figures: float) -> None:
        kept = run.setdefault(attack, {})
        for name, value in figures.items():
            kept.setdefault(name, []).append(value)
        tell(f"{attack}: " + ", ".join(f"{name} {value:.1f}" for name, value in figures.items()))

    return keep

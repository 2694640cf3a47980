"""The tutorial tells the truth: each command, run against the demo, prints what the page shows."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.tutorial import PAGE, STEP, answer, demo
from tests.serving import Server

STEPS = [(step["command"], step["answer"]) for step in STEP.finditer(PAGE.read_text())]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    """The demo, and the folder it is in."""
    folder = tmp_path_factory.mktemp("tutorial")
    with demo(folder) as server:
        yield server, folder


def test_every_command_has_an_answer() -> None:
    """No command of the page is left out of this test."""
    assert len(STEPS) == len(re.findall("^```sh$", PAGE.read_text(), re.M)) >= 12


@pytest.mark.parametrize(("command", "shown"), STEPS, ids=[command.split("\n")[0][:60] for command, _ in STEPS])
def test_a_command_prints_what_the_page_shows(command: str, shown: str, served: tuple[Server, Path]) -> None:
    """To the byte, except for trailing blanks."""
    assert answer(command, *served).rstrip() == shown.rstrip()

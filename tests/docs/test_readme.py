"""The README says what is so: its examples run, its table of settings is the settings, its links lead somewhere."""

import json
import re

import pytest

from api.settings import Settings
from tests.serving import ROOT, Server

README = (ROOT / "README.md").read_text()
EXAMPLE = re.compile(
    r"```sh\ncurl -s '(?P<url>[^']+)'(?P<piped> \| python3 -m json.tool)?\n```\n```\w+\n(?P<answer>.*?)```", re.DOTALL
)
EXAMPLES = EXAMPLE.findall(README)


def settings_table() -> str:
    """The table that the README should have."""
    rows = ["| variable | default | meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else str(field.default)
        rows.append(f"| `ARTICLE_FACTS_{name.upper()}` | {f'`{default}`' if default else ''} | {field.description} |")
    return "\n".join(rows)


def test_there_are_examples() -> None:
    """The README answers real questions."""
    assert len(EXAMPLES) >= 3


@pytest.mark.parametrize(("url", "piped", "answer"), EXAMPLES)
def test_an_example_gives_its_answer(server: Server, url: str, piped: str, answer: str) -> None:
    """Each example, run against a server, prints what the README shows."""
    found = server.get(url.removeprefix("http://127.0.0.1:8000")).text
    if piped:
        assert json.loads(found) == json.loads(answer)
    else:
        assert found.replace("\r\n", "\n") == answer


def test_the_settings_are_those_of_the_program() -> None:
    """The table of settings is generated: `python -m tests.docs.settings` writes it."""
    shown = re.search(r"<!-- settings -->\n(.*?)\n<!-- /settings -->", README, re.DOTALL)
    assert shown is not None
    assert shown[1] == settings_table()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!https?:)([^)#]+)", README))))
def test_a_link_leads_somewhere(target: str) -> None:
    """Every file that the README links to is there."""
    assert (ROOT / target).exists()


@pytest.mark.parametrize("room", re.findall(r"^\| (`[^|]+`) \|", README.split("## The code")[1], re.MULTILINE))
def test_the_map_is_of_this_code(room: str) -> None:
    """Every room of the map exists."""
    for name in re.findall(r"`([^`]+)`", room):
        assert (ROOT / name).exists()

"""What examples/ holds is listed, and its Grafana dashboard asks what the API answers."""

import json
from typing import Any

import pytest

from tests.serving import ROOT, Server

EXAMPLES = ROOT / "examples"
BOARD = json.loads((EXAMPLES / "grafana_infinity.json").read_text())
TARGETS = [(panel["title"], target) for panel in BOARD["panels"] for target in panel["targets"]]
RANGE = {"${url}": "", "${__from}": "1714521600000", "${__to}": "1717199999000"}  # May 2024, as Grafana gives it


def test_every_example_is_listed() -> None:
    """With how it is run and what was tried of it."""
    page = (EXAMPLES / "README.md").read_text()
    files = {path.name for path in EXAMPLES.iterdir() if path.suffix in (".py", ".html", ".json")}
    assert all(f"[{name}]({name})" in page for name in files)
    assert len(files) >= 5


@pytest.mark.parametrize(("title", "target"), TARGETS, ids=[title for title, _ in TARGETS])
def test_a_panel_finds_its_rows_and_columns(server: Server, title: str, target: dict[str, Any]) -> None:
    """Under the root selector, by the macros that Grafana fills in; axes and columns have the names that are shown."""
    url = target["url"]
    for macro, value in RANGE.items():
        url = url.replace(macro, value)
    answer = server.get(url)
    assert answer.status_code == 200, answer.text
    rows = answer.json()[target["root_selector"]]
    assert rows
    for column in target["columns"]:
        assert all(column["selector"] in row for row in rows)
    panel = next(panel for panel in BOARD["panels"] if panel["title"] == title)
    named = {column["text"] for column in target["columns"]}
    assert {panel["options"]["xField"]} <= named if "xField" in panel["options"] else panel["type"] == "table"

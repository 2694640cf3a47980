"""The recipes work: each URL answers as the recipe takes it to, each column that a recipe names is there.

The Python programs on the page are run by `make interop`, in an environment that has their libraries.
"""

import re

import pytest

from tests.serving import ROOT, Server

PAGE = (ROOT / "docs" / "recipes.md").read_text()
RANGE = {"${__from}": "1714521600000", "${__to}": "1717199999000"}  # May 2024, as Grafana gives it
URLS = sorted(set(re.findall(r"http://127\.0\.0\.1:8000(/v1/[^\s'\"`)]+)", PAGE)))


def filled(url: str) -> str:
    """The URL with Grafana's macros as numbers."""
    for macro, value in RANGE.items():
        url = url.replace(macro, value)
    return url


def test_the_page_has_what_it_promises() -> None:
    """Every tool has its section, and there are URLs to try."""
    for tool in ("curl and jq", "pandas", "DuckDB", "spreadsheet", "Grafana", "Power BI", "Observable"):
        assert re.search(rf"^## .*{tool}", PAGE, re.MULTILINE)
    assert len(URLS) >= 8


@pytest.mark.parametrize("url", URLS)
def test_a_url_answers(server: Server, url: str) -> None:
    """Each URL gives records, in the format of its suffix."""
    answer = server.get(filled(url))
    assert answer.status_code == 200
    assert len(answer.content) > 100


def test_grafana_finds_its_columns(server: Server) -> None:
    """Rows are under the root selector, with the columns that the table names, all within the time range."""
    url = next(url for url in URLS if "__from" in url)
    named = re.search(r"\| Columns \| (.*) \|", PAGE)
    assert named is not None
    rows = server.get(filled(url)).json()["items"]
    assert rows
    for row in rows:
        assert set(re.findall(r"`(\w+)`", named[1])) <= set(row)
        assert (row["earliest"] or "0001") <= "2024-05-31"
        assert (row["latest"] or "9999") >= "2024-05-01"

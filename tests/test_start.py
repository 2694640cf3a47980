"""The main job: the real article, served."""

import subprocess
import sys

from tests.serving import ARTICLE, ROOT, Server


def test_figures_of_the_article_are_served(server: Server) -> None:
    """The figures come as a page, each with its exact place and its hedge."""
    page = server.get("/v1/figures").json()
    staff = {item["id"]: item for item in page["items"]}[f"{ARTICLE}.asked-staff"]
    assert page["next_cursor"] is None
    assert (staff["min"], staff["max"], staff["hedge"], staff["unit"]) == (700, 800, "range", "employees")
    assert staff["evidence"][0]["end"] - staff["evidence"][0]["start"] == len(staff["evidence"][0]["exact"])


def test_installing_the_checkout_as_a_package_says_what_to_do_instead() -> None:
    """`pip install .` runs setup.py, which ends with a sentence that names the command to use."""
    done = subprocess.run([sys.executable, "setup.py"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "`make serve`" in done.stderr

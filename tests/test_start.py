"""The main job: the real article, served."""

from tests.serving import ARTICLE, Server


def test_figures_of_the_article_are_served(server: Server) -> None:
    """The figures come as a page, each with its exact place and its hedge."""
    page = server.get("/v1/figures").json()
    staff = {item["id"]: item for item in page["items"]}[f"{ARTICLE}.asked-staff"]
    assert page["next_cursor"] is None
    assert (staff["min"], staff["max"], staff["hedge"], staff["unit"]) == (700, 800, "range", "employees")
    assert staff["evidence"][0]["end"] - staff["evidence"][0]["start"] == len(staff["evidence"][0]["exact"])

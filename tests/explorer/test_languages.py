"""Headlines and phrases of an article carry its language and go the way that it is written; all else is English."""

import json
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from flask.testing import FlaskClient

from api.charts.map import map_svg
from tests.conftest import client_of
from tests.explorer.markup import Page
from tests.explorer.reading import BROWSER, get, items
from tests.serving import ROOT

NEWS = ROOT / "tests" / "fixtures" / "news"
METRO = "haigang-last-metro"
CLAIM = f"{METRO}.misses-last-train"
PAGES = ("/", "/articles", f"/articles/{METRO}", f"/claims?article={METRO}", f"/claims/{CLAIM}",
         f"/facts?article={METRO}", "/search?q=海港市*", f"/articles/{METRO}/text-check")  # fmt: skip


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of an app with an article in Chinese, and a quotation in Arabic in it."""
    folder: Path = tmp_path_factory.mktemp("languages")
    return client_of(folder, NEWS / "seeds")


@pytest.fixture(scope="module")
def quoted(news: FlaskClient) -> set[str]:
    """The headline and the phrases that stand in the article and are no entry's name."""
    article, *facts = (
        json.loads(line)
        for path in (f"/v1/articles.ndjson?id={METRO}", f"/v1/facts.ndjson?article={METRO}")
        for line in news.get(path).text.splitlines()
    )
    entries = [one for name in ("companies", "parties", "locations") for one in items(news, f"/v1/{name}?limit=1000")]
    names = {name for entry in entries for name in (entry["name"], *entry["aliases"])}
    return {article["headline"], *(row["text"] for row in facts)} - names


def _assert_marked(page: Page, quoted: set[str]) -> int:
    found = [(above, text) for above, text in page.words if text in quoted and above[-1].name != "title"]
    for above, text in found:
        marked = next((one.attributes for one in reversed(above) if "lang" in one.attributes), {})
        assert (marked.get("lang"), marked.get("dir")) == ("zh-Hans", "auto"), text
    return len(found)


@pytest.mark.parametrize("path", PAGES)
def test_words_of_an_article_carry_its_language(news: FlaskClient, path: str, quoted: set[str]) -> None:
    """Wherever a page shows its headline or a phrase of it, in Chinese or in Arabic."""
    answer = get(news, path)
    assert answer.status_code == 200
    assert _assert_marked(Page(answer.text), quoted) >= 1


def test_a_checked_text_carries_its_language(news: FlaskClient, quoted: set[str]) -> None:
    """The text itself and the phrases that are looked up in it."""
    text = (NEWS / "texts" / f"{METRO}.txt").read_text()
    answer = news.post(f"/articles/{METRO}/text-check", data={"text": text}, headers=BROWSER)
    assert _assert_marked(Page(answer.text), quoted) > 30


def test_a_feed_carries_the_language_of_a_headline(news: FlaskClient) -> None:
    """The feed is in English, the title of an article in Chinese is not."""
    feed = fromstring(news.get("/v1/articles.atom").data)  # noqa: S314 - our own
    language, atom = "{http://www.w3.org/XML/1998/namespace}lang", "{http://www.w3.org/2005/Atom}"
    titles = {title.text: title.get(language) for title in feed.iter(f"{atom}title")}
    assert feed.get(language) == "en"
    assert titles["海港市拟延长地铁末班车时间"] == "zh-Hans"


def test_a_picture_writes_names_from_right_to_left() -> None:
    """A name in Arabic ends where one in English would begin, and keeps its place."""
    place = {"name": "القطار (1)", "latitude": 30.0, "longitude": 31.0}
    texts = [node for node in fromstring(map_svg([place])).iter() if node.tag.endswith("text")]  # noqa: S314 - our own
    (name,) = (node for node in texts if node.text == place["name"])
    assert (name.get("direction"), name.get("text-anchor")) == ("rtl", "end")

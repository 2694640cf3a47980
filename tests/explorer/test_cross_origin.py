"""The API asked by a script of another origin, in a real browser: what its preflights let through."""

from typing import Any

import pytest

from tests.conftest import Start
from tests.explorer.browser import Browser
from tests.serving import ARTICLE, Server

_FETCH = """
const [url, options, done] = arguments;
fetch(url, options).then(
  async (answer) => done({status: answer.status, etag: answer.headers.get("ETag"), text: await answer.text()}),
  (error) => done({failed: error.name}),
);
"""
_CUSTOM = {"X-Request-ID": "from-a-script"}  # any header that is not on the browser's short list makes it ask first


@pytest.fixture(scope="module", params=["wsgi:app", "asgi:app"])
def api(request: pytest.FixtureRequest, started: Start) -> Server:
    """The server that is asked, in each shape."""
    return started(request.param)


@pytest.fixture
def script(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Browser:
    """A page of another origin: a file, whose origin is opaque, the strictest case."""
    page = tmp_path_factory.mktemp("elsewhere") / "page.html"
    page.write_text("<!doctype html><title>elsewhere</title>")
    chromium.start("")
    chromium.driver.get(page.as_uri())
    return chromium


def fetch(script: Browser, url: str, **options: Any) -> dict[str, Any]:
    """What the script gets."""
    found: dict[str, Any] = script.driver.execute_async_script(_FETCH, url, options)
    return found


def test_a_script_elsewhere_reads_and_revalidates(script: Browser, api: Server) -> None:
    """With headers that need a preflight: a first answer, its validator, then 304."""
    url = f"{api.url}/v1/figures?limit=1"
    first = fetch(script, url, headers=_CUSTOM, cache="no-store")
    assert first["status"] == 200
    again = fetch(script, url, headers=_CUSTOM | {"If-None-Match": first["etag"]}, cache="no-store")
    assert again["status"] == 304


def test_a_script_elsewhere_checks_a_text(script: Browser, api: Server) -> None:
    """The one POST there is, asked for first."""
    url = f"{api.url}/v1/articles/{ARTICLE}/text-check"
    options = {"method": "POST", "body": "A text.", "headers": {"Content-Type": "text/plain", **_CUSTOM}}
    answer = fetch(script, url, **options)
    assert answer["status"] == 200
    assert '"missing"' in answer["text"]


@pytest.mark.parametrize(
    "options", [{"method": "DELETE"}, {"method": "PUT", "body": "x"}, {"headers": {"X-Unheard-Of": "1"}}], ids=str
)
def test_what_is_not_offered_is_not_sent(script: Browser, api: Server, options: dict[str, Any]) -> None:
    """Another method, or a header that the API does not know: the browser itself refuses."""
    assert fetch(script, f"{api.url}/v1/figures", **options) == {"failed": "TypeError"}

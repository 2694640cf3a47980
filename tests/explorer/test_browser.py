"""The explorer in a real browser, as a visitor uses it."""

import csv
import io
from pathlib import Path

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.explorer import sample
from tests.explorer.browser import PHONE, Browser
from tests.serving import ARTICLE, Server

PAGES = (
    "/",
    f"/articles/{ARTICLE}",
    f"/articles/{ARTICLE}/text-check",
    "/articles",
    "/facts",
    "/claims?verification=not_independently_verified",
    "/figures",
    "/figures?hedge=about",
    "/dates",
    "/events",
    "/mentions",
    "/companies",
    "/locations",
    "/companies/microsoft",
    "/locations/china",
    f"/claims/{ARTICLE}.staff-specialties",
    f"/figures/{ARTICLE}.asked-staff",
    f"/dates/{ARTICLE}.revealed-thursday",
    "/claims/counts?by=speaker,modality",
    "/search?q=china",
    "/search?q=zebra",
    "/guide",
    "/guide/glossary",
    "/guide/recipes",
    "/v1/problems/",
)
TABLES = ("/claims/counts?by=speaker,modality", "/facts", "/companies/microsoft")
PICTURES = ("/figures?hedge=about", "/dates", "/events")
assert {*TABLES, *PICTURES} <= {*PAGES}


def _download(browser: Browser, selector: str) -> Path:
    held = set(browser.downloads.iterdir())
    browser.one(selector).click()
    return Path(browser.until(lambda: [f for f in set(browser.downloads.iterdir()) - held if f.suffix == ".csv"])[0])


def test_a_visitor_gets_from_the_first_page_to_a_table_of_a_record(browser: Browser) -> None:
    """Home, search, article, record, CSV: each step is a link or a form."""
    browser.open("/")
    browser.one(".wide input[name=q]").send_keys("relocation")
    browser.follow(".wide button")
    assert browser.path == "/search?q=relocation"
    browser.follow(f"a[href='/articles/{ARTICLE}']")
    browser.follow(".fact.claim .label a")
    label = browser.one("h1").text
    rows = list(csv.DictReader(io.StringIO(_download(browser, ".formats a[type='text/csv']").read_text())))
    assert [row["label"] for row in rows] == [label]


def test_the_filter_form_asks_what_the_api_is_asked(browser: Browser, server: Server) -> None:
    """A choice in the form becomes the same parameter, without those left empty, and gives the same records."""
    browser.open("/figures")
    browser.one("select[name=hedge] option[value=about]").click()
    browser.follow(".filters button")
    assert browser.path == "/figures?hedge=about"
    found = server.get("/v1/figures?hedge=about").json()["items"]
    assert browser.texts("td.as-title") == [figure["label"] for figure in found]
    assert browser.one("#api").text == "/v1/figures?hedge=about"


def test_counts_and_headings_lead_to_narrowed_and_sorted_pages(browser: Browser, server: Server) -> None:
    """A count is a link to exactly what it counts; a heading sorts, and sorts the other way the second time."""
    browser.open("/claims")
    browser.follow(".facets a[href*='modality=feared']")
    assert browser.one(".total").text == "2 claims"
    browser.open("/figures")
    browser.follow("th.as-amount a")
    assert browser.one("th.as-amount").get_attribute("aria-sort") == "ascending"
    browser.follow("th.as-amount a")
    found = server.get("/v1/figures?sort=-value").json()["items"]
    assert browser.texts("td.as-title") == [figure["label"] for figure in found]


def test_the_copy_button_copies_the_absolute_address(browser: Browser) -> None:
    """The copied URL is absolute."""
    browser.command("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
    browser.open("/claims?modality=feared")
    button = browser.one("button[data-copy=api]")
    button.click()
    browser.until(lambda: button.text == "Copied")
    script = "const done = arguments[0]; navigator.clipboard.readText().then(done, (error) => done(String(error)))"
    copied = browser.driver.execute_async_script(script)
    assert copied == f"{browser.url}/v1/claims?modality=feared"


def _check_text(browser: Browser, text: str) -> None:
    browser.open(f"/articles/{sample.ARTICLE}/text-check")
    browser.run("document.getElementById('text').value = arguments[0]", text)
    browser.one("form[method=post] button").click()
    browser.until(lambda: browser.run("return document.readyState") == "complete" and browser.all("#result, .error h1"))


def test_a_pasted_text_is_marked_where_facts_stand_have_moved_or_are_missing(sample_browser: Browser) -> None:
    """Offsets are code points in NFC, for any Unicode form, line ends and emoji in the pasted text."""
    _check_text(sample_browser, sample.TEXT)
    assert sample_browser.one("[role=status]").text.startswith("This is exactly the text")
    assert sample_browser.texts("mark.exact") == ["about 40 guests", "the hall & yard"]
    _check_text(sample_browser, sample.pasted())
    assert "1 moved, 0 ambiguous, 4 missing" in sample_browser.one("[role=status]").text
    assert sample_browser.texts("mark.moved") == ["about 40 guests"]
    assert set(sample_browser.texts("#checks .missing")) == {"missing"}
    assert sample_browser.run("return document.querySelectorAll('#overlay b').length") == 0


def test_the_result_of_a_check_is_in_sight_on_a_phone(sample_browser: Browser) -> None:
    """The page opens at it."""
    sample_browser.show(PHONE)
    _check_text(sample_browser, sample.TEXT)
    top = "return document.getElementById('result').getBoundingClientRect().top"
    sample_browser.until(lambda: 0 <= sample_browser.run(top) < PHONE[1] / 3)


@pytest.mark.parametrize("width", [320, 768, 1024, 1280])
def test_no_page_scrolls_sideways_at_any_width(browser: Browser, width: int) -> None:
    """Between a small phone and a desk too, where a table of many columns stands beside the filters."""
    browser.show((width, 900))
    wider = []
    for path in PAGES:
        browser.open(path)
        wider += [path] if browser.run("return document.documentElement.scrollWidth") > width else []
    assert wider == []


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_on_a_phone(browser: Browser, path: str) -> None:
    """At 390 pixels everything has its place; tables and pictures stay legible."""
    browser.show(PHONE)
    browser.open(path)
    assert browser.run("return document.documentElement.scrollWidth") <= PHONE[0]
    if path in TABLES:
        _breaks_no_word(browser)
    if path in PICTURES:
        _is_seen_whole(browser)
    if path == "/locations":  # a map keeps a width at which its names can be read, and is pushed aside within the page
        assert browser.one(".picture img").size["width"] >= 640


def _breaks_no_word(browser: Browser) -> None:
    """A name in a table may take several lines, but none of them begins within a word."""
    lines = "[new Set([...link.getClientRects()].map((box) => box.top)).size, link.textContent.trim()]"
    for count, text in browser.run(f"return [...document.querySelectorAll('td a')].map((link) => {lines})"):
        assert count <= len(text.replace("-", " ").split()), text


def _is_seen_whole(browser: Browser) -> None:
    """The marks of a picture of rows need no scrolling, and its lettering shrinks by a fifth at most."""
    picture = browser.one(".picture img")
    assert 0.8 * 420 <= picture.size["width"] <= PHONE[0] - picture.location["x"]


def test_the_keyboard_alone_leads_to_a_record(browser: Browser) -> None:
    """Search, article, fact: each is reached by the tabulator, shows where the focus is, and opens with Enter."""
    browser.open("/")
    _tab_to(browser, "#find").send_keys("relocation", Keys.ENTER)
    browser.until(lambda: browser.path == "/search?q=relocation")
    _tab_to(browser, f"a[href='/articles/{ARTICLE}']").send_keys(Keys.ENTER)
    browser.until(lambda: browser.path == f"/articles/{ARTICLE}")
    _tab_to(browser, ".fact .label a").send_keys(Keys.ENTER)
    browser.until(lambda: browser.path.startswith(f"/claims/{ARTICLE}."))


def _tab_to(browser: Browser, selector: str) -> WebElement:
    """Go from stop to stop until what the selector finds has the focus; every stop can be seen."""
    browser.until(lambda: browser.run("return document.readyState") == "complete")
    look = "const at = document.activeElement; return [getComputedStyle(at).outlineStyle, at.matches(arguments[0])]"
    for _ in range(60):
        ActionChains(browser.driver, duration=0).send_keys(Keys.TAB).perform()
        outline, is_there = browser.run(look, selector)
        assert outline != "none"
        if is_there:
            return browser.driver.switch_to.active_element
    raise AssertionError(f"the tabulator does not reach {selector}")


def test_the_keyboard_reaches_the_content_at_once(browser: Browser) -> None:
    """The first stop is a visible way past the navigation."""
    browser.open(f"/articles/{ARTICLE}")
    browser.one("body").send_keys(Keys.TAB)
    skip = browser.driver.switch_to.active_element
    assert (skip.text, skip.rect["x"] >= 0) == ("Skip to the content", True)
    skip.send_keys(Keys.ENTER)
    browser.until(lambda: browser.driver.switch_to.active_element.get_attribute("id") == "main")


def test_without_scripts_pages_work_and_say_what_does_not(browser: Browser) -> None:
    """Searching, filtering and checking a text need no script; copying is not offered."""
    browser.command("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(f"/articles/{ARTICLE}/text-check")
        browser.one("#text").send_keys("Microsoft")
        browser.one("form[method=post] button").click()
        browser.until(lambda: browser.all("#result"))
        browser.open("/")
        browser.one(".wide input[name=q]").send_keys("relocation", Keys.ENTER)
        browser.until(lambda: browser.path == "/search?q=relocation")
        assert not any(button.is_displayed() for button in browser.all("button.copy"))
    finally:
        browser.command("Emulation.setScriptExecutionDisabled", value=False)


def test_printed_pages_leave_out_what_paper_cannot_do(browser: Browser) -> None:
    """Facts are printed, with pictures whole; forms and navigation are not."""
    browser.show(media="print")
    browser.open("/figures")
    assert not any(element.is_displayed() for element in browser.all(".filters, .top nav, .find, .copy"))
    assert browser.one("table.records").is_displayed()
    browser.open(f"/articles/{ARTICLE}")
    assert {image.value_of_css_property("max-height") for image in browser.all(".picture img")} == {"none"}


def test_a_printed_article_fits_the_paper_and_heads_nothing_empty(browser: Browser) -> None:
    """The list of paragraphs leads nowhere on paper, so its heading is left out with it."""
    browser.show((700, 900), media="print")
    browser.open(f"/articles/{ARTICLE}")
    assert browser.run("return document.documentElement.scrollWidth") <= 700
    headings = [one.text for one in browser.all("h2") if one.is_displayed()]
    assert "The facts in reading order" in headings
    assert "Paragraphs" not in headings


def test_the_scheme_follows_the_visitor(browser: Browser) -> None:
    """Dark paper where dark is preferred."""
    paper = "return getComputedStyle(document.documentElement).backgroundColor"
    browser.open("/")
    light = browser.run(paper)
    browser.show(scheme="dark")
    assert browser.run(paper) != light


DRAWN = ("/v1/figures.svg", "/v1/events.svg", "/v1/locations.svg", "/v1/claims/counts.svg?by=modality")


@pytest.mark.parametrize("path", DRAWN)
def test_a_picture_opened_by_itself_follows_the_scheme(browser: Browser, path: str) -> None:
    """Dark paper and light ink where dark is preferred, white paper else and in print; its policy blocks nothing."""
    ink = "return getComputedStyle(document.querySelector('text')).fill"
    papers, inks = [], []
    for scheme, media in (("light", "screen"), ("dark", "screen"), ("dark", "print")):
        browser.show(scheme=scheme, media=media)
        browser.open(path)
        papers.append(browser.shade(browser.one("svg")))
        inks.append(browser.run(ink))
    assert papers == ["#ffffff", "#171613", "#ffffff"]
    assert inks == ["rgb(26, 26, 26)", "rgb(235, 231, 223)", "rgb(26, 26, 26)"]


def test_pictures_in_a_page_follow_its_scheme(browser: Browser) -> None:
    """Each of them, as the page itself does: white by day and on paper, dark by night."""
    found = {}
    for scheme, media in (("light", "screen"), ("dark", "screen"), ("dark", "print")):
        browser.show(scheme=scheme, media=media)
        browser.open(f"/articles/{ARTICLE}")
        browser.run("for (const image of document.images) { image.loading = 'eager'; }")
        browser.driver.execute_async_script(
            "Promise.all([...document.images].map((one) => one.decode())).then(arguments[0])"
        )
        found[scheme, media] = {browser.shade(image) for image in browser.all("main img")}
    assert found == {("light", "screen"): {"#ffffff"}, ("dark", "screen"): {"#171613"}, ("dark", "print"): {"#ffffff"}}


def test_hostile_labels_stay_text(sample_browser: Browser) -> None:
    """A label cannot end a script, start an element or run."""
    sample_browser.open(f"/articles/{sample.ARTICLE}")
    assert sample_browser.one("h1").text == sample.HOSTILE
    assert sample_browser.all("main img[src=x]") == []

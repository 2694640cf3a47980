"""A real browser, as the tests use it."""

import base64
import contextlib
import json
import shutil
import struct
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
WIDE, PHONE = (1280, 900), (390, 844)
_PATIENCE = 20  # seconds; a loaded machine is slow, a broken page stays so


@contextlib.contextmanager
def driver(profile: Path) -> Iterator[webdriver.Chrome]:
    """Chromium under its driver, ended when the block is left."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    running = webdriver.Chrome(options=options, service=service)
    try:
        yield running
    finally:
        running.quit()


class Browser:
    """A browser at one server; paths begin with '/'."""

    def __init__(self, running: webdriver.Chrome, downloads: Path) -> None:
        self.driver, self.downloads, self.url = running, downloads, ""

    def start(self, url: str) -> None:
        """A fresh start: wide and light, nothing logged."""
        self.url = url
        self.driver.get("about:blank")
        self.show()
        self.command("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(self.downloads))
        self.console()
        self.driver.get_log("performance")

    def command(self, name: str, **parameters: Any) -> Any:
        """One command of the DevTools protocol."""
        return self.driver.execute_cdp_cmd(name, parameters)

    def show(self, size: tuple[int, int] = WIDE, scheme: str = "light", media: str = "screen") -> None:
        """The window's size, the colour scheme and the medium."""
        still = {"name": "prefers-reduced-motion", "value": "reduce"}  # so that nothing moves under a click
        features = [{"name": "prefers-color-scheme", "value": scheme}, still]
        self.command("Emulation.setEmulatedMedia", media=media, features=features)
        width, height = size
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=size == PHONE
        )

    def open(self, path: str) -> None:
        """Go to a page and wait until it is loaded."""
        self.driver.get(self.url + path)

    @property
    def path(self) -> str:
        """Where the browser is, without the server."""
        return self.driver.current_url.removeprefix(self.url)

    def one(self, selector: str) -> WebElement:
        """The first element that the CSS selector finds."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        """All of them."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def texts(self, selector: str) -> list[str]:
        """What they say."""
        return [element.text for element in self.all(selector)]

    def follow(self, selector: str) -> None:
        """Click what leads to another page, and wait until it is there."""
        before = self.driver.current_url
        self.one(selector).click()
        self.until(lambda: self.driver.current_url != before and self.run("return document.readyState") == "complete")

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a script in the page."""
        return self.driver.execute_script(script, *arguments)

    def until(self, condition: Any) -> Any:
        """Wait until the condition holds; its value."""
        end = time.monotonic() + _PATIENCE
        while not (found := condition()):
            assert time.monotonic() < end, "the page did not come to that"
            time.sleep(0.05)
        return found

    def shade(self, element: WebElement) -> str:
        """The colour near the element's top left corner, as `#rrggbb`; the page is scrolled there."""
        corner = (
            "arguments[0].scrollIntoView(); const box = arguments[0].getBoundingClientRect(); return [box.x, box.y]"
        )
        x, y = self.run(corner, element)
        clip = {"x": x + 9, "y": y + 9 + self.run("return scrollY"), "width": 1, "height": 1, "scale": 1}
        taken = self.command("Page.captureScreenshot", format="png", clip=clip)
        png = base64.b64decode(taken["data"])
        return "#" + zlib.decompress(b"".join(_pixels(png)))[1:4].hex()

    def console(self) -> list[str]:
        """What the console says since last asked: warnings and errors."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] != "INFO"]

    def elsewhere(self) -> list[str]:
        """Requests since last asked that went to another origin."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        sent = [one["params"]["request"]["url"] for one in messages if one["method"] == "Network.requestWillBeSent"]
        here = ("http", "https", "ws", "wss")
        return [url for url in sent if urlsplit(url).scheme in here and not url.startswith(self.url)]


def _pixels(png: bytes) -> Iterator[bytes]:
    """The chunks of a PNG that hold its pixels, deflated."""
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            yield png[at + 8 : at + 8 + length]
        at += 12 + length

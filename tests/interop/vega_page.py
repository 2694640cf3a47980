"""examples/vega_lite.html draws in Chromium what it reads from the API, which is another origin. Vega is installed
in the current folder."""

import shutil
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from asking import URL, items, same
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

ROOT = Path(__file__).parent.parent.parent


class Quiet(SimpleHTTPRequestHandler):
    """Serves the current folder without logging."""

    def log_message(self, *_: object) -> None:
        """Log nothing."""


shutil.copy(ROOT / "examples" / "vega_lite.html", ".")
server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory="."))
threading.Thread(target=server.serve_forever, daemon=True).start()
options = webdriver.ChromeOptions()
options.binary_location = shutil.which("chromium") or ""
with tempfile.TemporaryDirectory() as profile:
    for flag in ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        driver.get(f"http://127.0.0.1:{server.server_port}/vega_lite.html?api={URL}")
        drawn = (By.CSS_SELECTOR, "body[data-drawn=yes] #figures .marks")
        WebDriverWait(driver, 30).until(lambda page: page.find_elements(*drawn))
        state = "return document.querySelector('#{}').querySelector('.marks') !== null"
        same("both charts", [driver.execute_script(state.format(one)) for one in ("claims", "figures")], [True, True])
        name = driver.find_element(By.ID, "name").text
    finally:
        driver.quit()
server.shutdown()
same("the measure's name", name in {one["name"] for one in items("measures")}, True)
print(f"Vega-Lite in Chromium: claims by outlet, and figures of “{name}”")

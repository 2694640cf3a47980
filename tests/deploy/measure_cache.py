"""nginx's speed on kept answers against its speed on a static file of the same bytes, by wrk; not a test."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.deploy.proxy import proxied
from tests.serving import serving

_PATH = "/v1/figures?limit=10"


def speed(url: str, seconds: int) -> float:
    """Requests a second."""
    command = ["wrk", "-t1", "-c32", f"-d{seconds}s", url]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    (number,) = re.findall(r"Requests/sec:\s+([\d.]+)", told)
    return float(number)


def main(seconds: int) -> None:
    """Prints both and their ratio, three times, in turn."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o755)
        static = place / "static"
        static.mkdir()
        changes = {
            "rate=50r/s": "rate=100000r/s",
            "burst=100": "burst=100000",
            "    location / {": f"    location /static/ {{ root {place}; }}\n    location / {{",
        }
        with (
            serving(place / "server", ARTICLE_FACTS_MAX_AGE="3600") as server,
            proxied(server, place / "front", changes) as front,
        ):
            (static / "page").write_bytes(front.get(_PATH).content)
            for _ in range(3):
                kept, plain = speed(front.url + _PATH, seconds), speed(front.url + "/static/page", seconds)
                sys.stdout.write(f"kept {kept:.0f}/s, static {plain:.0f}/s, ratio {kept / plain:.2f}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)

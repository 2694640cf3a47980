"""Writes the answers of the README's examples anew: `python -m tests.docs.examples`."""

import json
import re
import tempfile
from pathlib import Path

from tests.docs.test_readme import EXAMPLE
from tests.serving import ROOT, serving


def main() -> None:
    """Ask each example of a server of the shipped article, and write what it answers into the page."""
    path = ROOT / "README.md"
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:

        def answered(example: re.Match[str]) -> str:
            found = server.get(example["url"].removeprefix("http://127.0.0.1:8000"))
            text = pretty(found.text) if example["piped"] else found.text.replace("\r\n", "\n")
            return example[0][: example.start("answer") - example.start()] + text + "```"

        path.write_text(EXAMPLE.sub(answered, path.read_text()))


def pretty(text: str) -> str:
    """As `python3 -m json.tool` shows it."""
    return json.dumps(json.loads(text), indent=4) + "\n"


if __name__ == "__main__":
    main()

"""Writes the README's table of settings: `python -m tests.docs.settings`."""

import re

from tests.docs.test_readme import settings_table
from tests.serving import ROOT

if __name__ == "__main__":
    readme = ROOT / "README.md"
    table = f"<!-- settings -->\n{settings_table()}\n<!-- /settings -->"
    readme.write_text(re.sub(r"<!-- settings -->.*<!-- /settings -->", lambda _: table, readme.read_text(), flags=re.S))

"""Stops `pip install .`: the server runs from its checkout, which holds seeds, settings and make targets."""

import sys

sys.exit(
    "Article Facts is not installed as a package. Run it from its checkout: `make serve` makes a virtual environment "
    "and starts the server; `pip install --require-hashes -r requirements.txt` installs what it needs elsewhere."
)

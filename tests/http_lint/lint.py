"""Runs inside the tools' own environment: httplint on each file named, one JSON line of its text a file."""

import io
import json
import sys
import time
from argparse import Namespace
from contextlib import redirect_stdout
from pathlib import Path

from httplint.cli.http_parser import HttpCliParser, modes

for name in sys.argv[1:]:
    heard = io.StringIO()
    with redirect_stdout(heard):
        how = Namespace(mode=modes.RESPONSE, now=True, locale=None)
        HttpCliParser(how, time.time()).handle_input(Path(name).read_bytes())
    sys.stdout.write(json.dumps(heard.getvalue()) + "\n")

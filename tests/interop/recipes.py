"""Runs the Python programs of docs/recipes.md unchanged, except for the server's address."""

import os
import re
import sys
import tempfile
from pathlib import Path

PAGE = (Path(__file__).parent.parent.parent / "docs" / "recipes.md").read_text()
programs = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
os.chdir(tempfile.mkdtemp())
for program in programs:
    exec(compile(program.replace("http://127.0.0.1:8000", sys.argv[1]), "recipe", "exec"), {})

print(f"recipes: {len(programs)} programs of docs/recipes.md")

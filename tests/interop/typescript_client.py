"""Types by openapi-typescript with openapi-fetch, and functions by orval: programs written with them compile strictly,
and list, page, filter by two values and check a text, with the defaults of each.

The folder with the installed packages is the current one.
"""

import json
import shutil
import subprocess
from pathlib import Path

from asking import URL, body

HERE = Path(__file__).parent / "typescript"
TOOLS = Path("node_modules/.bin").absolute()

for file in ("fetch_article.ts", "orval_article.ts", "tsconfig.json"):
    shutil.copy(HERE / file, ".")
Path("openapi.json").write_bytes(body("/openapi.json"))
# Where the server is, is the one thing that orval has to be told: the contract's own server is "/".
Path("orval.config.cjs").write_text(
    "module.exports = { facts: { input: './openapi.json', "
    f"output: {{ target: './orval.ts', client: 'fetch', baseUrl: {json.dumps(URL)} }} }} }};\n"
)
for command in (
    [TOOLS / "openapi-typescript", "openapi.json", "-o", "contract.d.ts"],
    [TOOLS / "orval", "--config", "./orval.config.cjs"],
    [TOOLS / "tsc", "--project", "."],
):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise SystemExit(f"{command[0].name}: {done.stdout}")
tools = json.loads(Path("package.json").read_text())["dependencies"]
for program, tool in (("fetch_article.js", "openapi-fetch"), ("orval_article.js", "orval")):
    told = subprocess.run(["node", program, URL], check=True, stdout=subprocess.PIPE, text=True).stdout
    print(f"{tool} {tools[tool]}: {told.strip()}")

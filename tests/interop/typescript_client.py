"""Types by openapi-typescript with openapi-fetch, and functions by orval: programs that use them compile strictly,
and list, page, filter by two values and check a text, with each tool's defaults.

The packages are installed in the current folder.
"""

import json
import shutil
import subprocess
from pathlib import Path

from asking import URL, body

HERE = Path(__file__).parent / "typescript"
TOOLS = Path("node_modules/.bin").absolute()

for file in ("fetch_article.ts", "orval_article.ts", "orval_axios_article.ts", "tsconfig.json"):
    shutil.copy(HERE / file, ".")
Path("openapi.json").write_bytes(body("/openapi.json"))
# Without any option orval asks by axios; by fetch it has to be told where the server is, since the contract's is "/".
Path("orval.config.cjs").write_text(
    "module.exports = { axios: { input: './openapi.json', output: './orval_axios.ts' }, "
    "facts: { input: './openapi.json', "
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
programs = (("fetch_article.js", "openapi-fetch"), ("orval_article.js", "orval"), ("orval_axios_article.js", "orval"))
for program, tool in programs:
    output = subprocess.run(["node", program, URL], check=True, stdout=subprocess.PIPE, text=True).stdout
    print(f"{tool} {tools[tool]}: {output.strip()}")

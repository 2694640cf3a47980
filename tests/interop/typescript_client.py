"""openapi-typescript makes types of the contract; a program written with them compiles and fetches the article.

The folder with the installed packages is the current one.
"""

import json
import shutil
import subprocess
from pathlib import Path

from asking import URL

HERE = Path(__file__).parent / "typescript"
TOOLS = Path("node_modules/.bin").absolute()

for file in ("fetch_article.ts", "tsconfig.json"):
    shutil.copy(HERE / file, ".")
subprocess.run(
    [TOOLS / "openapi-typescript", f"{URL}/openapi.json", "-o", "contract.d.ts"], check=True, capture_output=True
)
compiled = subprocess.run([TOOLS / "tsc", "--project", "."], stdout=subprocess.PIPE, text=True)
if compiled.returncode:
    raise SystemExit(compiled.stdout)
told = subprocess.run(["node", "fetch_article.js", URL], check=True, stdout=subprocess.PIPE, text=True).stdout
tools = json.loads(Path("package.json").read_text())["dependencies"]
print(f"openapi-typescript {tools['openapi-typescript']}, typescript {tools['typescript']}: {told.strip()}")

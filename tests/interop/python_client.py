"""openapi-python-client makes a package of the contract; the package compiles and fetches the article."""

import compileall
import pkgutil
import subprocess
import sys
import tempfile
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from asking import ARTICLE, URL, items, same

# The tool reads no request body of text/plain as text; as bytes it does. Its hooks would format the code.
CONFIG = "content_type_overrides:\n  text/plain: application/octet-stream\npost_hooks: []\n"

with tempfile.TemporaryDirectory() as folder:
    config, made = Path(folder) / "config.yaml", Path(folder) / "client"
    config.write_text(CONFIG)
    tool = Path(sys.executable).parent / "openapi-python-client"
    command = [tool, "generate", "--url", f"{URL}/openapi.json", "--output-path", made, "--config", config]
    subprocess.run([*command, "--fail-on-warning"], check=True, stdout=subprocess.DEVNULL)
    same("compiles", bool(compileall.compile_dir(made, quiet=1)), True)
    sys.path.insert(0, str(made))
    package = import_module("article_facts_client")
    modules = [module.name for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    for module in modules:
        import_module(module)

    client = package.Client(base_url=URL, raise_on_unexpected_status=True)
    article = import_module("article_facts_client.api.articles.get_article").sync(ARTICLE, client=client)
    page = import_module("article_facts_client.api.figures.list_figures").sync(
        client=client, value_min=750, value_max=750
    )
    (expected,) = items("articles")
    same("article", article.to_dict(), expected)
    same("lower bounds of figures that meet 750", {one.min_ for one in page.items} >= {700}, True)

print(f"openapi-python-client {version('openapi-python-client')}: {len(modules)} modules; “{article.headline}”")

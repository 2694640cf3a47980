"""openapi-python-client and datamodel-code-generator, with their defaults, generate clients that compile under
strict mypy and list, page, filter by two values and check a text."""

import json
import subprocess
import sys
import tempfile
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from asking import ARTICLE, URL, body, items, same

TOOLS = Path(sys.executable).parent
PROGRAM = """
from article_facts_client import Client
from article_facts_client.api.articles import check_text
from article_facts_client.api.figures import list_figures
from article_facts_client.models.check_text_json_body import CheckTextJsonBody
from article_facts_client.models.figure_page import FigurePage
from article_facts_client.models.hedge import Hedge
from article_facts_client.models.report import Report

def page(url: str, hedges: list[Hedge]) -> FigurePage:
    found = list_figures.sync(client=Client(base_url=url), hedge=hedges, limit=1)
    assert isinstance(found, FigurePage)
    return found

def others(url: str, hedges: list[Hedge]) -> FigurePage:
    found = list_figures.sync(client=Client(base_url=url), hedge_not=hedges, limit=1000)
    assert isinstance(found, FigurePage)
    return found

def check(url: str, article: str) -> Report:
    text = CheckTextJsonBody(text="A text of nobody in particular.")
    found = check_text.sync(article, client=Client(base_url=url), body=text)
    assert isinstance(found, Report)
    return found
"""

with tempfile.TemporaryDirectory() as folder:
    contract, made, models = (Path(folder) / name for name in ("openapi.json", "client", "models.py"))
    contract.write_bytes(body("/openapi.json"))
    generate = [TOOLS / "openapi-python-client", "generate", "--path", contract, "--output-path", made]
    subprocess.run(generate, check=True, stdout=subprocess.DEVNULL, env={"PATH": str(TOOLS)})
    (made / "program.py").write_text(PROGRAM)
    subprocess.run([TOOLS / "mypy", "--strict", "program.py"], check=True, stdout=sys.stderr, cwd=made)
    sys.path.insert(0, str(made))
    program = import_module("program")
    first = program.page(URL, [program.Hedge.ABOUT, program.Hedge.RANGE])
    same("one record a page", len(first.items), 1)
    same("more pages", isinstance(first.next_cursor, str), True)
    same("hedge", str(first.items[0].hedge) in ("about", "range"), True)
    excluded = {"about", "range"}
    left = program.others(URL, [program.Hedge.ABOUT, program.Hedge.RANGE]).items
    same("the others", len(left), len([one for one in items("figures") if one["hedge"] not in excluded]))
    same("nothing of it stands there", program.check(URL, ARTICLE).exact, 0)
    print(f"openapi-python-client {version('openapi-python-client')}: “{first.items[0].label}”")

    generate = [TOOLS / "datamodel-codegen", "--input", contract, "--output", models]
    subprocess.run(generate, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    sys.path.insert(0, folder)
    classes = import_module("models")
    page = classes.FigurePage.model_validate_json(body("/v1/figures?hedge=about&hedge=range"))
    known = {one["id"] for one in items("figures")}
    same("ids", {one.id for one in page.items} <= known, True)
    names = [name for name in vars(classes) if name[-1].isdigit() and name.rstrip("0123456789") in vars(classes)]
    same("names that were doubled", names, [])
    json.loads(page.model_dump_json())
    print(f"datamodel-code-generator {version('datamodel-code-generator')}: {len(page.items)} figures")

"""The invented articles with their texts and seeds, and the commands, run in this process.

`together()` is a seed folder with the first article and the invented ones beside it, in one registry. Most tests take
the one called `INVENTED`; `MODELLED` are all. The first article's own text is no part of the project; what needs it is
run only where it stands beside the repository.
"""

import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import Result

from tests.commands import facts
from tests.serving import ROOT, SEEDS

FIXTURES = ROOT / "tests" / "fixtures" / "authoring"
INVENTED = "tidal-array-approved"
MODELLED = (INVENTED, "tram-line-vote")
TEXTS = {article: FIXTURES / "texts" / f"{article}.txt" for article in MODELLED}
FINISHED = {article: FIXTURES / "seeds" / "articles" / f"{article}.yaml" for article in MODELLED}
TEXT, SEED = TEXTS[INVENTED], FINISHED[INVENTED]
FIRST_TEXTS = sorted((ROOT.parent / "shared" / "seed").glob("*.txt"))
REGISTRY = ("companies", "parties", "locations")


def say_what_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """Print a line if the first article's text is not beside the repository, so that its tests are left out."""
    if not FIRST_TEXTS:
        with capsys.disabled():
            print("\nleft out: the first article, whose text is not beside the repository")  # noqa: T201


def together(folder: Path, alone: str = "") -> Path:
    """A seed folder with the first article and the invented ones, or one of these alone; its registry is whole."""
    seeds = folder / "seeds"
    shutil.copytree(SEEDS, seeds, ignore=shutil.ignore_patterns("microsoft-*") if alone else None)
    for name in REGISTRY:
        with (seeds / f"{name}.yaml").open("a", encoding="utf-8") as file:
            file.write((FIXTURES / "seeds" / f"{name}.yaml").read_text(encoding="utf-8"))
    for seed in [FINISHED[alone]] if alone else FINISHED.values():
        shutil.copy(seed, seeds / "articles")
    return seeds


def run(folder: Path, *words: object, seeds: Path = SEEDS) -> Result:
    """`flask --app wsgi facts ...` in this process."""
    return facts(*words, folder=folder / "var", seeds=seeds)


def without_places(article: str = INVENTED) -> str:
    """A seed as its modeller typed it: evidence as phrases, with `nth` where one stands more than once."""
    text, lines = TEXTS[article].read_text(encoding="utf-8"), []
    for line in FINISHED[article].read_text(encoding="utf-8").splitlines(keepends=True):
        if "{paragraph: " in line:
            line = _typed(line, text)
        if not line.lstrip().startswith(("text_sha256:", "text_length:")):
            lines.append(line)
    return "".join(lines)


def _typed(line: str, text: str) -> str:
    lead, brace, rest = line.partition("{")
    place = yaml.safe_load(brace + rest)
    exact, start = place["exact"], place["start"]
    nth = text[: start + len(exact)].count(exact)
    more = f", nth: {nth}" if text.count(exact) > 1 else ""
    written = rest[rest.index("exact: ") :].replace(f'"{exact}"', f'"{exact}"{more}')
    return f"{lead}{brace}{written}"

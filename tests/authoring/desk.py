"""The invented articles with their texts and seeds, and the commands, run in this process.

`together()` is a seed folder with the first article and the invented ones beside it, in one registry. Most tests take
the one called `INVENTED`; `MODELLED` are all. The first article's own text is no part of the project; what needs it is
run only where it stands beside the repository.
"""

import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

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


Records = dict[str, list[dict[str, Any]]]  # by section, evidence as phrases


def questions(folder: Path, text: str, registry: Records, seed: Records, **article: str) -> list[str]:
    """What `facts check --text` says of an article "own" whose evidence is given as phrases."""
    places = {section: [_placed(one, text) for one in records] for section, records in seed.items()}
    own = {"id": "own", "label": "An article", "language": "en", "rights": "Invented.", **article}
    own |= {
        "headline": text.splitlines()[0],
        "text_sha256": sha256(text.encode()).hexdigest(),
        "text_length": len(text),
    }
    (folder / "seeds" / "articles").mkdir(parents=True)
    for name, entries in registry.items():
        _write(folder / "seeds" / f"{name}.yaml", [{"label": one["name"], **one} for one in entries])
    _write(folder / "seeds" / "articles" / "own.yaml", {**places, "article": _placed(own, text)})
    (folder / "text.txt").write_text(text, encoding="utf-8")
    result = run(folder, "check", folder / "seeds", "--text", folder / "text.txt")
    assert result.exit_code == 0, result.stderr
    return result.stderr.splitlines()


def _placed(record: dict[str, Any], text: str) -> dict[str, Any]:
    phrases = record.get("evidence") or [" ".join(text.splitlines()[0].split()[-4:])]
    verification = [_placed(one, text) for one in record.get("verification", ())]
    checked = {"verification": verification} if verification else {}
    return {**record, **checked, "evidence": [_place(exact, text) for exact in phrases]}


def _place(exact: str, text: str) -> dict[str, Any]:
    start = text.index(exact)
    return {"paragraph": 1 + text[:start].count("\n\n"), "start": start, "end": start + len(exact), "exact": exact}


def _write(path: Path, content: Any) -> None:
    path.write_text(yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False), encoding="utf-8")

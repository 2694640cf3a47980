"""seeds/README.md: its example works with the commands."""

import re
from pathlib import Path

import yaml

from tests.authoring.desk import FIXTURES, run
from tests.serving import ROOT

_PAGE = (ROOT / "seeds" / "README.md").read_text(encoding="utf-8")
_HEAD = "Buses for Strandholm\n\nThe Limfjord Post\n12 March 2025\n\n"
_ARTICLE = """\
article:
  id: some-article
  label: l
  headline: Buses for Strandholm
  publisher: companies/limfjord-post
  published: "2025-03-12"
  language: en
  rights: r
"""
_PUBLISHED = """\
dates:
  - id: published
    label: l
    role: published
    edtf: "2025-03-12"
    evidence:
      - {exact: "12 March 2025"}
"""


def test_the_example_can_be_filled_and_loaded(tmp_path: Path) -> None:
    """The page's text, registry entries and records pass `fill`, `check` and `load` in a folder of their own."""
    seeds, text = tmp_path / "seeds", tmp_path / "text.txt"
    text.write_text(_HEAD + "\n".join(re.findall(r"^> ?(.*)$", _PAGE, re.M)), encoding="utf-8")
    registry, records = re.findall(r"```yaml\n(.*?)```", _PAGE, re.S)
    (seeds / "articles").mkdir(parents=True)
    for name, entries in yaml.safe_load(registry).items():
        (seeds / f"{name}.yaml").write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")
    seed = seeds / "articles" / "some-article.yaml"
    seed.write_text(_ARTICLE + records.replace("dates:\n", _PUBLISHED, 1), encoding="utf-8")
    filled = run(tmp_path, "fill", seed, text)
    assert filled.exit_code == 0, filled.stderr
    loaded = run(tmp_path, "load", seeds)
    assert loaded.exit_code == 0, loaded.stderr
    assert run(tmp_path, "verify", "some-article", text, seeds=seeds).exit_code == 0


def test_the_article_it_points_to_is_there() -> None:
    """The text and the seed that the page points to exist."""
    paths = re.findall(r"`(authoring/(?:texts|seeds/articles)/tram[a-z-]+\.\w+)`", _PAGE)
    assert len(paths) == 2
    assert all((FIXTURES.parent / path).is_file() for path in paths)

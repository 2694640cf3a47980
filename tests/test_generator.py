"""The synthetic articles that benchmarks are made on."""

import json
from itertools import islice
from pathlib import Path

from benchmarks.generator import records
from schemas.seedfiles.dataset import Dataset


def test_synthetic_articles_are_valid_and_have_some_fifty_records_each(tmp_path: Path) -> None:
    """A dataset of them passes every check of a load, in export order, and has all hedges and open dates."""
    made = list(records(20))
    path = tmp_path / "articles.ndjson"
    path.write_text("".join(json.dumps(record) + "\n" for record in made))
    dataset = Dataset(path)
    assert sum(1 for _ in dataset)
    assert dataset.counts["articles"] == 20
    assert sum(dataset.counts[name] for name in ("mentions", "figures", "dates", "events", "claims")) == 20 * 49
    assert {one["hedge"] for one in made if one["kind"] == "figure"} == {
        "exact", "about", "at_least", "over", "at_most", "under", "range", "vague",
    }  # fmt: skip
    assert {".."} <= {part for one in made if one["kind"] == "date" for part in one["edtf"].split("/")}


def test_the_seed_decides_them_and_more_articles_change_none_of_the_first() -> None:
    """So that sizes can be compared: a larger dataset begins with the smaller one."""
    fewer = list(records(2, seed=5))
    assert fewer == list(islice(records(4, seed=5), len(fewer)))
    assert fewer != list(records(2, seed=6))

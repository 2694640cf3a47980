"""Evidence whose phrase is not at its place is an error of `check --text` and of `load --texts`."""

from pathlib import Path

import pytest

from tests.authoring.desk import INVENTED as TIDAL
from tests.authoring.desk import TEXT, TEXTS, run, together


def falsify(seeds: Path) -> None:
    """Change a phrase, so that its place has other words."""
    path = seeds / "articles" / f"{TIDAL}.yaml"
    content = path.read_text(encoding="utf-8")
    path.write_text(content.replace('exact: "roughly 45,000 homes"', 'exact: "roughly 46,000 homes"'), encoding="utf-8")


def test_a_false_place_is_an_error_always(tmp_path: Path) -> None:
    """It is an error also without --strict."""
    seeds = together(tmp_path)
    falsify(seeds)
    result = run(tmp_path, "check", seeds, "--text", TEXT)
    assert result.exit_code == 1
    assert "figures/tidal-array-approved.homes: 'roughly 46,000 homes' does not stand at" in result.stderr


@pytest.mark.parametrize(("key", "words"), [("prefix", "some "), ("suffix", " more words")])
def test_words_beside_a_phrase_that_are_not_there_are_an_error(key: str, words: str, tmp_path: Path) -> None:
    """Readers find the phrase by them: a link to the article with other words leads nowhere."""
    seeds = together(tmp_path)
    path = seeds / "articles" / f"{TIDAL}.yaml"
    phrase = 'exact: "roughly 45,000 homes"'
    content = path.read_text(encoding="utf-8")
    path.write_text(content.replace(phrase, f'{phrase}, {key}: "{words}"'), encoding="utf-8")
    result = run(tmp_path, "check", seeds, "--text", TEXT)
    assert result.exit_code == 1
    assert f"'roughly 45,000 homes' at 230:250 does not have the {key} {words!r}" in result.stderr


def test_a_load_refuses_what_a_check_refuses(tmp_path: Path) -> None:
    """With `--texts`, nothing is loaded if a place is false, and one sentence says how many articles were compared."""
    seeds, texts = together(tmp_path), tmp_path / "texts"
    texts.mkdir()
    for article, text in TEXTS.items():
        (texts / f"{article}.txt").write_bytes(text.read_bytes())
    loaded = run(tmp_path, "load", seeds, "--texts", texts)
    assert loaded.exit_code == 0
    assert f"Compared the places of 2 of 3 articles with the texts in {texts}; 1 has no text there." in loaded.stderr
    falsify(seeds)
    refused = run(tmp_path, "load", seeds, "--texts", texts)
    assert refused.exit_code == 1
    assert "does not stand at" in refused.stderr
    assert "nothing was loaded" in refused.stderr
    (texts / f"{TIDAL}.txt").write_text("Another text.", encoding="utf-8")
    assert "is not of the text in" in run(tmp_path, "load", seeds, "--texts", texts).stderr


def test_a_load_without_texts_says_so(tmp_path: Path) -> None:
    """Without `--texts` the command says that places were not compared."""
    result = run(tmp_path, "load", together(tmp_path))
    assert result.stderr == (
        "Loaded everything: there was no dataset.\n"
        "Places were not compared with a text (--texts FOLDER, with <article id>.txt).\n"
    )

"""`facts fill` adds the places of quoted phrases and changes nothing else."""

from pathlib import Path

import pytest

from tests.authoring.desk import FINISHED, INVENTED, MODELLED, TEXT, TEXTS, run, without_places


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """The invented article's seed before it was filled."""
    path = tmp_path / f"{INVENTED}.yaml"
    path.write_text(without_places(), encoding="utf-8")
    return path


def _piece(tmp_path: Path, *evidence: str, more: str = "") -> Path:
    path = tmp_path / "a.yaml"
    lines = "".join(f"  - {one}\n" for one in evidence)
    path.write_text(f"article:\n  id: a\n  rights: r\n{more}unmodelled:\n{lines}", encoding="utf-8")
    return path


@pytest.mark.parametrize("article", MODELLED)
def test_a_seed_is_filled_as_it_was(article: str, tmp_path: Path) -> None:
    """Phrases (and `nth`) become places, hash and length are added, and comments and layout stay."""
    seed = tmp_path / f"{article}.yaml"
    seed.write_text(without_places(article), encoding="utf-8")
    result = run(tmp_path, "fill", seed, TEXTS[article])
    assert (result.exit_code, result.stderr) == (0, "")
    assert seed.read_text(encoding="utf-8") == FINISHED[article].read_text(encoding="utf-8")


def test_added_lines_end_as_the_others_do(seed: Path, tmp_path: Path) -> None:
    """A seed with CR LF line ends keeps them, also in the lines that are added."""
    content = seed.read_text(encoding="utf-8").replace(
        "unmodelled:", "unmodelled:\n  - exact: Galway\n    nth: 1\n    reason: r"
    )
    seed.write_bytes(content.replace("\n", "\r\n").encode())
    assert run(tmp_path, "fill", seed, TEXT).exit_code == 0
    filled = seed.read_bytes()
    assert filled.count(b"start: ") > content.count("start: ")
    assert filled.count(b"\n") == filled.count(b"\r\n")


def test_filling_twice_changes_nothing(seed: Path, tmp_path: Path) -> None:
    """A filled seed is left byte for byte."""
    run(tmp_path, "fill", seed, TEXT)
    filled = seed.read_bytes()
    assert run(tmp_path, "fill", seed, TEXT).exit_code == 0
    assert seed.read_bytes() == filled


def test_a_phrase_that_is_too_long_is_told_in_a_sentence(tmp_path: Path) -> None:
    """The message goes on from the phrase."""
    seed = _piece(tmp_path, '{exact: "Galway", nth: 1, reason: r}', '{exact: "' + "word " * 20 + 'end", reason: r}')
    result = run(tmp_path, "fill", seed, TEXT)
    assert result.exit_code == 1
    assert "word end' should have at most 80 characters\n" in result.stderr


def test_a_link_and_the_rights_of_its_file_stay(seed: Path, tmp_path: Path) -> None:
    """A seed may be a link to a file that only its author may read: that file is filled."""
    file = seed.rename(tmp_path / "elsewhere.yaml")
    file.chmod(0o600)
    seed.symlink_to(file)
    assert run(tmp_path, "fill", seed, TEXT).exit_code == 0
    assert seed.is_symlink()
    assert file.read_text(encoding="utf-8") == FINISHED[INVENTED].read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("written", "filled"),
    [
        (
            '{exact: "Galway", nth: 2, reason: r}',
            '{paragraph: 2, start: 12, end: 18, exact: "Galway", reason: r, prefix: "and "}',
        ),
        ('{nth: 2, exact: "Galway"}', '{paragraph: 2, start: 12, end: 18, exact: "Galway", prefix: "and "}'),
        (
            "exact: Galway # why\n    nth: 2 # the second\n    reason: r",
            'paragraph: 2\n    start: 12\n    end: 18\n    prefix: "and "\n    exact: Galway # why\n    # the second\n'
            "    reason: r",
        ),
        (
            "nth: 2\n    exact: Galway",
            'paragraph: 2\n    start: 12\n    end: 18\n    prefix: "and "\n    exact: Galway',
        ),
    ],
)
def test_every_way_to_write_evidence_is_filled(tmp_path: Path, written: str, filled: str) -> None:
    """In flow or block style, with `nth` before or after and with comments: places, and the words beside a repeated
    phrase, are added, and `nth` is removed."""
    text = tmp_path / "t.txt"
    text.write_text("Galway\n\nand Galway", encoding="utf-8")
    seed = _piece(tmp_path, written)
    result = run(tmp_path, "fill", seed, text)
    assert result.exit_code == 0, result.stderr
    assert f"  - {filled}\n" in seed.read_text(encoding="utf-8")


def test_words_beside_a_phrase_do_not_end_with_a_backslash(tmp_path: Path) -> None:
    """A record refuses such words, so they are left out; the place says which occurrence is meant."""
    seed, text = _piece(tmp_path, '{exact: "alpha", nth: 2}'), tmp_path / "a.txt"
    text.write_text("See \\alpha\\ here and \\alpha there.", encoding="utf-8")
    assert run(tmp_path, "fill", seed, text).exit_code == 0
    assert '{paragraph: 1, start: 22, end: 27, exact: "alpha", suffix: " there."}' in seed.read_text(encoding="utf-8")


def test_characters_beyond_the_first_plane_count_as_one(tmp_path: Path) -> None:
    """Offsets in the seed's text and in the article count code points, so emoji before an edit do not shift it."""
    text = tmp_path / "t.txt"
    text.write_text("🌊🌊 a wave é\n", encoding="utf-8")
    seed = _piece(tmp_path, '{exact: "a wave é", reason: "🌊 é"}', more="# 🌊🌊🌊 é\n")
    assert run(tmp_path, "fill", seed, text).exit_code == 0
    expected = '# 🌊🌊🌊 é\nunmodelled:\n  - {paragraph: 1, start: 3, end: 11, exact: "a wave é", reason: "🌊 é"}\n'
    assert seed.read_text(encoding="utf-8").endswith(expected)


def test_every_phrase_that_cannot_be_placed_is_told_at_once(seed: Path, tmp_path: Path) -> None:
    """Each is reported with its line and record, and nothing is written."""
    broken = seed.read_text(encoding="utf-8")
    broken = broken.replace("roughly 45,000 homes", "roughly 46,000 homes").replace('"Galway", nth: 2', '"Galway"')
    broken = broken.replace('"Northtide", nth: 2', '"Northtide", nth: 3')
    seed.write_text(broken, encoding="utf-8")
    result = run(tmp_path, "fill", seed, TEXT)
    assert result.exit_code == 1
    assert "figures.homes.evidence.0: 'roughly 46,000 homes' does not stand in the text" in result.stderr
    assert "'Galway' stands 2 times; say which by nth: 1 to 2" in result.stderr
    assert "'Northtide' stands 2 times, so nth is a number from 1 to 2 (got 3)" in result.stderr
    assert seed.read_text(encoding="utf-8") == broken


def test_one_is_told_as_one(tmp_path: Path) -> None:
    """Numbers and their nouns agree."""
    text = tmp_path / "t.txt"
    text.write_text("one two three", encoding="utf-8")
    wrong = _piece(tmp_path, '{exact: "two", nth: 2}')
    output = run(tmp_path, "fill", wrong, text).stderr
    assert "'two' stands once, so nth is 1 (got 2)" in output
    assert output.endswith("\n1 error; nothing was written.\n")
    seed = _piece(tmp_path, '{exact: "two"}')
    assert run(tmp_path, "fill", seed, text).stdout == f"1 piece of evidence filled in {seed}.\n"


def test_a_phrase_may_be_typed_with_accents_of_their_own(tmp_path: Path) -> None:
    """As some keyboards and PDFs have them; the seed gets the text's form."""
    text = tmp_path / "t.txt"
    text.write_text("A café at the quay.", encoding="utf-8")
    seed = _piece(tmp_path, '{exact: "cafe\u0301"}')
    assert run(tmp_path, "fill", seed, text).exit_code == 0
    assert 'start: 2, end: 6, exact: "café"}' in seed.read_text(encoding="utf-8")


def test_a_phrase_with_other_quotes_is_told_as_the_text_has_it(tmp_path: Path) -> None:
    """Straight quotes for curly ones are the usual reason why a phrase is not found."""
    text = tmp_path / "t.txt"
    text.write_text("“It is free,” she said.", encoding="utf-8")
    output = run(tmp_path, "fill", _piece(tmp_path, "{exact: '\"It is free'}"), text).stderr
    assert "'\"It is free' does not stand in the text; '“It is free' does" in output


def test_a_place_that_is_wrong_is_refused(tmp_path: Path) -> None:
    """A wrong place is reported, never corrected silently."""
    text = tmp_path / "t.txt"
    text.write_text("one two three", encoding="utf-8")
    seed = _piece(tmp_path, '{paragraph: 1, start: 3, end: 6, exact: "two"}')
    result = run(tmp_path, "fill", seed, text)
    assert result.exit_code == 1
    assert "'two' does not stand at 3:6; remove its offsets to have them filled in" in result.stderr


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("article: &a [*a]\n", "has an anchor, &a"),
        ("article:\n  id: a\nclaims: &c [*c]\n", "is an alias, *c"),
        (f"a: {'[' * 400}{']' * 400}\n", "is nested more than 50 deep"),
        ("article: [", "is not YAML"),
        ("article: {id: a}\nfigures: []\nfigures: []\n", "figures: stands twice in the same mapping"),
        ("article: {}\n", "no mapping 'article'"),
    ],
)
def test_a_seed_that_cannot_be_filled_is_refused(written: str, reason: str, tmp_path: Path) -> None:
    """With the words of `facts check`: an alias that holds itself, four hundred levels, no YAML, a section that stands
    twice, an empty article."""
    seed = tmp_path / "a.yaml"
    seed.write_text(written, encoding="utf-8")
    result = run(tmp_path, "fill", seed, TEXT)
    assert result.exit_code == 1
    assert reason in result.stderr

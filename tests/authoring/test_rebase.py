"""`facts rebase`: a seed follows the edits of its article as far as places are certain."""

import re
import shutil
from pathlib import Path

import pytest

from tests.authoring.desk import INVENTED, SEED, TEXT, run, together

OLD = TEXT.read_text(encoding="utf-8")


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """Seeds of both articles, which tests may change."""
    return together(tmp_path)


def _rebase(seeds: Path, tmp_path: Path, new: str) -> tuple[int, str, str]:
    edited = tmp_path / "new.txt"
    edited.write_text(new, encoding="utf-8")
    result = run(tmp_path, "rebase", seeds / "articles" / f"{INVENTED}.yaml", TEXT, edited)
    return result.exit_code, result.stdout, result.stderr


def test_what_only_moved_is_moved(seeds: Path, tmp_path: Path) -> None:
    """After a new paragraph everything moves, also phrases that occur several times, and every place is exact."""
    new = OLD.replace("Ireland has approved", "Correction: an earlier version was shorter.\n\nIreland has approved", 1)
    code, output, _ = _rebase(seeds, tmp_path, new)
    assert code == 0
    assert ", 0 not moved." in output
    assert run(tmp_path, "load", seeds).exit_code == 0
    verified = run(tmp_path, "verify", INVENTED, tmp_path / "new.txt")
    assert verified.exit_code == 0, verified.stdout


def test_only_places_hash_and_length_change(seeds: Path, tmp_path: Path) -> None:
    """Everything else of the seed, comments and layout too, stays as it is."""
    _rebase(seeds, tmp_path, "x " + OLD)
    before = SEED.read_text(encoding="utf-8").splitlines()
    after = (seeds / "articles" / f"{INVENTED}.yaml").read_text(encoding="utf-8").splitlines()
    changed = [old for old, new in zip(before, after, strict=True) if old != new]
    assert changed
    assert all("{paragraph:" in line or "text_" in line for line in changed)


def test_a_sentence_that_changed_around_evidence_is_listed(seeds: Path, tmp_path: Path) -> None:
    """A "not" before a phrase reverses the fact although the phrase itself only moved; nothing else is listed."""
    assert "has lost only one turbine" in OLD
    code, output, errors = _rebase(
        seeds, tmp_path, OLD.replace("has been running since 2016", "has not been running since 2016")
    )
    assert (code, ", 0 not moved." in output) == (0, True)
    assert "'has lost only one turbine' moved, but its sentence changed: 'not' is new" in errors
    listed = [line for line in errors.splitlines() if "its sentence changed" in line]
    assert errors.splitlines()[-1] == f"{len(listed)} pieces of evidence in sentences that changed: read them again."


def test_a_figure_that_reads_otherwise_is_listed(seeds: Path, tmp_path: Path) -> None:
    """The words around an unchanged number give it another meaning ("more than"); only this figure is listed, once,
    though its sentence changed too."""
    assert OLD.count("€560 million") == 1
    code, _, errors = _rebase(seeds, tmp_path, OLD.replace("€560 million", "more than €560 million"))
    read = [line for line in errors.splitlines() if " it reads as " in line]
    assert code == 0
    assert len(read) == 1
    assert "'€560 million' moved, but its sentence changed: 'more than' is new; " in read[0]
    assert "it reads as over 560000000 euros EUR now, and as exact 560000000" in read[0]
    *listed, total = errors.splitlines()
    places = [re.match(r"[^ ]+:\d+", line)[0] for line in listed if re.match(r"[^ ]+:\d+", line)]  # type: ignore[index]
    assert len(places) == len(set(places)) == len(listed)
    assert total == f"{len(listed)} pieces of evidence in sentences that changed: read them again."


def test_what_was_rewritten_is_listed_and_keeps_the_seed_from_loading(seeds: Path, tmp_path: Path) -> None:
    """The rest is reported with its line and left alone. Until it is mended the seed's hash is a TODO, so `check`
    refuses it, and another `rebase` says what to do."""
    code, output, errors = _rebase(seeds, tmp_path, OLD.replace("roughly 45,000 homes", "roughly 50,000 homes"))
    assert code == 1
    assert "'roughly 45,000 homes' has no certain place" in errors
    assert "2 not moved." in output
    again = run(tmp_path, "rebase", seeds / "articles" / f"{INVENTED}.yaml", TEXT, tmp_path / "new.txt")
    assert again.exit_code == 1
    assert "is between two texts" in again.stderr
    checked = run(tmp_path, "check", seeds)
    assert checked.exit_code == 1
    assert "text_sha256: is still to be decided (TODO)" in checked.stderr


def test_after_corrections_fill_completes_it(seeds: Path, tmp_path: Path) -> None:
    """The modeller replaces the phrases that are gone, and `fill` adds their places and the new hash."""
    _rebase(seeds, tmp_path, OLD.replace("roughly 45,000 homes", "roughly 50,000 homes"))
    seed = seeds / "articles" / f"{INVENTED}.yaml"
    mended = []
    for line in seed.read_text(encoding="utf-8").splitlines(keepends=True):
        if "45,000 homes" in line and "{paragraph" in line:
            line = f"      - {{{line[line.index('exact:') :]}".replace("45,000", "50,000")
        mended.append(line)
    seed.write_text("".join(mended), encoding="utf-8")
    filled = run(tmp_path, "fill", seed, tmp_path / "new.txt")
    assert filled.exit_code == 0, filled.stderr
    checked = run(tmp_path, "check", seeds, "--text", tmp_path / "new.txt")
    assert checked.exit_code == 0, checked.stderr
    assert "figure_value" in checked.stderr  # the record's number is still the old one


def test_the_old_text_must_be_the_seed_s_own(seeds: Path, tmp_path: Path) -> None:
    """Another text is refused with one sentence, and nothing is written."""
    wrong = tmp_path / "wrong.txt"
    shutil.copy(TEXT, wrong)
    wrong.write_text(OLD + "More.", encoding="utf-8")
    seed = seeds / "articles" / f"{INVENTED}.yaml"
    result = run(tmp_path, "rebase", seed, wrong, TEXT)
    assert result.exit_code == 1
    assert result.stderr == f"Error: {wrong} is not the text of {seed}: its hash differs.\n"
    assert seed.read_bytes() == SEED.read_bytes()


def test_a_phrase_in_another_spelling_is_shown_as_the_text_has_it(seeds: Path, tmp_path: Path) -> None:
    """It is not gone: only its blank is one that no line breaks at."""
    _, _, errors = _rebase(seeds, tmp_path, OLD.replace("180 tonnes", "180\u202ftonnes"))
    assert "'about 180 tonnes' has no certain place in" in errors
    assert r": it is now 'about 180\u202ftonnes'" in errors

"""`facts check --text`: what a modeller has overlooked."""

from pathlib import Path

import pytest

from tests.authoring.desk import FIRST_TEXTS, INVENTED, SEED, TEXT, TEXTS, run, say_what_is_left_out, together
from tests.serving import SEEDS

_SEED = SEED.read_text(encoding="utf-8")
_ARTICLE = f"articles/{INVENTED}.yaml"


def _line(phrase: str) -> str:
    """The first line of evidence with a phrase."""
    return next(line for line in _SEED.splitlines() if f'exact: "{phrase}"' in line)


def _advice(tmp_path: Path, file: str, old: str, new: str, *options: str) -> tuple[int, str]:
    seeds = together(tmp_path)
    path = seeds / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    result = run(tmp_path, "check", seeds, "--text", TEXT, *options)
    return result.exit_code, result.stderr


def test_the_articles_of_the_project_pass_strictly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The invented ones always; the first where its text stands beside the repository."""
    given = [word for text in (*TEXTS.values(), *FIRST_TEXTS) for word in ("--text", text)]
    result = run(tmp_path, "check", together(tmp_path), *given, "--strict")
    assert (result.exit_code, result.stderr) == (0, "0 pieces of advice.\n")
    say_what_is_left_out(capsys)


def test_the_first_article_passes_without_a_text(tmp_path: Path) -> None:
    """Speakers, aliases and entries that may be the same need none."""
    result = run(tmp_path, "check", SEEDS, "--strict")
    assert (result.exit_code, result.stderr) == (0, "0 pieces of advice.\n")


ADVICE = {
    "a sentence without a fact": (
        _ARTICLE,
        _SEED[_SEED.index("unmodelled:") :],
        "",
        f"{INVENTED}: paragraph 12, 2454:2480: no fact points to this sentence: 'SIGN UP FOR OUR NEWSLETTER'\n",
    ),
    "a number without evidence": (
        _ARTICLE,
        _line("14 metres high"),
        '      - {paragraph: 4, start: 468, end: 479, exact: "metres high"}',
        f"{INVENTED}: paragraph 4, 465:467: no evidence covers this number: '14'\n",
    ),
    "a name without evidence": (
        _ARTICLE,
        _line("Benbulben Research"),
        '      - {paragraph: 8, start: 1642, end: 1660, exact: "energy consultancy"}',
        "no evidence covers this name: 'Benbulben Research'\n",
    ),
    "a claim without a speaker": (
        _ARTICLE,
        "    speaker: companies/benbulben-research\n    modality",
        "    modality",
        f"claims/{INVENTED}.electricity-dear: has no speaker\n",
    ),
    "an alias that no article uses": (
        "companies.yaml",
        "aliases: [the Courier]",
        "aliases: [the Courier, the Skerry Weekly]",
        "companies/skerry-courier: no article uses the alias 'the Skerry Weekly'\n",
    ),
    "two entries that may be one": (
        "companies.yaml",
        "- id: northtide\n",
        "- id: north-tide\n  label: l\n  name: Northtide Ltd.\n  type: company\n\n- id: northtide\n",
        "companies/northtide: may be the same as companies/north-tide\n",
    ),
    "a place of another phrase": (
        _ARTICLE,
        'exact: "roughly 45,000 homes"',
        'exact: "roughly 46,000 homes"',
        "does not stand at",
    ),
}


@pytest.mark.parametrize("case", ADVICE)
def test_it_tells(case: str, tmp_path: Path) -> None:
    """Advice goes to standard error, and the check is passed."""
    file, old, new, told = ADVICE[case]
    code, errors = _advice(tmp_path, file, old, new)
    assert told in errors
    assert code == 0


def test_advice_is_an_error_where_it_is_strict(tmp_path: Path) -> None:
    """For a gate that wants none."""
    file, old, new, told = ADVICE["a claim without a speaker"]
    code, errors = _advice(tmp_path, file, old, new, "--strict")
    assert told in errors
    assert errors.endswith("1 piece of advice (--strict: an error).\n")
    assert code == 1

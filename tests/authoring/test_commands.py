"""The authoring commands: their examples run, and a wrong file ends with one sentence."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from errno import ENOSPC
from pathlib import Path

import pytest

from api.cli import facts
from tests.authoring.desk import FIXTURES, INVENTED, SEED, TEXT, run, together
from tests.serving import ROOT

COMMANDS = sorted(facts.commands)
OTHER = FIXTURES / "texts" / "science-item.txt"


@pytest.fixture(scope="module")
def named_as_in_examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with seeds and texts under the names that the examples of the help use, and the store made of them."""
    folder = tmp_path_factory.mktemp("examples")
    articles = together(folder) / "articles"
    seed = (articles / f"{INVENTED}.yaml").rename(articles / "some-article.yaml")
    seed.write_text(seed.read_text(encoding="utf-8").replace(f"id: {INVENTED}", "id: some-article"), encoding="utf-8")
    for name in ("text.txt", "old.txt", "new.txt"):
        shutil.copy(TEXT, folder / name)
    assert run(folder, "load", folder / "seeds").exit_code == 0
    (folder / "before.ndjson").write_text(run(folder, "export").stdout, encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_the_example_of_the_help_runs(
    command: str, named_as_in_examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It runs in a copy of that folder, since some commands write."""
    folder = Path(shutil.copytree(named_as_in_examples, tmp_path / "copy", symlinks=True))
    monkeypatch.chdir(folder)
    words = _example(run(folder, command, "--help").stdout)
    result = run(folder, *words, seeds=folder / "seeds")
    assert result.exit_code == 0, result.stderr


def _example(help_text: str) -> list[str]:
    found = re.search(r"Example:\s+flask --app wsgi facts (.*?)(?:\n\s*\n|\Z)", help_text, re.S)
    assert found, help_text
    words = shlex.split(" ".join(found[1].split()).partition(" > ")[0])
    return [word.replace("the report", "Galway") for word in words]


def _commands(seed: Path, bad: Path) -> dict[str, tuple[object, ...]]:
    return {
        "locate": ("locate", "Galway", bad),
        "draft": ("draft", bad),
        "fill": ("fill", seed, bad),
        "rebase": ("rebase", seed, TEXT, bad),
        "verify": ("verify", INVENTED, bad),
        "check": ("check", seed.parent.parent, "--text", bad),
    }


BAD = {
    "nothing there": (None, "cannot be read: No such file or directory."),
    "empty": (b" \n\n", "is empty: there is no text in it."),
    "not UTF-8": (b"\x89PNG\r\n\x1a\n", "is not UTF-8 text: byte 0 cannot be read."),
    "binary": (b"ELF\0\1\2", "is a binary file, not text: it has a NUL character."),
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `seeds/` and the store made of it, for commands that change neither."""
    folder = tmp_path_factory.mktemp("loaded")
    run(folder, "load", together(folder))
    return folder


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("command", _commands(SEED, TEXT))
def test_a_file_that_is_no_text_is_told_in_one_sentence(command: str, bad: str, loaded: Path, tmp_path: Path) -> None:
    """Every command ends with exit code 1."""
    content, message = BAD[bad]
    path = tmp_path / "bad.txt"
    if content is not None:
        path.write_bytes(content)
    seeds = loaded / "seeds"
    result = run(loaded, *_commands(seeds / "articles" / SEED.name, path)[command])
    assert (result.exit_code, result.stderr) == (1, f"Error: {path} {message}\n")


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("locate", "'Galway' does not stand in"),
        ("fill", "is not the text of"),
        ("rebase", "seems to be another article"),
        ("verify", "seems to be another article"),
        ("check", "is the text of no article in"),
    ],
)
def test_another_article_s_text_is_told_in_one_sentence(command: str, message: str, loaded: Path) -> None:
    """The exit code is 1. Only `draft` accepts any text."""
    seeds = loaded / "seeds"
    result = run(loaded, *_commands(seeds / "articles" / SEED.name, OTHER)[command])
    assert result.exit_code == 1
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("given", ["limfjord-post", "parties/labour", "companies/The Post"])
def test_a_publisher_that_is_no_company_is_refused(given: str, tmp_path: Path) -> None:
    """Before anything is drafted; the message shows the form."""
    result = run(tmp_path, "draft", TEXT, "--publisher", given)
    assert result.exit_code == 2
    assert f"{given!r} is not a ref into companies, such as companies/limfjord-post." in result.stderr


def test_a_draft_of_a_page_s_source_says_so(tmp_path: Path) -> None:
    """Its tags would be counted in every place."""
    page = tmp_path / "page.txt"
    page.write_text(f"<p>{TEXT.read_text(encoding='utf-8')}</p>", encoding="utf-8")
    result = run(tmp_path, "draft", page)
    assert result.exit_code == 0
    assert "The text holds HTML, such as <p>" in result.stderr


@pytest.mark.parametrize("command", ["fill", "rebase"])
def test_a_seed_and_a_text_in_the_wrong_order_are_told_apart(command: str, tmp_path: Path) -> None:
    """By the seed's name."""
    result = run(tmp_path, command, TEXT, SEED, *([SEED] if command == "rebase" else []))
    assert result.exit_code == 1
    assert result.stderr == f"Error: {TEXT} is no seed, whose name ends in .yaml: give the seed first, then the text.\n"


def test_locate_prints_every_place_as_yaml(tmp_path: Path) -> None:
    """A comment with place and context, then evidence to paste, for each occurrence."""
    lines = run(tmp_path, "locate", "Galway", TEXT).stdout.splitlines()
    assert lines[0].startswith("# 1 of 2, paragraph 4, 417:423: …72 turbines on the seabed off [Galway]. Each weighs")
    assert lines[1::2] == [
        '- {paragraph: 4, start: 417, end: 423, exact: "Galway", prefix: "the seabed off ", suffix: ". Each weighs"}',
        '- {paragraph: 11, start: 2396, end: 2402, exact: "Galway", prefix: "Tuesday in ", suffix: ". Objections can"}',
    ]


def test_locate_helps_where_only_the_spelling_differs(tmp_path: Path) -> None:
    """Straight quotes for curly ones, or another case, are the usual reason."""
    result = run(tmp_path, "locate", "the country's FIRST", TEXT)
    assert result.exit_code == 1
    assert result.stderr.endswith("; 'the country’s first' does.\n")


def test_locate_refuses_what_cannot_be_evidence(tmp_path: Path) -> None:
    """A phrase that is too long is refused before it is in a seed."""
    result = run(tmp_path, "locate", "x" * 81, TEXT)
    assert result.exit_code == 1
    assert "cannot be evidence: should have at most 80 characters." in result.stderr


def test_the_server_imports_no_authoring() -> None:
    """Commands import authoring/ when they run, so workers do not hold it in memory."""
    code = "import sys, wsgi; sys.exit(any(name.startswith('authoring') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("page", ["seeds/README.md", "docs/authoring.md"])
def test_the_pages_name_commands_and_options_that_exist(page: str, tmp_path: Path) -> None:
    """Every command and option named on the page exists."""
    text = (ROOT / page).read_text(encoding="utf-8")
    named = set(re.findall(r"\bfacts ([a-z]+)", text))
    assert named <= {*COMMANDS}
    helped = "".join(run(tmp_path, command, "--help").stdout for command in named)
    assert set(re.findall(r"--(?!app)[a-z]+", text)) - {"--help"} <= set(re.findall(r"--[a-z]+", helped))


def test_verify_says_that_the_seeds_were_edited_since(tmp_path: Path) -> None:
    """It compares the store with the text, not the seed as it is now."""
    seeds = together(tmp_path)
    run(tmp_path, "load", seeds)
    assert run(tmp_path, "verify", INVENTED, TEXT, seeds=seeds).stderr == ""
    seed = seeds / "articles" / SEED.name
    seed.write_text(seed.read_text(encoding="utf-8") + "# an afterthought\n", encoding="utf-8")
    hint = f"The store does not hold {seeds} as it is now; after an edit: flask --app wsgi facts load.\n"
    result = run(tmp_path, "verify", INVENTED, TEXT, seeds=seeds)
    assert (result.exit_code, result.stderr) == (0, hint)
    absent = run(tmp_path, "verify", "not-loaded-yet", TEXT, seeds=seeds)
    assert absent.stderr == f"{hint}Error: there is no article 'not-loaded-yet' in the store\n"
    assert "load the seeds again" in " ".join(run(tmp_path, "verify", "--help").stdout.split())


def test_verify_needs_no_seeds(tmp_path: Path) -> None:
    """A server may have a store but no seeds."""
    run(tmp_path, "load", together(tmp_path))
    result = run(tmp_path, "verify", INVENTED, TEXT, seeds=tmp_path / "nowhere")
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_full_disk_is_told_in_one_sentence(loaded: Path) -> None:
    """A backup by redirection ends with a message and exit code 1, not with a traceback."""
    words = [sys.executable, "-m", "flask", "--app", "wsgi", "facts", "export"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            words, cwd=ROOT, env=os.environ | {"ARTICLE_FACTS_FOLDER": str(loaded / "var")},
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "Error: [Errno 28] No space left on device\n")


def test_what_commands_write_is_utf8_whatever_the_terminal_speaks(tmp_path: Path) -> None:
    """A draft that is redirected into a seed can be read as one; a letter that the locale lacks stops no command."""
    text = tmp_path / "text.txt"
    text.write_text("A café closes\n\nThe café in Kőszeg has 12 tables, its owner said.\n", encoding="utf-8")
    for words in (
        ["draft", text, "--published", "2025-10-09", "--publisher", "companies/x"],
        ["locate", "12 tables", text],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", "facts", *map(str, words)],
            cwd=ROOT, env=os.environ | {"PYTHONIOENCODING": "latin-1"}, capture_output=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, b"")
        assert "Kőszeg" in done.stdout.decode()


def test_a_closed_stdout_ends_an_export_with_one_sentence(loaded: Path) -> None:
    """A shell closes it with `>&-`; nothing was exported, so the exit code is not 0."""
    words = ["sh", "-c", 'exec "$0" -m flask --app wsgi facts export >&-', sys.executable]
    environment = os.environ | {"ARTICLE_FACTS_FOLDER": str(loaded / "var")}
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "Error: there is no standard output to write to\n")


def test_a_schema_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """An editor must not find half of one where the disk was full."""
    words = ["sh", "-c", 'ulimit -f 1; exec "$0" -m flask --app wsgi facts schema --into "$1"', sys.executable]
    done = subprocess.run([*words, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "Error: [Errno 27] File too large\n")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_behind_stdout_does_not_deny_a_load(loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dataset is there; only its counts could not be shown."""

    def full(*_: object, **__: object) -> None:
        raise OSError(ENOSPC, os.strerror(ENOSPC))

    monkeypatch.setattr("api.cli.dataset._print_counts", full)
    done = run(loaded, "load", loaded / "seeds")
    assert (done.exit_code, done.stderr) == (1, "Error: [Errno 28] No space left on device\n")


def test_wrong_seeds_are_told_in_one_sentence(tmp_path: Path) -> None:
    """No seed at the path, no article in it."""
    nothing, other = tmp_path / "nothing.yaml", tmp_path / "other.yaml"
    other.write_text("- id: x\n", encoding="utf-8")
    output = {
        nothing: f"{nothing} cannot be read: No such file or directory.",
        other: f"{other} is not an article's seed: it should hold a mapping with article, mentions, figures ...",
    }
    for path, message in output.items():
        result = run(tmp_path, "fill", path, TEXT)
        assert (result.exit_code, result.stderr) == (1, f"Error: {message}\n")
    result = run(tmp_path, "draft", TEXT, "--seeds", nothing)
    assert result.exit_code == 1
    assert "there is nothing at this path" in result.stderr


def test_an_export_can_be_advised_about_too(tmp_path: Path) -> None:
    """It has no `unmodelled`, so places that were left out on purpose are reported."""
    run(tmp_path, "load", together(tmp_path))
    lines = run(tmp_path, "export").stdout.splitlines()
    path = tmp_path / "facts.ndjson"
    path.write_text("\n".join(reversed(lines)), encoding="utf-8")
    result = run(tmp_path, "check", path, "--text", TEXT)
    assert result.exit_code == 0
    assert "'SIGN UP FOR OUR NEWSLETTER'\n1 piece of advice." in result.stderr

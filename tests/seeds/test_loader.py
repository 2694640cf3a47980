"""Broken seeds: every fault told at once, with file and line, and nothing loaded."""

# ruff: noqa: E501 - tables of cases

import json
import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from schemas.seedfiles.dataset import Dataset
from schemas.seedfiles.faults import SeedError
from tests.commands import facts
from tests.conftest import client_of
from tests.serving import ROOT, SEEDS

ARTICLE = "articles/microsoft-china-relocation.yaml"
Break = Callable[[Path], object]


def swap(file: str, old: str, new: str) -> Break:
    """Replace the first occurrence of a text."""

    def work(seeds: Path) -> None:
        text = (seeds / file).read_text()
        assert old in text
        (seeds / file).write_text(text.replace(old, new, 1))

    return work


def put(file: str, content: bytes) -> Break:
    """Replace a file."""
    return lambda seeds: (seeds / file).write_bytes(content)


def change(file: str, how: Callable[[bytes], bytes]) -> Break:
    """Rewrite a file."""
    return lambda seeds: (seeds / file).write_bytes(how((seeds / file).read_bytes()))


def instead(file: str, what: Callable[[Path], object]) -> Break:
    """Put something else than a file in a file's place."""
    return lambda seeds: ((seeds / file).unlink(), what(seeds / file))


def section(name: str, record: str) -> Break:
    """Add a record to a section of the article."""
    return swap(ARTICLE, f"\n{name}:\n", f"\n{name}:\n  - {record}\n")


PLACE = "evidence: [{paragraph: 1, start: 0, end: 9, exact: Microsoft}]"
# what is broken -> how, the file that is named (with its line where that is fixed), and what is said
BROKEN: dict[str, tuple[Break, str, str]] = {
    "truncated": (change("companies.yaml", lambda held: held + b'\n- id: "trunc'), "companies.yaml:", "is not YAML"),
    "empty": (put("companies.yaml", b""), "companies.yaml:1:", "should hold a list of records"),
    "empty article": (put(ARTICLE, b"\n"), f"{ARTICLE}:1:", "should hold a mapping"),
    "binary": (put("companies.yaml", bytes(range(256))), "companies.yaml:2:", "is not UTF-8 text: byte 128"),
    "Latin-1": (change("companies.yaml", lambda held: held.replace(b"name: Microsoft\n", b"name: M\xefcrosoft\n")), "companies.yaml:8:", "is not UTF-8 text: byte"),
    "NUL": (swap("companies.yaml", "name: Microsoft\n", "name: Micro\0soft\n"), "companies.yaml:8:", "control characters are not allowed"),
    "UTF-16": (put("companies.yaml", "- id: a".encode("utf-16")), "companies.yaml:1:", "is not UTF-8 text"),
    "wrong type": (swap("companies.yaml", "name: Microsoft\n", "name: 12\n"), "companies.yaml:8:", "companies.microsoft.name: should be text, in quotes if it looks like a number (got 12)"),
    "empty value": (swap("companies.yaml", "name: Microsoft\n", "name:\n"), "companies.yaml:8:", "companies.microsoft.name: is empty; it should be text"),
    "tab": (swap("companies.yaml", "  name: Microsoft\n", "\tname: Microsoft\n"), "companies.yaml:8:", "(lines are indented with blanks, never with tabs)"),
    "colon without quotes": (swap("companies.yaml", "name: Microsoft\n", "name: Microsoft: a firm\n"), "companies.yaml:8:", "(a value with ': ' needs quotes, or a line begins too far right)"),
    "a mapping for a list": (put("companies.yaml", b"microsoft: {name: x}\n"), "companies.yaml:1:", "should hold a list of records"),
    "false for a list": (swap(ARTICLE, "\nfigures:\n", "\nfigures: false\nmore:\n"), f"{ARTICLE}:", "figures: should be a list of records (got False)"),
    "reserved country": (swap("locations.yaml", "country: CN", "country: UK"), "locations.yaml:", "country: is no country's code of ISO 3166-1, as are CN and GB (got 'UK')"),
    "user-assigned country": (swap("locations.yaml", "country: CN", "country: XK"), "locations.yaml:", "country: is no country's code of ISO 3166-1"),
    "money with a unit code": (section("figures", "{id: zz, label: z, value: 2, hedge: exact, unit: things, currency: EUR, unit_code: m, " + PLACE + "}"), f"{ARTICLE}:", "zz.currency: is given beside unit_code; money has no UCUM code (got 'EUR')"),
    "a claim that is not": (section("claims", "{id: zz, label: z, statement: z, modality: asserted, relations: [{type: repeats, to: claims/other.none}], " + PLACE + "}"), f"{ARTICLE}:", "zz.relations: refers to claims/other.none, which does not exist"),
    "dangling": (swap("companies.yaml", "headquarters: locations/us", "headquarters: locations/nowhere"), "companies.yaml:11:", "companies.microsoft.headquarters: refers to locations/nowhere, which does not exist"),
    "duplicate id": (change("companies.yaml", lambda held: held + b"\n- {id: microsoft, label: x, name: x, type: company}\n"), "companies.yaml:85:", "'microsoft' is given twice, first at"),
    "duplicate key": (swap("companies.yaml", "name: Microsoft\n", "name: Microsoft\n  name: X\n"), "companies.yaml:9:", "stands twice in the same mapping"),
    "huge": (change("companies.yaml", lambda held: held + b"#" * (17 * 2**20)), "companies.yaml:1:", "is larger than 16 MiB"),
    "huge number": (swap("companies.yaml", "name: Microsoft\n", f"name: {'9' * 5000}\n"), "companies.yaml:8:", "companies.microsoft.name: should be text"),
    "deep flow": (put("companies.yaml", b"[" * 500), "companies.yaml:1:", "is nested more than 50 deep"),
    "deepest flow": (put("companies.yaml", b"[" * 100_000), "companies.yaml:1:", "nest"),  # newer parsers refuse it first
    "deep blocks": (put("companies.yaml", b"- " * 5000 + b"x"), "companies.yaml:1:", "is nested more than 50 deep"),
    "alias bomb": (put("companies.yaml", b"- &a [x,x,x]\n- &b [*a,*a,*a]\n- &c [*b,*b,*b]\n"), "companies.yaml:2:", "is an alias, *a; write the value out"),
    "alias of a word": (swap("companies.yaml", "name: Microsoft\n", "name: &n Microsoft\n  label: *n\n"), "companies.yaml:9:", "is an alias"),
    "tag": (swap("companies.yaml", "name: Microsoft\n", "name: !!python/object/apply:os.system [x]\n"), "companies.yaml:8:", "has a tag"),
    "standard tag": (swap("companies.yaml", "name: Microsoft\n", "name: !!str 12\n"), "companies.yaml:8:", "has a tag"),
    "two documents": (change("companies.yaml", lambda held: held + b"---\n- {id: x}\n"), "companies.yaml:", "another document"),
    "unknown field like another": (swap("companies.yaml", "name: Microsoft\n", "name: Microsoft\n  websit: x\n"), "companies.yaml:9:", "companies.microsoft.websit: is no field here; website may be meant (got 'x')"),
    "dangling ref like another": (swap("companies.yaml", "headquarters: locations/us", "headquarters: locations/usa"), "companies.yaml:11:", "refers to locations/usa, which does not exist; locations/us may be meant"),
    "ref without its dot": (section("claims", "{id: zz, label: z, statement: z, modality: asserted, figures: [figures/zz], " + PLACE + "}"), f"{ARTICLE}:", "figures: refers to figures/zz, which does not exist; write figures/.zz for the article's own"),
    "no ref": (swap("companies.yaml", "headquarters: locations/us", "headquarters: US"), "companies.yaml:11:", "headquarters: should be a ref into locations, such as locations/some-name (got 'US')"),
    "a word for a list": (section("mentions", "{id: zz, label: z, of: companies/odsc, evidence: Microsoft}"), f"{ARTICLE}:", "evidence: should be a list (got 'Microsoft')"),
    "a number in words": (section("figures", "{id: zz, label: z, value: 2.6 billion, hedge: exact, unit: z, " + PLACE + "}"), f"{ARTICLE}:", "value: should be a number, without quotes, commas or words (got '2.6 billion')"),
    "missing file": (lambda seeds: (seeds / "parties.yaml").unlink(), "parties.yaml:1:", "cannot be read: No such file"),
    "a folder for a file": (instead("companies.yaml", Path.mkdir), "companies.yaml:1:", "cannot be read: Is a directory"),
    "a link to itself": (instead("companies.yaml", lambda path: path.symlink_to(path.name)), "companies.yaml:1:", "cannot be read: Too many levels of symbolic links"),
    "no article": (lambda seeds: shutil.rmtree(seeds / "articles"), "articles:1:", "holds no article"),
    "missing section": (swap(ARTICLE, "\narticle:\n  id", "\narticles:\n  id"), f"{ARTICLE}:", "article.id: should be the file's name"),
    "unknown section": (change(ARTICLE, lambda held: held + b"\nfigurs: []\n"), f"{ARTICLE}:", "figurs: is no section of an article"),
    "unknown field": (swap("companies.yaml", "name: Microsoft\n", "name: Microsoft\n  founded: 1975\n"), "companies.yaml:9:", "companies.microsoft.founded: is no field here (got 1975)"),
    "derived by hand": (section("dates", "{id: zz, label: z, role: starts, edtf: '2024', earliest: '2024-01-01', " + PLACE + "}"), f"{ARTICLE}:", "earliest: follows from edtf; leave it out"),
    "counts by hand": (swap(ARTICLE, "  language: en\n", "  language: en\n  counts: {figures: 15}\n"), f"{ARTICLE}:", "counts: follows from the article's records; leave it out"),
    "impossible date": (section("dates", "{id: zz, label: z, role: starts, edtf: '2026-02-29', " + PLACE + "}"), f"{ARTICLE}:", "names 2026-02-29, which no calendar has"),
    "evidence out of the article": (section("mentions", "{id: zz, label: z, of: companies/odsc, evidence: [{paragraph: 1, start: 4330, end: 4339, exact: Microsoft}]}"), f"{ARTICLE}:", "evidence.0.end: lies beyond the article's end at 4337 (got 4339)"),
    "verification out of the article": (section("claims", "{id: zz, label: z, statement: z, modality: asserted, verification: [{by: companies/odsc, status: denied, evidence: [{paragraph: 1, start: 4330, end: 4339, exact: Microsoft}]}], " + PLACE + "}"), f"{ARTICLE}:", "verification.0.evidence.0.end: lies beyond the article's end"),
    "evidence of another length": (section("mentions", "{id: zz, label: z, of: companies/odsc, evidence: [{paragraph: 1, start: 0, end: 8, exact: Microsoft}]}"), f"{ARTICLE}:", "evidence.0: end - start is 8, but the phrase has 9 characters"),
    "wrong id": (swap(ARTICLE, "  id: microsoft-china-relocation\n", "  id: another-article\n"), f"{ARTICLE}:14:", "article.id: should be the file's name"),
    "wrong id form": (section("mentions", "{id: microsoft-china-relocation.zz, label: z, of: companies/odsc, " + PLACE + "}"), f"{ARTICLE}:", "id: should be an id of lower-case letters, digits and hyphens, such as some-name (after the article's id and a dot)"),
    "a list for a unit": (section("figures", "{id: zz, label: z, value: 1, hedge: exact, unit: [], " + PLACE + "}"), f"{ARTICLE}:", "unit: should be text"),
    "a mapping for a unit code": (section("figures", "{id: zz, label: z, value: 1, hedge: exact, unit: z, unit_code: {a: 1}, " + PLACE + "}"), f"{ARTICLE}:", "unit_code: should be text"),
    "no evidence": (section("mentions", "{id: zz, label: z, of: companies/odsc, evidence: []}"), f"{ARTICLE}:", "evidence: should have at least 1 item (got [])"),
    "wrong file name": (lambda seeds: (seeds / ARTICLE).rename(seeds / "articles/Not A Slug.yaml"), "articles/Not A Slug.yaml:", "should be named by the article's id"),
    "wrong ending": (put("articles/other.yml", b"article: {}\n"), "articles/other.yml:1:", "is not read"),
    "ending in capitals": (put("articles/other.YAML", b"article: {}\n"), "articles/other.YAML:1:", "is not read"),
    "saved as text": (put("articles/other.yaml.txt", b"article: {}\n"), "articles/other.yaml.txt:1:", "is not read"),
    "in a folder below": (lambda seeds: ((seeds / "articles/2025").mkdir(), (seeds / "articles/2025/other.yaml").touch()), "articles/2025/other.yaml:1:", "is not read"),
    "misnamed file": (put("company.yaml", b"- {id: x}\n"), "company.yaml:1:", "is not read"),
    "reserved id": (swap("companies.yaml", "- id: microsoft\n", "- {id: counts, label: x, name: x, type: company}\n- id: microsoft\n"), "companies.yaml:6:", "companies.counts.id: is the name of a collection's counts"),
    "control characters": (swap("companies.yaml", "- id: microsoft\n", '- {id: "a\\x1b\\n", label: x, name: x, type: company}\n- id: microsoft\n'), "companies.yaml:6:", "companies.a\\x1b\\n.id: should be an id of lower-case letters, digits and hyphens"),
    "redirect of what exists": (put("redirects.yaml", b"companies/microsoft: companies/odsc\n"), "redirects.yaml:1:", "companies/microsoft still exists, so it cannot redirect"),
    "redirect to nothing": (put("redirects.yaml", b"# none\ncompanies/a: companies/b\n"), "redirects.yaml:2:", "companies/a leads to companies/b, which does not exist"),
    "redirect chain": (put("redirects.yaml", b"companies/a: companies/b\ncompanies/b: companies/odsc\n"), "redirects.yaml:1:", "companies/a leads to companies/b, which leads to companies/odsc; name that"),
    "redirect loop": (put("redirects.yaml", b"companies/a: companies/b\ncompanies/b: companies/a\n"), "redirects.yaml:2:", "companies/b leads to companies/a, which leads to companies/b; name that"),
    "redirect of no ref": (put("redirects.yaml", b"a: 5\n"), "redirects.yaml:1:", "should be a ref into companies, parties"),
    "parent of itself": (swap("companies.yaml", "name: Microsoft\n", "name: Microsoft\n  parent: companies/microsoft\n"), "companies.yaml:9:", "companies.microsoft.parent: leads back to the record itself: companies/microsoft -> companies/microsoft"),
    "cycle of parents": (change("companies.yaml", lambda held: held + b"\n- {id: aa, label: x, name: x, type: company, parent: companies/bb}\n- {id: bb, label: x, name: x, type: company, parent: companies/aa}\n"), "companies.yaml:85:", "companies.aa.parent: leads back to the record itself: companies/aa -> companies/bb -> companies/aa"),
    "within itself": (change("locations.yaml", lambda held: held + b"\n- {id: aa, label: x, name: x, type: city, within: locations/bb}\n- {id: bb, label: x, name: x, type: city, within: locations/bb}\n"), "locations.yaml:", "locations.bb.within: leads back to the record itself: locations/bb -> locations/bb"),
    "date relative to itself": (section("dates", "{id: zz, label: z, role: starts, edtf: '2024', relative_to: dates/.zz, " + PLACE + "}"), f"{ARTICLE}:", "relative_to: leads back to the record itself"),
    "recurrence of no rule": (section("dates", "{id: zz, label: z, role: starts, edtf: '2024', recurrence: FREQ=WEEKLY;BYDAY=TH;UNTIL=2024-12-31, " + PLACE + "}"), f"{ARTICLE}:", "recurrence: the part UNTIL=2024-12-31 is not valid in RFC 5545"),
    "reordered label": (swap("companies.yaml", "  name: Microsoft\n", '  name: "Micro\\u202Esoft"\n'), "companies.yaml:8:", "companies.microsoft.name: holds a character that readers do not see (U+202E)"),
    "name of no width": (swap("companies.yaml", "  name: Microsoft\n", '  name: "\\u200B"\n'), "companies.yaml:8:", "companies.microsoft.name: holds no character that readers see"),
    "FIFO": (instead("companies.yaml", os.mkfifo), "companies.yaml:1:", "is not a regular file"),
    "device": (instead("companies.yaml", lambda path: path.symlink_to("/dev/zero")), "companies.yaml:1:", "is a link out of the seed folder"),
    "link out of the folder": (instead("companies.yaml", lambda path: path.symlink_to(SEEDS / "companies.yaml")), "companies.yaml:1:", "is a link out of the seed folder"),
    "articles elsewhere": (lambda seeds: (shutil.rmtree(seeds / "articles"), (seeds / "articles").symlink_to(SEEDS / "articles")), f"{ARTICLE}:1:", "is a link out of the seed folder"),
    "link to nothing": (lambda seeds: (seeds / "redirects.yaml").symlink_to("gone.yaml"), "redirects.yaml:1:", "cannot be read: No such file"),
    "a list for a key": (put("companies.yaml", b"- ? [a]\n  : b\n"), "companies.yaml:1:", "has a key that is a list"),
    "many braces": (put("companies.yaml", b"[" + b"{}," * 350_000 + b"]"), "companies.yaml:1:", "holds more than 50,000 values"),
    "empty redirects": (put("redirects.yaml", b""), "redirects.yaml:1:", "should hold a mapping of refs"),
}  # fmt: skip


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A copy of the seeds, to be broken."""
    return Path(shutil.copytree(SEEDS, tmp_path / "seeds"))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store's folder with the real article."""
    folder = tmp_path_factory.mktemp("loaded")
    client_of(folder)
    return folder


_PIPE = "is not a regular file: it is a pipe; write it to a file and load that"


def run(command: str, seeds: Path, folder: Path) -> tuple[int, list[str]]:
    """A command's exit code and the lines of its errors."""
    done = facts(command, seeds, folder=folder)
    return done.exit_code, done.stderr.splitlines()


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_seed_is_told_by_file_and_line_and_nothing_is_loaded(what: str, seeds: Path, loaded: Path) -> None:
    """Exit code 1, the fault with its place, no fault that only follows from it; the old store is as it was."""
    how, place, message = BROKEN[what]
    how(seeds)
    before = {path.name: path.stat().st_mtime_ns for path in loaded.iterdir() if path.name != ".lock"}
    code, lines = run("load", seeds, loaded)
    assert code == 1
    where = re.compile(re.escape(f"{seeds}/") + re.sub(r"(?<=:)(?:[0-9]*:)?$", "[0-9]+: ", place, count=1))
    assert any(where.match(line) and message in line for line in lines), lines[:3]
    assert all(re.match(r".+:[0-9]+: .+", line) for line in lines[:-1]), lines
    assert len(lines) <= 10, lines
    assert re.fullmatch(r"[0-9]+ errors?; nothing was loaded\.", lines[-1])
    assert {path.name: path.stat().st_mtime_ns for path in loaded.iterdir() if path.name != ".lock"} == before


@pytest.mark.parametrize(
    "how", [lambda held: held.replace(b"\n", b"\r\n"), lambda held: b"\xef\xbb\xbf" + held], ids=["CRLF", "BOM"]
)
def test_line_ends_and_byte_order_marks_make_no_difference(
    how: Callable[[bytes], bytes], seeds: Path, tmp_path: Path
) -> None:
    """Files saved on another system load as the same dataset."""
    version = client_of(tmp_path / "a").get("/v1/").get_json()["version"]
    for file in seeds.rglob("*.yaml"):
        file.write_bytes(how(file.read_bytes()))
    assert client_of(tmp_path / "b", seeds).get("/v1/").get_json()["version"] == version


def test_ten_faults_are_told_in_one_run(seeds: Path, tmp_path: Path) -> None:
    """Ten faults in several files: each is reported with file, line, path and value, and nothing is loaded."""
    breaks = (
        "wrong type",
        "evidence out of the article",
        "wrong id form",
        "unknown section",
        "derived by hand",
        "impossible date",
        "false for a list",
    )
    breaks += ("evidence of another length", "redirect loop", "misnamed file")
    for what in breaks:
        BROKEN[what][0](seeds)
    code, lines = run("check", seeds, tmp_path / "store")
    told = "\n".join(lines)
    assert code == 1
    for what in breaks:
        assert BROKEN[what][2] in told, (what, told)
    assert all(re.match(r".+\.yaml:[0-9]+: .+", line) for line in lines[:-1]), told
    assert lines == sorted(lines[:-1], key=lambda line: (line.split(":")[0], int(line.split(":")[1]))) + lines[-1:]
    assert run("load", seeds, tmp_path / "store")[0] == 1
    assert [path.name for path in (tmp_path / "store").iterdir() if path.name != ".lock"] == []


def test_a_fault_is_told_once_where_it_is_written(seeds: Path, tmp_path: Path) -> None:
    """Not again for each figure that inherits a claim's speaker, for the list whose only item is refused, or for what is
    derived from a refused field."""
    section("figures", "{id: zz, value: 1, hedge: exact, unit: z, " + PLACE + "}")(seeds)
    section(
        "claims", "{id: zz, statement: z, speaker: Nobody, modality: asserted, figures: [figures/.zz], " + PLACE + "}"
    )(seeds)
    section("claims", "{id: yy, statement: z, modality: asserted, relations: [x], " + PLACE + "}")(seeds)
    section("figures", "{id: xx, label: x, value: 1, hedge: exact, unit: z, evidence: [Microsoft]}")(seeds)
    section("dates", "{id: zz, label: x, role: starts, edtf: 2025, " + PLACE + "}")(seeds)
    section("dates", "{id: yy, label: x, role: starts, " + PLACE + "}")(seeds)
    told = run("check", seeds, tmp_path / "store")[1]
    assert [line.split(": ")[1] for line in told[:-1]] == [
        "figures.microsoft-china-relocation.xx.evidence.0",
        "dates.microsoft-china-relocation.yy.edtf",
        "dates.microsoft-china-relocation.zz.edtf",
        "claims.microsoft-china-relocation.yy.relations.0",
        "claims.microsoft-china-relocation.zz.speaker",
    ]


@pytest.mark.parametrize("what", ["impossible date", "colon missing"])
def test_refs_into_an_article_with_a_fault_are_not_told_to_dangle(what: str, tmp_path: Path) -> None:
    """Only the fault is reported, in an article read before others that repeat its claims, and in one that is not YAML;
    a ref to a claim that is nowhere still is."""
    seeds = tmp_path / "seeds"
    shutil.copytree(ROOT / "demo/seeds", seeds)
    for name in ("companies", "parties", "locations", "measures"):
        (seeds / f"{name}.yaml").write_text((SEEDS / f"{name}.yaml").read_text() + (seeds / f"{name}.yaml").read_text())
    assert run("check", seeds, tmp_path / "store")[0] == 0
    cuts = "articles/lumera-cuts-ledger.yaml"
    old, new = {
        "impossible date": ('edtf: "2025-06-02"', 'edtf: "2025-02-29"'),
        "colon missing": ("language:", "language"),
    }[what]
    swap(cuts, old, new)(seeds)
    assert len(run("check", seeds, tmp_path / "store")[1]) == 2
    swap("articles/lumera-denial-northern-business-day.yaml", "to: claims/lumera-cuts-ledger.", "to: claims/other.")(
        seeds
    )
    assert [line for line in run("check", seeds, tmp_path / "store")[1] if "which does not exist" in line]


COMPANY = {"kind": "company", "id": "a", "label": "x", "name": "x", "type": "company"}
LINES: dict[str, tuple[bytes, int, str]] = {
    "truncated": (json.dumps(COMPANY).encode() + b'\n{"kind":"comp', 2, "is no record"),
    "empty": (b"", 1, "holds no record"),
    "blank": (b"\n\n \n", 1, "holds no record"),
    "binary": (bytes(range(256)), 1, "is no record"),
    "no object": (b"[]\n", 1, "should be an object whose kind is one of"),
    "unknown kind": (b'{"kind":"person"}\n', 1, "should be an object whose kind is one of"),
    "kind of another type": (b'{"kind":["company"]}\n', 1, "should be an object whose kind is one of"),
    "deep": (b'{"kind":"company","id":' + b"[" * 100_000, 1, "is no record: nested too deeply"),
    "NaN": (b'{"kind":"company","id":NaN}', 1, "NaN is no JSON number"),
    "infinity": (b'{"kind":"company","id":-Infinity}', 1, "-Infinity is no JSON number"),
    "5,000 digits": (b'{"kind":"company","id":' + b"1" * 5000 + b"}", 1, "is no record: a number has more than 400 digits (got '{"),
    "duplicate key": (b'{"kind":"company","id":"a","id":"b"}', 1, "'id' stands twice"),
    "lone surrogate": (json.dumps(COMPANY | {"label": "\ud800"}).encode(), 1, "label: should be text"),
    "surrogate in a name": (json.dumps(COMPANY | {"\ud800": 1}).encode(), 1, "should be text"),
    "long line": (json.dumps(COMPANY | {"label": "x" * 2**20}).encode(), 1, "is longer than"),
    "article missing": (json.dumps({"kind": "mention", "id": "z.a", "article": "z", "label": "x", "of": "companies/a", "evidence": [{"article": "z", "paragraph": 1, "start": 0, "end": 1, "exact": "a"}]}).encode() + b"\n" + json.dumps(COMPANY).encode(), 1, "belongs to article 'z', which does not exist"),
    "redirected twice": (json.dumps(COMPANY).encode() + b'\n{"kind":"redirect","ref":"companies/b","heir":"companies/a"}' * 2, 3, "companies/b is redirected twice"),
    "many values": (json.dumps(COMPANY | {"aliases": [{}] * 100_000}).encode(), 1, "holds more than 50,000 values"),
    "redirect with more": (json.dumps(COMPANY).encode() + b'\n{"kind":"redirect","ref":"companies/b","heir":"companies/a","why":1}', 2, "why: is no field of a redirect"),
}  # fmt: skip


@pytest.mark.parametrize("what", LINES)
def test_a_broken_line_is_told_and_nothing_is_loaded(what: str, tmp_path: Path, loaded: Path) -> None:
    """The same holds for NDJSON: the line is named and the old store untouched."""
    content, line, message = LINES[what]
    (tmp_path / "facts.ndjson").write_bytes(content)
    before = sorted(path.name for path in loaded.iterdir())
    code, lines = run("load", tmp_path / "facts.ndjson", loaded)
    assert code == 1
    assert any(told.startswith(f"{tmp_path}/facts.ndjson:{line}: ") and message in told for told in lines), lines[:3]
    assert sorted(path.name for path in loaded.iterdir()) == before


def test_counts_are_compared_only_where_every_record_could_be_read(tmp_path: Path, loaded: Path) -> None:
    """A refused or unreadable line of an export is reported without the counts; a line that is gone is not."""
    export, edited = facts("export", folder=loaded).stdout, tmp_path / "facts.ndjson"
    (line,) = re.findall(r'.*"id":"microsoft-china-relocation\.reading-time".*\n', export)
    number = export[: export.index(line)].count("\n") + 1
    for broken in (line.replace('"kind":"figure"', '"kind":"figure","more":1'), line.replace(":", ":NaN", 1)):
        edited.write_text(export.replace(line, broken))
        told = run("check", edited, loaded)[1]
        assert [one.split(":")[1] for one in told[:-1]] == [str(number)], told
    edited.write_text(export.replace(line, ""))
    assert "counts: disagrees with the article's records: 35 mentions, 14 figures, 12 dates" in str(
        run("check", edited, loaded)[1]
    )


@pytest.mark.parametrize("path", ["nothing", "nothing.ndjson"])
def test_seeds_that_are_not_there_are_told(path: str, tmp_path: Path, loaded: Path) -> None:
    """A path with nothing at it is no empty dataset."""
    code, lines = run("load", tmp_path / path, loaded)
    assert code == 1
    assert "there is nothing at this path" in lines[0]


def test_a_pipe_is_no_dataset(tmp_path: Path, loaded: Path) -> None:
    """`facts export | facts load /dev/stdin`: a load reads its file more than once. The message says what to do."""
    reading, writing = os.pipe()
    try:
        code, lines = run("load", Path(f"/dev/fd/{reading}"), loaded)
    finally:
        os.close(reading)
        os.close(writing)
    assert code == 1
    assert lines[0].endswith(_PIPE)


def test_one_file_of_a_seed_folder_is_no_dataset(seeds: Path, loaded: Path) -> None:
    """Its records refer to others in the folder, so the folder is asked for, in one line."""
    code, lines = run("load", seeds / ARTICLE, loaded)
    assert code == 1
    assert lines[0] == f"{seeds / ARTICLE}:1: is one file of a seed folder; give the folder"
    assert len(lines) == 2


def test_links_within_the_seed_folder_are_followed(seeds: Path, tmp_path: Path) -> None:
    """A file that is a link to another one of the same folder, as a mounted configuration has them, loads."""
    (seeds / "..held").mkdir()
    (seeds / "companies.yaml").rename(seeds / "..held/companies.yaml")
    (seeds / "companies.yaml").symlink_to("..held/companies.yaml")
    assert run("load", seeds, tmp_path / "store")[0] == 0


def test_seeds_that_are_a_fifo_are_refused_before_they_are_opened(tmp_path: Path, loaded: Path) -> None:
    """The path itself is held to the same rule; opening it would wait for a writer for ever."""
    os.mkfifo(tmp_path / "facts.ndjson")
    code, lines = run("load", tmp_path / "facts.ndjson", loaded)
    assert (code, lines[0]) == (1, f"{tmp_path}/facts.ndjson:1: {_PIPE}")


WORTHLESS = {
    "braces.ndjson": b"{}\n" * 350_000,
    "records without fields.ndjson": b'{"kind":"company"}\n' * 60_000,
    "fields that are none.ndjson": b'{"kind":"company",' + b",".join(b'"k%d":1' % n for n in range(80_000)) + b"}",
    "lists.ndjson": json.dumps(COMPANY | {"aliases": [{}] * 45_000}).encode(),
    "braces": b"[" + b"{}," * 45_000 + b"]",
    "aliases": b"[{id: a, label: x, name: x, type: company, aliases: [" + b"{}," * 45_000 + b"]}]",
}


@pytest.mark.parametrize("name", WORTHLESS)
def test_a_megabyte_without_a_record_is_refused_at_once(name: str, seeds: Path, tmp_path: Path) -> None:
    """Reading stops at the thousandth fault, in less than a second of a quiet processor and two of a busy one."""
    path = tmp_path / name if name.endswith("ndjson") else seeds
    (path if path != seeds else seeds / "companies.yaml").write_bytes(WORTHLESS[name])
    begun = time.process_time()
    with pytest.raises(SeedError) as error:
        list(Dataset(path))
    assert time.process_time() - begun < 2
    assert 0 < len(error.value.faults) <= 1000

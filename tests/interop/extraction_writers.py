"""`facts draft --from` reads the output of langextract and label-studio-sdk, which run without a model."""

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from label_studio_sdk.label_interface import LabelInterface
from label_studio_sdk.label_interface.objects import PredictionValue
from langextract import data, io

ROOT = Path(__file__).parents[2]
TEXT = ROOT / "tests" / "fixtures" / "authoring" / "texts" / "tidal-array-approved.txt"
CONTENT = TEXT.read_text(encoding="utf-8")
LABELS = '<Labels name="label" toName="text"><Label value="claim"/></Labels>'
CONFIG = f'<View>{LABELS}<Text name="text" value="$text"/></View>'
RIGHT, SHIFTED = 25, 2
INVENTED = ("The minister resigned", "about 90,000 homes", "in May 2031")


def phrases() -> list[str]:
    """Phrases that occur once in the text."""
    words = CONTENT.split(" ")
    cut = (" ".join(words[start : start + 4]) for start in range(0, len(words) - 4, 6))
    return [one for one in cut if CONTENT.count(one) == 1 and "\n" not in one][: RIGHT + SHIFTED]


def findings() -> list[tuple[str, int]]:
    """25 phrases at their places, 2 shifted by five characters, 3 invented."""
    found = [(phrase, CONTENT.index(phrase)) for phrase in phrases()]
    shifted = [(phrase, start + 5) for phrase, start in found[RIGHT:]]
    return [*found[:RIGHT], *shifted, *((phrase, 40) for phrase in INVENTED)]


def langextract(folder: Path) -> Path:
    """langextract's JSONL, by its own writer."""
    extractions = [
        data.Extraction("claim", phrase, char_interval=data.CharInterval(start, start + len(phrase)))
        for phrase, start in findings()
    ]
    document = data.AnnotatedDocument(document_id="doc", text=CONTENT, extractions=extractions)
    io.save_annotated_documents([document], output_dir=str(folder), output_name="found.jsonl", show_progress=False)
    return folder / "found.jsonl"


def label_studio(folder: Path) -> Path:
    """A task with predictions, made by the SDK. Regions have only offsets, so all 25 are right."""
    control = LabelInterface(CONFIG).get_control("label")
    regions = [control.label("claim", start=start, end=start + len(phrase)) for phrase, start in findings()[:RIGHT]]
    prediction = PredictionValue(model_version="1", result=regions).model_dump(mode="json")
    path = folder / "tasks.json"
    path.write_text(json.dumps([{"data": {"text": CONTENT}, "predictions": [prediction]}]), encoding="utf-8")
    return path


def drafted(source: Path) -> str:
    """What the command prints about a file."""
    python = ROOT / ".venv" / "bin" / "python"
    command = [python, "-m", "flask", "--app", "wsgi", "facts", "draft", TEXT, "--from", source]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        sys.exit(f"{source.name}: {done.stderr}")
    return done.stderr


def expect(source: Path, message: str) -> None:
    """Stop if the command prints something else."""
    found = drafted(source)
    if message not in found:
        sys.exit(f"{source.name}: expected {message!r}, found {found!r}")


with TemporaryDirectory() as made:
    expect(langextract(Path(made)), "25 items as placed, 2 stand elsewhere, 3 refused.")
    expect(label_studio(Path(made)), "25 items as placed, 0 stand elsewhere, 0 refused.")
print(
    f"langextract {version('langextract')}, label-studio-sdk {version('label-studio-sdk')}: 30 and 25 findings drafted"
)

"""The registry entries of a seed folder that can be named in a text."""

from pathlib import Path

from authoring.article_text import FileError
from authoring.draft.names import Known
from schemas.records import NamedEntry
from schemas.seedfiles.faults import Faults
from schemas.seedfiles.seedfile import Part, read_seeds, registry_records


def registry_of(seeds: Path) -> list[Known]:
    """Every entry that can be named, as (ref, entry), those of earlier drafts too; what is broken is passed over, since
    `check` reports it. FileError where there are no seeds."""
    if not seeds.exists():
        reason = "there is nothing at this path; --seeds names another"
        raise FileError(f"{seeds} is neither a seed folder nor an NDJSON file: {reason}.")
    if seeds.is_dir():
        return named_entries(Part(records=list(registry_records(seeds, Faults(), todo=False))))
    return named_entries(next(read_seeds(seeds, Faults(), sort=True), Part()))


def named_entries(registry: Part) -> list[Known]:
    """The entries of a registry that a text may name, each with its ref."""
    return [(one.ref, one.record) for one in registry.records if isinstance(one.record, NamedEntry)]

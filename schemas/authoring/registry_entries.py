"""The registry of a seed folder, as authoring asks it: what is already known by name."""

from pathlib import Path
from typing import Any

from schemas.faults import Faults
from schemas.seedfile import Part, read_seeds


def registry_of(seeds: Path) -> list[tuple[str, Any]]:
    """Every registry entry as (ref, entry); what is broken is passed over, since `check` tells it."""
    part: Part = next(read_seeds(seeds, Faults()), Part())
    return [(parsed.ref, parsed.record) for parsed in part.records]

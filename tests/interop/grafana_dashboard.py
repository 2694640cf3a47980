"""Grafana's own model of a dashboard, made from its schema, accepts the one in examples/ and knows every option in it.

Grafana itself is in no registry that the tests reach, so drawing is not tested.
"""

import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from asking import same
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard

BOARD = Path(__file__).parent.parent.parent / "examples" / "grafana_infinity.json"


def lost(given: Any, kept: Any, path: str = "") -> Iterator[str]:
    """Where the model keeps less than it was given, or something else."""
    if isinstance(given, dict) and isinstance(kept, dict):
        for key, value in given.items():
            yield from lost(value, kept.get(key), f"{path}.{key}")
    elif isinstance(given, list) and isinstance(kept, list) and len(given) == len(kept):
        for place, (one, other) in enumerate(zip(given, kept, strict=True)):
            yield from lost(one, other, f"{path}[{place}]")
    elif given != kept:
        yield path


register_default_plugins()
given = json.loads(BOARD.read_text())
kept = json.loads(json.dumps(Dashboard.from_json(given), cls=JSONEncoder))
same("what Grafana's model does not know", list(lost(given, kept)), [])
spoilt = json.loads(BOARD.read_text())
spoilt["panels"][0]["options"]["mistyped"] = True
kept = json.loads(json.dumps(Dashboard.from_json(spoilt), cls=JSONEncoder))
same("a mistyped option", list(lost(spoilt, kept)), [".panels[0].options.mistyped"])
release = version("grafana_foundation_sdk").partition("!")[2]
print(f"grafana-foundation-sdk {release}: a dashboard of {len(given['panels'])} panels, all options known")

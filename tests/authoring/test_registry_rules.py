"""`facts check` on the registry and on all articles together: advice that needs no text."""

from pathlib import Path

import pytest

from authoring.checks import registry
from tests.authoring.desk import INVENTED as TIDAL
from tests.authoring.desk import TEXT, run, together
from tests.authoring.test_checks import TRAM, finished

TRAM_STATEMENT = finished(TRAM)["claims"][0]["statement"]
REGISTRY = {
    "claim_without_speaker": (
        f"articles/{TIDAL}.yaml",
        "    speaker: companies/benbulben-research\n    modality",
        "    modality",
        f"claims/{TIDAL}.electricity-dear: claim_without_speaker: has no speaker\n",
    ),
    "alias_unused": (
        "companies.yaml",
        "aliases: [the Courier]",
        "aliases: [the Courier, the Skerry Weekly]",
        "companies/skerry-courier: alias_unused: no article uses the alias 'the Skerry Weekly'\n",
    ),
    "same_entry": (
        "companies.yaml",
        "- id: northtide\n",
        "- id: north-tide\n  label: l\n  name: Northtide Ltd.\n  type: company\n\n- id: northtide\n",
        "companies/northtide: same_entry: may be the same as companies/north-tide\n",
    ),
    "same_claim": (
        f"articles/{TIDAL}.yaml",
        "statement: Corran Tidal counts on supplying about 45,000 homes when everything is built.",
        f"statement: {TRAM_STATEMENT}",
        f"claims/{TIDAL}.homes-supplied: same_claim: may repeat claims/{TRAM}.line-approved\n",
    ),
}


@pytest.mark.parametrize("rule", REGISTRY)
def test_the_registry_is_compared_with_all_articles(rule: str, tmp_path: Path) -> None:
    """Advice that needs no text."""
    assert set(REGISTRY) == registry.RULES
    file, old, new, output = REGISTRY[rule]
    seeds = together(tmp_path)
    content = (seeds / file).read_text(encoding="utf-8")
    assert old in content
    (seeds / file).write_text(content.replace(old, new, 1), encoding="utf-8")
    result = run(tmp_path, "check", seeds, "--text", TEXT)
    assert output in result.stderr
    assert result.exit_code == 0

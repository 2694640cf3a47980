"""Changes that people make to seeds, at random."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

Record = dict[str, Any]
Records = list[Record]
Step = Callable[[Records, Random], Records]


def article_of(record: Record) -> str:
    """The id of the record's article; empty in the registry."""
    return str(record["id"] if record["kind"] == "article" else record.get("article", ""))


def edited(found: Records, chance: Random) -> Records:
    """An article's record in other words."""
    one = chance.choice([one for one in found if article_of(one)])
    return [each | {"label": f"edited {chance.random()}"} if each is one else each for each in found]


def added(found: Records, chance: Random) -> Records:
    """An article much like another, before or after it, which may correct it."""
    old = chance.choice(sorted({article_of(one) for one in found} - {""}))
    new = f"{chance.choice('aqz')}{chance.randrange(1000)}-{old}"
    copies = [one for one in found if article_of(one) == old]
    return [*found, *json.loads(json.dumps(copies).replace(old, new))]


def removed(found: Records, chance: Random) -> Records:
    """One article fewer."""
    gone = chance.choice(sorted({article_of(one) for one in found} - {""}))
    return [one for one in found if article_of(one) != gone]


def without_a_record(found: Records, chance: Random) -> Records:
    """One record of an article fewer, to which others may refer."""
    gone = chance.choice([one for one in found if one["kind"] in ("mention", "claim", "figure")])
    return [one for one in found if one is not gone]


def longer(found: Records, chance: Random) -> Records:
    """More records in an article, before and between the others."""
    like = chance.choice([one for one in found if one["kind"] == "mention"])
    return [*found, *(like | {"id": f"{like['id']}-{chance.randrange(10**6)}"} for _ in range(chance.randint(1, 40)))]


def renamed(found: Records, chance: Random) -> Records:
    """An entry of the registry under another name, so at another position."""
    one = chance.choice([one for one in found if one["kind"] in ("company", "party", "location", "measure")])
    return [each | {"name": f"{chance.choice('AZ')} {chance.random()}"} if each is one else each for each in found]


def merged(found: Records, chance: Random) -> Records:
    """A company merged into another."""
    old, new = chance.sample([one for one in found if one["kind"] == "company"], 2)
    text = json.dumps([one for one in found if one is not old])
    text = text.replace(f'"companies/{old["id"]}"', f'"companies/{new["id"]}"')
    return [*json.loads(text), {"kind": "redirect", "ref": f"companies/{old['id']}", "heir": f"companies/{new['id']}"}]


def corrected(found: Records, chance: Random) -> Records:
    """A claim that corrects or retracts another article's; several may form a circle."""
    one, other = chance.sample([one for one in found if one["kind"] == "claim"], 2)
    relation = {"type": chance.choice(("corrects", "retracts", "repeats")), "to": f"claims/{other['id']}"}
    return [each | {"relations": [relation]} if each is one else each for each in found]


def redirected(found: Records, chance: Random) -> Records:
    """A redirect for a figure's id, which may exist or not."""
    heir = chance.choice([one for one in found if one["kind"] == "figure"])
    old = chance.choice((f"{heir['article']}.gone", chance.choice(found).get("id")))
    return [*found, {"kind": "redirect", "ref": f"figures/{old}", "heir": f"figures/{heir['id']}"}]


def unchanged(found: Records, chance: Random) -> Records:
    """The same records again."""
    return found


CHANGES = (edited, added, removed, without_a_record, longer, renamed, merged, corrected, redirected, unchanged)


def sequences(most: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run a test with this many random sequences: `seed` for the random generator, `steps` with the changes of each
    load."""
    step = st.lists(st.sampled_from(CHANGES), min_size=1, max_size=2)
    drawn = given(seed=st.integers(0, 10**6), steps=st.lists(step, min_size=2, max_size=4))
    quietly = settings(
        max_examples=most,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # shrinking would take minutes
    )
    return lambda test: quietly(drawn(test))

"""Cycles of refs among seeds: found where there are any, in linear time."""

import time
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.seedfiles.dataset import cycles

CYCLES = st.dictionaries(st.integers(0, 8).map(str), st.sets(st.integers(0, 8).map(str), max_size=3), max_size=9)


@settings(deadline=None, database=None)
@given(CYCLES)
def test_cycles_are_found_where_there_are_any(leads_to: dict[str, set[str]]) -> None:
    """Found exactly where refs cannot be put in an order, and each one leads back along refs that are there."""
    found = list(cycles(leads_to))
    try:
        TopologicalSorter(leads_to).prepare()
        assert found == []
    except CycleError:
        assert found
    for cycle in found:
        assert cycle[0] == cycle[-1]
        assert all(after in leads_to[before] for before, after in pairwise(cycle))


def test_a_chain_as_long_as_a_dataset_is_walked_in_linear_time() -> None:
    """100,000 places, each within the next, are no cycle, and no recursion either. In quadratic time it took hours."""
    chain = {str(n): (str(n + 1),) for n in range(100_000)}
    begun = time.process_time()
    assert list(cycles(chain)) == []
    assert len(list(cycles(chain | {"100000": ("0",)}))) == 1
    assert time.process_time() - begun < 20

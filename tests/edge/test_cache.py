"""The bound, and who leaves first; checked against a plain model."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from api.edge.cache import Cache, cost
from api.edge.key import Key
from api.edge.representation import Representation

NOTHING = Representation.of(200, [], b"")


def key(number: int) -> Key:
    return b"/%d" % number, b"", None, False


steps = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(0, 9), st.integers(1, 40)),
        st.tuples(st.just("get"), st.integers(0, 9), st.just(0)),
        st.tuples(st.just("clear"), st.just(0), st.just(0)),
    )
)


@given(st.integers(0, 100), steps)
def test_the_bound_holds_and_the_least_recently_used_leaves(bound: int, taken: list[tuple[str, int, int]]) -> None:
    """After each step the cache holds what a list in order of use would, and never more bytes than allowed."""
    cache = Cache(bound)
    model: list[tuple[int, int]] = []  # (number, size), the least recently used first
    for step, number, size in taken:
        same = [entry for entry in model if entry[0] == number]
        others = [entry for entry in model if entry[0] != number]
        if step == "clear":
            cache.clear()
            model = []
        elif step == "get":
            assert (cache.get(key(number)) is not None) == bool(same)
            model = others + same
        else:
            cache.put(key(number), NOTHING, size)
            model = others + [(number, size)] * (size <= bound)
            while sum(entry[1] for entry in model) > bound:
                model.pop(0)
        assert cache.bytes == sum(entry[1] for entry in model) <= bound
        assert len(cache) == len(model)


def test_the_estimate_is_from_above() -> None:
    """What the process allocates for many small entries is no more than their cost, nor less than a third of it."""
    cache = Cache(10**9)
    tracemalloc.start()
    try:
        for number in range(1000):
            headers = [(b"x-%d-%d" % (number, field), b"value of %d" % number) for field in range(12)]
            path = b"/v1/companies/%d" % number
            body = b"%0500d" % number
            one: Key = (path, b"", b"text/%d" % number, True)
            cache.put(one, Representation.of(200, headers, body), cost(one, headers, body))
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert cache.bytes / 3 < taken <= cache.bytes

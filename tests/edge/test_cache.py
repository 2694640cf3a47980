"""The bound, and who leaves first; checked against a plain model."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from api.edge.cache import Cache, cost
from api.edge.key import Key
from api.edge.representation import Representation


def key(number: int) -> Key:
    return b"/%d" % number, b"", None, False


def entry(number: int, size: int) -> Representation:
    """One that costs `size` bytes more than nothing."""
    return Representation(200, (), b"x" * size)


NOTHING = cost(key(0), entry(0, 0))


steps = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(0, 9), st.integers(0, 2 * NOTHING)),
        st.tuples(st.just("get"), st.integers(0, 9), st.just(0)),
        st.tuples(st.just("clear"), st.just(0), st.just(0)),
    )
)


@given(st.integers(0, 2 * NOTHING), steps)
def test_the_bound_holds_and_the_least_recently_used_leaves(bound: int, taken: list[tuple[str, int, int]]) -> None:
    """After each step the cache holds what a list in order of use would, and never more bytes than allowed."""
    bound += 2 * NOTHING
    cache = Cache(bound)
    model: list[tuple[int, int]] = []  # (number, size), the least recently used first
    for step, number, size in taken:
        same = [one for one in model if one[0] == number]
        others = [one for one in model if one[0] != number]
        if step == "clear":
            cache.clear()
            model = []
        elif step == "get":
            assert (cache.get(key(number)) is not None) == bool(same)
            model = others + same
        else:
            cache.put(key(number), entry(number, size))
            model = others + [(number, NOTHING + size)] * (NOTHING + size <= bound)
            while sum(one[1] for one in model) > bound:
                model.pop(0)
        assert cache.bytes == sum(one[1] for one in model) <= bound
        assert len(cache) == len(model)


def test_the_estimate_is_from_above() -> None:
    """What the process allocates for many small entries is no more than their cost, nor less than a third of it."""
    cache = Cache(10**9)
    tracemalloc.start()
    try:
        for number in range(1000):
            headers = tuple((b"x-%d-%d" % (number, field), b"value of %d" % number) for field in range(12))
            one: Key = (b"/v1/companies/%d" % number, b"", b"text/%d" % number, True)
            cache.put(one, Representation(200, headers, b"%0500d" % number))
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert cache.bytes / 3 < taken <= cache.bytes

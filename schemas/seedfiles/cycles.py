"""Refs that must not lead back to where they start: a place within itself, a date relative to itself."""

from collections.abc import Iterable, Iterator, Mapping


def cycles(leads_to: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """The cycles that a depth-first walk meets, each as `(a, b, a)`; at least one where there is any.

    Without recursion, since a chain may be as long as a dataset; linear in the number of refs.
    """
    done: set[str] = set()
    for first in leads_to:
        if first not in done:
            yield from _walk(first, leads_to, done)


def _walk(first: str, leads_to: Mapping[str, Iterable[str]], done: set[str]) -> Iterator[tuple[str, ...]]:
    trail = [first]  # the refs on the way here
    left = [iter(leads_to[first])]  # what each of them still leads to
    depth = {first: 0}
    while trail:
        target = next(left[-1], None)
        if target is None:
            left.pop()
            done.add(trail[-1])
            del depth[trail.pop()]
        elif target in depth:
            yield (*trail[depth[target] :], target)
        elif target not in done:
            depth[target] = len(trail)
            trail.append(target)
            left.append(iter(leads_to.get(target, ())))

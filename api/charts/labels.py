"""Placement of labels beside points, so that they overlap neither each other nor other points."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_CELL = 48.0  # pixels; boxes are indexed by grid cell, so that hundreds of points stay fast
_HEIGHT = 13.0
_OFF = 7.0  # from the point's middle to the text


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def holds(self, other: "Box") -> bool:
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom

    def cells(self) -> Iterator[tuple[int, int]]:
        for column in range(int(self.left // _CELL), int(self.right // _CELL) + 1):
            for line in range(int(self.top // _CELL), int(self.bottom // _CELL) + 1):
                yield column, line


@dataclass(slots=True)
class Occupied:
    """The boxes already taken within the bounds."""

    bounds: Box
    _taken: defaultdict[tuple[int, int], list[Box]] = field(default_factory=lambda: defaultdict(list))

    def take(self, box: Box) -> None:
        for cell in box.cells():
            self._taken[cell].append(box)

    def take_beside(self, x: float, y: float, width: float) -> Box | None:
        """Take the best free place beside a point for a label of this width, if there is one."""
        for box in _places(x, y, width):
            if self.bounds.holds(box) and self._is_free(box):
                self.take(box)
                return box
        return None

    def _is_free(self, box: Box) -> bool:
        return not any(box.meets(other) for cell in box.cells() for other in self._taken.get(cell, ()))


def around(x: float, y: float, radius: float) -> Box:
    return Box(x - radius, y - radius, x + radius, y + radius)


def _places(x: float, y: float, width: float) -> Sequence[Box]:
    """Candidate places for a label, best first: right, left, above, below, then the corners."""
    half, up = width / 2, _HEIGHT / 2
    shifts = [
        (_OFF, -up),
        (-_OFF - width, -up),
        (-half, -_OFF - _HEIGHT),
        (-half, _OFF),
        (_OFF - 3, -_OFF - _HEIGHT + 4),
        (_OFF - 3, _OFF - 4),
        (-_OFF - width + 3, -_OFF - _HEIGHT + 4),
        (-_OFF - width + 3, _OFF - 4),
    ]
    return [Box(x + dx, y + dy, x + dx + width, y + dy + _HEIGHT) for dx, dy in shifts]

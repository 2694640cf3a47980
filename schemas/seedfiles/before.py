"""What a pass over seeds asks about the dataset that was loaded before, so that only what changed is parsed."""

from collections.abc import Iterable
from typing import Protocol

from schemas.seedfiles.items import Content


class Before(Protocol):
    """The dataset that was loaded before."""

    def known(self, source: bytes) -> str | None:
        """The article that was loaded from bytes with this digest."""
        ...

    def digest(self, article: str) -> bytes:
        """The digest of an article's content."""
        ...

    def touched(self, registry: Content) -> set[str]:
        """The articles that refer to entries that differ in this registry."""
        ...

    def has(self, ref: str) -> bool:
        """Whether there is such a record."""
        ...

    def relations(self, claim: str) -> Iterable[tuple[str, str]]:
        """The type and target of each relation of a claim, by its ref."""
        ...


class Nothing:
    """No dataset: everything is parsed."""

    def known(self, source: bytes) -> str | None:  # noqa: ARG002
        """None is known."""
        return None

    def digest(self, article: str) -> bytes:
        """There is none."""
        raise KeyError(article)

    def touched(self, registry: Content) -> set[str]:  # noqa: ARG002
        """There are none."""
        return set()

    def has(self, ref: str) -> bool:  # noqa: ARG002
        """There is none."""
        return False

    def relations(self, claim: str) -> Iterable[tuple[str, str]]:  # noqa: ARG002
        """There are none."""
        return ()


NOTHING = Nothing()

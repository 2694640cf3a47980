"""What a pass over seeds asks about the dataset that was loaded before, so that only what changed is parsed."""

# ruff: noqa: ARG002 - there is nothing to look up

from collections.abc import Iterable

from schemas.seedfiles.items import Content


class Before:
    """The dataset that was loaded before. This one is empty, so everything is parsed; a store has its own."""

    def known(self, source: bytes) -> str | None:
        """The article that was loaded from bytes with this digest."""
        return None

    def digest(self, article: str) -> bytes:
        """The digest of an article's content; KeyError if there is no such article."""
        raise KeyError(article)

    def touched(self, registry: Content) -> set[str]:
        """The articles that refer to entries that differ in this registry."""
        return set()

    def has(self, ref: str) -> bool:
        """Whether there is such a record."""
        return False

    def relations(self, claim: str) -> Iterable[tuple[str, str]]:
        """The type and target of each relation of a claim, by its ref."""
        return ()

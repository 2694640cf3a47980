"""A digest of the program's sources: answers may change with them, so validators depend on it."""

from functools import cache
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
_ROOMS = ("api", "schemas", "docs")
_SOURCES = (".py", ".html", ".css", ".js", ".md")


def digest_of_sources() -> str:
    """Digest of the source files as they are now, uncached."""
    rooms = (path for room in _ROOMS for path in (ROOT / room).rglob("*"))
    digest = sha256()
    for source in sorted(path for path in rooms if path.suffix in _SOURCES):
        digest.update(source.read_bytes())
    return digest.hexdigest()


program_digest = cache(digest_of_sources)
"""The same, computed once a process."""

"""What a text quotes."""

import re
from functools import lru_cache

from authoring.article_text import Span

_QUOTE = re.compile(
    r"“([^“”]{1,2000})(?:”|(?=\n[^\S\n]*\n[^\S\n]*“)|\Z)|(?<![\w\"])\"([^\"\n]{1,2000})(?:\"|(?=\n[^\S\n]*\n[^\S\n]*\"))|(?<!\w)‘((?:[^‘’]|(?<=\w)’(?=\w)){3,600})’(?!\w)"
)


@lru_cache(maxsize=1)
def quotations(content: str) -> tuple[Span, ...]:
    """What stands between quotation marks, without them; also of paragraphs whose quotation goes on in the next."""
    groups = ((found, next(n for n in (1, 2, 3) if found[n] is not None)) for found in _QUOTE.finditer(content))
    return tuple(Span(*found.span(group)) for found, group in groups)

"""Ages: a bare number after a person's name, "Ada Holm, 46"."""

from collections.abc import Iterator
from dataclasses import replace

from authoring.article_text import ArticleText
from authoring.draft.candidate import Candidate, Name
from authoring.draft.seed import slug

_OLDEST = 115


def with_ages(text: ArticleText, figures: list[Candidate], called: list[Name]) -> Iterator[Candidate]:
    """The figures; those that are ages in years, with an id that says whose: "holm-age"."""
    people = {span.end: one.name for one in called if one.type == "person" for span in one.spans}
    for one in figures:
        lead = next((words for words in (", aged ", ", ") if text.content.endswith(words, 0, one.span.start)), "")
        whose = people.get(one.span.start - len(lead)) if lead else None
        value = one.fields.get("value")
        is_bare = "TODO" in str(one.fields.get("unit", "TODO")) and isinstance(value, int) and value <= _OLDEST
        if whose and is_bare and text.content[one.span.end : one.span.end + 1] in (",", ".", ";", ")"):
            age = {"id": f"{slug(whose.split()[-1])}-age", "unit": "years", "unit_code": "a"}
            yield replace(one, fields={**one.fields, **age})
        else:
            yield one

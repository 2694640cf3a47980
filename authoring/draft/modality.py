"""How a sentence is put ("is expected to"), and whether it verifies another statement ("declined to comment")."""

import re

from authoring.article_text import Span

_MODALITY = (
    ("reported", r"reportedly|allegedly|(?:is|are|was|were) said to"),
    (
        "denied",
        r"den(?:y|ies|ied)|denying|rejected (?:the )?(?:claims?|allegations?|suggestions?)"
        r"|(?<!was )(?<!were )(?<!been )(?<!be )dismissed (?!in |on |by |for )",
    ),
    ("doubted", r"doubts?|doubted|sceptical|skeptical|questioned whether|cast doubt"),
    ("feared", r"fears?|feared|worries (?:that|about)|worried|concerned|afraid"),
    (
        "demanded",
        r"asked (?!not\b)(?:[\w’'-]+ ){0,3}(?:for|to)|demand(?:s|ed)|call(?:s|ed)? for|called on"
        r"|urg(?:e|es|ed)|insist(?:s|ed) (?:on|that \w+ must)",
    ),
    ("promised", r"promis(?:e|es|ed)|pledg(?:e|es|ed)|vow(?:s|ed)?|guarantee[sd]?"),
    (
        "considered",
        r"consider(?:s|ing|ed)?|weighing (?:up|whether|a)|mulling|mulls|plans? to|proposed|proposes|exploring",
    ),
    ("expected", r"expect(?:s|ed)?|forecasts?|predict(?:s|ed)|projected|anticipat(?:es|ed)|is set to|are set to"),
)
_ANY_MODALITY = re.compile(rf"\b(?:{'|'.join(f'(?P<m{n}>{words})' for n, (_, words) in enumerate(_MODALITY))})\b")
MODALITY_CLUES = (
    *("reported", "alleged", "said to", "den", "reject", "dismiss", "doubt", "ptical", "question", "fear", "worr"),
    *("concerned", "afraid", "asked", "demand", "call", "urg", "insist", "promis", "pledg", "vow", "guarant"),
    *("consider", "weighing", "mull", "plan", "propos", "explor", "expect", "forecast", "predict", "project"),
    *("anticipat", "set to"),
)
"""Parts of words of which every sentence has one that is put as anything but asserted."""
VERIFICATION = (
    (
        "declined_to_disclose",
        r"(?:declined|refused) to (?:comment|say|disclose|give|answer)"
        r"|did not (?:answer|respond|reply|disclose|comment|return)"
        r"|would not (?:comment|say|be drawn)|could not be reached|no comment",
    ),
    (
        "not_independently_verified",
        r"(?:not|unable to)(?: yet)? (?:able to |be |been |seen )?(?:independently |immediately )?"
        r"(?:verif|confirm|check|count|the )\w*",
    ),
    ("confirmed", r"confirm(?:s|ed)"),
)
_VERIFICATIONS = [(status, re.compile(rf"\b(?:{words})", re.I)) for status, words in VERIFICATION]
_SILENCE = re.compile(
    r"(?:declined|refused) to (?:comment|answer|say|give)"
    r"|did not (?:immediately )?(?:answer|respond|reply|return|comment)|would not (?:comment|be drawn)"
    r"|could not (?:immediately )?be reached|had no comment"
    r"|(?P<unverified>could not (?:independently |immediately )?(?:be )?(?:independently )?(?:verif|confirm)\w*)"
)
_GOES_ON = re.compile(r"\b(?:but|and|while|although|saying|adding)\b|[;“\"]")
_VERIFYING = ("declin", "not ", "reached", "no comment", "unable", "confirm")  # words of which each of them has one


def modality_of(sentence: str) -> str:
    """How a sentence is put: the first modality that its words speak of, else asserted."""
    found = min((int((one.lastgroup or "m0")[1:]) for one in _ANY_MODALITY.finditer(sentence.lower())), default=None)
    return "asserted" if found is None else _MODALITY[found][0]


def verification_cue(status: str, words: str) -> bool:
    """Whether words may give a verification of this status."""
    if status == "denied":
        return (
            re.search(r"\b(?:den(?:y|ies|ied)|reject\w*|dismiss\w*|disput\w*|contradict\w*|untrue|false)\b", words)
            is not None
        )
    if status == "partly_confirmed":
        status = "confirmed"
    return any(name == status and cue.search(words) for name, cue in _VERIFICATIONS)


def verification_of(sentence: str) -> str | None:
    """The status that a sentence gives to a statement, or None."""
    words = sentence.lower()
    if not any(word in words for word in _VERIFYING):
        return None
    return next((status for status, cue in _VERIFICATIONS if cue.search(sentence)), None)


def silence(content: str, sentence: Span) -> tuple[str, Span] | None:
    """The status and the words of a sentence that only says who did not comment on, or could not verify, another."""
    found = _SILENCE.search(content, *sentence)
    if not found or _GOES_ON.search(content, found.end(), sentence.end):
        return None
    return "not_independently_verified" if found["unverified"] else "declined_to_disclose", Span(*found.span())

"""Header fields common to all responses, and those of errors. Independent of any framework."""

from collections.abc import Mapping

from api.problems import MEDIA_TYPE, Problem

VERSION = "Dataset-Version"
DID_YOU_MEAN = "Did-You-Mean"  # for a search without results: one that has some, in percent-encoded UTF-8
EXPOSED = ("ETag", "Link", "Retry-After", "X-Request-ID", VERSION)
"""What scripts of other origins may read."""

COMMON: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": ", ".join(EXPOSED),
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cache-Control": "no-store",
    "Vary": "Accept, Accept-Encoding",
}
"""Every response has these, unless the view gave the field another value."""

PREFLIGHT: Mapping[str, str] = {
    "Access-Control-Allow-Headers": (
        "Accept, Content-Type, If-Match, If-None-Match, If-Range, Range, X-Request-ID, "
        "Last-Event-ID, Mcp-Session-Id, MCP-Protocol-Version"
    ),
    "Access-Control-Max-Age": "86400",
}
"""The answer to OPTIONS has these too."""

OF_THE_CONTENT = frozenset({
    "Accept-Ranges", "Allow", "Content-Encoding", "Content-Language", "Content-Length", "Content-Range",
    "Content-Type", "Last-Modified",
})  # fmt: skip
"""Fields that describe content, so a 304 does not carry them (RFC 9110, 15.4.5)."""


def problem_headers(problem: Problem) -> dict[str, str]:
    """All header fields of an error except its length; errors are never cached."""
    return {**COMMON, "Content-Type": MEDIA_TYPE, **problem.headers}

"""JSON-RPC 2.0 as the Model Context Protocol uses it: one message in, one message or none out. Knows no HTTP.

Errors of the protocol are JSON-RPC errors. A tool that cannot answer gives a result with `isError`, so that the model
reads why and can ask again.
"""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

VERSIONS = ("2025-11-25", "2025-06-18", "2025-03-26")
"""The supported revisions of the protocol, the newest first."""

_PARSE, _REQUEST, _METHOD, _PARAMETERS = -32700, -32600, -32601, -32602


class ToolError(Exception):
    """A call that a tool cannot answer. The message says what is wrong, and what the tool accepts."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its description for the model, the JSON Schema of its arguments, and its function (ToolError)."""

    name: str
    title: str
    description: str
    arguments: Mapping[str, object]
    call: Callable[[Mapping[str, object]], Mapping[str, object]]

    def declaration(self) -> dict[str, object]:
        """Its entry in `tools/list`. All tools are read-only, and read only the dataset."""
        return {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "inputSchema": dict(self.arguments),
            "annotations": {"readOnlyHint": True, "idempotentHint": True, "openWorldHint": False},
        }


@dataclass(frozen=True, slots=True)
class Server:
    """An MCP server: its version, instructions for the model, and the tools."""

    version: str
    instructions: str
    tools: tuple[Tool, ...]

    def answer(self, body: bytes) -> bytes | None:
        """The answer to a message; None for a notification or a response, which get no answer."""
        try:
            message = json.loads(body, parse_constant=_finite, parse_float=_finite)
        except (ValueError, RecursionError):
            return _error(None, _PARSE, "The body is not JSON, or has a number that is too large.")
        if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
            expected = "a JSON-RPC 2.0 message, an object with jsonrpc, method and id"
            return _error(None, _REQUEST, f"The body is not {expected}.")
        if "method" not in message:
            return None if {"result", "error"} & message.keys() else _error(None, _REQUEST, "The method is missing.")
        if "id" not in message:
            return None
        return self._respond(message)

    def _respond(self, message: Mapping[str, object]) -> bytes:
        identity, method, parameters = message["id"], message["method"], message.get("params", {})
        if isinstance(identity, bool) or not isinstance(identity, str | int | float):
            return _error(None, _REQUEST, "The id has to be a string or a number.")
        answers = {
            "initialize": self._initialize,
            "ping": lambda _: {},
            "tools/list": lambda _: {"tools": [tool.declaration() for tool in self.tools]},
            "tools/call": self._call,
        }
        answer = answers.get(method) if isinstance(method, str) else None
        if answer is None:
            known = ", ".join(answers)
            return _error(identity, _METHOD, f"There is no method {str(method)[:60]!r}; there are {known}.")
        if not isinstance(parameters, dict):
            return _error(identity, _PARAMETERS, "The parameters have to be an object.")
        try:
            return _encoded({"jsonrpc": "2.0", "id": identity, "result": answer(parameters)})
        except LookupError as error:
            return _error(identity, _PARAMETERS, str(error.args[0]))

    def _initialize(self, parameters: Mapping[str, object]) -> dict[str, object]:
        asked = parameters.get("protocolVersion")
        return {
            "protocolVersion": asked if asked in VERSIONS else VERSIONS[0],
            "capabilities": {"tools": {"listChanged": False}},
            "serverInfo": {"name": "article-facts", "title": "Article Facts", "version": self.version},
            "instructions": self.instructions,
        }

    def _call(self, parameters: Mapping[str, object]) -> dict[str, object]:
        """LookupError where there is no such tool."""
        name, arguments = parameters.get("name"), parameters.get("arguments", {})
        tool = next((tool for tool in self.tools if tool.name == name), None)
        if tool is None:
            known = ", ".join(tool.name for tool in self.tools)
            raise LookupError(f"There is no tool {str(name)[:60]!r}; there are {known}.")
        try:
            if not isinstance(arguments, dict):
                raise ToolError("The arguments have to be an object.")
            json.dumps(arguments, ensure_ascii=False).encode()  # JSON can escape what no query can ask for
            content = tool.call(arguments)
        except UnicodeEncodeError:
            return _refused("The arguments have half of a surrogate pair, which no text can have.")
        except ToolError as error:
            return _refused(str(error))
        written = [{"type": "text", "text": json.dumps(content, ensure_ascii=False)}]
        return {"content": written, "structuredContent": content, "isError": False}


def _refused(why: str) -> dict[str, object]:
    return {"content": [{"type": "text", "text": why}], "isError": True}


def _encoded(message: object) -> bytes:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _error(identity: object, code: int, message: str) -> bytes:
    return _encoded({"jsonrpc": "2.0", "id": identity, "error": {"code": code, "message": message}})


def _finite(number: str) -> float:
    """The number, which an answer may repeat: infinity and NaN cannot be written in JSON."""
    if not math.isfinite(found := float(number)):
        raise ValueError(f"{number} is not JSON")
    return found

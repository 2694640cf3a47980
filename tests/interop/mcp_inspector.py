"""The command line of the reference inspector lists the tools and calls one."""

import json
import subprocess
import sys

INSPECTOR = ["npx", "--no-install", "mcp-inspector", "--cli", f"{sys.argv[1]}/mcp", "--transport", "http", "--method"]


def inspect(*asked: str) -> dict:
    """What it prints."""
    done = subprocess.run([*INSPECTOR, *asked], capture_output=True, text=True, timeout=60, check=True)
    return json.loads(done.stdout)


tools = inspect("tools/list")["tools"]
called = inspect("tools/call", "--tool-name", "search_facts", "--tool-arg", "query=employees", "kind=figure")
facts = called["structuredContent"]["facts"]
assert facts
assert all(fact["kind"] == "figure" for fact in facts)
print(f"mcp-inspector: {len(tools)} tools, {len(facts)} figures with their phrases")

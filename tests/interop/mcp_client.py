"""The `mcp` package's own client lists the tools, searches, and reads what it found."""

import asyncio
import sys

from mcp import Client


async def main(url: str) -> None:
    """Use the client's defaults."""
    async with Client(f"{url}/mcp") as client:
        names = {tool.name for tool in (await client.list_tools()).tools}
        found = await client.call_tool("search_facts", {"query": "employees", "kind": "figure"})
        fact = found.structured_content["facts"][0]
        read = await client.call_tool("read_record", {"ref": fact["ref"]})
        assert read.structured_content["record"]["hedge"] == fact["hedge"]
        refused = await client.call_tool("read_record", {"ref": "companies/nobody"})
        assert refused.is_error
    print(f"mcp: {len(names)} tools, {fact['ref']} {fact['hedge']}, ¶{fact['paragraph']}")


asyncio.run(main(sys.argv[1]))

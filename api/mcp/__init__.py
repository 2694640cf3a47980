"""Model Context Protocol for agents: the stateless part of streamable HTTP, over the same queries as the API.

Written here because the `mcp` package brings a dozen requirements and an event loop of its own for what is, without
sessions and notifications, four JSON-RPC methods.
"""

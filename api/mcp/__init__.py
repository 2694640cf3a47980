"""Model Context Protocol for agents: the stateless part of streamable HTTP, over the same queries as the API.

Not the `mcp` package, which brings a dozen requirements and an event loop: without sessions and notifications the
protocol is four JSON-RPC methods.
"""

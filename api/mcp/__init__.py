"""Model Context Protocol for agents: the stateless part of streamable HTTP, over the same queries as the API."""

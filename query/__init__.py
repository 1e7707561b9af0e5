"""Takes in the one ``Query`` of storage; gives out tables, JSON API, web page, exports and the MCP server."""

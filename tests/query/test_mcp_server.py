"""The MCP server as an assistant meets it: a process on standard input and output."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from mcp import Client, StdioServerParameters, stdio_client

from tests.conftest import CHUHAI

TOOLS = {
    "search_deals", "get_deal", "company_history", "deal_stats", "deal_events", "search_text", "milestones", "brief",
    "comparable_deals",
}  # fmt: skip


def test_the_server_answers_reads_only_and_says_what_it_does_not_know(shelf: Path) -> None:
    asyncio.run(_converse(shelf))


async def _converse(shelf: Path) -> None:
    command, *arguments = [*CHUHAI, "mcp", "--db", str(shelf)]
    async with Client(stdio_client(StdioServerParameters(command=command, args=arguments))) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) >= TOOLS
        for tool in tools.values():
            assert tool.description and tool.annotations and tool.annotations.read_only_hint
        assert {"company", "since", "min_upfront"} <= set(tools["search_deals"].input_schema["properties"])

        async def ask(tool: str, /, **given: Any) -> dict[str, Any]:
            found = await client.call_tool(tool, given)
            assert not found.is_error, found
            assert json.loads(found.content[0].text) == found.structured_content  # type: ignore[union-attr]
            return found.structured_content or {}

        async def fail(tool: str, /, **given: Any) -> str:
            found = await client.call_tool(tool, given)
            assert found.is_error
            return str(found.content[0].text)  # type: ignore[union-attr]

        page = await ask("search_deals", company=["恒瑞"], direction=["out"], since="2024", limit=5)
        detail = await ask("get_deal", ident=page["items"][0]["id"])
        assert any(field["evidence"] for field in detail["fields"])
        story = await ask("company_history", name="Hengrui")
        assert story["company"]["name"] == "恒瑞医药" and story["timeline"]
        assert (await ask("deal_stats", by="province", direction=["out"]))["rows"]
        assert len((await ask("deal_events", kind=["terminated"], since="2023", until="2023"))["events"]) == 5
        assert (await ask("search_text", text="SSGJ-707"))["hits"]
        assert "milestones" in await ask("milestones", limit=3)

        told = await ask("brief", direction=["out"], since="2026", language="en")
        assert told["sections"] and told["sources"]
        assert await ask("comparable_deals", ident=page["items"][0]["id"])

        assert "恒瑞" in await fail("search_deals", company=["恒锐"])
        assert "90d" in await fail("search_deals", since="yesterday")
        assert "D123" in await fail("get_deal", ident="nothing")
        assert "type" in await fail("search_deals", type=["marriage"])

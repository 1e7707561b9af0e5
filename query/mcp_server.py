"""The read-only MCP server: what command line and API answer, as tools of an assistant."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Literal

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from errors import ChuhaiError
from query.asks import read_filter
from query.rows import EventKind, GroupBy, Period, to_json
from query.timeline import company_timeline
from storage.engine import Database
from storage.filters import DealFilter, today
from storage.query import Query
from telling.brief import compose_brief
from telling.words import Words

_INSTRUCTIONS = (
    "Deals of Chinese biopharma with the world: licences, options, NewCos, takeovers, co-development. Every field comes "
    "with the sentence that states it and its source; cite those. What no report states is null: never guess it. "
    "Company names are understood in Chinese and English, with tickers; an unknown one is answered with the nearest."
)
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
#: A model reads every deal that it is given: fewer than a program gets.
_MOST = 100


def create_server(db: Database) -> MCPServer[Any]:
    """The tools over an open database."""
    server: MCPServer[Any] = MCPServer("chuhai", instructions=_INSTRUCTIONS, log_level="WARNING")

    @server.tool(annotations=_READS)
    @_with_filter
    def search_deals(asked: DealFilter) -> dict[str, Any]:
        """Deals, newest first: parties, assets, sums, territory, status and the sentence that says so.

        Several values of one field are alternatives, several fields must all hold. `next_cursor` leads on.
        """
        with _asking(db) as query:
            return _object(query.deals(asked.model_copy(update={"limit": min(asked.limit, _MOST)})))

    @server.tool(annotations=_READS)
    def get_deal(ident: Annotated[str, Field(description="as D123")]) -> dict[str, Any]:
        """One deal: each field with its evidence sentence and source, what other reports say, timeline, reports."""
        with _asking(db) as query:
            return _object(query.deal(ident))

    @server.tool(annotations=_READS)
    def company_history(name: Annotated[str, Field(description="any name, ticker or id")]) -> dict[str, Any]:
        """One company: names, group, its deals, and what happened to them and its milestones abroad, newest first."""
        with _asking(db) as query:
            found = query.company(name)
            return _object(found) | {"timeline": to_json(company_timeline(query, found))}

    @server.tool(annotations=_READS)
    @_with_filter
    def deal_stats(asked: DealFilter, by: GroupBy = "year", period: Period | None = None) -> dict[str, Any]:
        """League tables and time series; each sum says over how many of the deals it is."""
        with _asking(db) as query:
            return _object(query.stats(by, asked, period=period))

    @server.tool(annotations=_READS)
    @_with_filter
    def deal_events(asked: DealFilter, kind: tuple[EventKind, ...] = ()) -> dict[str, Any]:
        """What happened to deals, newest first: terminations, milestones …; since and until are days of the event."""
        with _asking(db) as query:
            return {"events": to_json(query.happened(asked, kinds=kind))}

    @server.tool(annotations=_READS)
    def search_text(
        text: Annotated[str, Field(min_length=1, max_length=200)], limit: Annotated[int, Field(ge=1, le=_MOST)] = 20
    ) -> dict[str, Any]:
        """Deals, then articles that hold all the words, Chinese or English, best first."""
        with _asking(db) as query:
            return {"hits": to_json(query.search(text, limit=limit))}

    @server.tool(annotations=_READS)
    @_with_filter
    def brief(asked: DealFilter, language: Literal["zh", "en"] = "zh") -> dict[str, Any]:
        """The cited brief of the deals asked for: every line ends in the numbers of its sources, listed at the end."""
        with _asking(db) as query:
            return _object(compose_brief(query, asked, Words(language), today=today()))

    @server.tool(annotations=_READS)
    def comparable_deals(ident: Annotated[str, Field(description="as D123")]) -> dict[str, Any]:
        """The deals most like one, why, and the medians of what they paid with the number they are over."""
        with _asking(db) as query:
            return _object(query.comparables(ident))

    @server.tool(annotations=_READS)
    def milestones(
        company: str | None = None, province: str | None = None, regulator: str | None = None,
        limit: Annotated[int, Field(ge=1, le=_MOST)] = 20,
    ) -> dict[str, Any]:  # fmt: skip
        """Approvals, designations, clearances and launches abroad, newest first."""
        with _asking(db) as query:
            found = query.milestones(company=company, province=province, regulator=regulator, limit=limit)
            return {"milestones": to_json(found)}

    return server


def run_server(db: Database) -> None:
    """Serve on standard input and output until the asker hangs up."""
    create_server(db).run("stdio")


@contextmanager
def _asking(db: Database) -> Iterator[Query]:
    """A query over one moment; what a person would read as an error line, the model reads."""
    try:
        with db.read() as session:
            yield Query(session)
    except ChuhaiError as error:
        raise ToolError(str(error)) from error


def _object(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = to_json(value)
    return found


def _with_filter(tool: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """The tool with an argument for each field of ``DealFilter`` in the place of ``asked``."""

    @functools.wraps(tool)
    def run(**given: Any) -> dict[str, Any]:
        own = {name: given.pop(name) for name in others if name in given}
        try:
            asked = read_filter(given)
        except ChuhaiError as error:
            raise ToolError(str(error)) from error
        return tool(asked, **own)

    others = dict(list(inspect.signature(tool, eval_str=True).parameters.items())[1:])
    fields = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=field.default,
            annotation=Annotated[field.annotation, *field.metadata, Field(description=field.description)],
        )
        for name, field in DealFilter.model_fields.items()
    ]  # fmt: skip
    own = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in others.values()]
    run.__signature__ = inspect.Signature([*fields, *own], return_annotation=dict[str, Any])  # type: ignore[attr-defined]
    return run

"""The front door: the ``chuhai`` command. It mounts each room's ``commands.py`` and loads a room only when needed."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import click

#: command -> (where it lives, what ``chuhai --help`` says); kept here so that --help loads no room.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("newsroom.commands:demo", "One whole cycle over the sample newsroom: crawl, read, store, mail."),
    "run": ("commands:run", "The background service: crawls, digests, web page and API."),
    "crawl": ("commands:crawl", "Crawl sources now and show what came and what went wrong."),
    "replay": ("commands:replay", "Read archived items as if crawled, day by day."),
    "extract": ("commands:extract", "Read deals from articles (JSON Lines), or stored articles anew."),
    "article": ("crawlers.commands:article", "What the page reader makes of a saved page."),
    "explain": ("commands:explain", "What was found in one article, and which rule said so."),
    "deals": ("query.commands:deals", "Query the deals."),
    "deal": ("query.commands:deal", "One deal: fields, evidence, reports, timeline."),
    "stats": ("query.commands:stats", "League tables and time series."),
    "events": ("query.commands:events", "What happened to deals: terminations, milestones, closings."),
    "search": ("query.commands:search", "Words in deals and articles, Chinese and English."),
    "queries": ("query.saved_commands:queries", "Queries saved under a name: kept, listed, shared."),
    "measure": ("query.brief_commands:measure", "Upfront share, median upfront, NewCos, return rate."),
    "comparables": ("query.brief_commands:comparables", "The deals most like one, and what they paid."),
    "brief": ("query.brief_commands:brief", "The cited brief of an article, a period or a query."),
    "digest": ("alerts.commands:digest", "Print or send a digest."),
    "subscriptions": ("alerts.commands:subscriptions", "Who gets which digest, and when."),
    "sources": ("commands:sources", "The declared sources and their health."),
    "review": ("storage.commands:review", "What is uncertain; confirm, correct, merge, split, reject, undo."),
    "companies": ("storage.commands:companies", "The company registry and its names."),
    "db": ("storage.commands:db", "The database: upgrade, check, backup, import-history."),
    "serve": ("query.commands:serve", "The web page and the API alone."),
    "tokens": ("query.saved_commands:tokens", "Keys to the writing part of the API."),
    "mcp": ("query.commands:mcp", "The read-only MCP server for assistants."),
}


class _Rooms(click.Group):
    """A group whose commands are imported when they are run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS:
            from errors import UnknownValueError

            raise UnknownValueError("command", args[0], list(COMMANDS))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=_Rooms, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--config", type=click.Path(path_type=Path), envvar="CHUHAI_CONFIG", help="Settings file (TOML).")
@click.version_option(package_name="chuhai")
@click.pass_context
def cli(ctx: click.Context, config: Path | None) -> None:
    """Deal intelligence for Chinese biopharma going global (出海).

    \b
    chuhai demo                          see it work, with nothing to set up
    chuhai deals --company 恒瑞 --since 365d
    """
    from settings import load_settings

    ctx.obj = load_settings(config)


def main() -> None:
    """Run the command line; what a user can cause ends in one line and exit code 1 or 2."""
    from errors import ChuhaiError

    try:
        cli(prog_name="chuhai", standalone_mode=True)
    except ChuhaiError as error:
        click.echo(f"chuhai: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


if __name__ == "__main__":
    main()

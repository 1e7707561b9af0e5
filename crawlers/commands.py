"""The command ``article`` and those of ``sources`` that need no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from crawlers.source import Source
    from settings import Settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--url", default="", help="Address that the page was saved from (default: what the page says of it).")
@click.option("--content-type", default="", help="Content-Type as the server sent it, where it is known.")
def article(file: Path, url: str, content_type: str) -> None:
    """What the page reader makes of a saved page, as JSON: title, published, author, text.

    \b
    chuhai article page.html --url https://www.stcn.com/article/detail/1.html
    """
    from crawlers.read_file import read_file

    found = read_file(file, url, content_type)
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON array, for programs.")
def list_sources(as_json: bool = False) -> None:
    """Every declared source with tier, poll interval, access and evidence.

    \b
    chuhai sources list --json
    """
    from crawlers.sources import load_sources

    rows = [describe(source) for source in load_sources().values()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("name", "source", "kind", "tier", "every", "access", "evidence")
    for row in rows:
        state = "off" if not row["enabled"] else row["access"]
        proof = row["evidence"][0]
        table.add_row(
            row["name"], row["title"], row["kind"], str(row["tier"]), f"{row['poll_minutes']} min", state,
            f"{proof['on'] or 'undated'}{', seen working' if row['verified'] else ''}",
        )  # fmt: skip
    Console().print(table)
    crawled = sum(row["enabled"] for row in rows)
    click.echo(f"{len(rows)} sources, {crawled} crawled, {sum(row['verified'] for row in rows)} seen working live")


def describe(source: Source) -> dict[str, Any]:
    """A declaration as plain values, for ``sources list --json``."""
    row = source.model_dump(mode="json", include=set(_SHOWN))
    return {name: row[name] for name in _SHOWN}


_SHOWN = (
    "name", "title", "kind", "urls", "language", "tier", "timezone", "poll_minutes", "expect_per_day", "delay_seconds",
    "access", "terms", "verified", "enabled", "evidence",
)  # fmt: skip


@click.command("check")
@click.argument("source")
@click.pass_obj
def check(settings: Settings, source: str) -> None:
    """Run one source live and print each step: robots, list, entries, pages, what the first article holds.

    \b
    chuhai sources check stcn
    """
    from crawlers.check import check_source

    if not check_source(_find(source), settings.crawlers, click.echo):
        raise click.exceptions.Exit(1)


@click.command("record")
@click.argument("source")
@click.option("--into", type=click.Path(path_type=Path), default=Path("tests/crawlers/fixtures"), show_default=True)
@click.option("--pages", default=2, show_default=True, help="Article pages to save beside the list.")
@click.pass_obj
def record(settings: Settings, source: str, into: Path, pages: int) -> None:
    """Save a source's list and some pages, bytes and headers as received, as a fixture for tests.

    \b
    chuhai sources record stcn
    """
    from crawlers.check import record_source

    saved = record_source(_find(source), settings.crawlers, into, pages, click.echo)
    if not saved:
        raise click.exceptions.Exit(1)


def _find(name: str) -> Source:
    from crawlers.sources import load_sources
    from errors import UnknownValueError

    known = load_sources()
    if name not in known:
        raise UnknownValueError("source", name, list(known))
    return known[name]

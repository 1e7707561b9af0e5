"""The command ``demo``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from newsroom.demo import DemoReport


@click.command()
@click.option(
    "--folder", type=click.Path(path_type=Path), default=Path("var/demo"), show_default=True, help="Where it is kept."
)
def demo(folder: Path) -> None:
    """One whole cycle over the sample newsroom: crawl, read, store, mail; needs no network and no set-up.

    \b
    chuhai demo
    chuhai demo --folder /tmp/demo
    """
    from newsroom.demo import run_demo

    report = run_demo(folder, click.echo)
    _show(report)
    sys.exit(0 if report.turn.ok else 1)


def _show(report: DemoReport) -> None:
    for _, mail in report.mails:
        body = mail.get_body(("plain",))
        click.echo(f"\n{'─' * 78}\nTo: {mail['To']}\nSubject: {mail['Subject']}\n")
        click.echo(body.get_content() if body else "(no text)")
    click.echo("─" * 78)
    if not report.mails:
        click.echo("Nothing new since the last run, so no mail: nothing is told twice.")
    click.echo(f"\n{report.pages} requests to the newsroom; {report.turn}")
    for problem in report.turn.problems:
        click.echo(f"chuhai: {problem}", err=True)
    _show_deals(report)
    first = next((deal.id for deal in report.deals if deal.news), "D1")
    click.echo("\nWhere to look next (the newsroom has closed again; its articles are in the database):")
    for path, _ in report.mails:
        click.echo(f"  {path}: the mail as received, for any mail program")
    for line in ("deals --company 恒瑞", f"deal {first}", "stats", "serve"):
        click.echo(f"  {sys.argv[0]} --config {report.config} {line}")


def _show_deals(report: DemoReport) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, title=f"{len(report.deals)} deals in the database", title_justify="left")
    for name in ("id", "deal", "type", "status", "upfront", "reports"):
        table.add_column(name, no_wrap=True, ratio=1 if name == "deal" else None)
    for deal in report.deals:
        upfront = f"${deal.upfront_usd / 1_000_000:,.0f}m" if deal.upfront_usd else ""
        table.add_row(deal.id, deal.title, deal.type, deal.status, upfront, str(deal.reports))
    Console().print(table)

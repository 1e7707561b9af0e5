"""The commands ``db``, ``review`` and ``companies``, and ``extract`` over what is stored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from storage.options import with_database
from storage.review_commands import companies, review

if TYPE_CHECKING:
    from settings import Settings
    from storage.engine import Database

__all__ = ["companies", "db", "extract_stored", "review"]


@click.group()
def db() -> None:
    """The database: bring it up to date, check it, copy it, load history.

    \b
    chuhai db check
    chuhai db backup chuhai-2026-06-02.db
    """


@db.command()
@with_database()
def upgrade(settings: Settings, database: Database) -> None:
    """Create the database, or bring it to the version of this chuhai; fill the company registry.

    \b
    chuhai db upgrade --db var/chuhai.db
    """
    from storage import migrations
    from storage.companies import load_registry

    with database.write() as session:
        registry = load_registry(session)
    click.echo(f"{database.where}: version {migrations.HEAD}, {len(registry.lexicon.companies)} companies")


@db.command()
@click.option("--quick", is_flag=True, help="Leave out the walk over every page of the file.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array of findings, for programs.")
@with_database(create=False)
@click.pass_context
def check(ctx: click.Context, settings: Settings, database: Database, quick: bool, as_json: bool) -> None:
    """Check that the file is whole and that the tables keep what they promise each other.

    \b
    chuhai db check
    """
    from storage.check import PROMISES
    from storage.check import check as find
    from storage.output import print_rows

    with database.read() as session:
        findings = find(session, quick=quick)
    well = f"{database.where}: all well, {len(PROMISES)} promises kept"
    print_rows(findings, ("what", "rows", "examples"), as_json=as_json, empty=well)
    if findings:
        ctx.exit(1)


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_database(create=False)
def backup(settings: Settings, database: Database, file: Path) -> None:
    """Copy the database to FILE while it is in use.

    \b
    chuhai db backup chuhai-2026-06-02.db
    """
    from storage.backup import back_up

    size = back_up(database, file)
    click.echo(f"{file}: {size:,} bytes")


@db.command("import-history")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="Counts as JSON.")
@with_database()
def import_history(settings: Settings, database: Database, file: Path | None, as_json: bool) -> None:
    """Load deals of the past (the shipped table, or FILE in its form); loading them again changes nothing.

    \b
    chuhai db import-history
    """
    import json

    from storage.history import HISTORY_FILE, load_history

    counts = load_history(database, file or HISTORY_FILE)
    if as_json:
        click.echo(json.dumps(counts))
    else:
        click.echo(f"{counts['rows']} rows: {counts['new']} new, {counts['changed']} changed, {counts['deals']} deals")


@db.command()
@click.argument("url", required=False)
@with_database(create=False)
def rates(settings: Settings, database: Database, url: str | None) -> None:
    """Fetch the daily exchange rates that came after the shipped months; the service does it by itself once a day.

    \b
    chuhai db rates
    """
    from crawlers.rates import fetch_rates
    from storage.rates import keep_rates

    days = fetch_rates(url or settings.storage.rates_url)
    with database.write() as session:
        new = keep_rates(session, days)
    click.echo(f"{database.where}: {new} new days of rates, the latest of {max(days)}")


@db.command()
@with_database(create=False)
def rebuild(settings: Settings, database: Database) -> None:
    """Resolve the companies of every stored report and merge anew, after an upgrade has brought a new registry.

    \b
    chuhai db rebuild
    """
    from storage.rebuild import rebuild as run

    with click.progressbar(length=1, label="reports", show_pos=True) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        count = run(database, show)
    click.echo(f"{database.where}: {count} articles read anew")


@click.command()
@click.option("--apply", is_flag=True, help="With --stored: keep what is read now; without it nothing changes.")
@click.option("--json", "as_json", is_flag=True, help="With --stored: a JSON object for each article that changes.")
@with_database(create=False)
def extract_stored(settings: Settings, database: Database, apply: bool, as_json: bool) -> None:
    """Read the stored articles with today's reader, and show what that changes: ``chuhai extract --stored``."""
    import json
    from dataclasses import asdict

    from storage.reread import reread as run

    articles = found = gone = changed = 0
    for change in run(database, apply=apply):
        articles, found, gone = articles + 1, found + len(change.found), gone + len(change.gone)
        changed += len(change.changed)
        if as_json:
            click.echo(json.dumps(asdict(change), ensure_ascii=False))
            continue
        click.echo(f"article {change.article}: {change.title}")
        for deal in change.found:
            click.echo(f"  + {deal}")
        for deal in change.gone:
            click.echo(f"  - {deal}")
        for each in change.changed:
            click.echo(f"  ~ {each.deal}: {each.field}: {_brief(each.before)} → {_brief(each.after)}")
    verb = "changed" if apply else "would change"
    said = f"{articles} articles {verb}: {found} deals found, {gone} gone, {changed} fields read differently"
    click.echo(said, err=as_json)


def _brief(value: object) -> str:
    import json

    said = json.dumps(value, ensure_ascii=False, default=str)
    return said if len(said) <= 80 else f"{said[:79]}…"

"""The commands that need several rooms: ``run``, ``crawl``, ``sources``, ``replay``, ``explain``. Each loads its rooms when it is run."""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from crawlers.commands import check, list_sources, record
from errors import MissingFileError, UsageError
from settings import Settings

if TYPE_CHECKING:
    from crawlers.records import SourceRun

#: a file full of bad lines must not drown the terminal
_MOST_SKIPS_SHOWN = 20


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
@click.option("--json", "as_json", is_flag=True, help="With --once: print the counts as JSON.")
@click.pass_obj
def run(settings: Settings, once: bool, as_json: bool) -> None:
    """The background service: crawls, digests, web page and API.

    \b
    chuhai run                  until Ctrl-C or SIGTERM
    chuhai run --once           one turn, for a cron line of your own
    """
    if once:
        from service import run_alone

        report = run_alone(settings, datetime.now(UTC))
        click.echo(json.dumps(report.counts, ensure_ascii=False) if as_json else str(report))
        for problem in report.problems:
            click.echo(f"chuhai: {problem}", err=True)
        sys.exit(0 if report.ok else 1)
    import logging

    from service import serve

    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%Y-%m-%d %H:%M:%S")
    logging.getLogger("chuhai").setLevel(logging.INFO)
    serve(settings)


@click.command()
@click.argument("names", metavar="[SOURCE]...", nargs=-1)
@click.option("--since", metavar="DAY", help="Read back to this day (2026-06-01, 30d): for named sources that can.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each source, as JSON Lines.")
@click.pass_obj
def crawl(settings: Settings, names: tuple[str, ...], since: str | None, as_json: bool) -> None:
    """Crawl sources now, whether due or not, and keep what came; without names, all enabled ones.

    Reading and mailing is left to the next turn of `chuhai run`.

    \b
    chuhai crawl stcn hkexnews
    chuhai crawl cninfo --since 30d
    """
    from scheduler import crawl_now

    runs = crawl_now(settings, names, _start_of(since, names) if since else None)
    if as_json:
        for each in runs:
            click.echo(each.model_dump_json(exclude={"states"}))
    else:
        _show_runs(runs)
    sys.exit(0 if all(each.ok for each in runs) else 1)


def _start_of(since: str, names: tuple[str, ...]) -> datetime:
    """The first moment of the day to read back to."""
    from storage.filters import read_day, today

    if not names:
        raise UsageError("name the sources to read back, as in: chuhai crawl cninfo --since 30d")
    day = read_day(since, today(), last=False)
    if day > today():
        raise UsageError(f"{day} has not come yet; --since takes a day of the past")
    return datetime.combine(day, time(), ZoneInfo("Asia/Shanghai"))


def _show_runs(runs: list[SourceRun]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("source", "listed", "known", "new", "answers", "what went wrong", box=None)
    for run in runs:
        wrong = "\n".join(str(problem).partition(": ")[2] for problem in run.problems)
        table.add_row(run.source, str(run.listed), str(run.known), str(run.new), str(run.fetched), wrong)
    Console().print(table)
    failed = [run.source for run in runs if not run.ok]
    click.echo(f"{len(runs)} sources, {len(failed)} failed{': ' + ', '.join(failed) if failed else ''}")


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON array, for programs.")
@click.pass_context
def sources(ctx: click.Context, as_json: bool) -> None:
    """The declared sources and how they are doing: what came last, what goes wrong and since when.

    \b
    chuhai sources
    chuhai sources list --json
    chuhai sources check stcn
    """
    if ctx.invoked_subcommand is not None:
        return
    from scheduler import health_now

    found = health_now(ctx.obj)
    if as_json:
        click.echo(json.dumps([each.model_dump(mode="json") for each in found], ensure_ascii=False, indent=1))
        return
    now = datetime.now(UTC)
    for each in sorted(found, key=lambda health: (health.state in ("never", "good"), health.source)):
        if each.state != "never":
            click.echo(each.line(now))
    count = Counter(health.state for health in found)
    click.echo(f"{len(found)} sources: {', '.join(f'{number} {state}' for state, number in count.most_common())}")
    if count["never"] == len(found):
        click.echo("none was crawled yet: say chuhai crawl, or chuhai run; chuhai sources list shows what is declared")


for command in (list_sources, check, record):
    sources.add_command(command)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--db", type=click.Path(path_type=Path), help="Database file (default: that of the settings).")
@click.option("--digests", type=click.Path(path_type=Path), help="Write each day's mail into this folder, as .eml.")
@click.option("--reports", type=click.Path(path_type=Path), help="Write each item's deals to this file, as JSON Lines.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that read.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@click.pass_obj
def replay(
    settings: Settings, files: tuple[Path, ...], db: Path | None, digests: Path | None, reports: Path | None,
    workers: int, as_json: bool,
) -> None:  # fmt: skip
    """Read archived items as if they were crawled, the clock following them; doing it again adds nothing.

    \b
    chuhai replay 2026-05-*.jsonl.gz --db may.db --digests may/
    chuhai replay archive.jsonl --db a.db --reports deals.jsonl --json
    """
    from replay import replay_files

    report = replay_files(
        list(files), settings.with_database(db), digests=digests, reports=reports, workers=workers, progress=_progress
    )
    _tell([*map(str, report.skipped), *report.saved.crashes])
    click.echo(json.dumps(report.counts, ensure_ascii=False) if as_json else str(report))
    sys.exit(1 if report.saved.crashes else 0)


def _progress(day: date, items: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{day}  {items:,} items ", nl=False, err=True)


def _tell(lines: list[str]) -> None:
    for line in lines[:_MOST_SKIPS_SHOWN]:
        click.echo(f"chuhai: {line}", err=True)
    if len(lines) > _MOST_SKIPS_SHOWN:
        click.echo(f"chuhai: … and {len(lines) - _MOST_SKIPS_SHOWN:,} more lines", err=True)


@click.command()
@click.argument("file", metavar="[IN.jsonl]", required=False)
@click.option("-o", "--output", metavar="OUT.jsonl", help="Write here instead of to the terminal.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that read.")
@click.option("--background", is_flag=True, help="Also give the deals told as history.")
@click.option("--stored", is_flag=True, help="Read the stored articles again, and show what would change.")
@click.option("--apply", is_flag=True, help="With --stored: keep what is read now; without it nothing changes.")
@click.option("--json", "as_json", is_flag=True, help="With --stored: a JSON object for each article that changes.")
@click.option("--db", metavar="FILE|URL", help="With --stored: the database; default: storage.url of the settings.")
@click.pass_context
def extract(
    ctx: click.Context, file: str | None, output: str | None, workers: int, background: bool, stored: bool,
    apply: bool, as_json: bool, db: str | None,
) -> None:  # fmt: skip
    """Read the deals of each article of IN.jsonl (also .gz, or - for standard input), a line for each in order.

    \b
    Each line has id, title, text and, where known, date (or published) and source.
    chuhai extract articles.jsonl -o deals.jsonl
    chuhai extract --stored             what today's reader would change in the database
    chuhai extract --stored --apply     change it; what people decided holds
    """
    if stored == bool(file) or (not stored and (apply or as_json or db)):
        raise UsageError("give either IN.jsonl or --stored; --apply, --json and --db go with --stored")
    if file:
        from nlp.commands import extract_file

        extract_file(file, output, workers, background)
    else:
        from storage.commands import extract_stored

        ctx.invoke(extract_stored, apply=apply, as_json=as_json, db=db)


@click.command()
@click.argument("article", metavar="FILE|ARTICLE_ID|-")
@click.option("--title", default="", help="Title, where FILE is plain text.")
@click.option("--date", "day", default="", help="Date of the article (YYYY-MM-DD).")
@click.option("--db", metavar="FILE|URL", help="Where ARTICLE_ID is; default: storage.url of the settings.")
@click.pass_obj
def explain(settings: Settings, article: str, title: str, day: str, db: str | None) -> None:
    """What each step saw and decided in one article, for an analyst's eyes.

    \b
    FILE is plain text (first line: the title) or one JSON object with title, text and date; - reads standard input.
    An article of the database is given by its number, as `chuhai deal ID` shows it.
    chuhai explain article.txt
    chuhai explain 1234 --db var/chuhai.db
    """
    from nlp.explain import explain_article

    if article.isdigit() and not Path(article).exists():
        title, text, day = _stored_article(settings.with_database(db), int(article))
    else:
        title, text, day = _article_of(sys.stdin.read() if article == "-" else _read_file(Path(article)), title, day)
    for line in explain_article(title, text, day):
        click.echo(line)


def _stored_article(settings: Settings, ident: int) -> tuple[str, str, str]:
    from contextlib import closing

    from line import BEIJING
    from storage.engine import open_database
    from storage.errors import NoSuchRowError
    from storage.models import ArticleRow

    with closing(open_database(settings.storage.url, create=False)) as database, database.read() as session:
        row = session.get(ArticleRow, ident)
        if row is None:
            raise NoSuchRowError("article", ident)
        return row.title, row.text, row.published.astimezone(BEIJING).date().isoformat() if row.published else ""


def _article_of(text: str, title: str, day: str) -> tuple[str, str, str]:
    """Title, text and day of an article as a person hands it over: one JSON object, or a title line and text."""
    if text.lstrip().startswith("{"):
        try:
            row = json.loads(text.strip().splitlines()[0])
            return str(row.get("title") or title), str(row["text"]), str(row.get("date") or row.get("published") or day)
        except (json.JSONDecodeError, KeyError, AttributeError) as error:
            raise UsageError(f"not one article as JSON ({error}); it needs title and text") from None
    if not title and "\n" in text.strip():
        title, text = text.strip().split("\n", 1)
    return title, text, day


def _read_file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MissingFileError(path, str(error)) from None

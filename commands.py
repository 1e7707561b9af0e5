"""The commands that need several rooms: ``run``, ``crawl``, ``replay``, ``explain``. Each loads its rooms when it is run."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

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
        from datetime import UTC, datetime

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
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each source, as JSON Lines.")
@click.pass_obj
def crawl(settings: Settings, names: tuple[str, ...], as_json: bool) -> None:
    """Crawl sources now, whether due or not, and keep what came; without names, all enabled ones.

    Reading and mailing is left to the next turn of `chuhai run`.

    \b
    chuhai crawl stcn hkexnews
    """
    from scheduler import crawl_now

    runs = crawl_now(settings, names)
    if as_json:
        for each in runs:
            click.echo(each.model_dump_json(exclude={"states"}))
    else:
        _show_runs(runs)
    sys.exit(0 if all(each.ok for each in runs) else 1)


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

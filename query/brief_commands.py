"""The commands ``brief`` and ``figures``."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from query.commands import filter_options
from storage.options import with_database

if TYPE_CHECKING:
    from crawlers.records import Article
    from settings import Settings
    from storage.engine import Database
    from telling.brief import Brief

_LANGUAGE = click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)


@click.command()
@click.argument("article", metavar="[ARTICLE]", default="")
@filter_options
@click.option("--title", default="", help="Title, where ARTICLE is plain text without one.")
@click.option("--date", "day", default="", metavar="DAY", help="Date of the article (YYYY-MM-DD).")
@_LANGUAGE
@click.option("--sentences", is_flag=True, help="Under each line the sentence of the source that says so.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of Markdown.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option("--db", metavar="FILE|URL", help="The database; default: storage.url of the settings. A file needs none.")
@click.pass_obj
def brief(
    settings: Settings, /, article: str, title: str, day: str, language: Any, sentences: bool,
    as_json: bool, output: Path | None, db: str | None, **given: Any,
) -> None:  # fmt: skip
    """The cited brief of an article, a period or a query; every line ends in the numbers of its sources.

    \b
    ARTICLE is a file (plain text with its title on the first line, or one JSON object with title, text and date), - for
    standard input, or the number of an article of the database. Without it, the brief is of the deals asked for.
    chuhai brief article.txt --language en
    chuhai brief --since 2026-06-01 --until 2026-06-30
    chuhai brief --since 2026 --province 江苏 -o jiangsu.md
    """
    from query.asks import asked_filter
    from query.rows import to_json
    from storage.engine import open_database
    from storage.filters import DealFilter, today
    from storage.query import Query
    from storage.scratch import article_alone
    from telling.brief import compose_brief
    from telling.brief_text import write_brief
    from telling.words import Words

    words = Words(language)
    made: Brief
    if article:
        stored = article.isdigit() and not Path(article).exists()
        one = _stored(settings.with_database(db), int(article)) if stored else _article(article, title, day)
        with article_alone(one) as query:
            made = compose_brief(query, DealFilter(), words, today=one.day.date(), title=one.title)
    else:
        url = settings.with_database(db).storage.url
        with closing(open_database(url, create=False)) as database, database.read() as session:
            made = compose_brief(Query(session), asked_filter(session, given), words, today=today())
    if as_json:
        text = json.dumps(to_json(made), ensure_ascii=False, indent=1) + "\n"
    else:
        text = write_brief(made, words, sentences=sentences)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        click.echo(f"written to {output}", err=True)


def _article(given: str, title: str, day: str) -> Article:
    """The article that a person hands over."""
    from crawlers.records import Article
    from storage.filters import FilterError, read_day, today

    text = sys.stdin.read() if given == "-" else _read(Path(given))
    url = ""
    if text.lstrip().startswith("{"):
        try:
            row = json.loads(text.strip().splitlines()[0])
            title, text = str(row.get("title") or title), str(row["text"])
            day, url = str(row.get("date") or row.get("published") or day)[:10], str(row.get("url") or "")
        except (json.JSONDecodeError, KeyError) as error:
            raise FilterError(f"{given}: not one article as JSON ({error})") from None
    elif not title and "\n" in text.strip():
        title, text = text.strip().split("\n", 1)
    told = read_day(day, today(), last=False) if day else today()
    noon = datetime(told.year, told.month, told.day, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    return Article(
        source="file", url=url, title=title or given, text=text, published=noon, precision="day", fetched=noon,
        outlet=Path(given).name if given != "-" else "",
    )  # fmt: skip


def _read(path: Path) -> str:
    from errors import MissingFileError

    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MissingFileError(path, str(error)) from None


def _stored(settings: Settings, ident: int) -> Article:
    from storage.engine import open_database
    from storage.scratch import stored_article

    with closing(open_database(settings.storage.url, create=False)) as database, database.read() as session:
        return stored_article(session, ident)


@click.command()
@click.argument(
    "name", metavar="MEASURE", type=click.Choice(["upfront_share", "median_upfront", "newcos", "return_rate"])
)
@click.option("--by", "group_by", default="year", show_default=True, help="What to group by, as in `chuhai stats`.")
@filter_options
@_LANGUAGE
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
@with_database(create=False)
def measure(
    settings: Settings, db: Database, name: str, group_by: str, language: Any, as_json: bool, **given: Any
) -> None:
    """Upfront share, median upfront, NewCos or return rate, each with its definition and the number of deals it is over.

    \b
    chuhai measure upfront_share --direction out
    chuhai measure median_upfront --by phase --since 2024
    chuhai measure return_rate --by year --province 江苏
    """
    from query.asks import asked_filter
    from query.measure_tables import print_measure
    from query.rows import to_json
    from storage.query import Query

    with db.read() as session:
        table = Query(session).measure(name, group_by, asked_filter(session, given))
    if as_json:
        click.echo(json.dumps(to_json(table), ensure_ascii=False, indent=1))
    else:
        print_measure(table, language)


@click.command()
@click.argument("ident", metavar="ID")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True)
@_LANGUAGE
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
@with_database(create=False)
def comparables(settings: Settings, db: Database, ident: str, limit: int, language: Any, as_json: bool) -> None:
    """The deals most like one (type, direction, modality, phase, indication), and their median sums with n.

    \b
    chuhai comparables D12
    """
    from query.measure_tables import print_likeness
    from query.rows import to_json
    from storage.query import Query
    from storage.views import deal_public_id

    with db.read() as session:
        query = Query(session)
        found = query.comparables(ident)
        deals = query.deals_by_id([deal_public_id(each) for each in found.ids[:limit]])
    if as_json:
        click.echo(json.dumps(to_json(found) | {"items": to_json(deals)}, ensure_ascii=False, indent=1))
    else:
        print_likeness(found, deals, language)

"""The commands ``deals``, ``deal``, ``stats``, ``search``, ``serve`` and ``mcp``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from query.rows import GroupBy, Period
from storage.options import with_database

if TYPE_CHECKING:
    from query.exports import Columns, Row
    from settings import Settings
    from storage.engine import Database

_NAMES = (
    ("company", "A company on either side, by any of its names."), ("grantor", "Who gives: licensor, seller, target."),
    ("partner", "Who takes: licensee, buyer."), ("country", "Country of either side, as US."),
    ("partner_country", "Country of who takes."), ("province", "Province of either side, as 江苏 or Jiangsu."),
    ("city", "City of either side."), ("type", "license, option, newco, acquisition, equity, co_development, …"),
    ("model", "borrowed_ship, newco, co_development, exit, service, self_going."),
    ("direction", "out, in, domestic or foreign."),
    ("status", "proposed, announced, completed, exercised, milestone, terminated."),
    ("modality", "As ADC, bispecific antibody."), ("target", "As PD-1."), ("phase", "As phase 2."),
    ("asset", "A drug by name or code."), ("territory", "A country or region that the rights include."),
    ("territory_excludes", "One that they leave out."),
)  # fmt: skip


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds an option for each field of ``DealFilter``; the command gets them by the names of the fields."""
    for name, help_text in reversed(_NAMES):
        option = click.option(f"--{name.replace('_', '-')}", name, multiple=True, metavar="X", help=help_text)
        command = option(command)
    for name in ("max_total", "min_total", "max_upfront", "min_upfront"):
        command = click.option(f"--{name.replace('_', '-')}", name, type=Decimal, metavar="SUM", help="In --currency.")(
            command
        )
    for name, metavar, help_text in (
        ("currency", "USD", "Of the sums asked for; US dollars compare converted sums."),
        ("text", "WORDS", "In names, assets, targets and evidence."),
        ("until", "DAY", "Last day."),
        ("since", "DAY", "First day: 2026-06-01, 2026-06, 2026, or back from today: 90d, 6w, 3m, 2y."),
    ):
        command = click.option(f"--{name}", name, metavar=metavar, help=help_text)(command)
    command = click.option("--min-confidence", type=float, metavar="0…1", help="Leave out what is less sure.")(command)
    return click.option("--saved", metavar="NAME", help="Begin with the query saved under this name.")(command)


_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "jsonl", "csv", "xlsx"]),
    help="Default: table, or what -o ends in.",
)
_OUTPUT = click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
_LANGUAGE = click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
_BOM = click.option("--bom", is_flag=True, help="Begin a CSV with a byte order mark, for Excel.")
_JSON = click.option("--json", "as_json", is_flag=True, help="The same as --format json.")


@click.command()
@filter_options
@click.option("--sort", type=click.Choice(["newest", "oldest", "upfront", "total"]), help="Default: newest.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=20, show_default=True)
@click.option("--cursor", help="Where the list before ended.")
@_FORMAT
@_OUTPUT
@_BOM
@_LANGUAGE
@_JSON
@with_database(create=False)
def deals(
    settings: Settings, db: Database, form: str | None, output: Path | None, bom: bool, language: Any, as_json: bool,
    limit: int, **given: Any,
) -> None:  # fmt: skip
    """Query the deals; several values of one option are alternatives, several options must all hold.

    \b
    chuhai deals --company 恒瑞 --since 2y --direction out
    chuhai deals --province 江苏 --type license --min-upfront 100000000 -o deals.xlsx
    """
    from query.asks import asked_filter
    from query.gather import gather
    from query.rows import COLUMNS, deal_row, to_json
    from query.tables import print_deals
    from storage.query import Query

    form = _form(form, output, as_json)
    with db.read() as session:
        page = gather(Query(session), asked_filter(session, given), limit)
        if form == "table":
            print_deals(page, language)
            return
        if form in ("json", "jsonl"):
            _write(form, [to_json(deal) for deal in page.items], [], COLUMNS, output, bom)
        else:
            _write(form, [], [deal_row(deal) for deal in page.items], COLUMNS, output, bom)


@click.command()
@click.argument("ident", metavar="ID")
@_LANGUAGE
@_JSON
@with_database(create=False)
def deal(settings: Settings, db: Database, ident: str, language: Any, as_json: bool) -> None:
    """One deal: its fields with the sentences that say so, its reports and its timeline.

    \b
    chuhai deal D12
    """
    import json

    from query.rows import to_json
    from query.tables import print_deal
    from storage.query import Query

    with db.read() as session:
        detail = Query(session).deal(ident)
        if as_json:
            click.echo(json.dumps(to_json(detail), ensure_ascii=False, indent=1))
        else:
            print_deal(detail, language)


@click.command()
@click.option(
    "--by",
    "group_by",
    type=click.Choice(get_args(GroupBy)),
    default="year",
    show_default=True,
    help="What to count by.",
)
@click.option("--period", type=click.Choice(get_args(Period)), help="Each group also by period.")
@filter_options
@_FORMAT
@_OUTPUT
@_BOM
@_LANGUAGE
@_JSON
@with_database(create=False)
def stats(
    settings: Settings, db: Database, group_by: str, period: str | None, form: str | None, output: Path | None,
    bom: bool, language: Any, as_json: bool, **given: Any,
) -> None:  # fmt: skip
    """League tables and time series; every sum says how many of the deals disclose it.

    \b
    chuhai stats --by province --direction out --since 2025
    chuhai stats --by modality --period quarter -o modalities.csv
    """
    from query.asks import asked_filter
    from query.rows import STATS_COLUMNS, stats_rows, to_json
    from query.tables import print_stats
    from storage.query import Query

    form = _form(form, output, as_json)
    with db.read() as session:
        table = Query(session).stats(group_by, asked_filter(session, given), period=period)
    if form == "table":
        print_stats(table, language)
    elif form in ("json", "jsonl"):
        _write(form, [to_json(row) for row in (*table.rows, table.overall)], [], STATS_COLUMNS, output, bom)
    else:
        _write(form, [], stats_rows(table), STATS_COLUMNS, output, bom)


@click.command()
@click.option("--kind", "kinds", multiple=True, metavar="X", help="announced, effective, milestone, terminated, …")
@filter_options
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@_FORMAT
@_OUTPUT
@_BOM
@_LANGUAGE
@_JSON
@with_database(create=False)
def events(
    settings: Settings, db: Database, kinds: tuple[str, ...], form: str | None, output: Path | None, bom: bool,
    language: Any, as_json: bool, **given: Any,
) -> None:  # fmt: skip
    """What happened to deals, newest first; --since and --until are days of the event.

    \b
    chuhai events --kind terminated --since 2023 --until 2023
    """
    from query.asks import asked_filter
    from query.rows import EVENT_COLUMNS, event_row, to_json
    from query.tables import print_events
    from storage.query import Query

    form = _form(form, output, as_json)
    with db.read() as session:
        found = Query(session).happened(asked_filter(session, given), kinds=kinds)
    if form == "table":
        print_events(found, language)
    elif form in ("json", "jsonl"):
        _write(form, [to_json(event) for event in found], [], EVENT_COLUMNS, output, bom)
    else:
        _write(form, [], [event_row(event) for event in found], EVENT_COLUMNS, output, bom)


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True)
@_JSON
@with_database(create=False)
def search(settings: Settings, db: Database, words: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Deals and articles that hold all the words, best first.

    \b
    chuhai search PD-1/VEGF双抗
    """
    import json

    from rich.console import Console
    from rich.text import Text

    from query.rows import to_json
    from storage.query import Query

    with db.read() as session:
        hits = Query(session).search(" ".join(words), limit=limit)
    if as_json:
        click.echo(json.dumps([to_json(hit) for hit in hits], ensure_ascii=False, indent=1))
        return
    console = Console()
    if not hits:
        console.print("nothing holds all of these words", style="dim")
    for hit in hits:
        excerpt = Text(hit.excerpt)
        for start, end in hit.marks:
            excerpt.stylize("bold yellow", start, end)
        console.print(Text(f"{hit.id}  {hit.day}  {hit.title}", style="bold"), highlight=False)
        console.print(excerpt, highlight=False)


@click.command()
@click.option("--host", help="Default: query.host of the settings.")
@click.option("--port", type=click.IntRange(0, 65535), help="Default: query.port of the settings.")
@with_database()
def serve(settings: Settings, db: Database, host: str | None, port: int | None) -> None:
    """The web page and the API alone, without crawls and mails.

    \b
    chuhai serve --port 8080
    """
    from query.listening import listen, web_server

    host = host or settings.query.host
    listener = listen(host, settings.query.port if port is None else port)
    click.echo(f"http://{host}:{listener.getsockname()[1]}", err=True)
    web_server(settings, db).run(sockets=[listener])


@click.command()
@with_database(create=False)
def mcp(settings: Settings, db: Database) -> None:
    """The read-only MCP server for assistants, on standard input and output.

    \b
    chuhai mcp --db var/chuhai.db
    """
    from query.mcp_server import run_server

    run_server(db)


def _form(form: str | None, output: Path | None, as_json: bool) -> str:
    """The format asked for: by option, by the file's ending, else a table."""
    from errors import UsageError
    from query.exports import FORMATS

    if as_json:
        return "json"
    if form:
        chosen = form
    elif output is not None:
        chosen = output.suffix.lstrip(".").lower()
        if chosen not in FORMATS:
            raise UsageError(f"{output}: which format? name it .json, .jsonl, .csv or .xlsx, or give --format")
    else:
        chosen = "table"
    if chosen == "table" and output is not None:
        raise UsageError(f"{output}: a table is for the terminal; give --format json, jsonl, csv or xlsx")
    if chosen == "xlsx" and output is None and sys.stdout.isatty():
        raise UsageError("a workbook is no text; give -o deals.xlsx")
    return chosen


def _write(form: str, values: list[Any], rows: list[Row], columns: Columns, output: Path | None, bom: bool) -> None:
    from query.exports import write_csv, write_json, write_jsonl, write_xlsx

    if form == "xlsx":
        content = write_xlsx(rows, columns)
    elif form == "csv":
        content = write_csv(rows, columns, bom=bom).encode()
    else:
        content = (write_json(values) if form == "json" else write_jsonl(values)).encode()
    if output is None:
        sys.stdout.buffer.write(content)
        return
    _save(output, content)
    click.echo(f"{len(values) or len(rows)} rows written to {output}", err=True)


def _save(path: Path, content: bytes) -> None:
    from errors import MissingFileError

    try:
        path.write_bytes(content)
    except OSError as error:
        raise MissingFileError(path, f"cannot be written ({error.strerror})") from None

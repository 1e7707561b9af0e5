"""The commands ``queries`` and ``tokens``: what is kept for those who ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import click

from query.commands import filter_options
from query.tokens import Scope
from storage.options import with_database

if TYPE_CHECKING:
    from settings import Settings
    from storage.engine import Database

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def queries() -> None:
    """Queries saved under a name, for `--saved NAME`, the page, feeds and subscriptions.

    \b
    chuhai queries save adc-out --modality ADC --direction out
    chuhai deals --saved adc-out --since 90d
    """


@queries.command("list")
@_JSON
@with_database(create=False)
def list_queries(settings: Settings, db: Database, as_json: bool) -> None:
    """The saved queries and where they are followed.

    \b
    chuhai queries list
    """
    import json
    from urllib.parse import urlencode

    from rich.console import Console
    from rich.table import Table

    from query.asks import filter_query
    from storage.saved import saved_queries

    with db.read() as session:
        found = saved_queries(session)
    if as_json:
        rows = [
            {"name": each.name, "query": each.query.model_dump(mode="json", exclude_defaults=True)} for each in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if not found:
        click.echo("no saved queries yet; keep one with `chuhai queries save NAME --company …`")
        return
    table = Table("name", "query", "feed", box=None, header_style="bold", pad_edge=False)
    base = settings.alerts.base_url.rstrip("/")
    for each in found:
        asked = " ".join(f"{name}={value}" for name, value in filter_query(each.query))
        table.add_row(each.name, asked, f"{base}/api/feed.atom?{urlencode({'saved': each.name})}")
    Console().print(table, markup=False)


@queries.command()
@click.argument("name")
@filter_options
@with_database()
def save(settings: Settings, db: Database, name: str, **given: Any) -> None:
    """Keep a query under NAME, in the place of an older one.

    \b
    chuhai queries save big-adc --modality ADC --min-upfront 100000000
    """
    import getpass
    from datetime import UTC, datetime

    from query.asks import asked_filter
    from storage.saved import save_query

    with db.write() as session:
        kept = save_query(session, name, asked_filter(session, given), author=getpass.getuser(), now=datetime.now(UTC))
    click.echo(f"saved; `chuhai deals --saved {kept.name!r}` answers it")


@queries.command()
@click.argument("name")
@with_database(create=False)
def remove(settings: Settings, db: Database, name: str) -> None:
    """Forget a saved query; subscriptions made from it go on.

    \b
    chuhai queries remove big-adc
    """
    from storage.saved import remove_query

    with db.write() as session:
        remove_query(session, name)
    click.echo(f"{name}: forgotten")


@click.group()
def tokens() -> None:
    """Keys to the writing part of the API; the database holds only their hashes.

    \b
    chuhai tokens add ops --scope write
    """


@tokens.command("add")
@click.argument("name")
@click.option("--scope", type=click.Choice(get_args(Scope)), default="read", show_default=True, help="What it opens.")
@with_database()
def add_one(settings: Settings, db: Database, name: str, scope: Scope) -> None:
    """Make a token and show it, this once.

    \b
    chuhai tokens add ops --scope write
    """
    from datetime import UTC, datetime

    from query.tokens import add_token

    with db.write() as session:
        token = add_token(session, name, scope, datetime.now(UTC))
    click.echo("keep it now, it is not shown again; send it as `Authorization: Bearer TOKEN`", err=True)
    click.echo(token)


@tokens.command("list")
@_JSON
@with_database(create=False)
def list_tokens(settings: Settings, db: Database, as_json: bool) -> None:
    """Who holds a token, and when it was last used.

    \b
    chuhai tokens list
    """
    from query.tokens import tokens as load
    from storage.output import print_rows

    with db.read() as session:
        rows = load(session)
    columns = ("name", "scope", "created", "last_used", "revoked")
    print_rows(rows, columns, as_json=as_json, empty="no tokens yet; make one with `chuhai tokens add NAME`")


@tokens.command()
@click.argument("name")
@with_database(create=False)
def revoke(settings: Settings, db: Database, name: str) -> None:
    """A token opens nothing any more.

    \b
    chuhai tokens revoke ops
    """
    from datetime import UTC, datetime

    from query.tokens import revoke_token

    with db.write() as session:
        revoke_token(session, name, datetime.now(UTC))
    click.echo(f"{name}: revoked")

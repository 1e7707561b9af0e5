"""The commands ``review`` and ``companies``: what a person decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from storage.options import with_database

if TYPE_CHECKING:
    from settings import Settings
    from storage.engine import Database
    from storage.models import ReviewDecision


def _author(command: Callable[..., Any]) -> Callable[..., Any]:
    command = click.option("--note", default="", help="Why, for those who read the log.")(command)
    return click.option("--author", envvar="CHUHAI_AUTHOR", default="", help="Who decides; default: the login name.")(
        command
    )


def _decide(
    database: Database, decision: Callable[..., ReviewDecision], *args: Any, author: str, **kwargs: Any
) -> None:
    import getpass

    with database.write() as session:
        made = decision(session, *args, author=author or getpass.getuser(), **kwargs)
        session.flush()
        said = f"decision {made.id}: {made.action} {made.subject}; `chuhai review undo {made.id}` takes it back"
    click.echo(said)


_WAYS = """
a deal: chuhai review confirm | correct | merge | split | reject
a company: chuhai companies confirm ID, or chuhai companies add-alias ID-OF-A-KNOWN-ONE NAME"""


@click.group()
def review() -> None:
    """What is uncertain; confirm, correct, merge, split, reject, undo.

    \b
    chuhai review list
    chuhai review correct D12 amounts.upfront "100000000 USD" --note "press release"
    """


@review.command("list")
@click.option("--kind", type=click.Choice(["unknown_company", "conflict", "low_confidence", "possible_duplicate"]))
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON array, for programs.")
@with_database(create=False)
def list_reviews(settings: Settings, database: Database, kind: str | None, limit: int, as_json: bool) -> None:
    """What waits for a person, the oldest first.

    \b
    chuhai review list --kind conflict
    """
    from storage.output import print_rows
    from storage.reviews import open_reviews

    with database.read() as session:
        rows = open_reviews(session, kind=kind, limit=limit)
    if not as_json:
        rows = [replace(row, subject=_as_typed(row.subject)) for row in rows]
    print_rows(rows, ("id", "kind", "subject", "question"), as_json=as_json, empty="nothing waits for review")
    if rows and not as_json:
        click.echo(_WAYS, err=True)


def _as_typed(subject: str) -> str:
    """``deal:12`` as commands take it, D12; ``company:new-1a2b`` as its id."""
    what, ident = subject.split(":", 1)
    return f"D{ident}" if what == "deal" else ident


@review.command()
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON array, for programs.")
@with_database(create=False)
def log(settings: Settings, database: Database, limit: int, as_json: bool) -> None:
    """What was decided, by whom and when, the latest first.

    \b
    chuhai review log --json
    """
    from storage.deal_views import load_decisions
    from storage.output import print_rows

    with database.read() as session:
        rows = load_decisions(session, limit=limit)
    columns = ("id", "action", "subject", "details", "author", "note", "decided", "undone_by")
    print_rows(rows, columns, as_json=as_json, empty="nothing was decided yet")


@review.command()
@click.argument("deal")
@_author
@with_database(create=False)
def confirm(settings: Settings, database: Database, deal: str, author: str, note: str) -> None:
    """DEAL is right as it stands.

    \b
    chuhai review confirm D12
    """
    from storage import decisions
    from storage.views import deal_id

    _decide(database, decisions.confirm, deal_id(deal), author=author, note=note)


@review.command()
@click.argument("deal")
@_author
@with_database(create=False)
def reject(settings: Settings, database: Database, deal: str, author: str, note: str) -> None:
    """DEAL is no deal: it leaves every list, and later reports of it do not bring it back.

    \b
    chuhai review reject D12 --note "a financing round"
    """
    from storage import decisions
    from storage.views import deal_id

    _decide(database, decisions.reject, deal_id(deal), author=author, note=note)


@review.command()
@click.argument("deal")
@click.argument("field")
@click.argument("value")
@_author
@with_database(create=False)
def correct(settings: Settings, database: Database, deal: str, field: str, value: str, author: str, note: str) -> None:
    """FIELD of DEAL is VALUE; "none" where there is none.

    \b
    chuhai review correct D12 amounts.upfront "100000000 USD"
    chuhai review correct D12 partners "默沙东"
    chuhai review correct D12 territory "world -greater-china"
    """
    from storage import decisions
    from storage.views import deal_id

    _decide(database, decisions.correct, deal_id(deal), field, value, author=author, note=note)


@review.command()
@click.argument("deal")
@click.argument("into")
@_author
@with_database(create=False)
def merge(settings: Settings, database: Database, deal: str, into: str, author: str, note: str) -> None:
    """DEAL and INTO are one deal, known as INTO from now on.

    \b
    chuhai review merge D13 D12
    """
    from storage import decisions
    from storage.views import deal_id

    _decide(database, decisions.merge, deal_id(deal), deal_id(into), author=author, note=note)


@review.command()
@click.argument("deal")
@click.argument("reports", nargs=-1, required=True, type=int)
@_author
@with_database(create=False)
def split(settings: Settings, database: Database, deal: str, reports: tuple[int, ...], author: str, note: str) -> None:
    """REPORTS of DEAL (numbers, as `chuhai deal` shows them) tell of another deal.

    \b
    chuhai review split D12 31 34
    """
    from storage import decisions
    from storage.views import deal_id

    _decide(database, decisions.split, deal_id(deal), reports, author=author, note=note)


@review.command()
@click.argument("decision", type=int)
@_author
@with_database(create=False)
def undo(settings: Settings, database: Database, decision: int, author: str, note: str) -> None:
    """Take DECISION back.

    \b
    chuhai review undo 7
    """
    import getpass

    from storage import decisions

    with database.write() as session:
        made = decisions.undo(session, decision, author=author or getpass.getuser())
        said = f"decision {made.id} is undone: {made.action} {made.subject}"
    click.echo(said)


@click.group()
def companies() -> None:
    """The company registry and its names.

    \b
    chuhai companies list --province 江苏
    chuhai companies add-alias jiangsu-hengrui-pharmaceuticals 恒瑞制药
    """


@companies.command("list")
@click.argument("text", required=False)
@click.option("--country", help="Code or name, as US or 美国.")
@click.option("--province", help="As 江苏 or Jiangsu.")
@click.option("--provisional", is_flag=True, default=None, help="Only those that nobody has confirmed.")
@click.option("--limit", type=click.IntRange(1, 5000), default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON array, for programs.")
@with_database(create=False)
def list_companies(settings: Settings, database: Database, limit: int, as_json: bool, **asked: Any) -> None:
    """Companies, those with most deals first; TEXT is part of a name.

    \b
    chuhai companies list --provisional
    """
    from storage.output import print_rows
    from storage.query import Query

    with database.read() as session:
        rows = Query(session).companies(limit=limit, **asked)
    columns = ("id", "name", "name_en", "country", "province", "city", "kind", "deals")
    print_rows(rows, columns, as_json=as_json, empty="no such company")


@companies.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
@with_database(create=False)
def show(settings: Settings, database: Database, name: str, as_json: bool) -> None:
    """One company under any of its names: its names, group, deals and milestones.

    \b
    chuhai companies show BeiGene
    """
    import json
    from dataclasses import asdict

    from nlp.lexicon import load_lexicon
    from storage.lookup import find_companies
    from storage.output import print_rows
    from storage.query import Query

    with database.read() as session:
        found = Query(session).company(name)
        others = [row.id for row in find_companies(session, name) if row.id != found.company.id]
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1, default=str))
        return
    company = found.company
    click.echo(f"{company.name} · {company.name_en} ({company.id})")
    place = " ".join(part for part in (company.country, company.province, company.city, company.kind) if part)
    click.echo(f"{place} {' '.join(company.tickers)}".strip())
    click.echo(f"names: {'; '.join(found.aliases)}")
    known = load_lexicon().companies.get(company.id)
    if known and known.former_names:
        past = (
            f"{former.name} (until {former.until})" if former.until else former.name for former in known.former_names
        )
        click.echo(f"former names: {'; '.join(past)}")
    if found.weak_aliases:
        click.echo(f"names that need support: {'; '.join(found.weak_aliases)}")
    if others:
        click.echo(f"{name} may also mean: {'; '.join(others)}")
    if company.parent:
        click.echo(f"parent: {company.parent}")
    if found.subsidiaries:
        click.echo(f"subsidiaries: {'; '.join(child.name for child in found.subsidiaries)}")
    print_rows(found.deals.items, ("id", "announced", "title", "type", "status"), as_json=False, empty="no deals")
    if found.milestones:
        print_rows(found.milestones, ("day", "kind", "regulator", "asset", "sentence"), as_json=False, empty="")


@companies.command("add-alias")
@click.argument("company")
@click.argument("alias")
@_author
@with_database(create=False)
def add_alias(settings: Settings, database: Database, company: str, alias: str, author: str, note: str) -> None:
    """ALIAS is a name of COMPANY (an id), in old reports too.

    \b
    chuhai companies add-alias jiangsu-hengrui-pharmaceuticals 恒瑞制药
    """
    from storage import decisions

    _decide(database, decisions.add_alias, company, alias, author=author, note=note)


@companies.command("confirm")
@click.argument("company")
@click.option("--country", default="", help="Code or name, as US or 美国.")
@click.option("--province", default="", help="As 江苏 or Jiangsu.")
@_author
@with_database(create=False)
def confirm_company(
    settings: Settings, database: Database, company: str, country: str, province: str, author: str, note: str
) -> None:
    """The provisional COMPANY (an id) is a company of its own.

    \b
    chuhai companies confirm new-1a2b3c4d5e --country US
    """
    from storage import decisions

    _decide(database, decisions.confirm_company, company, author=author, note=note, country=country, province=province)

"""The commands ``chuhai digest`` and ``chuhai subscriptions``."""

from __future__ import annotations

import json
import webbrowser
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from storage.options import with_database

if TYPE_CHECKING:
    from settings import Settings
    from storage.engine import Database
    from storage.subscriptions import SubscriptionView


def _now() -> datetime:
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo("Asia/Shanghai"))


@click.command()
@click.option("--date", "day", metavar="DAY", help="The day to tell, as 2026-06-02; default: today.")
@click.option("--subscription", "name", metavar="NAME", help="Whose digest; default: everything, in Chinese.")
@click.option("--language", type=click.Choice(["zh", "en", "both"]), help="Another language than the subscription's.")
@click.option("--preview", is_flag=True, help="Open the HTML in a browser, if there is one, and print its address.")
@click.option("--to-file", type=click.Path(path_type=Path), help="Write the mail: .eml, .html or .txt.")
@click.option("--send", is_flag=True, help="Deliver what is due; with --date: that day once more, to one subscription.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_database(create=False)
def digest(
    settings: Settings, db: Database, day: str | None, name: str | None, language: str | None, preview: bool,
    to_file: Path | None, send: bool, as_json: bool,
) -> None:  # fmt: skip
    """Print a digest, write it to a file, or send what is due.

    \b
    chuhai digest --date 2026-06-02 --language en
    chuhai digest --to-file today.eml
    chuhai digest --send
    chuhai digest --date 2026-06-02 --subscription bd --send
    """
    from alerts.preview import preview_mail

    if send:
        _send(settings, db, _day(day) if day else None, name, as_json)
        return
    if to_file is not None and to_file.suffix not in (".eml", ".html", ".txt"):
        from errors import UsageError

        raise UsageError(f"--to-file {to_file}: a digest is written as .eml, .html or .txt")
    mail = preview_mail(db, settings, day=_day(day), now=_now(), name=name, language=language)
    if to_file is not None:
        to_file.write_bytes(mail.as_file(to_file.suffix))
        click.echo(f"written to {to_file}", err=True)
    elif preview:
        path = Path(settings.alerts.outbox) / "preview.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(mail.as_file(".html"))
        webbrowser.open(path.resolve().as_uri())  # does nothing where there is no browser
        click.echo(path.resolve().as_uri())
    elif as_json:
        click.echo(json.dumps(mail.data, ensure_ascii=False, indent=2))
    else:
        click.echo(f"{mail.subject}\n\n{mail.text}")


def _send(settings: Settings, db: Database, day: date | None, name: str | None, as_json: bool) -> None:
    from alerts.outbox import deliver_outbox, queue_due_digests

    now = _now()
    if day is not None:
        _queue_copy(settings, db, day, now, name)
    queued = queue_due_digests(db, settings, now) if day is None else []
    report = deliver_outbox(db, settings, now)
    counts = {name: getattr(report, name) for name in ("sent", "retry", "failed", "unknown", "skipped")}
    if as_json:
        click.echo(json.dumps({"queued": len(queued), **counts, "problems": report.problems}, ensure_ascii=False))
    else:
        for each in queued:
            click.echo(f"{each.subscription}  {each.period}  {each.subject}")
        click.echo(f"{len(queued)} queued; " + ", ".join(f"{count} {name}" for name, count in counts.items()))
    for problem in report.problems:
        click.echo(f"chuhai: {problem}", err=True)
    if report.problems or report.failed:
        raise SystemExit(1)


def _queue_copy(settings: Settings, db: Database, day: date, now: datetime, name: str | None) -> None:
    """A past day goes out as a copy, to one subscription and once: asking again by mistake mails nobody twice."""
    from alerts.preview import queue_copy
    from errors import UsageError

    if name is None:
        raise UsageError("--date with --send: say to whom, with --subscription NAME")
    copies = queue_copy(db, settings, day=day, now=now, name=name)
    click.echo(f"{copies} copies queued" if copies else f"{name} has its copy of {day} already", err=True)


def _day(text: str | None) -> date:
    from errors import UsageError

    if text is None:
        return _now().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no day; write it as 2026-06-02") from None


@click.group()
def subscriptions() -> None:
    """Who gets which digest, and when.

    \b
    chuhai subscriptions add bd@example.com --name bd --language both --query direction=out
    chuhai subscriptions list
    """


@subscriptions.command("add")
@click.argument("emails", metavar="[EMAIL]...", nargs=-1)
@click.option("--name", help="What to call it; default: the first address.")
@click.option("--language", type=click.Choice(["zh", "en", "both"]), default="zh", show_default=True)
@click.option("--schedule", default="30 7 * * *", show_default=True, help="Cron: minute hour day month weekday.")
@click.option("--timezone", default="Asia/Shanghai", show_default=True)
@click.option("--working-days", is_flag=True, help="Only when offices in mainland China work.")
@click.option("--query", "filters", metavar="FIELD=VALUE", multiple=True, help="As province=江苏; may be repeated.")
@click.option("--section", "sections", multiple=True, help="Only these sections; may be repeated.")
@click.option("--watch", multiple=True, metavar="COMPANY", help="Show everything of this company; may be repeated.")
@click.option("--channel", "channels", multiple=True, help="Also to the channel at CHUHAI_CHANNEL_<NAME>.")
@click.option("--alert", "alert_usd", type=int, metavar="USD", help="Alert at once from this sum on; 0: every deal.")
@click.option("--quiet-hours", default="", metavar="22:00-08:00", help="No alerts in this span.")
@click.option("--alerts-per-day", type=int, default=10, show_default=True)
@click.option("--skip-empty", is_flag=True, help="Send nothing where there is no news and no source failed.")
@click.option("--ask", is_flag=True, help="Ask the addresses by mail first; nothing else goes there until they agree.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_database()
def add(
    settings: Settings, db: Database, emails: tuple[str, ...], name: str | None, language: str, schedule: str,
    timezone: str, working_days: bool, filters: tuple[str, ...], sections: tuple[str, ...], watch: tuple[str, ...],
    channels: tuple[str, ...], alert_usd: int | None, quiet_hours: str, alerts_per_day: int, skip_empty: bool,
    ask: bool, as_json: bool,
) -> None:  # fmt: skip
    """Begin a subscription; what was first seen on the day before is its first news.

    \b
    chuhai subscriptions add bd@example.com --query direction=out --query province=江苏 --alert 50000000
    """
    from storage.subscribe import begin_subscription

    begun = begin_subscription(
        db, now=_now(), confirmed=not ask, name=name, recipients=emails, language=language, schedule=schedule,
        timezone=timezone, filters=filters, sections=sections, channels=channels, alert_usd=alert_usd,
        options={
            "working_days": working_days, "skip_empty": skip_empty, "quiet_hours": quiet_hours,
            "alerts_per_day": alerts_per_day, "watch": watch,
        },
    )  # fmt: skip
    if as_json:
        click.echo(json.dumps(_as_json(begun), ensure_ascii=False))
    else:
        click.echo(f"{begun.name}: {_when(begun)}")
    if (
        emails
        and settings.alerts.smtp_host
        and urlsplit(settings.alerts.base_url).hostname in ("127.0.0.1", "localhost")
    ):
        click.echo(
            "chuhai: links in mails lead to this machine; set alerts.base_url to where readers reach it", err=True
        )


@subscriptions.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_database(create=False)
def list_(settings: Settings, db: Database, as_json: bool) -> None:
    """All subscriptions.

    \b
    chuhai subscriptions list
    """
    from storage.subscriptions import subscriptions as all_subscriptions

    with db.read() as session:
        found = all_subscriptions(session)
    if as_json:
        click.echo(json.dumps([_as_json(each) for each in found], ensure_ascii=False, indent=2))
        return
    if not found:
        click.echo("no subscriptions yet; begin one with `chuhai subscriptions add EMAIL`")
        return
    from rich.console import Console
    from rich.table import Table

    from storage.subscribe import describe_query

    table = Table("name", "to", "when", "language", "query", "state", box=None)
    for each in found:
        to = ", ".join([f"{r.address} ({r.state})" for r in each.recipients] + [f"#{name}" for name in each.channels])
        state = "active" if each.active else "paused"
        table.add_row(each.name, to, _when(each), each.language, describe_query(each.query), state)
    Console().print(table)


@subscriptions.command("show")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_database(create=False)
def show(settings: Settings, db: Database, name: str, as_json: bool) -> None:
    """One subscription and what became of its mails, each with the server's answer.

    \b
    chuhai subscriptions show bd
    """
    from dataclasses import asdict

    from storage.outbox import deliveries
    from storage.subscriptions import subscription

    with db.read() as session:
        found = subscription(session, name)
        mails = deliveries(session, subscription=found.id, limit=50)
    if as_json:
        told = {**_as_json(found), "mails": [asdict(each) for each in mails]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    click.echo(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
    for mail in mails:
        twice = f"; answer lost {mail.lost_answers} x, may have come twice" if mail.lost_answers else ""
        answer = mail.answer or mail.reason
        click.echo(f"{mail.period}  {mail.kind}  {mail.address}  {mail.state}  {answer}{twice}")


def _change(what: str, doc: str, example: str) -> click.Command:
    @click.argument("name")
    @with_database(create=False)
    def run(settings: Settings, db: Database, name: str) -> None:
        from storage import subscriptions as stored

        with db.write() as session:
            found = stored.subscription(session, name)
            if what == "remove":
                stored.remove_subscription(session, found.id)
            else:
                stored.set_active(session, found.id, what == "resume")
        click.echo(f"{found.name}: {what}d")

    run.__doc__ = f"{doc}\n\n\b\n{example}\n"
    return click.command(what)(run)


for _what, _doc in (
    ("pause", "Tell it nothing for now; what happens meanwhile is told when it is resumed."),
    ("resume", "Tell a paused subscription again."),
    ("remove", "Forget a subscription with its addresses and mails."),
):
    subscriptions.add_command(_change(_what, _doc, f"chuhai subscriptions {_what} bd"))


@subscriptions.command("confirm")
@click.argument("token")
@with_database(create=False)
def confirm(settings: Settings, db: Database, token: str) -> None:
    """Confirm an address by the token of its confirmation mail.

    Put -- before a token that begins with a dash, as some of older versions do.

    \b
    chuhai subscriptions confirm TOKEN
    """
    from storage.subscribe import use_token

    click.echo(f"{use_token(db, token, 'confirm', now=_now())}: confirmed")


@subscriptions.command("unsubscribe")
@click.argument("token_or_email")
@with_database(create=False)
def unsubscribe(settings: Settings, db: Database, token_or_email: str) -> None:
    """End the mails to an address, by the token of any of its mails or by the address itself.

    Put -- before a token that begins with a dash, as some of older versions do.

    \b
    chuhai subscriptions unsubscribe reader@example.com
    """
    from storage.subscribe import use_token

    click.echo(f"{use_token(db, token_or_email, 'unsubscribe', now=_now())}: unsubscribed")


@subscriptions.command("receive")
@click.argument("file", type=click.File("rb"), default="-")
@with_database(create=False)
def receive(settings: Settings, db: Database, file: Any) -> None:
    """Act on a mail to alerts.reply_address: a bounce, or an answer that wants no more. For a pipe of your mail server.

    \b
    chuhai subscriptions receive < returned.eml
    """
    from alerts.inbox import receive as receive_mail

    with db.write() as session:
        received = receive_mail(session, file.read(), now=_now(), dead_after=settings.alerts.dead_after)
    click.echo(f"{received.kind}: {received.address or 'no address'}: {received.done}")


def _when(found: SubscriptionView) -> str:
    from storage.schedule import Schedule

    due = Schedule(found.schedule, found.timezone, found.options.working_days).next_due(_now())
    return f"{found.schedule} {found.timezone}, next {due:%Y-%m-%d %H:%M}" if due else found.schedule


def _as_json(found: SubscriptionView) -> dict[str, Any]:
    """A subscription without its tokens, which are secrets of the addresses' owners."""
    return {
        "id": found.id, "name": found.name, "language": found.language, "schedule": found.schedule,
        "timezone": found.timezone, "query": found.query.model_dump(mode="json", exclude_defaults=True),
        "sections": list(found.sections), "channels": list(found.channels),
        "alert_usd": None if found.alert_usd is None else str(found.alert_usd),
        "options": found.options.model_dump(mode="json", exclude_defaults=True), "active": found.active,
        "recipients": [
            {"address": r.address, "state": r.state, "bounces": r.bounces, "reason": r.reason} for r in found.recipients
        ],
    }  # fmt: skip

"""``chuhai digest`` and ``chuhai subscriptions`` as a user types them, in a process of their own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, update

from alerts.commands import digest, subscriptions
from errors import ChuhaiError
from settings import AlertsSettings, Settings
from storage.engine import Database
from storage.models import DigestItem, Recipient
from tests.alerts.test_due import subscribe, tell
from tests.storage.making import deal


@pytest.fixture
def run(db: Database, settings: Settings) -> object:
    """Runs a command; gives exit code and output. Errors of ours come as ``chuhai:`` lines, as the front door says."""

    def invoke(*words: str) -> tuple[int, str]:
        group = {"digest": digest, "subscriptions": subscriptions}[words[0]]
        result = CliRunner().invoke(group, list(words[1:]), obj=settings)
        if isinstance(result.exception, ChuhaiError):
            return result.exception.exit_code, f"chuhai: {result.exception}"
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.output

    return invoke


def test_a_subscription_from_beginning_to_end(run, db: Database) -> None:  # type: ignore[no-untyped-def]
    tell(db, 1, deal())
    code, said = run(
        "subscriptions", "add", "bd@x.test", "--name", "bd", "--query", "province=江苏", "--alert", "1000000"
    )
    assert (code, said.startswith("bd: 30 7 * * * Asia/Shanghai, next 20")) == (0, True)
    code, listed = run("subscriptions", "list", "--json")
    (only,) = json.loads(listed)
    assert only["query"] == {"province": ["江苏"]}
    assert only["recipients"][0]["state"] == "confirmed"
    assert "token" not in listed
    assert run("subscriptions", "pause", "bd") == (0, "bd: paused\n")
    assert not json.loads(run("subscriptions", "show", "bd", "--json")[1])["active"]
    assert run("subscriptions", "resume", "bd") == (0, "bd: resumed\n")
    assert run("subscriptions", "unsubscribe", "bd@x.test")[0] == 0
    assert run("subscriptions", "remove", "bd") == (0, "bd: removed\n")
    assert "no subscriptions yet" in run("subscriptions", "list")[1]


def test_an_address_is_asked_before_it_is_told(run, db: Database, settings: Settings) -> None:  # type: ignore[no-untyped-def]
    run("subscriptions", "add", "bd@x.test", "--name", "bd", "--ask", "--schedule", "* * * * *")
    assert run("digest", "--send")[0] == 0
    (path,) = settings.alerts.outbox.iterdir()
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert mail["Subject"] == "请确认订阅出海日报"
    text = mail.get_body(("plain",))
    assert text is not None
    found = re.search(r"/subscriptions/confirm/([0-9a-f]{40})\s", text.get_content())
    assert found
    assert run("subscriptions", "confirm", found[1]) == (0, "bd: confirmed\n")
    assert run("digest", "--send")[0] == 0
    assert len(list(settings.alerts.outbox.iterdir())) == 1  # asked once


def test_a_token_of_older_versions_may_begin_with_a_dash(run, db: Database) -> None:  # type: ignore[no-untyped-def]
    subscribe(db, "bd")
    with db.write() as session:
        session.execute(update(Recipient).values(token="-old_token-of-an-older-version"))
    said = (0, "bd: unsubscribed\n")
    assert run("subscriptions", "unsubscribe", "--", "-old_token-of-an-older-version") == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add"], "nobody to tell"),
        (["add", "no-address"], "not of the form name@domain"),
        (["add", "a@x.test\nBcc: b@x.test", "--name", "bd"], "recipients:"),
        (["add", "a@x.test", "--schedule", "daily"], "schedule 'daily'"),
        (["add", "a@x.test", "--timezone", "Asia/Peking"], "no such zone"),
        (["add", "a@x.test", "--query", "provinz=x"], "did you mean province"),
        (["add", "a@x.test", "--query", "province"], "field=value"),
        (["add", "a@x.test", "--query", "company=没有这家公司"], "没有这家公司"),
        (["add", "a@x.test", "--query", "min_upfront=much"], "min_upfront"),
        (["add", "a@x.test", "--section", "weather"], "unknown section 'weather'"),
        (["add", "a@x.test", "--quiet-hours", "night"], "22:00-08:00"),
        (["show", "nobody"], "no subscription 'nobody'"),
        (["add", "a@x.test", "--watch", "没有这家公司"], "unknown company '没有这家公司'"),
        (["confirm", "x"], "no address has that token"),
        (["unsubscribe", "nobody@x.test"], "no live subscription"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_two(run, db: Database, words: list[str], said: str) -> None:  # type: ignore[no-untyped-def]
    code, output = run("subscriptions", *words)
    assert code == 2
    assert said in output
    assert len(output.strip().splitlines()) == 1


def test_a_day_is_previewed_in_any_form_and_nothing_counts_as_told(run, db: Database, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    subscribe(db)
    tell(db, 1, deal(upfront=112_000_000))
    for _ in range(2):
        code, said = run("digest", "--date", "2026-03-02")
        assert code == 0
        assert said.startswith("出海日报 3月2日：恒瑞医药→默沙东，首付款1.12亿美元\n")
    assert "US$112 million" in run("digest", "--date", "2026-03-02", "--language", "en")[1]
    assert json.loads(run("digest", "--date", "2026-03-02", "--json")[1])["deals"][0]["id"] == "D1"
    assert "无新交易" in run("digest", "--date", "2026-03-03")[1]
    for ending, begins in ((".eml", b"From: "), (".html", b"<!DOCTYPE html>"), (".txt", "出海日报".encode())):
        path = tmp_path / f"day{ending}"
        assert run("digest", "--date", "2026-03-02", "--to-file", str(path))[0] == 0
        assert path.read_bytes().startswith(begins)
    assert run("digest", "--date", "soon")[0] == 2
    assert "written as .eml, .html or .txt" in run("digest", "--to-file", str(tmp_path / "day.pdf"))[1]
    assert not (tmp_path / "day.pdf").exists()


def test_links_that_lead_nowhere_are_noticed_before_the_first_mail(db: Database, settings: Settings) -> None:
    server = {**settings.alerts.model_dump(), "smtp_host": "smtp.example.com"}
    for base_url, noticed in (("http://127.0.0.1:8765", True), ("https://chuhai.example.com", False)):
        sending = settings.model_copy(
            update={"alerts": AlertsSettings.model_validate({**server, "base_url": base_url})}
        )
        said = CliRunner().invoke(subscriptions, ["add", "a@x.test", "--name", str(noticed)], obj=sending)
        assert ("set alerts.base_url" in said.stderr) is noticed


def test_a_past_day_is_sent_again_as_a_copy_and_once(run, db: Database, settings: Settings) -> None:  # type: ignore[no-untyped-def]
    subscribe(db, "bd")
    tell(db, 1, deal(upfront=112_000_000))
    assert run("digest", "--date", "2026-03-02", "--send")[0] == 2  # to whom?
    words = ("digest", "--date", "2026-03-02", "--subscription", "bd", "--send", "--json")
    assert json.loads(run(*words)[1].splitlines()[-1])["sent"] == 1
    assert json.loads(run(*words)[1].splitlines()[-1])["sent"] == 0
    (path,) = settings.alerts.outbox.iterdir()
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert mail["Subject"] == "出海日报 3月2日：恒瑞医药→默沙东，首付款1.12亿美元"
    with db.read() as session:
        assert session.scalar(select(func.count(DigestItem.id))) == 0  # a copy tells nothing


def test_a_subscription_without_a_query_asks_for_what_crosses_the_border(run, db: Database) -> None:  # type: ignore[no-untyped-def]
    run("subscriptions", "add", "a@x.test")
    run("subscriptions", "add", "b@x.test", "--query", "province=江苏")
    first, second = json.loads(run("subscriptions", "list", "--json")[1])
    assert first["query"] == {"direction": ["out", "in", "foreign"]}
    assert second["query"] == {"province": ["江苏"]}
    assert "province=江苏" in run("subscriptions", "list")[1]


def test_a_preview_tells_where_it_is_even_where_there_is_no_browser(  # type: ignore[no-untyped-def]
    run, db: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)  # a browser of the developer's would really open
    code, said = run("digest", "--date", "2026-03-02", "--preview")
    path = settings.alerts.outbox.resolve() / "preview.html"
    assert (code, said.strip(), opened) == (0, path.as_uri(), [path.as_uri()])
    assert path.read_bytes().startswith(b"<!DOCTYPE html>")


def test_the_front_door_knows_the_commands(db: Database, tmp_path: Path) -> None:
    chuhai = Path(sys.executable).with_name("chuhai")
    listed = subprocess.run(
        [chuhai, "subscriptions", "list", "--db", tmp_path / "chuhai.db"], capture_output=True, text=True, check=False
    )
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "no subscriptions yet" in listed.stdout
    missing = subprocess.run(
        [chuhai, "digest", "--db", tmp_path / "none.db"], capture_output=True, text=True, check=False
    )
    assert missing.returncode == 2
    assert "Traceback" not in missing.stderr

"""The service as a process: it does its work, keeps others out, stops cleanly, and survives being killed."""

from __future__ import annotations

import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from errors import UsageError
from newsroom.articles import load_samples
from newsroom.mailbox import Mailbox, open_mailbox, read_mail
from newsroom.server import Newsroom, open_newsroom
from service import check_settings, lease
from settings import SchedulerSettings, Settings
from storage.engine import open_database
from storage.subscriptions import NewSubscription, add_subscription
from tests.conftest import ROOT, Chuhai, broken_promises

ITEMS = sum(map(len, load_samples().values()))
#: the real service over the sample newsroom, whose address no declaration can know beforehand
SERVICE = f"""
import logging, sys; sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from newsroom.sources import newsroom_sources
from service import serve
from settings import load_settings
logging.basicConfig(format="%(message)s")
logging.getLogger("chuhai").setLevel(logging.INFO)
serve(load_settings(Path(sys.argv[1])), sources=newsroom_sources(sys.argv[2]))
"""


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with open_newsroom() as running:
        yield running


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    with open_mailbox(tmp_path / "mail") as running:
        yield running


@pytest.fixture
def config(tmp_path: Path, mailbox: Mailbox) -> Path:
    path = tmp_path / "chuhai.toml"
    path.write_text(
        f"""
        [crawlers]
        allow_private_hosts = true
        [storage]
        url = "sqlite:///{tmp_path / "line.db"}"
        [alerts]
        smtp_host = "127.0.0.1"
        smtp_port = {mailbox.port}
        smtp_security = "none"
        smtp_timeout = 0.5
        unknown_retry_after_minutes = 0
        [query]
        port = {free_port()}
        [scheduler]
        crawl = "* * * * *"
        digest = "* * * * *"
        """,
        encoding="utf-8",
    )
    return path


@contextmanager
def service(config: Path, newsroom: Newsroom) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", SERVICE, str(config), newsroom.base]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield child
    finally:
        child.kill()
        child.wait()


def ask(config: Path, sql: str) -> list[tuple[object, ...]]:
    """Rows of the database; none where it is not there yet."""
    path = config.with_name("line.db")
    if not path.exists():
        return []
    with closing(sqlite3.connect(path, timeout=30)) as db:
        try:
            return db.execute(sql).fetchall()
        except sqlite3.OperationalError:
            return []


def wait_until(what: str, config: Path, sql: str, child: subprocess.Popen[str]) -> None:
    """Wait for a query to find something; gives up long after any machine would have done it."""
    for _ in range(1_000):
        if ask(config, sql):
            return
        if child.poll() is not None:
            break
        time.sleep(0.1)
    child.kill()
    pytest.fail(f"no {what}: {child.communicate()[0]}")


READ = f"select 1 from (select count(*) n from article where read_by <> '') where n = {ITEMS}"
#: changes with every step of a turn that is written down
WRITTEN = """
    select (select count(*) from article), (select count(*) from article where read_by <> ''),
           (select count(*) from digest), (select group_concat(state) from delivery)
"""
TOLD = "select 1 from delivery where state = 'sent'"


def test_works_answers_and_stops_on_sigterm(config: Path, newsroom: Newsroom, mailbox: Mailbox, chuhai: Chuhai) -> None:
    with service(config, newsroom) as child:
        wait_until("every article read", config, READ, child)
        port = next(
            line.split("=")[1].strip() for line in config.read_text().splitlines() if line.strip().startswith("port")
        )
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/no-such-page", timeout=30)

        second = chuhai("--config", config, "run")
        assert (second.returncode, second.stdout) == (2, "")
        assert "Address already in use" in second.stderr and second.stderr.count("\n") == 1
        elsewhere = config.with_name("elsewhere.toml")
        elsewhere.write_text(config.read_text().replace(f"port = {port}", "port = 0"))
        third = chuhai("--config", elsewhere, "run")
        assert third.returncode == 2
        assert "another `chuhai run`" in third.stderr and third.stderr.count("\n") == 1

        child.send_signal(signal.SIGTERM)
        output, _ = child.communicate(timeout=60)
        assert child.returncode == 0, output
        assert output.rstrip().endswith("stopped")
    assert ask(config, "select * from lease") == []


def subscribe(config: Path) -> None:
    """A reader since yesterday, whose digest is due in the very first turn: no test waits for a full minute."""
    now = datetime.now(UTC)
    new = NewSubscription(name="reader", recipients=("a@example.com",), schedule="* * * * *")
    with closing(open_database(config.with_name("line.db"))) as db, db.write() as session:
        add_subscription(session, new, now=now - timedelta(days=1), confirmed=True, since=now - timedelta(days=30))


def kill_in_the_middle(config: Path, newsroom: Newsroom, chance: random.Random) -> None:
    """Start the service and kill it right after its next write, or before that where patience ends sooner."""
    before = ask(config, WRITTEN)
    with service(config, newsroom) as child:
        patience = time.monotonic() + chance.uniform(0.5, chance.choice([1.5, 12.0]))
        while time.monotonic() < patience and ask(config, WRITTEN) == before:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.3))
        assert child.poll() is None, "a service that was not asked to stop goes on"


def test_killed_ten_times_nothing_is_lost_or_doubled(config: Path, newsroom: Newsroom, mailbox: Mailbox) -> None:
    chance = random.Random(11)
    for number in range(10):
        kill_in_the_middle(config, newsroom, chance)
        if number == 1:  # the first two are killed over a database that is only being made
            subscribe(config)
        if config.with_name("line.db").exists():
            assert not broken_promises(config.with_name("line.db"))
    with service(config, newsroom) as child:
        wait_until("every article read", config, READ, child)
        wait_until("a mail", config, TOLD, child)
        wait_until(
            "an empty outbox", config, "select 1 where not exists (select 1 from delivery where state <> 'sent')", child
        )
    assert ask(config, "select count(*), count(distinct url) from article") == [(ITEMS, ITEMS)]
    assert ask(config, "select ref from digest_item group by subscription_id, ref having count(*) > 1") == []
    assert not broken_promises(config.with_name("line.db"))
    sent = Counter(read_mail(path)["Message-ID"] for path in mailbox.files)
    doubtful = {ident for (ident,) in ask(config, "select message_id from delivery where log like '%unknown%'")}
    assert set(sent) == {ident for (ident,) in ask(config, "select message_id from delivery")}
    assert all(count == 1 or ident in doubtful for ident, count in sent.items())


@pytest.mark.parametrize(
    ("scheduler", "said"),
    [
        (SchedulerSettings(crawl="every hour"), "every hour"),
        (SchedulerSettings(timezone="Asia/Peking"), "Asia/Peking"),
        (SchedulerSettings(sources=["no_such"]), "unknown source 'no_such'"),
    ],
)
def test_wrong_settings_are_told_before_anything_starts(scheduler: SchedulerSettings, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        check_settings(Settings(scheduler=scheduler))


def test_wrong_use_is_one_line(tmp_path: Path, chuhai: Chuhai) -> None:
    config = tmp_path / "chuhai.toml"
    config.write_text("[scheduler]\ncrawls = 1\n")
    done = chuhai("--config", config, "run")
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean 'crawl'?" in done.stderr and done.stderr.count("\n") == 1


def test_once_is_one_turn_and_keeps_others_out(tmp_path: Path, chuhai: Chuhai) -> None:
    config = tmp_path / "chuhai.toml"
    config.write_text(f'[storage]\nurl = "sqlite:///{tmp_path / "line.db"}"\n[scheduler]\nsources = ["stcn"]\n')
    with closing(open_database(tmp_path / "line.db")) as db, lease(db):
        done = chuhai("--config", config, "run", "--once")
        assert done.returncode == 2
        assert "another `chuhai run`" in done.stderr
    assert ask(config, "select * from lease") == []

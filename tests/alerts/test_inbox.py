"""What comes back: bounces for good suspend an address, a clear wish to stop is obeyed, anything else changes nothing."""

from __future__ import annotations

import pytest

from alerts.inbox import Received, receive
from storage.engine import Database
from storage.subscriptions import subscription
from tests.alerts.examples import NOW
from tests.alerts.test_due import subscribe

BOUNCE = """From: MAILER-DAEMON@mx.test
To: bye@c.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I am sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.test

Final-Recipient: rfc822; all@x.test
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--b--
"""


def take(db: Database, text: str) -> Received:
    with db.write() as session:
        return receive(session, text.encode(), now=NOW, dead_after=2)


def state(db: Database, name: str = "all") -> str:
    with db.read() as session:
        return subscription(session, name).recipients[0].state


def test_bounces_for_good_suspend(db: Database) -> None:
    subscribe(db)
    assert take(db, BOUNCE.format(action="failed", status="5.1.1")).done == "all: confirmed"
    assert take(db, BOUNCE.format(action="failed", status="5.1.1")).done == "all: suspended"
    assert state(db) == "suspended"


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.1"), ("failed", "4.2.2"), ("delivered", "2.0.0")])
def test_other_reports_do_nothing(db: Database, action: str, status: str) -> None:
    subscribe(db)
    for _ in range(3):
        assert "nothing done" in take(db, BOUNCE.format(action=action, status=status)).done
    assert state(db) == "confirmed"


@pytest.mark.parametrize(
    ("subject", "body"),
    [("退订", ""), ("Re: 出海日报", "退订\n\n> 出海日报 unsubscribe"), ("unsubscribe", "x"), ("x", "  STOP. \n")],
)
def test_a_clear_wish_to_stop_ends_all_to_that_address(db: Database, subject: str, body: str) -> None:
    subscribe(db)
    mail = f"From: A <all@x.test>\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{body}\n"
    assert take(db, mail).done == "unsubscribed from 1 subscription"
    assert state(db) == "unsubscribed"


def test_the_token_in_the_subject_ends_one(db: Database) -> None:
    token = subscribe(db).recipients[0].token
    mail = f"From: other@y.test\nTo: bye@c.example\nSubject: unsubscribe {token}\n\n"
    assert take(db, mail).done == "unsubscribed from all"
    assert take(db, mail).done == "unsubscribed from all"


@pytest.mark.parametrize(
    "mail",
    [
        "From: all@x.test\nSubject: Re: 出海日报\n\n谢谢，很有用。\n\n> 退订\n",
        "From: all@x.test\nSubject: out of office\nAuto-Submitted: auto-replied\n\nunsubscribe\n",
        "From: all@x.test\nSubject: unsubscribe aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n\n",
        "\x00\xff garbage", "",
    ],
)  # fmt: skip
def test_anything_else_changes_nothing(db: Database, mail: str) -> None:
    subscribe(db)
    assert "nothing done" in take(db, mail).done
    assert state(db) == "confirmed"

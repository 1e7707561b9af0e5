"""Every delivery ends accounted for, whatever the server does; files are written once."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from alerts.outbox import deliver_outbox
from settings import Settings
from storage import outbox
from storage.engine import Database
from storage.models import Delivery
from storage.subscriptions import subscription, unsubscribe
from tests.alerts.examples import NOW
from tests.alerts.misbehaving import MisbehavingServer
from tests.alerts.sending import mails, put_digest, settings_for


def deliver(db: Database, settings: Settings, minutes: float = 0) -> None:
    deliver_outbox(db, settings, NOW + timedelta(minutes=minutes))


def test_each_recipient_has_its_own_state_and_answer(db: Database, tmp_path: Path) -> None:
    with MisbehavingServer() as server:
        settings = settings_for(tmp_path, server.port)
        put_digest(db, settings, ["ok@x.test", "busy451@x.test", "gone550@x.test", "lost@x.test", "full552@x.test"])
        report = deliver_outbox(db, settings, NOW)
    found = mails(db)
    assert {address.split("@")[0]: mail.state for address, mail in found.items()} == {
        "ok": "sent", "busy451": "pending", "gone550": "failed", "lost": "unknown", "full552": "failed",
    }  # fmt: skip
    assert (report.sent, report.retry, report.failed, report.unknown) == (1, 1, 2, 1)
    assert (found["gone550@x.test"].code, found["gone550@x.test"].answer) == (550, "rcpt: 550 5.1.1 no such user")
    assert "taken as Q-" in found["ok@x.test"].answer


def test_put_off_mails_wait_longer_each_time_and_arrive_once(db: Database, tmp_path: Path) -> None:
    with MisbehavingServer() as server:
        settings = settings_for(tmp_path, server.port)
        put_digest(db, settings, ["busy451-3@x.test"])
        for minutes in (0, 0.5, 1.1, 2, 3.2, 5, 7.3, 8):
            deliver(db, settings, minutes)
    assert server.seen["busy451-3@x.test"] == 4  # at 0, 1, 3 and 7 minutes
    assert len(server.mails_to("busy451-3@x.test")) == 1
    assert mails(db)["busy451-3@x.test"].attempts == 4


def test_a_mail_put_off_too_often_is_given_up_visibly(db: Database, tmp_path: Path) -> None:
    with MisbehavingServer() as server:
        settings = settings_for(tmp_path, server.port, max_attempts=3)
        put_digest(db, settings, ["busy451@x.test"])
        for hours in range(6):
            deliver(db, settings, hours * 60)
    mail = mails(db)["busy451@x.test"]
    assert (mail.state, mail.reason) == ("failed", "given up after 3 attempts")


@pytest.mark.parametrize(("retry", "copies", "state"), [(True, 2, "sent"), (False, 1, "unknown")])
def test_a_lost_answer_is_visible_and_the_setting_decides(
    db: Database, tmp_path: Path, retry: bool, copies: int, state: str
) -> None:
    with MisbehavingServer() as server:
        settings = settings_for(tmp_path, server.port, unknown_retry=retry)
        put_digest(db, settings, ["lost-1@x.test"])
        deliver(db, settings)
        assert mails(db)["lost-1@x.test"].state == "unknown"
        for minutes in (5, 11, 30, 60):
            deliver(db, settings, minutes)
    taken = server.mails_to("lost-1@x.test")
    assert len(taken) == copies
    assert len({mail.message_id for mail in taken}) == 1
    assert len({mail.raw for mail in taken}) == 1  # the retry is the same mail to the byte
    mail = mails(db)["lost-1@x.test"]
    assert (mail.state, mail.lost_answers) == (state, 1)


def test_an_answer_lost_twice_is_not_tried_a_third_time(db: Database, tmp_path: Path) -> None:
    with MisbehavingServer() as server:
        settings = settings_for(tmp_path, server.port)
        put_digest(db, settings, ["lost@x.test"])
        for minutes in range(0, 200, 12):
            deliver(db, settings, minutes)
    assert len(server.mails_to("lost@x.test")) == 2
    assert (mails(db)["lost@x.test"].state, mails(db)["lost@x.test"].lost_answers) == ("unknown", 2)


def test_a_server_that_is_down_costs_no_attempt_and_no_mail(db: Database, tmp_path: Path) -> None:
    with MisbehavingServer() as server:
        pass
    settings = settings_for(tmp_path, server.port, max_attempts=2)
    put_digest(db, settings, ["ok1@x.test", "ok2@x.test"])
    for minutes in range(0, 10, 2):
        report = deliver_outbox(db, settings, NOW + timedelta(minutes=minutes))
        assert len(report.problems) == 1  # asked once a round, not once a mail
        assert "at connect" in report.problems[0]
    with MisbehavingServer(port=server.port) as again:
        deliver(db, settings, 20)
    assert sorted(mail.recipient for mail in again.taken) == ["ok1@x.test", "ok2@x.test"]


def test_an_address_that_is_refused_for_good_again_and_again_is_suspended(db: Database, tmp_path: Path) -> None:
    from tests.alerts.sending import put_again

    with MisbehavingServer() as server:
        settings = settings_for(tmp_path, server.port)
        subscriber = put_digest(db, settings, ["gone550@x.test", "ok@x.test"])
        for day in range(5):
            with db.write() as session:
                fresh = subscription(session, subscriber.id)
                put_again(db, settings, fresh, session=session, now=NOW, period=f"day {day}")
            deliver(db, settings, day)
    with db.read() as session:
        states = {each.address: (each.state, each.bounces) for each in subscription(session, "bd-team").recipients}
    assert states == {"gone550@x.test": ("suspended", 3), "ok@x.test": ("confirmed", 0)}
    assert server.seen["gone550@x.test"] == 3


def test_who_unsubscribes_meanwhile_gets_nothing_more(db: Database, tmp_path: Path) -> None:
    with MisbehavingServer() as server:
        settings = settings_for(tmp_path, server.port)
        subscriber = put_digest(db, settings, ["ok@x.test"])
        with db.write() as session:
            assert unsubscribe(session, subscriber.recipients[0].token, now=NOW)
        deliver(db, settings)
    assert server.taken == []
    assert (mails(db)["ok@x.test"].state, mails(db)["ok@x.test"].reason) == (
        "skipped",
        "unsubscribed or suspended since",
    )


def test_without_a_server_mail_becomes_a_file_once(db: Database, settings: Settings) -> None:
    put_digest(db, settings, ["reader@localhost"])
    for minutes in range(3):
        deliver(db, settings, minutes)
    files = list(settings.alerts.outbox.iterdir())
    assert [file.suffix for file in files] == [".eml"]
    mail = message_from_bytes(files[0].read_bytes(), policy=policy.default)
    assert mail["Subject"] == "出海日报 6月3日：无新交易"
    assert mail["To"] == "reader@localhost"


def test_a_claim_of_a_process_that_died_is_taken_up_again(db: Database, settings: Settings) -> None:
    put_digest(db, settings, ["reader@localhost"])
    with db.write() as session:
        assert outbox.claim(session, now=NOW, due=NOW) is not None
        assert outbox.claim(session, now=NOW, due=NOW) is None  # nobody else can take it
    deliver(db, settings, 1)
    assert mails(db)["reader@localhost"].state == "claimed"  # perhaps that process lives
    deliver(db, settings, 30)
    assert mails(db)["reader@localhost"].state == "sent"


def test_one_that_died_after_handing_over_is_unknown(db: Database, tmp_path: Path) -> None:
    with MisbehavingServer() as server:
        settings = settings_for(tmp_path, server.port, unknown_retry=False)
        put_digest(db, settings, ["ok@x.test"])
        with db.write() as session:
            letter = outbox.claim(session, now=NOW, due=NOW)
            assert letter is not None
            outbox.hand_over(session, letter.id)
        deliver(db, settings, 30)
    assert server.taken == []
    assert mails(db)["ok@x.test"].state == "unknown"
    assert mails(db)["ok@x.test"].reason == "process died after handing over"


def test_every_attempt_is_in_the_log(db: Database, tmp_path: Path) -> None:
    with MisbehavingServer() as server:
        settings = settings_for(tmp_path, server.port)
        put_digest(db, settings, ["busy451-1@x.test"])
        deliver(db, settings)
        deliver(db, settings, 2)
    with db.read() as session:
        log = session.query(Delivery).one().log
    assert [(entry["outcome"], entry["code"]) for entry in log] == [("retry", 451), ("sent", 250)]

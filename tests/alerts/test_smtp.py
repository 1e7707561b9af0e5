"""The sender against a real server that refuses, stalls, hangs up and lies: every answer gets its right class."""

from __future__ import annotations

import pytest

from alerts.errors import ServerDown
from alerts.smtp import Answer, Mailer
from settings import AlertsSettings
from tests.alerts.misbehaving import MisbehavingServer

MAIL = (
    b"From: a@x.test\r\nMessage-ID: <1@x.test>\r\nSubject: =?utf-8?b?5Ye65rW3?=\r\n\r\n.leading dot\r\n..two\r\nend\r\n"
)


def settings_for(port: int, **more: object) -> AlertsSettings:
    values = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "smtp_timeout": 0.5, **more}
    return AlertsSettings.model_validate(values)


def send(mailer: Mailer, recipient: str, mail: bytes = MAIL) -> tuple[Answer, bool]:
    """The answer, and whether the mail was marked as possibly handed over."""
    dots: list[bool] = []
    answer = mailer.send("a@x.test", recipient, mail, before_dot=lambda: dots.append(True))
    return answer, bool(dots)


@pytest.mark.parametrize(
    ("recipient", "outcome", "stage", "code", "handed_over"),
    [
        ("ok@x.test", "sent", "dot", 250, True),
        ("busy451@x.test", "retry", "rcpt", 451, False),
        ("bye421@x.test", "retry", "rcpt", 421, False),
        ("gone550@x.test", "failed", "rcpt", 550, False),
        ("full552@x.test", "failed", "dot", 552, True),
        ("later452@x.test", "retry", "dot", 452, True),
        ("stalldata@x.test", "retry", "data", 0, False),
        ("lost@x.test", "unknown", "dot", 0, True),
        ("stall@x.test", "unknown", "dot", 0, True),
        ("vanish@x.test", "unknown", "dot", 0, True),
    ],
)
def test_every_answer_has_its_class(recipient: str, outcome: str, stage: str, code: int, handed_over: bool) -> None:
    with MisbehavingServer() as server, Mailer(settings_for(server.port)) as mailer:
        answer, handed = send(mailer, recipient)
        assert (answer.outcome, answer.stage, answer.code) == (outcome, stage, code)
        assert handed is handed_over
        assert answer.address_is_dead is (recipient == "gone550@x.test")
        assert send(mailer, "ok@x.test")[0].outcome == "sent"  # the next mail does not suffer


def test_a_connection_cut_in_the_middle_is_never_reported_as_sent() -> None:
    mail = MAIL + b"x" * 76 + b"\r\n" * 40_000
    with MisbehavingServer() as server, Mailer(settings_for(server.port)) as mailer:
        answer, _ = send(mailer, "cut@x.test", mail)
    assert answer.outcome in ("retry", "unknown")
    assert server.taken == []


def test_the_mail_arrives_byte_for_byte_with_its_dots() -> None:
    with MisbehavingServer() as server, Mailer(settings_for(server.port)) as mailer:
        send(mailer, "ok@x.test")
    assert [mail.raw for mail in server.taken] == [MAIL]


def test_one_connection_carries_many_mails() -> None:
    with MisbehavingServer() as server, Mailer(settings_for(server.port)) as mailer:
        for number in range(5):
            assert send(mailer, f"ok{number}@x.test")[0].outcome == "sent"
        assert mailer._sent_on_connection == 5


def test_a_server_that_is_not_there_is_said_to_be_down() -> None:
    with MisbehavingServer() as server:
        pass
    with Mailer(settings_for(server.port)) as mailer, pytest.raises(ServerDown, match=r"at connect: .*refused"):
        send(mailer, "ok@x.test")


def test_a_server_without_starttls_is_not_spoken_to_in_clear() -> None:
    with (
        MisbehavingServer() as server,
        Mailer(settings_for(server.port, smtp_security="starttls", smtp_user="u"), password="secret") as mailer,
        pytest.raises(ServerDown, match="at tls"),
    ):
        send(mailer, "ok@x.test")
    assert server.taken == []


def test_a_mail_larger_than_the_server_takes_fails_for_good() -> None:
    with MisbehavingServer() as server, Mailer(settings_for(server.port)) as mailer:
        answer, handed = send(mailer, "ok@x.test", MAIL + (b"x" * 78 + b"\r\n") * 14_000)
    assert (answer.outcome, handed, server.taken) == ("failed", False, [])
    assert "1000000" in answer.text


def test_an_address_outside_ascii_is_sent_where_the_server_takes_it() -> None:
    with MisbehavingServer() as server, Mailer(settings_for(server.port)) as mailer:
        answer, _ = send(mailer, "ok张@x.test")
    assert (answer.outcome, server.taken[0].recipient) == ("sent", "ok张@x.test")

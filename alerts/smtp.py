"""One SMTP connection that says, for each recipient, what the server answered and whether a retry is safe.

``smtplib.sendmail`` cannot tell a connection lost *before* the final dot (the server must forget the mail) from one
lost *after* it (nobody knows). That line decides whether a retry may come twice, so the steps are driven
one by one here.
"""

from __future__ import annotations

import re
import select
import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Self

from alerts.errors import ServerDown
from settings import AlertsSettings

Outcome = Literal["sent", "retry", "failed", "unknown"]
Stage = Literal["connect", "hello", "tls", "auth", "mail", "rcpt", "data", "body", "dot"]

#: a connection is used for this many mails, then made anew: servers cut off longer sessions in their own way.
MAILS_PER_CONNECTION = 100


@dataclass(frozen=True)
class Answer:
    """What became of one mail to one recipient; ``code`` is 0 where the server said nothing."""

    outcome: Outcome
    stage: Stage
    code: int
    text: str

    @property
    def address_is_dead(self) -> bool:
        """Whether the server refused this recipient for good."""
        return self.outcome == "failed" and self.stage == "rcpt"

    def __str__(self) -> str:
        return f"{self.stage}: {self.code or 'no answer'} {self.text}".strip()


class Mailer:
    """A pooled connection to the one configured server; use it as a context manager."""

    def __init__(self, settings: AlertsSettings, *, password: str = "") -> None:
        self._settings = settings
        self._password = password
        self._smtp: smtplib.SMTP | None = None
        self._sent_on_connection = 0
        self._last_sent = -1e9

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._drop(politely=error is None)

    def send(self, sender: str, recipient: str, message: bytes, *, before_dot: Callable[[], None]) -> Answer:
        """Send one mail to one recipient; ``before_dot`` is called when from here on the server may have it.

        Raises ServerDown where nothing can be sent to anybody (no connection, no TLS, no login, sender not accepted).
        """
        smtp = self._connection()
        if not recipient.isascii() and not smtp.has_extn("smtputf8"):
            return Answer("failed", "rcpt", 0, "this server takes no address outside ASCII (SMTPUTF8)")
        largest = int(smtp.esmtp_features.get("size", "0") or 0)
        if 0 < largest < len(message):
            return Answer("failed", "mail", 552, f"{len(message)} bytes, the server takes {largest}")
        self._keep_rate()
        stage: Stage = "mail"
        handed_over = False
        try:
            code, text = smtp.mail(sender, self._mail_options(smtp, message, recipient))
            if code != 250:
                return self._refused_sender(code, text)
            stage = "rcpt"
            code, text = smtp.rcpt(recipient)
            if code not in (250, 251):
                return self._refused(stage, code, text)
            stage = "data"
            code, text = smtp.docmd("DATA")
            if code != 354:
                return self._refused(stage, code, text)
            stage = "body"
            self._write_body(smtp, message)
            before_dot()
            handed_over, stage = True, "dot"
            smtp.send(b".\r\n")
            code, text = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Answer("unknown" if handed_over else "retry", stage, 0, _why(error))
        if code != 250:
            return self._refused(stage, code, text)
        self._sent_on_connection += 1
        return Answer("sent", stage, code, _clean(text))

    def _connection(self) -> smtplib.SMTP:
        if self._smtp is not None and self._sent_on_connection < MAILS_PER_CONNECTION:
            try:
                if self._smtp.rset()[0] == 250:
                    return self._smtp
            except (OSError, smtplib.SMTPException):
                pass  # the server closed an idle connection, which is its right: make a new one
        self._drop(politely=True)
        self._smtp = self._connect()
        self._sent_on_connection = 0
        return self._smtp

    def _connect(self) -> smtplib.SMTP:
        config = self._settings
        stage: Stage = "connect"
        context = ssl.create_default_context(cafile=str(config.smtp_ca_file) if config.smtp_ca_file else None)
        smtp: smtplib.SMTP | None = None
        try:
            if config.smtp_security == "tls":
                smtp = smtplib.SMTP_SSL(
                    config.smtp_host, config.smtp_port, timeout=config.smtp_timeout, context=context
                )
            else:
                smtp = smtplib.SMTP(config.smtp_host, config.smtp_port, timeout=config.smtp_timeout)
            if smtp.sock is not None:
                # The dot follows the body in a packet of its own: without this each mail waits 40 ms for an ACK.
                smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            stage = "hello"
            smtp.ehlo_or_helo_if_needed()
            if config.smtp_security == "starttls":
                stage = "tls"
                smtp.starttls(context=context)
                smtp.ehlo()
            if config.smtp_user:
                stage = "auth"
                smtp.login(config.smtp_user, self._password)
        except (OSError, smtplib.SMTPException) as error:
            if smtp is not None:
                smtp.close()
            raise ServerDown(f"{config.smtp_host}:{config.smtp_port}", stage, _why(error)) from None
        return smtp

    def _write_body(self, smtp: smtplib.SMTP, message: bytes) -> None:
        """Everything but the final dot; raises where the server has already hung up, which makes a retry safe."""
        body = re.sub(rb"(?m)^\.", b"..", message)
        smtp.send(body if body.endswith(b"\r\n") else body + b"\r\n")
        sock = smtp.sock
        if sock is not None and select.select([sock], [], [], 0)[0]:
            # Nothing is due from the server before the dot: this is an end of file, or a 421 that precedes one.
            raise smtplib.SMTPServerDisconnected("server spoke or hung up in the middle of the mail")

    def _mail_options(self, smtp: smtplib.SMTP, message: bytes, recipient: str) -> list[str]:
        options = [f"SIZE={len(message)}"] if smtp.has_extn("size") else []
        return options if recipient.isascii() else [*options, "SMTPUTF8"]

    def _refused_sender(self, code: int, text: bytes) -> Answer:
        """552 is about this mail (too large); anything else about us, so that no mail would pass."""
        if code == 552:
            return self._refused("mail", code, text)
        self._drop()
        raise ServerDown(f"{self._settings.smtp_host}:{self._settings.smtp_port}", "mail", f"{code} {_clean(text)}")

    def _refused(self, stage: Stage, code: int, text: bytes) -> Answer:
        if code == 421:
            self._drop()
        return Answer("failed" if 500 <= code < 600 else "retry", stage, max(code, 0), _clean(text))

    def _keep_rate(self) -> None:
        if self._settings.smtp_per_minute:
            wait = self._last_sent + 60 / self._settings.smtp_per_minute - time.monotonic()
            if wait > 0:
                time.sleep(wait)
        self._last_sent = time.monotonic()

    def _drop(self, *, politely: bool = False) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        try:
            if politely:
                smtp.quit()
        except (OSError, smtplib.SMTPException):
            pass  # every mail has its answer already; QUIT is courtesy
        finally:
            smtp.close()


def _clean(text: bytes) -> str:
    """A server's answer as one printable line of at most 300 characters."""
    return " ".join(text.decode("utf-8", "replace").split())[:300]


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_error
        return f"{error.smtp_code} {_clean(answer if isinstance(answer, bytes) else answer.encode())}"
    return _clean((str(error) or type(error).__name__).encode())

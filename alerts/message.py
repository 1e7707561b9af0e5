"""One mail to one address: the stored digest under headers that mail programs, filters and servers expect."""

from __future__ import annotations

import os
import re
from email.charset import BASE64, Charset
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from typing import Self
from urllib.parse import quote

from alerts.errors import SigningError
from alerts.render import CONFIRM, UNSUBSCRIBE, clean_line
from settings import AlertsSettings
from storage.outbox import Letter


class _Verbatim(str):
    """A header that is sent as it is: the standard library hides a long link in an encoded word, which no reader undoes."""

    name: str

    def __new__(cls, name: str, value: str) -> Self:
        made = super().__new__(cls, clean_line(value))
        made.name = name
        return made

    def fold(self, *, policy: Policy) -> str:
        """One link a line."""
        return f"{self.name}: {self.replace(', ', ',' + policy.linesep + ' ')}{policy.linesep}"


class _Subject(_Verbatim):
    """A subject encoded as a whole: word by word, as the standard library does it, blanks are doubled and lost."""

    def fold(self, *, policy: Policy) -> str:
        """Encoded words of at most 75 characters, one a line."""
        encoded = Header(self, None if self.isascii() else _UTF8, header_name=self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {encoded}{policy.linesep}"


#: Our own: Apprise turns the library's into quoted-printable for the whole process once its mail plugin is loaded.
_UTF8 = Charset("utf-8")
_UTF8.header_encoding = BASE64

#: lines of HTML may be as long as they like in here: base64 for CJK text is what every mail program reads
_POLICY = SMTP.clone(max_line_length=78)


def message_id(subscription: int, period: str, address: str, sender: str) -> str:
    """The same for every attempt at telling this address of this period, and for nothing else."""
    digest = sha256(f"{subscription}\n{period}\n{address}".encode()).hexdigest()[:32]
    return f"<{digest}@{sender_address(sender).domain or 'chuhai.invalid'}>"


def sender_address(sender: str) -> Address:
    """``alerts.sender`` as an address; its name may hold anything."""
    name, spec = parseaddr(sender)
    return Address(display_name=clean_line(name), addr_spec=spec or "digest@localhost")


def unsubscribe_link(base_url: str, token: str) -> str:
    """Where one click (a POST, RFC 8058) or a visit ends the mails to one address."""
    return f"{base_url.rstrip('/')}/subscriptions/unsubscribe/{token}"


def confirm_link(base_url: str, token: str) -> str:
    """Where the owner of an address says yes."""
    return f"{base_url.rstrip('/')}/subscriptions/confirm/{token}"


def build_message(letter: Letter, settings: AlertsSettings) -> EmailMessage:
    """The mail as sent, except for a DKIM signature; the same letter gives the same bytes."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = sender_address(settings.sender)
    message["To"] = Address(addr_spec=letter.address)
    message["Subject"] = _Subject("Subject", letter.subject)
    message["Date"] = format_datetime(letter.created)
    message["Message-ID"] = letter.message_id
    if settings.reply_address:
        message["Reply-To"] = Address(addr_spec=settings.reply_address)
    message["List-Id"] = (
        f"<{re.sub('[^a-z0-9]+', '-', letter.subscription_name.lower()).strip('-') or 'digest'}.chuhai>"
    )
    for name, value in _unsubscribe_headers(letter, settings).items():
        message[name] = _Verbatim(name, value)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_with_links(letter.text, letter, settings), cte="base64")
    message.add_alternative(_with_links(letter.html, letter, settings), subtype="html", cte="base64")
    message["Content-Language"] = {"zh": "zh", "en": "en", "both": "zh, en"}[letter.language]
    html = message.get_body(preferencelist=("html",))
    if letter.chart and isinstance(html, EmailMessage):
        html.add_related(letter.chart, "image", "png", cid="<chart>", filename="chart.png", disposition="inline")
    _fix_boundaries(message, letter.message_id)
    return message


def message_bytes(message: EmailMessage, settings: AlertsSettings) -> bytes:
    """What goes over the wire: CRLF lines, signed with DKIM where a selector is set. Raises SigningError."""
    plain = message.as_bytes()
    if not settings.dkim_selector:
        return plain
    import dkim

    key = os.environ.get("CHUHAI_DKIM_KEY", "")
    if not key.strip():
        raise SigningError("no key")
    domain = sender_address(settings.sender).domain
    signed = [
        b"from", b"to", b"reply-to", b"subject", b"date", b"message-id", b"list-unsubscribe", b"list-unsubscribe-post",
        b"mime-version", b"content-type",
    ]  # fmt: skip
    try:
        header: bytes = dkim.sign(
            plain,
            settings.dkim_selector.encode(),
            domain.encode("idna"),
            key.replace("\\n", "\n").encode(),
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[name for name in signed if name.decode() in (key.lower() for key in message)],
        )
    except (dkim.DKIMException, ValueError) as error:
        raise SigningError(str(error) or type(error).__name__) from None
    return header + plain


def _with_links(body: str, letter: Letter, settings: AlertsSettings) -> str:
    """The links that belong to one address; both are made of characters that mean nothing in HTML."""
    body = body.replace(UNSUBSCRIBE, unsubscribe_link(settings.base_url, letter.token))
    return body.replace(CONFIRM, confirm_link(settings.base_url, letter.token))


def _unsubscribe_headers(letter: Letter, settings: AlertsSettings) -> dict[str, str]:
    """RFC 2369 and 8058: one click needs https; the reply address serves everybody else."""
    if not letter.token:
        return {}
    link = unsubscribe_link(settings.base_url, letter.token)
    ways = [f"<{link}>"] if link.startswith(("https://", "http://")) else []
    if settings.reply_address:
        ways.append(f"<mailto:{quote(settings.reply_address, safe='@+')}?subject=unsubscribe%20{letter.token}>")
    if not ways:
        return {}
    headers = {"List-Unsubscribe": ", ".join(ways)}
    if link.startswith("https://"):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _fix_boundaries(message: EmailMessage, seed: str) -> None:
    """The standard library draws boundaries by lot; a retry must be the same mail to the byte."""
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{sha256(f'{seed}{number}'.encode()).hexdigest()[:32]}")

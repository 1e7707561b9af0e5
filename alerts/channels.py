"""Other ways to tell: chat groups and phones through Apprise, and signed JSON to a webhook.

A subscription names a channel (``team``); its address, which is a secret, stands in the environment as
``CHUHAI_CHANNEL_TEAM``: an Apprise address (``feishu://token``, ``dingtalk://…``, ``wecombot://…``, ``slack://…``,
``workflows://…`` for Teams, ``tgram://…``), or ``webhook+https://host/path`` with ``CHUHAI_CHANNEL_TEAM_SECRET`` to
sign with.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Literal
from urllib.parse import urlsplit

from alerts.errors import ChannelError
from storage.outbox import Letter

#: nobody reads a longer message in a chat; WeCom refuses one of more than 2048 bytes, as Apprise knows
_LONGEST_CHAT = 6000
_SECONDS = 20


@dataclass(frozen=True)
class ChannelAnswer:
    """What became of one message to a channel; ``unknown``: it was handed over and no answer came."""

    outcome: Literal["sent", "retry", "failed", "unknown"]
    code: int
    text: str


def send_to_channel(letter: Letter, *, now_unix: int) -> ChannelAnswer:
    """Tell one channel; raises ChannelError where its address is missing or cannot be used."""
    address = channel_address(letter.address)
    if address.startswith("webhook+"):
        return _post(address.removeprefix("webhook+"), letter, now_unix)
    return _notify(address, letter)


def channel_address(name: str) -> str:
    """The address of a channel from the environment."""
    variable = _variable(name)
    address = os.environ.get(variable, "")
    if not address:
        raise ChannelError(name, f"no address; put it into the environment as {variable}")
    return address


def webhook_body(letter: Letter) -> bytes:
    """The JSON that a webhook gets; ``id`` is the same for every attempt, so that a receiver can drop a repetition."""
    body: dict[str, Any] = {
        "id": letter.message_id.strip("<>"),
        "kind": letter.kind,
        "subscription": letter.subscription_name,
        "period": letter.period,
        "created": letter.created.isoformat(),
        "subject": letter.subject,
        **letter.data,
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True).encode()


def sign(secret: str, body: bytes, now_unix: int) -> str:
    """``t=…,v1=…``: HMAC-SHA256 over ``t.body``; the time keeps an old message from being played again."""
    return f"t={now_unix},v1={hmac.new(secret.encode(), f'{now_unix}.'.encode() + body, 'sha256').hexdigest()}"


def chat_text(letter: Letter, *, markdown: bool, longest: int = _LONGEST_CHAT) -> str:
    """The digest as a chat message: the deals with their sums and links, as many as fit into ``longest`` bytes."""
    lines = list(_chat_lines(letter, markdown))
    text = ""
    for number, line in enumerate(lines):
        if len(f"{text}{line}".encode()) + 20 > longest:
            return f"{text}… +{len(lines) - number}"
        text += line + "\n"
    return text.strip()


def _chat_lines(letter: Letter, markdown: bool) -> Iterator[str]:
    for kind in ("deals", "corrections", "events"):
        for row in letter.data.get(kind, []):
            title, said = _plain(row["title"]), _plain(row.get("summary") or row.get("text") or row.get("event") or "")
            yield f"- [{title}]({row['link']}) {said}" if markdown else f"• {title}  {said}\n{row['link']}"
    if not any(letter.data.get(kind) for kind in ("deals", "corrections", "events")):
        yield _plain(letter.subject)


#: services differ in what they take for markup and in how it is escaped: the signs' full-width twins mean nothing to any
_TWINS = str.maketrans("\\`*_[]<>#|~", "＼｀＊＿［］＜＞＃｜～")


def _plain(text: str) -> str:
    """Text that no chat program takes for a link, a mention or emphasis."""
    return text.translate(_TWINS).replace("@", "@\u200b")


def _notify(address: str, letter: Letter) -> ChannelAnswer:
    import apprise

    target = apprise.Apprise(asset=apprise.AppriseAsset(app_id="chuhai", image_url_mask="", image_url_logo=""))
    if not target.add(address):
        raise ChannelError(letter.address, f"Apprise cannot use the address in {_variable(letter.address)}")
    # Feishu and WeCom show a message as it is: Markdown would be raw there.
    known = target[0].notify_format
    markdown = apprise.NotifyFormat.MARKDOWN in (known if isinstance(known, tuple) else (known,))
    told = target.notify(
        title=_plain(letter.subject),
        body=chat_text(letter, markdown=markdown, longest=min(target[0].body_maxlen, _LONGEST_CHAT)),
        body_format=apprise.NotifyFormat.MARKDOWN if markdown else apprise.NotifyFormat.TEXT,
    )
    # Apprise says yes or no and not why: a no is tried again, which may repeat a message whose answer was lost.
    return ChannelAnswer("sent", 0, "taken") if told else ChannelAnswer("retry", 0, "the service did not take it")


def _post(url: str, letter: Letter, now_unix: int) -> ChannelAnswer:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ChannelError(letter.address, "a webhook needs webhook+https://host/path")
    secret = os.environ.get(f"{_variable(letter.address)}_SECRET", "")
    if not secret:
        raise ChannelError(letter.address, f"no secret to sign with; set {_variable(letter.address)}_SECRET")
    body = webhook_body(letter)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "chuhai",
        "Idempotency-Key": letter.message_id.strip("<>"),
        "X-Chuhai-Signature": sign(secret, body, now_unix),
    }
    connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = connect(parts.hostname, parts.port, timeout=_SECONDS)
    try:
        connection.connect()
    except OSError as error:
        return ChannelAnswer("retry", 0, f"{parts.hostname}: {error}")
    try:
        connection.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
        response = connection.getresponse()
    except (OSError, HTTPException) as error:
        return ChannelAnswer("unknown", 0, f"{parts.hostname}: {error or type(error).__name__}")
    finally:
        connection.close()
    if 200 <= response.status < 300:
        return ChannelAnswer("sent", response.status, response.reason)
    # A redirect would carry the body to somebody else; 408, 425 and 429 ask for patience, other 4xx mean no.
    patient = response.status >= 500 or response.status in (408, 425, 429)
    return ChannelAnswer("retry" if patient else "failed", response.status, response.reason)


def _variable(name: str) -> str:
    return f"CHUHAI_CHANNEL_{name.upper().replace('-', '_')}"

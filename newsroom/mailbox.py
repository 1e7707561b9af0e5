"""A real SMTP server on loopback that keeps what it receives: in memory, and as .eml files in a folder."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Mailbox:
    """What has arrived; ``port`` is where it listens."""

    folder: Path
    port: int = 0
    files: list[Path] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a mail; the same Message-ID in the same file, however often it is sent."""
        raw = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        message = message_from_bytes(raw)
        path = self.folder / f"{sha256(str(message['Message-ID']).encode()).hexdigest()[:12]}.eml"
        path.write_bytes(raw)
        self.files.append(path)
        return "250 OK"


def read_mail(path: Path) -> EmailMessage:
    """A received mail with its headers and parts decoded."""
    return message_from_bytes(path.read_bytes(), EmailMessage, policy=SMTP_POLICY)


@contextmanager
def open_mailbox(folder: Path) -> Iterator[Mailbox]:
    """A mail server for the length of a block, on a free port; aiosmtpd's own Controller cannot be told to find one."""
    folder.mkdir(parents=True, exist_ok=True)
    mailbox, loop, ready = Mailbox(folder), asyncio.new_event_loop(), Event()

    def serve() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(loop.create_server(lambda: SMTP(mailbox, loop=loop), "127.0.0.1", 0))
        mailbox.port = server.sockets[0].getsockname()[1]
        ready.set()
        loop.run_forever()
        server.close()
        loop.run_until_complete(server.wait_closed())
        loop.close()

    thread = Thread(target=serve, daemon=True)
    thread.start()
    ready.wait()
    try:
        yield mailbox
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()

"""A real SMTP server on loopback that does to each recipient what its address asks for.

``busy451-2@x.test`` is answered 451 the first two times, then taken. Behaviours:

==================  ==================================================================================
``ok``              taken
``busy451``         451 to RCPT
``bye421``          421 to RCPT, then hangs up
``gone550``         550 to RCPT
``full552``         552 after the dot
``later452``        452 after the dot
``stalldata``       no answer to DATA (the client's time-out ends it)
``cut``             hangs up in the middle of the mail
``lost``            *takes* the mail, then hangs up without an answer
``stall``           *takes* the mail, then says nothing
``vanish``          swallows the mail, does not take it, hangs up without an answer
``die``             the whole server stops listening for ``DEAD_SECONDS``
==================  ==================================================================================
"""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from types import TracebackType
from typing import Self

DEAD_SECONDS = 0.4


@dataclass
class Taken:
    """One mail that the server took responsibility for; ``answered`` says whether the client was told."""

    recipient: str
    message_id: str
    raw: bytes
    answered: bool


@dataclass
class MisbehavingServer:
    """Runs in a thread of its own; read ``taken`` and ``seen`` after the clients are done."""

    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(10)

    def mails_to(self, recipient: str) -> list[Taken]:
        return [mail for mail in self.taken if mail.recipient == recipient]

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve(ready))
        self._loop.close()

    async def _serve(self, ready: threading.Event) -> None:
        self._stopping = asyncio.Event()
        self._sessions: set[asyncio.Task[None]] = set()
        self._server = await asyncio.start_server(self._session, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        ready.set()
        await self._stopping.wait()
        self._server.close()
        for task in self._sessions:
            task.cancel()
        await asyncio.gather(*self._sessions, return_exceptions=True)

    async def _die(self) -> None:
        self._server.close()
        await asyncio.sleep(DEAD_SECONDS)
        self._server = await asyncio.start_server(self._session, "127.0.0.1", self.port)

    async def _session(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._sessions.add(task)
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._sessions.discard(task)
            writer.transport.abort()

    def _behaviour(self, recipient: str) -> str:
        """What to do this time: the named behaviour for the first N meetings (default 1,000), then ``ok``."""
        found = re.match(r"([a-z]+\d*)(?:-(\d+))?", recipient)
        assert found, recipient
        self.seen[recipient] += 1
        return found[1] if self.seen[recipient] <= int(found[2] or 1000) else "ok"

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(line: str) -> None:
            writer.write(line.encode() + b"\r\n")

        say("220 misbehaving.test ESMTP")
        recipient, behaviour = "", "ok"
        while line := (await reader.readline()).decode().strip():
            verb = line.split(" ")[0].upper()
            if verb == "EHLO":
                say("250-misbehaving.test")
                say("250-SIZE 1000000")
                say("250-SMTPUTF8")
                say("250 8BITMIME")
            elif verb == "RCPT":
                recipient = line.partition("<")[2].partition(">")[0]
                behaviour = self._behaviour(recipient)
                if behaviour == "busy451":
                    say("451 4.3.0 try again later")
                elif behaviour == "gone550":
                    say("550 5.1.1 no such user")
                elif behaviour == "bye421":
                    say("421 4.3.2 closing")
                    await writer.drain()
                    return
                elif behaviour == "die":
                    self._dying = asyncio.create_task(self._die())
                    return
                else:
                    say("250 2.1.5 ok")
            elif verb == "DATA":
                if behaviour == "stalldata":
                    await self._stopping.wait()
                    return
                say("354 go ahead")
                if behaviour == "cut":
                    await reader.read(200)
                    return
                raw = await self._read_mail(reader)
                if behaviour in ("full552", "later452"):
                    say(f"{behaviour[-3:]} not now")
                    continue
                if behaviour != "vanish":
                    self._take(recipient, raw, answered=behaviour not in ("lost", "stall"))
                if behaviour == "stall":
                    await self._stopping.wait()
                if behaviour in ("lost", "vanish"):
                    return
                say("250 2.0.0 taken as Q-" + str(len(self.taken)))
            elif verb == "QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")

    async def _read_mail(self, reader: asyncio.StreamReader) -> bytes:
        lines: list[bytes] = []
        while (line := await reader.readuntil(b"\r\n")) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    def _take(self, recipient: str, raw: bytes, *, answered: bool) -> None:
        message_id = str(message_from_bytes(raw, policy=policy.default)["Message-ID"])
        self.taken.append(Taken(recipient, message_id, raw, answered))


def wait_for_port(port: int, seconds: float = 5) -> None:
    """Wait until something listens there."""
    import socket

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError(port)

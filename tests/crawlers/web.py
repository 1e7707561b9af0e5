"""A small real web on loopback: saved answers for every host, or answers made by a test."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

FIXTURES = Path(__file__).parent / "fixtures"


@dataclass
class Answer:
    """What the server says to one request."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    wait: float = 0.0
    announce: int | None = None


@dataclass
class Asked:
    """One request that came in."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes
    at: float


Reply = Callable[[Asked], Answer]


@dataclass
class Web:
    """Where the server listens and what it was asked."""

    port: int
    asked: list[Asked]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def urls(self) -> list[str]:
        return [one.url for one in self.asked]


@contextmanager
def serve(reply: Reply) -> Iterator[Web]:
    """Serve ``reply`` on a free port of this machine."""
    asked: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            # A crawl "through" this server puts the whole address into the path.
            url = unquote(self.path[1:]) if self.path.startswith("/http") else self.path
            request = Asked(self.command, url, dict(self.headers.items()), body, time.monotonic())
            asked.append(request)
            answer = reply(request)
            if answer.wait:
                time.sleep(answer.wait)
            try:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(answer.announce or len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)
                if answer.announce:
                    self.close_connection = True
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        do_GET = do_POST = _answer

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Web(server.server_port, asked)
    finally:
        server.shutdown()
        server.server_close()


def read_fixture(name: str, file: str) -> list[dict[str, Any]]:
    """A JSON file of a source's fixture folder."""
    path = FIXTURES / name / file
    if not path.is_file():
        raise FileNotFoundError(f"no {path.relative_to(FIXTURES.parent)}: see docs/how-to/add-a-source.md, step 4")
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


def saved(*names: str) -> Reply:
    """The saved answers of some sources; robots.txt is 404 unless a fixture has one."""
    entries = [(entry, FIXTURES / name / entry["file"]) for name in names for entry in read_fixture(name, "index.json")]
    exact = {(entry["method"], entry["url"]): (entry, file) for entry, file in entries if "*" not in entry["url"]}
    patterns = [
        (entry["method"], re.compile(re.escape(entry["url"]).replace(r"\*", ".*")), entry, file)
        for entry, file in entries
        if "*" in entry["url"]
    ]

    def reply(request: Asked) -> Answer:
        found = exact.get((request.method, request.url))
        if found is None:
            for method, pattern, entry, file in patterns:
                if method == request.method and pattern.fullmatch(request.url):
                    found = (entry, file)
                    break
        if found is None:
            return Answer(b"no such page", 404)
        entry, file = found
        return Answer(file.read_bytes(), entry["status"], dict(entry["headers"]))

    return reply

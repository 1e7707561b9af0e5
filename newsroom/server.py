"""The sample newsroom as a real HTTP server on loopback, with days on which an outlet misbehaves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from newsroom.articles import load_samples
from newsroom.pages import ARTICLES, LISTS, Answer, Visit, redesigned

#: fine · 503 · another layout under the same address · a right page without news · an answer that never comes
Day = Literal["fine", "down", "redesigned", "empty", "hanging"]

ROBOTS = b"User-agent: *\nDisallow: /private/\n"


class Newsroom:
    """The outlets' web server. ``days`` and ``requests`` may be used while it runs; ``stop()`` frees the port."""

    def __init__(self, *, port: int = 0, now: datetime | None = None) -> None:
        self.now = now or datetime.now(UTC)
        self.days: dict[str, Day] = {}
        self.requests: list[str] = []
        self._lock = Lock()
        self._closing = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def base(self) -> str:
        """``http://127.0.0.1:PORT``."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def stop(self) -> None:
        """End every answer, also the hanging ones."""
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, target: str) -> Answer | HTTPStatus | None:
        """What is at a path: an answer, a refusal, or nothing at all (None: the connection just ends)."""
        with self._lock:
            self.requests.append(target)
        parts = urlsplit(target)
        if parts.path == "/robots.txt":
            return Answer(ROBOTS, "text/plain")
        outlet = parts.path.split("/")[1]
        day = self.days.get(outlet, "fine")
        if day == "down":
            return HTTPStatus.SERVICE_UNAVAILABLE
        if day == "hanging":
            self._closing.wait()
            return None
        page = parse_qs(parts.query).get("page", ["1"])[0]
        visit = Visit(self.base, self.now, page=int(page) if page.isdecimal() else 1, empty=day == "empty")
        if parts.path in LISTS:
            return redesigned() if day == "redesigned" else LISTS[parts.path](visit)
        if outlet in ARTICLES:
            address, show = ARTICLES[outlet]
            for sample in load_samples()[outlet]:
                if parts.path == address.format(sample.id):
                    return show(visit, sample)
        return HTTPStatus.NOT_FOUND


@contextmanager
def open_newsroom(*, port: int = 0, now: datetime | None = None) -> Iterator[Newsroom]:
    """A newsroom for the length of a block; port 0 takes any free one. Raises OSError where the port is taken."""
    newsroom = Newsroom(port=port, now=now)
    try:
        yield newsroom
    finally:
        newsroom.stop()


def _handler(newsroom: Newsroom) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer = newsroom.answer(self.path)
            if answer is None:
                self.close_connection = True
            elif isinstance(answer, HTTPStatus):
                self._send(answer, b"", {"Retry-After": "1"} if answer == HTTPStatus.SERVICE_UNAVAILABLE else {})
            else:
                tag = f'"{sha256(answer.body).hexdigest()[:16]}"'
                if self.headers.get("If-None-Match") == tag:
                    self._send(HTTPStatus.NOT_MODIFIED, b"", {"ETag": tag})
                else:
                    self._send(HTTPStatus.OK, answer.body, {"Content-Type": answer.content_type, "ETag": tag})

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.do_GET()

        def _send(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: ``Newsroom.requests`` keeps what was asked."""

    return Handler

"""Channels against a real HTTP server: signed JSON, Apprise, answers of every class; secrets from the environment only."""

from __future__ import annotations

import hmac
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from alerts.channels import chat_text, send_to_channel
from alerts.outbox import deliver_outbox
from settings import Settings
from storage import outbox
from storage.engine import Database
from storage.outbox import Letter
from tests.alerts.examples import NOW
from tests.alerts.sending import mails, put_digest


class Receiver(ThreadingHTTPServer):
    """Keeps what it got and answers with ``statuses`` in turn, then 200; None hangs up without an answer."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.statuses: list[int | None] = []

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        status = self.server.statuses.pop(0) if self.server.statuses else 200
        if status is None:
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_webhook_gets_signed_json(
    db: Database, settings: Settings, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHUHAI_CHANNEL_TEAM_A", f"webhook+http://{receiver.address}/hook?x=1")
    monkeypatch.setenv("CHUHAI_CHANNEL_TEAM_A_SECRET", "s3cret")
    put_digest(db, settings, [], channels=("team-a",))
    assert deliver_outbox(db, settings, NOW).sent == 1
    ((headers, body),) = receiver.got
    stamp, signature = (part.split("=")[1] for part in headers["X-Chuhai-Signature"].split(","))
    assert abs(int(stamp) - NOW.timestamp()) < 60
    assert hmac.compare_digest(signature, hmac.new(b"s3cret", f"{stamp}.".encode() + body, "sha256").hexdigest())
    told = json.loads(body)
    assert (told["kind"], told["period"], told["deals"]) == ("digest", "2026-06-03T07:30", [])
    assert headers["Idempotency-Key"] == told["id"]


@pytest.mark.parametrize(
    ("status", "state"), [(500, "pending"), (429, "pending"), (403, "failed"), (302, "failed"), (None, "unknown")]
)
def test_each_answer_has_its_class(
    db: Database, settings: Settings, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, status: int, state: str
) -> None:
    monkeypatch.setenv("CHUHAI_CHANNEL_TEAM", f"webhook+http://{receiver.address}/")
    monkeypatch.setenv("CHUHAI_CHANNEL_TEAM_SECRET", "s3cret")
    receiver.statuses = [status]
    put_digest(db, settings, [], channels=("team",))
    deliver_outbox(db, settings, NOW)
    assert mails(db)["team"].state == state
    if state != "failed":
        deliver_outbox(db, settings, NOW + timedelta(minutes=20))
        assert mails(db)["team"].state == "sent"
        assert len({headers["Idempotency-Key"] for headers, _ in receiver.got}) == 1


def test_apprise_services_are_told(
    db: Database, settings: Settings, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHUHAI_CHANNEL_CHAT", f"json://{receiver.address}/")
    put_digest(db, settings, [], channels=("chat",))
    assert deliver_outbox(db, settings, NOW).sent == 1
    assert json.loads(receiver.got[0][1])["title"] == "出海日报 6月3日：无新交易"


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("", "put it into the environment as CHUHAI_CHANNEL_TEAM"),
        ("nonsense", "Apprise cannot use the address in CHUHAI_CHANNEL_TEAM"),
        ("webhook+ftp://x/", "webhook+https://host/path"),
        ("webhook+https://x.test/", "set CHUHAI_CHANNEL_TEAM_SECRET"),
    ],
)
def test_a_channel_that_cannot_be_used_is_a_named_problem(
    db: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch, address: str, problem: str
) -> None:
    monkeypatch.setenv("CHUHAI_CHANNEL_TEAM", address)
    put_digest(db, settings, [], channels=("team",))
    report = deliver_outbox(db, settings, NOW)
    assert problem in report.problems[0]
    assert mails(db)["team"].state == "pending"


DEAL = {"title": "云顶新耀 → Travere", "summary": "首付款1.12亿美元", "link": "https://c.example/deals/D1"}
NASTY = {"title": "[x](https://evil.example) @all *b*", "summary": "<at id=all></at>", "link": DEAL["link"]}


def a_letter(db: Database, settings: Settings, *deals: dict[str, str]) -> Letter:
    put_digest(db, settings, [], channels=("team",))
    with db.write() as session:
        letter = outbox.claim(session, now=NOW, due=NOW)
    assert letter is not None
    letter.data["deals"] = list(deals)
    return letter


@pytest.mark.parametrize(
    ("url", "markdown"),
    [
        ("feishu://0123456789abcdef0123456789abcdef", False),
        ("dingtalk://0123456789abcdef", True), ("wecombot://0123456789abcdef0123456789abcdef", False),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/", True), ("workflows://x.test/flow/signature", True),
        ("tgram://123456789:abcdefg_hijklmnop/12315544/", True),
    ],
)  # fmt: skip
def test_each_service_gets_its_form(
    db: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch, url: str, markdown: bool
) -> None:
    """What each service would be sent over HTTPS to its own address, which cannot be run here."""
    posted: list[str] = []

    def post(url: str, data: bytes | str, **more: object) -> requests.Response:
        posted.append(json.dumps(json.loads(data), ensure_ascii=False))
        answer = requests.Response()
        answer.status_code, answer._content = 200, b"ok" if "slack" in url else b'{"code": 0, "errcode": 0, "ok": true}'
        return answer

    monkeypatch.setattr("requests.post", post)
    monkeypatch.setattr("requests.request", lambda method, url, **more: post(url, **more))
    monkeypatch.setenv("CHUHAI_CHANNEL_TEAM", url)
    letter = a_letter(db, settings, DEAL, NASTY, *[DEAL] * 100)
    assert send_to_channel(letter, now_unix=0).outcome == "sent"
    (told,) = posted
    links = ("[云顶新耀 → Travere](https://c.example/deals/D1)", "<https://c.example/deals/D1|云顶新耀 → Travere>")
    assert any(link in told for link in links) is markdown
    assert ("• 云顶新耀 → Travere  首付款1.12亿美元\\nhttps://c.example/deals/D1" in told) is not markdown
    assert "](https://evil.example)" not in told
    assert "@all" not in told
    assert "<at" not in told
    assert "… +" in told
    assert len(told.encode()) < (2_500 if "wecom" in url else 8_000)
    assert "github.com" not in told  # no picture from elsewhere


def test_a_day_without_deals_says_so(db: Database, settings: Settings) -> None:
    assert chat_text(a_letter(db, settings), markdown=False) == "出海日报 6月3日：无新交易"


def test_no_secret_is_in_the_database(
    db: Database, settings: Settings, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CHUHAI_CHANNEL_TEAM", f"webhook+http://{receiver.address}/very-secret-path")
    monkeypatch.setenv("CHUHAI_CHANNEL_TEAM_SECRET", "s3cret-of-mine")
    put_digest(db, settings, [], channels=("team",))
    deliver_outbox(db, settings, NOW)
    held = b"".join(file.read_bytes() for file in tmp_path.glob("chuhai.db*"))
    assert b"very-secret-path" not in held
    assert b"s3cret-of-mine" not in held

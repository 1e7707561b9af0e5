"""TLS with a certificate that is verified, login, and a DKIM signature that verifies, against aiosmtpd."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import dkim
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from alerts.outbox import deliver_outbox
from storage.engine import Database
from tests.alerts.examples import NOW
from tests.alerts.sending import mails, put_digest, settings_for

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
).decode()


class Keeper:
    """Takes every mail."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        assert session.ssl is not None
        assert session.authenticated
        self.mails.append(envelope.content)
        return "250 kept"


class Server(Controller):
    """A controller on a port that the system chose."""

    def __init__(self, keeper: Keeper, context: ssl.SSLContext) -> None:
        super().__init__(keeper, hostname="127.0.0.1", port=0)
        self._context = context

    def factory(self) -> SMTP:
        def login(server: Any, session: Any, envelope: Any, mechanism: str, data: LoginPassword) -> AuthResult:
            return AuthResult(success=data.login == b"chuhai" and data.password == b"right", handled=False)

        return SMTP(
            self.handler, tls_context=self._context, require_starttls=True, auth_required=True, authenticator=login
        )

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def keeper() -> Keeper:
    return Keeper()


@pytest.fixture
def server(tmp_path: Path, keeper: Keeper) -> Iterator[Server]:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    begin = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(KEY.public_key()).serial_number(1)
        .not_valid_before(begin).not_valid_after(begin + timedelta(days=3))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(KEY, hashes.SHA256())
    )  # fmt: skip
    (tmp_path / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (tmp_path / "key.pem").write_text(PEM)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    running = Server(keeper, context)
    running.start()
    yield running
    running.stop()


def secure(tmp_path: Path, server: Server, **more: object) -> Any:
    given = {
        "smtp_security": "starttls", "smtp_ca_file": str(tmp_path / "cert.pem"), "smtp_user": "chuhai",
        "smtp_timeout": 5, "sender": "出海日报 <digest@c.example>", **more,
    }  # fmt: skip
    return settings_for(tmp_path, server.port, **given)


def test_mail_goes_over_tls_after_login_and_its_signature_verifies(
    db: Database, tmp_path: Path, server: Server, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHUHAI_SMTP_PASSWORD", "right")
    monkeypatch.setenv("CHUHAI_DKIM_KEY", PEM)
    settings = secure(tmp_path, server, dkim_selector="s1")
    put_digest(db, settings, ["a@x.test", "b@x.test"])
    assert deliver_outbox(db, settings, NOW).sent == 2
    public = KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    import base64

    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    for mail in keeper.mails:
        assert dkim.verify(mail, dnsfunc=lambda name, timeout=5: record if name == b"s1._domainkey.c.example." else b"")
        assert not dkim.verify(mail.replace(b"Subject:", b"Subject: x"), dnsfunc=lambda name, timeout=5: record)


@pytest.mark.parametrize(
    ("password", "changes", "said"),
    [
        ("wrong", {}, "at auth: 535"),
        ("right", {"smtp_ca_file": None}, "CERTIFICATE_VERIFY_FAILED"),
        ("right", {"dkim_selector": "s1"}, "CHUHAI_DKIM_KEY"),
    ],
)
def test_what_is_wrong_is_said_and_the_mail_waits(
    db: Database, tmp_path: Path, server: Server, keeper: Keeper, monkeypatch: pytest.MonkeyPatch, password: str,
    changes: dict[str, object], said: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("CHUHAI_SMTP_PASSWORD", password)
    monkeypatch.delenv("CHUHAI_DKIM_KEY", raising=False)
    settings = secure(tmp_path, server, **changes)
    put_digest(db, settings, ["a@x.test"])
    report = deliver_outbox(db, settings, NOW)
    assert said in report.problems[0]
    assert password not in report.problems[0]
    assert (mails(db)["a@x.test"].state, mails(db)["a@x.test"].attempts) == ("pending", 0)
    assert keeper.mails == []

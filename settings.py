"""All settings in one place: one TOML file, one table a room, every key with a default.

``load_settings(None)`` gives the defaults (or ``chuhai.toml`` of the working directory where there is one). Nothing is
read at import. Secrets are never in the file: they come from environment variables named ``CHUHAI_…``.
"""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from errors import MissingFileError, UsageError

DEFAULT_FILE = Path("chuhai.toml")


class SettingsError(UsageError):
    """The settings file has a key or a value that chuhai does not understand."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CrawlersSettings(_Table):
    """How pages are fetched."""

    contact: str = Field("", description="e-mail or URL put into the User-Agent, so that a site can reach you")
    deadline_seconds: int = Field(300, gt=0, description="a crawl's child process is ended after this time")
    download_timeout: float = Field(30.0, gt=0, description="seconds for one answer")
    download_maxsize: int = Field(20_000_000, gt=0, description="bytes of the largest answer that is read")
    allow_private_hosts: bool = Field(False, description="follow addresses on this machine or network (tests, demo)")


class StorageSettings(_Table):
    """Where deals are kept."""

    url: str = Field("sqlite:///var/chuhai.db", description="SQLAlchemy address of the database")
    rates_url: str = Field(
        "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist-90d.xml",
        description="the European Central Bank's exchange rates, fetched once a day by the service; empty: never",
    )


class AlertsSettings(_Table):
    """How mail leaves. The password comes from CHUHAI_SMTP_PASSWORD, channels' addresses from CHUHAI_CHANNEL_<NAME>."""

    outbox: Path = Field(Path("var/outbox"), description="mail is written here as .eml where no server is set")
    sender: str = Field("chuhai <digest@localhost>", description="From: of every mail")
    smtp_host: str = Field("", description="empty: no server, mail goes to the outbox folder")
    smtp_port: int = Field(587, gt=0, lt=65536)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_timeout: float = Field(30.0, gt=0)
    smtp_ca_file: Path | None = Field(None, description="certificates to trust instead of the system's")
    smtp_per_minute: int = Field(0, ge=0, description="at most so many mails a minute; 0: no limit")
    max_attempts: int = Field(20, gt=0, description="a mail that is put off this often is given up, visibly")
    reply_address: str = Field("", description="address that takes unsubscribing replies and bounces; empty: none")
    dkim_selector: str = Field("", description="sign with DKIM under this selector; the key comes from CHUHAI_DKIM_KEY")
    dead_after: int = Field(3, gt=0, description="an address refused for good in so many digests running is suspended")
    unknown_retry: bool = Field(True, description="send once more, same Message-ID, where the server's answer was lost")
    unknown_retry_after_minutes: int = Field(10, ge=0)
    default_recipient: str = Field("", description="gets the default digest while there are no subscriptions")
    base_url: str = Field("http://127.0.0.1:8765", description="address of the web page in links of mails")
    min_confidence: float = Field(0.5, ge=0, le=1, description="deals below wait for review instead of being mailed")


class QuerySettings(_Table):
    """The web page and the API."""

    host: str = "127.0.0.1"
    port: int = Field(8765, ge=0, lt=65536)
    rate_limit_per_minute: int = Field(600, gt=0)


class SchedulerSettings(_Table):
    """When the steps run."""

    timezone: str = "Asia/Shanghai"
    crawl: str = Field("*/10 * * * *", description="cron: when the sources that are due are crawled")
    digest: str = Field("30 7 * * *", description="cron: when the default subscription's digest is due")
    sources: list[str] = Field(default_factory=list, description="names of the sources to crawl; empty: all enabled")


class Settings(_Table):
    """Every table of ``chuhai.toml``."""

    crawlers: CrawlersSettings = CrawlersSettings()
    storage: StorageSettings = StorageSettings()
    alerts: AlertsSettings = AlertsSettings()
    query: QuerySettings = QuerySettings()
    scheduler: SchedulerSettings = SchedulerSettings()

    def with_database(self, database: str | Path | None) -> Settings:
        """The same settings on another database: a file path or an SQLAlchemy address; None changes nothing."""
        if database is None:
            return self
        url = str(database) if "://" in str(database) else f"sqlite:///{database}"
        return self.model_copy(update={"storage": StorageSettings(url=url)})


def load_settings(path: Path | None) -> Settings:
    """Read one settings file; raises MissingFileError or SettingsError with the line to change."""
    if path is None:
        if not DEFAULT_FILE.exists():
            return Settings()
        path = DEFAULT_FILE
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise MissingFileError(path) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from None
    try:
        return Settings.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            raise SettingsError(f"{path}: unknown setting {where!r}; {_nearest(first['loc'])}") from None
        raise SettingsError(f"{path}: {where}: {first['msg']}") from None


def _nearest(loc: tuple[int | str, ...]) -> str:
    table: type[BaseModel] = Settings
    for part in loc[:-1]:
        annotation: Any = table.model_fields[str(part)].annotation
        table = annotation
    known = list(table.model_fields)
    near = get_close_matches(str(loc[-1]), known, n=1, cutoff=0.3)
    return f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"

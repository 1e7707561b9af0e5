"""One turn of the line over the sample newsroom: real HTTP, a real database, a real mail server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import func, select

from crawlers.source import Source
from errors import UnknownValueError
from newsroom.articles import load_samples
from newsroom.mailbox import Mailbox, open_mailbox, read_mail
from newsroom.server import Newsroom, open_newsroom
from newsroom.sources import newsroom_sources
from nlp.records import Reading
from scheduler import chosen_sources, find_sources, run_once, tick
from settings import AlertsSettings, CrawlersSettings, SchedulerSettings, Settings
from storage.engine import open_database
from storage.models import ArticleRow, Delivery, DueJob, SourceState

NOON = datetime(2026, 6, 3, 4, 0, tzinfo=UTC)
ITEMS = sum(map(len, load_samples().values()))


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with open_newsroom(now=NOON) as running:
        yield running


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    with open_mailbox(tmp_path / "mail") as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path, mailbox: Mailbox) -> Settings:
    return Settings(
        crawlers=CrawlersSettings(allow_private_hosts=True, download_timeout=2),
        alerts=AlertsSettings(
            smtp_host="127.0.0.1", smtp_port=mailbox.port, smtp_security="none", default_recipient="a@example.com"
        ),
        scheduler=SchedulerSettings(digest="0 * * * *"),
    ).with_database(tmp_path / "line.db")


def sources_of(newsroom: Newsroom, *names: str) -> list[Source]:
    return [source for source in newsroom_sources(newsroom.base) if not names or source.name in names]


def test_news_is_crawled_read_saved_and_mailed_once(newsroom: Newsroom, mailbox: Mailbox, settings: Settings) -> None:
    sources = sources_of(newsroom)
    run_once(settings, NOON - timedelta(hours=1), sources=[])  # the default subscription begins
    report = run_once(settings, NOON, sources=sources)
    assert (report.ok, report.counts["new_articles"], report.saved.read) == (True, ITEMS, ITEMS)
    assert report.counts["new_deals"] >= 15
    assert report.delivered.sent == 1
    (path,) = mailbox.files
    mail = read_mail(path)
    text = mail.get_body(("plain",))
    assert mail["To"] == "a@example.com"
    assert text is not None and "SSGJ-707" in text.get_content() and "12.5亿美元" in text.get_content()

    again = run_once(settings, NOON, sources=sources)
    assert (again.counts["new_articles"], again.saved.read, again.queued) == (0, 0, [])
    assert len(mailbox.files) == 1


@pytest.mark.parametrize(
    ("day", "code"), [("down", "http_error"), ("redesigned", "changed_page"), ("hanging", "timeout")]
)  # fmt: skip
def test_bad_day_of_one_outlet_is_named_and_the_others_come(
    newsroom: Newsroom, settings: Settings, day: str, code: str
) -> None:
    newsroom.days["haichao"] = day  # type: ignore[assignment]  # the parameters above are Days
    report = run_once(settings, NOON, sources=sources_of(newsroom, "haichao", "kuaixun"), stop=_stopped())
    bad, good = sorted(report.sources, key=lambda run: run.source)
    assert code in {problem.code for problem in bad.problems}
    assert (bad.new, good.new, good.ok, report.ok) == (0, len(load_samples()["kuaixun"]), True, False)
    with closing(open_database(settings.storage.url)) as db, db.read() as session:
        state = session.get_one(SourceState, "haichao")
        assert code in state.problem
        assert state.failing_since is not None
        assert state.last_good is None
        assert session.get_one(SourceState, "kuaixun").problem == ""


def test_turn_that_was_stopped_is_completed_by_the_next(newsroom: Newsroom, settings: Settings) -> None:
    stopped = run_once(settings, NOON, sources=sources_of(newsroom, "kuaixun"), stop=_stopped())
    assert (stopped.counts["new_articles"], stopped.saved.read) == (len(load_samples()["kuaixun"]), 0)
    assert run_once(settings, NOON, sources=[]).saved.read == len(load_samples()["kuaixun"])


def test_tick_does_a_moment_of_the_clock_once(newsroom: Newsroom, settings: Settings) -> None:
    sources = sources_of(newsroom, "harborwire")
    stop = _stopped()
    assert len(tick(settings, NOON, sources=sources, stop=stop).sources) == 1
    with closing(open_database(settings.storage.url)) as db, db.read() as session:
        assert session.scalars(select(DueJob.state)).all() == ["running"], "a stopped turn is not done"
    assert tick(settings, NOON, sources=sources).sources == [], "the source's own pause is not over"
    assert tick(settings, NOON + timedelta(minutes=9), sources=sources).sources == [], "done, and not due yet"
    assert len(tick(settings, datetime.now(UTC) + timedelta(minutes=61), sources=sources).sources) == 1
    with closing(open_database(settings.storage.url)) as db, db.read() as session:
        assert session.scalars(select(DueJob.state)).all() == ["done", "done"]
        assert session.scalar(select(func.count(ArticleRow.id))) == len(load_samples()["harborwire"])


def test_mail_waits_for_the_server(newsroom: Newsroom, settings: Settings, mailbox: Mailbox) -> None:
    down = settings.model_copy(update={"alerts": settings.alerts.model_copy(update={"smtp_port": 9})})
    run_once(down, NOON - timedelta(hours=1), sources=[])
    report = run_once(down, NOON, sources=sources_of(newsroom, "kuaixun"))
    assert not report.ok and report.delivered.problems and mailbox.files == []
    later = run_once(settings, NOON + timedelta(minutes=5), sources=[])
    assert later.delivered.sent == 1
    with closing(open_database(settings.storage.url)) as db, db.read() as session:
        assert session.scalars(select(Delivery.state)).all() == ["sent"]


def test_unknown_source_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownValueError, match="unknown source 'nosuch'"):
        chosen_sources(Settings(scheduler=SchedulerSettings(sources=["nosuch"])))
    assert find_sources([]) == []


def _stopped() -> Event:
    stop = Event()
    stop.set()
    return stop


def test_article_that_the_reader_fails_on_holds_up_no_other(
    newsroom: Newsroom, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nlp import reader

    read = reader.read_article

    def fail_once(title: str, text: str, day: date | None, *, source: str = "") -> Reading:
        if "RC148" in title:
            raise ZeroDivisionError("a bug")
        return read(title, text, day, source=source)

    monkeypatch.setattr(reader, "read_article", fail_once)
    report = run_once(settings, NOON, sources=sources_of(newsroom, "kuaixun"))
    assert not report.ok
    (problem,) = report.problems
    assert problem.endswith("the reader crashed: ZeroDivisionError: a bug")
    assert report.saved.read == len(load_samples()["kuaixun"])
    assert report.saved.relevant >= 5
    assert run_once(settings, NOON, sources=[]).saved.read == 0

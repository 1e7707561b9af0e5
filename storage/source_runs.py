"""What is kept of each crawl of a source, and what follows from it: when it may be asked again, what is asked twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from crawlers.health import Health, judge_health, next_due
from crawlers.records import PageState, SourceRun
from crawlers.source import Source
from storage.models import ArticleRow, Report, SourceState
from storage.models import SourceRun as SourceRunRow

#: runs that a source's health is judged by
_JUDGED = timedelta(days=4)
#: a tick comes a little early or late: that must not cost a whole turn
_SLACK = timedelta(seconds=30)
#: wires are edited in their first hour: an article that told a deal is fetched once more after it, within a day
_SETTLED, _LATEST = timedelta(hours=1), timedelta(hours=24)
#: older articles are read back, not news that may be edited; days are indexed, moments of fetching are not
_NEWS = timedelta(days=7)
#: what a row does not have as a column of its own
_STATS = {"fetched", "unchanged", "known", "empty_titles", "empty_dates", "empty_texts", "off_topic", "newest"}


def due_sources(session: Session, sources: Iterable[Source], now: datetime) -> list[Source]:
    """Those whose pause is over: their own, the one that the site asked for, the longer one after a refusal."""
    states = {row.source: row for row in session.scalars(select(SourceState))}
    asked = [source for source in sources if _pause_is_over(source, states.get(source.name), now)]
    refused = [name for name, row in states.items() if row.data.get("refused")]
    runs = recent_runs(session, refused, now) if refused else {}
    return [source for source in asked if _may_be_asked(source, runs.get(source.name, ()), now)]


def _pause_is_over(source: Source, state: SourceState | None, now: datetime) -> bool:
    if state is None or state.last_run is None:
        return True
    not_before = state.data.get("not_before")
    if not_before and datetime.fromisoformat(not_before) > now:
        return False
    return now - state.last_run >= timedelta(minutes=source.poll_minutes) - _SLACK


def _may_be_asked(source: Source, runs: Sequence[SourceRun], now: datetime) -> bool:
    if not runs:
        return True
    due = next_due(source, runs)
    return due is not None and due <= now + _SLACK


def source_health(session: Session, sources: Iterable[Source], now: datetime) -> list[Health]:
    """How each source is doing, judged by its runs of the last days."""
    sources = list(sources)
    runs = recent_runs(session, [source.name for source in sources], now)
    return [judge_health(source, runs.get(source.name, ()), now) for source in sources]


def recent_runs(session: Session, names: Collection[str], now: datetime) -> dict[str, list[SourceRun]]:
    """The runs of the days up to each source's last one, oldest first; one that this version cannot read is left out."""
    last = dict(
        session.execute(select(SourceState.source, SourceState.last_run).where(SourceState.source.in_(names))).all()
    )
    found: dict[str, list[SourceRun]] = defaultdict(list)
    for until, some in _by_last_run({name: moment for name, moment in last.items() if moment}, now):
        rows = session.scalars(
            select(SourceRunRow)
            .where(SourceRunRow.source.in_(some), SourceRunRow.started > until - _JUDGED)
            .order_by(SourceRunRow.started)
        )
        for row in rows:
            if run := _run_of(row):
                found[row.source].append(run)
    return found


def _by_last_run(last: dict[str, datetime], now: datetime) -> list[tuple[datetime, list[str]]]:
    """The sources that run are looked up together, those that have stopped one by one."""
    running = [name for name, moment in last.items() if moment > now - _JUDGED / 2]
    return [(now, running), *((moment, [name]) for name, moment in last.items() if name not in running)]


def _run_of(row: SourceRunRow) -> SourceRun | None:
    columns: dict[str, Any] = {
        "source": row.source, "started": row.started, "ended": row.ended, "listed": row.items, "new": row.new_items,
        "problems": row.problems,
    }  # fmt: skip
    try:
        return SourceRun.model_validate(row.stats | columns)
    except ValidationError:
        return None


def page_states(session: Session, names: Collection[str]) -> dict[str, dict[str, PageState]]:
    """What the next conditional requests need, by source and list."""
    rows = session.scalars(select(SourceState).where(SourceState.source.in_(names)))
    return {row.source: {url: PageState.model_validate(page) for url, page in row.validators.items()} for row in rows}


def to_recheck(session: Session, names: Collection[str], now: datetime) -> dict[str, list[str]]:
    """Addresses of articles that told deals an hour or more ago and were not fetched a second time, by source."""
    done = {
        row.source: set(row.data.get("rechecked", ()))
        for row in session.scalars(select(SourceState).where(SourceState.source.in_(names)))
    }
    told = session.execute(
        select(ArticleRow.source, ArticleRow.url)
        .join(Report, Report.article_id == ArticleRow.id)
        .where(
            ArticleRow.source.in_(names),
            ArticleRow.url != "",
            ArticleRow.day > now - _NEWS,
            ArticleRow.fetched > now - _LATEST,
            ArticleRow.fetched <= now - _SETTLED,
        )
        .distinct()
    )
    found: dict[str, list[str]] = defaultdict(list)
    for source, url in told:
        if url not in done.get(source, ()):
            found[source].append(url)
    return dict(found)


def kept_health(state: SourceState) -> Health | None:
    """How the source was doing when it last ran; None where that was not judged, or by another version."""
    try:
        return Health.model_validate(state.data["health"])
    except (KeyError, ValidationError):
        return None


def keep_run(
    session: Session, run: SourceRun, new_items: int, rechecked: Sequence[str] = (), source: Source | None = None
) -> None:
    """The run's row and the state of its source; a run without a good end leaves the state of its lists as it was.

    With its declaration the source is judged as well: readers are told of one that answers and brings nothing.
    """
    state = session.get(SourceState, run.source)
    if state is None:
        state = SourceState(source=run.source, validators={}, data={})
        session.add(state)
    refused = any(problem.code == "blocked" for problem in run.problems)
    state.last_run = run.started
    state.last_good = run.ended if run.ok else state.last_good
    state.failing_since = None if run.ok else state.failing_since or run.started
    state.problem = "" if run.ok else "; ".join(str(problem) for problem in run.problems[:3])
    state.newest_item = max(filter(None, (state.newest_item, run.newest)), default=None)
    state.validators = {**state.validators, **{url: page.model_dump(mode="json") for url, page in run.states.items()}}
    state.data = {
        **state.data,
        "not_before": run.not_before.isoformat() if run.not_before else None,
        "refused": refused,
        # Addresses older than a day are asked for no more, so a few hundred are enough.
        "rechecked": [*state.data.get("rechecked", ()), *rechecked][-300:],
    }
    session.add(
        SourceRunRow(
            source=run.source,
            started=run.started,
            ended=run.ended,
            outcome="good" if run.ok else "problem" if run.listed else "failed",
            items=run.listed,
            new_items=new_items,
            problems=[problem.model_dump(mode="json") for problem in run.problems],
            stats=run.model_dump(mode="json", include=_STATS),
        )
    )
    if source is not None:
        session.flush()
        (health,) = source_health(session, [source], run.ended)
        state.data = {**state.data, "health": health.model_dump(mode="json")}

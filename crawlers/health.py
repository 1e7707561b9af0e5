"""How a source is doing, judged from its last runs: what a mailbox footer, a page and ``chuhai sources`` show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from crawlers.records import NOTES, SourceRun
from crawlers.source import Source

State = Literal["never", "good", "quiet", "thin", "changed", "failing", "blocked"]

#: How long a refusing site is left alone: after the first refusal, the second, the third; then until an operator looks.
PAUSES = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
#: A weekend is no outage.
_WEEKEND = timedelta(days=2)
_SCHEMA = frozenset({"changed_page", "broken_answer", "off_topic", "empty_titles", "empty_dates", "empty_texts"})
#: With fewer entries a share says nothing.
_ENOUGH = 10


class Health(BaseModel):
    """One source at one moment; shares are of the entries or articles of the runs that were looked at (0 to 1)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    state: State
    last_run: AwareDatetime | None = None
    last_good: AwareDatetime | None = None
    failing_since: AwareDatetime | None = None
    newest: AwareDatetime | None = None
    new_per_day: float = 0.0
    expected_per_day: float
    empty_titles: float = 0.0
    empty_dates: float = 0.0
    empty_texts: float = 0.0
    off_topic: float = 0.0
    problem: str = ""
    next_due: AwareDatetime | None = None

    def line(self, now: datetime) -> str:
        """One line for people."""
        parts = [f"{self.source}: {self.state}"]
        if self.newest:
            parts.append(f"newest entry {(now - self.newest).total_seconds() / 3600:.0f} h old")
        if self.failing_since:
            parts.append(f"failing since {self.failing_since:%Y-%m-%d %H:%M}")
        if self.problem:
            parts.append(self.problem)
        if self.state == "blocked" and self.next_due is None:
            parts.append(f"refused too often: not asked again until chuhai crawl {self.source}")
        return ", ".join(parts)


def judge_health(source: Source, runs: Sequence[SourceRun], now: datetime) -> Health:
    """Judge a source by its runs of the last days, oldest first."""
    if not runs:
        return Health(source=source.name, state="never", expected_per_day=source.expect_per_day, next_due=now)
    last = runs[-1]
    good = [run for run in runs if run.ok]
    since = _failing_since(runs)
    newest = max((run.newest for run in runs if run.newest), default=None)
    listed, new = sum(run.listed for run in runs), sum(run.new for run in runs)
    days = max((last.ended - runs[0].started).total_seconds() / 86400, 1.0)
    serious = [problem for problem in last.problems if problem.code not in NOTES]
    told = serious or list(last.problems)
    return Health(
        source=source.name,
        state=_state(source, runs, newest, new / days, now),
        last_run=last.ended,
        last_good=good[-1].ended if good else None,
        failing_since=since,
        newest=newest,
        new_per_day=round(new / days, 2),
        expected_per_day=source.expect_per_day,
        empty_titles=_share(sum(run.empty_titles for run in runs), new),
        empty_dates=_share(sum(run.empty_dates for run in runs), new),
        empty_texts=_share(sum(run.empty_texts for run in runs), new),
        off_topic=_share(sum(run.off_topic for run in runs), listed),
        problem=str(told[0]).removeprefix(f"{source.name}: ") if told else "",
        next_due=next_due(source, runs),
    )


def next_due(source: Source, runs: Sequence[SourceRun]) -> datetime | None:
    """When the source may be asked again; None: it refused too often, an operator has to look first."""
    if not runs:
        return None
    last = runs[-1]
    refused = _refusals(runs)
    if refused > len(PAUSES):
        return None
    wait = PAUSES[refused - 1] if refused else timedelta(minutes=source.poll_minutes)
    due = last.started + max(wait, timedelta(minutes=source.poll_minutes))
    return max(due, last.not_before) if last.not_before else due


def quiet_after(source: Source) -> timedelta:
    """The age of the newest entry beyond which silence is no longer ordinary: five usual gaps and a weekend."""
    return timedelta(days=5 / source.expect_per_day) + _WEEKEND


def _state(
    source: Source, runs: Sequence[SourceRun], newest: datetime | None, new_per_day: float, now: datetime
) -> State:
    codes = {problem.code for problem in runs[-1].problems}
    if "blocked" in codes or "robots_closed" in codes:
        return "blocked"
    if codes & _SCHEMA:
        return "changed"
    if not runs[-1].ok:
        return "failing"
    if newest is not None and now - newest > quiet_after(source):
        return "quiet"
    watched = runs[-1].ended - runs[0].started
    fetched = not source.keep  # with a filter the count of articles says nothing of the list
    if (
        fetched
        and watched > timedelta(days=3)
        and new_per_day < source.expect_per_day / 2
        and source.expect_per_day > 1
    ):
        return "thin"
    return "good"


def _failing_since(runs: Sequence[SourceRun]) -> datetime | None:
    since = None
    for run in reversed(runs):
        if run.ok:
            break
        since = run.started
    return since


def _refusals(runs: Sequence[SourceRun]) -> int:
    """How many runs in a row, up to the last, were refused."""
    count = 0
    for run in reversed(runs):
        if not any(problem.code == "blocked" for problem in run.problems):
            break
        count += 1
    return count


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole >= _ENOUGH else 0.0

"""A source's health from its runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from crawlers.health import judge_health, next_due
from crawlers.records import Problem, ProblemCode, SourceRun
from crawlers.source import Evidence, Source

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SOURCE = Source(
    name="s", title="s", kind="feed", urls=("https://example.com/feed",), language="zh", tier=3, expect_per_day=10,
    poll_minutes=30, evidence=(Evidence(where="this test"),),
)  # fmt: skip


def run(hours_ago: float, *codes: ProblemCode, new: int = 5, newest: float | None = 0.0, **more: int) -> SourceRun:
    at = NOW - timedelta(hours=hours_ago)
    problems = tuple(Problem(source="s", code=code, message="m") for code in codes)
    when = None if newest is None else at - timedelta(hours=newest)
    return SourceRun(source="s", started=at, ended=at, listed=20, new=new, newest=when, problems=problems, **more)


def test_never_asked_is_not_good() -> None:
    assert judge_health(SOURCE, [], NOW).state == "never"


def test_good_and_due_after_the_poll_interval() -> None:
    health = judge_health(SOURCE, [run(2), run(1)], NOW)
    assert (health.state, health.problem, health.failing_since) == ("good", "", None)
    assert health.next_due == NOW - timedelta(minutes=30)


def test_a_note_is_shown_but_is_no_failure() -> None:
    health = judge_health(SOURCE, [run(1, "wrong_charset")], NOW)
    assert health.state == "good" and "wrong_charset" in health.problem


def test_failing_since_the_first_of_the_bad_runs() -> None:
    health = judge_health(SOURCE, [run(5), run(3, "timeout", new=0), run(1, "http_error", new=0)], NOW)
    assert health.state == "failing" and health.failing_since == NOW - timedelta(hours=3)
    assert health.last_good == NOW - timedelta(hours=5) and "http_error" in health.problem


def test_a_changed_page_is_told_from_trouble_on_the_way() -> None:
    assert judge_health(SOURCE, [run(1, "changed_page", new=0)], NOW).state == "changed"


def test_stale_but_green() -> None:
    assert judge_health(SOURCE, [run(1, new=0, newest=24 * 5)], NOW).state == "quiet"


def test_half_of_the_usual_items_is_thin() -> None:
    assert judge_health(SOURCE, [run(24 * 5, new=4), run(1, new=4)], NOW).state == "thin"


def test_refusals_are_answered_with_longer_pauses_then_none() -> None:
    refused: list[SourceRun] = []
    waits = []
    for number in range(4):
        refused.append(run(10 - number, "blocked", new=0))
        due = next_due(SOURCE, refused)
        waits.append(due and (due - refused[-1].started).total_seconds() / 3600)
    assert waits == [1, 6, 24, None]
    assert judge_health(SOURCE, refused, NOW).state == "blocked"


def test_the_pause_that_a_site_asks_for_is_kept() -> None:
    asked = run(1, "rate_limited", new=0).model_copy(update={"not_before": NOW + timedelta(hours=5)})
    assert next_due(SOURCE, [asked]) == NOW + timedelta(hours=5)


def test_shares_of_what_is_missing() -> None:
    health = judge_health(SOURCE, [run(1, new=20, empty_dates=5, off_topic=10)], NOW)
    assert (health.empty_dates, health.off_topic, health.empty_texts) == (0.25, 0.5, 0.0)

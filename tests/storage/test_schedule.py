"""When a digest is due, across weekends, holidays, time zones and clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import ScheduleError
from storage.schedule import QuietHours, Schedule, is_working_day

SHANGHAI = ZoneInfo("Asia/Shanghai")


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("cron", "now", "due"),
    [
        ("30 7 * * *", "2026-06-02T07:30", "2026-06-02T07:30"),  # due at this very minute
        ("30 7 * * *", "2026-06-02T07:29:59", "2026-06-01T07:30"),
        ("30 7 * * 1-5", "2026-06-07T12:00", "2026-06-05T07:30"),  # Sunday: the last was Friday
        ("0 8 * * 1", "2026-06-03T00:00", "2026-06-01T08:00"),  # weekday 1 is Monday
        ("0 8,12,18 * * *", "2026-06-02T17:59", "2026-06-02T12:00"),
    ],
)
def test_the_last_time_due(cron: str, now: str, due: str) -> None:
    assert Schedule(cron).last_due(shanghai(now)) == shanghai(due)


def test_working_days_follow_the_chinese_calendar() -> None:
    schedule = Schedule("30 7 * * *", working_days=True)
    assert not is_working_day(date(2026, 10, 1))
    assert schedule.last_due(shanghai("2026-10-05T09:00")) == shanghai("2026-09-30T07:30")
    assert is_working_day(date(2026, 10, 10))  # a Saturday worked to make up for the holiday
    assert [is_working_day(date(2035, 6, day)) for day in (1, 2)] == [
        True,
        False,
    ]  # not yet published: Friday, Saturday


def test_time_zones_and_clock_changes() -> None:
    schedule = Schedule("30 2 * * *", "America/New_York")
    due = schedule.last_due(datetime(2026, 3, 8, 12, tzinfo=UTC))  # 02:30 does not exist on that day
    assert due is not None
    assert due.astimezone(UTC).date() == date(2026, 3, 8)
    moment, days = datetime(2026, 3, 6, 12, tzinfo=UTC), []
    while moment < datetime(2026, 3, 10, 12, tzinfo=UTC):
        following = schedule.next_due(moment)
        assert following is not None
        days.append(following.date().day)
        moment = following
    assert days == [7, 8, 9, 10, 11]  # each once


@pytest.mark.parametrize(
    ("cron", "zone", "said"),
    [
        ("61 7 * * *", "Asia/Shanghai", "schedule '61 7"),
        ("daily", "Asia/Shanghai", "schedule 'daily'"),
        ("0 0 30 2 *", "Asia/Shanghai", "schedule '0 0 30 2"),
        ("30 7 * * *", "Asia/Peking", "time zone 'Asia/Peking'"),
        ("30 7 * * *", "../../etc/passwd", "time zone"),
        ("30 7 * * *", "", "time zone"),
    ],
)
def test_a_schedule_that_cannot_be_followed_is_refused(cron: str, zone: str, said: str) -> None:
    with pytest.raises(ScheduleError, match=said):
        Schedule(cron, zone)


@given(
    st.sampled_from(["30 7 * * *", "0 */6 * * *", "15 9 1 * *", "0 8 * * 1-5"]),
    st.sampled_from(["Asia/Shanghai", "America/New_York", "Europe/London", "UTC"]),
    st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001 -- Hypothesis wants naive bounds
)
def test_nothing_is_due_between_the_last_and_the_next(cron: str, zone: str, when: datetime) -> None:
    schedule, now = Schedule(cron, zone), when.replace(tzinfo=UTC, microsecond=0)
    last, following = schedule.last_due(now), schedule.next_due(now)
    assert last is not None
    assert following is not None
    assert last <= now < following
    assert schedule.next_due(last) == following
    assert schedule.last_due(following) == following


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        ("2026-06-02T23:00", "2026-06-03T08:00"),
        ("2026-06-03T07:59", "2026-06-03T08:00"),
        ("2026-06-03T08:00", None),
        ("2026-06-02T21:59", None),
    ],
)
def test_quiet_hours_over_midnight(now: str, ends: str | None) -> None:
    assert QuietHours.parse("22:00-08:00").ends(shanghai(now)) == (shanghai(ends) if ends else None)


def test_quiet_hours_of_the_day_and_wrong_ones() -> None:
    quiet = QuietHours.parse("12:00-13:00")
    assert quiet.ends(shanghai("2026-06-02T12:30")) == shanghai("2026-06-02T13:00")
    assert quiet.ends(shanghai("2026-06-02T12:30")) - shanghai("2026-06-02T12:30") == timedelta(minutes=30)
    with pytest.raises(ScheduleError, match="22:00-08:00"):
        QuietHours.parse("late")

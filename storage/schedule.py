"""When a digest is due: a cron line in a time zone, by itself or on Chinese working days only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from storage.errors import ScheduleError

#: cronsim gives up by itself after 50 years; a schedule that rests longer than this is taken for a mistake
_LONGEST_REST = 400


@dataclass(frozen=True)
class Schedule:
    """A cron line (minute hour day month weekday; 0 and 7 are Sunday) in a time zone; checks itself."""

    cron: str
    timezone: str = "Asia/Shanghai"
    working_days: bool = False

    def __post_init__(self) -> None:
        try:
            zone = ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ScheduleError("time zone", self.timezone, "no such zone") from None
        try:
            next(CronSim(self.cron, datetime(2024, 1, 1, tzinfo=zone)))
        except (CronSimError, StopIteration) as error:
            raise ScheduleError("schedule", self.cron, str(error).lower() or "never due") from None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def last_due(self, now: datetime) -> datetime | None:
        """The latest moment up to and including ``now`` at which a digest was due, in the schedule's zone."""
        # cronsim looks strictly before its start: a microsecond later makes ``now`` itself count.
        start = now.astimezone(self.zone).replace(microsecond=1)
        return self._first_working(CronSim(self.cron, start, reverse=True))

    def next_due(self, now: datetime) -> datetime | None:
        """The first moment after ``now`` at which a digest is due."""
        return self._first_working(CronSim(self.cron, now.astimezone(self.zone)))

    def _first_working(self, moments: CronSim) -> datetime | None:
        for count, due in enumerate(moments):
            if self._works(due):
                return due
            if count > _LONGEST_REST:
                return None
        return None

    def _works(self, due: datetime) -> bool:
        return not self.working_days or is_working_day(due.date())


def is_working_day(day: date) -> bool:
    """Whether offices in mainland China work; Monday to Friday in years whose holidays are not yet published."""
    from chinese_calendar import is_workday

    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


@dataclass(frozen=True)
class QuietHours:
    """A span of the day (``22:00-08:00``, in a time zone) in which no alert is sent."""

    start: time
    end: time
    timezone: str = "Asia/Shanghai"

    @classmethod
    def parse(cls, text: str, timezone: str = "Asia/Shanghai") -> QuietHours:
        """Read ``22:00-08:00``; raises ScheduleError."""
        try:
            start, end = (time.fromisoformat(part.strip()) for part in text.split("-"))
        except ValueError:
            raise ScheduleError("quiet hours", text, "write them as 22:00-08:00") from None
        return cls(start, end, timezone)

    def ends(self, now: datetime) -> datetime | None:
        """When the quiet that holds at ``now`` is over; None outside quiet hours."""
        local = now.astimezone(ZoneInfo(self.timezone))
        clock = local.time()
        overnight = self.start > self.end
        quiet = clock >= self.start or clock < self.end if overnight else self.start <= clock < self.end
        if not quiet:
            return None
        over = local.replace(hour=self.end.hour, minute=self.end.minute, second=0, microsecond=0)
        if over <= local:
            over += timedelta(days=1)
        return over.astimezone(UTC)

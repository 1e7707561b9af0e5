"""``DealFilter``: the one query language of command line, API, page, MCP server and subscriptions."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from nlp.records import DealType, Direction, Model, Status
from storage.errors import StorageError

Sort = Literal["newest", "oldest", "upfront", "total"]
_RELATIVE = re.compile(r"(\d{1,4})\s*([dwmy])", re.IGNORECASE)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{1,2}))?")


class FilterError(StorageError):
    """A filter value that cannot be understood."""

    exit_code = 2


def _many(value: Any) -> Any:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list | tuple | set | frozenset) else (value,)


Names = Annotated[tuple[str, ...], BeforeValidator(_many)]


class DealFilter(BaseModel):
    """What deals to show. Several values of one field are alternatives, several fields must all hold.

    Unknown values are not found here but by ``Query`` (``UnknownValueError`` with the nearest known ones).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    company: Names = Field(
        (), description="a company on either side, by any of its names or tickers; parents include subsidiaries"
    )
    grantor: Names = Field((), description="a company on the giving side (licensor, seller, target of an acquisition)")
    partner: Names = Field((), description="a company on the taking side (licensee, buyer, investor)")
    country: Names = Field((), description="country of a company on either side, ISO 3166 alpha-2")
    partner_country: Names = Field((), description="country of a company on the taking side")
    province: Names = Field((), description="province of a company on either side, as 江苏 or Jiangsu")
    city: Names = ()
    type: Annotated[tuple[DealType, ...], BeforeValidator(_many)] = ()
    model: Annotated[tuple[Model, ...], BeforeValidator(_many)] = ()
    direction: Annotated[tuple[Direction, ...], BeforeValidator(_many)] = ()
    status: Annotated[tuple[Status, ...], BeforeValidator(_many)] = ()
    modality: Names = ()
    target: Names = ()
    phase: Names = ()
    asset: Names = Field((), description="a drug or programme by name or code")
    territory: Names = Field((), description="a country or region that the rights include")
    territory_excludes: Names = Field((), description="a country or region that the rights leave out")
    since: str | None = Field(
        None, description="first day: 2026-06-01, 2026-06, 2026, or back from today: 90d, 6w, 3m, 2y"
    )
    until: str | None = Field(None, description="last day, in the same forms")
    min_upfront: Decimal | None = Field(None, ge=0, le=Decimal(10**15), description="in currency, default US dollars")
    max_upfront: Decimal | None = Field(None, ge=0, le=Decimal(10**15))
    min_total: Decimal | None = Field(None, ge=0, le=Decimal(10**15))
    max_total: Decimal | None = Field(None, ge=0, le=Decimal(10**15))
    currency: str = Field(
        "USD", pattern="^[A-Z]{3}$", description="of the amounts asked; USD compares converted values"
    )
    text: str | None = Field(None, max_length=200, description="words in names, assets, targets and evidence")
    min_confidence: float | None = Field(None, ge=0, le=1)
    sort: Sort = "newest"
    limit: int = Field(20, ge=1, le=1000)
    cursor: str | None = Field(None, max_length=100, description="next_cursor of the page before")

    @field_validator("since", "until", mode="before")
    @classmethod
    def _day_as_text(cls, value: Any) -> Any:
        if isinstance(value, datetime):
            value = value.date()
        return value.isoformat() if isinstance(value, date) else value

    @field_validator("since", "until")
    @classmethod
    def _day_is_understood(cls, value: str | None) -> str | None:
        if value is not None:
            read_day(value, date(2000, 1, 1), last=False)
        return value

    def days(self, today: date) -> tuple[date | None, date | None]:
        """First and last day asked for, both inclusive."""
        return (
            read_day(self.since, today, last=False) if self.since else None,
            read_day(self.until, today, last=True) if self.until else None,
        )

    @property
    def is_empty(self) -> bool:
        """Whether it leaves no deal out."""
        return not self.model_dump(exclude_defaults=True, exclude={"sort", "limit", "cursor", "currency"})


#: what can happen to a deal
EVENT_KINDS = (
    "announced", "proposed", "effective", "closed", "upfront_received", "milestone", "option_exercised", "amended",
    "terminated",
)  # fmt: skip

#: filter field -> closed list of its values
CLOSED: dict[str, tuple[str, ...]] = {
    "type": get_args(DealType),
    "model": get_args(Model),
    "direction": get_args(Direction),
    "status": get_args(Status),
}


def read_day(text: str, today: date, *, last: bool) -> date:
    """``2026-06-01``; ``2026-06`` or ``2026`` (first, last day); ``90d``, ``6w``, ``3m``, ``2y`` back from today."""
    text = text.strip()
    try:
        if relative := _RELATIVE.fullmatch(text):
            count, unit = int(relative[1]), relative[2].lower()
            if unit in "dw":
                return today - timedelta(days=count * (7 if unit == "w" else 1))
            months = today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1)
            return _same_day(months, today.day)
        if partial := _PARTIAL.fullmatch(text):
            year, month = int(partial[1]), int(partial[2] or (12 if last else 1))
            first = date(year, month, 1)
            return _same_day(first.year * 12 + first.month - 1, 31) if last else first
        return date.fromisoformat(text)
    except (ValueError, OverflowError):
        raise FilterError(f"{text!r} is no day; write 2026-06-01, 2026-06, 2026, or 90d, 6w, 3m, 2y") from None


def _same_day(months: int, day: int) -> date:
    """The day of a month counted from year 0, or the month's last day where it is shorter."""
    year, month = divmod(months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day - 1), following - timedelta(days=1))


def today() -> date:
    """Today where the deals are made."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()

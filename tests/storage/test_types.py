"""Money stays exact, times stay aware."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from storage.types import Exact, Money, UtcTime

_SQLITE = sqlite.dialect()


@given(st.decimals(min_value=0, max_value=10**15, places=2))
def test_money_comes_back_to_the_cent(value: Decimal) -> None:
    stored = Money().process_bind_param(value, _SQLITE)
    assert isinstance(stored, int)
    assert Money().process_result_value(stored, _SQLITE) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=10))
def test_a_rate_keeps_its_digits(value: Decimal) -> None:
    assert Exact().process_result_value(Exact().process_bind_param(value, _SQLITE), _SQLITE) == value


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)), st.integers(-12, 14))  # noqa: DTZ001
def test_a_time_is_the_same_moment(naive: datetime, hours: int) -> None:
    moment = naive.replace(tzinfo=timezone(timedelta(hours=hours)))
    stored = UtcTime().process_bind_param(moment, _SQLITE)
    back = UtcTime().process_result_value(stored, _SQLITE)
    assert back == moment and back is not None and back.tzinfo is UTC


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        UtcTime().process_bind_param(datetime(2026, 1, 1), _SQLITE)  # noqa: DTZ001 - that is the point

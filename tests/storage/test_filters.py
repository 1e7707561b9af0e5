"""Days as people write them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from storage.filters import DealFilter, FilterError, read_day

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2026-02-03", date(2026, 2, 3), date(2026, 2, 3)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("30d", date(2026, 3, 1), date(2026, 3, 1)),
        ("2w", date(2026, 3, 17), date(2026, 3, 17)),
        ("1m", date(2026, 2, 28), date(2026, 2, 28)),
        ("2Y", date(2024, 3, 31), date(2024, 3, 31)),
    ],
)
def test_a_day_is_read(typed: str, first: date, last: date) -> None:
    assert read_day(typed, TODAY, last=False) == first
    assert read_day(typed, TODAY, last=True) == last


@pytest.mark.parametrize("typed", ["", "soon", "2026-13", "2026-02-30", "0", "9999y", "-3d", "20260203x", "0000"])
def test_what_is_no_day_is_said_so(typed: str) -> None:
    with pytest.raises(FilterError, match="write 2026-06-01"):
        read_day(typed, TODAY, last=False)
    with pytest.raises((FilterError, ValidationError)):
        DealFilter(since=typed)


@given(st.text(max_size=12))
def test_any_text_is_a_day_or_a_named_error(typed: str) -> None:
    with suppress(FilterError):
        assert isinstance(read_day(typed, TODAY, last=True), date)


def test_one_value_may_stand_for_a_list() -> None:
    assert DealFilter(company="恒瑞", type=["license", "option"]).company == ("恒瑞",)


def test_an_unknown_field_or_closed_value_is_refused() -> None:
    with pytest.raises(ValidationError):
        DealFilter(typo="x")
    with pytest.raises(ValidationError):
        DealFilter(type="licence")


def test_it_survives_json() -> None:
    asked = DealFilter(company=("恒瑞", "Pfizer"), min_upfront="1000000", since=date(2026, 1, 1))
    assert DealFilter.model_validate_json(asked.model_dump_json()) == asked
    assert asked.since == "2026-01-01"
    assert not asked.is_empty and DealFilter(limit=5, sort="oldest").is_empty

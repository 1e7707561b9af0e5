"""Every word that stands in a text is found, whatever its length, and no other text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from storage.bigrams import cut, find_marks, phrases
from storage.engine import Database
from storage.fulltext import DEAL_TEXT, drop_text, holds, index_text


def test_a_run_is_cut_into_pairs() -> None:
    assert cut("恒瑞医药PD-1/VEGF双抗") == ["恒瑞", "瑞医", "医药", "药", "pd", "1", "vegf", "双抗", "抗"]


def test_the_last_character_of_a_query_is_no_word_of_its_own() -> None:
    assert phrases("恒瑞 双抗药") == [["恒瑞"], ["双抗", "抗药"]]
    assert phrases("药") == [["药"]]
    assert phrases(" /—， ") == []


def found(db: Database, texts: list[str], asked: str) -> list[int]:
    with db.write() as session:
        for number, text in enumerate(texts, 1):
            index_text(session, DEAL_TEXT, number, text)
        condition = holds(session, DEAL_TEXT, asked)
        assert condition is not None
        hits = list(session.scalars(select(DEAL_TEXT.c.rowid).where(condition).order_by(DEAL_TEXT.c.rowid)))
        for number, text in enumerate(texts, 1):
            drop_text(session, DEAL_TEXT, number, text)
        return hits


@pytest.mark.parametrize(
    ("asked", "hits"),
    [
        ("药", [1, 2]), ("医药", [1]), ("双抗", [2]), ("PD-1/VEGF双抗", [2]), ("pd-1", [2]), ("SHR-A1811", [1]),
        ("a1811", [1]), ("授权", [1, 3]), ("授權", [1, 3]), ("恒瑞 授权", [1]), ("医双", []), ("A18", []),
        ("ＰＤ－１", [2]),
    ],
)  # fmt: skip
def test_words_of_any_length_are_found(db: Database, asked: str, hits: list[int]) -> None:
    texts = ["恒瑞医药授权SHR-A1811", "PD-1/VEGF双抗新药", "对外授权"]
    assert found(db, texts, asked) == hits


_HAN = st.text(st.sampled_from("恒瑞医药双抗授权甲乙"), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def shared(empty_database, tmp_path_factory) -> Iterator[Database]:  # type: ignore[no-untyped-def]
    import shutil

    from storage.engine import open_database

    path = tmp_path_factory.mktemp("text") / "text.db"
    shutil.copy(empty_database, path)
    database = open_database(path)
    yield database
    database.close()


@settings(max_examples=60, deadline=None)
@given(st.lists(_HAN, min_size=1, max_size=6), _HAN)
def test_a_word_is_found_exactly_where_it_stands(shared: Database, texts: list[str], asked: str) -> None:
    assert found(shared, texts, asked) == [number for number, text in enumerate(texts, 1) if asked in text]


def test_marks_stand_on_the_words() -> None:
    text = "恒瑞医药授權 SHR-A1811 予默沙東"
    assert [text[a:b] for a, b in find_marks(text, "授权 shr-a1811 默沙东")] == ["授權", "SHR-A1811", "默沙東"]
    assert find_marks(text, "不在") == []


@given(st.text(max_size=60), st.text(max_size=10))
def test_marks_never_overlap_nor_leave_the_text(text: str, asked: str) -> None:
    marks = find_marks(text, asked)
    assert all(0 <= a < b <= len(text) for a, b in marks)
    assert all(one[1] <= two[0] for one, two in pairwise(marks))

"""News and history, told apart by words and dates."""

from __future__ import annotations

from datetime import date

import pytest

from nlp.timing import has_old_date, is_attribute, is_past

DAY = date(2026, 6, 20)


@pytest.mark.parametrize(
    "words",
    [
        "此前", "早在五年前，公司", "2024年3月，公司", "2026年1月12日，公司", "2025年，公司", "今年2月，公司", "1月3日，公司",
        "截至目前，公司已", "Earlier in 2023, previously",
    ],
)  # fmt: skip
def test_the_past(words: str) -> None:
    assert is_past(words, DAY)


@pytest.mark.parametrize(
    "words",
    [
        "今日，公司",
        "6月19日，公司",
        "2026年6月18日，公司",
        "2026年6月，公司",
        "公司",
        "近日，公司",
        "12月31日，公司"[3:],
    ],
)
def test_the_present(words: str) -> None:
    assert not is_past(words, DAY)


def test_a_december_date_in_a_january_article_is_news() -> None:
    assert not has_old_date("12月28日", date(2027, 1, 4))


def test_without_a_day_only_words_tell() -> None:
    assert not is_past("2019年3月1日", None)
    assert is_past("曾与乙公司", None)


@pytest.mark.parametrize(("after", "is_one"), [("开发的某药获批", True), ("的协议", False), ("，双方", False)])
def test_what_only_describes_a_noun(after: str, is_one: bool) -> None:
    assert is_attribute(after) is is_one

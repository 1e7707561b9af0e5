"""Archived items become articles; what cannot is skipped with its place and reason, and never stops the rest."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.archive import LONGEST_LINE, Skipped, read_archive
from crawlers.records import Article
from errors import MissingFileError

GOOD = {
    "id": "a-1",
    "title": "恒瑞医药",
    "text": "授权",
    "published": "2026-05-19T00:02:00+08:00",
    "source": "某社",
}


def write(path: Path, *lines: object) -> Path:
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8", errors="surrogatepass")
    return path


def only(path: Path) -> Article | Skipped:
    (item,) = read_archive([path])
    return item


def test_item_becomes_article(tmp_path: Path) -> None:
    article = only(write(tmp_path / "a.jsonl", {**GOOD, "url": "https://example.com/1", "more": 1}))
    assert isinstance(article, Article)
    assert (article.source, article.item_id, article.url) == ("某社", "a-1", "https://example.com/1")
    assert article.published == article.fetched == datetime(2026, 5, 18, 16, 2, tzinfo=UTC)
    assert article.precision == "second"


def test_day_alone_is_noon_in_china(tmp_path: Path) -> None:
    article = only(write(tmp_path / "a.jsonl", {"id": "1", "title": "", "text": "字", "date": "2026-05-29"}))
    assert isinstance(article, Article)
    assert (article.published, article.precision) == (datetime(2026, 5, 29, 4, tzinfo=UTC), "day")


@pytest.mark.parametrize("unknown", ["", None])
def test_item_without_a_time_came_with_the_one_before(tmp_path: Path, unknown: str | None) -> None:
    first, second = read_archive([write(tmp_path / "a.jsonl", GOOD, {**GOOD, "id": "2", "published": unknown})])
    assert isinstance(first, Article) and isinstance(second, Article)
    assert (second.published, second.precision, second.fetched) == (None, "unknown", first.fetched)


@pytest.mark.parametrize(
    ("line", "reason", "ident"),
    [
        ("{nonsense", "no JSON", ""),
        ("[" * 100_000, "no JSON", ""),
        ('["a list"]', "missing or wrong field", ""),
        ({"id": "x", "title": "t", "date": "2026-05-29"}, "missing or wrong field", "x"),
        ({**GOOD, "id": 7}, "missing or wrong field", ""),
        ({**GOOD, "published": "gestern"}, "missing or wrong field", "a-1"),
        ({**GOOD, "published": "0000-00-00"}, "missing or wrong field", "a-1"),
        ({"id": "a-1", "title": "t", "text": "t"}, "missing or wrong field", "a-1"),
        ({**GOOD, "text": "首付款\ufffd\ufffd亿"}, "broken characters", "a-1"),
        ('{"id":"a-1","title":"t","text":"\\ud800","date":"2026-05-29"}', "broken characters", "a-1"),
        ({**GOOD, "title": " ", "text": "\n"}, "no text", "a-1"),
        ({**GOOD, "text": "字" * 17_000_000}, "too long", ""),
    ],
)  # fmt: skip
def test_bad_line_is_named_and_the_next_one_read(tmp_path: Path, line: object, reason: str, ident: str) -> None:
    bad, good = read_archive([write(tmp_path / "a.jsonl", line, GOOD)])
    assert isinstance(bad, Skipped)
    assert (bad.reason, bad.id, bad.line) == (reason, ident, 1)
    assert str(bad).startswith(f"{tmp_path / 'a.jsonl'}:1: skipped, {reason}")
    assert isinstance(good, Article)


def test_longest_line_is_read(tmp_path: Path) -> None:
    room = LONGEST_LINE - len(json.dumps({**GOOD, "text": ""}, ensure_ascii=False).encode()) - 1
    assert isinstance(only(write(tmp_path / "a.jsonl", {**GOOD, "text": "x" * room})), Article)
    assert isinstance(only(write(tmp_path / "a.jsonl", {**GOOD, "text": "x" * (room + 1)})), Skipped)


def test_gz_is_read_and_a_cut_one_keeps_what_was_readable(tmp_path: Path) -> None:
    whole = gzip.compress("".join(json.dumps({**GOOD, "id": f"{n}"}) + "\n" for n in range(5_000)).encode())
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(whole)
    assert sum(isinstance(item, Article) for item in read_archive([path])) == 5_000
    path.write_bytes(whole[: len(whole) // 2])
    *articles, last = read_archive([path])
    assert articles and all(isinstance(item, Article) for item in articles)
    assert isinstance(last, Skipped) and last.reason == "broken file"


def test_file_that_is_not_gzip(tmp_path: Path) -> None:
    bad = only(write(tmp_path / "a.jsonl.gz", GOOD))
    assert isinstance(bad, Skipped) and bad.reason == "broken file"


def test_missing_file_is_told_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="no such file"):
        read_archive([write(tmp_path / "a.jsonl", GOOD), tmp_path / "b.jsonl"])
    with pytest.raises(MissingFileError, match="folder"):
        read_archive([tmp_path])


@given(st.lists(st.binary(max_size=200).filter(lambda line: line.strip() and b"\n" not in line), max_size=20))
def test_any_bytes_are_survived(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]) -> None:
    path = tmp_path_factory.mktemp("bytes") / "a.jsonl"
    path.write_bytes(b"\n".join(lines))
    assert len(list(read_archive([path]))) == len(lines)

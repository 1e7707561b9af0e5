"""The page reader on every page shape: text, title, time, and no unreadable character ever."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crawlers.article import ReadPage, read_article_page
from tests.crawlers.page_shapes import SHAPES, Shape

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 6, 20, 9, 0, tzinfo=SHANGHAI)


def tokens(text: str) -> Counter[str]:
    """Han characters one by one, words and numbers whole."""
    return Counter(re.findall(r"[\u4e00-\u9fff]|[A-Za-z]+|\d+(?:\.\d+)?", text))


def overlap(found: str, expected: str) -> tuple[float, float]:
    """Recall and precision by token overlap."""
    got, want = tokens(found), tokens(expected)
    common = (got & want).total()
    return common / max(1, want.total()), common / max(1, got.total())


def read(shape: Shape) -> ReadPage:
    return read_article_page(shape.page(), shape.url, {"Content-Type": shape.content_type}, now=NOW)


def is_right_time(shape: Shape, page: ReadPage) -> bool:
    if page.published is None:
        return False
    value = page.published.value.astimezone(SHANGHAI)
    if "T" not in shape.when:
        return value.date().isoformat() == shape.when
    return abs(value - datetime.fromisoformat(shape.when)) < timedelta(minutes=1)


def test_there_are_at_least_sixty_shapes() -> None:
    assert len({shape.name for shape in SHAPES}) == len(SHAPES) >= 60


def test_text_recall_and_precision() -> None:
    scores = {shape.name: overlap(read(shape).text, shape.expected()) for shape in SHAPES}
    recall = sum(r for r, _ in scores.values()) / len(scores)
    precision = sum(p for _, p in scores.values()) / len(scores)
    assert recall >= 0.99 and precision >= 0.98, {n: s for n, s in scores.items() if min(s) < 0.95}


def test_times_are_right() -> None:
    wrong = {s.name: (page.published, s.when) for s in SHAPES if not is_right_time(s, page := read(s))}
    assert not wrong


@pytest.mark.parametrize("markup", ["", "<!DOCTYPE html>", "<!--", "<html><head></head></html>"])
def test_a_page_without_anything(markup: str) -> None:
    page = read_article_page(markup, "https://www.example.com/2026-06-12/1.html", now=NOW)
    assert (page.title, page.text, page.how) == ("", "", "none")


def test_a_page_that_is_hidden_until_a_script_runs() -> None:
    text = "岚溪生物公告，公司与北境制药签订许可协议，授予对方在研药物的海外权益，首付款一千万美元。"
    for body in (
        f"<body style='display:none'><div><p>{text}</p></div>",
        f"<div style='display: none'><p>{text}</p></div>",
    ):
        assert read_article_page(f"<title>许可协议</title>{body}", "https://www.example.com/1", now=NOW).text == text


def test_a_page_that_was_cut_off_is_read_as_far_as_it_goes() -> None:
    whole = 0
    for shape in SHAPES:
        raw = shape.page()
        for share in (0.3, 0.6, 0.9):
            page = read_article_page(raw[: int(len(raw) * share)], shape.url, now=NOW)
            whole += shape.text.paragraphs[0] in page.text.replace("\n", "")
    assert whole > len(SHAPES)


def test_lines_of_preformatted_text_are_paragraphs() -> None:
    lines = ["岚溪生物公告，公司与北境制药签订许可协议。", "首付款一千万美元，里程碑付款最高三亿美元。"]
    for tag in ("<pre>", "<div style='white-space: pre-wrap'>"):
        page = read_article_page(f"<h1>许可协议</h1>{tag}{chr(10).join(lines)}", "https://www.example.com/1", now=NOW)
        assert page.text.split("\n") == lines


def test_rows_of_a_table_are_no_share_prices() -> None:
    row = "<tr><td>营业收入</td><td>18.42</td><td>13.00</td><td>41.7%</td></tr>"
    text = "岚溪生物公告，公司上半年的收入与上年同期相比有较大增长，主要来自首付款。"
    more = "公司解释说，增长主要因为三月签署的授权协议，首付款已经到账，并按照进度确认。"
    body = f"<div><p>{text}</p><table>{row}</table><p>{more}</p></div>"
    page = read_article_page(f"<h1>业绩快报</h1>{body}", "https://www.example.com/1", now=NOW)
    assert page.text.split("\n") == [text, "营业收入 18.42 13.00 41.7%", more]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_title_and_no_mojibake(shape: Shape) -> None:
    page = read(shape)
    assert page.title == shape.text.title
    assert "\ufffd" not in page.text and not page.unreadable
    if shape.outlet:
        assert page.outlet == shape.outlet
    if shape.author:
        assert page.author == shape.author

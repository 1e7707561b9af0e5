"""What ``chuhai article`` reads from a saved page, with the declaration of its host where there is one."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from crawlers.read_file import read_file
from tests.crawlers.page_shapes import SHAPES, Shape
from tests.crawlers.test_article import SHANGHAI, overlap


def saved(shape: Shape, folder: Path) -> Path:
    file = folder / f"{shape.name}.html"
    file.write_bytes(shape.page())
    return file


def test_every_shape_from_its_file(tmp_path: Path) -> None:
    wrong: dict[str, object] = {}
    scores = []
    for shape in SHAPES:
        found = read_file(saved(shape, tmp_path), shape.url)
        score = overlap(found["text"], shape.expected())
        published = datetime.fromisoformat(found["published"]).astimezone(SHANGHAI) if found["published"] else None
        on_day = published is not None and published.date().isoformat() == shape.when[:10]
        exact = (
            published is not None
            and "T" in shape.when
            and abs(published - datetime.fromisoformat(shape.when)) < timedelta(minutes=1)
        )
        if min(score) < 0.85 or found["title"] != shape.text.title or not (exact if "T" in shape.when else on_day):
            wrong[shape.name] = (score, found["title"], published)
        scores.append(score)
    assert not wrong
    assert sum(recall for recall, _ in scores) / len(scores) >= 0.99
    assert sum(precision for _, precision in scores) / len(scores) >= 0.98


def test_a_page_older_than_its_declaration(tmp_path: Path) -> None:
    """The host is declared as one whose text is in the page's state; this page was saved before it had one."""
    shape = next(shape for shape in SHAPES if shape.name == "local_paper")
    found = read_file(saved(shape, tmp_path), "https://www.cls.cn/detail/100")
    assert found["title"] == shape.text.title and shape.text.paragraphs[1] in found["text"]


def test_a_saved_page_knows_where_it_is_from(tmp_path: Path) -> None:
    text = "岚溪生物公告，公司与北境制药签订许可协议，授予对方在研药物的海外权益。"
    address = "https://news.example.com/2024-06-12/1.html"
    for mark in (f"<!-- saved from url=(0044){address} -->", f'<link rel="canonical" href="{address}">'):
        file = tmp_path / "page.html"
        file.write_text(
            f"<html>{mark}<title>许可协议公告</title><p>06-12 10:31</p><p>{text}</p></html>", encoding="utf-8"
        )
        found = read_file(file, "")
        assert found["url"] == address and found["published"].startswith("2024-06-12T10:31")

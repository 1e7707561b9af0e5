"""The commands ``article`` and ``sources``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import crawlers.check
from crawlers.check import check_source, record_source
from crawlers.commands import article, check, list_sources
from crawlers.errors import PageFileError
from crawlers.sources import load_sources
from errors import UnknownValueError
from settings import CrawlersSettings, Settings
from tests.crawlers.page_shapes import SHAPES
from tests.crawlers.web import Answer, saved, serve


def test_article_prints_what_a_saved_page_holds(tmp_path: Path) -> None:
    shape = next(shape for shape in SHAPES if shape.name == "qq_old")
    file = tmp_path / "page.html"
    file.write_bytes(shape.page())
    done = CliRunner().invoke(article, [str(file), "--url", shape.url])
    assert done.exit_code == 0
    found = json.loads(done.output)
    assert found["title"] == shape.text.title and found["published"].startswith("2026-06-12T10:31")
    assert shape.text.paragraphs[2] in found["text"] and {"author", "outlet"} <= set(found)


@pytest.mark.parametrize(
    ("name", "content"), [("missing.html", None), ("empty.html", b" \n"), ("scan.pdf", b"%PDF-1.4")]
)
def test_article_that_cannot_be_read(tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = CliRunner().invoke(article, [str(tmp_path / name)])
    assert isinstance(done.exception, PageFileError) and name in str(done.exception)


def test_sources_list() -> None:
    rows = json.loads(CliRunner().invoke(list_sources, ["--json"]).output)
    assert {row["name"] for row in rows} == set(load_sources())
    assert all(row["evidence"] and isinstance(row["verified"], bool) for row in rows)
    assert f"{len(rows)} sources" in CliRunner().invoke(list_sources, []).output


def test_an_unknown_source_names_the_nearest() -> None:
    done = CliRunner().invoke(check, ["stnc"], obj=Settings())
    assert isinstance(done.exception, UnknownValueError) and "stcn" in str(done.exception)


def test_check_prints_each_step_and_record_saves_a_fixture(tmp_path: Path) -> None:
    source = load_sources()["jiemian_pharma"].model_copy(update={"delay_seconds": 0.0})
    said: list[str] = []
    with serve(saved("jiemian_pharma")) as web:
        assert check_source(source, CrawlersSettings(), said.append, through=web.address)
        text = "\n".join(said)
        for step in ("robots.txt of www.jiemian.com: HTTP 404", "list: HTTP 200", "2 entries", "page: HTTP 200", "ok:"):
            assert step in text
        assert record_source(source, CrawlersSettings(), tmp_path, 1, said.append, through=web.address)
    index = json.loads((tmp_path / "jiemian_pharma" / "index.json").read_text(encoding="utf-8"))
    assert [entry["status"] for entry in index] == [404, 200, 200]
    assert all((tmp_path / "jiemian_pharma" / entry["file"]).exists() for entry in index)
    assert "许可" in (tmp_path / "jiemian_pharma" / index[2]["file"]).read_text(encoding="utf-8")


def test_a_bad_day_is_not_recorded(tmp_path: Path) -> None:
    source = load_sources()["jiemian_pharma"].model_copy(update={"delay_seconds": 0.0})
    said: list[str] = []
    with serve(lambda asked: Answer(b"down", 503)) as web:
        assert not record_source(source, CrawlersSettings(), tmp_path, 1, said.append, through=web.address)
    assert list(tmp_path.iterdir()) == [] and "nothing saved" in said[-1]


def test_a_source_that_is_out_of_reach_says_what_to_do() -> None:
    source = load_sources()["jiemian_pharma"]
    said: list[str] = []
    assert not check_source(source, CrawlersSettings(download_timeout=2), said.append, through="http://127.0.0.1:9")
    assert said[-2] == "not ok: unreachable" and "online" in said[-1]


def test_a_restricted_source_is_not_asked() -> None:
    said: list[str] = []
    assert not crawlers.check.check_source(load_sources()["wechat_pharma"], CrawlersSettings(), said.append)
    assert "nothing is fetched" in said[-1]

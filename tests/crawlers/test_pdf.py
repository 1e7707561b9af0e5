"""Filings as PDF: order, columns, running lines, scans."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from crawlers.pdf import BrokenPdfError, ScannedPdfError, read_pdf

SENTENCE = "岚溪生物与北境制药签订许可协议，授予对方在研药物在大中华区以外的独家开发、生产及商业化权利。"


def made(draw: object, pages: int = 1, font: str = "STSong-Light") -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(font))
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4)
    for number in range(1, pages + 1):
        page.setFont(font, 12)
        draw(page, number)  # type: ignore[operator]
        page.showPage()
    page.save()
    return out.getvalue()


def wrapped(page: canvas.Canvas, text: str, x: float, y: float, chars: int) -> float:
    for start in range(0, len(text), chars):
        page.drawString(x, y, text[start : start + chars])
        y -= 20
    return y


def test_lines_broken_by_the_page_are_joined() -> None:
    text = read_pdf(made(lambda page, _: wrapped(page, SENTENCE, 60, 760, 30)))
    assert text.replace("\n", "") == SENTENCE and text.count("\n") <= 1


def test_running_lines_and_page_numbers_are_left_out() -> None:
    def draw(page: canvas.Canvas, number: int) -> None:
        page.drawString(60, 810, "证券代码：600001 证券简称：岚溪生物")
        page.drawString(290, 30, f"第 {number} 页 共 4 页")
        wrapped(page, f"第{number}段。" + SENTENCE, 60, 760, 30)

    text = read_pdf(made(draw, pages=4))
    assert text.count("证券代码") <= 1 and "共 4 页" not in text
    assert [text.index(f"第{n}段") for n in range(1, 5)] == sorted(text.index(f"第{n}段") for n in range(1, 5))


def test_two_columns_are_read_one_after_the_other() -> None:
    left, right = "左" * 18 * 12, "右" * 18 * 12

    def draw(page: canvas.Canvas, number: int) -> None:
        wrapped(page, left, 50, 760, 18)
        wrapped(page, right, 310, 760, 18)

    text = read_pdf(made(draw)).replace("\n", "")
    assert text.index("右") > text.rindex("左")


def test_traditional_script() -> None:
    line = "自願公告：與北境製藥訂立獨家許可協議，收取首付款一億二千萬美元。"
    assert line in read_pdf(made(lambda page, _: page.drawString(60, 760, line), font="MSung-Light"))


def test_a_scan_is_no_empty_article() -> None:
    with pytest.raises(ScannedPdfError):
        read_pdf(made(lambda page, _: page.rect(50, 50, 400, 600, fill=1)))


@pytest.mark.parametrize("body", [b"", b"%PDF-1.4 broken", b"<html>not found</html>"])
def test_what_is_no_pdf(body: bytes) -> None:
    with pytest.raises(BrokenPdfError):
        read_pdf(body)

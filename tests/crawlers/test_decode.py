"""From bytes to text, whatever they say of themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.decode import decode_page

TEXT = "岚溪生物公告，与北境制药签订许可协议，首付款1.2亿美元，药物处于临床阶段。"
TRADITIONAL = "嵐溪生物公告，與北境製藥訂立許可協議，首付款及里程碑付款合共十億美元。"
RARE = "董事长朱镕、总经理喆与股东堃代表公司签字。"


@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312", "gbk", "utf-8,gbk", "GB2312", "iso-8859-1", "nonsense"])
@pytest.mark.parametrize("real", ["utf-8", "gb18030"])
def test_the_bytes_decide(real: str, declared: str) -> None:
    header = f"text/html; charset={declared}" if declared else "text/html"
    decoded = decode_page(f"<html><p>{TEXT}</p></html>".encode(real), header)
    assert TEXT in decoded.text and decoded.encoding == real and not decoded.unreadable


def test_big5_is_told_from_gb() -> None:
    body = f"<html><p>{TRADITIONAL}</p></html>".encode("big5")
    assert TRADITIONAL in decode_page(body).text
    assert TRADITIONAL in decode_page(body, "text/html; charset=big5").text


def test_rare_characters_of_names_outside_gb2312() -> None:
    assert RARE in decode_page(f'<meta charset="gb2312"><p>{RARE}</p>'.encode("gb18030")).text


def test_a_character_cut_in_the_middle_costs_nothing_else() -> None:
    body = (TEXT * 20).encode()[:-1]
    assert decode_page(body, "text/html; charset=utf-8").text.startswith(TEXT)
    body = (TEXT * 20).encode("gb18030")[:-3] + b"\x81"
    assert decode_page(body, "text/html; charset=gbk").text.startswith(TEXT)


def test_meta_is_misspelt_and_says_two_things() -> None:
    page = f'<meta httpequiv="ContentType" content="text/html; charset=gb2312"><meta charset="utf-8"><p>{TEXT}</p>'
    assert TEXT in decode_page(page.encode("gb18030")).text
    assert TEXT in decode_page(page.encode()).text


def test_twice_encoded_text_is_undone() -> None:
    twice = TEXT.encode().decode("latin-1").encode()
    decoded = decode_page(twice)
    assert TEXT in decoded.text and not decoded.unreadable


def test_lost_characters_are_told() -> None:
    assert decode_page("药物锟斤拷协议".encode()).unreadable
    assert decode_page("药物\ufffd协议".encode()).unreadable
    assert not decode_page("Müller and Société Générale à Genève".encode()).unreadable


@given(st.binary(max_size=200))
def test_never_raises(body: bytes) -> None:
    assert isinstance(decode_page(body, "text/html").text, str)

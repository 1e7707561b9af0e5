"""Addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.urls import canonical_url, is_public_address, next_page_of, url_key


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("HTTPS://WWW.Example.com:443/a?utm_source=x&id=3#top", "https://www.example.com/a?id=3"),
        ("https://m.10jqka.com.cn/20260714/c6.shtml", "https://news.10jqka.com.cn/20260714/c6.shtml"),
        ("https://www.innoventbio.com/#/news/7", "https://www.innoventbio.com/#/news/7"),
        (" https://news.bioon.com/article/ab.html \n", "https://news.bioon.com/article/ab.html"),
        ("http://127.0.0.1:8000/list", "http://127.0.0.1:8000/list"),
        ("https://example.com", "https://example.com/"),
        ("https://example.com/创新药?词=药", "https://example.com/%E5%88%9B%E6%96%B0%E8%8D%AF?%E8%AF%8D=%E8%8D%AF"),
    ],
)
def test_canonical(url: str, same: str) -> None:
    assert canonical_url(url) == same


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "mailto:a@b.c", "http://[bad", "", "data:,x"]
)
def test_what_is_not_followed(url: str) -> None:
    assert canonical_url(url) == ""


def test_relative_to_the_list() -> None:
    assert canonical_url("./202604/t1.html", "https://a.com/ssgs/") == "https://a.com/ssgs/202604/t1.html"
    assert url_key("http://a.com/x") == url_key("https://a.com/x") == "a.com/x"


@given(st.text(max_size=60))
def test_canonical_of_canonical_is_the_same(text: str) -> None:
    once = canonical_url("https://example.com/" + text)
    assert canonical_url(once) == once


@pytest.mark.parametrize("host", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "::1", "fe80::1",
                                  "::ffff:127.0.0.1", "fc00::1", "100.64.0.1", "224.0.0.1"])  # fmt: skip
def test_private_addresses(host: str) -> None:
    assert not is_public_address(host)


@pytest.mark.parametrize("host", ["8.8.8.8", "114.114.114.114", "2606:4700::1111", "www.stcn.com"])
def test_public_addresses(host: str) -> None:
    assert is_public_address(host)


@pytest.mark.parametrize(
    ("url", "link", "later"),
    [
        ("https://a.com/n/5.html", "https://a.com/n/5_2.html", True),
        ("https://a.com/n/5_2.html", "https://a.com/n/5_3.html", True),
        ("https://a.com/n/5_2.html", "https://a.com/n/5.html", False),
        ("https://a.com/n/5.html", "https://a.com/n/6.html", False),
        ("https://a.com/n/5.html", "https://b.com/n/5_2.html", False),
        ("https://a.com/n?id=5", "https://a.com/n?id=5&page=2", True),
    ],
)
def test_parts_of_one_article(url: str, link: str, later: bool) -> None:
    assert next_page_of(url, link) is later

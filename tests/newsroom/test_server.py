"""The sample newsroom is a real web site: right and wrong headers, and days on which nothing works."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from newsroom.articles import load_samples
from newsroom.server import Newsroom, open_newsroom
from newsroom.sources import newsroom_sources

NOON = datetime(2026, 6, 3, 4, 0, tzinfo=UTC)


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with open_newsroom(now=NOON) as running:
        yield running


def get(newsroom: Newsroom, path: str, **headers: str) -> http.client.HTTPResponse:
    request = urllib.request.Request(newsroom.base + path, headers=headers)
    response: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=10)
    return response


def test_every_declared_list_answers(newsroom: Newsroom) -> None:
    for source in newsroom_sources(newsroom.base):
        path = source.urls[0].removeprefix(newsroom.base).replace("{page}", "1")
        assert get(newsroom, path).status == 200


def test_old_page_lies_about_its_charset(newsroom: Newsroom) -> None:
    answer = get(newsroom, "/haichao/sansheng-huirui.shtml")
    body = answer.read()
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert b"charset=gb2312" in body
    assert "李喆" in body.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        body.decode("gb2312")
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


def test_times_follow_the_clock(newsroom: Newsroom) -> None:
    rows = json.load(get(newsroom, "/kuaixun/api/roll"))["data"]["roll_data"]
    newest = load_samples()["kuaixun"][0]
    assert rows[0]["id"] == newest.id
    assert rows[0]["ctime"] == int((NOON - newest.age).timestamp())
    assert "3小时前" not in get(newsroom, "/yaohai/news?page=2").read().decode()
    assert "2小时前" in get(newsroom, "/yaohai/news?page=1").read().decode()


def test_pages_of_a_list_end(newsroom: Newsroom) -> None:
    cards = [get(newsroom, f"/yaohai/news?page={n}").read().decode().count('class="card"') for n in (1, 2, 3)]
    assert cards == [6, len(load_samples()["yaohai"]) - 6, 0]


def test_unchanged_page_is_not_sent_again(newsroom: Newsroom) -> None:
    tag = get(newsroom, "/guancha/feed.xml").headers["ETag"]
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(newsroom, "/guancha/feed.xml", **{"If-None-Match": tag})
    assert refused.value.code == 304


def test_bad_days(newsroom: Newsroom) -> None:
    newsroom.days.update(haichao="down", yaohai="redesigned", kuaixun="empty")
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(newsroom, "/haichao/yiyao/")
    assert refused.value.code == 503
    assert 'class="card"' not in get(newsroom, "/yaohai/news").read().decode()
    assert json.load(get(newsroom, "/kuaixun/api/roll"))["data"]["roll_data"] == []
    with pytest.raises(urllib.error.HTTPError) as missing:
        get(newsroom, "/guancha/no-such-page.html")
    assert missing.value.code == 404


def test_hanging_outlet_ends_with_the_newsroom() -> None:
    with open_newsroom() as newsroom:
        newsroom.days["pilu"] = "hanging"
        connection = http.client.HTTPConnection(newsroom.base.removeprefix("http://"), timeout=10)
        connection.request("GET", "/pilu/search")
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        connection.getresponse()


def test_requests_are_remembered(newsroom: Newsroom) -> None:
    get(newsroom, "/robots.txt")
    assert newsroom.requests == ["/robots.txt"]

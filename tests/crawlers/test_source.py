"""Declarations that do not hold together cannot be made."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from pydantic import ValidationError

from crawlers.asks import fill_ask, list_asks
from crawlers.source import Source

GOOD: dict[str, object] = {
    "name": "good", "title": "g", "kind": "json", "urls": ("https://example.com/list",), "language": "zh", "tier": 3,
    "items": ("data",), "item": {"title": "t", "url": "u"}, "expect_per_day": 3, "evidence": ({"where": "here"},),
}  # fmt: skip


def made(**changes: object) -> Source:
    return Source.model_validate(GOOD | changes)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"timezone": "Asia/Peking"}, "no time zone"),
        ({"name": "Bad Name"}, "pattern"),
        ({"urls": ()}, "needs a list"),
        ({"urls": ("ftp://example.com/",)}, "only http"),
        ({"urls": ("https://example.com/{seite}",)}, "unknown placeholder"),
        ({"urls": ("https://example.com/{keyword}",)}, "go together"),
        ({"keywords": ("药",)}, "go together"),
        ({"urls": ("https://example.com/{start:%Y}",)}, "go together"),
        ({"form": {"a": "b"}}, "POST"),
        ({"items": ()}, "items"),
        ({"item": {"title": "t"}}, "item.url"),
        ({"item": {"url": "u"}}, "nothing to read"),
        ({"keep": "("}, "no regular expression"),
        ({"kind": "html", "items": ("ul >> li[",), "item": {"url": "a::attr(href)"}, "page": {}}, "no CSS selector"),
        ({"page": {"text": "div[|p.text"}}, "no CSS selector"),
        ({"access": "restricted"}, "listed, not crawled"),
        ({"access": "restricted", "enabled": False}, "why"),
        ({"evidence": ()}, "evidence"),
        ({"tier": 6}, "tier"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_declaration_says_what_is_wrong(changes: dict[str, object], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        made(**changes)


NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def test_windows_go_back_month_by_month_without_a_hole() -> None:
    source = made(urls=("https://e.com/?from={start:%Y%m%d}&to={end:%Y%m%d}",), window_days=30)
    today = [fill_ask(source, ask, NOW).url for ask in list_asks(source, NOW, None)]
    assert today == ["https://e.com/?from=20261023&to=20261121"]
    back = [fill_ask(source, ask, NOW).url[-24:] for ask in list_asks(source, NOW, datetime(2026, 9, 1, tzinfo=UTC))]
    assert back[0].endswith("20261023&to=20261121")
    spans = [(url.split("=")[-2][:8], url[-8:]) for url in back]
    assert [start for start, _ in spans][-1] == "20260901"
    assert all(later[0] > earlier[1] for later, earlier in pairwise(spans))


def test_words_are_encoded_in_addresses_and_plain_in_forms() -> None:
    source = made(
        urls=("https://e.com/s?q={keyword}&p={page}",), keywords=("许可 协议",), method="POST",
        body={"q": "{keyword}", "page": "{page}", "days": ["x"]},
    )  # fmt: skip
    filled = fill_ask(source, next(iter(list_asks(source, NOW, None))), NOW)
    assert filled.url == "https://e.com/s?q=%E8%AE%B8%E5%8F%AF%20%E5%8D%8F%E8%AE%AE&p=1"
    assert filled.body.decode() == '{"q": "许可 协议", "page": 1, "days": ["x"]}'
    formed = made(method="POST", form={"q": "{keyword}"}, keywords=("药",))
    assert fill_ask(formed, next(iter(list_asks(formed, NOW, None))), NOW).body == b"q=%E8%8D%AF"

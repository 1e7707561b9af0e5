"""Articles that only a page's scripts and templates have."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crawlers.hidden import Hidden, find_hidden
from crawlers.render import parse_html

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 6, 20, tzinfo=SHANGHAI)
TEXT = "岚溪生物公告，公司与北境制药签订许可协议，授予对方海外权益。首付款一千万美元，里程碑付款最高三亿美元；协议待批准后生效。"
FIELDS = {"title": "岚溪生物与北境制药签约", "publishTime": "2026-06-12 10:31:00", "source": "药报", "author": "柳二"}


def found(page: str) -> Hidden:
    hidden = find_hidden(parse_html(page), NOW, SHANGHAI)
    assert hidden is not None
    return hidden


@pytest.mark.parametrize(
    "script",
    [
        json.dumps(FIELDS | {"content": f"<p>{TEXT}</p>"}),
        json.dumps(FIELDS | {"content": f"<p>{TEXT}</p>"}, ensure_ascii=False),
        json.dumps({"inner": json.dumps(FIELDS | {"content": TEXT}, ensure_ascii=False)}, ensure_ascii=False),
        "window.__NUXT__=(function(a){return {title:'岚溪生物与北境制药签约',publishTime:'2026-06-12 10:31:00',"
        f"source:'药报',author:'柳二',text:'{TEXT}',n:a}}}}(1))",
    ],
    ids=["escaped", "plain", "JSON in JSON", "code"],
)
def test_the_longest_string_that_reads_like_news(script: str) -> None:
    hidden = found(f'<html><script>var list = [{{"title": "别的新闻"}}];</script><script>{script}</script></html>')
    assert (hidden.text, hidden.title, hidden.author, hidden.outlet) == (TEXT, FIELDS["title"], "柳二", "药报")
    assert hidden.published is not None and hidden.published.value.isoformat() == "2026-06-12T10:31:00+08:00"


def test_a_text_field_and_a_template() -> None:
    assert found(f"<textarea>&lt;p&gt;{TEXT}&lt;/p&gt;</textarea>").text == TEXT
    assert found(f"<script type='text/template'><p>{TEXT}</p></script>").text == TEXT


def test_code_and_descriptions_are_no_articles() -> None:
    code = "function a(){ var b = 1; return b; }; function c(){ return 2; }" * 3
    page = parse_html(f'<script>var x = "{code}"; var d = "医药信息平台";</script>')
    assert find_hidden(page, NOW, SHANGHAI) is None

"""What stands below an article and is not of it."""

from __future__ import annotations

import pytest

from crawlers.elsewhere import Surroundings, look_around
from crawlers.render import parse_html, runs

TITLE = "岚溪生物与北境制药签订许可协议"
ARTICLE = f"<div class=post><h1>{TITLE}</h1><div class=c><p>岚溪生物公告，公司与北境制药签订许可协议，授予对方海外权益。</p></div></div>"
OTHER = "今天的医保谈判在北京开始，多家企业参加，预计月底公布结果。"


def left_out(below: str) -> bool:
    """Whether the sentence below the article is told from it."""
    page = runs(parse_html(f"<body>{ARTICLE}{below}</body>"))
    other = look_around(page, TITLE).other
    run = next(run for run in page if run.text == OTHER)
    return any(element in other for element in (run.block, *run.block.iterancestors()))


@pytest.mark.parametrize(
    "below",
    [
        f"<h3>相关阅读</h3><div>{OTHER}</div>",
        f"<div><div class=hd>為你推薦</div></div><div>{OTHER}</div>".replace("為你推薦", "相關新聞"),
        f"<div><h4>Most read</h4><p>{OTHER}</p></div>",
        f"<div><h4><a href=/1>医保谈判今天在北京开始</a></h4><p>{OTHER}</p></div>",
        f"<ul><li><i>10:28</i><p>{OTHER}</p></li><li><i>10:21</i></li><li><i>10:02</i></li></ul>",
        "<div>" + f"<div class=a><b>小方</b><div>{OTHER}</div></div>" * 3 + "</div>",
    ],
    ids=["heading", "heading in a box", "English", "linked headline", "times", "comments"],
)
def test_told_from_the_article(below: str) -> None:
    assert left_out(below)


@pytest.mark.parametrize(
    "below",
    [
        f"<div><p>{OTHER}</p></div>",
        f"<div><h3>二、谈判开始</h3><p>{OTHER}</p></div>",
        "<div>" + f"<div class=sec><h3>谈判</h3><div>{OTHER}</div></div>" * 3 + "</div>",
        f"<p>2026年6月12日</p><p>{OTHER}</p>",
    ],
    ids=["another part", "a part with a heading", "several parts", "a day"],
)
def test_may_be_of_the_article(below: str) -> None:
    assert not left_out(below)


def test_a_page_without_its_title_is_left_as_it_is() -> None:
    page = runs(parse_html(f"<body><h3>相关阅读</h3><p>{OTHER}</p></body>"))
    assert look_around(page, TITLE) == Surroundings()


def test_answers_in_a_thread_are_not_the_first_post() -> None:
    def post(text: str, time: str) -> str:
        return f"<div class=plc><div>楼层</div><div>2026-6-12 {time}</div><div class=m>{text}</div></div>"

    first = "岚溪生物公告，公司与北境制药签订许可协议，授予对方在研药物的海外权益。"
    page = runs(parse_html(f"<body><h2>{TITLE}</h2><div>{post(first, '10:31')}{post(OTHER, '11:02')}</div></body>"))
    other = look_around(page, TITLE).other
    told = {run.text: any(up in other for up in (run.block, *run.block.iterancestors())) for run in page}
    assert told[OTHER] and not told[first]

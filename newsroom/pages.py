"""How each outlet of the sample newsroom prints its news: five shapes of the real web, with their usual faults."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape
from math import ceil
from zoneinfo import ZoneInfo

from newsroom.articles import FOLDER, Sample, load_samples

BEIJING = ZoneInfo("Asia/Shanghai")
YAOHAI_PAGE = 6


@dataclass(frozen=True)
class Answer:
    """What is sent: the bytes and the Content-Type header, right or wrong."""

    body: bytes
    content_type: str


@dataclass(frozen=True)
class Visit:
    """A request as the pages see it: ``base`` is ``http://host:port``, ``now`` is when the newsroom opened."""

    base: str
    now: datetime
    page: int = 1
    empty: bool = False

    def published(self, sample: Sample) -> datetime:
        """When the article came out, in Beijing, to the minute."""
        return (self.now - sample.age).astimezone(BEIJING).replace(second=0, microsecond=0)

    def samples(self, outlet: str) -> tuple[Sample, ...]:
        """The outlet's articles, newest first; none on an empty day."""
        return () if self.empty else load_samples()[outlet]


# --- 海潮财经: GB18030 pages that declare gb2312 in the page and utf-8 in the header ---


def _gb(text: str) -> Answer:
    return Answer(text.encode("gb18030"), "text/html; charset=utf-8")


def haichao_list(visit: Visit) -> Answer:
    """A list page with absolute dates."""
    rows = "\n".join(
        f'<li><span class="date">{visit.published(s):%Y-%m-%d %H:%M}</span> '
        f'<a href="/haichao/{s.id}.shtml">{escape(s.title)}</a></li>'
        for s in visit.samples("haichao")
    )
    return _gb(
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
        f'<title>医药_海潮财经</title></head><body><ul class="news">{rows}</ul>{_FOOTER}</body></html>'
    )


def haichao_article(visit: Visit, sample: Sample) -> Answer:
    """A page of an old government-style publishing system, with a time of its own and an editor's line at the end."""
    text = "\n".join(f"<p>　　{escape(line)}</p>" for line in sample.paragraphs)
    return _gb(
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
        f"<title>{escape(sample.title)}_海潮财经</title></head><body><div class=nav>首页 &gt; 医药</div>"
        f"<h1>{escape(sample.title)}</h1>"
        f'<div class="info"><span class="time">{visit.published(sample):%Y年%m月%d日 %H:%M}</span> '
        f"来源：海潮财经 作者：{escape(sample.author or '本报记者')}</div>"
        f'<div class="TRS_Editor">{text}<p>责任编辑：海潮</p></div>{_FOOTER}</body></html>'
    )


# --- 药海日报: UTF-8, two list pages, relative times, a side bar full of other dates ---


def _ago(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    return f"{hours}小时前" if hours else f"{ceil(age.total_seconds() / 60)}分钟前"


def yaohai_list(visit: Visit) -> Answer:
    """One page of the list; a page after the last one is empty, as on the real web."""
    first = (visit.page - 1) * YAOHAI_PAGE
    cards = "\n".join(
        f'<div class="card"><h3><a href="/yaohai/article/{s.id}">{escape(s.title)}</a></h3>'
        f'<time class="ago">{_ago(s.age)}</time></div>'
        for s in visit.samples("yaohai")[first : first + YAOHAI_PAGE]
    )
    return _html(f'<title>新药 - 药海日报</title><div class="list">{cards}</div>{_FOOTER}')


def yaohai_article(visit: Visit, sample: Sample) -> Answer:
    """A modern page: the time in the head, the text in an article element."""
    when = visit.published(sample)
    text = "\n".join(f"<p>{escape(line)}</p>" for line in sample.paragraphs)
    return _html(
        f'<meta property="article:published_time" content="{when.isoformat()}">'
        f'<link rel="canonical" href="{visit.base}/yaohai/article/{sample.id}">'
        f"<title>{escape(sample.title)} - 药海日报</title>"
        f'<aside class="hot"><ul><li>2小时前 热门：医药股异动</li><li>昨天 09:00 直播预告</li></ul></aside>'
        f"<article><h1>{escape(sample.title)}</h1>{text}</article><p>声明：本文仅作信息传递。</p>{_FOOTER}"
    )


# --- 新药出海观察: an RSS feed of excerpts ---


def guancha_feed(visit: Visit) -> Answer:
    """RSS 2.0; the description is the start of the text and ends in an ellipsis."""
    items = "".join(
        f"<item><title>{escape(s.title)}</title><link>{visit.base}/guancha/{s.id}.html</link>"
        f"<guid isPermaLink='false'>{s.id}</guid><pubDate>{format_datetime(visit.published(s))}</pubDate>"
        f"<description>{escape('<p>' + s.paragraphs[0][:40] + '……</p>')}</description></item>"
        for s in visit.samples("guancha")
    )
    feed = (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>新药出海观察</title>'
        f"<link>{visit.base}/guancha/</link><description>BD 与出海</description>{items}</channel></rss>"
    )
    return Answer(feed.encode(), "application/rss+xml; charset=utf-8")


def guancha_article(visit: Visit, sample: Sample) -> Answer:
    """The whole text behind an excerpt."""
    text = "\n".join(f"<p>{escape(line)}</p>" for line in sample.paragraphs)
    return _html(
        f"<title>{escape(sample.title)} | 新药出海观察</title><h1>{escape(sample.title)}</h1>"
        f'<div class="post-time">{visit.published(sample):%Y-%m-%d %H:%M}</div>'
        f'<div class="post-body">{text}</div>{_FOOTER}'
    )


# --- 潮信快讯: a JSON API, epoch seconds, the title again at the head of the text ---


def kuaixun_roll(visit: Visit) -> Answer:
    """The flash wire's roll."""
    rows = [
        {
            "id": s.id,
            "ctime": int(visit.published(s).timestamp()),
            "title": s.title,
            "content": f"【{s.title}】{s.text}",
            "shareurl": f"{visit.base}/kuaixun/detail/{s.id}",
            "is_ad": 0,
        }
        for s in visit.samples("kuaixun")
    ]
    return _json({"error": 0, "data": {"roll_data": rows}})


# --- 样本披露站: a title search that answers JSON inside JSON, and PDF filings ---


def pilu_search(visit: Visit) -> Answer:
    """The filings of the day, as the Hong Kong exchange's search prints them."""
    rows = [
        {
            "NEWS_ID": s.id,
            "TITLE": escape(s.title),
            "DATE_TIME": f"{visit.published(s):%d/%m/%Y %H:%M}",
            "FILE_LINK": f"/pilu/{s.id}.pdf",
        }
        for s in visit.samples("pilu")
    ]
    return _json({"recordCnt": len(rows), "result": json.dumps(rows, ensure_ascii=False)})


def pilu_filing(_visit: Visit, sample: Sample) -> Answer:
    """The filing itself."""
    return Answer((FOLDER / "pdf" / f"{sample.id}.pdf").read_bytes(), "application/pdf")


# --- Harbor Wire: an Atom feed with whole texts ---


def harborwire_feed(visit: Visit) -> Answer:
    """Atom 1.0 in English."""
    entries = "".join(
        f"<entry><id>urn:harborwire:{s.id}</id><title>{escape(s.title)}</title>"
        f'<link href="{visit.base}/harborwire/{s.id}"/><updated>{visit.published(s).isoformat()}</updated>'
        f"<published>{visit.published(s).isoformat()}</published>"
        f'<content type="html">{escape("".join(f"<p>{escape(line)}</p>" for line in s.paragraphs))}</content></entry>'
        for s in visit.samples("harborwire")
    )
    feed = (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Harbor Wire</title>'
        f"<id>urn:harborwire</id><updated>{visit.now.isoformat()}</updated>{entries}</feed>"
    )
    return Answer(feed.encode(), "application/atom+xml")


# --- shared ---

_FOOTER = "<div class='footer'>样本编辑部：新闻事实来自公开公告，文字为示例而写，时间为演示而调。</div>"


def _html(inner: str) -> Answer:
    return Answer(f'<!doctype html><meta charset="utf-8">{inner}'.encode(), "text/html; charset=utf-8")


def _json(value: object) -> Answer:
    return Answer(json.dumps(value, ensure_ascii=False).encode(), "application/json; charset=utf-8")


def redesigned() -> Answer:
    """What a list answers on the day after a redesign: a good page in which nothing is where it was."""
    return _html("<title>全新改版</title><main><section data-feed='v2'>全新改版，敬请期待。</section></main>")


#: path -> the list printed there.
LISTS: dict[str, Callable[[Visit], Answer]] = {
    "/haichao/yiyao/": haichao_list,
    "/yaohai/news": yaohai_list,
    "/guancha/feed.xml": guancha_feed,
    "/kuaixun/api/roll": kuaixun_roll,
    "/pilu/search": pilu_search,
    "/harborwire/atom.xml": harborwire_feed,
}

#: outlet -> its articles' address (``{}`` is the id) and what is printed there; the others' texts stand in the list.
ARTICLES: dict[str, tuple[str, Callable[[Visit, Sample], Answer]]] = {
    "haichao": ("/haichao/{}.shtml", haichao_article),
    "yaohai": ("/yaohai/article/{}", yaohai_article),
    "guancha": ("/guancha/{}.html", guancha_article),
    "pilu": ("/pilu/{}.pdf", pilu_filing),
    "kuaixun": ("/kuaixun/detail/{}", guancha_article),
    "harborwire": ("/harborwire/{}", guancha_article),
}

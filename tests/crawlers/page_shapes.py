"""Page shapes: the markup habits of Chinese and English news systems, to be filled with our own articles.

``pages/NAME.html`` holds each shape: ``$title`` is the headline, ``$body`` the paragraphs in the shape's own markup,
``$side`` a side bar of headlines with times, ``$foot`` a footer. Names of classes and places of dates are as such
systems have them; every word is ours.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from pathlib import Path

from tests.crawlers.page_texts import (
    ACQUISITION,
    APPROVAL,
    ENGLISH,
    FLASH,
    INTERVIEW,
    LICENCE,
    RELEASE,
    TRADITIONAL,
    Text,
)  # fmt: skip

PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True)
class Shape:
    """One kind of page: how it is written, and what must be read from it."""

    name: str
    url: str
    text: Text = LICENCE
    when: str = "2026-06-12T10:31+08:00"
    para: str = "<p>{}</p>"
    encoding: str = "utf-8"
    content_type: str = "text/html"
    author: str = ""
    outlet: str = ""
    said: str = "{}"

    def expected(self) -> str:
        """The text that must be read: what the paragraphs' markup adds in words is part of it."""
        return "\n".join(self.said.replace("{}", line) for line in self.text.paragraphs)

    def page(self) -> bytes:
        """The page as a server would send it."""
        body = "\n".join(self.para.replace("{}", html.escape(line, quote=False)) for line in self.text.paragraphs)
        parts = {
            "body_json_raw": json.dumps(body, ensure_ascii=False)[1:-1],
            "body_json": json.dumps(body)[1:-1],
            "body": body,
            "title_json": json.dumps(self.text.title, ensure_ascii=False)[1:-1],
            "title": html.escape(self.text.title, quote=False),
            "lead": html.escape(self.text.paragraphs[0][:60], quote=True),
        }
        filled = (PAGES / f"{self.name}.html").read_text(encoding="utf-8")
        for name in ("nav", "side", "foot", "share", "comments"):
            filled = filled.replace(f"${name}", (PAGES / f"_{name}.html").read_text(encoding="utf-8"))
        for name, value in parts.items():
            filled = filled.replace(f"${name}", value)
        return filled.encode(self.encoding, "xmlcharrefreplace")


SHAPES = (
    Shape(
        "sina_finance",
        "https://finance.sina.com.cn/jjxw/2026-06-12/doc-abcdefg1234567.shtml",
        when="2026-06-12T10:31:22+08:00",
        para='<p cms-style="font-L">\u3000\u3000{}</p>',
        outlet="第一时报",
    ),
    Shape("sina_mobile", "https://finance.sina.cn/2026-06-12/detail-abc1234567.d.html", para='<p class="art_p">{}</p>'),
    Shape(
        "netease",
        "https://www.163.com/money/article/ABCDE12345.html",
        when="2026-06-12T10:31:40+08:00",
        outlet="第一时报",
    ),
    Shape("netease_dy", "https://www.163.com/dy/article/XYZ9876.html", text=ACQUISITION),
    Shape("sohu", "https://www.sohu.com/a/700000000_120000000", outlet="第一时报"),
    Shape(
        "qq_new",
        "https://new.qq.com/rain/a/20260612A03XYZ00",
        when="2026-06-12T10:31:15+08:00",
        para='<p class="one-p">{}</p>',
    ),
    Shape(
        "qq_old",
        "https://finance.qq.com/a/20260612/012345.htm",
        text=ACQUISITION,
        para='<P style="TEXT-INDENT: 2em">{}</P>',
        encoding="gb18030",
    ),
    Shape("ifeng", "https://finance.ifeng.com/c/8abcDEF123", when="2026-06-12T10:31:02+08:00", outlet="第一时报"),
    Shape(
        "people_rm",
        "http://finance.people.com.cn/n1/2026/0612/c1004-40300001.html",
        para="<p>　　{}</p>",
        encoding="gb18030",
        outlet="人民网－人民日报",
    ),
    Shape(
        "people_old",
        "http://health.people.com.cn/n/2026/0612/c14739-25100001.html",
        text=APPROVAL,
        para="<p>\n\t\u3000\u3000{}</p>",
        encoding="gb18030",
    ),
    Shape(
        "xinhua",
        "https://www.news.cn/fortune/20260612/abcdef0123456789abcdef0123456789/c.html",
        when="2026-06-12",
        para="<p>　　{}</p>",
    ),
    Shape(
        "chinanews",
        "https://www.chinanews.com.cn/cj/2026/06-12/10230001.shtml",
        para="<p>　　{}</p>",
        outlet="中国新闻网",
    ),
    Shape("huanqiu", "https://finance.huanqiu.com/article/4AbCdEfGh", outlet="环球网"),
    Shape("thepaper", "https://www.thepaper.cn/newsDetail_forward_30000001"),
    Shape(
        "guancha",
        "https://www.guancha.cn/economy/2026_06_12_700001.shtml",
        text=INTERVIEW,
        when="2026-06-12T10:31:45+08:00",
        outlet="观察者网",
    ),
    Shape("jiemian", "https://www.jiemian.com/article/13500001.html"),
    Shape(
        "wechat",
        "https://mp.weixin.qq.com/s/AbCdEfGhIjKl",
        text=INTERVIEW,
        para='<section><p style="line-height:1.75em"><span style="font-size: 15px;">{}</span></p></section>',
    ),
    Shape("stcn", "https://www.stcn.com/article/detail/3500001.html", text=ACQUISITION, outlet="证券时报网"),
    Shape("cnstock_next", "https://www.cnstock.com/commonDetail/500001"),
    Shape(
        "ths",
        "https://news.10jqka.com.cn/20260612/c670000001.shtml",
        when="2026-06-12T10:31:05+08:00",
        para="<p>　　{}</p>",
        encoding="gb18030",
    ),
    Shape(
        "eastmoney", "https://finance.eastmoney.com/a/202606123100000001.html", para="<p>　　{}</p>", outlet="第一时报"
    ),
    Shape(
        "hexun",
        "http://stock.hexun.com/2026-06-12/215000001.html",
        when="2026-06-12T10:31:11+08:00",
        para="<p>　　{}</p>",
        encoding="gb18030",
    ),
    Shape(
        "jrj_gbk_wrong_header",
        "https://stock.jrj.com.cn/2026/06/12103140000001.shtml",
        when="2026-06-12T10:31:40+08:00",
        para="<p>\n\u3000\u3000{}\n</p>",
        encoding="gb18030",
        content_type="text/html; charset=utf-8",
    ),
    Shape("wallstreetcn", "https://wallstreetcn.com/articles/3700001"),
    Shape("gelonghui", "https://www.gelonghui.com/p/3000001", text=APPROVAL),
    Shape(
        "zhitong",
        "https://www.zhitongcaijing.com/content/detail/1500001.html",
        text=FLASH,
        when="2026-06-12T10:31:30+08:00",
        para="<p>智通财经APP讯，{}</p>",
        said="智通财经APP讯，{}",
    ),
    Shape("yicai", "https://www.yicai.com/news/102600001.html", when="2026-06-12T10:31:55+08:00", author="闻六"),
    Shape(
        "nbd",
        "https://www.nbd.com.cn/articles/2026-06-12/3900001.html",
        when="2026-06-12T10:31:09+08:00",
        outlet="每日经济新闻",
    ),
    Shape("caixin", "https://companies.caixin.com/2026-06-12/102600001.html", text=INTERVIEW, outlet="财新网"),
    Shape("jingji21", "https://www.21jingji.com/article/20260612/herald/0123456789abcdef0123456789abcdef.html"),
    Shape("eeo", "https://www.eeo.com.cn/2026/0612/700001.shtml", text=APPROVAL),
    Shape("yaozh", "https://news.yaozh.com/archive/48000.html", when="2026-06-12"),
    Shape("menet", "https://www.menet.com.cn/info/202606/2026061210310000_151000.shtml"),
    Shape("phirda", "https://www.phirda.com/artilce_42000.html?cId=1", when="2026-06-12", outlet="药时评"),
    Shape("bioon", "https://news.bioon.com/article/abc123456789.html"),
    Shape("cnpharm", "https://www.cnpharm.com/c/2026-06-12/1100001.shtml", text=APPROVAL),
    Shape("vbdata", "https://www.vbdata.cn/1519100001", text=INTERVIEW, when="2026-06-12T08:00+08:00"),
    Shape("drugtimes_wp", "https://www.drugtimes.cn/2026/06/12/lanxiswufukuan/"),
    Shape("toutiao", "https://www.toutiao.com/article/7370000000000000001/", para='<p data-track="1">{}</p>'),
    Shape(
        "baijiahao",
        "https://baijiahao.baidu.com/s?id=1800000000000000001",
        text=ACQUISITION,
        para='<p><span class="bjh-p">{}</span></p>',
    ),
    Shape("zhihu", "https://zhuanlan.zhihu.com/p/700000001", text=INTERVIEW),
    Shape(
        "gov_trs",
        "https://www.nmpa.gov.cn/yaowen/ypjgyw/20260612103100101.html",
        text=APPROVAL,
        para='<p style="text-align: justify;">\u3000\u3000{}</p>',
    ),
    Shape(
        "gov_old_table",
        "http://kjj.example.gov.cn/art/2026/6/12/art_100_20001.html",
        para='<p style="text-indent:2em">{}</p>',
        encoding="gb18030",
    ),
    Shape(
        "sipac",
        "https://www.sipac.gov.cn/szgyyq/mtjj/202606/0123456789abcdef0123456789abcdef.shtml",
        when="2026-06-12T10:31:33+08:00",
        outlet="苏州日报",
    ),
    Shape("xhby", "https://www.xhby.net/content/s6a59f61be4b00000000000aa.html"),
    Shape(
        "company_br",
        "http://www.example-pharma.com/news/show.php?id=88",
        when="2026-06-12",
        para="&nbsp;&nbsp;&nbsp;&nbsp;{}<br /><br />",
    ),
    Shape(
        "company_word",
        "https://www.example-bio.com/media/detail-1041.html",
        text=APPROVAL,
        when="2026-06-12",
        para='<p class="MsoNormal" style="text-indent:28pt"><span style="font-family:宋体">{}<o:p></o:p></span></p>',
    ),
    Shape(
        "company_date_split",
        "https://www.example-onc.com/news/14/321.html",
        text=RELEASE,
        when="2026-06-12",
        para="<div>{}</div>",
    ),
    Shape(
        "prnewswire",
        "https://www.prnewswire.com/news-releases/lanxi-bio-302700001.html",
        text=ENGLISH,
        when="2026-06-12T20:00+08:00",
    ),
    Shape(
        "globenewswire",
        "https://www.globenewswire.com/news-release/2026/06/12/3100001/0/en/Lanxi.html",
        text=ENGLISH,
        when="2026-06-12T20:00+08:00",
    ),
    Shape("prnasia", "https://www.prnasia.com/story/600001-1.shtml"),
    Shape("fierce_like", "https://www.fiercebiotech.com/biotech/lanxi-hands-adc", text=ENGLISH, author="Ann Writer"),
    Shape("traditional_big5", "http://news.example.com.tw/article.aspx?id=7", text=TRADITIONAL, encoding="big5hkscs"),
    Shape(
        "hkex_html",
        "https://www1.hkexnews.hk/listedco/listconews/sehk/2026/0612/2026061200001_c.htm",
        text=TRADITIONAL,
        when="2026-06-12",
        para='<div style="text-align:justify">{}</div>',
    ),
    Shape("deep_div_text", "https://m.example.com/n/2026-06-12/1.html", para="<div>{}</div>"),
    Shape(
        "bare_text_nodes",
        "http://old.example.com/20260612/5.htm",
        text=ACQUISITION,
        para="　　{}<br>",
        encoding="gb18030",
    ),
    Shape(
        "blockquote_list",
        "https://www.example.cn/p/20260612.html",
        text=INTERVIEW,
        para="<blockquote><ul><li>{}</li></ul></blockquote>",
    ),
    Shape(
        "inline_links",
        "https://www.example.cn/news/20260612/31.html",
        para='<p><a href="/s/1">岚溪生物</a>消息：{}<span>(<a href="/q/1">行情</a>,<a href="/z/1">诊股</a>)</span></p>',
        said="岚溪生物消息：{}",
    ),
    Shape("escaped_entities", "https://www.example.cn/e/20260612.html", encoding="ascii"),
    Shape("comment_heavy", "https://bbs.example.cn/t/20260612-9.html", when="2026-06-12T10:31:18+08:00"),
    Shape(
        "short_flash",
        "https://www.cls.cn/detail/2400001",
        text=FLASH,
        when="2026-06-12T10:31:20+08:00",
        para="<div>财联社6月12日电，{}</div>",
        said="财联社6月12日电，{}",
    ),
    Shape(
        "double_charset",
        "https://www.example.cn/d/20260612.html",
        encoding="gb18030",
        content_type="text/html; charset=utf-8,gbk",
    ),
    Shape("saved_utf8_says_gb", "https://www.example.cn/g/20260612.html"),
    Shape("bom_utf8", "https://www.example.cn/b/20260612.html"),
    Shape("html_midway", "https://www.example.cn/m/20260612.html"),
    Shape("noise_in_body", "https://www.example.cn/x/20260612.html", outlet="药报"),
    Shape("list_teasers_around", "https://www.example.cn/t/20260612.html"),
    Shape(
        "font_center",
        "http://www.example-yy.com/NewsDetail.aspx?id=9",
        para='<p align="left"><font face="宋体">\u3000\u3000{}</font></p>',
    ),
)

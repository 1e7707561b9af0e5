"""What comes from outside cannot break a mail: no markup, header, link or faked structure; and both parts are real."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from alerts.digest import compose_digest
from alerts.message import build_message, message_id
from alerts.news import News
from alerts.preview import _letter
from alerts.render import clean_line
from settings import Settings
from storage.filters import DealFilter
from storage.outbox import NewDigest
from tests.alerts.examples import (
    DOMESTIC,
    INWARD,
    NEWCO,
    NOW,
    SINCE,
    Desk,
    a_deal,
    a_full_day,
    a_party,
    a_quiet_day,
    a_source,
    a_subscription,
)

SAFE = {
    "html", "head", "meta", "title", "style", "body", "div", "table", "tbody", "tr", "td", "a", "h1", "h2", "p", "span",
    "b", "br", "img",
}  # fmt: skip
NASTY = st.one_of(
    st.sampled_from(
        [
            "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'><a href='javascript:alert(1)'>x</a>",
            "x\r\nBcc: everybody@x.test\r\n\r\nbody", "{{ 7*7 }}", "{% raw %}", "<!--slot:new-->", "<!--cut-->", "]]>",
            "&lt;b&gt;", "</td></tr></table>", "@@unsubscribe@@", "\u202etxt.exe\u202c", "a\u2028b", "\x00\x1b[31m",
            "\n== 新交易 ==\n", "<style>*{display:none}</style>", "\ud83d",
        ]
    ),
    st.text(max_size=60),
)  # fmt: skip
LINKS = st.sampled_from(
    ["javascript:alert(1)", "data:text/html,<b>", "https://ok.example/a?b=1&c='\"><script>", "//evil.example", " https://x",
     "JaVaScRiPt:alert(1)", "vbscript:x", "file:///etc/passwd", "http://ok.example/\r\nX: y"]
)  # fmt: skip


#: the headers of every mail, and the sections of a full day: nothing from outside adds one
HEADERS = sorted(
    ["From", "To", "Subject", "Date", "Message-ID", "List-Id", "List-Unsubscribe", "Auto-Submitted", "Content-Language",
     "MIME-Version", "Content-Type"]
)  # fmt: skip
SECTIONS_SHOWN = [
    "== 新交易 (1) ==", "== 其他方向 (1) ==", "== 更正 (2) ==", "== 既有交易进展 (1) ==", "== 海外里程碑 (1) ==",
    "== 趋势、挑战与政策 ==", "== 关注公司 ==", "== 待核实 (1) ==", "== 来源状态 ==",
]  # fmt: skip


class Seen(HTMLParser):
    """Every tag, link, attribute name and comment of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.handlers: list[str] = []
        self.comments: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def digest_of(language: str = "zh", news: News | None = None) -> NewDigest:
    return compose_digest(
        Desk(news or a_full_day()), a_subscription(language), since=SINCE, due=NOW, base_url="https://c.example"
    )


def as_mail(digest: NewDigest) -> bytes:
    letter = replace(_letter(digest, a_subscription(), Settings(), NOW), token="T" * 32)
    return build_message(letter, Settings().alerts).as_bytes()


_CHEAP = NewDigest(
    subscription=1, period="2026-06-03T07:30", kind="digest", since=SINCE, until=NOW, late=False, subject="", text="-",
    html="-", chart=None, data={}, items=(),
)  # fmt: skip


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(NASTY, NASTY, NASTY, LINKS)
def test_nothing_from_outside_gets_through(name: str, sentence: str, title: str, link: str) -> None:
    source = a_source(9, name, title, url=link)
    deal = a_deal(
        grantors=(a_party(name, name, "CN", "Shanghai"),), assets=(sentence,), targets=(title,), royalty=sentence,
        indications=(name,), phase=name, modality=title, source=source,
    )  # fmt: skip
    full = replace(a_full_day(), weeks=())
    news = replace(
        full, new=(deal,), other=(deal,), review=(deal,),
        insights=(replace(full.insights[0], sentence=sentence, source=source),),
        events=(replace(full.events[0], sentence=sentence, deal_title=title, source=source),),
        milestones=(replace(full.milestones[0], sentence=sentence, asset=name, source=source),),
        failing=(replace(full.failing[0], source=name, problem=sentence),),
    )  # fmt: skip
    desk = Desk(news)
    desk.evidence = sentence, source
    digest = compose_digest(desk, a_subscription(), since=SINCE, due=NOW, base_url="https://c.example")
    raw = as_mail(digest)
    mail = message_from_bytes(raw, policy=policy.default)
    assert sorted(mail.keys()) == HEADERS
    assert "\n" not in mail["Subject"]
    seen = Seen()
    seen.feed(mail.get_body(("html",)).get_content())
    assert seen.tags <= SAFE
    assert seen.handlers == []
    assert all(link.startswith(("https://", "http://", "cid:chart")) for link in seen.links)
    assert all("[if mso]" in comment or "[endif]" in comment for comment in seen.comments)
    text = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e\u2028]", text)
    assert [line for line in text.splitlines() if line.startswith("== ")] == SECTIONS_SHOWN


@given(st.text(max_size=200))
def test_a_line_is_one_line(text: str) -> None:
    cleaned = clean_line(text)
    assert len(cleaned.splitlines()) <= 1
    assert cleaned == cleaned.strip()
    cleaned.encode()


@settings(deadline=None)
@given(st.one_of(NASTY, st.from_regex("[a-zé出→· ]{1,120}", fullmatch=True)))
def test_a_subject_arrives_as_it_was_written(subject: str) -> None:
    raw = as_mail(replace(_CHEAP, subject=subject))
    assert message_from_bytes(raw, policy=policy.default)["Subject"] == clean_line(subject)
    assert all(len(line) <= 78 for line in raw.split(b"\n\n")[0].splitlines() if line.startswith(b"Subject"))


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_a_mail_is_small_and_has_two_real_parts(language: str) -> None:
    raw = as_mail(digest_of(language))
    mail = message_from_bytes(raw, policy=policy.default)
    html, text = mail.get_body(("html",)).get_content(), mail.get_body(("plain",)).get_content()
    assert len(html.encode()) < 100_000
    for shown in (
        "EVER001",
        "10.3亿美元" if language != "en" else "US$1.03 billion",
        "https://www1.hkexnews.hk/2026/a.pdf",
    ):
        assert shown in html
        assert shown in text
    pictures = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert [part["Content-ID"] for part in pictures] == ["<chart>"]
    assert 'src="cid:chart"' in html
    assert 'alt="' in html
    assert "style=" in html
    assert "prefers-color-scheme" in html


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert as_mail(digest_of()) == as_mail(digest_of())


def test_two_hundred_deals_fit() -> None:
    many = tuple(a_deal(n, direction="out" if n % 3 else "in") for n in range(1, 201))
    news = replace(a_full_day(), new=tuple(d for d in many if d.direction == "out"), other=many[2::3])
    for language in ("zh", "en"):
        digest = digest_of(language, news)
        assert len(digest.html.encode()) <= 100_000
        told = [item.ref for item in digest.items if item.ref.startswith("deal:")]
        assert len(told) >= 150
        assert all(f'/deals/D{ref.removeprefix("deal:")}"' in digest.html for ref in told)
        cut = len(told) < 200
        assert ("follow in the next" in digest.text) == cut or language == "zh"
        assert ('href="https://c.example/"' in digest.html) == ("https://c.example/\n" in digest.text) == cut


def test_subjects_say_the_news() -> None:
    assert digest_of("zh").subject == "出海日报 6月3日：云顶新耀→Travere，首付款1.12亿美元，等3笔"
    assert digest_of("en").subject == (
        "China Biopharma Deals, 3 June: Everest Medicines → Travere, upfront US$112 million and 2 more"
    )
    assert digest_of("zh", a_quiet_day()).subject == "出海日报 6月3日：无新交易"


@pytest.mark.parametrize(
    ("left", "chinese", "english"),
    [
        (
            ("other", "corrections"),
            "（引进）Ionis→大冢制药、再鼎医药，首付款2000万美元，等2笔",
            "[Abroad to China] Ionis → ",
        ),
        (
            ("corrections", "events"),
            "更正：宜明昂科→Travere，首付款原为588万美元，现为888万美元，等2项",
            "Corrected: ImmuneOnco → Travere",
        ),
        (
            ("events", "milestones"),
            "恒瑞医药→默沙东：首付款到账，等2项",
            "Hengrui Pharma → MSD: upfront received and 1 more",
        ),
        (("milestones",), "和黄医药 · 呋喹替尼：EMA 获批", "Hutchmed · 呋喹替尼: EMA Approval"),
    ],
)
def test_without_a_deal_abroad_the_next_best_news_leads(left: tuple[str, ...], chinese: str, english: str) -> None:
    full = a_full_day()
    news = replace(a_quiet_day(), about=full.about, **{name: getattr(full, name) for name in left})
    assert digest_of("zh", news).subject == f"出海日报 6月3日：{chinese}"
    assert digest_of("en", news).subject.startswith(f"China Biopharma Deals, 3 June: {english}")


def test_deals_within_china_lead_only_where_they_were_asked_for() -> None:
    news = replace(a_quiet_day(), other=(DOMESTIC,))
    assert digest_of("zh", news).subject == "出海日报 6月3日：无出海新交易，境内交易 1 笔"
    asked = a_subscription(query=DealFilter(direction=("domestic",)))
    digest = compose_digest(Desk(news), asked, since=SINCE, due=NOW, base_url="https://c.example")
    assert digest.subject == "出海日报 6月3日：（境内交易）健康元→石药集团，收购价格3.8亿元人民币"
    assert "(direction=domestic)" in digest.text
    foreign = replace(a_quiet_day(), other=(replace(INWARD, direction="foreign"), DOMESTIC))
    assert "：（境外交易）Ionis→" in digest_of("zh", foreign).subject


def test_a_figure_is_told_once_with_all_who_report_it_in_the_readers_language() -> None:
    full = a_full_day()
    trend, fact = replace(full.insights[1], sentence="某专利律师说，海外专利布局太晚。"), full.facts[0]
    again = replace(fact, id=2, source=a_source(8, "财联社", "苏药出海"))
    news = replace(a_quiet_day(), insights=(trend,), facts=(fact, again))
    text = digest_of("zh", news).text
    assert "某专利律师：" not in text  # the sentence names its speaker
    assert "* [数据] 江苏，2024年，海外收入：68亿元人民币 [2][3]" in text
    assert "* [Figures] Jiangsu, 2024, overseas revenue: RMB 6.8 billion [2][3]" in digest_of("en", news).text


def test_what_happens_to_deals_within_china_does_not_lead() -> None:
    full = a_full_day()
    within = replace(full.about[0], direction="domestic")
    news = replace(a_quiet_day(), events=full.events[:1], about=(within,), milestones=full.milestones)
    assert digest_of("zh", news).subject == "出海日报 6月3日：和黄医药 · 呋喹替尼：EMA 获批"
    assert "== 既有交易进展 (1) ==" in digest_of("zh", news).text


def test_a_milestone_names_the_country_in_the_readers_language() -> None:
    launch = replace(a_full_day().milestones[0], regulator="Indonesia", kind="launch")
    news = replace(a_quiet_day(), milestones=(launch,))
    assert digest_of("zh", news).subject.endswith("呋喹替尼：印度尼西亚 上市")
    assert digest_of("en", news).subject.endswith("呋喹替尼: Indonesia Launch")
    orphan = replace(news, milestones=(replace(launch, regulator="FDA", kind="designation", detail="孤儿药"),))
    assert digest_of("zh", orphan).subject.endswith("呋喹替尼：FDA 资格认定（孤儿药）")
    assert digest_of("en", orphan).subject.endswith("FDA Designation (orphan drug)")


def test_a_reader_in_another_zone_sees_the_time_there() -> None:
    there = a_subscription("en", timezone="Europe/London")
    digest = compose_digest(Desk(a_quiet_day()), there, since=SINCE, due=NOW, base_url="https://c.example")
    assert "2 Jun 00:30 – 3 Jun 00:30 (Europe/London)" in digest.text


def test_reports_that_disagree_are_both_shown() -> None:
    assert "! 各报道说法不一：总额 超过12.1亿美元（和铂医药）、超过12.5亿美元（界面新闻）" in digest_of("zh").text
    assert "more than US$1.21 billion (和铂医药), more than US$1.25 billion (界面新闻)" in digest_of("en").text


def test_many_failing_sources_take_a_few_lines() -> None:
    one = a_full_day().failing[0]
    news = replace(a_quiet_day(), failing=tuple(replace(one, source=f"site-{n}") for n in range(23)))
    text = digest_of("zh", news).text
    assert text.count("HTTP 503 on 4 of 4 pages") == 5
    assert "另有 18 个：site-5、site-6" in text
    assert "site-16 …" in text
    assert "site-22" not in text


def test_an_empty_day_says_whether_nothing_was_new_or_not_everything_was_read() -> None:
    assert "23 个来源全部正常，没有符合订阅条件的新交易" in digest_of("zh", a_quiet_day()).text
    failing = digest_of("zh", a_quiet_day(failing=True)).text
    assert "23 个来源中有 1 个读取失败，今天的交易可能不全" in failing
    assert "HTTP 503 on 4 of 4 pages" in failing
    assert "All 23 sources were read; nothing new matches" in digest_of("en", a_quiet_day()).text


def test_what_is_not_stated_is_said_to_be_so() -> None:
    news = replace(
        a_quiet_day(), new=(a_deal(amounts=(), upfront_usd=None, total_usd=None, phase=None, territory=None),)
    )
    digest = digest_of("zh", news)
    assert digest.subject.endswith("金额未披露")
    assert "未披露：首付款、里程碑、总额、阶段、区域" in digest.text
    assert "未披露：首付款、里程碑、总额、阶段、区域" in digest.html
    assert "对外授权：金额均未披露" in digest.text
    assert "China to abroad: no amount is disclosed" in digest_of("en", news).text
    apart = replace(news, new=(NEWCO, replace(NEWCO, total_usd=None)))
    assert "对外授权：首付款均未披露；总额 1 笔披露，12.1亿美元" in digest_of("zh", apart).text
    near = replace(news, new=(replace(NEWCO, total_usd=None),))
    assert "neither upfront nor total is stated separately" in digest_of("en", near).text


def test_the_message_id_belongs_to_one_address_and_period() -> None:
    idents = {
        message_id(s, p, a, "x <d@c.example>") for s in (1, 2) for p in ("a", "b") for a in ("m@x.test", "n@x.test")
    }
    assert len(idents) == 8
    assert all(ident.endswith("@c.example>") for ident in idents)


def test_unsubscribing_takes_one_click_where_there_is_https() -> None:
    config = Settings.model_validate(
        {"alerts": {"base_url": "https://c.example", "reply_address": "bye@c.example"}}
    ).alerts
    letter = replace(_letter(digest_of(), a_subscription(), Settings(), NOW), token="T" * 32)
    mail = build_message(letter, config)
    assert mail["List-Unsubscribe"] == (
        f"<https://c.example/subscriptions/unsubscribe/{'T' * 32}>, "
        f"<mailto:bye@c.example?subject=unsubscribe%20{'T' * 32}>"
    )
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"\r\nList-Unsubscribe: <https://c.example/subscriptions/unsubscribe/{'T' * 32}>,\r\n <mailto:" in (
        mail.as_bytes().decode("ascii")
    )
    body = mail.get_body(("plain",))
    assert body is not None
    assert f"https://c.example/subscriptions/unsubscribe/{'T' * 32}" in body.get_content()
    assert build_message(letter, Settings().alerts)["List-Unsubscribe-Post"] is None  # plain http: no such promise


def test_a_digest_leads_to_the_brief_of_its_days_and_places() -> None:
    asked = a_subscription("en", query=DealFilter(province=("江苏",), company=("恒瑞医药",)))
    digest = compose_digest(Desk(a_quiet_day()), asked, since=SINCE, due=NOW, base_url="https://c.example")
    (link,) = re.findall(r"Brief of this period: (\S+)", digest.text)
    assert parse_qs(urlsplit(link).query) == {
        "since": ["2026-06-02"], "until": ["2026-06-03"], "province": ["江苏"], "company": ["恒瑞医药"],
    }  # fmt: skip
    assert link.replace("&", "&amp;") in digest.html

"""Deals and other news in our own words, as ``Query`` gives them; the facts are public, the sentences are ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from alerts.corrections import Change
from alerts.news import Correction, News, Newsdesk, Watched, Week
from storage.filters import DealFilter
from storage.subscriptions import SECTIONS, Options, RecipientView, SubscriptionView
from storage.views import (
    AmountView,
    DealDetail,
    DealView,
    EventView,
    EvidenceView,
    FactView,
    FieldView,
    InsightView,
    MilestoneView,
    OtherValue,
    PartyView,
    ReportView,
    SourceHealth,
    SourceView,
)

NOW = datetime(2026, 6, 3, 7, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
SINCE = NOW - timedelta(days=1)


def a_source(number: int, outlet: str, title: str, tier: int = 3, url: str = "") -> SourceView:
    day = datetime(2026, 6, 2, 19, 32, tzinfo=ZoneInfo("Asia/Shanghai"))
    return SourceView(
        number, title, url or f"https://news.example.com/{number}.html", outlet, outlet, tier, day, "minute", day, None
    )


def a_party(name: str, name_en: str, country: str, province: str = "") -> PartyView:
    return PartyView(name_en.lower().replace(" ", "-"), name, name_en, name, country, province, "", False)


def an_amount(kind: str, value: int, currency: str = "USD", bound: str = "exact", usd: int | None = None) -> AmountView:
    dollars = Decimal(usd if usd is not None else value)
    return AmountView(kind, currency, Decimal(value), bound, dollars, None, None)


EVEREST = a_party("云顶新耀", "Everest Medicines", "CN", "Shanghai")
TRAVERE = a_party("Travere Therapeutics", "Travere Therapeutics", "US")
FILING = a_source(1, "披露易", "自愿公告：希布替尼独家授权许可", tier=1, url="https://www1.hkexnews.hk/2026/a.pdf")
PRESS = a_source(2, "界面新闻", "云顶新耀把希布替尼授权给 Travere")


def a_deal(ident: int = 1, **more: object) -> DealView:
    """云顶新耀 → Travere, or that with some fields changed."""
    deal = DealView(
        id=f"D{ident}",
        title="云顶新耀 → Travere Therapeutics",
        type="license",
        direction="out",
        status="announced",
        model="borrowed_ship",
        modality="small_molecule",
        phase="phase_2",
        announced=date(2026, 6, 2),
        announced_precision="day",
        grantors=(EVEREST,),
        partners=(TRAVERE,),
        assets=("EVER001（希布替尼）",),
        targets=("BTK",),
        indications=("膜性肾病",),
        territory={"include": ["world"], "exclude": ["greater-china", "southeast-asia"]},
        royalty="高个位数至双位数百分比的分级特许权使用费",
        option=False,
        exclusive=True,
        amounts=(an_amount("upfront", 112_000_000), an_amount("milestone", 1_030_000_000, bound="max")),
        upfront_usd=Decimal(112_000_000),
        total_usd=Decimal(1_142_000_000),
        confidence=0.97,
        confirmed=False,
        conflicts=(),
        news=True,
        reports=2,
        first_seen=NOW - timedelta(hours=12),
        updated=NOW - timedelta(hours=12),
        sentence="云顶新耀把希布替尼授权给 Travere，首付款 1.12亿美元。",
        source=FILING,
    )
    return replace(deal, **more)  # type: ignore[arg-type] -- replace() checks names at run time


#: a deal's sentence, the words in it that count, what they state, and who says so
EVIDENCE = {
    "D2": (
        "和铂医药把 HBM4003 的境外权益交给新公司 Solstice，换得超过1.05亿美元的首付与近期款项和少数股权。",
        "超过1.05亿美元", "amounts.near_term", (a_source(6, "和铂医药", "HBM4003 境外权益授予 Solstice", tier=2),),
    ),
    "D3": (
        "复宏汉霖与 Dr. Reddy's 就 HLX15 的海外商业化签署意向书，金额留待正式协议。",
        "Dr. Reddy's", "partners", (a_source(7, "财联社", "复宏汉霖 HLX15 找到海外伙伴"),),
    ),
}  # fmt: skip
_FIRST = (
    "公司将从 Travere 收到 1.12亿美元首付款，开发、注册和商业化里程碑最高 10.3亿美元。",
    "1.12亿美元首付款", "amounts.upfront", (FILING, PRESS),
)  # fmt: skip


def a_detail(deal: DealView) -> DealDetail:
    """The evidence and reports of a deal."""
    sentence, counts, name, sources = EVIDENCE.get(deal.id, _FIRST)
    evidence = EvidenceView(name, counts, sentence, sentence.index(counts), "money", sources[0])
    field = FieldView(name, None, 0.98, False, sources[0], (evidence,), ())
    total = FieldView(
        "amounts.total", _sum("1210000000"), 0.8, False, sources[0], (), (OtherValue(_sum("1250000000"), PRESS),)
    )
    reports = tuple(
        ReportView(n, "primary", deal.type, deal.status, 0.97, "1", source) for n, source in enumerate(sources)
    )
    return DealDetail(deal, (field, total) if deal.conflicts else (field,), reports, (), ())


def _sum(dollars: str) -> list[dict[str, str]]:
    return [{"kind": "total", "currency": "USD", "value": dollars, "bound": "min"}]


NEWCO = a_deal(
    2,
    type="newco",
    model="newco",
    grantors=(a_party("和铂医药", "Harbour BioMed", "CN", "Jiangsu"),),
    partners=(a_party("Solstice Oncology", "Solstice Oncology", "US"),),
    assets=("HBM4003（porustobart）",),
    targets=("CTLA-4",),
    modality="monoclonal_antibody",
    indications=("结直肠癌",),
    territory={"include": ["world"], "exclude": ["CN", "HK", "MO", "TW"]},
    amounts=(an_amount("near_term", 105_000_000, bound="min"), an_amount("total", 1_210_000_000, bound="min")),
    upfront_usd=None,
    total_usd=Decimal(1_210_000_000),
    royalty=None,
    conflicts=("amounts.total",),
)
UNPRICED = a_deal(
    3,
    type="commercialization",
    model=None,
    status="proposed",
    grantors=(a_party("复宏汉霖", "Henlius", "CN", "Shanghai"),),
    partners=(a_party("Dr. Reddy's", "Dr. Reddy's Laboratories", "IN"),),
    assets=("HLX15",),
    targets=("CD38",),
    modality="biosimilar",
    phase=None,
    indications=(),
    territory=None,
    amounts=(),
    upfront_usd=None,
    total_usd=None,
    royalty=None,
)
INWARD = a_deal(
    4,
    direction="in",
    model=None,
    grantors=(a_party("Ionis", "Ionis Pharmaceuticals", "US"),),
    partners=(a_party("大冢制药", "Otsuka", "JP"), a_party("再鼎医药", "Zai Lab", "CN", "Shanghai")),
    amounts=(an_amount("upfront", 20_000_000),),
)
DOMESTIC = a_deal(
    5,
    type="asset_purchase",
    direction="domestic",
    model=None,
    grantors=(a_party("健康元", "Joincare", "CN", "Guangdong"),),
    partners=(a_party("石药集团", "CSPC", "CN", "Hebei"),),
    amounts=(an_amount("price", 380_000_000, "CNY", usd=53_000_000),),
    upfront_usd=None,
    total_usd=None,
)


def a_subscription(language: str = "zh", ident: int = 1, **more: object) -> SubscriptionView:
    recipient = RecipientView("reader@example.com", "confirmed", "token-of-the-reader", 0, "", NOW)
    view = SubscriptionView(
        id=ident,
        name="bd-team",
        language="zh",
        schedule="30 7 * * *",
        timezone="Asia/Shanghai",
        query=DealFilter(),
        sections=SECTIONS,
        channels=(),
        alert_usd=None,
        options=Options(),
        active=True,
        created=SINCE,
        since=SINCE,
        recipients=(recipient,),
    )
    return replace(view, language=language, **more)  # type: ignore[arg-type] -- replace() checks names at run time


def a_full_day() -> News:
    """News for every section."""
    return News(
        since=SINCE,
        until=NOW,
        new=(a_deal(), NEWCO, UNPRICED),
        other=(INWARD, DOMESTIC),
        corrections=(
            Correction(
                "D8",
                "宜明昂科 → Travere Therapeutics",
                a_deal(8, grantors=(a_party("宜明昂科", "ImmuneOnco", "CN", "Shanghai"),)),
                (Change("upfront", (an_amount("upfront", 5_880_000),), (an_amount("upfront", 8_880_000),)),),
            ),
            Correction("D9", "甲药业 → 乙药业", None, (Change("retracted"),)),
        ),
        events=(
            EventView(
                7, "D6", "恒瑞医药 → 默沙东", "upfront_received", date(2026, 6, 2),
                "恒瑞医药确认已收到默沙东支付的首付款。", True, NOW, PRESS,
            ),
            EventView(
                8, "D7", "凌科药业 → EQRx", "terminated", date(2026, 6, 1),
                "双方终止了该授权协议，权益退回凌科药业。", True, NOW, PRESS,
            ),
        ),
        about=(
            a_deal(
                6, grantors=(a_party("恒瑞医药", "Hengrui Pharma", "CN", "Jiangsu"),),
                partners=(a_party("默沙东", "MSD", "US"),),
            ),
            a_deal(
                7, grantors=(a_party("凌科药业", "Lynk Pharmaceuticals", "CN", "Zhejiang"),),
                partners=(a_party("EQRx", "EQRx", "US"),),
            ),
        ),
        milestones=(
            MilestoneView(
                1, "hutchmed", "和黄医药", "Hutchmed", "Hong Kong", "呋喹替尼", "EMA", "approval", "", date(2026, 6, 2),
                "和黄医药的呋喹替尼获得欧盟批准用于经治转移性结直肠癌。", a_source(3, "医药魔方", "呋喹替尼在欧盟获批"),
            ),
        ),
        facts=(
            FactView(
                1, "江苏", "overseas_revenue", "2024", Decimal("6.8e9"), "CNY", "", date(2026, 6, 2),
                "江苏20家上市药企2024年海外收入合计约68亿元，约占总收入两成。", a_source(4, "新华日报", "苏药出海观察"),
            ),
        ),
        insights=(
            InsightView(
                1, "trend", "NewCo", "", 0.9, date(2026, 6, 2),
                "以新设海外公司承接单一管线的做法正在变多，灵活度高于整体授权。",
                a_source(4, "新华日报", "苏药出海观察"),
            ),
            InsightView(
                2, "challenge", "patents", "某专利律师", 0.8, date(2026, 6, 2),
                "不少企业在早期没有布局海外专利，到谈判时才发现权利不完整。", a_source(5, "财新", "出海之后"),
            ),
        ),
        watched=(Watched("恒瑞医药", (), ()), Watched("云顶新耀", (a_deal(),), ())),
        review=(a_deal(10, confidence=0.41, grantors=(a_party("某生物", "Mou Bio", "CN"),)),),
        failing=(
            SourceHealth(
                "yaozhi", NOW, NOW - timedelta(days=2), None, NOW - timedelta(days=2), "HTTP 503 on 4 of 4 pages"
            ),
        ),
        sources=23,
        weeks=tuple(
            Week(label, out, other)
            for label, out, other in (
                ("4/13", 5, 3), ("4/20", 7, 2), ("4/27", 2, 1), ("5/4", 6, 4), ("5/11", 9, 5), ("5/18", 8, 3),
                ("5/25", 11, 6), ("6/1", 4, 3),
            )
        ),
    )  # fmt: skip


def a_quiet_day(*, failing: bool = False) -> News:
    """Nothing new; ``failing``: because not all could be read."""
    full = a_full_day()
    return News(since=SINCE, until=NOW, sources=23, failing=full.failing if failing else (), weeks=full.weeks)


class Desk(Newsdesk):
    """A newsdesk that has its news already, for what is about words and looks; others ask a database."""

    def __init__(self, news: News) -> None:
        self.news = news
        self.evidence: tuple[str, SourceView] | None = None
        self._shared = {}

    def gather(self, subscriber: SubscriptionView, since: datetime, *, most_deals: int = 200) -> News:
        new, other = self.news.new[:most_deals], self.news.other[: max(0, most_deals - len(self.news.new))]
        waiting = len(self.news.new) + len(self.news.other) - len(new) - len(other)
        return replace(self.news, new=new, other=other, waiting=waiting)

    def detail(self, deal: DealView) -> DealDetail:
        detail = a_detail(deal)
        if self.evidence is None:
            return detail
        sentence, source = self.evidence
        evidence = EvidenceView("amounts.upfront", sentence[1:4], sentence, 1, "money", source)
        report = replace(detail.reports[0], source=source)
        return replace(detail, fields=(replace(detail.fields[0], evidence=(evidence,)),), reports=(report,))

"""The page of a digest: all that its three templates show, in the words of one language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from alerts.corrections import Change
from alerts.news import Correction, News, Newsdesk, Watched
from alerts.render import UNSUBSCRIBE, cleaned
from storage.subscriptions import SubscriptionView
from storage.views import AmountView, DealView, EventView, InsightView, MilestoneView, SourceHealth, SourceView
from telling.amounts import format_money
from telling.cards import (
    Card,
    Cited,
    cite,
    deal_link,
    format_day,
    format_time,
    headline,
    make_card,
    short_summary,
)
from telling.words import Words

_DIRECTIONS = ("out", "in", "domestic", "foreign")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: a mark, what it says, and where to read on; ``numbers`` point into the list of sources."""

    mark: str
    title: str
    text: str = ""
    day: str = ""
    link: str = ""
    source: Cited | None = None
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Everything shown, from top to bottom; an empty tuple or text is a part that is left out."""

    words: Words
    language: str
    date: str
    short_date: str
    period: str
    late: str
    problem: str
    lead: str
    sublead: str
    count: int
    core: tuple[str, ...]
    new: tuple[Card, ...]
    other: tuple[Card, ...]
    waiting: str
    corrections: tuple[Row, ...]
    events: tuple[Row, ...]
    milestones: tuple[Row, ...]
    insights: tuple[Row, ...]
    numbered: tuple[Cited, ...]
    watched: tuple[Row, ...]
    review: tuple[Row, ...]
    health: str
    failing: tuple[Row, ...]
    chart_alt: str
    base_url: str
    subscription: str
    unsubscribe: str = UNSUBSCRIBE


@dataclass
class _Sources:
    """The sources that statements cite, numbered in the order of first use."""

    words: Words
    cited: list[Cited] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)

    def number(self, source: SourceView) -> int:
        if source.article not in self.numbers:
            self.cited.append(cite(source, self.words))
            self.numbers[source.article] = len(self.cited)
        return self.numbers[source.article]


def make_page(
    desk: Newsdesk, news: News, subscriber: SubscriptionView, *, due: datetime, base_url: str, late: bool,
    with_chart: bool,
) -> Page:  # fmt: skip
    """Lay out the news of one subscription; its deals are cards without sentences here, full ones are made apart."""
    words = Words(subscriber.language)
    base_url = base_url.rstrip("/")
    sources = _Sources(words)
    spoken = [Words("zh"), Words("en")] if words.language == "both" else [words]
    chinese_date, english_date = f"{due.month}月{due.day}日", f"{due.day} {due:%B}"

    def card(deal: DealView) -> Card:
        return card_of(desk, deal, words, base_url, full=False)

    page = Page(
        words=words,
        language={"zh": "zh-CN", "en": "en", "both": "zh-CN"}[words.language],
        date=f"{due:%A}, {english_date} {due.year}" if words.language == "en" else _chinese_date(due),
        short_date=english_date if words.language == "en" else chinese_date,
        period=f"{format_time(news.since, words, 'minute')} – {format_time(news.until, words, 'minute')}",
        late=_late(late, words),
        problem=_problem(news.problem, words),
        lead=_lead(news, Words("en" if words.language == "en" else "zh")),
        sublead=_lead(news, Words("en")) if words.language == "both" else "",
        count=len(news.new) + len(news.other),
        core=tuple(line for each in spoken for line in _core(news, each)),
        new=tuple(card(deal) for deal in news.new),
        other=tuple(card(deal) for deal in news.other),
        waiting=_waiting(news.waiting, words),
        corrections=tuple(_correction(each, words, base_url) for each in news.corrections),
        events=tuple(_event(each, words, base_url) for each in news.events),
        milestones=tuple(_milestone(each, words) for each in news.milestones),
        insights=(*_insights(news.insights, words, sources), *_facts(news, words, sources)),
        numbered=tuple(sources.cited),
        watched=tuple(_watched(each, words) for each in news.watched),
        review=tuple(_uncertain(deal, words, base_url) for deal in news.review),
        health=_health(news, words),
        failing=tuple(_failing(source, words) for source in news.failing),
        chart_alt=_chart_alt(news, words) if with_chart else "",
        base_url=base_url,
        subscription=subscriber.name,
    )
    return _clean_rows(page)


def _clean_rows(page: Page) -> Page:
    """The page with what its rows took from outside made harmless; its cards are so already."""
    rows = ("corrections", "events", "milestones", "insights", "numbered", "watched", "review", "failing")
    return replace(
        page,
        lead=cleaned(page.lead),
        sublead=cleaned(page.sublead),
        **{name: cleaned(getattr(page, name)) for name in rows},
    )


def card_of(desk: Newsdesk, deal: DealView, words: Words, base_url: str, *, full: bool) -> Card:
    """The card of a deal, made once for all readers of a language; ``full``: with its sentence and all sources."""
    return desk.once(
        ("card", deal.id, words, full),
        lambda: cleaned(make_card(deal, desk.detail(deal) if full else None, words, base_url)),
    )


def _chinese_date(due: datetime) -> str:
    return f"{due.year}年{due.month}月{due.day}日 星期{'一二三四五六日'[due.weekday()]}"


def _late(late: bool, words: Words) -> str:
    if not late:
        return ""
    return words.pick("补发：原定发送时服务未运行", "Sent late: the service was not running when this was due")


def _problem(problem: str, words: Words) -> str:
    if not problem:
        return ""
    said = words.pick("订阅条件无法识别，请修改", "This subscription's query is not understood; please change it")
    return cleaned(f"{said}{words.colon}{problem}")


def _lead(news: News, words: Words) -> str:
    """The one thing that happened, as the subject says it."""
    deals = (*news.new, *news.other)
    if deals:
        way = words("direction." + deals[0].direction)
        # A day without a deal out of China says so before it tells of another one.
        mark = "" if deals[0].direction == "out" else f"[{way}] " if words.language == "en" else f"（{way}）"
        comma = ", " if words.language == "en" else "，"
        return f"{mark}{headline(deals[0], words)}{comma}{short_summary(deals[0], words)}"
    count = len(news.events) + len(news.corrections)
    if count:
        return words.pick(
            f"无新交易，{count} 项既有交易进展", f"No new deals, {count} updates on known ones", between=" · "
        )
    if news.milestones:
        count = len(news.milestones)
        return words.pick(f"无新交易，{count} 项海外里程碑", f"No new deals, {count} milestones abroad", between=" · ")
    return words.pick("无新交易", "No new deals", between=" · ")


def _core(news: News, words: Words) -> Iterable[str]:
    """The period in figures: how many, which way, and how much of it is disclosed by how many."""
    deals = (*news.new, *news.other)
    if not deals:
        yield _nothing(news, words)
        return
    ways = Counter(deal.direction for deal in deals)
    present = [way for way in _DIRECTIONS if ways[way]]
    chinese = "、".join(f"{Words('zh')('direction.' + way)} {ways[way]} 笔" for way in present)
    english = ", ".join(f"{ways[way]} {Words('en')('direction.' + way).lower()}" for way in present).replace(
        "china", "China"
    )
    one = "" if len(deals) == 1 else "s"
    yield words.pick(f"{len(deals)} 笔新交易：{chinese}", f"{len(deals)} new deal{one}: {english}", between=" · ")
    # Sums are those of deals out of China: a price paid within China added to them would mean nothing.
    out = news.new
    if out:
        yield _disclosed("upfront", [deal.upfront_usd for deal in out if deal.upfront_usd is not None], len(out), words)
        yield _disclosed("total", [deal.total_usd for deal in out if deal.total_usd is not None], len(out), words)


def _disclosed(kind: str, values: Sequence[Decimal], deals: int, words: Words) -> str:
    label_zh = Words("zh")("direction.out") + Words("zh")("amount." + kind)
    label_en = f"{Words('en')('amount.' + kind)}, {Words('en')('direction.out')}"
    if not values:
        return words.pick(f"{label_zh}：均未披露", f"{label_en}: not disclosed by any", between=" · ")
    total = sum(values, Decimal(0))
    rounded = total.quantize(Decimal("1e5")) if total >= 10**6 else total
    return words.pick(
        f"{label_zh}：{deals} 笔中 {len(values)} 笔披露，合计 {format_money(rounded, 'USD', 'zh')}",
        f"{label_en}: disclosed by {len(values)} of {deals}, {format_money(rounded, 'USD', 'en')} in all",
        between=" · ",
    )


def _nothing(news: News, words: Words) -> str:
    """Why there is no deal: nothing happened, or not everything could be read."""
    if not news.sources:
        return words.pick("尚无任何来源被读取过", "No source has been read yet", between=" · ")
    if news.failing:
        return words.pick(
            f"{news.sources} 个来源中有 {len(news.failing)} 个读取失败，今天的交易可能不全",
            f"{len(news.failing)} of {news.sources} sources could not be read: deals may be missing",
            between=" · ",
        )
    return words.pick(
        f"{news.sources} 个来源全部正常，没有符合订阅条件的新交易",
        f"All {news.sources} sources were read; nothing new matches this subscription",
        between=" · ",
    )


def _waiting(count: int, words: Words) -> str:
    if not count:
        return ""
    return words.pick(f"另有 {count} 笔将在下一期刊出", f"{count} more follow in the next digest", between=" · ")


def _correction(correction: Correction, words: Words, base_url: str) -> Row:
    changes = "；".join(_change(change, words) for change in correction.changes)
    title = headline(correction.deal, words) if correction.deal else correction.title
    return Row(words("event.corrected"), title, changes, link=deal_link(base_url, correction.ident))


def _change(change: Change, words: Words) -> str:
    if change.kind == "retracted":
        return words.pick(
            "经核实不是一笔交易，此前内容作废", "Found to be no deal; what was told is withdrawn", between=" · "
        )
    label = words("field." + change.kind) if change.kind in ("grantors", "partners") else words("amount." + change.kind)
    before, after = _values(change.before, words), _values(change.after, words)
    chinese = f"原为{before}，现为{after}"
    return f"{label}{words.pick('：', ': ', between='')}".replace("：: ", "：") + words.pick(
        chinese, f"was {before}, is {after}", between=" · "
    )


def _values(values: Iterable[AmountView | str], words: Words) -> str:
    language = "zh" if words.language == "both" else words.language
    return words.join(
        value if isinstance(value, str) else format_money(value.value, value.currency, language, value.bound)
        for value in values
    ) or words("none.stated")


def _event(event: EventView, words: Words, base_url: str) -> Row:
    source = cite(event.source, words) if event.source else None
    return Row(
        words("event." + event.kind), event.deal_title, event.sentence, format_day(event.day, words),
        deal_link(base_url, event.deal), source,
    )  # fmt: skip


def _milestone(milestone: MilestoneView, words: Words) -> Row:
    company = words.pick(milestone.company_name, milestone.company_name_en or milestone.company_name)
    mark = f"{milestone.regulator} {words('milestone.' + milestone.kind)}".strip()
    title = f"{company} · {milestone.asset}" if milestone.asset else company
    return Row(mark, title, milestone.sentence, format_day(milestone.day, words), source=cite(milestone.source, words))


def _insights(insights: Iterable[InsightView], words: Words, sources: _Sources) -> Iterable[Row]:
    for insight in insights:
        number = sources.number(insight.source)
        yield Row(words("insight." + insight.label), insight.speaker, insight.sentence, numbers=(number,))


def _facts(news: News, words: Words, sources: _Sources) -> Iterable[Row]:
    for fact in news.facts:
        yield Row(words("digest.facts"), "", fact.sentence, numbers=(sources.number(fact.source),))


def _watched(watched: Watched, words: Words) -> Row:
    told = [f"{headline(deal, words)}，{short_summary(deal, words)}" for deal in watched.deals]
    told += [f"{m.regulator} {words('milestone.' + m.kind)} {m.asset}".strip() for m in watched.milestones]
    return Row("", watched.company, "；".join(told) or words.pick("无新消息", "nothing new", between=" · "))


def _uncertain(deal: DealView, words: Words, base_url: str) -> Row:
    return Row(
        f"{deal.confidence:.0%}", headline(deal, words), short_summary(deal, words), link=deal_link(base_url, deal.id)
    )


def _health(news: News, words: Words) -> str:
    if not news.sources:
        return ""
    good = news.sources - len(news.failing)
    return words.pick(f"{news.sources} 个来源，{good} 个正常", f"{good} of {news.sources} sources fine", between=" · ")


def _failing(source: SourceHealth, words: Words) -> Row:
    since = source.failing_since or source.last_good
    when = words.pick(f"自{_moment(since, 'zh')}", f"since {_moment(since, 'en')}", between=" · ") if since else ""
    return Row(
        when,
        source.source,
        source.problem or words.pick("超过一天未读取", "not read for more than a day", between=" · "),
    )


def _moment(moment: datetime, language: str) -> str:
    return format_time(moment, Words("zh" if language == "zh" else "en"), "minute")


def _chart_alt(news: News, words: Words) -> str:
    """The chart in words, for those who do not see it."""
    out = "、".join(f"{week.label} {week.out}" for week in news.weeks)
    every = "、".join(f"{week.label} {week.out + week.other}" for week in news.weeks)
    return words.pick(
        f"每周对外授权交易：{out}；全部：{every}", f"Out-licences a week: {out}; all deals: {every}", between=" · "
    )

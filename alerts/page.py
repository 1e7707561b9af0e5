"""The page of a digest: all that its three templates show, in the words of one language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from alerts.leads import (
    core_lines,
    deal_line,
    describe_changes,
    event_title,
    find_lead,
    milestone_mark,
    milestone_title,
)
from alerts.news import Correction, News, Newsdesk, Watched
from alerts.render import UNSUBSCRIBE, cleaned
from storage.subscribe import describe_query
from storage.subscriptions import SubscriptionView
from storage.views import DealView, EventView, InsightView, MilestoneView, SourceView
from telling.cards import Card, Cited, cite, deal_link, format_day, format_time, headline, make_card, short_summary
from telling.figures import say_fact
from telling.names import english_names
from telling.sources import trouble
from telling.words import Words

#: failing sources that are told with their problem, and the names of others that are told at all
_MOST_FAILING, _MOST_NAMES = 5, 12


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
    more: str
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
    asked: str
    brief: str
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

    domestic = subscriber.query.direction == ("domestic",)
    leads = [find_lead(news, each, domestic=domestic) for each in spoken]

    def card(deal: DealView) -> Card:
        return card_of(desk, deal, words, base_url, full=False)

    page = Page(
        words=words,
        language={"zh": "zh-CN", "en": "en", "both": "zh-CN"}[words.language],
        date=f"{due:%A}, {english_date} {due.year}" if words.language == "en" else _chinese_date(due),
        short_date=english_date if words.language == "en" else chinese_date,
        period=_period(news, subscriber, words),
        late=_late(late, words),
        problem=_problem(news.problem, words),
        lead=leads[0].text,
        sublead=leads[1].text if words.language == "both" else "",
        more=leads[0].more(spoken[0]),
        count=len(news.new) + len(news.other),
        core=tuple(line for each in spoken for line in core_lines(news, each)),
        new=tuple(card(deal) for deal in news.new),
        other=tuple(card(deal) for deal in news.other),
        waiting=_waiting(news.waiting, words),
        corrections=tuple(_correction(each, words, base_url) for each in news.corrections),
        events=tuple(_event(each, news, words, base_url) for each in news.events),
        milestones=tuple(_milestone(each, words) for each in news.milestones),
        insights=(*_insights(news.insights, words, sources), *_facts(news, words, sources)),
        numbered=tuple(sources.cited),
        watched=tuple(_watched(each, words) for each in news.watched),
        review=tuple(_uncertain(deal, words, base_url) for deal in news.review),
        health=_health(news, words),
        failing=tuple(_failing(news, words)),
        chart_alt=_chart_alt(news, words) if with_chart else "",
        base_url=base_url,
        subscription=subscriber.name,
        asked=cleaned(describe_query(subscriber.query)),  # whom the mail is forwarded to knows what it leaves out
        brief=_brief_link(news, subscriber, base_url),
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


def _period(news: News, subscriber: SubscriptionView, words: Words) -> str:
    """The time that the digest covers, in the reader's zone, which is named where it is not Shanghai."""
    zone = ZoneInfo(subscriber.timezone)
    begin, end = (format_time(moment, words, "minute", zone) for moment in (news.since, news.until))
    return f"{begin} – {end}" + ("" if subscriber.timezone == "Asia/Shanghai" else f" ({subscriber.timezone})")


def _brief_link(news: News, subscriber: SubscriptionView, base_url: str) -> str:
    """The page with the brief of the days that the mail is of, for the places and companies of the subscription."""
    asked = subscriber.query
    zone = ZoneInfo(subscriber.timezone)
    days = [("since", news.since.astimezone(zone).date()), ("until", news.until.astimezone(zone).date())]
    places = [(name, value) for name in ("province", "company") for value in getattr(asked, name)]
    return f"{base_url}/brief?{urlencode([*days, *places])}"


def _late(late: bool, words: Words) -> str:
    if not late:
        return ""
    return words.pick("补发：原定发送时服务未运行", "Sent late: the service was not running when this was due")


def _problem(problem: str, words: Words) -> str:
    if not problem:
        return ""
    said = words.pick("订阅条件无法识别，请修改", "This subscription's query is not understood; please change it")
    return cleaned(f"{said}{words.colon}{problem}")


def _waiting(count: int, words: Words) -> str:
    if not count:
        return ""
    return words.pick(f"另有 {count} 笔将在下一期刊出", f"{count} more follow in the next digest", between=" · ")


def _correction(correction: Correction, words: Words, base_url: str) -> Row:
    title = headline(correction.deal, words) if correction.deal else correction.title
    changes = describe_changes(correction, words)
    changes = changes[:1].upper() + changes[1:]
    return Row(words("event.corrected"), title, changes, link=deal_link(base_url, correction.ident))


def _event(event: EventView, news: News, words: Words, base_url: str) -> Row:
    source = cite(event.source, words) if event.source else None
    return Row(
        words("event." + event.kind), event_title(event, news, words), event.sentence, format_day(event.day, words),
        deal_link(base_url, event.deal), source,
    )  # fmt: skip


def _milestone(milestone: MilestoneView, words: Words) -> Row:
    return Row(
        milestone_mark(milestone, words), milestone_title(milestone, words), milestone.sentence,
        format_day(milestone.day, words), source=cite(milestone.source, words),
    )  # fmt: skip


def _insights(insights: Iterable[InsightView], words: Words, sources: _Sources) -> Iterable[Row]:
    for insight in insights:
        number = sources.number(insight.source)
        speaker = "" if insight.speaker in insight.sentence else insight.speaker
        yield Row(words("insight." + insight.label), speaker, insight.sentence, numbers=(number,))


def _facts(news: News, words: Words, sources: _Sources) -> Iterable[Row]:
    """Figures in a line each, made of their fields; one that several articles report has all their numbers."""
    told: dict[str, list[int]] = {}
    for fact in news.facts:
        numbers = told.setdefault(say_fact(fact, words, english_names()), [])
        if (number := sources.number(fact.source)) not in numbers:
            numbers.append(number)
    for said, cited in told.items():
        yield Row(words("digest.facts"), "", said, numbers=tuple(cited))


def _watched(watched: Watched, words: Words) -> Row:
    if not watched.known:
        said = words.pick(
            "公司库中没有这个名称，请修改", "no company of this name is known; please change it", between=" · "
        )
        return Row("", watched.company, said)
    told = [deal_line(deal, words) for deal in watched.deals]
    told += [f"{milestone_mark(each, words)} {each.asset}".strip() for each in watched.milestones]
    nothing = words.pick("无新消息", "nothing new", between=" · ")
    return Row("", watched.company, ("; " if words.language == "en" else "；").join(told) or nothing)


def _uncertain(deal: DealView, words: Words, base_url: str) -> Row:
    return Row(
        f"{deal.confidence:.0%}", headline(deal, words), short_summary(deal, words), link=deal_link(base_url, deal.id)
    )


def _health(news: News, words: Words) -> str:
    if not news.sources:
        return ""
    good = news.sources - len(news.failing)
    if not news.failing:
        return words.pick(f"{good} 个来源全部正常", f"All {good} sources were read", between=" · ")
    return words.pick(
        f"{news.sources} 个来源，{good} 个正常", f"{good} of {news.sources} sources were read", between=" · "
    )


def _failing(news: News, words: Words) -> Iterable[Row]:
    """The first few sources that fail, each with its problem; of the others the names."""
    for source in news.failing[:_MOST_FAILING]:
        since = source.failing_since or source.last_good
        when = words.pick(f"自{_moment(since, 'zh')}", f"since {_moment(since, 'en')}", between=" · ") if since else ""
        stale = words.pick("超过一天未读取", "not read for more than a day", between=" · ")
        yield Row(when, source.source, trouble(source, words) or stale)
    if rest := [source.source for source in news.failing[_MOST_FAILING:]]:
        more = words.pick(f"另有 {len(rest)} 个", f"{len(rest)} more", between=" · ")
        yield Row("", more, words.join(rest[:_MOST_NAMES]) + " …" * (len(rest) > _MOST_NAMES))


def _moment(moment: datetime, language: str) -> str:
    return format_time(moment, Words("zh" if language == "zh" else "en"), "minute")


def _chart_alt(news: News, words: Words) -> str:
    """The chart in words, for those who do not see it."""
    out = "、".join(f"{week.label} {week.out}" for week in news.weeks)
    every = "、".join(f"{week.label} {week.out + week.other}" for week in news.weeks)
    return words.pick(
        f"每周对外授权交易：{out}；全部：{every}", f"Out-licences a week: {out}; all deals: {every}", between=" · "
    )

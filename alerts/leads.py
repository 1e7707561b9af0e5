"""What a period comes to: the one thing that its subject says, and a few lines of figures under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from alerts.corrections import Change
from alerts.news import Correction, News
from storage.views import AmountView, DealView, EventView, MilestoneView
from telling.amounts import format_money
from telling.cards import headline, short_summary
from telling.figures import say_regulator
from telling.words import Words

_DIRECTIONS = ("out", "in", "domestic", "foreign")
_COUNTED = {
    "corrections": ("correction", "corrections"),
    "events": ("event on a known deal", "events on known deals"),
    "milestones": ("milestone abroad", "milestones abroad"),
}


@dataclass(frozen=True, slots=True)
class Lead:
    """The news in a line; ``count`` things like it happened, of which it is the first."""

    text: str
    count: int = 0
    unit: str = "笔"

    def more(self, words: Words) -> str:
        """How a subject ends that names one of several."""
        if self.count < 2:
            return ""
        return f" and {self.count - 1} more" if words.language == "en" else f"，等{self.count}{self.unit}"


def find_lead(news: News, words: Words, *, domestic: bool) -> Lead:
    """Deals out of China first, then into China, then what became of known ones; trade abroad and at home comes last.

    Deals within China are named only where the reader asked for them (``domestic``), else counted. One language.
    """
    ways = {way: [deal for deal in news.other if deal.direction == way] for way in _DIRECTIONS}
    if news.new:
        return Lead(deal_line(news.new[0], words), len(news.new))
    if ways["in"]:
        return Lead(_marked(ways["in"][0], words), len(news.other))
    if news.corrections:
        return Lead(_correction_line(news.corrections[0], words), len(news.corrections), "项")
    if events := [event for event in news.events if domestic or not _is_domestic(event, news)]:
        return Lead(_event_line(events[0], news, words), len(events), "项")
    if news.milestones:
        return Lead(_milestone_line(news.milestones[0], words), len(news.milestones), "项")
    if ways["foreign"]:
        return Lead(_marked(ways["foreign"][0], words), len(news.other))
    if ways["domestic"]:
        if domestic:
            return Lead(_marked(ways["domestic"][0], words), len(news.other))
        count = len(ways["domestic"])
        return Lead(words.pick(f"无出海新交易，境内交易 {count} 笔", f"No deals abroad, {count} within China"))
    return Lead(words.pick("无新交易", "No new deals"))


def deal_line(deal: DealView, words: Words) -> str:
    """A deal in one line: 云顶新耀 → Travere，首付款1.12亿美元."""
    comma = ", " if words.language == "en" else "，"
    return f"{headline(deal, words)}{comma}{short_summary(deal, words)}"


def event_title(event: EventView, news: News, words: Words) -> str:
    """Whose deal an event is about."""
    return next((headline(deal, words) for deal in news.about if deal.id == event.deal), event.deal_title)


def milestone_title(milestone: MilestoneView, words: Words) -> str:
    """A company and its product."""
    company = words.pick(milestone.company_name, milestone.company_name_en or milestone.company_name)
    return f"{company} · {milestone.asset}" if milestone.asset else company


def milestone_mark(milestone: MilestoneView, words: Words) -> str:
    """Who decided and what: FDA 获批, 印度尼西亚 上市, FDA 资格认定（孤儿药）."""
    detail = words("designation." + milestone.detail) if milestone.detail else ""
    inside = (f" ({detail})" if words.language == "en" else f"（{detail}）") if detail else ""
    return f"{say_regulator(milestone.regulator, words)} {words('milestone.' + milestone.kind)}{inside}".strip()


def describe_changes(correction: Correction, words: Words) -> str:
    """What was told and what is true: 首付款原为588万美元，现为888万美元."""
    if words.language == "both":
        return " · ".join(describe_changes(correction, Words(each)) for each in ("zh", "en"))
    return ("; " if words.language == "en" else "；").join(_change(change, words) for change in correction.changes)


def core_lines(news: News, words: Words) -> Iterator[str]:
    """The period in figures: how many, which way, and how much of it is disclosed by how many. One language."""
    deals = (*news.new, *news.other)
    if deals:
        ways = Counter(deal.direction for deal in deals)
        present = [way for way in _DIRECTIONS if ways[way]]
        yield words.pick(
            f"{len(deals)} 笔新交易：" + "、".join(f"{words('direction.' + way)} {ways[way]} 笔" for way in present),
            f"{len(deals)} new deal{'s' * (len(deals) > 1)}: "
            + ", ".join(f"{ways[way]} {_in_sentence(words('direction.' + way))}" for way in present),
        )
    else:
        yield _nothing(news, words)
    # Sums are those of deals out of China: a price paid within China added to them would mean nothing.
    if news.new:
        yield f"{words('direction.out')}{words.colon}{_disclosures(news.new, words)}"
    counts = {name: len(getattr(news, name)) for name in ("corrections", "events", "milestones")}
    if any(counts.values()):
        yield words.pick(
            "另有" + "、".join(f"{words('digest.' + name)} {count} 项" for name, count in counts.items() if count),
            "Also " + ", ".join(f"{c} {_COUNTED[n][c > 1]}" for n, c in counts.items() if c),
        )


def _disclosures(deals: Sequence[DealView], words: Words) -> str:
    """How many disclose an upfront and a total, and what these come to."""
    upfronts = [deal.upfront_usd for deal in deals if deal.upfront_usd is not None]
    totals = [deal.total_usd for deal in deals if deal.total_usd is not None]
    if upfronts or totals:
        said = [_disclosed(words("amount.upfront"), upfronts, words), _disclosed(words("amount.total"), totals, words)]
        return ("; " if words.language == "en" else "；").join(said)
    if any(deal.amounts for deal in deals):
        return words.pick("首付款、总额均未单独披露", "neither upfront nor total is stated separately")
    return words.pick("金额均未披露", "no amount is disclosed")


def _disclosed(label: str, values: Sequence[Decimal], words: Words) -> str:
    if not values:
        return words.pick(f"{label}均未披露", f"{_in_sentence(label)} not disclosed by any")
    total = sum(values, Decimal(0))
    # Four digits of a sum of sums, some of which are converted: more would pretend to know.
    rounded = Decimal(f"{total:.4g}").quantize(Decimal(1))
    chinese, english = (
        format_money(rounded, "USD", x, "exact" if rounded == total else "approx") for x in ("zh", "en")
    )
    several = len(values) > 1
    return words.pick(
        f"{label} {len(values)} 笔披露，{'合计' * several}{chinese}",
        f"{_in_sentence(label)} disclosed by {len(values)}, {english}{' in all' * several}",
    )


def _nothing(news: News, words: Words) -> str:
    """Why there is no deal: nothing happened, or not everything could be read."""
    if not news.sources:
        if news.is_empty:
            return words.pick("尚无任何来源被读取过", "No source has been read yet")
        return words.pick("没有符合订阅条件的新交易", "No new deal matches this subscription")
    if news.failing:
        return words.pick(
            f"{news.sources} 个来源中有 {len(news.failing)} 个读取失败，今天的交易可能不全",
            f"{len(news.failing)} of {news.sources} sources could not be read: deals may be missing",
        )
    return words.pick(
        f"{news.sources} 个来源全部正常，没有符合订阅条件的新交易",
        f"All {news.sources} sources were read; nothing new matches this subscription",
    )


def _marked(deal: DealView, words: Words) -> str:
    """A deal that is not out of China says so before it is told."""
    way = words("direction." + deal.direction)
    return f"{words.pick(f'（{way}）', f'[{way}] ', between='')}{deal_line(deal, words)}"


def _correction_line(correction: Correction, words: Words) -> str:
    title = headline(correction.deal, words) if correction.deal else correction.title
    comma = ", " if words.language == "en" else "，"
    return f"{words('event.corrected')}{words.colon}{title}{comma}{describe_changes(correction, words)}"


def _is_domestic(event: EventView, news: News) -> bool:
    return any(deal.id == event.deal and deal.direction == "domestic" for deal in news.about)


def _event_line(event: EventView, news: News, words: Words) -> str:
    return f"{event_title(event, news, words)}{words.colon}{_in_sentence(words('event.' + event.kind))}"


def _milestone_line(milestone: MilestoneView, words: Words) -> str:
    return f"{milestone_title(milestone, words)}{words.colon}{milestone_mark(milestone, words)}"


def _change(change: Change, words: Words) -> str:
    if change.kind == "retracted":
        return words.pick("经核实不是一笔交易，此前内容作废", "found to be no deal; what was told is withdrawn")
    label = words("field." + change.kind) if change.kind in ("grantors", "partners") else words("amount." + change.kind)
    before, after = _values(change.before, words), _values(change.after, words)
    return words.pick(f"{label}原为{before}，现为{after}", f"{_in_sentence(label)} was {before}, is {after}")


def _values(values: Iterable[AmountView | str], words: Words) -> str:
    return words.join(
        value if isinstance(value, str) else format_money(value.value, value.currency, words.language, value.bound)
        for value in values
    ) or words("none.stated")


def _in_sentence(label: str) -> str:
    """A label within an English sentence; China and abbreviations keep their capitals."""
    return label if label.startswith("China") or label[1:2].isupper() else label[:1].lower() + label[1:]

"""The parts of a brief's lines: a deal, a quote, a count, a sum, each in the words of one language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from storage.places import find_province
from storage.views import DealView, InsightView
from telling.amounts import format_money
from telling.assets import asset_name
from telling.cards import format_day, headline
from telling.words import Words

_SHOWN = frozenset({"upfront", "near_term", "price", "equity", "milestone", "total", "paid"})


@dataclass(frozen=True, slots=True)
class Counted:
    """A name that each language says its own way, and how many there are of it."""

    say: Callable[[str, Words], str]
    name: str
    n: int | None = None

    def __call__(self, words: Words) -> str:
        said = self.say(self.name, words)
        return said if self.n is None else f"{said} {self.n}"


def largest_sum(deal: DealView) -> Decimal:
    """The largest sum that a deal states, in dollars: what a list of developments is ranked by."""
    return max((amount.usd or Decimal(0) for amount in deal.amounts), default=Decimal(0))


def say_days(first: date, last: date, words: Words) -> str:
    """2026年6月, 2025年, or from one day to another."""
    following = last + timedelta(days=1)
    if first == last:
        return format_day(first, words)
    if first.day == 1 and following.day == 1 and (first.year, first.month) == (last.year, last.month):
        return format_day(first, words, "month")
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return format_day(first, words, "year")
    return words.pick("{}至{}", "{} to {}").format(format_day(first, words), format_day(last, words))


def sums(deals: Iterable[DealView], name: str) -> list[tuple[DealView, Decimal]]:
    return [(deal, value) for deal in deals if (value := getattr(deal, name)) is not None]


def provinces(deal: DealView) -> frozenset[str]:
    return frozenset(party.province for party in (*deal.grantors, *deal.partners) if party.province)


def say_province(name: str, words: Words) -> str:
    return words(f"province.{name}")


def say_value(value: object, words: Words) -> str:
    if isinstance(value, list):
        return words.join(each(words) for each in value)
    if isinstance(value, Decimal):
        return format_money(Decimal(f"{value:.4g}"), "USD", words.language, "approx")
    return format_day(value, words) if isinstance(value, date) else str(value)


def say_deal(deal: DealView, words: Words, *, dated: bool) -> str:
    """One deal in one line of one language: day (where it is known), who to whom, of what, for how much."""
    comma, semicolon = words.pick("，", ", "), words.pick("；", "; ")
    territory = deal.territory or {}
    sums = [
        f"{_in_line('amount.' + amount.kind, words)}{words.pick('', ' ')}"
        f"{format_money(amount.value, amount.currency, words.language, amount.bound)}"
        for amount in deal.amounts
        if amount.kind in _SHOWN
    ]
    parts = [
        comma.join((_kind(deal, words), *(asset_name(asset, words) for asset in deal.assets[:2]))),
        words.territory(territory.get("include", []), territory.get("exclude", [])),
        comma.join(sums) or words("none.money"),
    ]
    day = format_day(deal.announced, words, deal.announced_precision) + comma if dated else ""
    return f"{day}{headline(deal, words)}{words.colon}{semicolon.join(part for part in parts if part)}"


def _kind(deal: DealView, words: Words) -> str:
    """What the deal is, and how it stands where it is more or less than announced."""
    kind = _in_line("type." + deal.type, words)
    return (
        kind
        if deal.status == "announced"
        else f"{kind}{words.pick('（{}）', ' ({})').format(_in_line('status.' + deal.status, words))}"
    )


def _in_line(key: str, words: Words) -> str:
    """The word of a key as it stands within a sentence."""
    word = words(key)
    return word[:1].lower() + word[1:] if words.language == "en" and not word.startswith("NewCo") else word


def say_quote(insight: InsightView, words: Words) -> str:
    """The sentence as printed, what it is of, who says so, and its language where that is not the reader's."""
    topics = [topic for topic in insight.topic.split(", ") if topic]
    kind = "model" if insight.label == "model" else "topic"
    named = words.join(
        words(f"{kind}.{topic}") if insight.label != "policy" else _place(topic, words) for topic in topics
    )
    is_chinese = any("\u4e00" <= char <= "\u9fff" for char in insight.sentence)
    foreign = {"zh": not is_chinese, "en": is_chinese}.get(words.language, False)
    marks = [insight.speaker, words("brief.chinese" if is_chinese else "brief.english") if foreign else ""]
    said = f"“{insight.sentence.strip('“”')}”"
    tail = words.pick("——", " — ") + words.pick("，", ", ").join(m for m in marks if m) if any(marks) else ""
    return (f"{named}{words.colon}" if named else "") + said + tail


def _place(topic: str, words: Words) -> str:
    latin = find_province(topic)
    english = {"中国": "China", "美国": "United States", "欧盟": "European Union", "日本": "Japan"}
    return words("province." + latin) if latin else words.pick(topic, english.get(topic, topic))


def count(values: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0]))


def is_alike(one: str, other: str) -> bool:
    """Whether two sentences are one, told with another lead-in or a clause more: most triples of characters are shared."""
    a, b = ({text[i : i + 3] for i in range(len(text) - 2)} for text in (one, other))
    return len(a & b) > 0.6 * min(len(a), len(b)) if a and b else one == other


def period_before(first: date, last: date) -> tuple[date, date]:
    """The period as long that ends the day before; as many whole months where the period is whole months."""
    following = last + timedelta(days=1)
    end = first - timedelta(days=1)
    if first.day == 1 and following.day == 1:
        months = (following.year - first.year) * 12 + following.month - first.month
        year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
        return date(year, month + 1, 1), end
    return end - (last - first), end

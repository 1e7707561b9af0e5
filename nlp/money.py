"""The amounts of a deal: each sum that its sentences tell once, with what it is for and how exact it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from nlp.notation import Money, find_money
from nlp.payments import PAID_AT_ONCE, classified
from nlp.records import AmountKind, Bound
from nlp.text import Span, fold, split_sentences

_CUT_OFF = re.compile(r"\.\.|…")


@dataclass(frozen=True, slots=True)
class AmountHit:
    """An amount of a deal and where it stands; ``rule`` says why it was read so."""

    kind: AmountKind
    currency: str
    value: Decimal
    bound: Bound
    start: int
    end: int
    rule: str
    score: float = 1.0
    includes_upfront: bool | None = None


def find_deal_amounts(text: str, spans: Sequence[Span], deal_type_hint: str | None = None) -> list[AmountHit]:
    """The amounts that the spans of one deal tell, each sum once, in the order of the text."""
    hits: list[AmountHit] = []
    every = find_money(text)
    folded = fold(text)
    # What a headline gives in yuan and the body calls a conversion is no second sum; 支付7000万… lost its currency.
    again = {(item.currency, item.value) for item in every if item.converted}
    money = [
        item
        for item in every
        if item.value
        and not (item.per_share or item.converted or (item.currency, item.value) in again)
        and not _CUT_OFF.match(folded, item.end)
    ]
    at = 0
    for sentence in sorted(
        (s for start, end in spans for s in split_sentences(text, start, end)), key=lambda s: s.start
    ):
        while at < len(money) and money[at].start < sentence.start:
            at += 1
        inside: list[Money] = []
        while at < len(money) and money[at].start < sentence.end:
            inside.append(money[at])
            at += 1
        for item, guess in zip(inside, classified(folded, inside, sentence, deal_type_hint), strict=True):
            if guess.kind and item.value:
                bound: Bound = "max" if item.high and item.bound == "exact" else item.bound
                hits.append(
                    AmountHit(guess.kind, item.currency or "CNY", item.high or item.value, bound, item.start, item.end,
                              guess.rule, guess.score, guess.includes_upfront)
                )  # fmt: skip
    title_end = folded.find("\n")
    hits = _surpassed(_priced(_at_once(_revised(hits, folded)), deal_type_hint))
    return _added_up(_unrounded(_unconverted(_once(hits, title_end), title_end), title_end))


def _revised(hits: list[AmountHit], folded: str) -> list[AmountHit]:
    """Without the sums that a later one replaces: 总价款为8.9亿元…调整为8.87亿元, 由1000万美元降至800万美元."""
    kept: list[AmountHit] = []
    for hit in hits:
        if _REVISED.search(folded, max(0, hit.start - 12), hit.start):
            before = next((h for h in reversed(kept) if (h.kind, h.currency) == (hit.kind, hit.currency)), None)
            kept = [h for h in kept if h is not before]
        kept.append(hit)
    return kept


_REVISED = re.compile(r"(?:降|升|增|减|下调|上调|调整|调低|调高|修订|变更)(?:少|加)?(?:至|为|到)(?:人民币|约)?\s?$")


def _at_once(hits: list[AmountHit]) -> list[AmountHit]:
    """What is paid for the rights is no total where a higher one is told beside it: 支付6500万欧元取得…,总额最高14亿欧元."""
    highest = {h.currency: h.value for h in hits if h.kind == "total" and h.rule != "pays" and h.bound == "max"}
    return [
        replace(hit, kind="upfront")
        if (hit.kind, hit.rule) == ("total", "pays") and hit.value < highest.get(hit.currency, 0)
        else hit
        for hit in hits
    ]


def _priced(hits: list[AmountHit], hint: str | None) -> list[AmountHit]:
    """In an acquisition the total is the price, unless its parts are told with sums of their own.

    Where rights are granted 对价 is another word for a sum that has its own name.
    """
    if hint in ("license", "option", "co_development", "commercialization"):
        named = {(hit.currency, hit.value) for hit in hits if hit.kind != "price"}
        hits = [hit for hit in hits if hit.kind != "price" or (hit.currency, hit.value) not in named]
        if any(hit.kind == "total" for hit in hits):
            return hits
        return [replace(hit, kind="total") if hit.kind == "price" else hit for hit in hits]
    if hint not in ("acquisition", "asset_purchase"):
        return hits
    first = {(h.currency, h.value) for h in hits if h.kind in ("upfront", "near_term", "total")}
    hits = [h for h in hits if h.kind != "price" or (h.currency, h.value) not in first]
    if any(h.kind in ("upfront", "milestone", "near_term") for h in hits):
        return hits
    prices = [hit for hit in hits if hit.kind == "price"]
    told = {(hit.currency, hit.value) for hit in prices}
    hits = [hit for hit in hits if hit.kind != "equity" or (hit.currency, hit.value) not in told]
    whole = [hit for hit in hits if hit.kind in ("price", "total") and hit.bound == "max"]
    if len(whole) == 1 and any(0 < p.value < whole[0].value * 99 / 100 and p.bound != "max" for p in prices):
        # 现金对价10亿，加上或有价值权，总对价最高12亿: the price and what it may come to
        rest = [h for h in hits if h.kind not in ("price", "total") or h.value != whole[0].value]
        return sorted([*rest, replace(whole[0], kind="total")], key=lambda hit: hit.start)
    return [replace(hit, kind="price") if hit.kind == "total" else hit for hit in hits]


def _added_up(hits: list[AmountHit]) -> list[AmountHit]:
    """A figure that is just what the others add up to is the total, whatever the words before it (9.5 of 8 and 1.5)."""
    for hit in hits:
        others = [o for o in hits if o is not hit and o.currency == hit.currency and o.value < hit.value]
        later = [o.value for o in others if o.kind == "milestone"]
        at_once = [o.value for o in others if o.kind in PAID_AT_ONCE]
        kinds = {o.kind for o in others if o.kind in PAID_AT_ONCE}
        if hit.kind in ("upfront", "total") and {"upfront", "equity"} <= kinds and sum(at_once) == hit.value:
            return [o for o in hits if o is not hit]  # 首付款加股权合计9000万美元: its parts say it
        if hit.kind in ("paid", "total") or not later or not at_once:
            continue
        whole = sum(later) + sum(at_once)
        if abs(whole - hit.value) <= hit.value / 200:
            rest = [o for o in hits if o is not hit and not (o.kind == "total" and o.value == hit.value)]
            total = replace(hit, kind="total", rule="sum of the parts", includes_upfront=True)
            return sorted([*rest, total], key=lambda each: each.start)
    return hits


def _unrounded(hits: list[AmountHit], title_end: int) -> list[AmountHit]:
    """Without a headline's rounded form of a sum that the body tells to the last digit (9.51亿 of 9.5092亿)."""
    return [
        hit
        for hit in hits
        if hit.start > title_end
        or not any(
            other.start > title_end
            and (other.kind, other.currency) == (hit.kind, hit.currency)
            and other.value != hit.value
            and abs(other.value - hit.value) <= other.value * _rounding(hit.value)
            for other in hits
        )
    ]


def _rounding(value: Decimal) -> Decimal:
    """How far a rounded sum may be from the exact one: 1亿 of 1.035亿, but 9.5亿 only of 9.45 to 9.55."""
    return Decimal("0.05") if len(value.normalize().as_tuple().digits) == 1 else Decimal("0.01")


#: What a yuan headline may have turned a foreign sum into; wide enough for the rates of twenty years.
_IN_YUAN = {
    "USD": (Decimal("6.0"), Decimal("7.6")),
    "EUR": (Decimal("6.8"), Decimal("9.2")),
    "HKD": (Decimal("0.78"), Decimal("0.97")),
}


def _unconverted(hits: list[AmountHit], title_end: int) -> list[AmountHit]:
    """Without a headline's yuan that are only the body's dollars, or their sum, turned into yuan."""
    body = [hit for hit in hits if hit.start > title_end]
    gone = []
    for hit in hits:
        if hit.start > title_end or hit.currency != "CNY":
            continue
        for currency, (low, high) in _IN_YUAN.items():
            told = [other.value for other in body if other.currency == currency]
            if any(low <= hit.value / value <= high for value in {*told, sum(told)} if value):
                gone.append(hit)
                break
    return [hit for hit in hits if hit not in gone]


def _surpassed(hits: list[AmountHit]) -> list[AmountHit]:
    """Without the floors (a headline's 超二百万) where the same payment is told exactly."""
    exact = [hit for hit in hits if hit.bound == "exact"]
    return [
        hit
        for hit in hits
        if hit.bound != "min"
        or not any(
            other.kind == hit.kind and other.currency == hit.currency and hit.value < other.value <= hit.value * 3 / 2
            for other in exact
        )
    ]


_WEAK = ("headline", "sum of a deal", "pays", "licence fee")


def _rounds(short: AmountHit, full: AmountHit) -> bool:
    """Whether a headline's sum is the rounded form of a named one (20亿 of 20.2亿)."""
    return short.currency == full.currency and abs(short.value - full.value) <= full.value * Decimal("0.03")


def _once(hits: list[AmountHit], title_end: int) -> list[AmountHit]:
    """Each sum once: a named payment outweighs a headline's, a body's bound the title's, near_term its upfront."""
    strong = {(hit.currency, hit.value) for hit in hits if hit.rule not in _WEAK}
    near = {(hit.currency, hit.value) for hit in hits if hit.kind == "near_term"}
    paid = {(hit.currency, hit.value) for hit in hits if hit.kind == "paid"}
    bounds: dict[tuple[str, Decimal], Bound] = {}
    for hit in sorted(hits, key=lambda hit: hit.start > title_end, reverse=True):
        if hit.bound != "exact":
            bounds.setdefault((hit.currency, hit.value), hit.bound)
    totals = [hit for hit in hits if hit.kind in ("total", "price") and hit.rule not in _WEAK]
    best: dict[tuple[AmountKind, str, Decimal], AmountHit] = {}
    for hit in hits:
        told = (hit.currency, hit.value)
        if hit.rule in _WEAK and (told in strong or any(_rounds(hit, total) for total in totals)):
            continue
        if (hit.kind == "upfront" and told in near) or (hit.kind in ("upfront", "milestone") and told in paid):
            continue
        held = best.get((hit.kind, *told))
        if held is None or (hit.bound != "exact" and (held.bound == "exact" or held.start < title_end)):
            best[hit.kind, *told] = hit
    whole = [replace(hit, bound=bounds.get((hit.currency, hit.value), "exact")) for hit in best.values()]
    return sorted(whole, key=lambda hit: hit.start)

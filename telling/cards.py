"""A deal as a reader sees it in a mail: a headline, the figures, what is known, and the sentence that says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from storage.views import AmountView, DealDetail, DealView, EvidenceView, PartyView, SourceView
from telling.amounts import format_money
from telling.names import party_name, short_name
from telling.words import Words

_SHANGHAI = ZoneInfo("Asia/Shanghai")
#: the sums that a deal of this type is expected to state; where it does not, the mail says so
_EXPECTED = {
    "acquisition": ("price",),
    "asset_purchase": ("price",),
    "equity": ("equity",),
    "research": ("upfront", "total"),
    "commercialization": ("upfront", "total"),
}
_EXPECTED_OF_RIGHTS = ("upfront", "milestone", "total")
#: sums as people list them: what is paid now, later, in all
_ORDER = ("upfront", "near_term", "price", "equity", "option_fee", "milestone", "total", "paid")
_MOST_SOURCES = 3
#: a quoted sentence is cut where it has more than this beside the words that count (Han characters count twice)
_MOST_BEFORE, _MOST_AFTER = 120, 160
_STOPS = (re.compile("[。；;]"), re.compile("[，：,:]"))
#: evidence that says most about a deal comes first
_TELLING = ("amounts.upfront", "amounts.total", "amounts.price", "amounts.near_term", "partners", "grantors", "type")


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that is known of a deal; ``note`` is a sum's other form."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence in its own language, cut at the words that count."""

    before: str
    words: str
    after: str
    source: Cited

    @property
    def sentence(self) -> str:
        return self.before + self.words + self.after


@dataclass(frozen=True, slots=True)
class Cited:
    """Where something is said; ``link`` is empty unless it is http or https."""

    outlet: str
    day: str
    link: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One deal in the words of one language."""

    id: str
    link: str
    headline: str
    route: str
    direction: str  # out · in · domestic · foreign: chooses the colour
    chips: tuple[str, ...]
    figures: tuple[Figure, ...]
    lines: tuple[Figure, ...]
    missing: tuple[str, ...]  # what a reader expects and no report states
    quote: Quote | None
    sources: tuple[Cited, ...]  # the best few
    more_sources: int
    disputed: tuple[str, ...]
    day: str
    summary: str  # the main sum in short, or that none is disclosed
    note: str  # what a line of a list adds: assets, the direction unless it is out of China, type, status


def make_card(deal: DealView, detail: DealDetail | None, words: Words, base_url: str) -> Card:
    """The card of one deal; without ``detail`` it has no sentence and only the best report as its source."""
    sources = _sources(deal, detail)
    lines = _lines(deal, words)
    return Card(
        id=deal.id,
        link=deal_link(base_url, deal.id),
        headline=headline(deal, words),
        route=route(deal, words),
        direction=deal.direction,
        chips=_chips(deal, words),
        figures=tuple(_figures(deal, words)),
        lines=tuple(line for line in lines if line.value),
        missing=(*_unstated(deal, words), *(line.label for line in lines if not line.value)),
        quote=_quote(detail, words) if detail else None,
        sources=tuple(cite(source, words) for source in sources[:_MOST_SOURCES]),
        more_sources=max(len(sources) - _MOST_SOURCES, 0),
        disputed=tuple(
            said for name in deal.conflicts if not _is_ours(name) and (said := _disputed(name, detail, words))
        ),
        day=format_day(deal.announced, words, deal.announced_precision),
        summary=summary(deal, words),
        note=_note(deal, words),
    )


def deal_link(base_url: str, ident: str) -> str:
    """The page of a deal."""
    return f"{base_url.rstrip('/')}/deals/{ident}"


def headline(deal: DealView, words: Words) -> str:
    """Who gives to whom: 云顶新耀 → Travere; a buyer 收购 its target. At most two names a side."""
    # Of a company that is bought the target comes first, then its sellers: only the target makes the headline.
    bought = deal.type in ("acquisition", "equity")
    givers = _short_names(deal.grantors, words, most=1 if bought else 2)
    takers = _short_names(deal.partners, words, most=2)
    if not givers or not takers:
        return givers or takers or deal.title
    if bought:
        verb = words.pick("收购", "acquires") if deal.type == "acquisition" else words.pick("投资", "invests in")
        return f"{takers} {verb} {givers}"
    return f"{givers} {'×' if deal.type in ('co_development', 'research') else '→'} {takers}"


def summary(deal: DealView, words: Words) -> str:
    """The sum that a reader asks for first: upfront, else price, else total; or that none is disclosed."""
    for kind in ("upfront", "near_term", "price", "equity", "total", "milestone"):
        if amount := deal.amount(kind):
            return f"{words('amount.' + kind)} {_money(amount, words)}"
    return words("none.money")


def short_summary(deal: DealView, words: Words) -> str:
    """``summary`` as a subject line has it: 首付款1.12亿美元."""
    text = summary(deal, words)
    return text.replace(" ", "", 1) if words.language == "zh" else text[:1].lower() + text[1:]


def route(deal: DealView, words: Words) -> str:
    """From where to where: 江苏苏州 · 中国 → 美国."""
    sides = [
        words.join(dict.fromkeys(_place(party, words) for party in side)) for side in (deal.grantors, deal.partners)
    ]
    return " → ".join(side for side in sides if side)


def cite(source: SourceView, words: Words) -> Cited:
    """A source by its medium and day, with a link that is safe to click."""
    link = source.url if source.url.startswith(("https://", "http://")) else ""
    return Cited(source.outlet or source.source, format_time(source.day, words, source.precision), link, source.title)


def format_day(day: date, words: Words, precision: str = "day") -> str:
    """6月2日 / 2 June 2026; a month or year where nothing more is known."""
    english = {"year": f"{day.year}", "month": f"{day:%B} {day.year}"}.get(precision, f"{day.day} {day:%B} {day.year}")
    chinese = {"year": f"{day.year}年", "month": f"{day.year}年{day.month}月"}.get(
        precision, f"{day.year}年{day.month}月{day.day}日"
    )
    return words.pick(chinese, english, between=" · ")


def format_time(moment: datetime, words: Words, precision: str = "day", zone: ZoneInfo = _SHANGHAI) -> str:
    """Day, with the minute where the source gives one, in Shanghai unless told another zone."""
    local = moment.astimezone(zone)
    clock = f" {local:%H:%M}" if precision in ("second", "minute") else ""
    return words.pick(f"{local.month}月{local.day}日{clock}", f"{local.day} {local:%b}{clock}", between=" · ")


def _short_names(parties: Sequence[PartyView], words: Words, most: int) -> str:
    names = words.join(short_name(party, words) for party in parties[:most])
    return f"{names} {words.pick('等', 'et al.')}" if len(parties) > max(most, 1) and most > 1 else names


def _place(party: PartyView, words: Words) -> str:
    country = words.country(party.country)
    if party.country == "CN" and party.province:
        chinese, english = Words("zh")("province." + party.province), Words("en")("province." + party.province)
        return words.pick(f"中国{chinese}", f"{english}, China")
    return country


def _chips(deal: DealView, words: Words) -> tuple[str, ...]:
    chips = [words("direction." + deal.direction), words("type." + deal.type)]
    if deal.model and deal.model != deal.type:
        chips.append(words("model." + deal.model))
    if deal.status != "announced":
        chips.append(words("status." + deal.status))
    return tuple(chips)


def _note(deal: DealView, words: Words) -> str:
    way = "" if deal.direction == "out" else words("direction." + deal.direction)
    status = "" if deal.status == "announced" else words("status." + deal.status)
    parts = (words.join(deal.assets[:2]), way, words("type." + deal.type), status)
    return " · ".join(part for part in parts if part)


def _figures(deal: DealView, words: Words) -> Iterable[Figure]:
    for amount in sorted(deal.amounts, key=lambda amount: _ORDER.index(amount.kind)):
        yield Figure(words("amount." + amount.kind), _primary(amount, words), _secondary(amount, words))


def _unstated(deal: DealView, words: Words) -> Iterable[str]:
    """The sums that a deal of this type is expected to state and no report does."""
    stated = {amount.kind for amount in deal.amounts}
    if "near_term" in stated:
        stated.add("upfront")
    for kind in _EXPECTED.get(deal.type, _EXPECTED_OF_RIGHTS):
        if kind not in stated:
            yield words("amount." + kind)


def _money(amount: AmountView, words: Words) -> str:
    return format_money(amount.value, amount.currency, words.language, amount.bound)


def _primary(amount: AmountView, words: Words) -> str:
    language = "zh" if words.language == "both" else words.language
    return format_money(amount.value, amount.currency, language, amount.bound)


def _secondary(amount: AmountView, words: Words) -> str:
    if words.language == "both":
        return format_money(amount.value, amount.currency, "en", amount.bound)
    if amount.currency == "USD" or amount.usd is None:
        return ""
    rounded = amount.usd.quantize(amount.usd.__class__("1e5")) if amount.usd >= 10**6 else amount.usd
    return format_money(rounded, "USD", words.language, "approx")


def _lines(deal: DealView, words: Words) -> list[Figure]:
    """What is known besides the sums; those that every deal over rights should state are there even when empty."""
    territory = deal.territory or {}
    sides = {"grantors": deal.grantors, "partners": deal.partners}
    facts = {
        name: words.join(party_name(party, words) for party in side) for name, side in sides.items() if len(side) > 1
    }
    facts |= {
        "asset": words.join(deal.assets),
        "target": " / ".join(deal.targets),
        "modality": words("modality." + deal.modality) if deal.modality else "",
        "indication": words.join(deal.indications),
        "phase": words("phase." + deal.phase) if deal.phase else "",
        "territory": words.territory(territory.get("include", []), territory.get("exclude", [])),
        "royalty": deal.royalty or "",
    }
    always = {"asset", "phase", "territory"} if deal.type not in ("acquisition", "equity") else set()
    return [Figure(words("field." + name), value) for name, value in facts.items() if value or name in always]


def _quote(detail: DealDetail, words: Words) -> Quote | None:
    """The sentence that states what matters most, and of several such the one that states more; cut to what is read."""
    found = [evidence for field in detail.fields for evidence in field.evidence]
    if not found:
        return None
    stated: dict[tuple[int, str], set[str]] = {}
    for evidence in found:
        stated.setdefault((evidence.source.article, evidence.sentence), set()).add(evidence.field)

    def telling(evidence: EvidenceView) -> tuple[int, int, int, int]:
        rank = _TELLING.index(evidence.field) if evidence.field in _TELLING else len(_TELLING)
        fields = stated[evidence.source.article, evidence.sentence]
        return rank, -len(fields), evidence.source.tier, len(evidence.sentence)

    best = min(found, key=telling)
    end = best.start + len(best.text)
    before, after = _cut(best.sentence[: best.start], best.sentence[end:])
    return Quote(before, best.sentence[best.start : end], after, cite(best.source, words))


def _cut(before: str, after: str) -> tuple[str, str]:
    """Both sides of the words that count, shortened at a stop, else at a comma, where a sentence goes on and on."""
    if _width(before) > _MOST_BEFORE:
        near = before[-_MOST_BEFORE // (1 if before.isascii() else 2) :]
        stop = next((found for mark in _STOPS if (found := mark.search(near))), None)
        before = "… " + near[stop.end() if stop else 0 :].lstrip()
    if _width(after) > _MOST_AFTER:
        near = after[: _MOST_AFTER // (1 if after.isascii() else 2)]
        ends = [found.start() for mark in _STOPS for found in mark.finditer(near)]
        after = near[: max(ends, default=len(near))].rstrip() + " …"
    return before, after


def _width(text: str) -> int:
    """How much room a text takes, a Han character as two."""
    return len(text) if text.isascii() else sum(1 + (char > "\u2e7f") for char in text)


def _sources(deal: DealView, detail: DealDetail | None) -> list[SourceView]:
    """Who tells it, each medium once, the best first."""
    told = [report.source for report in detail.reports] if detail else [deal.source] if deal.source else []
    first = {source.outlet or source.source: source for source in sorted(told, key=_best_first, reverse=True)}
    return sorted(first.values(), key=_best_first)


def _best_first(source: SourceView) -> tuple[int, datetime]:
    return source.tier, source.published or datetime.max.replace(tzinfo=UTC)


def _is_ours(name: str) -> bool:
    """Whether a field is our own name for what reports tell: that readings of them differ is no dispute of theirs."""
    return name in ("type", "model", "status", "direction", "modality")


def _disputed(name: str, detail: DealDetail | None, words: Words) -> str:
    """A field that reports disagree on; of a sum, who says what: 总额 11亿美元（财联社）、12亿美元（新华社）.

    Empty where they only hedge the same sum in other ways.
    """
    label = _field_word(name, words)
    field = next((field for field in detail.fields if field.field == name), None) if detail else None
    if field is None or not name.startswith("amounts."):
        return label
    told = [(field.value, field.source), *((other.value, other.source) for other in field.others)]
    if len({frozenset((each["currency"], Decimal(each["value"])) for each in value) for value, _ in told}) == 1:
        return ""
    return f"{label} {words.join(_who_says(value, source, words) for value, source in told)}"


def _who_says(value: list[dict[str, str]], source: SourceView | None, words: Words) -> str:
    """A disputed sum (as stored: kind, currency, value, bound) and its medium."""
    language = "zh" if words.language == "both" else words.language
    sums = [format_money(Decimal(each["value"]), each["currency"], language, each["bound"]) for each in value]
    if source is None:
        return words.join(sums)
    outlet = source.outlet or source.source
    return words.join(sums) + (f" ({outlet})" if words.language == "en" else f"（{outlet}）")


def _field_word(name: str, words: Words) -> str:
    kind, _, rest = name.partition(".")
    return words("amount." + rest) if kind == "amounts" and rest else words("field." + kind)

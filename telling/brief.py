"""The brief of a period, a query or an article: what the database counts and what the sources say, each line cited.

Nothing is put into words that no source says or no row holds: counts and deal lines are made of fields and stand in the
reader's language, quoted sentences stay as printed. ``docs/reference/brief.md`` defines every number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from storage.filters import DealFilter
from storage.places import find_province
from storage.query import Query
from storage.views import DealView, EventView, FactView, InsightView, MilestoneView, SourceView
from telling.brief_lines import (
    Counted,
    count,
    is_alike,
    largest_sum,
    period_before,
    provinces,
    say_days,
    say_deal,
    say_province,
    say_quote,
    say_value,
    sums,
)
from telling.cards import Cited, cite, format_day, headline
from telling.figures import say_fact, say_milestone, say_regulator
from telling.names import english_names
from telling.words import Words

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_MOST_DEALS, _MOST_LINES, _MOST_QUOTES, _MOST_PLACES = 1000, 12, 6, 5
#: deals whose every sum is cited from the report that states it
_MOST_PROVED = 100
#: What a filter may say beside days for milestones, figures and quotes to be of it too.
_OF_REMARKS = frozenset({"since", "until", "province", "company", "direction", "sort", "limit", "cursor", "currency"})
_LABELS = ("trend", "model", "challenge", "policy", "outlook")


@dataclass(frozen=True, slots=True)
class Line:
    """One statement with the numbers of the sources that say it; ``is_quote``: a sentence as printed.

    ``sentence`` is the source's own of a line that is put into words here (a deal, a milestone, a figure).
    """

    text: str
    sources: tuple[int, ...]
    is_quote: bool = False
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one heading."""

    key: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class NumberedSource:
    """What a number in a brief stands for."""

    number: int
    article: int
    source: Cited


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief in the words of one language; sections without a line are left out."""

    title: str
    period: str
    sections: tuple[Section, ...]
    sources: tuple[NumberedSource, ...]
    definitions: tuple[str, ...]


@dataclass
class _Book:
    """Gives each article a number when it is first cited."""

    words: Words
    numbers: dict[int, int] = field(default_factory=dict)
    cited: dict[int, SourceView] = field(default_factory=dict)

    def __call__(self, sources: Iterable[SourceView | None]) -> tuple[int, ...]:
        found = set()
        for source in sources:
            if source is not None:
                found.add(self.numbers.setdefault(source.article, len(self.numbers) + 1))
                self.cited[source.article] = source
        return tuple(sorted(found))

    def listed(self) -> tuple[NumberedSource, ...]:
        return tuple(
            NumberedSource(number, article, self._cite(self.cited[article]))
            for article, number in sorted(self.numbers.items(), key=lambda pair: pair[1])
        )

    def _cite(self, source: SourceView) -> Cited:
        """With the year: a brief is read for longer than a mail."""
        return replace(cite(source, self.words), day=format_day(source.day.astimezone(_SHANGHAI).date(), self.words))


def write_numbers(numbers: Sequence[int]) -> str:
    """[1–3, 7]: sources as they stand at the end of a line."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "[" + ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs) + "]" if runs else ""


def compose_brief(query: Query, asked: DealFilter, words: Words, *, today: date, title: str = "") -> Brief:
    """The brief of what ``asked`` leaves: of its deals out of China, unless it asks for other directions only."""
    out = (
        asked if asked.direction and "out" not in asked.direction else asked.model_copy(update={"direction": ("out",)})
    )
    out = out.model_copy(update={"cursor": None, "sort": "newest", "limit": _MOST_DEALS})
    writer = _Writer(query, out, words, today, _Book(words))
    sections = [
        Section(key, words(f"brief.{key}"), tuple(lines))
        for key, compose in writer.sections()
        if (lines := [line for line in compose() if line.sources])
    ]
    return Brief(
        title or words("brief.title"), writer.period, tuple(sections), writer.book.listed(), tuple(writer.definitions())
    )


class _Writer:
    """Composes the sections one after another, so that the numbers of the sources rise down the page."""

    def __init__(self, query: Query, out: DealFilter, words: Words, today: date, book: _Book) -> None:
        self.query, self.out, self.words, self.book = query, out, words, book
        self.first, self.last = out.days(today)
        if self.first and not self.last:
            self.last = today
        self.deals = query.announced_deals(out) if self.first else list(query.deals(out).items)
        has_remarks = set(out.model_dump(exclude_defaults=True)) <= _OF_REMARKS
        self.milestones = self._milestones() if has_remarks else []
        self.facts = self._of_places(query.facts) if has_remarks and not out.company else []
        self.quotes: dict[str, list[InsightView]] = {}
        for label in _LABELS if has_remarks and not out.company else ():
            found = self._of_places(lambda label=label, **given: query.insights(label=label, **given))
            self.quotes[label] = sorted(found, key=lambda each: -each.confidence)

    def sections(self) -> list[tuple[str, Callable[[], Iterable[Line]]]]:
        """Keys of the sections in order, with what composes their lines."""
        return [
            ("core", self._core),
            ("developments", self._developments),
            ("models", self._models),
            ("milestones", self._milestone_lines),
            ("figures", self._figures),
            *(
                (label, lambda label=label: self._quoted(label))
                for label in ("trend", "challenge", "policy", "outlook")
            ),
        ]

    @property
    def period(self) -> str:
        """The days that the brief is of."""
        if not self.first or not self.last:
            return ""
        return say_days(self.first, self.last, self.words)

    def definitions(self) -> Iterable[str]:
        """What the numbers mean."""
        keys = ["deals", *(["before"] if self.first else []), "province", "milestones", "quotes"]
        return [self.words(f"brief.define.{key}") for key in keys]

    # ---- what is counted

    def _core(self) -> Iterable[Line]:
        if self.deals:
            yield Line(self._say("brief.count", n=len(self.deals)), self._cited(self.deals))
        for name, stated in (("upfronts", sums(self.deals, "upfront_usd")), ("totals", sums(self.deals, "total_usd"))):
            if stated:
                total = sum((value for _, value in stated), Decimal(0))
                yield Line(
                    self._say(f"brief.{name}", k=len(stated), n=len(self.deals), sum=total),
                    self._proving([deal for deal, _ in stated]),
                )
        yield from self._before()
        yield from self._places()
        newcos = [deal for deal in self.deals if deal.model == "newco"]
        if newcos:
            yield Line(self._say("brief.newcos", n=len(newcos)), self._cited(newcos))
        if self.milestones:
            counts = count(milestone.regulator for milestone in self.milestones)
            yield Line(
                self._say("brief.approvals", n=len(self.milestones), list=[Counted(say_regulator, *c) for c in counts]),
                self.book(milestone.source for milestone in self.milestones),
            )

    def _before(self) -> Iterable[Line]:
        if not self.first or not self.last:
            return
        first, last = period_before(self.first, self.last)
        asked = self.out.model_copy(update={"since": first.isoformat(), "until": last.isoformat()})
        before = self.query.announced_deals(asked)
        said = self._say("brief.before", first=first, last=last, n=len(before), now=len(self.deals))
        yield Line(said, self._cited([*self.deals, *before]))

    def _places(self) -> Iterable[Line]:
        if not self.out.province:
            counts = count(place for deal in self.deals for place in provinces(deal))[:_MOST_PLACES]
            if counts:
                there = [deal for deal in self.deals if provinces(deal) & {place for place, _ in counts}]
                listed = [Counted(say_province, *count) for count in counts]
                yield Line(self._say("brief.provinces", list=listed), self._cited(there))
            return
        nation = self.out.model_copy(update={"province": ()})
        everywhere = self.query.announced_deals(nation) if self.first else list(self.query.deals(nation).items)
        if not everywhere:
            return
        share = f"{Decimal(100 * len(self.deals)) / len(everywhere):.0f}%"
        names = [Counted(say_province, find_province(name) or name) for name in self.out.province]
        said = self._say("brief.share", province=names, all=len(everywhere), n=len(self.deals), share=share)
        yield Line(said, self._cited(everywhere))

    # ---- what happened

    def _developments(self) -> Iterable[Line]:
        ranked = sorted(self.deals, key=lambda deal: (-largest_sum(deal), -deal.announced.toordinal()))
        for deal in ranked[:_MOST_LINES]:
            said = [say_deal(deal, words, dated=bool(self.first)) for words in (Words("zh"), Words("en"))]
            sentences, sources = self._proof(deal)
            yield Line(self.words.pick(*said, between=" / "), self.book(sources), sentence=" … ".join(sentences))
        rest = ranked[_MOST_LINES:]
        if rest:
            yield Line(self._say("brief.more", n=len(rest)), self._cited(rest))
        for event in self._events():
            deal = self.query.deals_by_id([event.deal])[0]
            said = [
                f"{format_day(event.day, words)}{words.pick('，', ', ')}{headline(deal, words)}{words.colon}{words(f'event.{event.kind}')}"
                for words in (Words("zh"), Words("en"))
            ]
            yield Line(self.words.pick(*said, between=" / "), self.book([event.source]), sentence=event.sentence)

    def _events(self) -> list[EventView]:
        if not self.first or not self.last:
            return []
        since, until = (
            datetime(d.year, d.month, d.day, tzinfo=_SHANGHAI) for d in (self.first, self.last + timedelta(1))
        )
        found = self.query.events(
            since=since, until=until, asked=self.out.model_copy(update={"since": None, "until": None}), news_only=True
        )
        return [event for event in found if event.kind not in ("announced", "proposed")][:_MOST_LINES]

    def _models(self) -> Iterable[Line]:
        for model, n in count(deal.model for deal in self.deals if deal.model):
            told = [deal for deal in self.deals if deal.model == model]
            named = [Counted(lambda name, words: words(f"model.{name}"), model)]
            yield Line(self._say("brief.model", model=named, n=n), self._cited(told))
        own = [milestone for milestone in self.milestones if milestone.kind in ("approval", "launch")]
        if own:
            yield Line(self._say("brief.own", n=len(own)), self.book(milestone.source for milestone in own))
        yield from self._quoted("model")

    def _milestone_lines(self) -> Iterable[Line]:
        for each in self.milestones[: 3 * _MOST_LINES]:
            yield Line(say_milestone(each, self.words), self.book([each.source]), sentence=each.sentence)
        rest = self.milestones[3 * _MOST_LINES :]
        if rest:
            yield Line(self._say("brief.more.milestones", n=len(rest)), self.book(each.source for each in rest))

    def _figures(self) -> Iterable[Line]:
        """Each figure once with all that report it; where they differ, both stand."""
        told: dict[tuple[str, ...], list[FactView]] = {}
        for fact in self.facts:
            told.setdefault(
                (fact.subject, fact.metric, fact.period, fact.unit, str(fact.value), fact.scope), []
            ).append(fact)
        values = Counter(key[:4] for key in told)
        for key, facts in sorted(told.items())[: 2 * _MOST_LINES]:
            text = say_fact(facts[0], self.words, english_names())
            if values[key[:4]] > 1:
                text += self.words.pick("（{}）", " ({})").format(self.words("brief.differs"))
            yield Line(text, self.book(fact.source for fact in facts), sentence=facts[0].sentence)

    def _quoted(self, label: str) -> Iterable[Line]:
        shown: list[tuple[InsightView, list[SourceView]]] = []
        for insight in self.quotes.get(label, ()):
            twin = next((sources for other, sources in shown if is_alike(other.sentence, insight.sentence)), None)
            if twin is not None:
                twin.append(insight.source)
            elif len(shown) < _MOST_QUOTES:
                shown.append((insight, [insight.source]))
        for insight, sources in shown:
            yield Line(say_quote(insight, self.words), self.book(sources), is_quote=True)

    # ---- asking

    def _proving(self, deals: Sequence[DealView]) -> tuple[int, ...]:
        """Numbers of the sources that state the sums of deals; of very many, of their best reports."""
        if len(deals) > _MOST_PROVED:
            return self._cited(deals)
        return self.book(source for deal in deals for source in self._proof(deal)[1])

    def _proof(self, deal: DealView) -> tuple[list[str], list[SourceView | None]]:
        """The sentences that tell a deal and its sums, each once, and where they stand."""
        stated = []
        for each in self.query.deal(deal.id).fields:
            if each.field.startswith("amounts") and each.evidence:
                own = (e for e in each.evidence if each.source and e.source.article == each.source.article)
                stated.append(next(own, each.evidence[0]))
        sentences = dict.fromkeys(
            sentence.strip() for sentence in (deal.sentence, *(e.sentence for e in stated)) if sentence
        )
        return list(sentences), [deal.source, *(e.source for e in stated)]

    def _cited(self, deals: Iterable[DealView]) -> tuple[int, ...]:
        return self.book(deal.source for deal in deals)

    def _milestones(self) -> list[MilestoneView]:
        given = {"since": self.first, "until": self.last}
        found = [
            milestone
            for province in self.out.province or (None,)
            for company in self.out.company or (None,)
            for milestone in self.query.milestones(province=province, company=company, limit=_MOST_DEALS, **given)  # type: ignore[arg-type]
        ]
        return sorted({each.id: each for each in found}.values(), key=lambda each: (each.day, each.id), reverse=True)

    def _of_places(self, ask: Callable[..., list]) -> list:  # type: ignore[type-arg]
        given = {"since": self.first, "until": self.last, "limit": _MOST_DEALS}
        found = [each for province in self.out.province or (None,) for each in ask(province=province, **given)]
        return list({each.id: each for each in found}.values())

    def _say(self, key: str, **values: object) -> str:
        """The sentence of a key with its values, each in the language of the sentence."""
        what = "brief.what.out" if self.out.direction == ("out",) else "brief.what.any"
        said = [
            words(key).format(what=words(what), **{name: say_value(value, words) for name, value in values.items()})
            for words in (Words("zh"), Words("en"))
        ]
        return self.words.pick(*said, between=" / ")

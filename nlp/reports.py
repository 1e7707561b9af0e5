"""A report is one article's telling of one deal, with its parties resolved: what merging compares."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import product
from zoneinfo import ZoneInfo

from nlp.lexicon.fold import fold, name_key
from nlp.records import Deal, Party

_MOST_PARTIES = 12  # a side with more (dozens of selling shareholders) is told by its first ones just as well
_TELLING = {"upfront", "near_term", "total", "price", "equity"}
_SIZES = {"total", "price", "upfront"}
_SHANGHAI = ZoneInfo("Asia/Shanghai")
_ANONYMOUS = re.compile(
    r"^(?:[a-z]公司|.{0,4}合作(?:方|伙伴)(?:[a-z甲乙丙](?:公司)?)?|.{0,3}(?:对方|交易对方|客户|受让方|许可方|被许可方|买方|卖方)|"
    r"[一两二三四五六七八九十数多几]+(?:家|个|名|位|大|间).*|.*某.*|(?:a|an|the|unnamed|undisclosed)\s.*|newco)$"
)
_FORM = re.compile(r"^注射用|(?:注射液|胶囊|颗粒|滴眼液|混悬液|口服液|乳膏|片|injection|tablets?|capsules?){1,4}$")
_AMENDS = re.compile(
    r"补充协议|(?:修订|修正|修改|变更).{0,12}(?:协议|条款|合同)|(?:协议|合同|条款).{0,6}(?:修订|修正|修改|变更)|\bamend(?:s|ed|ment)?\b"
)
_STEM = 4  # characters of a Chinese name by which a longer form of it is known
_NOISE = re.compile(r"[\s\-‐®™()\[\]·.,/\"'“”]+")


@dataclass(frozen=True)
class PartyRef:
    """A party of a report: ``company`` is a registry id or None, ``names`` the normalised forms it is printed under.

    ``group`` is the topmost parent's id (or the company's own), by which several issuers of one deal are known as one.
    """

    name: str
    names: frozenset[str]
    company: str | None = None
    group: str | None = None

    def __hash__(self) -> int:
        return hash(self.name)  # parties are looked up by the thousand, and the name tells most of them apart

    @cached_property
    def anonymous(self) -> bool:
        """Whether it stands under a designation only, as A公司 or 某跨国药企."""
        return self.company is None and bool(_ANONYMOUS.match(fold(self.name)))

    @property
    def index_names(self) -> frozenset[str]:
        """The names it is indexed by: its group and main name where it is known, else every printed form and its stem."""
        if self.group:
            return frozenset({self.group, name_key(self.name)})
        return self.names | {name[:_STEM] for name in self.stems}

    @cached_property
    def stems(self) -> frozenset[str]:
        """Chinese names long enough to be known by their beginning."""
        return frozenset(name for name in self.names if len(name) >= _STEM and "\u4e00" <= name[0] <= "\u9fff")


@dataclass(frozen=True)
class ReportFacts:
    """One deal as one article tells it. ``report`` is unique over all articles and decides every tie.

    ``tier`` is the source's (1 exchange filing … 5 copy); ``day`` is None where the article has no date, and is the day
    in Shanghai; ``published`` (aware) orders reports of one tier. ``amends``: it is news of new terms of an old agreement.
    """

    report: str
    article: str
    source: str
    tier: int
    published: datetime | None
    deal: Deal
    grantors: tuple[PartyRef, ...]
    partners: tuple[PartyRef, ...]
    amends: bool = False

    @cached_property
    def day(self) -> date | None:
        return self.published.astimezone(_SHANGHAI).date() if self.published else None

    @cached_property
    def assets(self) -> frozenset[str]:
        """Every form of every asset, normalised."""
        forms = (form for asset in self.deal.assets for form in (asset.name, *asset.surface))
        return frozenset(key for key in map(asset_key, forms) if len(key) > 1)

    @cached_property
    def figures(self) -> frozenset[tuple[str, Decimal]]:
        """The sums that the deal may be known by: each amount, and upfront plus milestones where both are told."""
        amounts = {(amount.currency, amount.value) for amount in self.deal.amounts}
        return frozenset(amounts | {(currency, value) for _, currency, value in self.wholes})

    @cached_property
    def wholes(self) -> frozenset[tuple[str, str, Decimal]]:
        """Kind, currency and value of the sums that tell a deal's size; upfront plus milestones are a total."""
        amounts = self.deal.amounts
        sums = {(amount.kind, amount.currency, amount.value) for amount in amounts if amount.kind in _SIZES}
        first = [amount for amount in amounts if amount.kind in {"upfront", "near_term"}]
        later = [amount for amount in amounts if amount.kind == "milestone"]
        if first and later and len({amount.currency for amount in (*first, *later)}) == 1:
            sums.add(("total", first[0].currency, Decimal(sum(a.value for a in (first[0], *later)))))
        return frozenset(sums)

    @cached_property
    def keys(self) -> frozenset[str]:
        """See ``blocking_keys``."""
        grantors, partners = (
            sorted({name for party in side[:_MOST_PARTIES] if not party.anonymous for name in party.index_names})
            for side in (self.grantors, self.partners)
        )
        # Unordered: who gives and who takes is the one thing that two articles tell differently.
        keys = {"p:" + "|".join(sorted(pair)) for pair in product(grantors, partners)}
        for name in (*grantors, *partners):
            keys |= {f"a:{name}|{asset}" for asset in self.assets if len(asset) > 2}
            keys |= {f"v:{name}|{a.currency}{a.value:f}" for a in self.deal.amounts if a.kind in _TELLING}
            if not grantors or not partners:
                keys.add(f"?:{name}")
        return frozenset(keys)

    @cached_property
    def opening(self) -> bool:
        """Whether it is news of the agreement itself, not of a later event or of history."""
        return self.deal.mention == "primary" and self.step in {"proposed", "announced"}

    @property
    def step(self) -> str:
        """The step of the agreement's life that it tells: its status, or new terms."""
        return "amended" if self.amends else self.deal.status


def same_party(a: PartyRef, b: PartyRef) -> bool:
    """Whether two reports name one organisation: one registry id, a printed form in common, or a form cut short."""
    if a.company and b.company:
        return a.company == b.company
    if not a.names.isdisjoint(b.names):
        return True
    # One wire has 广州德福, the next 广州德福营养.
    return not a.company and not b.company and any(_cut_short(one, other) for one in a.stems for other in b.stems)


def _cut_short(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def blocking_keys(report: ReportFacts) -> frozenset[str]:
    """Keys such that two reports of one transaction share at least one: party × party, party × asset, party × sum.

    Cluster a report together with every report it reaches over shared keys, and clustering is the same as over all.
    """
    return report.keys


def asset_key(name: str) -> str:
    """The form under which two spellings of a drug are equal: HRS-5346 and HRS5346, 恩沃利单抗注射液 and 恩沃利单抗."""
    key = _NOISE.sub("", fold(name))
    return _FORM.sub("", key) or key


def party_ref(party: Party, group_of: Callable[[str], str]) -> PartyRef:
    """A party as merging sees it; ``group_of`` gives the topmost parent of a registry id."""
    forms = dict.fromkeys(form for form in (party.name, party.name_en or "", *party.surface) if form)
    names = frozenset(key for key in map(name_key, forms) if len(key) > 1)
    return PartyRef(party.name, names, party.company, group_of(party.company) if party.company else None)


def report_facts(
    deal: Deal,
    *,
    article: str,
    index: int,
    source: str,
    tier: int,
    published: datetime | None,
    group_of: Callable[[str], str],
    title: str = "",
) -> ReportFacts:
    """The report of the ``index``-th deal of an article; the parties' ``company`` must be resolved already."""

    def refs(parties: Iterable[Party]) -> tuple[PartyRef, ...]:
        return tuple(party_ref(party, group_of) for party in parties)

    return ReportFacts(
        report=f"{article}#{index}", article=article, source=source, tier=tier, published=published, deal=deal,
        grantors=refs(deal.grantors), partners=refs(deal.partners),
        amends=deal.status == "announced" and deal.mention == "primary" and bool(_AMENDS.search(fold(title))),
    )  # fmt: skip

"""Decides which reports tell of one transaction: the life of one agreement is one, a new agreement another."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from nlp.reports import PartyRef, ReportFacts, same_party

_Sides = tuple[tuple[PartyRef, ...], tuple[PartyRef, ...]]

# Kinds of transaction: news of one kind is never news of another, though one report may say licence, the next research.
_KINDS = {
    "license": "l", "option": "l", "co_development": "l", "research": "l", "commercialization": "l", "newco": "le",
    "asset_purchase": "la", "acquisition": "ae", "equity": "ae",
}  # fmt: skip
_NEWS_DAYS = 10  # wires, translations and filings of one announcement follow within days
_FOLLOW_DAYS = 60  # from talks to signature; also how long a bare mention still means the latest deal
_FAR = 36_500
_PARENT, _LOOSE = 0.9, 0.5
_OUTSIZED = 3  # payments for milestones are seldom so many times the upfront
_ROUNDED, _RETOLD = Decimal("0.005"), Decimal("0.1")  # how far one sum may differ as printed, and as recalled


def same_transaction(a: ReportFacts, b: ReportFacts) -> bool:
    """Whether two reports, seen alone, tell of one transaction; symmetric."""
    first, second = sorted((a, b), key=story_order)
    return bool(a.keys & b.keys) and _score(second, _Cluster(first)) > 0


def cluster_reports(reports: Sequence[ReportFacts]) -> list[set[int]]:
    """Positions of the reports of each transaction, in canonical order; the order of ``reports`` changes nothing.

    Reports are taken in ``story_order``: so an event or a bare mention finds every agreement it could belong to, and
    takes the best one.
    """
    clusters: list[_Cluster] = []
    by_key: dict[str, list[int]] = {}
    position = {report.report: number for number, report in enumerate(reports)}
    for report in sorted(reports, key=story_order):
        keys = report.keys
        near = sorted({number for key in keys for number in by_key.get(key, ())})
        score, number = max(((_score(report, clusters[n]), n) for n in near), default=(0.0, -1))
        if score <= 0:
            number = len(clusters)
            clusters.append(_Cluster())
        clusters[number].add(report)
        for key in keys:
            if number not in by_key.setdefault(key, []):
                by_key[key].append(number)
    return [{position[report.report] for report in cluster.reports} for cluster in clusters]


def story_order(report: ReportFacts) -> tuple[int, date, str]:
    """Sorts news of agreements, then history that says which (asset or sum), then later events, then bare mentions."""
    primary = report.deal.mention == "primary"
    telling = bool(report.assets) or any(amount.kind != "paid" for amount in report.deal.amounts)
    rank = 0 if report.opening else 2 if primary else 1 if telling else 3
    return rank, report.day or date.max, report.report


class _Cluster:
    """The reports of a transaction, with what they say in sum, so that one more is compared once and not with each."""

    def __init__(self, *reports: ReportFacts) -> None:
        self.reports: list[ReportFacts] = []
        self.articles: dict[str, set[str]] = {"primary": set(), "background": set()}
        self.kinds: set[str] = set()
        self.days: set[date] = set()
        self.opened: set[date] = set()
        self.anchored = False
        self.assets: set[str] = set()
        self.figures: set[tuple[str, Decimal]] = set()
        self.wholes: set[tuple[str, str, Decimal]] = set()
        self.sides: dict[_Sides, None] = {}
        for report in reports:
            self.add(report)

    def add(self, report: ReportFacts) -> None:
        self.reports.append(report)
        self.articles[report.deal.mention].add(report.article)
        self.kinds |= set(_KINDS[report.deal.type])
        if report.day:
            self.days.add(report.day)
        if report.opening:
            self.anchored = True
            self.opened |= {report.day} if report.day else set()
        self.assets |= report.assets
        self.figures |= report.figures
        self.wholes |= report.wholes
        self.sides[report.grantors, report.partners] = None


@dataclass(frozen=True)
class _Evidence:
    """What speaks for and against: ``None`` where one of the two is silent; ``bare`` where the report is, on both."""

    parties: float  # the weaker side: 1 the same, _PARENT, _LOOSE relatives or nobody named, 0 others
    assets: bool | None
    figures: bool | None
    bare: bool


def _score(report: ReportFacts, cluster: _Cluster) -> float:
    """How well a report fits a transaction; 0: it does not."""
    background = report.deal.mention == "background"
    if report.article in cluster.articles[report.deal.mention]:
        return 0  # an article that tells two deals tells two transactions
    if not cluster.kinds & set(_KINDS[report.deal.type]):
        return 0
    if not report.opening and cluster.opened and _gap(report, {min(cluster.opened)}) < -_NEWS_DAYS:
        return 0  # told before the agreement was made: it is about another
    gap = abs(_gap(report, cluster.days))
    fits = _fits_opening if report.opening else _fits_event if report.deal.mention == "primary" else _fits_history
    evidence = _evidence(report, cluster)
    if not report.opening and not evidence.assets and _outsized(report, cluster):
        return 0
    if not evidence.figures and (report.article in cluster.articles["primary" if background else "background"]):
        return 0  # its news told a second time as history has the same sum
    # Who the parties are is the dearest question: asked only where the rest would do.
    if not fits(evidence, gap, cluster.anchored):
        return 0
    evidence = replace(evidence, parties=max(_parties((report.grantors, report.partners), s) for s in cluster.sides))
    if not evidence.parties or not fits(evidence, gap, cluster.anchored):
        return 0
    # Where nothing else tells two apart the news of the day wins, over a relative's name too, then the nearest agreement.
    nearness = (gap <= _NEWS_DAYS) / 2 - min(gap, _FAR) / _FAR
    return 1 + 4 * (evidence.assets or 0) + 2 * (evidence.figures or 0) + evidence.parties + nearness


def _fits_opening(evidence: _Evidence, gap: int, anchored: bool) -> bool:
    if evidence.assets is False:
        return evidence.figures is True and gap <= _NEWS_DAYS
    told = evidence.assets or evidence.figures
    if gap <= _NEWS_DAYS:
        return evidence.parties >= _PARENT or bool(told)
    if gap <= _FOLLOW_DAYS:
        return (bool(told) and evidence.figures is not False) or (evidence.bare and evidence.parties >= _PARENT)
    return evidence.figures is True


def _fits_event(evidence: _Evidence, gap: int, anchored: bool) -> bool:
    if evidence.assets is False:
        return False
    return evidence.parties >= _PARENT or bool(evidence.assets or evidence.figures) or gap <= _NEWS_DAYS


def _fits_history(evidence: _Evidence, gap: int, anchored: bool) -> bool:
    if evidence.assets is False or evidence.figures is False:
        return False
    if evidence.assets or evidence.figures:
        return True
    return evidence.parties >= _PARENT and (not anchored or gap <= _FOLLOW_DAYS)


def _gap(report: ReportFacts, days: AbstractSet[date]) -> int:
    """Days from a transaction's nearest news to a report, signed where there is one day of news; 0 without dates."""
    if not days or not report.day:
        return 0
    if len(days) == 1:
        return (report.day - next(iter(days))).days
    return min(abs((report.day - day).days) for day in days)


def _evidence(report: ReportFacts, cluster: _Cluster) -> _Evidence:
    return _Evidence(
        parties=1,
        assets=_share_asset(report.assets, cluster.assets) if report.assets and cluster.assets else None,
        figures=_figures(report, cluster),
        bare=not report.assets and not report.figures,
    )


def _share_asset(ours: AbstractSet[str], theirs: AbstractSet[str]) -> bool:
    # DB006溶瘤腺病毒 is DB006: a code within a longer name is the same asset.
    return bool(ours & theirs) or any(
        len(short) >= 4 and short in long
        for one, two in ((ours, theirs), (theirs, ours))
        for short in one
        for long in two
    )


def _figures(report: ReportFacts, cluster: _Cluster) -> bool | None:
    """True where a sum is the same or each is told alike, False where one is not, None where they cannot be compared."""
    if any(
        _near(value, other, _ROUNDED)
        for currency, value in report.figures
        for c, other in cluster.figures
        if c == currency
    ):
        return True
    comparable = [
        (kind, _near(value, other, _RETOLD))
        for kind, currency, value in report.wholes
        for k, c, other in cluster.wholes
        if (k, c) == (kind, currency)
    ]
    alike = {kind for kind, near in comparable if near}
    return {kind for kind, _ in comparable} == alike if comparable else None


def _outsized(report: ReportFacts, cluster: _Cluster) -> bool:
    """Whether a sum was paid that is several times the upfront of the agreement: it is of a larger one."""
    return any(
        paid.kind == "paid" and (kind, currency) == ("upfront", paid.currency) and paid.value > _OUTSIZED * upfront
        for paid in report.deal.amounts
        for kind, currency, upfront in cluster.wholes
    )


def _near(one: Decimal, two: Decimal, share: Decimal) -> bool:
    return abs(one - two) <= share * max(one, two)


@lru_cache(maxsize=65_536)
def _parties(a: _Sides, b: _Sides) -> float:
    # A group that stands on both sides bought one of its own: there its members are not each other's voice.
    inner = _groups(a[0]) & _groups(a[1]) | _groups(b[0]) & _groups(b[1])
    straight = _both(_side(a[0], b[0], inner), _side(a[1], b[1], inner))
    crossed = _both(_side(a[0], b[1], inner), _side(a[1], b[0], inner))
    return max(straight, crossed)


def _both(one: float, other: float) -> float:
    """The weaker side counts, but one of the two must be sure: two unnamed sides are nobody's deal."""
    return min(one, other) if max(one, other) >= _PARENT else 0


def _groups(side: Sequence[PartyRef]) -> set[str]:
    return {party.group for party in side if party.group}


def _side(ours: Sequence[PartyRef], theirs: Sequence[PartyRef], inner: AbstractSet[str]) -> float:
    unnamed = not ours or not theirs or any(party.anonymous for party in (*ours, *theirs))
    return max((_kinship(a, b, inner) for a in ours for b in theirs), default=0) or (_LOOSE if unnamed else 0)


def _kinship(a: PartyRef, b: PartyRef, inner: AbstractSet[str]) -> float:
    if same_party(a, b):
        return 1
    if not a.group or a.group != b.group or a.group in inner:
        return 0
    return _PARENT if a.group in {a.company, b.company} else _LOOSE

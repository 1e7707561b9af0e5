"""Decides which reports tell of one transaction: the life of one agreement is one, a new agreement another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date

from nlp.blocking import blocking_keys, party_names
from nlp.reports import PartyRef, ReportFacts

# Kinds of transaction: news of one kind is never news of another, though one report may say licence, the next research.
_KINDS = {
    "license": "l", "option": "l", "co_development": "l", "research": "l", "commercialization": "l", "newco": "le",
    "asset_purchase": "la", "acquisition": "ae", "equity": "ae",
}  # fmt: skip
_NEWS_DAYS = 10  # wires, translations and filings of one announcement follow within days
_FOLLOW_DAYS = 60  # from talks to signature; also how long a bare mention still means the latest deal
_FAR = 36_500
_PARENT, _LOOSE = 0.9, 0.5


def same_transaction(a: ReportFacts, b: ReportFacts) -> bool:
    """Whether two reports, seen alone, tell of one transaction; symmetric."""
    first, second = sorted((a, b), key=story_order)
    return _score(second, _Cluster([first])) > 0


def cluster_reports(reports: Sequence[ReportFacts]) -> list[set[int]]:
    """Positions of the reports of each transaction, in canonical order; the order of ``reports`` changes nothing.

    Reports are taken in ``story_order``: so an event or a bare mention finds every agreement it could belong to, and
    takes the best one.
    """
    clusters: list[_Cluster] = []
    by_key: dict[str, list[int]] = {}
    position = {report.report: number for number, report in enumerate(reports)}
    for report in sorted(reports, key=story_order):
        keys = blocking_keys(report)
        near = sorted({number for key in keys for number in by_key.get(key, ())})
        score, number = max(((_score(report, clusters[n]), n) for n in near), default=(0.0, -1))
        if score <= 0:
            number = len(clusters)
            clusters.append(_Cluster())
        clusters[number].reports.append(report)
        for key in keys:
            if number not in by_key.setdefault(key, []):
                by_key[key].append(number)
    return [{position[report.report] for report in cluster.reports} for cluster in clusters]


def story_order(report: ReportFacts) -> tuple[int, date, str]:
    """Sorts news of agreements, then history that says which (asset or sum), then later events, then bare mentions."""
    primary, telling = report.deal.mention == "primary", bool(report.assets or report.figures)
    rank = 0 if report.opening else 2 if primary else 1 if telling else 3
    return rank, report.day or date.max, report.report


@dataclass
class _Cluster:
    reports: list[ReportFacts] = field(default_factory=list)


@dataclass(frozen=True)
class _Evidence:
    """What speaks for and against: ``None`` where one of the two is silent."""

    parties: float  # the weaker side: 1 the same, _PARENT, _LOOSE relatives or nobody named, 0 others
    assets: bool | None
    figures: bool | None


def _score(report: ReportFacts, cluster: _Cluster) -> float:
    """How well a report fits a transaction; 0 and below: it does not."""
    if any(other.article == report.article for other in cluster.reports):
        return 0  # an article that tells two deals tells two transactions
    if not any(set(_KINDS[report.deal.type]) & set(_KINDS[other.deal.type]) for other in cluster.reports):
        return 0
    evidence = _evidence(report, cluster.reports)
    if not evidence.parties:
        return 0
    gap = _gap(report, cluster.reports)
    openings = [other for other in cluster.reports if other.opening]
    if openings and not report.opening and min(_gap(report, [other]) for other in openings) < -_NEWS_DAYS:
        return 0  # told before the agreement was made: it is about another
    fits = _fits_opening if report.opening else _fits_event if report.deal.mention == "primary" else _fits_history
    if not fits(evidence, gap, bool(openings)):
        return 0
    # The nearest earlier agreement wins where nothing else tells two apart.
    return 1 + 4 * (evidence.assets or 0) + 2 * (evidence.figures or 0) + evidence.parties - min(abs(gap), _FAR) / _FAR


def _fits_opening(evidence: _Evidence, gap: int, anchored: bool) -> bool:
    if evidence.assets is False:
        return evidence.figures is True and abs(gap) <= _NEWS_DAYS
    told = evidence.assets or evidence.figures
    if abs(gap) <= _NEWS_DAYS:
        return evidence.parties >= _PARENT or bool(told)
    if abs(gap) <= _FOLLOW_DAYS:
        return bool(told) and evidence.figures is not False
    return evidence.figures is True


def _fits_event(evidence: _Evidence, gap: int, anchored: bool) -> bool:
    if evidence.assets is False:
        return False
    return evidence.parties >= _PARENT or bool(evidence.assets or evidence.figures) or abs(gap) <= _NEWS_DAYS


def _fits_history(evidence: _Evidence, gap: int, anchored: bool) -> bool:
    if evidence.assets is False or evidence.figures is False:
        return False
    if evidence.assets or evidence.figures:
        return True
    return evidence.parties >= _PARENT and (not anchored or abs(gap) <= _FOLLOW_DAYS)


def _gap(report: ReportFacts, others: Iterable[ReportFacts]) -> int:
    """Days from the transaction's nearest news to this report; negative where the report is older; 0 without dates."""
    days = [other.day for other in others if other.day]
    if not days or not report.day:
        return 0
    return min(((report.day - day).days for day in days), key=abs)


def _evidence(report: ReportFacts, others: Sequence[ReportFacts]) -> _Evidence:
    parties = max(_parties(report, other) for other in others)
    assets = frozenset[str]().union(*(other.assets for other in others))
    return _Evidence(
        parties,
        bool(_share_asset(report.assets, assets)) if report.assets and assets else None,
        _figures(report, others),
    )


def _share_asset(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    # DB006溶瘤腺病毒 is DB006: a code within a longer name is the same asset.
    return bool(ours & theirs) or any(
        len(short) >= 4 and short in long
        for one, two in ((ours, theirs), (theirs, ours))
        for short in one
        for long in two
    )


def _figures(report: ReportFacts, others: Sequence[ReportFacts]) -> bool | None:
    """True where a sum is told alike, False where the whole is told differently, None where they cannot be compared."""
    theirs = frozenset[tuple[str, object]]().union(*(other.figures for other in others))
    if any(_near(value, other, 0.005) for cur, value in report.figures for c, other in theirs if c == cur):
        return True
    wholes = [(a.kind, a.currency, a.value) for a in report.deal.amounts if a.kind in {"total", "price", "upfront"}]
    known = [(a.kind, a.currency, a.value) for o in others for a in o.deal.amounts]
    alike = [_near(v, w, 0.1) for k, c, v in wholes for kind, cur, w in known if (kind, cur) == (k, c)]
    return None if not alike else any(alike)


def _near(a: object, b: object, share: float) -> bool:
    one, two = float(a), float(b)  # type: ignore[arg-type]
    return abs(one - two) <= share * max(one, two)


def _parties(a: ReportFacts, b: ReportFacts) -> float:
    # A group that stands on both sides bought one of its own: there its members are not each other's voice.
    inner = _groups(a.grantors) & _groups(a.partners) | _groups(b.grantors) & _groups(b.partners)
    straight = min(_side(a.grantors, b.grantors, inner), _side(a.partners, b.partners, inner))
    crossed = min(_side(a.grantors, b.partners, inner), _side(a.partners, b.grantors, inner))
    return max(straight, crossed)


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


def same_party(a: PartyRef, b: PartyRef) -> bool:
    """Whether two reports name one organisation: one registry id, or a printed form in common."""
    if a.company and b.company:
        return a.company == b.company
    return bool(a.names & b.names) or bool(party_names(a) & party_names(b))

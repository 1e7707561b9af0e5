"""Keeps what an article says: its reports merged into deals, its milestones, facts and insights.

A new report is compared only with those it reaches over shared blocking keys; these few are clustered anew by the pure
functions of ``nlp``, and the clusters written to deal rows. The order in which articles come changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from nlp.lexicon import lexicon_version
from nlp.merge import blocking_keys
from nlp.records import Deal, Evidence, Reading
from nlp.resolve import ArticleContext
from storage.clusters import Telling, cluster_around, load_tellings, owners_of, reach
from storage.companies import Registry, load_registry, resolve
from storage.deal_rows import clear_children, retire, write_deal
from storage.errors import NoSuchRowError
from storage.evidence import Sentences
from storage.models import ArticleRow, DealRow, EventRow, EvidenceRow, Report, ReportKey
from storage.remarks import save_remarks
from storage.reviews import raise_reviews
from storage.tellings import reports_of
from storage.views import deal_public_id

#: fields whose sentence tells the deal best, the best first
_TELLING_FIELDS = ("type", "status", "partners", "grantors")


@dataclass(frozen=True, slots=True)
class SavedReport:
    """What became of one deal of an article: ``deal_key`` (``D12``) is the deal's public id at this moment.

    ``is_new_deal``: with this article the deal is news for the first time. ``events``: kinds of the deal's new events.
    """

    report_id: int
    deal_id: int
    deal_key: str
    is_new_deal: bool
    events: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What a merge brought: deals that became news, and events that were not there before."""

    new_deals: frozenset[int] = frozenset()
    new_events: tuple[EventRow, ...] = ()


def save_reading(session: Session, article_id: int, reading: Reading, *, extractor: str) -> list[SavedReport]:
    """Keep what an article was read to say, instead of what an earlier reading said; in the order of ``reading.deals``.

    Doing it again changes nothing. Raises NoSuchRowError where there is no such article.
    """
    article = session.get(ArticleRow, article_id)
    if article is None:
        raise NoSuchRowError("article", article_id)
    reports, outcome = reports_of(session, article_id), Outcome()
    unchanged = [report.data for report in reports] == [deal.model_dump(mode="json") for deal in reading.deals]
    if reports or reading.deals or reading.milestones or reading.facts or reading.insights or article.read_by:
        registry = load_registry(session)
        save_remarks(session, article, reading, registry)
        if not unchanged or (reports and article.read_version != article.version):
            near = {report.id for report in reach(session, reports)}
            left = {report.deal_id for report in reports if report.deal_id is not None}
            reports = _replace_reports(session, article, reports, reading.deals, registry)
            outcome = remerge(session, {report.id for report in reports} | near, registry, left=left)
    for report in reports:
        report.extractor, report.lexicon = extractor, lexicon_version()
    article.read_by, article.read_version, article.skipped = extractor, article.version, reading.skipped
    return [_saved(report, outcome) for report in reports]


def remerge(session: Session, report_ids: Iterable[int], registry: Registry, *, left: Iterable[int] = ()) -> Outcome:
    """Put reports, and all they reach over shared keys, into the deals they belong to, and write these deals.

    ``left`` are deals that reports have left already; a deal without reports is retired.
    """
    touched = set(report_ids)
    clusters = cluster_around(session, load_tellings(session, touched, registry), registry)
    owners = owners_of(session, clusters)
    changed = [
        (deal_id, cluster, _news_of(session, deal_id))
        for deal_id, cluster in zip(owners, clusters, strict=True)
        if not _stands(session, deal_id, cluster, touched)
    ]
    before = {t.row.deal_id for _, cluster, _ in changed for t in cluster if t.row.deal_id is not None} | set(left)
    clear_children(session, before)
    new_deals, new_events = set(), list[EventRow]()
    for deal_id, cluster, was_news in changed:
        new_events += write_deal(session, deal_id, cluster, registry)
        for telling in cluster:
            telling.row.deal_id = deal_id
            telling.row.born_deal = telling.row.born_deal or deal_id
        if session.get_one(DealRow, deal_id).news and not was_news:
            new_deals.add(deal_id)
    session.flush()
    for gone in sorted(before - set(owners)):
        heir = next((t.row.deal_id for cluster in clusters for t in cluster if t.row.born_deal == gone), None)
        retire(session, session.get_one(DealRow, gone), heir)
    raise_reviews(session, [deal_id for deal_id, _, _ in changed])
    return Outcome(frozenset(new_deals), tuple(new_events))


def _news_of(session: Session, deal_id: int) -> bool:
    row = session.get(DealRow, deal_id)
    return row is not None and row.news


def _stands(session: Session, deal_id: int, cluster: Sequence[Telling], touched: set[int]) -> bool:
    """Whether the deal is made of just these reports already, and none of them has changed."""
    row = session.get(DealRow, deal_id)
    return (
        row is not None
        and row.reports == len(cluster)
        and all(telling.row.deal_id == deal_id and telling.row.id not in touched for telling in cluster)
    )


def _saved(report: Report, outcome: Outcome) -> SavedReport:
    deal_id = report.deal_id
    if deal_id is None:
        raise AssertionError(f"report {report.id} is left without a deal")
    events = tuple(event.kind for event in outcome.new_events if event.deal_id == deal_id)
    return SavedReport(report.id, deal_id, deal_public_id(deal_id), deal_id in outcome.new_deals, events)


def _replace_reports(
    session: Session, article: ArticleRow, old: list[Report], deals: Sequence[Deal], registry: Registry
) -> list[Report]:
    """The article's report rows for what it says now; the row of a deal told again is kept, with what people pinned."""
    clear_children(session, {report.deal_id for report in old if report.deal_id is not None})
    kept = _match(old, deals)
    for place, report in enumerate(old):
        session.execute(delete(EvidenceRow).where(EvidenceRow.report_id == report.id))
        session.execute(delete(ReportKey).where(ReportKey.report_id == report.id))
        report.seq = -1 - place  # frees the numbers that the new order gives out
        if report not in kept:
            _drop(session, report)
    session.flush()
    whole = f"{article.title}\n{article.text}"
    context, sentences = ArticleContext.of(whole, registry.lexicon), Sentences(whole)
    reports = []
    for seq, (deal, match) in enumerate(zip(deals, kept, strict=True)):
        report = match or Report(article_id=article.id, deal_id=None, born_deal=None, pinned=False)
        report.seq, report.article_version, report.created = seq, article.version, article.fetched
        report.data = deal.model_dump(mode="json")
        report.parties = {
            party.name: resolve(session, party, context, registry) for party in (*deal.grantors, *deal.partners)
        }
        report.mention, report.confidence = deal.mention, deal.confidence
        report.headline = sentences.first_of(_headline_evidence(deal))
        report.extractor, report.lexicon = "", ""
        session.add(report)
        session.flush()
        _write_evidence(session, report, deal, sentences)
        reports.append(report)
    index_reports(session, load_tellings(session, [report.id for report in reports], registry))
    return reports


def index_reports(session: Session, tellings: Iterable[Telling]) -> None:
    """Write the blocking keys of reports anew."""
    for telling in tellings:
        session.execute(delete(ReportKey).where(ReportKey.report_id == telling.row.id))
        keys = sorted(blocking_keys(telling.facts))
        if keys:
            session.execute(insert(ReportKey), [{"key": key, "report_id": telling.row.id} for key in keys])


def _drop(session: Session, report: Report) -> None:
    for event in session.query(EventRow).where(EventRow.report_id == report.id):
        event.report_id = None  # written anew with the deal
    session.flush()
    session.delete(report)


def _match(old: Sequence[Report], deals: Sequence[Deal]) -> list[Report | None]:
    """For each deal the earlier report of it: of the most parties in common, then of the same place."""
    free = list(old)
    found: list[Report | None] = []
    for seq, deal in enumerate(deals):
        names = {party.name for party in (*deal.grantors, *deal.partners)}
        shared = [(len(names & report.parties.keys()), report.seq == seq, -report.seq, report) for report in free]
        best = max(shared, key=lambda row: row[:3], default=None)
        match = best[3] if best and (best[0] or (best[1] and best[3].pinned)) else None
        if match is not None:
            free.remove(match)
        found.append(match)
    return found


def _headline_evidence(deal: Deal) -> tuple[Evidence, ...]:
    by_field = {evidence.field: evidence for evidence in reversed(deal.evidence)}
    best = [by_field[name] for name in _TELLING_FIELDS if name in by_field]
    return tuple(best) or deal.evidence


def _write_evidence(session: Session, report: Report, deal: Deal, sentences: Sentences) -> None:
    rows = []
    for evidence in deal.evidence:
        start, sentence = sentences.around(evidence.start, evidence.end)
        rows.append({
            "report_id": report.id, "field": evidence.field, "start": evidence.start, "end": evidence.end,
            "text": evidence.text, "rule": evidence.rule, "sentence": sentence, "sentence_start": start,
        })  # fmt: skip
    if rows:
        session.execute(insert(EvidenceRow), rows)

"""Keeps what an article says beside deals: milestones (each told once), facts and insights."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from nlp.records import Milestone, Reading
from nlp.reports import asset_key
from nlp.resolve import ArticleContext
from storage.companies import Registry, resolve
from storage.evidence import Sentences
from storage.models import ArticleRow, FactRow, InsightRow, MilestoneRow
from storage.tellings import SHANGHAI

#: tellings of one milestone follow each other within this time
_SAME_MILESTONE = timedelta(days=30)


def save_remarks(session: Session, article: ArticleRow, reading: Reading, registry: Registry) -> None:
    """Replace the article's milestones, facts and insights by those of the reading."""
    ours = select(MilestoneRow.id).where(MilestoneRow.article_id == article.id).scalar_subquery()
    session.execute(update(MilestoneRow).where(MilestoneRow.same_as.in_(ours)).values(same_as=None))
    for table in (MilestoneRow, FactRow, InsightRow):
        session.execute(delete(table).where(table.article_id == article.id))
    if not (reading.milestones or reading.facts or reading.insights):
        return
    whole = f"{article.title}\n{article.text}"
    sentences, day = Sentences(whole), article.day.astimezone(SHANGHAI).date()
    context = ArticleContext.of(whole, registry.lexicon)
    for milestone in reading.milestones:
        company = resolve(session, milestone.company, context, registry)
        _add_milestone(session, article, milestone, company, sentences)
    session.add_all(
        FactRow(
            article_id=article.id, subject=fact.subject, metric=fact.metric, period=fact.period, value=fact.value,
            unit=fact.unit, scope=fact.scope, day=day, sentence=sentences.first_of(fact.evidence),
        )
        for fact in reading.facts
    )  # fmt: skip
    session.add_all(
        InsightRow(
            article_id=article.id, label=insight.label, topic=insight.topic, speaker=insight.speaker,
            confidence=insight.confidence, day=day, sentence=insight.evidence[0].text if insight.evidence else "",
        )
        for insight in reading.insights
    )  # fmt: skip
    session.flush()


def _add_milestone(
    session: Session, article: ArticleRow, milestone: Milestone, company: str, sentences: Sentences
) -> None:
    day = milestone.day or article.day.astimezone(SHANGHAI).date()
    asset = milestone.asset.name if milestone.asset else ""
    told = session.scalars(
        select(MilestoneRow).where(
            MilestoneRow.company_id == company, MilestoneRow.kind == milestone.kind,
            MilestoneRow.regulator == milestone.regulator, MilestoneRow.same_as.is_(None),
            MilestoneRow.day.between(day - _SAME_MILESTONE, day + _SAME_MILESTONE),
        ).order_by(MilestoneRow.id)
    ).all()  # fmt: skip
    same = next(
        (row.id for row in told if not asset or not row.asset or asset_key(row.asset) == asset_key(asset)), None
    )
    session.add(
        MilestoneRow(
            article_id=article.id, company_id=company, asset=asset, regulator=milestone.regulator, kind=milestone.kind,
            detail=milestone.detail, day=day, sentence=sentences.first_of(milestone.evidence), same_as=same,
        )
    )  # fmt: skip
    session.flush()

"""Raises what is uncertain for a person to look at, and closes what no longer is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nlp.resolve import look_alikes
from storage.companies import load_registry
from storage.models import CompanyRow, DealField, DealParty, DealRow, DealTag, Review, Tag
from storage.views import ReviewView, deal_public_id

KINDS = ("unknown_company", "conflict", "low_confidence", "possible_duplicate")
#: a deal that is believed less than this waits for a person
LOW_CONFIDENCE = 0.5
#: disagreement on these is worth a person's time
_WEIGHTY = ("amounts.upfront", "amounts.total", "amounts.price", "direction")
#: two announcements of the same parties within this time may be one deal
_DUPLICATE_DAYS = 30
_LOOKED_AT = 20


@dataclass(frozen=True)
class Doubt:
    """Something uncertain about ``subject``."""

    kind: str
    subject: str
    question: str
    details: dict[str, Any] = field(default_factory=dict)


def raise_reviews(session: Session, deal_ids: Sequence[int]) -> None:
    """Bring the open reviews of some deals to their present doubts; what a person decided is not asked again."""
    deals = [session.get_one(DealRow, ident) for ident in deal_ids]
    wanted = {(doubt.kind, doubt.subject): (doubt, deal) for deal in deals for doubt in _doubts(session, deal)}
    subjects = {f"deal:{ident}" for ident in deal_ids} | {subject for _, subject in wanted}
    rows = session.scalars(select(Review).where(Review.kind.in_(KINDS), Review.subject.in_(sorted(subjects))))
    known = {(row.kind, row.subject): row for row in rows}
    for key, row in known.items():
        if key in wanted:
            row.question, row.details = wanted[key][0].question, wanted[key][0].details
            row.state = "open" if row.state == "gone" else row.state
        elif row.subject.startswith("deal:") and row.state == "open":
            row.state = "gone"
    session.add_all(
        Review(kind=doubt.kind, subject=doubt.subject, question=doubt.question, details=doubt.details, state="open",
               created=deal.created)
        for key, (doubt, deal) in wanted.items()
        if key not in known
    )  # fmt: skip
    session.flush()


def _doubts(session: Session, deal: DealRow) -> list[Doubt]:
    if deal.state != "live" or deal.confirmed:
        return []
    subject = f"deal:{deal.id}"
    doubts = []
    if deal.confidence < LOW_CONFIDENCE:
        doubts.append(
            Doubt("low_confidence", subject, f"{deal.title}: is this a deal?", {"confidence": deal.confidence})
        )
    conflicts = session.scalars(
        select(DealField).where(DealField.deal_id == deal.id, DealField.conflicting, DealField.field.in_(_WEIGHTY))
    ).all()
    if conflicts:
        details = {row.field: {"chosen": row.value["value"], "others": row.others} for row in conflicts}
        names = ", ".join(row.field for row in conflicts)
        doubts.append(Doubt("conflict", subject, f"{deal.title}: reports disagree on {names}", details))
    unknown = session.scalars(
        select(CompanyRow).where(
            CompanyRow.id.in_(select(DealParty.company_id).where(DealParty.deal_id == deal.id)),
            CompanyRow.provisional,
            CompanyRow.merged_into.is_(None),
        )
    )
    for company in unknown:
        name = company.name_zh or company.name_en
        alike = [f"{one.name} ({one.id})" for one in look_alikes(name, load_registry(session).lexicon)]
        question = f"{name}: which company is this?" + (f" Perhaps {' or '.join(alike)}." if alike else "")
        doubts.append(Doubt("unknown_company", f"company:{company.id}", question, {"deal": deal.id}))
    return doubts + _duplicate(session, deal)


def _duplicate(session: Session, deal: DealRow) -> list[Doubt]:
    """The latest other live deal of the same parties announced close to this one."""
    ours = _parties(session, deal.id)
    rarest = session.scalar(
        select(Tag.id)
        .where(Tag.kind == "company", Tag.value.in_([company for _, company in ours]))
        .order_by(Tag.deals)
        .limit(1)
    )
    first, last = (deal.announced.toordinal() + days for days in (-_DUPLICATE_DAYS, _DUPLICATE_DAYS + 1))
    near = session.scalars(
        select(DealRow.id)
        .join(DealTag, DealTag.order_key == DealRow.order_key)
        .where(
            DealTag.tag_id == rarest, DealTag.order_key >= first << 32, DealTag.order_key < last << 32,
            DealRow.id < deal.id, DealRow.state == "live",
        )
        .order_by(DealRow.id.desc())
        .limit(_LOOKED_AT)
    )  # fmt: skip
    one = next((ident for ident in near if _parties(session, ident) == ours), None)
    if one is None:
        return []
    question = f"{deal.title}: is it the same deal as {deal_public_id(one)}?"
    return [Doubt("possible_duplicate", f"deal:{deal.id}", question, {"other": one})]


def _parties(session: Session, deal_id: int) -> frozenset[tuple[str, str]]:
    rows = session.execute(select(DealParty.role, DealParty.company_id).where(DealParty.deal_id == deal_id))
    return frozenset(rows.tuples())


def open_reviews(session: Session, *, kind: str | None = None, limit: int = 50) -> list[ReviewView]:
    """What waits for a person, the oldest first."""
    found = select(Review).where(Review.state == "open").order_by(Review.id).limit(limit)
    if kind is not None:
        found = found.where(Review.kind == kind)
    return [
        ReviewView(row.id, row.kind, row.subject, row.question, row.details, row.state, row.created)
        for row in session.scalars(found)
    ]


def count_reviews(session: Session) -> list[tuple[str, int]]:
    """How many questions of each kind are open, the commonest first."""
    counted = (
        select(Review.kind, func.count())
        .where(Review.state == "open")
        .group_by(Review.kind)
        .order_by(func.count().desc())
    )
    return list(session.execute(counted).tuples())

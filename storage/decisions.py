"""What a person decides about deals and companies: logged, applied at once, kept through re-extraction, undoable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from nlp.lexicon.fold import name_key
from nlp.records import AmountKind
from storage.companies import load_registry
from storage.corrections import is_correctable
from storage.deal_rows import clear_children
from storage.deals import index_reports, remerge
from storage.errors import DecisionError, NoSuchRowError
from storage.lookup import find_companies
from storage.models import CompanyAlias, CompanyRow, DealParty, DealRow, Report, Review, ReviewDecision
from storage.places import find_country, find_province
from storage.tellings import load_tellings
from storage.views import deal_public_id

_LISTS = {"targets", "indications", "assets"}
_FLAGS = {"option", "exclusive"}
_NOTHING = {"", "none", "-"}


def confirm(session: Session, deal_id: int, *, author: str, note: str = "") -> ReviewDecision:
    """The deal is right as it stands: it is believed fully and no longer asked about."""
    return _about_deal(session, "confirm", deal_id, {}, author, note)


def reject(session: Session, deal_id: int, *, author: str, note: str = "") -> ReviewDecision:
    """It is no deal: it disappears from every list, and later reports of it do not bring it back."""
    return _about_deal(session, "reject", deal_id, {}, author, note)


def correct(session: Session, deal_id: int, name: str, typed: str, *, author: str, note: str = "") -> ReviewDecision:
    """A field of the deal is ``typed`` instead of what the reports say; raises DecisionError where it does not fit."""
    if not is_correctable(name):
        raise DecisionError(
            f"field {name!r} cannot be corrected; try type, phase, announced, amounts.upfront, partners"
        )
    details = {"field": name, "value": read_value(session, name, typed), "typed": typed}
    return _about_deal(session, "correct", deal_id, details, author, note)


def merge(session: Session, gone: int, kept: int, *, author: str, note: str = "") -> ReviewDecision:
    """Both are one deal: the reports of ``gone`` belong to ``kept`` from now on."""
    if gone == kept:
        raise DecisionError(f"{deal_public_id(gone)} cannot be merged with itself")
    _live(session, gone), _live(session, kept)
    reports = _reports(session, [gone, kept])
    decision = _log(session, "merge", f"deal:{kept}", {"gone": gone, "kept": kept}, _places(reports), author, note)
    clear_children(session, [gone, kept])
    for report in reports:
        report.deal_id, report.pinned = kept, True
    _close(session, [f"deal:{gone}", f"deal:{kept}"])
    _remerge(session, reports, left=[gone])
    return decision


def split(session: Session, deal_id: int, report_ids: Sequence[int], *, author: str, note: str = "") -> ReviewDecision:
    """Some of the deal's reports tell of another deal: they get one of their own."""
    _live(session, deal_id)
    reports = _reports(session, [deal_id])
    leaving = [report for report in reports if report.id in set(report_ids)]
    if not leaving or len(leaving) == len(reports) or len(leaving) < len(set(report_ids)):
        known = ", ".join(str(report.id) for report in reports)
        raise DecisionError(f"{deal_public_id(deal_id)} has reports {known}; name some of them, not all")
    details = {"reports": sorted(set(report_ids))}
    decision = _log(session, "split", f"deal:{deal_id}", details, _places(reports), author, note)
    for report in reports:
        report.pinned = True
    for report in leaving:
        report.deal_id = None  # together and without a deal: they get a new one
    _close(session, [f"deal:{deal_id}"])
    _remerge(session, reports, left=[deal_id])
    decision.details = details | {"other": leaving[0].deal_id}
    return decision


def add_alias(session: Session, company_id: str, alias: str, *, author: str, note: str = "") -> ReviewDecision:
    """``alias`` is a name of the company, in old reports too; provisional companies of that name become it."""
    company = session.get(CompanyRow, company_id)
    if company is None:
        raise NoSuchRowError("company", company_id, "`chuhai companies list` lists the ids")
    key = name_key(alias)
    taken = session.scalars(
        select(CompanyRow).join(CompanyAlias, CompanyAlias.company_id == CompanyRow.id).where(
            CompanyAlias.folded == key, CompanyAlias.weak.is_(False), CompanyRow.id != company_id,
            CompanyRow.provisional.is_(False),
        )
    ).first()  # fmt: skip
    if taken is not None:
        raise DecisionError(f"{alias!r} is already a name of {taken.name_zh or taken.name_en} ({taken.id})")
    same = select(CompanyAlias.company_id).where(CompanyAlias.folded == key)
    provisional = list(
        session.scalars(
            select(CompanyRow.id).where(
                CompanyRow.provisional, CompanyRow.merged_into.is_(None), CompanyRow.id != company_id,
                or_(CompanyRow.id.in_(same), CompanyRow.id == alias),
            )
        )
    )  # fmt: skip
    before = {"companies": provisional}
    decision = _log(session, "alias", f"company:{company_id}", {"alias": alias}, before, author, note)
    session.execute(delete(CompanyAlias).where(CompanyAlias.company_id == company_id, CompanyAlias.alias == alias))
    session.add(CompanyAlias(company_id=company_id, alias=alias, folded=key, weak=False, origin="review"))
    _move_companies(session, provisional, company_id, company_id)
    return decision


def confirm_company(
    session: Session, company_id: str, *, author: str, note: str = "", country: str = "", province: str = ""
) -> ReviewDecision:
    """A provisional company is a company of its own."""
    company = session.get(CompanyRow, company_id)
    if company is None or not company.provisional:
        raise DecisionError(
            f"{company_id!r} is no provisional company; `chuhai companies list --provisional` lists them"
        )
    before = {"country": company.country, "province": company.province}
    company.provisional = False
    company.country = (find_country(country) or country) if country else company.country
    company.province = (find_province(province) or province) if province else company.province
    details = {"country": company.country, "province": company.province}
    decision = _log(session, "confirm_company", f"company:{company_id}", details, before, author, note)
    _close(session, [f"company:{company_id}"])
    _rewrite_deals_of(session, [company_id])
    return decision


def undo(session: Session, decision_id: int, *, author: str) -> ReviewDecision:
    """Take a decision back: what it changed is as the reports and the other decisions say."""
    decision = session.get(ReviewDecision, decision_id)
    if decision is None:
        raise NoSuchRowError("decision", decision_id, "`chuhai review log` lists them")
    if decision.undone is not None:
        raise DecisionError(f"decision {decision_id} was undone by {decision.undone_by} already")
    decision.undone, decision.undone_by = datetime.now(UTC), author
    session.flush()
    what, ident = decision.subject.split(":", 1)
    if decision.action in {"merge", "split"}:
        places = {int(key): value for key, value in decision.before["reports"].items()}
        reports = list(session.scalars(select(Report).where(Report.id.in_(places)).order_by(Report.id)))
        left = {report.deal_id for report in reports if report.deal_id is not None}
        clear_children(session, left)
        for report in reports:
            report.deal_id, report.pinned = places[report.id]
        _remerge(session, reports, left=left)
    elif decision.action == "alias":
        session.execute(
            delete(CompanyAlias).where(
                CompanyAlias.company_id == ident, CompanyAlias.alias == decision.details["alias"],
                CompanyAlias.origin == "review",
            )
        )  # fmt: skip
        _move_companies(session, decision.before["companies"], None, ident)
    elif decision.action == "confirm_company":
        company = session.get_one(CompanyRow, ident)
        company.provisional = True
        company.country, company.province = decision.before["country"], decision.before["province"]
        _rewrite_deals_of(session, [ident])
    else:
        _remerge(session, _reports(session, [int(ident)]))
    session.execute(
        update(Review).where(Review.subject == f"{what}:{ident}", Review.state == "decided").values(state="open")
    )
    return decision


def read_value(session: Session, name: str, typed: str) -> Any:
    """A field's value as typed on the command line or page, as it is kept."""
    typed = typed.strip()
    if name.startswith("amounts."):
        return _read_amount(name.removeprefix("amounts."), typed)
    if name in {"grantors", "partners"}:
        return [find_companies(session, part)[0].id for part in _parts(typed)]
    if name == "announced":
        try:
            return date.fromisoformat(typed).isoformat()
        except ValueError:
            raise DecisionError(f"{typed!r} is no day; write it as 2026-06-02") from None
    if name == "assets":
        return [{"name": part, "surface": [part]} for part in _parts(typed)]
    if name in _LISTS:
        return _parts(typed)
    if name == "territory":
        return _read_territory(typed)
    if typed.lower() in _NOTHING:
        return None
    if name in _FLAGS:
        if typed.lower() not in {"yes", "no", "true", "false"}:
            raise DecisionError(f"{name} is yes or no, not {typed!r}")
        return typed.lower() in {"yes", "true"}
    return typed


def _read_amount(kind: str, typed: str) -> dict[str, str] | None:
    if kind not in get_args(AmountKind):
        raise DecisionError(f"no kind of amount {kind!r}; known: {', '.join(get_args(AmountKind))}")
    if typed.lower() in _NOTHING:
        return None
    number, _, currency = typed.replace(",", "").partition(" ")
    try:
        value = Decimal(number)
    except InvalidOperation:
        raise DecisionError(f"{typed!r} is no amount; write it as '200000000 USD'") from None
    if not value.is_finite() or value < 0 or value >= Decimal(10) ** 15 or not currency.strip().isalpha():
        raise DecisionError(f"{typed!r} is no amount; write it as '200000000 USD'")
    return {"currency": currency.strip().upper(), "value": format(value, "f"), "bound": "exact"}


def _read_territory(typed: str) -> dict[str, list[str]] | None:
    """``world -greater-china``: what a minus stands before is left out."""
    if typed.lower() in _NOTHING:
        return None
    places = typed.replace(",", " ").split()
    return {
        "include": [place for place in places if not place.startswith("-")],
        "exclude": [place[1:] for place in places if place.startswith("-")],
    }


def _parts(typed: str) -> list[str]:
    return [part.strip() for part in typed.replace("；", ";").replace(",", ";").split(";") if part.strip()]


def _about_deal(
    session: Session, action: str, deal_id: int, details: dict[str, Any], author: str, note: str
) -> ReviewDecision:
    _live(session, deal_id)
    decision = _log(session, action, f"deal:{deal_id}", details, {}, author, note)
    if action != "correct":
        _close(session, [f"deal:{deal_id}"])
    _remerge(session, _reports(session, [deal_id]))
    return decision


def _log(
    session: Session, action: str, subject: str, details: dict[str, Any], before: dict[str, Any], author: str, note: str
) -> ReviewDecision:
    if not author.strip():
        raise DecisionError("a decision needs an author; give --author NAME")
    decision = ReviewDecision(
        action=action, subject=subject, details=details, before=before, author=author.strip(), note=note,
        decided=datetime.now(UTC), undone=None,
    )  # fmt: skip
    session.add(decision)
    session.flush()
    return decision


def _close(session: Session, subjects: Iterable[str]) -> None:
    session.execute(
        update(Review).where(Review.subject.in_(list(subjects)), Review.state == "open").values(state="decided")
    )


def _live(session: Session, deal_id: int) -> DealRow:
    row = session.get(DealRow, deal_id)
    if row is None or row.state not in {"live", "rejected"}:
        raise NoSuchRowError("deal", deal_public_id(deal_id), "`chuhai deals` lists the ids")
    return row


def _reports(session: Session, deal_ids: Sequence[int]) -> list[Report]:
    return list(session.scalars(select(Report).where(Report.deal_id.in_(deal_ids)).order_by(Report.id)))


def _places(reports: Iterable[Report]) -> dict[str, Any]:
    return {"reports": {str(report.id): [report.deal_id, report.pinned] for report in reports}}


def _remerge(session: Session, reports: Sequence[Report], *, left: Iterable[int] = ()) -> None:
    session.flush()
    remerge(session, [report.id for report in reports], load_registry(session), left=left)


def _move_companies(session: Session, companies: Sequence[str], into: str | None, owner: str) -> None:
    session.execute(update(CompanyRow).where(CompanyRow.id.in_(companies)).values(merged_into=into))
    reviews = update(Review).where(Review.subject.in_([f"company:{ident}" for ident in companies]))
    session.execute(reviews.values(state="decided" if into else "open"))
    _rewrite_deals_of(session, [*companies, owner])


def _rewrite_deals_of(session: Session, companies: Sequence[str]) -> None:
    """Merge anew what companies take part in, after their names or rows have changed."""
    session.flush()
    session.expire_all()
    registry = load_registry(session)
    deals = set(session.scalars(select(DealParty.deal_id).where(DealParty.company_id.in_(companies)).distinct()))
    reports = _reports(session, sorted(deals))
    if reports:
        index_reports(session, load_tellings(session, [report.id for report in reports], registry))
        remerge(session, [report.id for report in reports], registry)

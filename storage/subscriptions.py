"""Who is told what: subscriptions, their addresses, and the tokens that confirm or end them.

Written for the command line, the page and the API alike; ``alerts`` reads it to know whom to tell.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from email.errors import MessageError
from email.headerregistry import Address
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from errors import UsageError
from storage.errors import NoSuchRowError, StorageError
from storage.filters import DealFilter
from storage.models import Delivery, Digest, DigestItem, Recipient, Subscription

Section = Literal[
    "new", "other", "corrections", "events", "milestones", "insights", "watch", "chart", "review", "health",
]  # fmt: skip
SECTIONS: tuple[Section, ...] = get_args(Section)
Language = Literal["zh", "en", "both"]
#: for readers who ask for nothing in particular: what goes abroad or comes from there, not trade within China
DEFAULT_QUERY = DealFilter(direction=("out", "in", "foreign"))
#: what was first seen so long before a subscription began is still news to it
HEAD_START = timedelta(days=1)


def address_problem(address: str) -> str:
    """Why mail cannot be sent to an address; empty where it can."""
    if len(address) > 254:
        return "longer than 254 characters"
    try:
        parsed = Address(addr_spec=address)
    except (ValueError, IndexError, MessageError):
        return "not of the form name@domain"
    if not parsed.username or not parsed.domain or str(parsed) != address:
        return "not of the form name@domain"
    if any(character.isspace() or not character.isprintable() for character in address):
        return "holds a blank or a control character"
    return ""


def _address(value: str) -> str:
    if problem := address_problem(value):
        raise ValueError(f"{value!r}: {problem}")
    return value


class Options(BaseModel):
    """What a subscription asks for beyond query and schedule."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    working_days: bool = Field(False, description="only on days on which offices in mainland China work")
    skip_empty: bool = Field(False, description="send nothing where there is no news and no source failed")
    quiet_hours: str = Field("", description="no alert in this span, as 22:00-08:00, in the subscription's time zone")
    alerts_per_day: int = Field(10, ge=0, le=1000, description="later ones wait for the digest")
    watch: tuple[str, ...] = Field(
        (), description="companies whose every deal and milestone is shown, whatever the query"
    )


class NewSubscription(BaseModel):
    """What it takes to subscribe."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=80, pattern=r"^[\w.@+-]+( [\w.@+-]+)*$")
    recipients: tuple[Annotated[str, AfterValidator(_address)], ...] = ()
    language: Language = "zh"
    schedule: str = "30 7 * * *"
    timezone: str = "Asia/Shanghai"
    query: DealFilter = DealFilter()
    sections: tuple[Section, ...] = SECTIONS
    channels: tuple[Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)], ...] = ()
    alert_usd: Decimal | None = Field(None, ge=0, description="alert at once from this upfront or total; 0: any deal")
    options: Options = Options()


@dataclass(frozen=True, slots=True)
class RecipientView:
    """One address; ``token`` is a secret that its owner gets by mail."""

    address: str
    state: str
    token: str
    bounces: int
    reason: str
    changed: datetime


@dataclass(frozen=True, slots=True)
class SubscriptionView:
    """One subscription with its addresses."""

    id: int
    name: str
    language: Language
    schedule: str
    timezone: str
    query: DealFilter
    sections: tuple[Section, ...]
    channels: tuple[str, ...]
    alert_usd: Decimal | None
    options: Options
    active: bool
    created: datetime
    since: datetime
    recipients: tuple[RecipientView, ...]

    @property
    def reachable(self) -> bool:
        """Whether there is anybody to tell."""
        return bool(self.channels) or any(recipient.state == "confirmed" for recipient in self.recipients)


class NameTakenError(StorageError, UsageError):
    """Two subscriptions cannot share a name."""

    exit_code = 2

    def __init__(self, name: str) -> None:
        super().__init__(f"a subscription {name!r} exists already; give another name")


def add_subscription(
    session: Session, new: NewSubscription, *, now: datetime, confirmed: bool, since: datetime | None = None
) -> SubscriptionView:
    """Add one; addresses wait for confirmation unless ``confirmed``. Nothing seen before ``since`` (now) is told."""
    if session.scalar(select(Subscription.id).where(Subscription.name == new.name)) is not None:
        raise NameTakenError(new.name)
    row = Subscription(
        name=new.name, language=new.language, schedule=new.schedule, timezone=new.timezone,
        query=new.query.model_dump(mode="json", exclude_defaults=True), sections=list(new.sections),
        channels=list(new.channels), alert_usd=new.alert_usd, options=new.options.model_dump(exclude_defaults=True),
        active=True, created=now, since=since or now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    for address in dict.fromkeys(new.recipients):
        session.add(_recipient(row.id, address, confirmed=confirmed, now=now))
    session.flush()
    return subscription(session, row.id)


def add_recipient(session: Session, ident: int, address: str, *, now: datetime, confirmed: bool) -> RecipientView:
    """One more address for a subscription; an ended one starts anew, a live one stays as it is."""
    row = session.scalar(select(Recipient).where(Recipient.subscription_id == ident, Recipient.address == address))
    if row is None:
        row = _recipient(ident, address, confirmed=confirmed, now=now)
        session.add(row)
    elif row.state in ("unsubscribed", "suspended"):
        row.state, row.reason, row.bounces, row.changed = "confirmed" if confirmed else "pending", "", 0, now
    session.flush()
    return _recipient_view(row)


def subscriptions(session: Session, *, active_only: bool = False) -> list[SubscriptionView]:
    """All subscriptions by name, in two queries however many there are."""
    asked = select(Subscription).order_by(Subscription.name)
    rows = session.scalars(asked.where(Subscription.active) if active_only else asked).all()
    return _views(session, rows)


def subscription(session: Session, ident: int | str) -> SubscriptionView:
    """One subscription by its number or name; raises NoSuchRowError."""
    row = session.scalar(select(Subscription).where(Subscription.name == str(ident)))
    if row is None and str(ident).isdecimal():
        row = session.get(Subscription, int(ident))
    if row is None:
        raise NoSuchRowError("subscription", ident, "see `chuhai subscriptions list`")
    return _views(session, [row])[0]


def set_active(session: Session, ident: int, active: bool) -> None:
    """Pause a subscription or take it up again; what happens in a pause is told after it."""
    session.get_one(Subscription, ident).active = active


def remove_subscription(session: Session, ident: int) -> None:
    """Forget a subscription with its addresses, digests and deliveries."""
    digests = select(Digest.id).where(Digest.subscription_id == ident)
    session.execute(delete(Delivery).where(Delivery.digest_id.in_(digests)))
    for table in (DigestItem, Digest, Recipient):
        session.execute(delete(table).where(table.subscription_id == ident))
    session.execute(delete(Subscription).where(Subscription.id == ident))


def confirm(session: Session, token: str, *, now: datetime) -> SubscriptionView | None:
    """The owner of an address wants it; None where no address has that token or it has ended."""
    row = _by_token(session, token)
    if row is None or row.state in ("unsubscribed", "suspended"):
        return None
    if row.state == "pending":
        row.state, row.reason, row.changed = "confirmed", "by link", now
    return subscription(session, row.subscription_id)


def unsubscribe(session: Session, token: str, *, now: datetime, reason: str = "by link") -> SubscriptionView | None:
    """End the mails to one address; None where no address has that token. Doing it twice changes nothing."""
    row = _by_token(session, token)
    if row is None:
        return None
    if row.state != "unsubscribed":
        row.state, row.reason, row.changed = "unsubscribed", reason, now
    return subscription(session, row.subscription_id)


def unsubscribe_address(session: Session, address: str, *, now: datetime, reason: str) -> int:
    """End all mails to an address; how many subscriptions it had."""
    rows = session.scalars(
        select(Recipient).where(Recipient.address == address, Recipient.state != "unsubscribed")
    ).all()
    for row in rows:
        row.state, row.reason, row.changed = "unsubscribed", reason, now
    return len(rows)


def record_bounce(session: Session, ident: int, address: str, *, now: datetime, reason: str, dead_after: int) -> str:
    """Count one refusal for good and suspend the address at ``dead_after``; gives the address's new state."""
    row = session.scalar(select(Recipient).where(Recipient.subscription_id == ident, Recipient.address == address))
    if row is None:
        return "unknown"
    return _count_bounce(row, now=now, reason=reason, dead_after=dead_after)


def bounce_address(session: Session, address: str, *, now: datetime, reason: str, dead_after: int) -> list[str]:
    """``record_bounce`` for every subscription of an address; ``name: state`` of each."""
    rows = session.execute(
        select(Recipient, Subscription.name)
        .join(Subscription, Subscription.id == Recipient.subscription_id)
        .where(Recipient.address == address)
    )
    counted = [(name, _count_bounce(row, now=now, reason=reason, dead_after=dead_after)) for row, name in rows]
    return [f"{name}: {state}" for name, state in counted]


def clear_bounces(session: Session, ident: int, address: str) -> None:
    """The address took a mail: it is alive."""
    row = session.scalar(
        select(Recipient).where(Recipient.subscription_id == ident, Recipient.address == address, Recipient.bounces > 0)
    )
    if row is not None:
        row.bounces = 0


def _count_bounce(row: Recipient, *, now: datetime, reason: str, dead_after: int) -> str:
    row.bounces += 1
    row.reason = reason
    if row.bounces >= dead_after and row.state == "confirmed":
        row.state, row.changed = "suspended", now
    return row.state


def _recipient(subscription_id: int, address: str, *, confirmed: bool, now: datetime) -> Recipient:
    return Recipient(
        subscription_id=subscription_id,
        address=address,
        state="confirmed" if confirmed else "pending",
        token=secrets.token_hex(20),  # no dash in front: the command line would take it for an option
        changed=now,
    )


def _by_token(session: Session, token: str) -> Recipient | None:
    return session.scalar(select(Recipient).where(Recipient.token == token))


def _views(session: Session, rows: Sequence[Subscription]) -> list[SubscriptionView]:
    asked = select(Recipient).order_by(Recipient.id)
    if len(rows) == 1:
        asked = asked.where(Recipient.subscription_id == rows[0].id)
    addresses: dict[int, list[RecipientView]] = {}
    for recipient in session.scalars(asked):
        addresses.setdefault(recipient.subscription_id, []).append(_recipient_view(recipient))
    return [
        SubscriptionView(
            id=row.id,
            name=row.name,
            language=_language(row.language),
            schedule=row.schedule,
            timezone=row.timezone,
            query=DealFilter.model_validate(row.query),
            sections=tuple(s for s in SECTIONS if s in row.sections),
            channels=tuple(row.channels),
            alert_usd=row.alert_usd,
            options=Options.model_validate(row.options),
            active=row.active,
            created=row.created,
            since=row.since,
            recipients=tuple(addresses.get(row.id, ())),
        )
        for row in rows
    ]


def _language(value: str) -> Language:
    return next(language for language in get_args(Language) if language == value)


def _recipient_view(row: Recipient) -> RecipientView:
    return RecipientView(row.address, row.state, row.token, row.bounces, row.reason, row.changed)

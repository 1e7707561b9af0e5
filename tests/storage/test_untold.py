"""What is new is told to a subscription once, and only where its filter leaves it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from storage.engine import Database
from storage.errors import UnknownNameError
from storage.filters import DealFilter
from storage.models import Digest, DigestItem, Subscription
from storage.untold import Untold, told_to
from tests.storage.conftest import Tell
from tests.storage.making import START, article, deal

UNTIL = START + timedelta(days=9)
BEIGENE = DealFilter(company="百济神州")  # type: ignore[arg-type]


def test_news_is_told_once_to_a_subscription(db: Database, tell: Tell) -> None:
    tell(article(1), deal())
    tell(article(2, days=1), deal("百济神州", "诺华", "BGB-1"))
    tell(article(3, days=2), deal("百济神州", "诺华", "BGB-1", status="terminated"))
    with db.write() as session:
        session.add(
            Subscription(name="s", schedule="0 8 * * *", query={"company": ["百济神州"]}, sections=[], channels=[],
                         options={}, created=START, since=START)
        )  # fmt: skip
        session.flush()
        new = Untold(session, since=START, until=UNTIL, today=date(2026, 3, 11))
        assert new.deals(BEIGENE, since=START, told=told_to(session, 1)) == ["D2"]
        (event,) = new.events(BEIGENE, since=START, told=told_to(session, 1))
        told = Digest(
            subscription_id=1, period="p", kind="digest", since=START, until=UNTIL, subject="", text="", html="",
            data={}, created=UNTIL,
        )  # fmt: skip
        session.add(told)
        session.flush()
        refs = ["deal:2", f"event:{event}"]
        session.add_all(DigestItem(digest_id=told.id, subscription_id=1, ref=ref, told={}) for ref in refs)
        session.flush()
        known = told_to(session, 1)
        assert known == set(refs) == told_to(session, 1, ["deal:1", *refs])
        assert new.deals(BEIGENE, since=START, told=known) == [] == list(new.events(BEIGENE, since=START, told=known))
        assert new.deals(DealFilter(), since=START, told=known) == ["D1"]


def test_what_was_seen_earlier_is_not_new(db: Database, tell: Tell) -> None:
    tell(article(1), deal())
    tell(article(2, days=3), deal("百济神州", "诺华", "BGB-1"))
    with db.read() as session:
        new = Untold(session, since=START, until=UNTIL, today=date(2026, 3, 11))
        assert new.deals(DealFilter(), since=START + timedelta(days=1), told=set()) == ["D2"]
        assert new.refs == {"deal:1", "deal:2"}
        with pytest.raises(UnknownNameError):
            new.deals(DealFilter(company="没有这家公司"), since=START, told=set())  # type: ignore[arg-type]

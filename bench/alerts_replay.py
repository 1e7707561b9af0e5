"""Whether every matching new deal reaches every subscriber exactly once over all mails, on archived news.

    .venv/bin/python bench/alerts_replay.py ARCHIVE.jsonl.gz … [--mails DIR]

Three subscriptions (everything; out of China, twice a day, English; Jiangsu or an upfront of 10 million dollars, working
days) are told as the days pass. Prints one line of JSON; exit code 1 where a deal was missed or came twice.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from datetime import datetime, time, timedelta
from decimal import Decimal
from email import message_from_bytes, policy
from pathlib import Path

from sqlalchemy import select

from alerts.due import queue_digests
from alerts.outbox import deliver_outbox
from crawlers.archive import Skipped, read_archive
from line import BEIJING, keep_articles, read_waiting, save_readings
from settings import Settings
from storage.engine import Database, open_database
from storage.filters import DealFilter
from storage.models import Digest
from storage.query import Query
from storage.subscriptions import NewSubscription, add_subscription, subscriptions


def subscribe(db: Database, now: datetime) -> None:
    for new in (
        NewSubscription(name="everything", recipients=("a@x.test",)),
        NewSubscription(
            name="outward", recipients=("b@x.test",), language="en", schedule="0 8,18 * * *",
            query=DealFilter(direction=("out",)),
        ),
        NewSubscription(
            name="large", recipients=("c@x.test",), language="both", schedule="30 7 * * 1-5",
            query=DealFilter(min_upfront=Decimal(10_000_000)),
        ),
    ):  # fmt: skip
        with db.write() as session:
            add_subscription(session, new, now=now, confirmed=True)


def turn(db: Database, settings: Settings, now: datetime) -> None:
    queue_digests(db, settings, now)
    deliver_outbox(db, settings, now)


def check(db: Database, folder: Path, end: datetime) -> dict[str, object]:
    """For each subscription: deals that match, deals that its mails tell as new, those missed and those told twice."""
    found: dict[str, object] = {}
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.glob("*.eml")]
    with db.read() as session:
        for reader in subscriptions(session):
            digests = session.scalars(select(Digest.data).where(Digest.subscription_id == reader.id))
            told = Counter(int(deal["id"][1:]) for data in digests for deal in data["deals"])
            asked = reader.query.model_copy(update={"min_confidence": 0.5})
            matching = {
                int(deal.id[1:]) for deal in Query(session).new_deals(since=reader.since, until=end, asked=asked)
            }
            mine = [mail for mail in mails if mail["To"] == reader.recipients[0].address]
            found[reader.name] = {
                "matching": len(matching), "told": len(told), "mails": len(mine),
                "missed": len(matching - set(told)), "twice": sum(count > 1 for count in told.values()),
                "no_longer_matching": len(set(told) - matching),
                "largest_mail": max(len(mail.as_bytes()) for mail in mine),
                "largest_html": max(len(mail.get_body(("html",)).get_content().encode()) for mail in mine),
            }  # fmt: skip
    return found


def main() -> None:
    words = sys.argv[1:]
    kept = Path(words[words.index("--mails") + 1]) if "--mails" in words else None
    files = [Path(word) for word in words if word.endswith((".jsonl", ".gz"))]
    with tempfile.TemporaryDirectory() as temporary:
        folder = kept or Path(temporary) / "mails"
        db = open_database(Path(temporary) / "bench.db")
        settings = Settings.model_validate({"alerts": {"outbox": str(folder)}})
        today, batch, items = None, [], 0
        for item in read_archive(files):
            if isinstance(item, Skipped):
                continue
            day = item.day.astimezone(BEIJING).date()
            if today is None:
                subscribe(db, datetime.combine(day, time(0), BEIJING))
            elif day != today or len(batch) == 1000:
                with db.write() as session:
                    keep_articles(session, batch)
                save_readings(db, read_waiting(db))
                batch = []
                if day > today:
                    for hour in (7.6, 8.1, 18.1):
                        turn(db, settings, datetime.combine(day, time(0), BEIJING) + timedelta(hours=hour))
            today = day
            batch.append(item)
            items += 1
        with db.write() as session:
            keep_articles(session, batch)
        save_readings(db, read_waiting(db))
        assert today is not None
        end = datetime.combine(today, time(0), BEIJING) + timedelta(days=4, hours=12)
        turn(db, settings, end)
        found = check(db, folder, end)
        db.close()
    print(json.dumps({"items": items, "subscriptions": found}, ensure_ascii=False, indent=2))
    bad = any(each["missed"] or each["twice"] for each in found.values() if isinstance(each, dict))
    raise SystemExit(1 if bad else 0)


if __name__ == "__main__":
    main()

"""How long composing takes: 10,000 subscriptions with distinct queries, 200 new deals, one core.

    .venv/bin/python bench/alerts_many.py [SUBSCRIPTIONS] [DEALS]

Everything real: deals saved through ``storage``, queries answered by it, digests rendered in both languages. Prints one
line of JSON: CPU seconds for composing alone, and for composing and writing them all into the outbox.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from alerts.digest import compose_digest
from alerts.due import queue_digests
from alerts.news import Newsdesk
from crawlers.records import Article
from nlp.lexicon import load_lexicon
from nlp.records import Amount, Asset, Deal, Evidence, Party, Reading, Territory
from settings import Settings
from storage.articles import save_article
from storage.deals import save_reading
from storage.engine import Database, open_database
from storage.filters import DealFilter
from storage.subscriptions import NewSubscription, add_subscription, subscriptions

NOW = datetime(2026, 6, 2, 23, 40, tzinfo=UTC)
PROVINCES = ["Jiangsu", "Shanghai", "Beijing", "Zhejiang", "Guangdong", "Sichuan", "Shandong", "Hubei"]
TYPES = ["license", "option", "newco", "acquisition", "co_development", "research"]
MODALITIES = ["adc", "small_molecule", "bispecific_antibody", "monoclonal_antibody", "sirna", "car_t"]
COUNTRIES = ["US", "GB", "DE", "JP", "KR", "FR", "CH"]


def make_deals(db: Database, count: int, chance: random.Random) -> None:
    """News deals between companies of the registry, each told by an article of its own."""
    companies = load_lexicon().companies.values()
    chinese = [each.name_zh for each in companies if each.country == "CN"]
    foreign = [each.name_zh or each.name_en for each in companies if each.country in COUNTRIES]
    with db.write() as session:
        for number in range(count):
            when = NOW - timedelta(hours=20) + timedelta(minutes=number * 5)
            giver, taker = chinese[number % len(chinese)], foreign[number % len(foreign)]
            text = f"{giver}把在研药物 ABC-{number} 授权给{taker}，首付款 {number + 1} 百万美元，里程碑另计。"
            article = Article(
                source="bench", url=f"https://bench.example/{number}", item_id=str(number), title=f"{giver}与{taker}达成授权",
                text=text, published=when, precision="minute", fetched=when, language="zh", outlet="样例社",
            )  # fmt: skip
            deal = Deal(
                type=chance.choice(TYPES), direction="out" if number % 5 else "in",
                grantors=(Party(name=giver, surface=(giver,)),), partners=(Party(name=taker, surface=(taker,)),),
                assets=(Asset(name=f"ABC-{number}", surface=(f"ABC-{number}",)),),
                territory=Territory(include=("world",), exclude=("greater-china",)),
                amounts=(
                    Amount(kind="upfront", currency="USD", value=Decimal((number + 1) * 10**6)),
                    Amount(kind="total", currency="USD", value=Decimal((number + 1) * 10**7), bound="max"),
                ),
                modality=chance.choice(MODALITIES), phase="phase_2", targets=("PD-1",), model="borrowed_ship",
                evidence=(Evidence(field="grantors", start=0, end=len(giver), text=giver, rule="bench"),), confidence=0.95,
            )  # fmt: skip
            saved = save_article(session, article)
            save_reading(session, saved.id, Reading(deals=(deal,)), extractor="bench")


def make_subscriptions(db: Database, count: int, chance: random.Random) -> None:
    """Distinct queries: every one has its own least upfront, besides a province, type, modality or direction."""
    with db.write() as session:
        for number in range(count):
            query = {"min_upfront": Decimal(number * 9_973 % 150_000_000)}
            query |= [
                {}, {"province": chance.choice(PROVINCES)}, {"type": chance.choice(TYPES)},
                {"modality": chance.choice(MODALITIES)}, {"direction": "out"}, {"partner_country": chance.choice(COUNTRIES)},
            ][number % 6]  # fmt: skip
            new = NewSubscription(
                name=f"reader-{number}", recipients=(f"reader-{number}@example.com",),
                language=("zh", "en", "both")[number % 3], query=DealFilter.model_validate(query),
            )  # fmt: skip
            add_subscription(session, new, now=NOW - timedelta(days=1), confirmed=True)


def main() -> None:
    count, deals = (int(sys.argv[1]) if len(sys.argv) > 1 else 10_000), (int(sys.argv[2]) if len(sys.argv) > 2 else 200)
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        db = open_database(Path(folder) / "bench.db")
        make_deals(db, deals, chance)
        make_subscriptions(db, count, chance)
        with db.read() as session:
            readers = subscriptions(session)
            begun = time.process_time()
            desk = Newsdesk(session, NOW, min_confidence=0.5)
            told, sizes = 0, []
            for reader in readers:
                digest = compose_digest(desk, reader, since=reader.since, due=NOW, base_url="https://c.example")
                told += len(digest.data["deals"])
                sizes.append(len(digest.html.encode()))
            composing = time.process_time() - begun
        begun = time.process_time()
        queued = queue_digests(db, Settings(), NOW)
        queueing = time.process_time() - begun
        db.close()
    print(
        json.dumps(
            {
                "subscriptions": count, "deals": deals, "composed": len(sizes), "queued": len(queued),
                "deals_told": told, "deals_a_digest": round(told / count, 1), "largest_html": max(sizes),
                "mean_html": sum(sizes) // count, "cpu_seconds_composing": round(composing, 1),
                "cpu_seconds_composing_and_writing": round(queueing, 1),
            }
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()

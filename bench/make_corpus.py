"""Makes a database of many generated deals and articles, and news to write into it while it is asked.

    python bench/make_corpus.py make big.db --deals 1000000

Rows are written in bulk, by the code that writes them one at a time where it decides their form (tags, bigrams, keys).
The words are made up; half of the parties are companies of the registry, the first ones busier than the last, the
others invented, one for every fifty deals.
"""

from __future__ import annotations

import argparse
import json
import random
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from crawlers.records import Article
from nlp.lexicon import Company, load_lexicon
from nlp.merge import blocking_keys
from nlp.records import Amount, Asset, Deal, Party, Reading
from nlp.reports import report_facts
from storage.articles import save_article
from storage.bigrams import cut
from storage.companies import load_registry
from storage.copies import bands
from storage.deals import save_reading
from storage.engine import Database, open_database
from storage.models import CompanyRow
from storage.tags import DIRECTED, STEPS, TOTALLED, tag_value

FIRST, LAST = date(2015, 1, 1), date(2026, 6, 30)
TYPES = ["license"] * 6 + [
    "option",
    "co_development",
    "commercialization",
    "research",
    "acquisition",
    "newco",
    "equity",
]
MODALITIES = ["adc", "bispecific", "small_molecule", "antibody", "car_t", "sirna", "peptide", "vaccine"]
TARGETS = ["PD-1", "VEGF", "HER2", "CLDN18.2", "TROP2", "GLP-1", "BCMA", "CD19", "EGFR", "B7-H3", "IL-4Rα", "TSLP"]
PHASES = ["preclinical", "phase_1", "phase_2", "phase_3", "approved"]
MODELS = ["borrowed_ship"] * 5 + ["newco", "co_development", "exit"]
WORDS = (
    "公司宣布与合作伙伴就创新药物达成许可协议将收取首付款及里程碑付款并保留大中华区权益双方共同推进全球临床开发和商业化"
)
SUMS = [5, 10, 20, 30, 45, 60, 80, 100, 112, 150, 200, 300, 500, 700, 1250]
CHUNK = 5_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    making = commands.add_parser("make")
    making.add_argument("file", type=Path)
    making.add_argument("--deals", type=int, default=1_000_000)
    making.set_defaults(run=lambda args: make(args.file, args.deals))
    args = parser.parse_args()
    args.run(args)


# --- making ----------------------------------------------------------------------------------------------------------


class Corpus:
    """Generated deals, one article each, as rows of every table; the same for every run of one size."""

    def __init__(self, database: Database, deals: int) -> None:
        self.dice = random.Random(2026)
        with database.write() as session:
            self.registry = load_registry(session)
        companies = list(load_lexicon().companies.values())
        self.chinese = [c for c in companies if c.chinese]
        self.foreign = [c for c in companies if not c.chinese]
        self.invented = [invented(number) for number in range(deals // 50 + 1)]
        _insert_companies(database, self.invented)
        self.tags: dict[tuple[str, str], tuple[int, str]] = {}
        self.counts: dict[int, int] = defaultdict(int)
        self.periods: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])

    def company(self, among: list[Company]) -> Company:
        """One of the registry, the first ones more often than the last, or an invented one."""
        if self.dice.random() < 0.5:
            return self.invented[self.dice.randrange(len(self.invented))]
        return among[int(len(among) * self.dice.random() ** 1.5)]

    def rows(self, number: int) -> dict[str, list[dict[str, Any]]]:
        """Everything about deal ``number`` (from 1)."""
        dice = self.dice
        day = FIRST + timedelta(days=int((LAST - FIRST).days * (1 - dice.random() ** 2 * 0.999)))
        out = dice.random() < 0.6
        grantor = self.company(self.chinese if out else self.foreign)
        partner = self.company(self.foreign if out else self.chinese)
        asset = f"{dice.choice(['SHR', 'HRS', 'AK', 'BL', 'XQ', 'LM'])}-{number % 100_000}{dice.choice('ABCDEF')}"
        upfront = dice.choice(SUMS) * 10**6 + dice.randrange(1000) * 1000 if dice.random() < 0.35 else None
        total = dice.choice(SUMS) * 10**7 + dice.randrange(1000) * 10_000 if dice.random() < 0.4 else None
        sums = [("upfront", upfront), ("total", total)]
        target, modality = dice.choice(TARGETS), dice.choice(MODALITIES)
        deal = Deal(
            type=dice.choice(TYPES), direction="out" if out else "in", model=dice.choice(MODELS) if out else None,
            grantors=(Party(name=grantor.name, company=grantor.id),),
            partners=(Party(name=partner.name, company=partner.id),),
            assets=(Asset(name=asset),), targets=(target,), modality=modality, phase=dice.choice(PHASES),
            amounts=tuple(Amount(kind=k, currency="USD", value=Decimal(v)) for k, v in sums if v), confidence=0.9,
        )  # fmt: skip
        when = datetime(day.year, day.month, day.day, dice.randrange(24), dice.randrange(60), tzinfo=UTC)
        return self._tables(number, deal, grantor, partner, when, day)

    def _tables(
        self, number: int, deal: Deal, grantor: Company, partner: Company, when: datetime, day: date
    ) -> dict[str, list[dict[str, Any]]]:
        key, stamp = day.toordinal() << 32 | number, when.replace(tzinfo=None).isoformat(" ") + ".000000"
        asset, names = deal.assets[0].name, f"{grantor.name} {partner.name}"
        title = f"{grantor.name} → {partner.name}：{asset}"
        start = self.dice.randrange(len(WORDS))
        body = (
            f"{names}：{asset}。"
            + (WORDS[start:] + WORDS[:start])
            + f"第{number}号，{deal.modality}，{deal.targets[0]}。"
        )
        upfront, total = (
            next((int(a.value * 100) for a in deal.amounts if a.kind == kind), None) for kind in ("upfront", "total")
        )
        searched = "\n".join([title, grantor.name_en, partner.name_en, deal.targets[0], deal.modality or ""])
        facts = report_facts(
            deal, article=f"bench:{number}", index=0, source="bench", tier=3, published=when,
            group_of=self.registry.group_of,
        )  # fmt: skip
        tag_ids = self._tag(deal, grantor, partner, key, f"{day:%Y-%m}", upfront, total)
        plain = {
            "type": deal.type, "direction": deal.direction, "status": deal.status, "model": deal.model,
            "modality": deal.modality, "phase": deal.phase,
        }  # fmt: skip
        return {
            "article": [{
                "id": number, "source": "bench", "item_id": str(number), "url": f"https://bench.example/{number}",
                "title": title, "text": body, "published": stamp, "precision": "minute", "raw_date": "",
                "fetched": stamp, "day": stamp, "language": "zh", "tier": 3, "author": "", "outlet": "",
                "content_hash": f"{number:032d}", "version": 1, "copy_of": None, "read_by": "bench", "read_version": 1,
                "skipped": "",
            }],
            "article_text": [{
                "rowid": int(when.timestamp()) // 60 << 32 | number, "body": " ".join(cut(f"{title}\n{body}"))
            }],
            "article_band": [{"band": band, "article_id": number} for band in bands(body)],
            "deal": [{
                "id": number, "order_key": key, "key": f"k{number}", "state": "live", "merged_into": None, "title": title,
                **plain, "announced": day.isoformat(), "announced_precision": "day", "territory": "null",
                "targets": json.dumps(list(deal.targets)), "indications": "[]", "royalty": None, "option": 0,
                "exclusive": None, "upfront_usd": upfront, "total_usd": total, "confidence": 0.9, "confirmed": 0,
                "news": 1, "report_id": number, "reports": 1, "first_seen": stamp, "created": stamp, "updated": stamp,
                "search_text": searched,
            }],
            "deal_text": [{"rowid": key, "body": " ".join(cut(searched))}],
            "report": [{
                "id": number, "article_id": number, "article_version": 1, "seq": 0, "deal_id": number,
                "data": deal.model_dump_json(), "parties": json.dumps({grantor.name: grantor.id, partner.name: partner.id}),
                "born_deal": number, "mention": "primary", "confidence": 0.9, "headline": title, "extractor": "bench",
                "lexicon": "bench", "pinned": 0, "created": stamp,
            }],
            "report_key": [{"key": k, "report_id": number} for k in blocking_keys(facts)],
            "evidence": [{
                "report_id": number, "field": "type", "start": 0, "end": 5, "text": title[:5], "sentence": title,
                "sentence_start": 0, "rule": "bench",
            }],
            "deal_field": [
                {"deal_id": number, "field": name, "value": json.dumps({"value": value}), "report_id": number,
                 "confidence": 0.9, "conflicting": 0, "others": "[]"}
                for name, value in plain.items() if value
            ],
            "deal_party": [
                {"deal_id": number, "role": role, "position": place, "company_id": company.id, "name": company.name,
                 "country": company.country}
                for place, (role, company) in enumerate((("grantor", grantor), ("partner", partner)))
            ],
            "deal_asset": [{"deal_id": number, "position": 0, "name": asset, "surface": "[]"}],
            "deal_amount": [
                {"deal_id": number, "kind": a.kind, "currency": a.currency, "value": int(a.value * 100), "bound": "exact",
                 "usd": int(a.value * 100), "rate": "1", "rate_date": day.isoformat(), "report_id": number}
                for a in deal.amounts
            ],
            "event": [{
                "deal_id": number, "kind": "announced", "day": day.isoformat(), "report_id": number, "sentence": title,
                "news": 1, "recorded": stamp,
            }],
            "deal_tag": [{"tag_id": ident, "order_key": key} for ident in tag_ids],
        }  # fmt: skip

    def _tag(
        self,
        deal: Deal,
        grantor: Company,
        partner: Company,
        key: int,
        month: str,
        upfront: int | None,
        total: int | None,
    ) -> set[int]:
        values: list[tuple[str, str]] = [("all", ""), ("type", deal.type), ("direction", deal.direction)]
        values += [("status", deal.status), ("target", deal.targets[0]), ("asset", deal.assets[0].name)]
        values += [(k, v) for k, v in (("model", deal.model), ("modality", deal.modality), ("phase", deal.phase)) if v]
        values += [("currency", "USD")] if deal.amounts else []
        for role, company in (("grantor", grantor), ("partner", partner)):
            for ident in self.registry.ancestors(company.id):
                values += [("company", ident), (role, ident)]
            values += [("country", company.country)] if company.country else []
            values += [("partner_country", company.country)] if company.country and role == "partner" else []
            values += [("province", company.province)] if company.province else []
            values += [("city", company.city)] if company.city else []
        for kind, cents in (("upfront", upfront), ("total", total)):
            values += [(kind, str(step)) for step in STEPS if cents is not None and cents >= step * 100]
        values += [(f"{deal.direction}.{kind}", label) for kind, label in values if kind in DIRECTED]
        ids = set()
        for kind, label in values:
            folded = tag_value(kind, label).value
            ident, _ = self.tags.setdefault((kind, folded), (len(self.tags) + 1, label))
            ids.add(ident)
        for ident in ids:
            self.counts[ident] += 1
        for kind, label in dict.fromkeys(values):
            if kind in TOTALLED:
                for period in ("", month[:4], month):
                    sums = self.periods[self.tags[kind, tag_value(kind, label).value][0], period]
                    sums[0] += 1
                    sums[1] += upfront is not None
                    sums[2] += upfront or 0
                    sums[3] += total is not None
                    sums[4] += total or 0
        return ids

    def totals(self) -> dict[str, list[dict[str, Any]]]:
        """The rows of ``tag`` and ``tag_total``, when every deal is made."""
        names = ("deals", "upfronts", "upfront_usd", "totals", "total_usd")
        return {
            "tag": [
                {"id": ident, "kind": kind, "value": value, "label": label, "deals": self.counts[ident]}
                for (kind, value), (ident, label) in self.tags.items()
            ],
            "tag_total": [
                {"tag_id": ident, "period": period, **dict(zip(names, sums, strict=True))}
                for (ident, period), sums in self.periods.items()
            ],
        }


def invented(number: int) -> Company:
    """A company that is nowhere else."""
    return Company(
        id=f"bench-{number}", name_zh=f"虚构{number}生物", name_en=f"Invented {number} Bio", aliases=(), weak_aliases=(),
        tickers=(), country=("CN", "US", "JP", "DE")[number % 4], province="", city="", kind="other", parent="",
        former_names=(), note="",
    )  # fmt: skip


def _insert_companies(database: Database, companies: list[Company]) -> None:
    with database.write() as session:
        session.execute(
            insert(CompanyRow),
            [
                {"id": c.id, "name_zh": c.name_zh, "name_en": c.name_en, "country": c.country, "kind": c.kind,
                 "tickers": [], "provisional": False}
                for c in companies
            ],
        )  # fmt: skip


def make(file: Path, deals: int) -> None:
    """Write a database of ``deals`` deals and as many articles."""
    database = open_database(file)
    began, corpus = time.monotonic(), Corpus(database, deals)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")  # tags come last
        connection.exec_driver_sql("PRAGMA synchronous = OFF")
        for start in range(1, deals + 1, CHUNK):
            tables: dict[str, list[dict[str, Any]]] = defaultdict(list)
            for number in range(start, min(start + CHUNK, deals + 1)):
                for name, rows in corpus.rows(number).items():
                    tables[name] += rows
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            _insert(connection, tables)
            connection.exec_driver_sql("COMMIT")
            print(f"\r{min(start + CHUNK - 1, deals):,} deals, {time.monotonic() - began:.0f} s", end="", flush=True)
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        _insert(connection, corpus.totals())
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    database.close()
    print(f"\n{file.stat().st_size / 1e9:.2f} GB")


def _insert(connection: Any, tables: dict[str, list[dict[str, Any]]]) -> None:
    for name, rows in tables.items():
        if rows:
            columns = list(rows[0])
            quoted = ", ".join(f'"{column}"' for column in columns)
            statement = f"INSERT INTO {name} ({quoted}) VALUES ({', '.join('?' * len(columns))})"
            connection.exec_driver_sql(statement, [tuple(row[column] for column in columns) for row in rows])


# --- writing meanwhile ------------------------------------------------------------------------------------------------


def write_news(database: Database, stop: threading.Event, written: list[int]) -> None:
    """A crawl: an article with a deal, five times a second, each in its own transaction."""
    for number, (article, deal) in enumerate(_news(int(time.time()))):
        with database.write() as session:
            saved = save_article(session, article)
            save_reading(session, saved.id, Reading(deals=(deal,)), extractor="bench")
        written[0] = number + 1
        if stop.wait(0.2):
            return


def _news(seed: int) -> Iterator[tuple[Article, Deal]]:
    dice, companies = random.Random(seed), list(load_lexicon().companies.values())
    when = datetime(2026, 6, 30, 9, tzinfo=UTC)
    while True:
        mark = f"{dice.choice('XYZ')}W-{dice.randrange(10**6)}"
        one, two = dice.sample(companies, 2)
        body = f"{one.name}与{two.name}就{mark}达成许可协议，首付款{dice.randrange(10**6)}万美元。"
        yield (
            Article(source="crawl", url="", item_id=f"{seed}-{mark}", title=f"{one.name}：{mark}", text=body,
                    published=when, precision="minute", fetched=when, language="zh"),
            Deal(type="license", direction="out", grantors=(Party(name=one.name, company=one.id),),
                 partners=(Party(name=two.name, company=two.id),), assets=(Asset(name=mark),)),
        )  # fmt: skip


if __name__ == "__main__":
    main()

"""Loads known deals of the past from a table, as articles of their own that say what the row says.

They go the way of every report, so that news of an old deal meets it; but they are never told as news.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from sqlalchemy import func, select

from crawlers.records import Article
from errors import MissingFileError
from nlp.descriptors import find_modality, find_targets
from nlp.fields import deal_model
from nlp.records import Amount, Deal, Evidence, Party, Reading, Territory
from storage.articles import save_article
from storage.asset_cells import named_in, read_assets
from storage.deals import save_reading
from storage.engine import Database
from storage.errors import DataFileError
from storage.models import DealRow
from storage.tellings import HISTORY

HISTORY_FILE = Path(__file__).parent / "data" / "history.csv"
EXTRACTOR = "history table"
COLUMNS = (
    "announced", "licensor", "partner", "asset", "target", "modality", "type", "direction", "status",
    "territory_include", "territory_exclude", "upfront_currency", "upfront", "milestone", "total", "equity",
    "source_url", "note",
)  # fmt: skip
_SHANGHAI = ZoneInfo("Asia/Shanghai")
_IMPORTED = datetime(2026, 11, 1, tzinfo=UTC)  # fixed, so that loading again changes nothing
_LATER = re.compile(
    r"(?:terminat|ended|returned|closed|effective|milestone|received|exercise)[^0-9]{0,24}?(20\d\d(?:-\d\d){0,2})"
)
_BOUGHT = {"acquisition", "asset_purchase"}


@dataclass
class _Saying:
    """A text in the making, with the evidence for each field that it states; words of no field prove nothing."""

    text: str = ""
    evidence: list[Evidence] = field(default_factory=list)

    def say(self, before: str, *told: tuple[str, str], between: str = "、", after: str = "") -> None:
        """Add words; each ``told`` is a field and the words that state it."""
        self.text += before
        for number, (name, words) in enumerate(told):
            self.text += between if number else ""
            start = len(self.text)
            self.text += words
            if name:
                self.evidence.append(Evidence(field=name, start=start, end=len(self.text), text=words, rule=HISTORY))
        self.text += after


def load_history(database: Database, file: Path = HISTORY_FILE) -> dict[str, int]:
    """Keep every row of the table; counts of ``rows``, ``new``, ``changed``, ``undated`` (left out) and ``deals``.

    Raises MissingFileError or DataFileError with the row; then nothing of the table is kept.
    """
    counts: Counter[str] = Counter(rows=0, new=0, changed=0, undated=0)
    told = [item for number, row in _rows(file) for item in _tell(file, number, row, counts)]
    with database.write() as session:
        for article, deal in told:
            saved = save_article(session, article)
            counts["new"] += saved.is_new
            counts["changed"] += saved.is_changed
            save_reading(session, saved.id, Reading(deals=(deal,)), extractor=EXTRACTOR)
        live = select(func.count()).select_from(DealRow).where(DealRow.state == "live")
        counts["deals"] = session.scalar(live) or 0
    return dict(counts)


def _rows(file: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            table = csv.DictReader(lines)
            if tuple(table.fieldnames or ()) != COLUMNS:
                raise DataFileError(file, 1, f"the header must be {','.join(COLUMNS)}")
            return [(number, row) for number, row in enumerate(table, start=2)]
    except (OSError, UnicodeDecodeError) as error:
        raise MissingFileError(file, str(error)) from None


def _tell(file: Path, number: int, row: dict[str, Any], counts: Counter[str]) -> list[tuple[Article, Deal]]:
    """The row's announcement, and what became of it where the note knows when."""
    counts["rows"] += 1
    if None in row or None in row.values():
        raise DataFileError(file, number, f"{len(COLUMNS)} cells are due")
    if not row["announced"]:
        counts["undated"] += 1
        return []
    try:
        announced = _day(row["announced"])
        later = _LATER.search(row["note"])
        if row["status"] in {"announced", "proposed"}:
            return [_one(row, row["announced"], announced, row["status"], "primary")]
        if later and _day(later[1]) >= announced:
            first = _one(row, row["announced"], announced, "announced", "primary")
            return [first, _one(row, later[1], _day(later[1]), row["status"], "primary")]
        # Nobody says when it ended: known as history, without an event of a made-up day.
        return [_one(row, row["announced"], announced, row["status"], "background")]
    except (ValueError, InvalidOperation, ValidationError) as error:
        raise DataFileError(file, number, str(error).splitlines()[0]) from None


def _day(text: str) -> date:
    """The first day of a year, month or day as written."""
    parts = [int(part) for part in text.split("-")]
    return date(*[*parts, 1, 1][:3])


def _one(row: dict[str, str], written: str, day: date, status: str, mention: str) -> tuple[Article, Deal]:
    title = f"{row['licensor']} → {row['partner']}：{row['asset'] or row['type']}（{written}，{status}）"
    saying = _Saying(f"{title}\n")
    saying.say("", *(("grantors", name) for name in _parts(row["licensor"])))
    saying.say("与", *(("partners", name) for name in _parts(row["partner"])))
    if row["asset"]:
        saying.say("就", *(("assets" if named_in(part) else "", part) for part in _parts(row["asset"])))
    saying.say("达成交易（", ("type", row["type"]), after="，")
    saying.say("", ("status", status), after="）。")
    if row["territory_include"]:
        without = f" -{row['territory_exclude']}" if row["territory_exclude"] else ""
        saying.say("地域：", ("territory", row["territory_include"] + without), after="。")
    amounts = _amounts(row)
    for amount in amounts:
        saying.say(f"{amount.kind}：", (f"amounts.{amount.kind}", f"{amount.value:f} {amount.currency}"), after="。")
    what = f"{row['target'].replace(';', ' ')} {row['modality']}"
    targets = [found.value for found in find_targets(what, [(0, len(what))])]
    targets = list(dict.fromkeys([*_parts(row["target"]), *targets]))
    modality = find_modality(what, [(0, len(what))])
    if targets:
        saying.say("靶点：", *(("targets", target) for target in targets), after="。")
    if row["modality"]:
        saying.say("类型：", ("modality", row["modality"]), after="。")
    deal = Deal.model_validate({
        "mention": mention, "type": row["type"], "direction": row["direction"], "status": status,
        "grantors": [Party(name=name, surface=(name,)) for name in _parts(row["licensor"])],
        "partners": [Party(name=name, surface=(name,)) for name in _parts(row["partner"])],
        "assets": read_assets(row["asset"]),
        "territory": _territory(row), "amounts": amounts, "targets": targets, "evidence": saying.evidence,
        "modality": modality.value if modality else None,
    })  # fmt: skip
    deal = deal.model_copy(update={"model": deal_model(deal.type, deal.direction)})
    body = saying.text.removeprefix(f"{title}\n") + f"来源：{row['source_url']}"
    article = Article(
        source=HISTORY, url=row["source_url"], title=title, text=body, precision="day", raw_date=written,
        published=datetime(day.year, day.month, day.day, 12, tzinfo=_SHANGHAI), fetched=_IMPORTED, language="zh", tier=4,
        item_id="|".join((row["announced"], row["licensor"], row["partner"], row["asset"], row["type"], status)),
    )  # fmt: skip
    return article, deal


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _territory(row: dict[str, str]) -> Territory | None:
    include, exclude = _parts(row["territory_include"]), _parts(row["territory_exclude"])
    return Territory(include=tuple(include), exclude=tuple(exclude)) if include or exclude else None


def _amounts(row: dict[str, str]) -> list[Amount]:
    """The sums of the row; what is paid for a company is its price."""
    found = []
    for name in ("upfront", "milestone", "total"):
        if row[name]:
            if not row["upfront_currency"]:
                raise ValueError(f"{name} without a currency")
            kind = "price" if name == "total" and row["type"] in _BOUGHT else name
            bound = "exact" if name == "upfront" or kind == "price" else "max"
            found.append(
                Amount.model_validate(
                    {"kind": kind, "currency": row["upfront_currency"], "value": Decimal(row[name]), "bound": bound}
                )
            )
    return found

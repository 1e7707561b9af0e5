"""Every number of every table again, by SQL over the raw rows: no tag, no kept total, no converted sum of the deal row."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median

import pytest

from nlp.records import Reading
from storage.articles import save_article
from storage.deals import save_reading
from storage.engine import open_database
from storage.filters import DealFilter
from storage.measures import MEASURES
from storage.query import Query
from tests.storage.making import article, deal

#: upfront and total of a deal in dollars, from its stated sums: the largest of the first kind that is stated
_SUMS = """
    WITH sums AS (
        SELECT d.id, d.announced, d.type, d.model, d.direction, d.status, d.modality, d.phase, d.targets,
            (SELECT max(a.usd) FROM deal_amount a WHERE a.deal_id = d.id AND a.kind = 'upfront') AS upfront,
            coalesce((SELECT max(a.usd) FROM deal_amount a WHERE a.deal_id = d.id AND a.kind = 'total'),
                     (SELECT max(a.usd) FROM deal_amount a WHERE a.deal_id = d.id AND a.kind = 'price')) AS total
        FROM deal d WHERE d.state = 'live' AND d.direction = 'out'
    )
"""
_PARTY = "JOIN deal_party p ON p.deal_id = s.id JOIN company c ON c.id = p.company_id"
#: a deal of a subsidiary counts for every company above it; who is not disclosed is no company of a league
_LINE = """
    JOIN (WITH RECURSIVE line (child, top) AS (
        SELECT id, id FROM company
        UNION SELECT line.child, c.parent_id FROM line JOIN company c ON c.id = line.top WHERE c.parent_id IS NOT NULL
    ) SELECT child, top FROM line WHERE child <> 'undisclosed') l ON l.child = p.company_id
"""
#: what each group is, as SQL over the raw rows
_GROUPS = {
    "year": ("substr(s.announced, 1, 4)", ""),
    "quarter": ("substr(s.announced, 1, 4) || '-Q' || ((substr(s.announced, 6, 2) + 2) / 3)", ""),
    "month": ("substr(s.announced, 1, 7)", ""),
    "type": ("s.type", ""), "model": ("s.model", ""), "status": ("s.status", ""), "modality": ("s.modality", ""),
    "phase": ("s.phase", ""), "direction": ("s.direction", ""),
    "target": ("t.value", "JOIN json_each(s.targets) t"),
    "province": ("c.province", _PARTY), "city": ("c.city", _PARTY), "country": ("p.country", _PARTY),
    "partner_country": ("p.country", f"{_PARTY} AND p.role = 'partner'"),
    "company": ("l.top", f"{_PARTY} {_LINE}"),
    "grantor": ("l.top", f"{_PARTY} AND p.role = 'grantor' {_LINE}"),
    "partner": ("l.top", f"{_PARTY} AND p.role = 'partner' {_LINE}"),
}  # fmt: skip
_OUT = DealFilter(direction="out")  # type: ignore[arg-type]

Row = tuple[int, int, Decimal, int, Decimal]


@pytest.fixture(scope="module")
def numbers(shelf: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shelf, and deals that say in which phase the medicine is (the history does not)."""
    path = Path(shutil.copy(shelf, tmp_path_factory.mktemp("numbers") / "numbers.db"))
    database = open_database(path)
    told = (("默沙东", "phase_1", 80), ("罗氏", "phase_1", 120), ("辉瑞", "phase_2", 45), ("拜耳", "phase_3", None))
    with database.write() as session:
        for number, (partner, phase, upfront) in enumerate(told, 1):
            stated = deal(
                "信达生物", partner, f"IBI90{number}", upfront=upfront and upfront * 10**6, total=900 * 10**6,
                phase=phase, modality="adc",
            )  # fmt: skip
            saved = save_article(session, article(9_000 + number, days=number))
            save_reading(session, saved.id, Reading(deals=(stated,)), extractor="test")
    database.close()
    return path


@pytest.fixture(scope="module")
def raw(numbers: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"file:{numbers}?mode=ro", uri=True)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def query(numbers: Path) -> Iterator[Query]:
    database = open_database(numbers)
    with database.read() as session:
        yield Query(session, today=date(2026, 7, 1))
    database.close()


def deals_of(raw: sqlite3.Connection, by: str) -> dict[str, dict[int, tuple[str, ...]]]:
    """Group (folded as tags are) to its deals: (upfront, total, model, status)."""
    group, join = _GROUPS[by]
    rows = raw.execute(
        f"{_SUMS} SELECT DISTINCT {group}, s.id, s.upfront, s.total, s.model, s.status FROM sums s {join}"
    )
    found: dict[str, dict[int, tuple[str, ...]]] = {}
    for value, ident, *rest in rows:
        if value:
            found.setdefault(str(value).lower(), {})[ident] = tuple(rest)
    return found


def cents(value: object) -> Decimal:
    return Decimal(int(str(value))) / 100


@pytest.mark.parametrize("by", _GROUPS)
def test_league_tables_and_time_series(raw: sqlite3.Connection, query: Query, by: str) -> None:
    expected: dict[str, Row] = {}
    for value, deals in deals_of(raw, by).items():
        upfronts = [cents(row[0]) for row in deals.values() if row[0] is not None]
        totals = [cents(row[1]) for row in deals.values() if row[1] is not None]
        expected[value] = (len(deals), len(upfronts), sum(upfronts, Decimal(0)), len(totals), sum(totals, Decimal(0)))
    table = query.stats(by, _OUT)
    told = {
        row.value.lower(): (row.deals, row.upfronts, row.upfront_usd, row.totals, row.total_usd) for row in table.rows
    }
    assert told
    assert told == expected


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("by", ["year", "modality", "phase", "province"])
def test_measures(raw: sqlite3.Connection, query: Query, name: str, by: str) -> None:
    expected = {value: measured(name, list(deals.values())) for value, deals in deals_of(raw, by).items()}
    table = query.measure(name, by, _OUT)
    assert {row.group.lower(): (row.deals, row.known, row.value) for row in table.rows} == expected
    everything = list(deals_of(raw, "direction")["out"].values())
    assert (table.overall.deals, table.overall.known, table.overall.value) == measured(name, everything)
    assert table.definition
    assert table.definition_en


def measured(name: str, deals: list[tuple[str, ...]]) -> tuple[int, int, Decimal | None]:
    upfronts = [cents(row[0]) for row in deals if row[0] is not None]
    if name == "median_upfront":
        return len(deals), len(upfronts), Decimal(median(upfronts)) if upfronts else None
    if name == "upfront_share":
        both = [(cents(row[0]), cents(row[1])) for row in deals if row[0] is not None and row[1]]
        return len(deals), len(both), sum(u for u, _ in both) / Decimal(sum(t for _, t in both)) if both else None
    n = sum(row[2] == "newco" if name == "newcos" else row[3] == "terminated" for row in deals)
    return len(deals), n, Decimal(n) / len(deals)


def test_the_counts_of_a_brief(raw: sqlite3.Connection, query: Query) -> None:
    told = query.announced_deals(DealFilter(direction="out", since="2025", until="2025", province="江苏", limit=1000))  # type: ignore[arg-type]
    rows = raw.execute(
        f"""{_SUMS} SELECT DISTINCT s.id, s.upfront FROM sums s {_PARTY}
        WHERE c.province = 'Jiangsu' AND s.announced BETWEEN '2025-01-01' AND '2025-12-31'
        AND EXISTS (SELECT 1 FROM event e WHERE e.deal_id = s.id AND e.kind IN ('announced', 'proposed'))"""
    ).fetchall()
    assert len(rows) > 10
    assert {deal.id for deal in told} == {f"D{ident}" for ident, _ in rows}
    assert sum(deal.upfront_usd for deal in told if deal.upfront_usd) == sum(
        cents(up) for _, up in rows if up is not None
    )


def test_comparables(raw: sqlite3.Connection, query: Query) -> None:
    ident, kind, modality, phase = raw.execute(
        "SELECT id, type, modality, phase FROM deal WHERE state = 'live' AND direction = 'out' AND modality = 'adc' "
        "AND type = 'license' ORDER BY id LIMIT 1"
    ).fetchone()
    found = query.comparables(f"D{ident}")
    where = {"modality": modality, "phase": phase}
    fields = [name for name in found.alike if name in where]
    asked = "".join(f" AND {name} = ?" for name in fields)
    rows = raw.execute(
        f"{_SUMS} SELECT s.id, s.upfront FROM sums s WHERE s.type = ? AND s.id <> ?{asked}",
        (kind, ident, *(where[name] for name in fields)),
    ).fetchall()
    if "indications" not in found.alike:
        assert set(found.ids) == {row[0] for row in rows}
    known = [cents(up) for other, up in rows if up is not None and other in found.ids]
    assert found.deals == len(found.ids) >= 3
    assert (found.upfronts, found.median_upfront_usd) == (len(known), Decimal(median(known)) if known else None)

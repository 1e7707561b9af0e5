"""Checks the database: whole on disk, and true to what the tables promise each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken promise: what, how many rows, and the first few of them."""

    what: str
    rows: int
    examples: tuple[str, ...]


#: promise -> a query that gives the rows that break it (their first column names them)
PROMISES = {
    "every report belongs to a deal": "SELECT id FROM report WHERE deal_id IS NULL",
    "every live deal has a report": (
        "SELECT d.id FROM deal d WHERE d.state = 'live' AND NOT EXISTS (SELECT 1 FROM report r WHERE r.deal_id = d.id)"
    ),
    "only live or rejected deals have reports": (
        "SELECT DISTINCT d.id FROM deal d JOIN report r ON r.deal_id = d.id WHERE d.state NOT IN ('live', 'rejected')"
    ),
    "a deal counts its reports": (
        "SELECT d.id FROM deal d WHERE d.reports <> (SELECT count(*) FROM report r WHERE r.deal_id = d.id)"
    ),
    "a deal's best report is its own": (
        "SELECT d.id FROM deal d WHERE d.state = 'live' AND NOT EXISTS"
        " (SELECT 1 FROM report r WHERE r.id = d.report_id AND r.deal_id = d.id)"
    ),
    "a merged deal leads to another": (
        "SELECT d.id FROM deal d LEFT JOIN deal t ON t.id = d.merged_into WHERE d.state = 'merged' AND"
        " (t.id IS NULL OR t.id = d.id)"
    ),
    "a field's value comes from a report of its deal": (
        "SELECT f.deal_id FROM deal_field f JOIN report r ON r.id = f.report_id WHERE r.deal_id <> f.deal_id"
    ),
    "an event is told by a report of its deal": (
        "SELECT e.id FROM event e LEFT JOIN report r ON r.id = e.report_id WHERE r.id IS NULL OR r.deal_id <> e.deal_id"
    ),
    "every read article's reports are of its present text": (
        "SELECT r.id FROM report r JOIN article a ON a.id = r.article_id"
        " WHERE a.read_version = a.version AND r.article_version <> a.version"
    ),
    "a copy's original is no copy": (
        "SELECT a.id FROM article a JOIN article o ON o.id = a.copy_of WHERE o.copy_of IS NOT NULL"
    ),
    "every live deal is under a tag, no other is": (
        "SELECT d.id FROM deal d WHERE (d.state = 'live') <>"
        " EXISTS (SELECT 1 FROM deal_tag t WHERE t.order_key = d.order_key)"
    ),
    "every tag is of a deal": (
        "SELECT t.order_key FROM deal_tag t LEFT JOIN deal d ON d.order_key = t.order_key WHERE d.id IS NULL"
    ),
    "a tag counts its deals": (
        "SELECT t.kind || ' ' || t.value FROM tag t LEFT JOIN"
        " (SELECT tag_id, count(*) AS n FROM deal_tag GROUP BY tag_id) d ON d.tag_id = t.id"
        " WHERE t.deals <> coalesce(d.n, 0)"
    ),
    "kept totals are those of the deals": (
        "WITH one AS (SELECT t.tag_id, substr(CAST(d.announced AS TEXT), 1, 7) AS month, d.upfront_usd AS u,"
        " d.total_usd AS t FROM deal_tag t JOIN deal d ON d.order_key = t.order_key),"
        " months AS (SELECT tag_id, month AS period, count(*) AS n, count(u) AS un, coalesce(sum(u), 0) AS us,"
        " count(t) AS tn, coalesce(sum(t), 0) AS ts FROM one GROUP BY 1, 2),"
        " years AS (SELECT tag_id, substr(period, 1, 4) AS period, sum(n) AS n, sum(un) AS un, sum(us) AS us,"
        " sum(tn) AS tn, sum(ts) AS ts FROM months GROUP BY 1, 2),"
        " ever AS (SELECT tag_id, '' AS period, sum(n) AS n, sum(un) AS un, sum(us) AS us, sum(tn) AS tn,"
        " sum(ts) AS ts FROM years GROUP BY 1),"
        " real AS (SELECT * FROM months UNION ALL SELECT * FROM years UNION ALL SELECT * FROM ever)"
        " SELECT k.tag_id || ' ' || k.period FROM tag_total k LEFT JOIN real s"
        " ON s.tag_id = k.tag_id AND s.period = k.period"
        " WHERE s.n IS NULL OR k.deals <> s.n OR k.upfronts <> s.un OR k.upfront_usd <> s.us OR k.totals <> s.tn"
        " OR k.total_usd <> s.ts"
    ),
    "no deal is told twice to a subscription": (
        "SELECT subscription_id || ' ' || ref FROM digest_item GROUP BY subscription_id, ref HAVING count(*) > 1"
    ),
    "no period has two digests": (
        "SELECT subscription_id || ' ' || period FROM digest GROUP BY subscription_id, period HAVING count(*) > 1"
    ),
    "a sent delivery has the server's answer or a reason": (
        "SELECT id FROM delivery WHERE state = 'sent' AND finished IS NULL"
    ),
}
_SQLITE_PROMISES = {
    "the full text of deals is complete": (
        "SELECT d.id FROM deal d LEFT JOIN deal_text_docsize s ON s.id = d.order_key"
        " WHERE (d.search_text <> '') <> (s.id IS NOT NULL)"
    ),
    "the full text of articles is complete": (
        "SELECT 'articles' WHERE (SELECT count(*) FROM article) <> (SELECT count(*) FROM article_text_docsize)"
    ),
}
_EXAMPLES = 5


def check(session: Session, *, quick: bool = False) -> list[Finding]:
    """Every broken promise; empty when all is well. ``quick`` leaves out the walk over every page of the file."""
    return list(_findings(session, quick=quick))


def _findings(session: Session, *, quick: bool) -> Iterator[Finding]:
    promises = dict(PROMISES)
    if session.get_bind().dialect.name == "sqlite":
        promises |= _SQLITE_PROMISES
        try:
            pages = session.scalars(text(f"PRAGMA {'quick_check' if quick else 'integrity_check'}")).all()
        except DatabaseError as error:  # too damaged to be walked
            pages = [str(error.orig)]
        if pages != ["ok"]:
            yield Finding("the file is whole", len(pages), tuple(pages[:_EXAMPLES]))
            return
        orphans = [f"{row[0]} row {row[1]} → {row[2]}" for row in session.execute(text("PRAGMA foreign_key_check"))]
        if orphans:
            yield Finding("every reference leads somewhere", len(orphans), tuple(orphans[:_EXAMPLES]))
    for what, statement in promises.items():
        rows = [str(row[0]) for row in session.execute(text(statement))]
        if rows:
            yield Finding(what, len(rows), tuple(rows[:_EXAMPLES]))

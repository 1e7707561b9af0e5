"""Deals of the other directions, too, are filed once more under ``in.province`` and the like, with totals of their own."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

_KINDS = "('type', 'model', 'modality', 'partner_country', 'province', 'partner')"
_FILED = f"""
    FROM deal d JOIN deal_tag k ON k.order_key = d.order_key
    JOIN tag t ON t.id = k.tag_id AND t.kind IN {_KINDS}
"""
_OTHERS = "d.state = 'live' AND d.direction <> 'out'"
_NEW = "(t.kind LIKE 'in.%' OR t.kind LIKE 'domestic.%' OR t.kind LIKE 'foreign.%')"


def upgrade() -> None:
    is_sqlite = op.get_context().dialect.name == "sqlite"
    month = "substr(d.announced, 1, 7)" if is_sqlite else "to_char(d.announced, 'YYYY-MM')"
    op.execute(
        "INSERT INTO tag (kind, value, label, deals)"
        f" SELECT d.direction || '.' || t.kind, t.value, t.label, count(*) {_FILED} WHERE {_OTHERS} GROUP BY 1, 2, 3"
    )
    op.execute(
        f"INSERT INTO deal_tag (tag_id, order_key) SELECT o.id, k.order_key {_FILED}"
        f" JOIN tag o ON o.kind = d.direction || '.' || t.kind AND o.value = t.value WHERE {_OTHERS}"
    )
    for period in ("''", f"substr({month}, 1, 4)", month):
        op.execute(f"""
            INSERT INTO tag_total (tag_id, period, deals, upfronts, upfront_usd, totals, total_usd)
            SELECT k.tag_id, {period}, count(*), count(d.upfront_usd), coalesce(sum(d.upfront_usd), 0),
              count(d.total_usd), coalesce(sum(d.total_usd), 0)
            FROM deal d JOIN deal_tag k ON k.order_key = d.order_key JOIN tag t ON t.id = k.tag_id AND {_NEW}
            GROUP BY 1, 2
        """)  # noqa: S608 - no input

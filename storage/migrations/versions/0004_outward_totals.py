"""Deals out of China are filed once more under ``out.province`` and the like, with totals of their own."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

_KINDS = "('type', 'model', 'modality', 'partner_country', 'province', 'partner')"


def upgrade() -> None:
    is_sqlite = op.get_context().dialect.name == "sqlite"
    month = "substr(d.announced, 1, 7)" if is_sqlite else "to_char(d.announced, 'YYYY-MM')"
    op.execute(
        "INSERT INTO tag (kind, value, label, deals) SELECT 'out.' || kind, value, label, 0 FROM tag"  # noqa: S608
        f" WHERE kind IN {_KINDS}"
    )
    op.execute(f"""
        INSERT INTO deal_tag (tag_id, order_key)
        SELECT o.id, k.order_key FROM deal_tag k
        JOIN tag t ON t.id = k.tag_id AND t.kind IN {_KINDS}
        JOIN tag o ON o.kind = 'out.' || t.kind AND o.value = t.value
        JOIN deal d ON d.order_key = k.order_key AND d.state = 'live' AND d.direction = 'out'
    """)  # noqa: S608 - no input
    op.execute(
        "UPDATE tag SET deals = (SELECT count(*) FROM deal_tag k WHERE k.tag_id = tag.id) WHERE kind LIKE 'out.%'"
    )
    for period in ("''", f"substr({month}, 1, 4)", month):
        op.execute(f"""
            INSERT INTO tag_total (tag_id, period, deals, upfronts, upfront_usd, totals, total_usd)
            SELECT k.tag_id, {period}, count(*), count(d.upfront_usd), coalesce(sum(d.upfront_usd), 0),
              count(d.total_usd), coalesce(sum(d.total_usd), 0)
            FROM deal_tag k JOIN tag t ON t.id = k.tag_id AND t.kind LIKE 'out.%'
            JOIN deal d ON d.order_key = k.order_key
            GROUP BY 1, 2
        """)  # noqa: S608 - no input

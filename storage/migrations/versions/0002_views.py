"""Views for people who ask in SQL: dollars instead of cents, names instead of ids."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    is_sqlite = op.get_context().dialect.name == "sqlite"

    def joined(value: str) -> str:
        return f"group_concat({value}, '; ')" if is_sqlite else f"string_agg({value}, '; ')"

    def side(role: str, column: str) -> str:
        name = f"coalesce(nullif(c.{column}, ''), p.name)"
        return (
            f"(SELECT {joined(name)} FROM deal_party p JOIN company c ON c.id = p.company_id"  # noqa: S608 - no input
            f" WHERE p.deal_id = d.id AND p.role = '{role}')"
        )

    op.execute(f"""
        CREATE VIEW deals AS SELECT 'D' || d.id AS id, d.announced, d.title, d.type, d.direction, d.status, d.model,
          {side("grantor", "name_zh")} AS grantors, {side("partner", "name_zh")} AS partners,
          {side("grantor", "name_en")} AS grantors_en, {side("partner", "name_en")} AS partners_en,
          (SELECT {joined("s.name")} FROM deal_asset s WHERE s.deal_id = d.id) AS assets,
          d.modality, d.phase, d.upfront_usd / 100.0 AS upfront_usd, d.total_usd / 100.0 AS total_usd, d.confidence,
          d.confirmed, d.reports, d.first_seen, a.url, a.source
        FROM deal d LEFT JOIN report r ON r.id = d.report_id LEFT JOIN article a ON a.id = r.article_id
        WHERE d.state = 'live'
    """)  # noqa: S608 - no input
    op.execute("""
        CREATE VIEW deal_amounts AS SELECT 'D' || m.deal_id AS deal, m.kind, m.currency, m.value / 100.0 AS value,
          m.bound, m.usd / 100.0 AS usd, m.rate, m.rate_date
        FROM deal_amount m JOIN deal d ON d.id = m.deal_id WHERE d.state = 'live'
    """)
    op.execute("""
        CREATE VIEW deal_events AS SELECT 'D' || e.deal_id AS deal, d.title, e.kind, e.day, e.news, e.sentence, a.url
        FROM event e JOIN deal d ON d.id = e.deal_id
        LEFT JOIN report r ON r.id = e.report_id LEFT JOIN article a ON a.id = r.article_id
        WHERE d.state = 'live'
    """)
    op.execute("""
        CREATE VIEW deal_evidence AS SELECT 'D' || r.deal_id AS deal, v.field, v.text, v.sentence, v.rule, a.source,
          a.published, a.url
        FROM evidence v JOIN report r ON r.id = v.report_id JOIN article a ON a.id = r.article_id
    """)
    op.execute("""
        CREATE VIEW deal_companies AS SELECT 'D' || p.deal_id AS deal, p.role, c.id AS company, c.name_zh, c.name_en,
          c.country, c.province, c.city, c.kind
        FROM deal_party p JOIN company c ON c.id = p.company_id JOIN deal d ON d.id = p.deal_id WHERE d.state = 'live'
    """)

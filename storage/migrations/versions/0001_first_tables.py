"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("last_used", sa.DateTime(), nullable=True),
        sa.Column("revoked", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("hash", name="uq_api_token_hash"),
        sa.UniqueConstraint("name", name="uq_api_token_name"),
    )
    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("published", sa.DateTime(), nullable=True),
        sa.Column("precision", sa.Text(), nullable=False),
        sa.Column("raw_date", sa.Text(), nullable=False),
        sa.Column("fetched", sa.DateTime(), nullable=False),
        sa.Column("day", sa.DateTime(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("copy_of", sa.Integer(), nullable=True),
        sa.Column("read_by", sa.Text(), nullable=False),
        sa.Column("read_version", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["copy_of"], ["article.id"], name="fk_article_copy_of"),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
    )
    op.create_index("ix_article_content_hash", "article", ["content_hash"], unique=False)
    op.create_index("ix_article_copy_of", "article", ["copy_of"], unique=False)
    op.create_index("ix_article_day", "article", ["day"], unique=False)
    op.create_index("ix_article_unread", "article", ["read_by", "id"], unique=False)
    op.create_index("ix_article_url", "article", ["url"], unique=False)
    op.create_index(
        "uq_article_item", "article", ["source", "item_id"], unique=True, sqlite_where=sa.text("item_id <> ''")
    )
    op.create_table(
        "company",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("province", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Text(), nullable=True),
        sa.Column("tickers", sa.JSON(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("merged_into", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["merged_into"], ["company.id"], name="fk_company_merged_into"),
        sa.ForeignKeyConstraint(["parent_id"], ["company.id"], name="fk_company_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_company"),
    )
    op.create_index("ix_company_merged_into", "company", ["merged_into"], unique=False)
    op.create_index("ix_company_parent_id", "company", ["parent_id"], unique=False)
    op.create_index("ix_company_provisional", "company", ["provisional"], unique=False)
    op.create_table(
        "deal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_key", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("modality", sa.Text(), nullable=True),
        sa.Column("phase", sa.Text(), nullable=True),
        sa.Column("announced", sa.Date(), nullable=False),
        sa.Column("announced_precision", sa.Text(), nullable=False),
        sa.Column("territory", sa.JSON(), nullable=True),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("indications", sa.JSON(), nullable=False),
        sa.Column("royalty", sa.Text(), nullable=True),
        sa.Column("option", sa.Boolean(), nullable=False),
        sa.Column("exclusive", sa.Boolean(), nullable=True),
        sa.Column("upfront_usd", sa.BigInteger(), nullable=True),
        sa.Column("total_usd", sa.BigInteger(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("news", sa.Boolean(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("first_seen", sa.DateTime(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("updated", sa.DateTime(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["merged_into"], ["deal.id"], name="fk_deal_merged_into"),
        sa.PrimaryKeyConstraint("id", name="pk_deal"),
        sa.UniqueConstraint("order_key", name="uq_deal_order_key"),
    )
    op.create_index("ix_deal_first_seen", "deal", ["first_seen"], unique=False)
    op.create_index("ix_deal_key", "deal", ["key"], unique=False)
    op.create_index("ix_deal_merged_into", "deal", ["merged_into"], unique=False)
    op.create_index("ix_deal_total", "deal", ["total_usd", "order_key"], unique=False)
    op.create_index("ix_deal_updated", "deal", ["updated"], unique=False)
    op.create_index("ix_deal_upfront", "deal", ["upfront_usd", "order_key"], unique=False)
    op.create_table(
        "due_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("started", sa.DateTime(), nullable=True),
        sa.Column("ended", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_due_job"),
        sa.UniqueConstraint("job", "due_at", name="uq_due_job_job_due_at"),
    )
    op.create_index("ix_due_job_state", "due_job", ["state", "due_at"], unique=False)
    op.create_table(
        "lease",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_lease"),
    )
    op.create_table(
        "note",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_note"),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
        sa.UniqueConstraint("kind", "subject", name="uq_review_kind_subject"),
    )
    op.create_index("ix_review_state", "review", ["state", "id"], unique=False)
    op.create_table(
        "review_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided", sa.DateTime(), nullable=False),
        sa.Column("undone", sa.DateTime(), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_review_decision"),
    )
    op.create_index("ix_review_decision_subject", "review_decision", ["subject"], unique=False)
    op.create_table(
        "saved_query",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_saved_query"),
    )
    op.create_table(
        "seen",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.DateTime(), nullable=False),
        sa.Column("refetch_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("source", "item", name="pk_seen"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "source_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("started", sa.DateTime(), nullable=False),
        sa.Column("ended", sa.DateTime(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("new_items", sa.Integer(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("stats", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_source_run"),
    )
    op.create_index("ix_source_run_source", "source_run", ["source", "started"], unique=False)
    op.create_table(
        "source_state",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("validators", sa.JSON(), nullable=False),
        sa.Column("last_run", sa.DateTime(), nullable=True),
        sa.Column("last_good", sa.DateTime(), nullable=True),
        sa.Column("newest_item", sa.DateTime(), nullable=True),
        sa.Column("failing_since", sa.DateTime(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_source_state"),
    )
    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("schedule", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("alert_usd", sa.BigInteger(), nullable=True),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscription"),
        sa.UniqueConstraint("name", name="uq_subscription_name"),
    )
    op.create_table(
        "tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("deals", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tag"),
        sa.UniqueConstraint("kind", "value", name="uq_tag_kind_value"),
    )
    op.create_table(
        "article_band",
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_article_band_article_id"),
        sa.PrimaryKeyConstraint("band", "article_id", name="pk_article_band"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_article_band_article_id", "article_band", ["article_id"], unique=False)
    op.create_table(
        "article_version",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("fetched", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_article_version_article_id"),
        sa.PrimaryKeyConstraint("article_id", "version", name="pk_article_version"),
    )
    op.create_table(
        "company_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("weak", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name="fk_company_alias_company_id"),
        sa.PrimaryKeyConstraint("id", name="pk_company_alias"),
        sa.UniqueConstraint("company_id", "alias", name="uq_company_alias_company_id_alias"),
    )
    op.create_index("ix_company_alias_folded", "company_alias", ["folded"], unique=False)
    op.create_table(
        "deal_asset",
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("surface", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name="fk_deal_asset_deal_id"),
        sa.PrimaryKeyConstraint("deal_id", "position", name="pk_deal_asset"),
    )
    op.create_table(
        "deal_party",
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name="fk_deal_party_company_id"),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name="fk_deal_party_deal_id"),
        sa.PrimaryKeyConstraint("deal_id", "role", "position", name="pk_deal_party"),
    )
    op.create_index("ix_deal_party_company_id", "deal_party", ["company_id"], unique=False)
    op.create_table(
        "deal_tag",
        sa.Column("tag_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("order_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_deal_tag_tag_id"),
        sa.PrimaryKeyConstraint("tag_id", "order_key", name="pk_deal_tag"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_deal_tag_order_key", "deal_tag", ["order_key"], unique=False)
    op.create_table(
        "digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("chart", sa.LargeBinary(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscription.id"], name="fk_digest_subscription_id"),
        sa.PrimaryKeyConstraint("id", name="pk_digest"),
        sa.UniqueConstraint("subscription_id", "period", name="uq_digest_subscription_id_period"),
    )
    op.create_table(
        "fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("value", sa.String(40), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_fact_article_id"),
        sa.PrimaryKeyConstraint("id", name="pk_fact"),
    )
    op.create_index("ix_fact_article_id", "fact", ["article_id"], unique=False)
    op.create_index("ix_fact_day", "fact", ["day"], unique=False)
    op.create_index("ix_fact_subject", "fact", ["subject"], unique=False)
    op.create_table(
        "insight",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_insight_article_id"),
        sa.PrimaryKeyConstraint("id", name="pk_insight"),
    )
    op.create_index("ix_insight_article_id", "insight", ["article_id"], unique=False)
    op.create_index("ix_insight_label_day", "insight", ["label", "day"], unique=False)
    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("asset", sa.Text(), nullable=False),
        sa.Column("regulator", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("same_as", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_milestone_article_id"),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name="fk_milestone_company_id"),
        sa.ForeignKeyConstraint(["same_as"], ["milestone.id"], name="fk_milestone_same_as"),
        sa.PrimaryKeyConstraint("id", name="pk_milestone"),
    )
    op.create_index("ix_milestone_article_id", "milestone", ["article_id"], unique=False)
    op.create_index("ix_milestone_company_id", "milestone", ["company_id"], unique=False)
    op.create_index("ix_milestone_day", "milestone", ["day"], unique=False)
    op.create_index("ix_milestone_same_as", "milestone", ["same_as"], unique=False)
    op.create_table(
        "recipient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("bounces", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscription.id"], name="fk_recipient_subscription_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recipient"),
        sa.UniqueConstraint("subscription_id", "address", name="uq_recipient_subscription_id_address"),
        sa.UniqueConstraint("token", name="uq_recipient_token"),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("article_version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("parties", sa.JSON(), nullable=False),
        sa.Column("born_deal", sa.Integer(), nullable=True),
        sa.Column("mention", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("lexicon", sa.Text(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_report_article_id"),
        sa.ForeignKeyConstraint(["born_deal"], ["deal.id"], name="fk_report_born_deal"),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name="fk_report_deal_id"),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        sa.UniqueConstraint("article_id", "seq", name="uq_report_article_id_seq"),
    )
    op.create_index("ix_report_born_deal", "report", ["born_deal"], unique=False)
    op.create_index("ix_report_deal_id", "report", ["deal_id"], unique=False)
    op.create_table(
        "tag_total",
        sa.Column("tag_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("deals", sa.Integer(), nullable=False),
        sa.Column("upfronts", sa.Integer(), nullable=False),
        sa.Column("upfront_usd", sa.BigInteger(), nullable=False),
        sa.Column("totals", sa.Integer(), nullable=False),
        sa.Column("total_usd", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name="fk_tag_total_tag_id"),
        sa.PrimaryKeyConstraint("tag_id", "period", name="pk_tag_total"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deal_amount",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("bound", sa.Text(), nullable=False),
        sa.Column("usd", sa.BigInteger(), nullable=True),
        sa.Column("rate", sa.String(40), nullable=True),
        sa.Column("rate_date", sa.Date(), nullable=True),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name="fk_deal_amount_deal_id"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_deal_amount_report_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deal_amount"),
    )
    op.create_index("ix_deal_amount_deal_id", "deal_amount", ["deal_id"], unique=False)
    op.create_index("ix_deal_amount_report_id", "deal_amount", ["report_id"], unique=False)
    op.create_table(
        "deal_field",
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("conflicting", sa.Boolean(), nullable=False),
        sa.Column("others", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name="fk_deal_field_deal_id"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_deal_field_report_id"),
        sa.PrimaryKeyConstraint("deal_id", "field", name="pk_deal_field"),
    )
    op.create_index("ix_deal_field_report_id", "deal_field", ["report_id"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=False),
        sa.Column("claimed", sa.DateTime(), nullable=True),
        sa.Column("finished", sa.DateTime(), nullable=True),
        sa.Column("smtp_code", sa.Integer(), nullable=True),
        sa.Column("smtp_answer", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("log", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], name="fk_delivery_digest_id"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("digest_id", "address", name="uq_delivery_digest_id_address"),
    )
    op.create_index("ix_delivery_state", "delivery", ["state", "not_before"], unique=False)
    op.create_table(
        "digest_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest_id", sa.Integer(), nullable=False),
        sa.Column("subscription_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name="fk_digest_item_deal_id"),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], name="fk_digest_item_digest_id"),
        sa.ForeignKeyConstraint(["subscription_id"], ["subscription.id"], name="fk_digest_item_subscription_id"),
        sa.PrimaryKeyConstraint("id", name="pk_digest_item"),
        sa.UniqueConstraint("subscription_id", "ref", name="uq_digest_item_subscription_id_ref"),
    )
    op.create_index("ix_digest_item_deal_id", "digest_item", ["deal_id"], unique=False)
    op.create_index("ix_digest_item_digest_id", "digest_item", ["digest_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deal_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("news", sa.Boolean(), nullable=False),
        sa.Column("recorded", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name="fk_event_deal_id"),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_event_report_id"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
    )
    op.create_index("ix_event_deal", "event", ["deal_id", "day"], unique=False)
    op.create_index("ix_event_recorded", "event", ["recorded"], unique=False)
    op.create_index("ix_event_report_id", "event", ["report_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("sentence_start", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_evidence_report_id"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
    )
    op.create_index("ix_evidence_report_id", "evidence", ["report_id"], unique=False)
    op.create_table(
        "report_key",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name="fk_report_key_report_id"),
        sa.PrimaryKeyConstraint("key", "report_id", name="pk_report_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_report_key_report_id", "report_key", ["report_id"], unique=False)

    for name in ("deal_text", "article_text"):
        if op.get_context().dialect.name == "sqlite":
            op.execute(f"CREATE VIRTUAL TABLE {name} USING fts5(body, content='', tokenize='unicode61')")
        else:
            op.execute(f"CREATE TABLE {name} (rowid BIGINT PRIMARY KEY, body TSVECTOR NOT NULL)")
            op.execute(f"CREATE INDEX ix_{name} ON {name} USING GIN (body)")

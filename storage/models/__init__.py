"""Every table. Money is Decimal (see ``storage/types.py``), times are aware UTC; ``docs/reference/tables.md`` describes them.

Who writes: articles, reports, deals and what hangs on them only ``storage`` itself; subscriptions, digests and
deliveries ``alerts``; runs, states, leases and due jobs the scheduler.
"""

from storage.models.articles import ArticleBand, ArticleRow, ArticleVersion
from storage.models.asking import ApiToken, SavedQuery
from storage.models.base import Base, JsonList, JsonObject
from storage.models.companies import CompanyAlias, CompanyRow
from storage.models.deals import DealAmount, DealAsset, DealField, DealParty, DealRow, EventRow
from storage.models.reports import EvidenceRow, FactRow, InsightRow, MilestoneRow, Report, ReportKey
from storage.models.reviews import Review, ReviewDecision
from storage.models.running import DueJob, Lease, Note, SourceRun, SourceState
from storage.models.tags import DealTag, Tag, TagTotal
from storage.models.telling import Delivery, Digest, DigestItem, Recipient, Subscription

__all__ = [
    "ApiToken",
    "ArticleBand",
    "ArticleRow",
    "ArticleVersion",
    "Base",
    "CompanyAlias",
    "CompanyRow",
    "DealAmount",
    "DealAsset",
    "DealField",
    "DealParty",
    "DealRow",
    "DealTag",
    "Delivery",
    "Digest",
    "DigestItem",
    "DueJob",
    "EventRow",
    "EvidenceRow",
    "FactRow",
    "InsightRow",
    "JsonList",
    "JsonObject",
    "Lease",
    "MilestoneRow",
    "Note",
    "Recipient",
    "Report",
    "ReportKey",
    "Review",
    "ReviewDecision",
    "SavedQuery",
    "SourceRun",
    "SourceState",
    "Subscription",
    "Tag",
    "TagTotal",
]

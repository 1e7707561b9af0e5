"""What reading gives out: deals, milestones, facts and insights, each field with the sentence that says so.

The vocabulary is that of deal databases; ``docs/reference/brief.md`` says what models, milestones,
facts and insights are.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

DealType = Literal[
    "license", "option", "newco", "acquisition", "equity", "co_development", "research", "commercialization",
    "asset_purchase",
]  # fmt: skip
Direction = Literal["out", "in", "domestic", "foreign"]
Status = Literal["proposed", "announced", "completed", "exercised", "milestone", "terminated"]
Mention = Literal["primary", "background"]
AmountKind = Literal["upfront", "near_term", "milestone", "total", "equity", "option_fee", "price", "paid"]
Bound = Literal["exact", "max", "min", "approx"]
Model = Literal["self_going", "borrowed_ship", "co_development", "newco", "exit", "service"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(_Record):
    """Characters ``start:end`` of ``title + "\\n" + text`` that state ``field`` (as ``amounts.upfront``, ``partners``)."""

    field: str
    start: int
    end: int
    text: str
    rule: str = Field("", description="the rule or model that read it")


class Party(_Record):
    """A company under every form the article uses; ``company`` is its registry id where it is known."""

    name: str
    name_en: str | None = None
    surface: tuple[str, ...] = ()
    company: str | None = None
    country: str | None = Field(None, description="ISO 3166 alpha-2; CN is the mainland, HK, MO and TW stand alone")


class Asset(_Record):
    """A drug, programme or platform named in the article."""

    name: str
    surface: tuple[str, ...] = ()


class Territory(_Record):
    """Where the rights hold: ISO 3166 alpha-2 codes and named regions."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


class Amount(_Record):
    """A sum as stated: ``value`` in units of ``currency`` (ISO 4217)."""

    kind: AmountKind
    currency: str
    value: Decimal
    bound: Bound = "exact"


class Deal(_Record):
    """One transaction as one article tells it; a field that the article does not state is None or empty."""

    mention: Mention = "primary"
    type: DealType
    direction: Direction
    status: Status = "announced"
    grantors: tuple[Party, ...]
    partners: tuple[Party, ...]
    assets: tuple[Asset, ...] = ()
    territory: Territory | None = None
    amounts: tuple[Amount, ...] = ()
    model: Model | None = None
    targets: tuple[str, ...] = ()
    modality: str | None = None
    indications: tuple[str, ...] = ()
    phase: str | None = None
    royalty: str | None = Field(None, description="royalty wording as printed")
    option: bool = False
    exclusive: bool | None = None
    total_includes_upfront: bool | None = None
    date_text: str | None = Field(None, description="date of signing as printed")
    confidence: float = Field(1.0, ge=0, le=1)
    confidences: dict[str, float] = Field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; amounts as numbers, whole where they are whole."""
        row: dict[str, Any] = self.model_dump(mode="json")
        for amount, stated in zip(row["amounts"], self.amounts, strict=True):
            whole = stated.value == stated.value.to_integral_value()
            amount["value"] = int(stated.value) if whole else float(stated.value)
        return row


class Milestone(_Record):
    """A going-global event that is no deal: approval, designation, clearance, acceptance, trial start, launch abroad."""

    company: Party
    asset: Asset | None
    regulator: str
    kind: Literal["approval", "designation", "ind_clearance", "acceptance", "phase_start", "launch", "readout"]
    detail: str = ""
    day: date | None = None
    evidence: tuple[Evidence, ...] = ()


class Fact(_Record):
    """A reported figure with its definition: who, what, when, how much."""

    subject: str
    metric: str
    period: str
    value: Decimal
    unit: str
    scope: str = ""
    evidence: tuple[Evidence, ...] = ()


class Insight(_Record):
    """A sentence worth quoting."""

    label: Literal["trend", "model", "challenge", "policy", "outlook"]
    topic: str = ""
    speaker: str = ""
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()


class Reading(_Record):
    """All that one article says. ``skipped`` says why nothing was read (the gate's reason), else empty."""

    deals: tuple[Deal, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    facts: tuple[Fact, ...] = ()
    insights: tuple[Insight, ...] = ()
    skipped: str = ""

    @property
    def relevant(self) -> bool:
        """Whether the article reports at least one primary deal."""
        return any(deal.mention == "primary" for deal in self.deals)

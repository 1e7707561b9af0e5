"""A row of the company table, read and checked."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from nlp.errors import LexiconError

COLUMNS = (
    "id", "name_zh", "name_en", "aliases", "weak_aliases", "tickers", "country", "province", "city", "kind", "parent",
    "former_names", "note",
)  # fmt: skip
KINDS = frozenset({
    "cn_pharma", "cn_biotech", "cxo", "mnc", "foreign_biotech", "fund", "newco", "device", "distributor", "institute",
    "hospital", "university", "other",
})  # fmt: skip
#: Those that make a deal one of medicine.
MEDICAL_KINDS = frozenset(
    {"cn_pharma", "cn_biotech", "cxo", "mnc", "foreign_biotech", "newco", "device", "distributor"}
)
_FORMER = re.compile(r"(.+?)(?: \((\d{4}(?:-\d\d)?)\))?$")


class FormerName(NamedTuple):
    """A name given up; ``until`` is YYYY or YYYY-MM, empty where not known."""

    name: str
    until: str


@dataclass(frozen=True)
class Company:
    """One organisation under all its names; ``country`` is ISO 3166 alpha-2 (CN, HK, MO and TW stand alone)."""

    id: str
    name_zh: str
    name_en: str
    aliases: tuple[str, ...]
    weak_aliases: tuple[str, ...]
    tickers: tuple[str, ...]
    country: str
    province: str
    city: str
    kind: str
    parent: str
    former_names: tuple[FormerName, ...]
    note: str

    @property
    def name(self) -> str:
        """The name to show: Chinese where there is one."""
        return self.name_zh or self.name_en

    @cached_property
    def strong_names(self) -> tuple[str, ...]:
        """Every form that means this company wherever it stands."""
        names = (self.name_zh, self.name_en, *self.aliases, *(former.name for former in self.former_names))
        return tuple(dict.fromkeys(name for name in names if name and name not in self.weak_aliases))

    @property
    def chinese(self) -> bool:
        """Whether it counts as Chinese where a deal's direction is decided (mainland, Hong Kong, Macau, Taiwan)."""
        return self.country in {"CN", "HK", "MO", "TW"}


def read_companies(path: Path) -> tuple[Company, ...]:
    """The rows of the table; raises LexiconError with the row that breaks the rules."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        if tuple(next(rows, ())) != COLUMNS:
            raise LexiconError(path, 1, f"the header must be {','.join(COLUMNS)}")
        companies: dict[str, Company] = {}
        for number, row in enumerate(rows, start=2):
            if len(row) != len(COLUMNS):
                raise LexiconError(path, number, f"{len(row)} cells where {len(COLUMNS)} are due")
            company = _company(dict(zip(COLUMNS, row, strict=True)))
            if company.id in companies:
                raise LexiconError(path, number, f"the id {company.id!r} stands twice")
            if company.kind not in KINDS or not company.id or not (company.name_zh or company.name_en):
                raise LexiconError(path, number, "an id, a name and a known kind are due")
            companies[company.id] = company
    return tuple(companies.values())


def _company(row: dict[str, str]) -> Company:
    former = tuple(
        FormerName(match[1], match[2] or "") for match in map(_FORMER.match, _split(row["former_names"])) if match
    )
    return Company(
        id=row["id"], name_zh=row["name_zh"], name_en=row["name_en"], aliases=_split(row["aliases"]),
        weak_aliases=_split(row["weak_aliases"]), tickers=_split(row["tickers"]), country=row["country"],
        province=row["province"], city=row["city"], kind=row["kind"], parent=row["parent"], former_names=former,
        note=row["note"],
    )  # fmt: skip


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in (piece.strip() for piece in cell.split(";")) if part)

"""The sample articles, read from ``articles/*.toml``: one file an outlet, each with what it should be read as."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

FOLDER = Path(__file__).parent


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ExpectedDeal(_Part):
    """A deal that a careful reader finds: ``amounts`` as ``kind CURRENCY millions``, ``territory`` as ``in - out``."""

    type: str
    direction: str
    status: str
    grantors: tuple[str, ...]
    partners: tuple[str, ...]
    assets: tuple[str, ...]
    territory: str = ""
    amounts: tuple[str, ...] = ()


class Sample(_Part):
    """One article of an outlet; ``hours`` is its age when it is served."""

    id: str
    outlet: str
    hours: float = Field(gt=0)
    title: str
    text: str
    author: str = ""
    traditional: bool = False
    deals: tuple[ExpectedDeal, ...] = ()

    @property
    def age(self) -> timedelta:
        return timedelta(hours=self.hours)

    @property
    def paragraphs(self) -> list[str]:
        return self.text.strip().split("\n")


@cache
def load_samples() -> dict[str, tuple[Sample, ...]]:
    """Every sample by outlet, newest first."""
    return {path.stem: _load(path) for path in sorted((FOLDER / "articles").glob("*.toml"))}


def _load(path: Path) -> tuple[Sample, ...]:
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["article"]
    samples = [Sample(outlet=path.stem, **row) for row in rows]
    return tuple(sorted(samples, key=lambda sample: sample.hours))

"""What a possible party is: a stretch of text, how it was found, and which of two overlapping ones holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nlp.lexicon import Company

Kind = Literal["org", "person", "unnamed"]
Source = Literal["legal", "lexicon", "defined", "headed", "latin", "ner", "ending", "slot", "unnamed", "weak"]
_RANK: dict[Source, int] = {
    "legal": 0, "defined": 1, "lexicon": 2, "headed": 3, "latin": 4, "ner": 5, "ending": 6, "slot": 7, "unnamed": 8,
    "weak": 9,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """Characters ``start:end`` that name a possible party."""

    start: int
    end: int
    text: str
    kind: Kind
    source: Source
    company: Company | None = None


def overlaps(name: Name, spans: list[tuple[int, int]]) -> bool:
    return any(name.start < end and start < name.end for start, end in spans)


def without_overlaps(found: list[Name]) -> list[Name]:
    """The surest of overlapping names; of equally sure ones the longer."""
    taken = bytearray(max((name.end for name in found), default=0))
    kept: list[Name] = []
    for name in sorted(found, key=lambda n: (_RANK[n.source], n.start - n.end, n.start)):
        if any(taken[name.start : name.end]):
            continue
        taken[name.start : name.end] = b"\x01" * (name.end - name.start)
        kept.append(name)
    return sorted(kept, key=lambda n: n.start)

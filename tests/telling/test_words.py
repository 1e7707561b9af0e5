"""Every value that a record can have is a word in both languages."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import get_args

import pytest

import telling.words
from nlp.records import AmountKind, DealType, Direction, Insight, Milestone, Model, Status
from storage.subscriptions import SECTIONS
from telling.words import Words

EVENTS = ("announced", "proposed", "effective", "upfront_received", "milestone", "option_exercised", "amended",
          "terminated", "closed")  # fmt: skip
VALUES = {
    "type": get_args(DealType), "direction": get_args(Direction), "status": get_args(Status), "model": get_args(Model),
    "amount": get_args(AmountKind), "event": EVENTS, "digest": SECTIONS,
    "insight": get_args(Insight.model_fields["label"].annotation),
    "milestone": get_args(Milestone.model_fields["kind"].annotation),
}  # fmt: skip


def table() -> dict[str, tuple[str, str]]:
    with Path(telling.words.__file__).with_name("words.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["key"] for row in rows}) == len(rows)
    return {row["key"]: (row["zh"], row["en"]) for row in rows}


@pytest.mark.parametrize("kind", VALUES)
def test_every_value_has_its_words(kind: str) -> None:
    known = table()
    assert {f"{kind}.{value}" for value in VALUES[kind]} <= set(known)
    assert all(all(words) for words in known.values())


def test_every_modality_of_the_reader_has_its_words() -> None:
    with Path("nlp/lexicon/modalities.csv").open(encoding="utf-8", newline="") as file:
        values = [row["value"] for row in csv.DictReader(file)]
    assert {f"modality.{value}" for value in values} <= set(table())


def test_places_and_territories() -> None:
    chinese, english, both = Words("zh"), Words("en"), Words("both")
    assert chinese.territory(["world"], ["greater-china"]) == "全球（不含大中华区）"
    assert english.territory(["US", "CA"], []) == "The US, Canada"
    assert english.territory(["world"], ["CN", "HK", "MO", "TW", "KR"]) == (
        "Worldwide excluding Greater China, South Korea"
    )
    assert both.country("DK") == "丹麦 Denmark"
    assert (chinese.country(None), chinese.territory([], [])) == ("", "")
    assert chinese("modality.something_new") == "something new"  # shown as it is, never lost

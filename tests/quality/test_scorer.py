"""The ruler is straight: what the scorer says of readings whose faults we know."""

from __future__ import annotations

import pytest

from nlp.records import Amount, Asset, Deal, Evidence, Party, Reading, Territory
from tests.quality.scorer import Labelled, Score, facts_of, score

DEAL = Deal(
    type="license",
    direction="out",
    grantors=(Party(name="甲药", surface=("甲药", "甲药股份有限公司")),),
    partners=(Party(name="Beta Pharma", surface=("Beta Pharma",)),),
    assets=(Asset(name="AB-1", surface=("AB-1",)),),
    territory=Territory(include=("world",), exclude=("greater-china",)),
    amounts=(
        Amount(kind="upfront", currency="USD", value=100),
        Amount(kind="milestone", currency="USD", value=900, bound="max"),
    ),
)
OLD = DEAL.model_copy(update={"mention": "background"})


def read(labelled: Deal | None, *told: Deal) -> Score:
    """The score of one article with one labelled deal, or none, that was read as ``told``."""
    gold = () if labelled is None else (facts_of(labelled),)
    return score([Labelled("x1", "标题", "正文", None, gold)], lambda _: Reading(deals=told))


def test_a_perfect_reading_scores_one_everywhere() -> None:
    outcome = read(DEAL, DEAL)
    assert set(outcome.figures().values()) == {1.0}
    assert outcome.errors == []


def test_legal_form_width_and_case_do_not_matter() -> None:
    sides = {"grantors": (Party(name="甲药有限公司"),), "partners": (Party(name="ＢＥＴＡ pharma"),)}
    told = DEAL.model_copy(update=sides)
    assert read(DEAL, told).figures()["deals"] == 1.0


def test_swapped_sides_are_paired_but_not_found() -> None:
    figures = read(DEAL, DEAL.model_copy(update={"grantors": DEAL.partners, "partners": DEAL.grantors})).figures()
    assert (figures["deals"], figures["grantors"], figures["partners"], figures["assets"]) == (0.0, 0.0, 0.0, 1.0)


@pytest.mark.parametrize(("value", "right"), [("100.4", 1.0), ("100.6", 0.5)])
def test_amounts_agree_within_half_a_percent(value: str, right: float) -> None:
    amounts = (Amount(kind="upfront", currency="USD", value=value), DEAL.amounts[1])
    assert read(DEAL, DEAL.model_copy(update={"amounts": amounts})).figures()["amounts"] == right


def test_an_invented_deal_costs_precision() -> None:
    other = DEAL.model_copy(update={"grantors": (Party(name="丙药"),), "partners": (Party(name="丁药"),)})
    assert read(DEAL, DEAL, other).figures()["deals"] == pytest.approx(2 / 3, abs=1e-3)
    assert read(None, other).figures()["detection"] == 0.0


def test_a_missed_deal_costs_recall_in_every_set() -> None:
    outcome = read(DEAL)
    assert [outcome[name].labelled for name in ("deals", "grantors", "amounts")] == [1, 1, 2]
    assert outcome.figures()["detection"] == 0.0


def test_history_counts_neither_way() -> None:
    assert read(OLD, DEAL)["deals"].read == 0
    assert read(OLD)["deals"].labelled == 0


def test_territory_and_bound_are_told_apart() -> None:
    amounts = (DEAL.amounts[0], DEAL.amounts[1].model_copy(update={"bound": "exact"}))
    told = DEAL.model_copy(update={"territory": None, "amounts": amounts})
    figures = read(DEAL, told).figures()
    assert (figures["territory"], figures["bounds"], figures["amounts"], figures["exact"]) == (0.0, 0.5, 1.0, 0.0)


def test_evidence_must_stand_in_the_article() -> None:
    spans = (Evidence(field="type", start=0, end=2, text="标题"), Evidence(field="type", start=0, end=2, text="正文"))
    assert read(DEAL, DEAL.model_copy(update={"evidence": spans})).figures()["evidence"] == 0.5

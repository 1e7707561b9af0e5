"""Surer wordings say more, and nothing is said to be certain."""

from __future__ import annotations

from nlp.confidence import (
    assets_confidence,
    deal_confidence,
    direction_confidence,
    party_confidence,
    status_confidence,
    type_confidence,
    weighed,
)
from nlp.entities import Entity
from nlp.names import Name, Source


def _entity(source: Source, country: str | None = "CN") -> Entity:
    entity = Entity(0, "org", [Name(0, 2, "甲乙", "org", source)])
    entity.country = country
    return entity


def test_a_known_name_is_surer_than_a_guessed_one() -> None:
    assert party_confidence([_entity("lexicon")], 3) > party_confidence([_entity("slot")], 3)


def test_a_side_is_as_sure_as_its_least_sure_name() -> None:
    both = party_confidence([_entity("lexicon"), _entity("weak")], 3)
    assert both <= party_confidence([_entity("weak")], 3)


def test_several_names_on_a_side_are_less_sure_than_one() -> None:
    one, two = [_entity("lexicon")], [_entity("lexicon"), _entity("lexicon")]
    assert party_confidence(two, 3) < party_confidence(one, 3)


def test_two_names_beside_an_agreement_are_less_sure_than_a_stated_grant() -> None:
    assert party_confidence([_entity("lexicon")], 0) < party_confidence([_entity("lexicon")], 3)


def test_a_country_that_nobody_states_lowers_the_direction() -> None:
    assert direction_confidence([_entity("ner", "CN")], [_entity("ner", "XX")]) < direction_confidence(
        [_entity("ner", "CN")], [_entity("ner", "US")]
    )


def test_a_type_by_its_title_is_surer_than_by_its_subject() -> None:
    assert type_confidence("title", "license") > type_confidence("near", "research")
    assert type_confidence("near", "research") > type_confidence("subject", "license")


def test_a_type_that_is_hardly_mistaken_is_surer_than_one_that_is() -> None:
    assert type_confidence("title", "acquisition") > type_confidence("title", "license")


def test_an_intention_is_less_sure_than_a_signed_deal() -> None:
    assert status_confidence("proposed") < status_confidence("announced")


def test_several_assets_are_less_sure_than_one() -> None:
    assert assets_confidence(3) < assets_confidence(1)


def test_a_deal_is_at_most_as_sure_as_its_sides() -> None:
    fields = {"grantors": 0.9, "partners": 0.8, "type": 0.99}
    assert deal_confidence(fields, 3) == 0.8
    assert deal_confidence(fields, 1.2) < 0.8


def test_what_is_misread_more_often_is_less_sure() -> None:
    said = {"grantors": 0.95, "amounts.total": 0.9, "amounts.upfront": 0.9}
    assert weighed(said, "newco", english=False)["grantors"] < weighed(said, "license", english=False)["grantors"]
    assert weighed(said, "license", english=False)["amounts.total"] < 0.9 == said["amounts.upfront"]
    assert all(sure < said[name] for name, sure in weighed(said, "license", english=True).items())

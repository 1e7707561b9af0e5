"""One organisation under all its names."""

from __future__ import annotations

import pytest

from nlp.entities import Entity, core, group_names
from nlp.lexicon import load_lexicon
from nlp.names import find_party_names
from nlp.text import fold

LEXICON = load_lexicon()


def _entities(text: str) -> list[Entity]:
    folded = fold(text)
    return group_names(folded, find_party_names(folded, LEXICON))


def _of(entities: list[Entity], form: str) -> Entity:
    return next(entity for entity in entities if form in entity.forms)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("澜溪药业股份有限公司", "澜溪药业"),
        ("Orchid Bridge Therapeutics, Inc.", "orchid bridge therapeutics"),
        ("澜溪·药业", "澜溪药业"),
    ],
)
def test_two_forms_share_a_core(one: str, other: str) -> None:
    assert core(one) == core(other)


def test_a_definition_joins_two_names() -> None:
    found = _entities("杭州远山智药科技有限公司（以下简称“远山智药”）与海外公司签署协议，远山智药将授权给合作方。")
    assert {"杭州远山智药科技有限公司", "远山智药"} <= set(_of(found, "远山智药").forms)


def test_aliases_of_the_registry_are_one() -> None:
    found = _entities("恒瑞医药与默沙东签署许可协议。默克(美国)将向江苏恒瑞医药股份有限公司付款。")
    assert _of(found, "恒瑞医药").company == "jiangsu-hengrui-pharmaceuticals"
    assert {"恒瑞医药", "江苏恒瑞医药股份有限公司"} <= set(_of(found, "恒瑞医药").forms)


@pytest.mark.parametrize(
    ("text", "form", "country"),
    [
        ("公司与美国生物技术公司Kestrelyn Bio签署许可协议。", "Kestrelyn Bio", "US"),
        ("公司与日本药企Tanakaya Pharma签署许可协议。", "Tanakaya Pharma", "JP"),
        ("公司与苏州云杉谷生物医药有限公司签署协议。", "苏州云杉谷生物医药有限公司", "CN"),
        ("公司与Orchid Bridge Therapeutics签署许可协议。", "Orchid Bridge Therapeutics", "XX"),
    ],
)
def test_country_as_the_article_shows_it(text: str, form: str, country: str) -> None:
    assert _of(_entities(text), form).country == country


def test_siblings_of_a_group_are_two() -> None:
    found = _entities("澜溪集团有限公司与澜溪股份有限公司签署股权转让协议。")
    assert _of(found, "澜溪集团有限公司") is not _of(found, "澜溪股份有限公司")

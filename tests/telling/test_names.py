"""Companies as a reader of each language calls them, and as short as a headline can."""

from __future__ import annotations

import pytest

from storage.views import PartyView
from telling.names import party_name, short_name
from telling.words import Language, Words


def a_party(ident: str, name: str, name_en: str, printed: str = "") -> PartyView:
    return PartyView(ident, name, name_en, printed or name, "CN", "", "", False)


TRAVERE = a_party("travere-therapeutics", "Travere Therapeutics", "Travere Therapeutics")
EVEREST = a_party("everest-medicines", "云顶新耀", "Everest Medicines")
UNITED = a_party("united-therapeutics", "United Therapeutics", "United Therapeutics")
NEW = a_party("new-1", "海南灵擎数智医药科技有限公司", "海南灵擎数智医药科技有限公司")
ABROAD = a_party("new-2", "Lumina Bio, Inc.", "Lumina Bio, Inc.")


@pytest.mark.parametrize(
    ("party", "language", "full", "short"),
    [
        (TRAVERE, "zh", "Travere Therapeutics", "Travere"),
        (EVEREST, "zh", "云顶新耀", "云顶新耀"),
        (EVEREST, "en", "Everest Medicines", "Everest Medicines"),  # others are called Everest, too
        (EVEREST, "both", "云顶新耀 Everest Medicines", "云顶新耀 Everest Medicines"),
        (UNITED, "en", "United Therapeutics", "United Therapeutics"),
        (NEW, "zh", "海南灵擎数智医药科技有限公司", "海南灵擎数智医药科技"),
        (ABROAD, "zh", "Lumina Bio, Inc.", "Lumina Bio"),
        (ABROAD, "both", "Lumina Bio, Inc.", "Lumina Bio"),
    ],
)
def test_names(party: PartyView, language: Language, full: str, short: str) -> None:
    assert party_name(party, Words(language)) == full
    assert short_name(party, Words(language)) == short


def test_a_company_that_nobody_names_is_called_what_they_call_it() -> None:
    described = a_party("undisclosed", "未披露", "undisclosed", "一家生物技术公司")
    assert short_name(described, Words("zh")) == "一家生物技术公司"
    assert short_name(described, Words("en")) == "an undisclosed company"
    assert short_name(a_party("undisclosed", "未披露", "undisclosed", "undisclosed"), Words("zh")) == "未披露方"

"""How companies are called: in the reader's language, and in a headline as short as everybody knows them."""

from __future__ import annotations

import re
from functools import cache

from nlp.lexicon import load_lexicon
from storage.companies import UNDISCLOSED
from storage.views import PartyView
from telling.words import Words

#: what a headline can do without
_LEGAL_FORM = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|[(（]有限合伙[)）]|,? (?:Inc|Ltd|LLC|Corp|plc|GmbH|AG|S\.A|B\.V)\.?)$"
)
_HAN = re.compile("[一-鿿]")


def party_name(party: PartyView, words: Words) -> str:
    """A company's name in the language; the printed one where the registry has none.

    A company that no report names is called what they call it (一家生物技术公司); in English just undisclosed.
    """
    return words.pick(_chinese(party), _english(party))


def short_name(party: PartyView, words: Words) -> str:
    """The name in a headline: Travere for Travere Therapeutics; a Chinese name without its legal form."""
    english = _short_english().get(party.company) or _english(party)
    chinese = english if party.name and party.name == party.name_en else _chinese(party)
    return words.pick(_LEGAL_FORM.sub("", chinese), _LEGAL_FORM.sub("", english))


def _chinese(party: PartyView) -> str:
    if party.company == UNDISCLOSED:
        return party.printed if _HAN.search(party.printed) else "未披露方"
    return (party.name or party.printed).strip()


def _english(party: PartyView) -> str:
    if party.company == UNDISCLOSED:
        return "an undisclosed company"
    return (party.name_en or party.printed or party.name).strip()


@cache
def english_names() -> dict[str, str]:
    """The registry's companies by their Chinese name: how an English text calls them."""
    return {each.name_zh: each.name_en for each in load_lexicon().companies.values() if each.name_zh and each.name_en}


@cache
def _short_english() -> dict[str, str]:
    """Companies whose English name begins with an alias that means no other, and the shortest such alias."""
    short: dict[str, str] = {}
    for company in load_lexicon().companies.values():
        begins = [alias for alias in company.aliases if company.name_en.startswith(f"{alias} ")]
        if begins:
            short[company.id] = min(begins, key=len)
    return short

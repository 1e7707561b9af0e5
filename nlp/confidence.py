"""How sure a field is: the share of such readings that were right where they were measured.

The shares come from the reliability table in ``docs/reference/confidence.md``, which ``bench/reliability.py`` makes; a
value here is what a reading of that kind earned, rounded down.
"""

from __future__ import annotations

from collections.abc import Sequence

from nlp.entities import Entity
from nlp.names import Source
from nlp.records import DealType, Status

#: How a party's name was found.
_NAME: dict[Source, float] = {
    "lexicon": 0.98, "headed": 0.97, "latin": 0.96, "defined": 0.95, "legal": 0.95, "ner": 0.89, "ending": 0.85,
    "slot": 0.78, "unnamed": 0.80, "weak": 0.60,
}  # fmt: skip
#: A frame that shows who gives and who takes is surer than two names beside an agreement.
_SHOWN, _LEANED = 1.0, 0.93
#: Of several names on a side one is more easily missed or too many.
_SEVERAL = 0.9


def party_confidence(side: Sequence[Entity], margin: float) -> float:
    """Of one side: its least sure name, less where little shows who gives (``margin`` of votes below three)."""
    surest = [max(_NAME[name.source] for name in entity.names) for entity in side]
    shown = _SHOWN if margin >= 3 else _LEANED
    return round(min(surest, default=0.0) * shown * (_SEVERAL if len(side) > 1 else 1), 3)


#: Types that are hardly ever mistaken where the title, or the sentence of the deal, names them.
_PLAIN = {
    "title": frozenset({"acquisition", "newco", "asset_purchase", "option"}),
    "near": frozenset({"license", "option", "newco"}),
}


def type_confidence(said: str, kind: DealType) -> float:
    """Of the legal type, by what said it: the title, the sentence of the deal, a rule, or only the subject."""
    if kind in _PLAIN.get(said, ()):
        return 0.95
    return {"title": 0.89, "near": 0.88, "words": 0.86, "rule": 0.86, "subject": 0.70}[said]


def status_confidence(status: Status) -> float:
    """Of the status: intentions are told in more ways than signed deals."""
    return 0.89 if status == "proposed" else 0.96


def assets_confidence(found: int, *, trained: bool = False) -> float:
    """Of the assets: a single one is rarely wrong, of several one is often too many; ``trained`` says no pattern shows it."""
    return 0.96 if found == 1 and not trained else 0.70


#: Of a territory that the text gives; its edges are where it goes wrong.
TERRITORY = 0.89


def direction_confidence(grantors: Sequence[Entity], partners: Sequence[Entity]) -> float:
    """Of the direction: sure where the registry or the text gives a country for both sides."""
    known = all(any(e.company or e.country not in (None, "XX") for e in side) for side in (grantors, partners))
    return 0.98 if known else 0.92


#: Kinds of deals in which a field goes wrong more often than elsewhere: who contributes to a NewCo, who sells the shares.
_HARDER: dict[tuple[str, DealType], float] = {
    ("grantors", "newco"): 0.9, ("partners", "newco"): 0.9, ("grantors", "equity"): 0.9, ("grantors", "research"): 0.9,
    ("type", "option"): 0.9, ("type", "acquisition"): 0.93, ("assets", "commercialization"): 0.9, ("grantors", "co_development"): 0.9,
}  # fmt: skip
#: Sums that are mistaken for others: a total for a part of it, a payment received for one that is due, a price for shares.
_SUMS = {"amounts.total": 0.89, "amounts.paid": 0.82, "amounts.price": 0.89, "amounts.equity": 0.89}
#: English is read by fewer rules.
_ENGLISH = 0.9


def weighed(fields: dict[str, float], kind: DealType, *, english: bool) -> dict[str, float]:
    """The fields' confidences, lowered where deals of this kind, such sums, or English are misread more often."""
    return {
        name: round(min(sure, _SUMS.get(name, 1.0)) * _HARDER.get((name, kind), 1.0) * (_ENGLISH if english else 1), 3)
        for name, sure in fields.items()
    }


def deal_confidence(fields: dict[str, float], news: float) -> float:
    """Of the deal as a whole: that it is one, with these sides; what the digest's threshold looks at."""
    sides = min(fields["grantors"], fields["partners"])
    return round(min(0.99, sides * (1.0 if news >= 2 else 0.93 if news >= 1.4 else 0.85)), 3)

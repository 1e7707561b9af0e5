"""How sure a field is: the share of such readings that were right where they were measured.

The shares come from the reliability table in ``docs/reference/confidence.md``, which ``bench/reliability.py`` makes; a
value here is what a reading of that kind earned, rounded down.
"""

from __future__ import annotations

from collections.abc import Sequence

from nlp.entities import Entity
from nlp.names import Source

#: How a party's name was found.
_NAME: dict[Source, float] = {
    "lexicon": 0.98, "legal": 0.96, "defined": 0.96, "headed": 0.95, "latin": 0.94, "ner": 0.90, "ending": 0.85,
    "slot": 0.78, "unnamed": 0.80, "weak": 0.60,
}  # fmt: skip
#: A frame that shows who gives and who takes is surer than two names beside an agreement.
_SHOWN, _LEANED = 1.0, 0.93


def party_confidence(side: Sequence[Entity], margin: float) -> float:
    """Of one side: its least sure name, less where no wording shows who gives (``margin`` of votes below one)."""
    surest = [max(_NAME[name.source] for name in entity.names) for entity in side]
    return round(min(surest, default=0.0) * (_SHOWN if margin >= 1 else _LEANED), 3)


def type_confidence(said: str) -> float:
    """Of the legal type, by what said it: the title, the sentence of the deal, a rule, or only the subject."""
    return {"title": 0.97, "near": 0.93, "words": 0.88, "rule": 0.85, "subject": 0.70}[said]


def direction_confidence(grantors: Sequence[Entity], partners: Sequence[Entity]) -> float:
    """Of the direction: sure where the registry or the text gives a country for both sides."""
    known = all(any(e.company or e.country not in (None, "XX") for e in side) for side in (grantors, partners))
    return 0.98 if known else 0.92


def deal_confidence(fields: dict[str, float], news: float) -> float:
    """Of the deal as a whole: that it is one, with these sides; what the digest's threshold looks at."""
    sides = min(fields["grantors"], fields["partners"])
    return round(min(0.99, sides * (1.0 if news >= 2 else 0.93 if news >= 1.4 else 0.85)), 3)

"""Scores readings against the labelled articles; ``python -m tests.quality.scorer`` prints figures and errors.

Deals of an article are paired one to one, most in common first, and only with a party in common. A pair with a
background deal counts neither way. A deal is found when both sides match; set fields give F1 over primary deals, single
values the share that is right among paired deals.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from nlp.records import Amount, Deal, Reading, Territory

CORPUS = Path(__file__).with_name("articles.jsonl")
SETS = ("grantors", "partners", "assets", "amounts")
VALUES = ("type", "direction", "status", "territory")
_LEGAL = re.compile(
    r"(?:股份有限公司|有限责任公司|集团有限公司|集团股份|有限公司|控股集团|控股|集团|股份|公司"
    r"|inc|ltd|limited|corporation|corp|co|plc|ag|gmbh|sa|nv|llc)$"
)
Names = frozenset[str]


@dataclass(frozen=True)
class Facts:
    """What is compared of a deal, labelled or read: names folded, each party and asset a set of its forms."""

    primary: bool
    sets: dict[str, list[Names]]
    amounts: list[Amount]
    values: dict[str, object]

    def size(self, name: str) -> int:
        return len(self.amounts) if name == "amounts" else len(self.sets[name])


@dataclass
class Tally:
    """Hits, readings and labels of one figure."""

    hit: int = 0
    read: int = 0
    labelled: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.hit / (self.read + self.labelled) if self.hit else 0.0

    @property
    def share(self) -> float:
        return self.hit / self.labelled if self.labelled else 1.0


@dataclass
class Score:
    """All figures over a corpus, and what went wrong, a line each."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def __getitem__(self, name: str) -> Tally:
        return self.tallies.setdefault(name, Tally())

    def figures(self) -> dict[str, float]:
        shares = {*VALUES, "bounds", "exact", "evidence"}
        return {name: round(t.share if name in shares else t.f1, 4) for name, t in sorted(self.tallies.items())}


@dataclass(frozen=True)
class Labelled:
    """One article of the corpus with its deals."""

    id: str
    title: str
    text: str
    day: date | None
    deals: tuple[Facts, ...]


def fold_name(name: str) -> str:
    """A name without width, case, blanks, punctuation and legal form."""
    folded = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).lower())
    while (cut := _LEGAL.sub("", folded)) != folded and len(cut) > 1:
        folded = cut
    return folded


def _names(forms: Iterable[str | None]) -> Names:
    return frozenset(fold_name(form) for form in forms if form)


def _place(territory: Territory | None) -> object:
    if territory is None or not (territory.include or territory.exclude):
        return None
    return frozenset(territory.include), frozenset(territory.exclude)


def facts_of(deal: Deal) -> Facts:
    """The comparable side of a deal that was read."""
    sets = {
        "grantors": [_names((p.name, p.name_en, *p.surface)) for p in deal.grantors],
        "partners": [_names((p.name, p.name_en, *p.surface)) for p in deal.partners],
        "assets": [_names((a.name, *a.surface)) for a in deal.assets],
    }
    values = {
        "type": deal.type,
        "direction": deal.direction,
        "status": deal.status,
        "territory": _place(deal.territory),
    }
    return Facts(deal.mention == "primary", sets, list(deal.amounts), values)


def read_corpus(path: Path = CORPUS) -> list[Labelled]:
    """The labelled articles in the order of the file."""
    return [_labelled(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _labelled(row: dict[str, object]) -> Labelled:
    deals = row["deals"]
    assert isinstance(deals, list)
    day = date.fromisoformat(str(row["date"])) if row["date"] else None
    return Labelled(str(row["id"]), str(row["title"]), str(row["text"]), day, tuple(map(_labelled_deal, deals)))


def _labelled_deal(deal: dict[str, list[list[str]]]) -> Facts:
    territory = Territory.model_validate(deal["territory"]) if deal["territory"] else None
    amounts = [Amount.model_validate(amount) for amount in deal["amounts"]]
    sets = {name: [_names(forms) for forms in deal[name]] for name in ("grantors", "partners", "assets")}
    values = {**{name: deal[name] for name in ("type", "direction", "status")}, "territory": _place(territory)}
    return Facts(str(deal["mention"]) == "primary", sets, amounts, values)


def _matched_amounts(gold: Sequence[Amount], read: Sequence[Amount]) -> list[tuple[Amount, Amount]]:
    """Pairs of one kind and currency whose values differ by at most half a percent."""
    free, pairs = list(read), []
    for amount in gold:
        for other in free:
            same = (amount.kind, amount.currency) == (other.kind, other.currency)
            if same and abs(amount.value - other.value) <= Decimal("0.005") * abs(amount.value):
                free.remove(other)
                pairs.append((amount, other))
                break
    return pairs


def _common(gold: Sequence[Names], read: Sequence[Names]) -> int:
    free, hits = list(read), 0
    for names in gold:
        match = next((other for other in free if names & other), None)
        if match is not None:
            free.remove(match)
            hits += 1
    return hits


def _hits(name: str, gold: Facts, read: Facts) -> int:
    if name == "amounts":
        return len(_matched_amounts(gold.amounts, read.amounts))
    return _common(gold.sets[name], read.sets[name])


def _likeness(gold: Facts, read: Facts) -> float:
    straight = _hits("grantors", gold, read) + _hits("partners", gold, read)
    crossed = _common(gold.sets["grantors"], read.sets["partners"]) + _common(
        gold.sets["partners"], read.sets["grantors"]
    )
    parties = straight + 0.5 * crossed
    if not parties:
        return 0.0
    return parties + 0.3 * _hits("assets", gold, read) + 0.2 * _hits("amounts", gold, read) + 0.01 * gold.primary


def pair_deals(gold: Sequence[Facts], read: Sequence[Facts]) -> dict[int, int]:
    """Which labelled deal each reading tells of, by their positions."""
    order = sorted(((_likeness(g, r), i, j) for i, g in enumerate(gold) for j, r in enumerate(read)), reverse=True)
    pairs: dict[int, int] = {}
    for likeness, i, j in order:
        if likeness and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def is_right(name: str, gold: Facts, read: Facts) -> bool:
    """Whether a field is wholly right: ``deal`` for both sides touched, ``amounts.upfront`` for the sums of one kind."""
    if name == "deal":
        return bool(_hits("grantors", gold, read) and _hits("partners", gold, read))
    if name.startswith("amounts."):
        kind = name.partition(".")[2]
        read_of = [a for a in read.amounts if a.kind == kind]
        return len(_matched_amounts(gold.amounts, read_of)) == len(read_of)
    if name in SETS:
        return _hits(name, gold, read) == gold.size(name) == read.size(name)
    return gold.values[name] == read.values[name]


def score(articles: Iterable[Labelled], read: Callable[[Labelled], Reading]) -> Score:
    """Read every article and count."""
    result = Score()
    for article in articles:
        _score_article(article, read(article), result)
    return result


def _score_article(article: Labelled, reading: Reading, result: Score) -> None:
    readings = [facts_of(deal) for deal in reading.deals if deal.mention == "primary"]
    wanted, said = any(deal.primary for deal in article.deals), bool(readings)
    detection = result["detection"]
    detection.labelled += wanted
    detection.read += said
    detection.hit += wanted and said
    if wanted != said:
        result.errors.append(f"{article.id} detection: labelled {wanted}, read {said}: {article.title}")
    whole = f"{article.title}\n{article.text}"
    for deal in reading.deals:
        for span in deal.evidence:
            result["evidence"].labelled += 1
            result["evidence"].hit += whole[span.start : span.end] == span.text
    pairs = pair_deals(article.deals, readings)
    background = {j for i, j in pairs.items() if not article.deals[i].primary}
    result["deals"].read += len(readings) - len(background)
    for i, gold in enumerate(article.deals):
        if gold.primary:
            _score_deal(article, gold, readings[pairs[i]] if i in pairs else None, result)
    for j in set(range(len(readings))) - set(pairs.values()):
        result.errors.append(f"{article.id} extra: {readings[j].sets['grantors']} -> {readings[j].sets['partners']}")
        for name in SETS:
            result[name].read += readings[j].size(name)


def _score_deal(article: Labelled, gold: Facts, found: Facts | None, result: Score) -> None:
    result["deals"].labelled += 1
    result["exact"].labelled += 1
    for name in SETS:
        result[name].labelled += gold.size(name)
    if found is None:
        result.errors.append(f"{article.id} missed: {gold.sets['grantors']} -> {gold.sets['partners']}")
        return
    wrong: Counter[str] = Counter()
    for name in SETS:
        hits = _hits(name, gold, found)
        result[name].hit += hits
        result[name].read += found.size(name)
        wrong[name] = not hits == gold.size(name) == found.size(name)
    for name in VALUES:
        wrong[name] = gold.values[name] != found.values[name]
        result[name].labelled += 1
        result[name].hit += not wrong[name]
    for amount, other in _matched_amounts(gold.amounts, found.amounts):
        result["bounds"].labelled += 1
        result["bounds"].hit += amount.bound == other.bound
    result["deals"].hit += bool(_hits("grantors", gold, found) and _hits("partners", gold, found))
    result["exact"].hit += not any(wrong[name] for name in (*SETS, *VALUES) if name != "status")
    for name in (*SETS, *VALUES):
        if wrong[name]:
            result.errors.append(f"{article.id} {name}: labelled {_show(gold, name)}, read {_show(found, name)}")


def _show(facts: Facts, name: str) -> object:
    if name == "amounts":
        return [f"{a.kind} {a.currency} {a.value:f} {a.bound}" for a in facts.amounts]
    return [sorted(names) for names in facts.sets[name]] if name in facts.sets else facts.values[name]


if __name__ == "__main__":
    from nlp.reader import read_article

    outcome = score(read_corpus(), lambda a: read_article(a.title, a.text, a.day))
    print(json.dumps(outcome.figures(), indent=2))
    print("\n".join(outcome.errors))

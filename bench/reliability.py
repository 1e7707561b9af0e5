"""How often a field is right by how sure the reader was: ``python -m bench.reliability LABELLED.jsonl… [-o PAGE.md]``.

Over every primary deal that is read: the fields it says, each with its confidence, against the label it pairs with. A set
of names is right when none is missing and none too many; a deal that pairs with no label is wrong in every field.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from nlp.reader import read_article
from nlp.records import Deal
from tests.quality.scorer import Facts, facts_of, is_right, pair_deals, read_corpus

BINS = ((0.95, 1.01), (0.9, 0.95), (0.8, 0.9), (0.7, 0.8), (0.0, 0.7))
HEAD = """# How sure a reading is

Every field of a deal carries a confidence. This table says how often fields were right that were said with it, over the
labelled articles that the reader was measured on ({articles} articles, {deals} deals read). A set of names counts as right
only when it is complete and has nothing too many; a deal that is none counts as wrong in all its fields.
Made by `python -m bench.reliability LABELLED.jsonl… -o docs/reference/confidence.md`.
"""


def said_fields(deal: Deal, gold: Facts | None) -> Iterator[tuple[str, float, bool]]:
    """Field, confidence, right or not, for each field that the deal says."""
    facts = facts_of(deal)
    for name, sure in deal.confidences.items():
        kind = name.partition(".")[0]
        if kind == "amounts":
            own = [a for a in deal.amounts if f"amounts.{a.kind}" == name]
            yield kind, sure, gold is not None and is_right(name, gold, facts) and bool(own)
        else:
            yield kind, sure, gold is not None and is_right(kind, gold, facts)
    yield "deal", deal.confidence, gold is not None and is_right("deal", gold, facts)


def main() -> None:
    """Print, or write, the table."""
    paths = [Path(a) for a in sys.argv[1:] if a.endswith(".jsonl")]
    page = Path(sys.argv[sys.argv.index("-o") + 1]) if "-o" in sys.argv else None
    right: Counter[tuple[str, int]] = Counter()
    said: Counter[tuple[str, int]] = Counter()
    articles = deals = 0
    for article in (a for path in paths for a in read_corpus(path)):
        articles += 1
        read = [d for d in read_article(article.title, article.text, article.day).deals if d.mention == "primary"]
        pairs = {j: i for i, j in pair_deals(article.deals, [facts_of(d) for d in read]).items()}
        for j, deal in enumerate(read):
            gold = article.deals[pairs[j]] if j in pairs else None
            if gold and not gold.primary:
                continue  # a deal told as history counts neither way
            deals += 1
            for field, sure, ok in said_fields(deal, gold):
                number = next(n for n, (low, high) in enumerate(BINS) if low <= sure < high)
                said[field, number] += 1
                right[field, number] += ok
    lines = [HEAD.format(articles=articles, deals=deals)]
    lines += [
        "| field | " + " | ".join(f"{low:.2f} to {min(high, 1):.2f}" for low, high in BINS) + " | 0.90 and more |"
    ]
    lines += ["| --- |" + " --- |" * (len(BINS) + 1)]
    for field in [*dict.fromkeys(name for name, _ in said), "all fields"]:
        names = {name for name, _ in said if name != "deal"} if field == "all fields" else {field}
        cells = [_cell(right, said, names, [n]) for n in range(len(BINS))]
        lines.append(f"| {field} | " + " | ".join(cells) + f" | {_cell(right, said, names, [0, 1])} |")
    text = "\n".join(lines) + "\n"
    if page:
        page.write_text(text, encoding="utf-8")
    else:
        print(text)


def _cell(right: Counter[tuple[str, int]], said: Counter[tuple[str, int]], names: set[str], bins: list[int]) -> str:
    total = sum(said[name, n] for name in names for n in bins)
    return f"{sum(right[name, n] for name in names for n in bins) / total:.3f} of {total}" if total else ""


if __name__ == "__main__":
    main()

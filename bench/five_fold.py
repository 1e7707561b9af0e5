"""What reading loses on companies it never heard of: ``python -m bench.five_fold LABELLED.jsonl [--errors]``.

The labelled articles are cut into five folds. Each fold is read with a lexicon from which every company that its labels
name was taken out, under any of its names; the figures of all five stand beside those of the full lexicon. The last
columns leave the multinationals in: there are 255 of them, and news names no new ones, while a lexicon without Pfizer no
longer knows who is foreign.
"""

from __future__ import annotations

import json
import sys
import zlib
from pathlib import Path

from nlp.lexicon import Lexicon, load_lexicon
from nlp.reader import read_article
from tests.quality.scorer import Labelled, Score, read_corpus, score

FOLDS = 5


def fold_of(article: Labelled) -> int:
    """The same fold for an article in every run, whatever else the file holds."""
    return zlib.crc32(article.id.encode()) % FOLDS


def named_companies(path: Path, lexicon: Lexicon) -> dict[str, set[str]]:
    """Article id to every company of the lexicon that a form of a labelled party names, wholly or in part."""
    companies: dict[str, set[str]] = {}
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        forms = {form for deal in row["deals"] for side in ("grantors", "partners") for p in deal[side] for form in p}
        companies[row["id"]] = {c.id for form in forms for c, _ in lexicon.candidates(form)}
        companies[row["id"]] |= {hit.company.id for form in forms for hit in lexicon.find(form)}
    return companies


def read_with(articles: list[Labelled], lexicon: Lexicon, result: Score) -> None:
    """Count the articles of one fold into ``result``."""
    outcome = score(articles, lambda a: read_article(a.title, a.text, a.day, lexicon=lexicon))
    for name, tally in outcome.tallies.items():
        total = result[name]
        total.hit, total.read, total.labelled = (
            total.hit + tally.hit, total.read + tally.read, total.labelled + tally.labelled,
        )  # fmt: skip
    result.errors += outcome.errors


def main() -> None:
    """Print a table of figures: full lexicon, held-out companies removed, loss."""
    path = Path(sys.argv[1])
    lexicon, articles = load_lexicon(), read_corpus(path)
    named = named_companies(path, lexicon)
    full, held, small = Score(), Score(), Score()
    read_with(articles, lexicon, full)
    for number in range(FOLDS):
        fold = [article for article in articles if fold_of(article) == number]
        gone = {company for article in fold for company in named[article.id]}
        print(f"fold {number + 1}: {len(fold)} articles, {len(gone)} companies taken out")
        read_with(fold, lexicon.without(gone), held)
        read_with(fold, lexicon.without(c for c in gone if lexicon.companies[c].kind != "mnc"), small)
    before, after, milder = full.figures(), held.figures(), small.figures()
    print(f"{'':10} {'full':>7} {'unseen':>7} {'loss':>7} {'MNC kept':>9} {'loss':>7}")
    for name in before:
        print(
            f"{name:10} {before[name]:7.3f} {after[name]:7.3f} {before[name] - after[name]:7.3f}"
            f" {milder[name]:9.3f} {before[name] - milder[name]:7.3f}"
        )
    if "--errors" in sys.argv:
        known = set(full.errors)
        print("\n".join(line for line in held.errors if line not in known))


if __name__ == "__main__":
    main()

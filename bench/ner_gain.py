"""What the trained name finder adds over lexicon and rules: ``python -m bench.ner_gain [LABELLED.jsonl]``.

Over the sentences that name a party of a labelled deal: recall of parties (one printed form found to the character),
recall of their mentions, share of found names that are labelled parties (a floor of precision: bystander companies
count against it), strict F1 of mentions, and the time it takes.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import nlp.names.find as way_to_names
from nlp.lexicon import Lexicon, load_lexicon
from nlp.ner import find_names
from nlp.text import fold

CORPUS = Path(__file__).parents[1] / "tests" / "quality" / "articles.jsonl"
PARTIES = {"COMPANY", "INSTITUTE", "FUND", "PERSON"}
SENTENCE = re.compile(r"[^。！？!?；;\n]+")
UNNAMED = re.compile(r"^(?:[A-Z]公司|.*合作方.*|一家.*|[一二三]家.*|公司|集团)$")
Span = tuple[int, int]


def rules(lexicon: Lexicon, *, trained: bool) -> Callable[[str], set[Span]]:
    """The reader's own way to names, with or without the trained component."""

    def find(text: str) -> set[Span]:
        kept = way_to_names.find_names
        if not trained:
            way_to_names.find_names = lambda *_: []
        try:
            return {(name.start, name.end) for name in way_to_names.find_party_names(text, lexicon)}
        finally:
            way_to_names.find_names = kept

    return find


def trained_alone(text: str) -> set[Span]:
    """Only what the trained component finds."""
    return {(hit.start, hit.end) for hit in find_names(text) if hit.label in PARTIES}


def measure(path: Path, find: Callable[[str], set[Span]]) -> str:
    """One line of figures."""
    parties = parties_found = right = found = wanted = characters = 0
    began = time.process_time()
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        text = fold(f"{row['title']}\n{row['text']}")
        entries = {
            tuple(form for form in map(fold, forms) if form in text and not UNNAMED.match(form))
            for deal in row["deals"]
            for forms in deal["grantors"] + deal["partners"]
        } - {()}
        every = sorted({form for forms in entries for form in forms}, key=len, reverse=True)
        if not every:
            continue
        mention = re.compile("|".join(map(re.escape, every)))
        names: set[str] = set()
        for sentence in SENTENCE.finditer(text):
            gold = {match.span() for match in mention.finditer(sentence[0])}
            if gold:
                spans = find(sentence[0])
                names |= {sentence[0][start:end] for start, end in spans}
                right, found, wanted = right + len(gold & spans), found + len(spans), wanted + len(gold)
                characters += len(sentence[0])
        parties += len(entries)
        parties_found += sum(not names.isdisjoint(forms) for forms in entries)
    seconds = time.process_time() - began
    return (
        f"parties {parties_found / parties:.3f}  mentions {right / wanted:.3f}  labelled {right / max(found, 1):.3f}  "
        f"F1 {2 * right / (found + wanted):.3f}  {characters / seconds:7.0f} characters/s  (n={parties})"
    )


if __name__ == "__main__":
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    full = load_lexicon()
    none = full.without(full.companies)
    find_names("热身")
    for label, way in {
        "rules": rules(none, trained=False),
        "rules + trained": rules(none, trained=True),
        "rules + lexicon": rules(full, trained=False),
        "rules + lexicon + trained": rules(full, trained=True),
        "trained alone": trained_alone,
    }.items():
        print(f"{label:28}{measure(path, way)}")

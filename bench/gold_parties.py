"""Who the parties of labelled articles are by the registry: what is left to a person to judge.

    python bench/gold_parties.py GOLD.jsonl

Prints one line a party: how it was resolved, the registry's id (or the provisional key), the forms that the article
uses. Unresolved ones come first, then those found by anything but a strong name; the counts come last.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from nlp.lexicon import load_lexicon
from nlp.records import Party
from nlp.resolve import ArticleContext, Resolution, resolve_party

_FIRST = ("provisional", "fuzzy", "weak", "ticker", "definition", "alias", "exact")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    found = resolve_gold(parser.parse_args().gold)
    for forms, resolution in sorted(found, key=lambda row: (_FIRST.index(row[1].how), row[1].key)):
        known = load_lexicon().companies.get(resolution.company_id or "")
        name = f"{known.name} ({known.kind}, {' '.join(known.tickers) or 'not listed'})" if known else "-"
        print(f"{resolution.how:11} {resolution.key:40} {name:50} {'; '.join(forms)}")
    print(json.dumps(Counter(resolution.how for _, resolution in found)))


def resolve_gold(file: Path) -> list[tuple[tuple[str, ...], Resolution]]:
    """Each gold party mention with who it is."""
    lexicon, found = load_lexicon(), list[tuple[tuple[str, ...], Resolution]]()
    for line in file.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        if not article["deals"]:
            continue
        context = ArticleContext.of(f"{article['title']}\n{article['text']}", lexicon)
        parties = [tuple(forms) for deal in article["deals"] for forms in (*deal["grantors"], *deal["partners"])]
        found += [(f, resolve_party(Party(name=f[0], surface=f), context, lexicon)) for f in parties]
    return found


if __name__ == "__main__":
    main()

"""Whether every deal that several wires told is one deal, and no two of them are.

    python chuhai.py replay STREAM/*.jsonl.gz --db stream.db --reports stream.jsonl
    python bench/stream_merge.py stream.jsonl

``stream_deals.jsonl`` has a line a deal, with the ids of the wire items that tell it, judged by reading the items. An
item in which no deal was found is counted apart: that is a matter of reading, not of merging.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

JUDGED = Path(__file__).with_name("stream_deals.jsonl")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=Path)
    told = keys_of_items(parser.parse_args().reports)
    judged = [json.loads(line) for line in JUDGED.read_text(encoding="utf-8").splitlines()]
    bearers: dict[str, list[str]] = defaultdict(list)
    unread, several = 0, 0
    for row in judged:
        read = [told[item] for item in row["items"] if told.get(item)]
        unread += len(row["items"]) - len(read)
        common = set.intersection(*read) if read else set()
        if len(read) > 1 and not common:
            several += 1
            print("several deals:", row["deal"], [sorted(keys) for keys in read])
        # A key that another deal of the same items has is of that one.
        free = sorted(key for key in common if key not in bearers) or sorted(common)
        if free:
            bearers[free[0]].append(row["deal"])
    merged = [deals for deals in bearers.values() if len(deals) > 1]
    for deals in merged:
        print("one deal:", deals)
    print(json.dumps({"judged deals": len(judged), "split": several, "merged": len(merged), "items not read": unread}))


def keys_of_items(file: Path) -> dict[str, set[str]]:
    """The deal keys of each item, of what replay wrote with ``--reports``."""
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return {row["id"]: {deal["deal_key"] for deal in row["deals"]} for row in rows}


if __name__ == "__main__":
    main()

"""What share of the wire items in which a deal is found truly tell one: ``python -m bench.stream_verdicts PREDICTED.jsonl``.

``PREDICTED.jsonl`` is what ``chuhai extract`` gives for whole days of wires. ``stream_verdicts.jsonl`` holds the verdict on
each item in which a deal was found, by reading it: ``deal`` or ``no deal``, and what is wrong of one that is a deal. That
nothing is missed was checked the other way round, over all items in which no deal was found: each that has a word of
medicine (药, 生物, 疫苗, 抗体, ADC, 临床, 医疗, names of big houses …) and a word of a deal (许可协议, 首付款, 里程碑, 收购, 转让,
受让, 增资, 合作协议, 签署, 终止…合作, 合资 …) in one sentence was read.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

JUDGED = Path(__file__).with_name("stream_verdicts.jsonl")


def main() -> None:
    """Count verdicts over the items found; name those that nobody has judged and deals that are found no more."""
    verdicts = {row["id"]: row["verdict"] for row in map(json.loads, JUDGED.read_text(encoding="utf-8").splitlines())}
    rows = map(json.loads, Path(sys.argv[1]).read_text(encoding="utf-8").splitlines())
    found = dict.fromkeys(row["id"] for row in rows if row["relevant"])
    told = Counter(verdicts.get(item, "not judged") for item in found)
    print(
        f"{len(found)} items with a deal: {dict(told)}; {told['deal'] / (told['deal'] + told['no deal']):.3f} are deals"
    )
    for item in found:
        if item not in verdicts:
            print(f"not judged: {item}")
    for item, verdict in verdicts.items():
        if verdict == "deal" and item not in found:
            print(f"lost: {item}")


if __name__ == "__main__":
    main()

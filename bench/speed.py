"""How the reader's time compares with cutting the same text into words: ``python -m bench.speed FILE.jsonl[.gz]…``.

Both run in this process, on one core, over the same lines, each with the loading of what it needs: ``jieba.lcut`` of title
and text alone, and the whole of ``chuhai extract`` (JSON in, gate, reading, JSON out). CPU seconds, so that a shared machine
says the same.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import jieba

from nlp.commands import extract_file


def lines_of(paths: list[str]) -> Iterator[str]:
    """Every line of the files."""
    for path in paths:
        if path.endswith(".gz"):
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                yield from lines
        else:
            yield from Path(path).read_text(encoding="utf-8").splitlines(keepends=True)


def main() -> None:
    """Print the CPU seconds of both and their ratio."""
    rows = list(lines_of(sys.argv[1:]))
    began = time.process_time()
    for line in rows:
        item = json.loads(line)
        jieba.lcut(f"{item['title']}\n{item['text']}")
    cut = time.process_time() - began
    with TemporaryDirectory() as folder:
        source, result = Path(folder, "in.jsonl"), Path(folder, "out.jsonl")
        source.write_text("".join(rows), encoding="utf-8")
        began = time.process_time()
        extract_file(str(source), str(result), workers=1, background=False)
        read = time.process_time() - began
        written = sum(1 for _ in result.open(encoding="utf-8"))
    print(
        f"{len(rows)} items, {written} results: jieba.lcut {cut:.1f} s, chuhai extract {read:.1f} s, {read / cut:.3f}"
    )


if __name__ == "__main__":
    main()

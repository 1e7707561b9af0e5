"""The fixed words of the pages, from ``words.csv``; the words of deals are those of the mails."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from telling.words import Words


@cache
def _table() -> dict[str, tuple[str, str]]:
    with (Path(__file__).parent / "words.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: (row["zh"], row["en"]) for row in csv.DictReader(file)}


class PageWords(Words):
    """Words of mails and pages in one language."""

    def __call__(self, key: str, **values: object) -> str:
        pair = _table().get(key)
        text = self.pick(*pair) if pair else super().__call__(key)
        return text.format(**values) if values else text

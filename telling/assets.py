"""Names of drugs in the reader's language, from the reader's own table of drugs; one that it does not know stays as printed."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import nlp.lexicon
from telling.words import Words


@cache
def _names() -> dict[str, tuple[str, str]]:
    """Every form of a drug, lower case, to its Chinese and its English name: the non-proprietary one, else the code."""
    found: dict[str, tuple[str, str]] = {}
    with (Path(nlp.lexicon.__file__).parent / "drugs.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            forms = [form for form in (row["name"], *row["aliases"].split(";")) if form]
            latin = [form for form in forms if form.isascii()]
            english = next((form for form in latin if form.islower()), next(iter(latin), row["name"]))
            for form in forms:
                found.setdefault(form.lower(), (row["name"], english))
    return found


def asset_name(printed: str, words: Words) -> str:
    """替雷利珠单抗 in Chinese, tislelizumab in English; a code stays a code."""
    known = _names().get(printed.lower())
    if known is None or any(char.isdigit() for char in printed):
        return printed
    return words.pick(*known)

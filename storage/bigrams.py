"""Cuts text into the words that full text is searched by: bigrams of Han characters, runs of Latin letters and digits.

A run of Han characters is written as its overlapping pairs and its last character alone: 恒瑞医药 is 恒瑞 瑞医 医药 药.
So words of two and more characters are found as phrases, single ones as prefixes, all exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.lexicon.fold import fold

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_RUNS = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_IS_HAN = re.compile(rf"[{_HAN}]")
#: longer texts are searchable by their beginning
MOST_CHARACTERS = 20_000


def cut(text: str) -> list[str]:
    """The words of a text in order, folded (width, case, Traditional script)."""
    return [word for run in _runs(text[:MOST_CHARACTERS]) for word in _words(run)]


def phrases(asked: str) -> list[list[str]]:
    """The phrases that a text must hold, one for each piece between blanks.

    A last word of one Han character is a prefix. Empty where nothing searchable is asked.
    """
    found = []
    for piece in asked.split():
        words: list[str] = []
        runs = list(_runs(piece))
        for number, run in enumerate(runs):
            cuts = _words(run)
            if _IS_HAN.match(run) and (len(run) > 1 and number == len(runs) - 1):
                cuts = cuts[:-1]
            words += cuts
        if words:
            found.append(words)
    return found


def is_prefix(phrase: list[str]) -> bool:
    """Whether the phrase's last word stands for every pair that begins with it."""
    return len(phrase[-1]) == 1 and bool(_IS_HAN.match(phrase[-1]))


def find_marks(text: str, asked: str) -> list[tuple[int, int]]:
    """Where the pieces of a query stand in a text, by character, for highlighting."""
    folded = fold(text)
    marks: list[tuple[int, int]] = []
    for piece in asked.split():
        runs = [re.escape(run) for run in _runs(piece)]
        if runs:
            pattern = re.compile(r"[^\w]{0,2}".join(runs))
            marks += [match.span() for match in pattern.finditer(folded)]
    marks.sort()
    return [mark for number, mark in enumerate(marks) if number == 0 or mark[0] >= marks[number - 1][1]]


def _runs(text: str) -> Iterator[str]:
    return (match[0].lower() for match in _RUNS.finditer(fold(text)))


def _words(run: str) -> list[str]:
    if not _IS_HAN.match(run):
        return [run]
    return [run[at : at + 2] for at in range(len(run))]

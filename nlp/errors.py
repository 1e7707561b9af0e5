"""NlpError
└── LexiconError    a data file of the lexicon is not as it should be
"""

from __future__ import annotations

from errors import ChuhaiError


class NlpError(ChuhaiError):
    """Reading an article failed for a reason that can be named."""


class LexiconError(NlpError):
    """A lexicon file has a row that breaks its rules."""

    def __init__(self, file: object, row: int, what: str) -> None:
        super().__init__(f"{file}, row {row}: {what}; correct the row")

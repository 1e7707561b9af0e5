"""The sentence around a span of an article: what mail, page and API show instead of the article."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from nlp.records import Evidence
from nlp.text import split_sentences

#: characters of an evidence sentence at most
MOST = 200


@dataclass(frozen=True)
class Sentences:
    """The sentences of ``title + "\\n" + text``."""

    whole: str

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return [(sentence.start, sentence.end) for sentence in split_sentences(self.whole)]

    def around(self, start: int, end: int) -> tuple[int, str]:
        """The sentence that holds ``start:end``, at most MOST characters with the span inside: its start and text."""
        place = bisect_right(self._spans, (start, len(self.whole) + 1)) - 1
        first, last = self._spans[place] if place >= 0 else (start, end)
        last = max(last, min(end, len(self.whole)))
        if last - first > MOST:
            first = max(first, min(start - (MOST - min(end - start, MOST)) // 2, last - MOST))
            last = min(last, first + MOST)
        return first, self.whole[first:last]

    def first_of(self, evidence: tuple[Evidence, ...]) -> str:
        """The sentence of the first evidence; empty where there is none."""
        return self.around(evidence[0].start, evidence[0].end)[1] if evidence else ""

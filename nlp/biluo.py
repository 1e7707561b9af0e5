"""Names as one tag for each token: B-egins, I-n, L-ast of a name, U-nit (a name of one token), or O-utside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy
from numpy.typing import NDArray

Scores = NDArray[numpy.float32]


class Tags:
    """The tags of a tagger's columns, and which of them may follow which."""

    def __init__(self, tags: Sequence[str]) -> None:
        self.places = [tag[0] for tag in tags]
        self.labels = [tag[2:] for tag in tags]
        self._first = numpy.array([place in "OBU" for place in self.places])
        self._last = numpy.array([place in "OLU" for place in self.places])
        same = numpy.array([[one == other for other in self.labels] for one in self.labels])
        self._follows = numpy.where(self._last[:, None], self._first, ~self._first & same)
        self._barred = numpy.where(self._follows, numpy.float32(0), -numpy.inf).T

    def best(self, scores: Scores) -> list[int]:
        """The best column for each token (row), of all rows of tags that make whole names."""
        best = scores.argmax(1)
        # Nearly always the best tag of each token makes whole names already.
        if not len(best) or (
            self._first[best[0]] and self._last[best[-1]] and self._follows[best[:-1], best[1:]].all()
        ):
            return [int(column) for column in best]
        return self._viterbi(scores)

    def _viterbi(self, scores: Scores) -> list[int]:
        sums = numpy.where(self._first, scores[0], -numpy.inf)
        columns = numpy.arange(len(sums))
        came_from = []
        for row in scores[1:]:
            ways = self._barred + sums
            best = ways.argmax(1)
            came_from.append(best)
            sums = ways[columns, best] + row
        column = int(numpy.where(self._last, sums, -numpy.inf).argmax())
        path = [column]
        for step in reversed(came_from):
            column = int(step[column])
            path.append(column)
        return path[::-1]

    def names(self, scores: Scores) -> Iterator[tuple[int, int, str]]:
        """The first and last token of each name with its label."""
        first = 0
        for at, column in enumerate(self.best(scores)):
            if self.places[column] in "BU":
                first = at
            if self.places[column] in "LU":
                yield first, at, self.labels[column]


def tags_for(labels: Sequence[str]) -> list[str]:
    """Every tag that names of these labels need."""
    return ["O", *(f"{place}-{label}" for label in labels for place in "BILU")]


def tag_names(tokens: int, names: Sequence[tuple[int, int, str]]) -> list[str]:
    """One tag for each of so many tokens, for names given by first and last token and label."""
    tags = ["O"] * tokens
    for first, last, label in names:
        tags[first : last + 1] = [f"I-{label}"] * (last + 1 - first)
        tags[first], tags[last] = f"B-{label}", f"L-{label}"
        if first == last:
            tags[first] = f"U-{label}"
    return tags

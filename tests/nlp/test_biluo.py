"""Tags of tokens to names: always whole names, and the best of all rows of tags that make whole names."""

from __future__ import annotations

from itertools import product

import numpy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nlp.biluo import Tags, tag_names, tags_for

TAGS = tags_for(("COMPANY", "DRUG"))


def is_whole(row: list[str]) -> bool:
    """Whether a row of tags says only whole names, written down without the code under test."""
    inside = ""
    for tag in row:
        place, label = tag[0], tag[2:]
        if inside:
            if place not in "IL" or label != inside:
                return False
            inside = "" if place == "L" else inside
        elif place in "IL":
            return False
        elif place == "B":
            inside = label
    return not inside


@settings(max_examples=60, deadline=None)
@given(arrays(numpy.float32, (4, len(TAGS)), elements=st.floats(-9, 9, width=16)))
def test_no_row_of_whole_names_scores_higher(scores: numpy.ndarray) -> None:
    best = Tags(TAGS).best(scores)
    assert is_whole([TAGS[column] for column in best])
    highest = max(
        sum(float(scores[at, column]) for at, column in enumerate(row))
        for row in product(range(len(TAGS)), repeat=len(scores))
        if is_whole([TAGS[column] for column in row])
    )
    assert abs(sum(float(scores[at, column]) for at, column in enumerate(best)) - highest) < 1e-3


def test_names_come_back_as_they_were_tagged() -> None:
    names = [(0, 0, "DRUG"), (2, 4, "COMPANY"), (5, 6, "COMPANY")]
    row = tag_names(8, names)
    assert row == ["U-DRUG", "O", "B-COMPANY", "I-COMPANY", "L-COMPANY", "B-COMPANY", "L-COMPANY", "O"]
    scores = numpy.zeros((8, len(TAGS)), numpy.float32)
    for at, tag in enumerate(row):
        scores[at, TAGS.index(tag)] = 1
    assert list(Tags(TAGS).names(scores)) == names


def test_a_text_without_tokens_has_no_names() -> None:
    assert list(Tags(TAGS).names(numpy.zeros((0, len(TAGS)), numpy.float32))) == []

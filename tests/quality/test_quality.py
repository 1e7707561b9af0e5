"""The reader against articles that we wrote and labelled; the floors of ``floors.json`` only ever rise.

``articles.jsonl`` has wire-like articles, most names invented; ``retold.jsonl`` real deals retold freely by a second hand,
labelled before the reader saw them: harder on purpose; ``fresh.jsonl`` six sets written one after the other, each read
once before anything was mended for it (deals F1 at first sight .667, .759, .800, .585, .488, .857).
"""

from __future__ import annotations

import hashlib
import json
from functools import cache

import pytest

from nlp.reader import read_article
from tests.quality.pin import FLOORS, HERE
from tests.quality.scorer import Score, read_corpus, score

PINNED = json.loads(FLOORS.read_text(encoding="utf-8"))
FIGURES = [(name, figure) for name, pinned in PINNED.items() for figure in pinned["floors"]]


@cache
def outcome(name: str) -> Score:
    return score(read_corpus(HERE / name), lambda article: read_article(article.title, article.text, article.day))


@pytest.mark.parametrize("name", PINNED)
def test_the_corpus_is_the_one_the_floors_were_measured_on(name: str) -> None:
    assert hashlib.sha256((HERE / name).read_bytes()).hexdigest() == PINNED[name]["corpus_sha256"]


def test_the_corpus_is_large_and_much_of_it_tells_no_deal() -> None:
    articles = read_corpus()
    silent = sum(not any(deal.primary for deal in article.deals) for article in articles)
    assert len(articles) >= 450
    assert 0.25 < silent / len(articles) < 0.65
    assert len({article.text for article in articles}) == len(articles)


@pytest.mark.parametrize(("name", "figure"), FIGURES)
def test_floor(name: str, figure: str) -> None:
    reached, floor = outcome(name).figures()[figure], PINNED[name]["floors"][figure]
    concerning = [line for line in outcome(name).errors if f" {figure}:" in line]
    assert reached >= floor, f"{name}: {figure} fell to {reached} below {floor}:\n" + "\n".join(concerning)

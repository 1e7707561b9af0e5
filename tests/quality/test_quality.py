"""The reader against articles that we wrote and labelled; the floors of ``floors.json`` only ever rise."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from nlp.reader import read_article
from tests.quality.scorer import CORPUS, Score, read_corpus, score

PINNED = json.loads(Path(__file__).with_name("floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def outcome() -> Score:
    return score(read_corpus(), lambda article: read_article(article.title, article.text, article.day))


def test_the_corpus_is_the_one_the_floors_were_measured_on() -> None:
    assert hashlib.sha256(CORPUS.read_bytes()).hexdigest() == PINNED["corpus_sha256"]


def test_the_corpus_is_large_and_much_of_it_tells_no_deal() -> None:
    articles = read_corpus()
    silent = sum(not any(deal.primary for deal in article.deals) for article in articles)
    assert len(articles) >= 450
    assert 0.25 < silent / len(articles) < 0.65
    assert len({article.text for article in articles}) == len(articles)


@pytest.mark.parametrize("figure", PINNED["floors"])
def test_floor(outcome: Score, figure: str) -> None:
    reached, floor = outcome.figures()[figure], PINNED["floors"][figure]
    concerning = [line for line in outcome.errors if f" {figure}:" in line]
    assert reached >= floor, f"{figure} fell to {reached} below {floor}:\n" + "\n".join(concerning)

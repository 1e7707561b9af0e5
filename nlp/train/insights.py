"""Trains the insight classifier on sentences of ``insights.toml``, filled anew for every sample."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import numpy
import spacy
from spacy.training import Example

import nlp.ner  # noqa: F401  registers the tokenizer of characters

LABELS = ("trend", "model", "challenge", "policy", "outlook", "none")
_BATCH = 32
_SLOT = re.compile(r"\{(\w+)\}")
#: each label's share: what is no insight is seen most, since the news is mostly that
_SHARES = {"trend": 0.13, "model": 0.12, "challenge": 0.14, "policy": 0.13, "outlook": 0.12, "none": 0.36}


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "insights.toml").read_text(encoding="utf-8"))


def make_sentences(seed: int) -> Iterator[tuple[str, str]]:
    """Sentences with their labels, without end."""
    rng, table = Random(seed), _table()  # noqa: S311 made-up sentences, no secrets
    while True:
        label = rng.choices(LABELS, [_SHARES[name] for name in LABELS])[0]
        text = rng.choice(table[label]["lines"])
        while _SLOT.search(text):
            text = _SLOT.sub(lambda slot: rng.choice(table["slots"][slot[1]]), text)
        yield _varied(text, rng), label


def _varied(text: str, rng: Random) -> str:
    """The sentence as print varies it: without its full stop, after a lead-in, a clause short."""
    if rng.random() < 0.25:
        text = (
            rng.choice(("同时，", "此外，", "值得注意的是，", "总体来看，", "在业内看来，", "据介绍，", "其中，"))
            + text
        )
    clauses = text.rstrip("。").split("，")
    if len(clauses) > 2 and rng.random() < 0.2:
        del clauses[rng.randrange(len(clauses))]
    return "，".join(clauses) + ("。" if rng.random() < 0.7 else "")


def train_insights(*, samples: int, seed: int) -> Any:
    """A pipeline that gives a sentence its label; the same seed gives the same pipeline on the same machine."""
    random.seed(seed)
    numpy.random.seed(seed)
    model = {
        "@architectures": "spacy.TextCatBOW.v3", "exclusive_classes": True, "ngram_size": 3, "no_output_layer": False,
        "length": 32768,
    }  # fmt: skip
    pipeline = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "chuhai.characters.v1"}}})
    textcat: Any = pipeline.add_pipe("textcat", config={"model": model, "threshold": 0.5})
    for label in LABELS:
        textcat.add_label(label)

    def examples() -> Iterator[Example]:
        for text, label in make_sentences(seed):
            cats = {name: float(name == label) for name in LABELS}
            yield Example.from_dict(pipeline.make_doc(text), {"cats": cats})

    stream = examples()
    first = list(islice(stream, 200))
    optimizer = pipeline.initialize(lambda: first)
    for _ in range(0, samples, _BATCH):
        pipeline.update(list(islice(stream, _BATCH)), sgd=optimizer, drop=0.3)
    return pipeline

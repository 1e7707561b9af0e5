"""Which tokens suit the name finder: trains a small model on each kind and measures it on the labelled articles.

``python -m bench.ner_tokens [SAMPLES] [LABELLED.jsonl]``; 16000 samples are four CPU minutes a kind.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

import nlp.ner
import nlp.train.trainer as trainer
from bench.ner_gain import CORPUS, measure, trained_alone

EMBED: dict[str, Any] = trainer.CONFIG["model"]["tok2vec"]["embed"]


def characters(vocab: Any, text: str) -> Doc:
    """Characters with their pairs, nothing of jieba."""
    folded = text.translate(nlp.ner._FOLD)
    words = [folded[start:end] for start, end in nlp.ner.cut(folded)]
    pairs = [word + (words[i + 1] if i + 1 < len(words) else "$") for i, word in enumerate(words)]
    return Doc(vocab, words=words, lemmas=pairs)


def jieba_spans(text: str) -> list[tuple[int, int]]:
    """jieba's words without its guesses at new ones."""
    spans, at = [], 0
    for word in nlp.ner._segmenter().cut(text, HMM=False):
        if word.strip():
            spans.append((at, at + len(word)))
        at += len(word)
    return spans


def jieba_words(vocab: Any, text: str) -> Doc:
    """jieba's words as tokens."""
    folded = text.translate(nlp.ner._FOLD)
    return Doc(vocab, words=[folded[start:end] for start, end in jieba_spans(folded)])


SHIPPED = dict(zip(EMBED["attrs"], EMBED["rows"], strict=True))
KINDS = {
    "characters": (nlp.ner.cut, characters, {"NORM": 3000, "LEMMA": 5000, "PREFIX": 500, "SUFFIX": 1000, "SHAPE": 500}),
    "characters + places in words": (
        nlp.ner.cut,
        nlp.ner.make_doc,
        dict(zip(EMBED["attrs"], EMBED["rows"], strict=True)),
    ),
    "jieba words": (jieba_spans, jieba_words, {"NORM": 8000, "PREFIX": 2500, "SUFFIX": 2500, "SHAPE": 500}),
}


if __name__ == "__main__":
    samples = int(sys.argv[1]) if len(sys.argv) > 1 else 16_000
    path = Path(sys.argv[2]) if len(sys.argv) > 2 else CORPUS
    for kind, (cut, make_doc, embed) in KINDS.items():
        nlp.ner.cut = trainer.cut = cut
        nlp.ner.make_doc = trainer.make_doc = make_doc
        EMBED["attrs"], EMBED["rows"] = list(embed), list(embed.values())
        pipeline = trainer.train(samples=samples, seed=7, report=lambda _: None)
        nlp.ner.pipeline = lambda made=pipeline: made
        print(f"{kind:30}{measure(path, trained_alone)}", flush=True)

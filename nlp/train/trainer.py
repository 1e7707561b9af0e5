"""Trains the name finder on sentences made on the fly; no sentence is seen twice."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy
import spacy
from spacy.training import Example

from nlp.biluo import tag_names, tags_for
from nlp.ner import LABELS, cut, make_doc
from nlp.train.sentences import Sample, make_samples

WIDTH = 64
_BATCH = 16
CONFIG: dict[str, Any] = {
    "model": {
        "@architectures": "spacy.Tagger.v2",
        "normalize": False,
        "tok2vec": {
            "@architectures": "spacy.Tok2Vec.v2",
            "embed": {
                "@architectures": "spacy.MultiHashEmbed.v2",
                "width": WIDTH,
                "attrs": ["NORM", "LEMMA", "TAG", "PREFIX", "SUFFIX", "SHAPE"],
                "rows": [3000, 5000, 100, 500, 1000, 500],
                "include_static_vectors": False,
            },
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2",
                "width": WIDTH,
                "window_size": 2,
                "maxout_pieces": 3,
                "depth": 4,
            },
        },
    }
}


def blank_pipeline() -> Any:
    """An untrained pipeline: embeddings of characters, pairs and jieba's word places, and spaCy's tagger of names."""
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "chuhai.characters.v1"}}})
    tagger: Any = nlp.add_pipe("tagger", config=CONFIG)
    for tag in tags_for(LABELS):
        tagger.add_label(tag)
    return nlp


def make_example(vocab: Any, sample: Sample) -> Example | None:
    """The sample as spaCy wants it; None where a name begins or ends inside a token."""
    tokens = cut(sample.text)
    starts = {start: i for i, (start, _) in enumerate(tokens)}
    ends = {end: i for i, (_, end) in enumerate(tokens)}
    if any(start not in starts or end not in ends for start, end, _ in sample.spans):
        return None
    doc = make_doc(vocab, sample.text)
    reference = doc.copy()
    # The tagger learns the reference's tags; those of the text that it reads stay jieba's places.
    names = [(starts[start], ends[end], label) for start, end, label in sample.spans]
    for token, tag in zip(reference, tag_names(len(tokens), names), strict=True):
        token.tag_ = tag
    return Example(doc, reference)


def examples(vocab: Any, seed: int) -> Iterator[Example]:
    """Examples without end."""
    for sample in make_samples(seed):
        if (example := make_example(vocab, sample)) is not None:
            yield example


def train(*, samples: int, seed: int, report: Any = print) -> Any:
    """A pipeline trained on so many samples; the same seed gives the same pipeline on the same machine."""
    random.seed(seed)
    numpy.random.seed(seed)
    nlp = blank_pipeline()
    stream = examples(nlp.vocab, seed)
    first = list(islice(stream, 200))
    optimizer = nlp.initialize(lambda: first)
    done = 0
    losses: dict[str, float] = {}
    while done < samples:
        batch = list(islice(stream, _BATCH))
        optimizer.learn_rate = 0.001 * max(0.05, 1 - done / samples)
        nlp.update(batch, sgd=optimizer, drop=0.2, losses=losses)
        done += len(batch)
        if done % (_BATCH * 200) == 0:
            report(f"{done:>7} samples  loss {losses['tagger'] / (_BATCH * 200):.3f}")
            losses = {}
    return nlp

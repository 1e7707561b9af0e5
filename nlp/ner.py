"""Finds names that no lexicon knows, with the spaCy pipeline that ``python -m nlp.train`` makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import spacy
from spacy.tokens import Doc
from spacy.util import registry

Label = Literal["COMPANY", "INSTITUTE", "FUND", "PERSON", "ASSET", "OTHER"]
LABELS: tuple[Label, ...] = get_args(Label)
MODEL = Path(__file__).parent / "models" / "names"
_BATCH = 24
_LONGEST = 400
_TOKEN = re.compile(r"[A-Za-zÀ-ɏ]+|[0-9]+|\S")
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | str.maketrans("“”‘’《》", "\"\"''<>")


@dataclass(frozen=True)
class NameHit:
    """A name at characters ``start:end``.

    ASSET is a drug or platform; OTHER a medium, exchange, regulator, broker or law firm, never a party.
    """

    start: int
    end: int
    text: str
    label: Label


def cut(text: str) -> list[tuple[int, int]]:
    """One token for each Han character, mark, and run of Latin letters or of digits; blanks belong to none."""
    return [match.span() for match in _TOKEN.finditer(text)]


@cache
def _segmenter() -> Any:
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    return jieba


def _places_in_words(text: str) -> dict[int, str]:
    """Where in jieba's word each character stands: S alone, B first, M middle, E last, with the word's length."""
    places: dict[int, str] = {}
    at = 0
    for word in _segmenter().cut(text, HMM=False):
        size = len(word)
        if size == 1:
            places[at] = "S"
        else:
            for step in range(size):
                places[at + step] = ("B" if not step else "E" if step == size - 1 else "M") + str(min(size, 4))
        at += size
    return places


def make_doc(vocab: Any, text: str) -> Doc:
    """Characters as tokens; each carries its pair with the next (lemma) and its place in jieba's word (tag)."""
    folded = text.translate(_FOLD)
    spans = cut(folded)
    words = [folded[start:end] for start, end in spans]
    places = _places_in_words(folded)
    pairs = [word + (words[i + 1] if i + 1 < len(words) else "$") for i, word in enumerate(words)]
    spaces = [end < len(text) and text[end] in " \t\n" for _, end in spans]
    tags = [places.get(start, "S") for start, _ in spans]
    return Doc(vocab, words=words, spaces=spaces, lemmas=pairs, tags=tags)


class CharacterTokenizer:
    """spaCy's way of asking for ``make_doc``; it has no state to save."""

    def __init__(self, vocab: Any) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        return make_doc(self.vocab, text)

    def to_bytes(self, **_: Any) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> CharacterTokenizer:
        return self

    def to_disk(self, _path: Any, **_: Any) -> None:
        return None

    def from_disk(self, _path: Any, **_: Any) -> CharacterTokenizer:
        return self


def _create_tokenizer() -> Callable[[Any], CharacterTokenizer]:
    return lambda nlp: CharacterTokenizer(nlp.vocab)


registry.tokenizers.register("chuhai.characters.v1", func=_create_tokenizer)


@cache
def pipeline() -> Any:
    """The trained pipeline, loaded once."""
    return spacy.load(MODEL)


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, int]]:
    """The stretches to read with their offsets, none longer than the parser likes."""
    for start, end in spans:
        for at in range(max(start, 0), min(end, len(text)), _LONGEST):
            yield text[at : min(end, at + _LONGEST)], at


def find_names(text: str, spans: Sequence[tuple[int, int]] | None = None) -> list[NameHit]:
    """Every name in ``text``, or only in the given character spans (sentences), in the order of the text."""
    nlp = pipeline()
    hits: list[NameHit] = []
    with nlp.memory_zone():
        pieces = list(_pieces(text, spans if spans is not None else [(0, len(text))]))
        for doc, (piece, at) in zip(nlp.pipe((piece for piece, _ in pieces), batch_size=_BATCH), pieces, strict=True):
            tokens = cut(piece.translate(_FOLD))
            for entity in doc.ents:
                start, end = at + tokens[entity.start][0], at + tokens[entity.end - 1][1]
                hits.append(NameHit(start, end, text[start:end], entity.label_))
    return hits

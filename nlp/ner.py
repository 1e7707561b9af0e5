"""Finds names that no lexicon knows, with the spaCy pipeline that ``python -m nlp.train`` makes."""

from __future__ import annotations

import logging
import marshal
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast, get_args

import jieba
import numpy
import spacy
from spacy.tokens import Doc
from spacy.util import registry

from nlp.biluo import Tags

Label = Literal["COMPANY", "INSTITUTE", "FUND", "PERSON", "DRUG", "OTHER"]
LABELS: tuple[Label, ...] = get_args(Label)
MODEL = Path(__file__).parent / "models" / "names"
_BATCH = 24
_LONGEST = 400
_KEPT = 2500
_TOKEN = re.compile(r"[A-Za-zÀ-ɏ]+|[0-9]+|\S")
_LINE = re.compile(r"[^\r\n\u2028]+")
_BREAK = re.compile(r"[。；！？;!?，,、 ]")
_EDGE = " \t\n\r　,，.。:：;；、!！?？—–-·•|/\\\"'“”‘’《》〈〉<>「」『』【】[]*"
_COUNTRY = re.compile(
    r"(?:美国|英国|德国|法国|日本|韩国|瑞士|瑞典|丹麦|挪威|荷兰|比利时|奥地利|意大利|西班牙|爱尔兰|以色列|印度|新加坡|澳大利亚"
    r"|加拿大|巴西|俄罗斯)(?=[A-Za-z])"
)
# one character for one, so that offsets hold; a lone surrogate cannot be hashed
_FOLD = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | str.maketrans("“”‘’《》", "\"\"''<>")
    | dict.fromkeys(range(0xD800, 0xE000), "?")
)


@dataclass(frozen=True)
class NameHit:
    """A name at characters ``start:end``.

    DRUG is a drug, code or platform; OTHER a medium, exchange, regulator, broker or law firm, never a party.
    """

    start: int
    end: int
    text: str
    label: Label


def cut(text: str) -> list[tuple[int, int]]:
    """One token for each Han character, mark, and run of Latin letters or of digits; blanks belong to none."""
    return [match.span() for match in _TOKEN.finditer(text)]


def _cache_folder() -> str:
    """Where jieba keeps its dictionary between runs: ours alone, not the temporary folder that every user writes to."""
    try:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "chuhai"
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return tempfile.mkdtemp(prefix="chuhai-")
    return str(folder)


@cache
def _segmenter() -> Any:
    """jieba with a cache file of our own; that it cannot write it costs a second a start, no more."""
    jieba.setLogLevel(logging.CRITICAL)
    segmenter = jieba.Tokenizer()
    segmenter.tmp_dir = _cache_folder()
    try:
        # What jieba's own start does, but in one piece: object by object from the file it takes three times as long.
        segmenter.FREQ, segmenter.total = marshal.loads(Path(segmenter.tmp_dir, "jieba.cache").read_bytes())  # noqa: S302
        segmenter.initialized = True
    except (OSError, ValueError, TypeError, EOFError):  # none yet, or not whole: jieba makes it anew
        segmenter.initialize()
    return segmenter


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
def pipeline() -> tuple[Any, Tags]:
    """The trained pipeline and its tags, loaded once; common characters stay known when a memory zone forgets the rest."""
    nlp: Any = spacy.load(MODEL)
    counts: dict[str, int] = _segmenter().FREQ or {}
    for character in sorted((word for word in counts if len(word) == 1), key=lambda word: -counts[word])[:_KEPT]:
        nlp.vocab[character]
    return nlp, Tags(nlp.get_pipe("tagger").labels)


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, int]]:
    """The stretches to read with their offsets: a line each, cut at a mark where it is long."""
    for first, last in spans:
        for line in _LINE.finditer(text, max(first, 0), min(last, len(text))):
            at, end = line.span()
            while at < end:
                stop = min(end, at + _LONGEST)
                if stop < end:
                    marks = [match.end() for match in _BREAK.finditer(text, at + _LONGEST // 2, stop)]
                    stop = marks[-1] if marks else stop
                if not text[at:stop].isspace():
                    yield text[at:stop], at
                at = stop


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without marks at its edges, a country before a Latin name, or a bracket that it does not hold whole."""
    while start < end and text[start] in _EDGE + ")）":
        start += 1
    if country := _COUNTRY.match(text, start, end):
        start = country.end()
    opened = 0
    for at in range(start, end):
        opened += (text[at] in "(（") - (text[at] in ")）")
        if opened < 0:
            end = at
            break
    if opened > 0:
        end = max(text.rfind("(", start, end), text.rfind("（", start, end))
    while end > start and text[end - 1] in _EDGE.replace(".", "") + "(（":
        end -= 1
    return start, end


#: What the last pieces held: wires print each other's sentences, and bodies their titles.
_REMEMBERED = 2_000
_Spans = tuple[tuple[int, int, str], ...]
_memory: dict[str, _Spans] = {}


def _read(pieces: Sequence[str]) -> dict[str, _Spans]:
    """The names of each piece; a piece read before is not read again."""
    new = [piece for piece in dict.fromkeys(pieces) if piece not in _memory]
    if len(_memory) + len(new) > _REMEMBERED:
        _memory.clear()
        new = list(dict.fromkeys(pieces))
    nlp, tags = pipeline()
    tagger = nlp.get_pipe("tagger").model
    with nlp.memory_zone():
        for at in range(0, len(new), _BATCH):
            batch = new[at : at + _BATCH]
            docs = [make_doc(nlp.vocab, piece) for piece in batch]
            for piece, scores in zip(batch, tagger.predict(docs), strict=True):
                names = list(tags.names(numpy.asarray(scores)))
                tokens = cut(piece.translate(_FOLD)) if names else []
                _memory[piece] = tuple((tokens[first][0], tokens[last][1], label) for first, last, label in names)
    return {piece: _memory[piece] for piece in pieces}


def find_names(text: str, spans: Sequence[tuple[int, int]] | None = None) -> list[NameHit]:
    """Every name in ``text``, or only in the given character spans (sentences), in the order of the spans."""
    hits: list[NameHit] = []
    pieces = list(_pieces(text, spans if spans is not None else [(0, len(text))]))
    found = _read([piece for piece, _ in pieces])
    for piece, at in pieces:
        for first, last, label in found[piece]:
            start, end = _trim(text, at + first, at + last)
            if end - start > 1:
                hits.append(NameHit(start, end, text[start:end], cast(Label, label)))
    return hits

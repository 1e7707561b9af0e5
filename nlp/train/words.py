"""The word lists: our own of ``words.toml``, and the common words of jieba's dictionary as filler."""

from __future__ import annotations

import tomllib
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

import jieba

WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@cache
def _common_words() -> dict[str, tuple[list[str], list[float]]]:
    """Nouns, verbs and adjectives with cumulated weights."""
    words: dict[str, dict[str, float]] = {"n": {}, "v": {}, "a": {}}
    with jieba.get_dict_file() as lines:
        for line in lines:
            word, count, tag = line.decode("utf-8").split(" ")
            if 2 <= len(word) <= 4 and int(count) >= 30 and (kind := tag.strip()) in {"n", "vn", "v", "a", "l", "b"}:
                words["n" if kind in {"vn", "l"} else "a" if kind == "b" else kind][word] = int(count) ** 0.7
    return {kind: (list(found), list(accumulate(found.values()))) for kind, found in words.items()}


def common_word(kind: str, rng: Random) -> str:
    """A noun (n), verb (v) or adjective (a) of daily language."""
    words, weights = _common_words()[kind]
    return rng.choices(words, cum_weights=weights)[0]

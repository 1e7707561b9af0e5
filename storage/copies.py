"""Recognises copies: articles of nearly the same words that tell the same figures and names."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from datasketch import MinHash

from nlp.lexicon.fold import fold

_PERMUTATIONS, _BANDS = 32, 8
_ROWS = _PERMUTATIONS // _BANDS
_EMPTY = MinHash(num_perm=_PERMUTATIONS, seed=1, hashfunc=zlib.crc32)
#: shorter texts are too easily alike
_SHORTEST = 40
_LONGEST = 2_000
_SPACE = re.compile(r"\s+")
_FACTS = re.compile(r"[0-9]+(?:\.[0-9]+)?|[a-z][a-z0-9-]+")
_ALIKE = 0.7


def normal_text(text: str) -> str:
    """The text as copies are compared: folded, without white space."""
    return _SPACE.sub("", fold(text))


def bands(text: str) -> list[int]:
    """The signed 63-bit band values of a text; two texts that share one may be copies. Empty where it is too short."""
    plain = normal_text(text)[:_LONGEST]
    if len(plain) < _SHORTEST:
        return []
    signature = _EMPTY.copy()
    signature.update_batch(sorted(_shingles(plain)))
    return [
        (band << 59) | (hash_rows(signature.hashvalues[band * _ROWS : (band + 1) * _ROWS].tobytes()) >> 5)
        for band in range(_BANDS)
    ]


def hash_rows(rows: bytes) -> int:
    """64 bits of one band's rows, the same on every machine."""
    first, second = zlib.crc32(rows), zlib.crc32(rows, 0x9E3779B9)
    return int(struct.unpack("<Q", struct.pack("<II", first, second))[0])


def are_copies(one: str, two: str) -> bool:
    """Whether two texts are one text published twice: words alike, and no figure or Latin name that only one has.

    Templates (drug approvals, market reports) are alike in words but not in figures and names.
    """
    first, second = normal_text(one)[:_LONGEST], normal_text(two)[:_LONGEST]
    short, long = sorted((set(_shingles(first)), set(_shingles(second))), key=len)
    if not short or len(short & long) / len(short | long) < _ALIKE:
        return False
    few, many = sorted((set(_FACTS.findall(first)), set(_FACTS.findall(second))), key=len)
    return len(few - many) <= len(few) // 10 and len(many - few) <= max(2, len(many) // 4)


def _shingles(plain: str) -> Iterator[bytes]:
    return (plain[at : at + 4].encode() for at in range(max(1, len(plain) - 3)))

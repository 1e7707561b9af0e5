"""Reads an asset cell of the history table: which drugs it names, and under which forms; descriptions name none.

``维迪西妥单抗 (disitamab vedotin, RC48)`` is one drug under three forms, ``JAB-3068;JAB-3312`` are two, and
``7 preclinical ADC programmes`` or ``100% equity`` say what was sold without a name that news could share.
"""

from __future__ import annotations

import re

from nlp.descriptors import find_targets
from nlp.records import Asset

_BETWEEN = re.compile(r"[()（）/,，、+]|\band\b|\bor\b")
_OPTION = re.compile(r"^options?(?: on)?\s+|\s+oral$")
_CODE = re.compile(r"(?=.*\d)([A-Z0-9]*[A-Za-z]+)-?[A-Za-z]*\d[A-Za-z0-9-]*")
_INN = re.compile(r"[A-Za-z][a-z-]{5,}(?: (?:alfa|beta|vedotin|deruxtecan|govitecan|rezetecan))?|[A-Z]{6,}")
_NO_NAMES = frozenset({
    "option", "options", "others", "equity", "licence", "portfolio", "programme", "programmes", "antibody", "il-17aa",
})  # fmt: skip
_HAN = re.compile(r"(?!项目)[一-龥]{3,}")


def read_assets(cell: str) -> tuple[Asset, ...]:
    """The drugs that a cell of parts separated by ``;`` names, each under all its forms."""
    return tuple(asset for part in cell.split(";") for asset in named_in(part))


def named_in(part: str) -> tuple[Asset, ...]:
    """The drugs that one part names; another code of the same maker is another drug."""
    drugs: list[list[str]] = []
    makers: set[str] = set()
    for piece in map(str.strip, _BETWEEN.split(part)):
        name = _OPTION.sub("", piece)
        if not _is_name(name):
            continue
        code = _CODE.fullmatch(name)
        if not drugs or (code and code[1] in makers):
            drugs.append([])
        drugs[-1].append(name)
        makers |= {code[1]} if code else set()
    return tuple(Asset(name=forms[0], surface=tuple(forms)) for forms in drugs)


def _is_name(text: str) -> bool:
    if any((found.start, found.end) == (0, len(text)) for found in find_targets(text, [(0, len(text))])):
        return False
    named = _CODE.fullmatch(text) or _INN.fullmatch(text) or _HAN.fullmatch(text)
    return bool(named) and text.lower() not in _NO_NAMES

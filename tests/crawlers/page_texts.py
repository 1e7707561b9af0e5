"""The articles of ``pages/texts.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Text:
    """One article: what the reader must find, whatever page it stands on."""

    title: str
    paragraphs: tuple[str, ...]


_RAW = tomllib.loads((Path(__file__).parent / "pages" / "texts.toml").read_text(encoding="utf-8"))
_TEXTS = {name: Text(raw["title"], tuple(raw["paragraphs"])) for name, raw in _RAW.items()}

LICENCE = _TEXTS["licence"]
ACQUISITION = _TEXTS["acquisition"]
APPROVAL = _TEXTS["approval"]
FLASH = _TEXTS["flash"]
TRADITIONAL = _TEXTS["traditional"]
ENGLISH = _TEXTS["english"]
INTERVIEW = _TEXTS["interview"]
RELEASE = _TEXTS["release"]

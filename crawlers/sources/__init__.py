"""One file a source: each module holds one ``SOURCE``. Nothing lists them; a new file is found by being here."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from pydantic import ValidationError

from crawlers.errors import SourceError
from crawlers.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def load_sources() -> Mapping[str, Source]:
    """Every declared source by name; raises SourceError for a declaration that does not hold together."""
    return MappingProxyType({info.name: _load(info.name) for info in pkgutil.iter_modules(__path__)})


def _load(name: str) -> Source:
    path = f"crawlers/sources/{name}.py"
    try:
        source = getattr(import_module(f"{__name__}.{name}"), "SOURCE", None)
    except ValidationError as error:
        first = error.errors()[0]
        raise SourceError(path, f"{'.'.join(map(str, first['loc']))} {first['msg']}".strip()) from None
    if not isinstance(source, Source):
        raise SourceError(path, "there is no SOURCE = Source(…) in it")
    if source.name != name:
        raise SourceError(path, f"name={source.name!r} must be the file's name {name!r}")
    return source

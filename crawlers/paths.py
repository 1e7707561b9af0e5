"""Values inside JSON: by path, out of JSONP, out of the state that a page carries in a script."""

from __future__ import annotations

import json
import re
from typing import Any

_JSONP = re.compile(r"^\s*[\w$.]*\s*\(\s*(?P<body>[\[{].*[\]}]|null)\s*\)\s*;?\s*$", re.DOTALL)
_ASSIGNED = re.compile(
    r"(?:window\.)?(?:__NUXT__|__INITIAL_STATE__|__PRELOADED_STATE__|__INITIAL_DATA__|__NEXT_DATA__|_SSR_HYDRATED_DATA"
    r"|allData|newest|detailData|articleInfo)\s*=\s*(?=[\[{\"])"
)
_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)


def read_json(text: str) -> Any:
    """The value of a JSON or JSONP answer; raises ValueError where it is neither."""
    wrapped = _JSONP.match(text)
    return json.loads(wrapped["body"] if wrapped else text)


def read_state(html: str) -> Any:
    """The state that a server-rendered page carries: ``__NEXT_DATA__``, ``__NUXT_DATA__`` or an assigned object.

    Raises ValueError where the page carries none, or only code that must be run to be read.
    """
    for attributes, body in _SCRIPT.findall(html):
        if "__NEXT_DATA__" in attributes or "__NUXT_DATA__" in attributes:
            return json.loads(body)
        if assigned := _ASSIGNED.search(body):
            try:
                return json.JSONDecoder().raw_decode(body, assigned.end())[0]
            except ValueError:
                continue
    raise ValueError("the page carries no state that can be read")


def walk(value: Any, path: str) -> list[Any]:
    """Everything at ``path``: keys and numbers with dots between, ``*`` for each, ``a|b`` for the first that is there.

    A string met on the way is read as JSON. A missing key gives an empty list, a null ``[None]``: they differ.
    """
    for alternative in path.split("|"):
        found = [value]
        for step in alternative.split("."):
            found = [inner for outer in found for inner in _step(outer, step)]
        if any(one not in (None, "", []) for one in found):
            return found
        null = found
    return null


def first(value: Any, path: str) -> str:
    """The first value at ``path`` as text, empty where there is none."""
    for found in walk(value, path) if path else []:
        if isinstance(found, str | int | float) and not isinstance(found, bool):
            return str(found).strip()
    return ""


def fill(template: str, item: Any) -> str:
    """``template`` with every ``{path}`` replaced by the item's value; empty where a value is missing."""
    missing = False

    def value(match: re.Match[str]) -> str:
        nonlocal missing
        text = first(item, match[1])
        missing = missing or not text
        return text

    filled = re.sub(r"\{([\w.*|]+)\}", value, template)
    return "" if missing else filled


def _step(value: Any, step: str) -> list[Any]:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return []
    if step == "*":
        if isinstance(value, dict):
            return list(value.values())
        return list(value) if isinstance(value, list) else []
    if isinstance(value, dict):
        return [value[step]] if step in value else []
    if isinstance(value, list) and step.lstrip("-").isdigit():
        number = int(step)
        return [value[number]] if -len(value) <= number < len(value) else []
    return []

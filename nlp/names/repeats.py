"""Further places of names already found, and the short forms that a legal name leaves behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from nlp.names.legal import LEGAL_END
from nlp.names.record import Name
from nlp.names.words import GENERIC, GOES_ON, LATIN_STOP, PLACE, plausible

#: 杰思瑞 for 杰思瑞生物, where at least three characters are left.
_TRADE = re.compile(r"(?<=...)(?:生物科技|生物医药|生物制药|生物|医药科技|医药|药业|制药|医疗科技|医疗|生科)$")


def repeats(text: str, names: list[Name]) -> list[Name]:
    """Further places of names already found, and of the short forms that a legal name leaves behind (威凯尔医药)."""
    forms: dict[str, Name] = {}
    seen: set[tuple[str, str]] = set()
    named = bytearray(len(text))
    for name in names:
        if name.source in ("legal", "lexicon", "headed"):
            named[name.start : name.end] = b"\x01" * (name.end - name.start)
    for name in names:
        if name.source in ("lexicon", "weak", "unnamed") or len(name.text) < 2 or (name.text, name.source) in seen:
            continue
        seen.add((name.text, name.source))
        forms.setdefault(name.text, name)
        if name.source == "legal" and LEGAL_END.search(name.text):
            stem = LEGAL_END.sub("", name.text)
            stem = re.sub(r"\([^)]{2,8}\)", "", stem)
            place = PLACE.match(stem)
            root = stem[place.end() :][:2] if place else stem[:2]
            for ending in ("集团", "股份", "生物", "医药", "药业", "制药", "健康", "投资"):
                if ending in stem and len(root) == 2 and not GENERIC.match(root + ending) and root + ending in text:
                    forms.setdefault(root + ending, name)
            tails = [stem, stem[place.end() :].lstrip("省市区") if place else ""]
            for tail in tails:
                for size in range(len(tail), 2, -1):
                    head = tail[:size]
                    outside = any(
                        not named[i] and not GOES_ON.match(text, i + len(head)) for i in _places_of(text, head)
                    )
                    if outside and not GENERIC.match(head) and not PLACE.fullmatch(head):
                        forms.setdefault(head, name)
                        break
        elif name.kind == "org" and not name.text.isascii() and len(stem := _TRADE.sub("", name.text)) >= 3:
            if stem != name.text and not GENERIC.match(stem) and not PLACE.fullmatch(stem):
                forms.setdefault(stem, name)
        elif name.source == "latin":
            first = re.split(r"[ ,(.]", name.text)[0]
            if (
                len(first) >= 4
                and first not in LATIN_STOP
                and first.lower() not in ("china", "shanghai", "american", "national", "the", "suzhou")
            ):
                forms.setdefault(first, name)
    found = []
    for form, name in forms.items():
        for start in _places_of(text, form):
            end = start + len(form)
            if (
                form.isascii()
                and (
                    re.match(r"-[A-Za-z]{0,2}\d", text[end : end + 4])  # ITM in ITM-11
                    or (text[end : end + 1].isalnum() and text[end : end + 1].isascii())
                    or (text[start - 1 : start].isascii() and text[start - 1 : start].isalnum())
                )
            ):
                continue
            if not form.isascii() and form != name.text and GOES_ON.match(text, end):
                continue
            found.append(Name(start, end, form, name.kind, name.source))
    return found


_LISTED = re.compile(r"、([\u4e00-\u9fffA-Za-z]{3,10})(?:、|和|及)")


def listed(text: str, names: list[Name]) -> list[Name]:
    """What stands in a list between two names is a third one (四川米兰、深圳米兰、四川晶肤)."""
    return [
        Name(one.end + 1, one.end + 1 + len(gap[1]), gap[1], "org", "slot")
        for one, other in pairwise(names)
        if one.kind == other.kind == "org"
        and (gap := _LISTED.fullmatch(text, one.end, other.start))
        and plausible(gap[1])
        and not GENERIC.match(gap[1])
        and not PLACE.fullmatch(gap[1])
    ]


def _places_of(text: str, form: str) -> Iterator[int]:
    at = text.find(form)
    while at >= 0:
        yield at
        at = text.find(form, at + 1)

"""An article that a page carries where no reader sees it: in a script's state, a template or a text field.

Such pages are drawn by their own script in the browser; their HTML has a heading at most. The script is not run: the
article is the longest string in it that reads like one, its title and date are the nearest fields around it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from lxml import etree

from crawlers.dates import FoundDate, find_date
from crawlers.render import clean, clean_title, plain_text

_HOLDERS = ("textarea", "template", "noscript", "xmp")
#: A string of each kind of quote, closed or not: what is begun is passed over as a whole, so that one look is enough.
_STRINGS = tuple(
    re.compile(rf"{quote}((?:[^{quote}\\{end}]|\\.)*+){quote}?", re.DOTALL)
    for quote, end in (('"', r"\n"), ("'", r"\n"), ("`", ""))
)
_SENTENCES = re.compile(r"[。！？；，]|[a-z]{2}[.,;] ")
_CODE = re.compile(r"function\s*\(|\bvar\s+\w+\s*=|=>|[{};]\s*\n|https?://\S{20,}")
#: How far from the text its own title and date may stand, in characters.
_NEAR = 3000
#: Fewer characters are a teaser or a description.
_LEAST = 50


#: One character of a short value, maybe escaped.
_LETTER = r"""(?:[^"'\\<>/:]|\\u[0-9a-fA-F]{4}|(?<=\S)[:：](?=\S))"""


def _field(names: str, value: str) -> re.Pattern[str]:
    return re.compile(rf"""(?<![\w])\\?["']?(?:{names})\\?["']?\s*:\s*\\?["']?(?P<value>{value})""", re.IGNORECASE)


_TITLE = _field(
    "(?:article|news|doc|info|main|content)?_?(?:title|headline|subject)", rf"""(?<=["']){_LETTER}{{6,160}}"""
)
_DATE = _field(
    r"[a-z]*_?(?:time|date|timestamp)|(?:pub|creat|post|issue|release)[a-z]*_?(?:at|on)",
    r"""\d{10}(?:\d{3})?(?!\d)|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}[^"'<;,}\\]{0,20}""",
)
_AUTHOR = _field("authors?|author_?name|writer|reporter", rf"""(?<=["']){_LETTER}{{2,30}}""")
_OUTLET = _field("source|source_?name|media|media_?name|copy_?from|origin", rf"""(?<=["']){_LETTER}{{2,30}}""")


@dataclass(frozen=True)
class Hidden:
    """What was found; everything but the text may be empty."""

    text: str
    title: str = ""
    published: FoundDate | None = None
    author: str = ""
    outlet: str = ""


def find_hidden(tree: etree._Element, now: datetime, tz: tzinfo) -> Hidden | None:
    """The longest hidden article of a page, None where there is none."""
    best: tuple[str, str, int, int] | None = None
    for words, around, start, stop in _candidates(tree):
        text = plain_text(words).strip('"')  # some are quoted twice
        if _reads_like_news(text) and (best is None or len(text) > len(best[0])):
            best = text, around, start, stop
    if best is None:
        return None
    text, around, start, stop = best
    before, after = around[max(0, start - _NEAR) : start], around[stop : stop + _NEAR]
    return Hidden(
        text,
        clean_title(_unescaped(_nearest(_TITLE, before, after))).strip('"'),
        find_date(_nearest(_DATE, before, after), now, tz),
        clean(_unescaped(_nearest(_AUTHOR, before, after))),
        clean(_unescaped(_nearest(_OUTLET, before, after))),
    )


def _candidates(tree: etree._Element) -> Iterator[tuple[str, str, int, int]]:
    """Words that may be an article, what they stand in, and from where to where."""
    for element in tree.iter("script", *_HOLDERS):
        inner = element.text or ""
        kind = (element.get("type") or "").lower()
        if element.tag != "script":
            markup = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
            inner = inner if not len(element) and element.tag in ("textarea", "xmp") else markup
            yield inner, inner, 0, len(inner)
        elif "template" in kind or "html" in kind:
            yield inner, inner, 0, len(inner)
        elif "ld+json" not in kind:  # that is read with the head
            yield from _strings(inner, 0)


def _strings(code: str, depth: int) -> Iterator[tuple[str, str, int, int]]:
    for kind in _STRINGS:
        for match in kind.finditer(code):
            if len(match[1]) < _LEAST:
                continue
            value = _unescaped(match[1])
            if depth < 2 and value.lstrip()[:1] in ("{", "["):
                yield from _strings(value, depth + 1)
            else:
                yield value, code, match.start(), match.end()


def _unescaped(raw: str) -> str:
    r"""A script's string as it is meant: ``\u003C``, ``\n`` and ``\/`` resolved; one that is no JSON as it stands."""
    try:
        value: str = json.loads(
            '"' + re.sub(r'(?<!\\)((?:\\\\)*)"', r"\1\\\"", raw.replace("\\'", "'")) + '"', strict=False
        )
    except ValueError:
        value = re.sub(r"\\x([0-9a-fA-F]{2})", lambda m: chr(int(m[1], 16)), raw)
        value = value.replace("\\n", "\n").replace("\\/", "/").replace('\\"', '"').replace("\\'", "'")
    # Some are percent-encoded as well.
    return value if "%u" not in value else re.sub(r"%u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), value)


def _reads_like_news(text: str) -> bool:
    return len(text) >= _LEAST and len(_SENTENCES.findall(text)) >= 2 + len(text) // 400 and not _CODE.search(text)


def _nearest(pattern: re.Pattern[str], before: str, after: str) -> str:
    """The last value before the text, else the first after it."""
    found = [match["value"] for match in pattern.finditer(before)]
    if found:
        return found[-1]
    match = pattern.search(after)
    return match["value"] if match else ""

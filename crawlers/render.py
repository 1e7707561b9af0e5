"""From HTML to plain text: runs of text between block boundaries, in reading order."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from lxml.cssselect import CSSSelector

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_CELLS = frozenset(("td", "th"))
SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "button",
        "select",
        "option",
        "input",
        "textarea",
        "svg",
        "canvas",
        "video",
        "audio",
        "object",
        "embed",
        "map",
        "head",
        "link",
        "meta",
        "base",
    ]
)
_KINDS = (
    dict.fromkeys(_BLOCKS, "block") | dict.fromkeys(_CELLS, "cell") | dict.fromkeys(SKIPPED, "skipped") | {"a": "link"}
)
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad\x00-\x08\x0b\x0e-\x1f]")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


@dataclass(slots=True)
class Run:
    """Text between two block boundaries; ``linked`` characters of it are links, ``block`` is where it stands."""

    text: str
    linked: int
    block: etree._Element
    cell: bool = False
    pieces: tuple[str, ...] = ()

    @property
    def spaced(self) -> str:
        """The text with a space where one inline element ends and the next begins, as bylines are drawn."""
        return clean(" ".join(self.pieces))


def parse_html(text: str) -> etree._Element:
    """The tree of a page or fragment; an empty page gives an empty body."""
    # The parser refuses text that declares an encoding of its own, and cuts the page at a NUL.
    plain = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""))
    # Careless templates close the page in the middle; the parser would drop the rest.
    plain = re.sub(r"</(?:body|html)\s*>", "", plain, flags=re.IGNORECASE)
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = etree.fromstring(plain.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        tree = None
    # None, or a syntax error: nothing but a doctype or half a comment.
    return etree.fromstring(b"<html><body></body></html>", parser) if tree is None else tree


def select(tree: etree._Element, css: str) -> list[etree._Element]:
    """The elements that a CSS selector finds, in document order; raises cssselect.SelectorError for a wrong one."""
    found = _compiled(css)(tree)
    return [one for one in found if isinstance(one, etree._Element)] if isinstance(found, list) else []


@lru_cache(maxsize=512)
def _compiled(css: str) -> CSSSelector:
    return CSSSelector(css, translator="html")


def attributes(tree: etree._Element, *names: str) -> list[str]:
    """Every value of these attributes on the page."""
    found = _attribute_paths(names)(tree)
    return [str(value) for value in found] if isinstance(found, list) else []


@lru_cache(maxsize=16)
def _attribute_paths(names: tuple[str, ...]) -> etree.XPath:
    return etree.XPath(" | ".join(f"//@{name}" for name in names), smart_strings=False)


def text_of(element: etree._Element) -> str:
    """All text below an element on one line."""
    return clean("".join(map(str, element.itertext())))


def clean(text: str) -> str:
    """One line: white space of every kind collapsed, invisible characters gone."""
    line = " ".join(text.split())
    # Nearly every line is printable, and to ask is a tenth of the price of a search.
    return line if line.isprintable() else " ".join(_INVISIBLE.sub("", line).split())


def clean_title(text: str) -> str:
    """A title without tags and entities."""
    # Some lists escape twice: &amp;quot;.
    return clean(html.unescape(html.unescape(re.sub(r"</?[a-zA-Z][^<>]*>", "", text))))


def plain_text(value: str) -> str:
    """A text that may hold HTML, as plain paragraphs."""
    if not re.search(r"<[a-zA-Z!/]|&\w+;|&#", value):
        return "\n".join(line for line in map(clean, value.splitlines()) if line)
    # An element of its own for the text, so that what stands outside any tag is kept in its place.
    return "\n".join(run.text for run in runs(parse_html(f"<html><body><div>{value}</div></body></html>")))


def runs(root: etree._Element, skip: frozenset[etree._Element] = frozenset(), *, hidden: bool = False) -> list[Run]:
    """The text runs below ``root``, without scripts, those in ``skip`` and, unless asked for, hidden ones."""
    found: list[Run] = []
    pieces: list[str] = []
    blocks: list[etree._Element] = [root]
    linked = links = cells = kept = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    outside: etree._Element | None = None

    def flush() -> None:
        nonlocal linked
        if text := clean("".join(pieces)):
            cell = cells > 0 or blocks[-1].tag == "tr"
            found.append(Run(text, min(linked, len(text)), blocks[-1], cell, tuple(pieces)))
        pieces.clear()
        linked = 0

    for event, element in walk:
        kind = _KINDS.get(element.tag)
        if event == "start":
            if kind == "skipped" or element in skip or (not hidden and _is_hidden(element)):
                outside = element
                walk.skip_subtree()
                continue
            if kind == "block":
                if pieces:
                    flush()
                blocks.append(element)
                kept += _keeps_lines(element)
            elif kind == "cell":
                cells += 1
            elif kind == "link":
                links += 1
            words = element.text
        else:
            if element is outside:
                outside = None
            elif kind == "block":
                if pieces:
                    flush()
                block = blocks.pop()
                kept -= kept and _keeps_lines(block)
            elif kind == "cell":
                pieces.append(" ")
                cells -= 1
            elif kind == "link":
                links -= 1
            words = None if element is root else element.tail
        # White space between blocks is most of a page's text nodes.
        if not words or (not pieces and not kept and words.isspace()):
            continue
        if links:
            linked += len(clean(words))
        if not kept:
            pieces.append(words)
            continue
        for number, line in enumerate(words.split("\n")):
            if number:
                flush()
            pieces.append(line)
    flush()
    return found


def _keeps_lines(element: etree._Element) -> bool:
    """Whether a line feed in the text below is one on the page."""
    style = element.get("style")
    return element.tag == "pre" or (style is not None and "white-space: pre-" in style.replace(":pre", ": pre"))


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style")
    if (style is None or _HIDDEN.search(style) is None) and element.get("hidden") is None:
        return False
    return element.tag not in ("html", "body")  # those are shown by a script once it knows the reader's device


@lru_cache(maxsize=4096)
def class_words(value: str) -> frozenset[str]:
    """The words of a class or id: ``ad`` is found in ``ad-box`` and ``leftAd``, not in ``padding``."""
    apart = re.sub(r"([a-z])([A-Z])", r"\1 \2", value)
    return frozenset(word.lower() for word in re.split(r"[^A-Za-z0-9]+", apart) if word)

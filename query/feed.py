"""New deals as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from storage.views import DealView
from telling.cards import deal_link, headline, summary
from telling.words import Words

_ATOM = "http://www.w3.org/2005/Atom"


def write_feed(deals: Sequence[DealView], base_url: str, query: str, title: str = "") -> bytes:
    """One entry a deal, with its evidence sentence and a link; ``updated`` is that of the newest."""
    ET.register_namespace("", _ATOM)
    words = Words("both")
    feed = ET.Element(f"{{{_ATOM}}}feed")
    address = f"{base_url.rstrip('/')}/api/feed.atom{'?' + query if query else ''}"
    newest = max((deal.updated for deal in deals), default=datetime(2000, 1, 1, tzinfo=UTC))
    for name, text in (
        ("id", address),
        ("title", f"chuhai · {title}" if title else "chuhai"),
        ("updated", newest.isoformat()),
    ):
        ET.SubElement(feed, f"{{{_ATOM}}}{name}").text = text
    ET.SubElement(feed, f"{{{_ATOM}}}link", rel="self", href=address)
    ET.SubElement(ET.SubElement(feed, f"{{{_ATOM}}}author"), f"{{{_ATOM}}}name").text = "chuhai"
    for deal in deals:
        entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
        link = deal_link(base_url, deal.id)
        for name, text in (("id", link), ("title", headline(deal, words)), ("updated", deal.updated.isoformat())):
            ET.SubElement(entry, f"{{{_ATOM}}}{name}").text = _clean(text)
        ET.SubElement(entry, f"{{{_ATOM}}}link", rel="alternate", href=link)
        if deal.source and deal.source.url.startswith(("http://", "https://")):
            ET.SubElement(entry, f"{{{_ATOM}}}link", rel="via", href=deal.source.url)
        ET.SubElement(entry, f"{{{_ATOM}}}summary").text = _clean(f"{summary(deal, words)}\n{deal.sentence}")
    content: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return content


def _clean(text: str) -> str:
    """Without control characters, which XML cannot hold."""
    return "".join(char for char in text if char >= " " or char in "\n\t")

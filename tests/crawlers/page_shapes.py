"""Page shapes: the markup habits of Chinese and English news systems, to be filled with our own articles.

``pages/NAME.html`` holds each shape and ``pages/shapes.toml`` what must be read from it: ``$title`` is the headline,
``$body`` the paragraphs in the shape's own markup, ``$[3]`` the third of them where a page writes each in its own way
(tables, sub-headings, lists), ``$side`` a side bar of headlines with times, ``$foot`` a footer.
Names of classes and places of dates are as such systems have them; every word is ours.
"""

from __future__ import annotations

import html
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True)
class Text:
    """One article: what the reader must find, whatever page it stands on."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Shape:
    """One kind of page: how it is written, and what must be read from it."""

    name: str
    url: str
    text: Text
    when: str = "2026-06-12T10:31+08:00"
    para: str = "<p>{}</p>"
    encoding: str = "utf-8"
    content_type: str = "text/html"
    author: str = ""
    outlet: str = ""
    said: str = "{}"
    folder: Path = PAGES

    def expected(self) -> str:
        """The text that must be read: what the paragraphs' markup adds in words is part of it."""
        return "\n".join(self.said.replace("{}", line) for line in self.text.paragraphs)

    def page(self) -> bytes:
        """The page as a server would send it."""
        body = "\n".join(self.para.replace("{}", html.escape(line, quote=False)) for line in self.text.paragraphs)
        parts = {
            "body_json_raw": json.dumps(body, ensure_ascii=False)[1:-1],
            "body_json": json.dumps(body)[1:-1],
            "body_escaped": html.escape(body, quote=True),
            "body": body,
            "plain_json": json.dumps("\n".join(self.text.paragraphs), ensure_ascii=False)[1:-1],
            "title_json": json.dumps(self.text.title, ensure_ascii=False)[1:-1],
            "title": html.escape(self.text.title, quote=False),
            "lead": html.escape(self.text.paragraphs[0][:60], quote=True),
        }
        parts |= {f"[{n}]": html.escape(line, quote=False) for n, line in enumerate(self.text.paragraphs, 1)}
        filled = (self.folder / f"{self.name}.html").read_text(encoding="utf-8")
        for name in ("nav", "side", "foot", "share", "comments"):
            filled = filled.replace(f"${name}", (PAGES / f"_{name}.html").read_text(encoding="utf-8"))
        for name, value in parts.items():
            filled = filled.replace(f"${name}", value)
        return filled.encode(self.encoding, "xmlcharrefreplace")


def load_shapes(folder: Path = PAGES) -> tuple[Shape, ...]:
    """The shapes that ``shapes.toml`` of a folder lists, filled with the articles of ``texts.toml``."""
    raw = tomllib.loads((PAGES / "texts.toml").read_text(encoding="utf-8"))
    texts = {name: Text(text["title"], tuple(text["paragraphs"])) for name, text in raw.items()}
    listed = tomllib.loads((folder / "shapes.toml").read_text(encoding="utf-8"))
    return tuple(
        Shape(name=name, folder=folder, **values | {"text": texts[values.get("text", "licence")]})
        for name, values in listed.items()
    )


SHAPES = load_shapes()

"""Three templates (subject.txt, body.txt, body.html) become a mail; what came from outside cannot break it."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from css_inline import CSSInliner
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

T = TypeVar("T")

#: where a recipient's own link goes; replaced when the mail to one address is written
UNSUBSCRIBE = "@@unsubscribe@@"
CONFIRM = "@@confirm@@"

#: characters that turn or hide the text around them: bidirectional marks, zero width, byte order mark
_TRICKS = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")
#: control characters, line breaks of every kind, and halves of surrogate pairs
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail's subject (one line), text part and HTML part."""

    subject: str
    text: str
    html: str


def render_mail(kind: str, **values: object) -> Rendered:
    """Fill the three templates of a kind of mail (``digest``, ``alert``, ``confirmation``)."""
    subject = render_subject(kind, **values)
    text = render_text(kind, subject=subject, **values)
    return Rendered(subject, text, render_html(kind, subject=subject, **values))


def render_subject(kind: str, **values: object) -> str:
    """The subject line of a kind of mail."""
    return clean_line(_environment().get_template(f"{kind}/subject.txt").render(values))


def render_text(kind: str, **values: object) -> str:
    """The text part of a kind of mail."""
    text = _environment().get_template(f"{kind}/body.txt").render(values)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def render_html(kind: str, **values: object) -> str:
    """The HTML part of a kind of mail, its styles inlined; ``<!--slot:name-->`` is left for ``fill_slots``."""
    return _inliner().inline(_environment().get_template(f"{kind}/body.html").render(values))


def render_piece(kind: str, **values: object) -> str:
    """One piece of HTML with its styles inlined (``card``, ``row``, ``rows``), made once and used in many mails."""
    whole = _environment().get_template("piece.html").render(values, kind=kind)
    return _inliner().inline(whole).split("<!--cut-->")[1]


def render_deal_text(**values: object) -> str:
    """One deal for the text part."""
    return _environment().get_template("piece.txt").render(values)


def fill_slots(html: str, slots: dict[str, str]) -> str:
    """Put pieces where the templates left room; text from outside is escaped and can leave no room."""
    return re.sub(r"<!--slot:(\w+)-->", lambda slot: slots[slot[1]], html)


def clean_line(text: str) -> str:
    """One line without breaks, control characters or doubled blanks, and without marks that reorder what is shown."""
    return " ".join(_clean(text).split())


def cleaned(value: T) -> T:
    """The same value (text, tuple or dataclass, however nested) with every text on one line and free of tricks."""
    found: Any = value
    if isinstance(value, str):
        found = _clean(value)
    elif isinstance(value, tuple):
        found = tuple(cleaned(each) for each in value)
    elif is_dataclass(value) and not isinstance(value, type):
        found = replace(value, **{each.name: cleaned(getattr(value, each.name)) for each in fields(value)})
    return cast(T, found)


def _clean(text: str) -> str:
    return _BREAKS.sub(" ", _TRICKS.sub("", text))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)

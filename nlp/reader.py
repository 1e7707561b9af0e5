"""The whole line from an article to what it says: gate, names, frames, drafts, fields."""

from __future__ import annotations

import re
from datetime import date

from nlp.build import story_deals
from nlp.gate import gate
from nlp.lexicon import Lexicon, load_lexicon
from nlp.page import Page, make_page
from nlp.records import Reading
from nlp.sections import find_sections
from nlp.story import Story, read_story

#: Written on every report, so that a better reader can find what an older one read.
EXTRACTOR = "chuhai-reader 0.1"


def read_article(
    title: str, text: str, day: date | None, *, source: str = "", lexicon: Lexicon | None = None
) -> Reading:
    """Everything one article says; offsets of evidence count characters of ``title + "\\n" + text``."""
    reason = gate(title, text)
    if reason:
        return Reading(skipped=reason)
    page = make_page(title, text, day)
    deals = [deal for story in read_stories(page, lexicon=lexicon) for deal in story_deals(page, story)]
    return Reading(deals=tuple(deals))


def read_stories(page: Page, *, lexicon: Lexicon | None = None) -> list[Story]:
    """The stories of an article with all that was found on the way; what ``explain`` shows."""
    lexicon = lexicon or load_lexicon()
    sections = find_sections(page.text, page.title_end)
    if len(sections) > 1:
        sections = [s for s in sections if not gate("", page.text[s.start : s.end])]
    return [read_story(page.text, section, page.day, lexicon) for section in sections]


def parse_day(value: str) -> date | None:
    """The day of ``2026-05-14`` or ``2026-05-14T00:08:23+08:00``; None where there is none."""
    match = re.match(r"(\d{4})-(\d{2})-(\d{2})", value or "")
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:  # 2026-02-30: an article without a day is still an article
        return None

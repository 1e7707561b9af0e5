"""The whole line from an article to what it says: gates, names, frames, drafts, fields; then what stands beside deals."""

from __future__ import annotations

import re
from datetime import date

from nlp.build import story_deals
from nlp.facts import find_facts, may_tell_facts
from nlp.gate import NOT_MEDICAL, gate
from nlp.insights import find_insights, may_tell_insights
from nlp.lexicon import Lexicon, load_lexicon
from nlp.milestones import find_milestones, may_tell_milestones
from nlp.names.cues import may_tell
from nlp.page import Page, make_page
from nlp.records import Deal, Reading
from nlp.sections import find_sections
from nlp.story import Story, read_story

#: Written on every report, so that a better reader can find what an older one read.
EXTRACTOR = "chuhai-reader 0.1"


def read_article(
    title: str, text: str, day: date | None, *, source: str = "", lexicon: Lexicon | None = None
) -> Reading:
    """Everything one article says; offsets of evidence count characters of ``title + "\\n" + text``."""
    reason = gate(title, text)
    if reason == NOT_MEDICAL:
        return Reading(skipped=reason)
    whole = f"{title}\n{text}"
    milestones, facts, insights = may_tell_milestones(whole), may_tell_facts(whole), may_tell_insights(whole)
    if reason and not (milestones or facts or insights):
        return Reading(skipped=reason)
    page = make_page(title, text, day)
    deals = () if reason else _deals(page, lexicon)
    reading = Reading(
        deals=deals,
        milestones=tuple(find_milestones(page, lexicon)) if milestones else (),
        facts=tuple(find_facts(page, lexicon)) if facts else (),
        insights=tuple(find_insights(page)) if insights else (),
    )
    return reading if not reason or reading != Reading() else Reading(skipped=reason)


def read_deals(title: str, text: str, day: date | None, *, lexicon: Lexicon | None = None) -> tuple[Deal, ...]:
    """Only the deals of one article, news and history, for who asks for nothing else."""
    return () if gate(title, text) else _deals(make_page(title, text, day), lexicon)


def _deals(page: Page, lexicon: Lexicon | None) -> tuple[Deal, ...]:
    return tuple(deal for story in read_stories(page, lexicon=lexicon) for deal in story_deals(page, story))


def read_stories(page: Page, *, lexicon: Lexicon | None = None) -> list[Story]:
    """The stories of an article with all that was found on the way; what ``explain`` shows."""
    lexicon = lexicon or load_lexicon()
    sections = find_sections(page.text, page.title_end)
    if len(sections) > 1:
        sections = [s for s in sections if not gate("", page.text[s.start : s.end])]
    sections = [s for s in sections if may_tell(page.text[s.start : s.end])]
    return [read_story(page.text, section, page.day, lexicon) for section in sections]


def parse_day(value: str) -> date | None:
    """The day of ``2026-05-14`` or ``2026-05-14T00:08:23+08:00``; None where there is none."""
    match = re.match(r"(\d{4})-(\d{2})-(\d{2})", value or "")
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:  # 2026-02-30: an article without a day is still an article
        return None

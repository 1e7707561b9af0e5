"""Tells step by step how an article was read: gate, names, frames, drafts, deals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nlp.build import story_deals
from nlp.gate import gate
from nlp.page import Page, make_page
from nlp.reader import EXTRACTOR, parse_day, read_article, read_stories
from nlp.records import Evidence, Reading
from nlp.skeleton import PARTY, PARTY_MAX
from nlp.story import Story
from nlp.told import NEWS

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def explain_article(title: str, text: str, day: str) -> Iterator[str]:
    """The reading of one article as lines for the terminal."""
    yield f"{EXTRACTOR}"
    reason = gate(title, text)
    if reason:
        yield f"gate: not read for deals, {reason}"
    else:
        yield "gate: may hold a deal"
        yield from _stories(make_page(title, text, parse_day(day)))
    yield from _remarks(read_article(title, text, parse_day(day)))


def _stories(page: Page) -> Iterator[str]:
    for number, story in enumerate(read_stories(page), 1):
        yield f"story {number}: {len(story.section.sentences)} sentence(s)"
        yield from _names(story)
        yield from _frames(story)
        for draft in story.drafts:
            grantors = ", ".join(story.entities[i].name for i in draft.grantors)
            partners = ", ".join(story.entities[i].name for i in draft.partners)
            verdict = "news" if draft.news >= NEWS else "history or hearsay"
            yield f"  draft: {grantors} → {partners}  ({verdict}, {draft.news:+.1f})"
        deals = story_deals(page, story)
        if not deals:
            yield "  no deal"
        for deal in deals:
            yield f"  deal ({deal.mention}): {deal.type}, {deal.direction}, {deal.status}, confidence {deal.confidence:.2f}"
            yield from _said(deal.evidence)


def _remarks(reading: Reading) -> Iterator[str]:
    """What stands beside deals, each with the words that say so."""
    for milestone in reading.milestones:
        asset = f", {milestone.asset.name}" if milestone.asset else ""
        yield f"milestone: {milestone.kind}, {milestone.regulator}, {milestone.company.name}{asset}"
        yield from _said(milestone.evidence)
    for fact in reading.facts:
        yield f"fact: {fact.subject}, {fact.metric}, {fact.period}, {fact.value:,f} {fact.unit} {fact.scope}".rstrip()
        yield from _said(fact.evidence)
    for insight in reading.insights:
        yield f"insight: {insight.label} {insight.topic} {insight.speaker} {insight.confidence:.2f}"
        yield from _said(insight.evidence)


def _said(evidence: Iterable[Evidence]) -> Iterator[str]:
    for each in evidence:
        yield f"    {each.field}: “{each.text}”  [{each.start}:{each.end}, {each.rule}]"


def _letter(index: int) -> str:
    return _LETTERS[index] if index < len(_LETTERS) else f"P{index}"


def _names(story: Story) -> Iterator[str]:
    for entity in story.entities:
        forms = ", ".join(f"{name.text} ({name.source})" for name in entity.names[:4])
        role = " [announces]" if entity is story.announcer else ""
        owner = story.owners.get(entity.index)
        acts = f" acts for {_letter(owner)}" if owner is not None else ""
        yield f"  {_letter(entity.index)} = {forms}; {entity.company or 'not in the registry'}, {entity.country or '?'}{role}{acts}"


def _frames(story: Story) -> Iterator[str]:
    for i, skeleton in enumerate(story.skeletons):
        told = [t for t in story.told if t.sentence == i]
        if not told:
            continue
        shown = "".join(
            f"<{_letter(ord(c) - PARTY)}>" if PARTY <= ord(c) <= PARTY_MAX else c for c in skeleton.text[:200]
        )
        yield f"  sentence {i + 1}: {shown}"
        for t in told:
            roles = ", ".join(
                f"{_ROLES[role]} {'+'.join(_letter(x) for x in ids)}" for role, ids in t.frame.roles.items() if ids
            )
            mark = " (as history)" if t.past else " (as a description)" if t.attribute else ""
            yield f"    {t.frame.rule.name}: {roles}{mark}"


_ROLES = {"g": "gives", "r": "takes", "t": "bought", "s": "sells", "x": "agrees", "y": "with"}

"""The whole line from an article to what it says: gate, names, frames, drafts, fields."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from nlp.assets import AssetHit, find_deal_assets
from nlp.drafts import Draft, Story, Told, read_story
from nlp.entities import Entity
from nlp.fields import deal_direction, deal_model, deal_status, deal_type
from nlp.gate import gate
from nlp.lexicon import Lexicon, load_lexicon
from nlp.money import find_deal_amounts
from nlp.page import Page, make_page
from nlp.records import Amount, Asset, Deal, DealType, Party, Reading, Territory
from nlp.relevance import why_no_deal
from nlp.sections import find_sections
from nlp.territory import find_territory
from nlp.text import Span
from nlp.timing import is_past

#: Written on every report, so that a better reader can find what an older one read.
EXTRACTOR = "chuhai-reader 0.1"

#: A draft below this is history or hearsay, not the article's news.
NEWS = 1.0


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


def story_deals(page: Page, story: Story) -> list[Deal]:
    """The deals of one story, news and history."""
    return [deal for draft in story.drafts if (deal := _deal(page, story, draft)) is not None]


def _deal(page: Page, story: Story, draft: Draft) -> Deal | None:
    text, entities = page.text, story.entities
    grantors = [entities[i] for i in draft.grantors]
    partners = [entities[i] for i in draft.partners]
    section = story.section
    title = text[section.title.start : section.title.end] if section.title else ""
    alone = sum(d.news >= NEWS for d in story.drafts) <= 1
    told_title = title if alone or any(t.in_title for t in draft.told) else ""
    spans = _spans(page, story, draft)
    words = "\n".join(text[a:b] for a, b in spans)
    hints = [t.frame.rule.kind for t in draft.told if not t.past]
    near = "\n".join(
        text[s.start : s.end]
        for s in (section.sentences[i] for i in sorted({t.sentence for t in draft.told if not t.past}))
        if s is not section.title
    )
    blank = _blank([*grantors, *partners])
    kind = deal_type(blank(near), blank(words), blank(told_title), hints, [*grantors, *partners])
    if why_no_deal(title, near, words, kind, grantors, partners):
        return None
    direction = deal_direction(grantors, partners, f"{told_title}\n{near}")
    amounts = find_deal_amounts(text, spans, kind)
    territory = find_territory(text, spans)
    assets, asset_hits = _assets(text, _asset_spans(story, draft, spans), kind)
    seed = draft.told[0].frame
    evidence = [page.evidence("type", seed.start, seed.end, seed.rule.name)]
    for side, members in (("grantors", grantors), ("partners", partners)):
        evidence += [page.evidence(side, n.start, n.end, f"name.{n.source}") for e in members for n in e.names[:1]]
    evidence += [page.evidence(f"amounts.{a.kind}", a.start, a.end, a.rule) for a in amounts]
    evidence += [page.evidence("assets", h.start, h.end, h.rule) for h in asset_hits]
    if territory:
        evidence.append(page.evidence("territory", territory.start, territory.end, territory.rule))
    return Deal(
        mention="primary" if draft.news >= NEWS else "background",
        type=kind,
        direction=direction,
        status=deal_status(near, told_title, kind),
        grantors=tuple(_party(page, e, story) for e in _acting(grantors, story)),
        partners=tuple(_party(page, e, story) for e in _acting(partners, story)),
        assets=assets,
        territory=Territory(include=territory.include, exclude=territory.exclude) if territory else None,
        amounts=tuple(Amount(kind=a.kind, currency=a.currency, value=a.value, bound=a.bound) for a in amounts),
        model=deal_model(kind, direction),
        confidence=1.0,
        evidence=tuple(evidence),
    )


def _blank(parties: list[Entity]) -> Callable[[str], str]:
    """Text without the parties' names, which would speak of shares, drugs or services by themselves (天宸股份)."""
    forms = sorted((form for entity in parties for form in entity.forms), key=len, reverse=True)
    if not forms:
        return lambda text: text
    pattern = re.compile("|".join(map(re.escape, forms)))
    return lambda text: pattern.sub("〇", text)


def _asset_spans(story: Story, draft: Draft, spans: list[Span]) -> list[list[Span]]:
    """Where to look for the deal's assets: first the sentences in which it was found, then all that tell of it."""
    told = {t.sentence for t in draft.told if not t.past}
    return [[(s.start, s.end) for i, s in enumerate(story.section.sentences) if i in told], spans]


#: A class of drugs is no asset.
_CLASS_NAME = re.compile(r"(?:双抗|三抗|多抗|双特异性抗体)$")


def _assets(
    text: str, spans: list[list[Span]], kind: DealType
) -> tuple[tuple[Asset, ...], list[AssetHit]]:
    """The assets in the deal's sentences, every form under one name, and the place of each.

    In a takeover the company is bought, not a drug: what the story names of its pipeline is no asset of the deal.
    """
    if kind in ("acquisition", "equity"):
        return (), []
    groups: dict[str, list[AssetHit]] = {}
    hits: list[AssetHit] = []
    for near in spans:
        hits = [hit for hit in find_deal_assets(text, near) if not _CLASS_NAME.search(hit.text) and text[hit.end : hit.end + 2] not in ("..", "…")]
        if hits:
            break
    for hit in hits:
        groups.setdefault(hit.group, []).append(hit)
    assets = tuple(
        Asset(name=hits[0].name, surface=tuple(dict.fromkeys(h.text for h in hits))) for hits in groups.values()
    )
    return assets, [hits[0] for hits in groups.values()]


def _spans(page: Page, story: Story, draft: Draft) -> list[Span]:
    """The sentences that tell of this deal: those of its frames, and those that name nobody of another deal."""
    others = [d for d in story.drafts if d is not draft and (d.news >= NEWS or all(t.past or t.attribute for t in d.told))]
    frames = {t.sentence for t in draft.told}
    spans = []
    rivals = [t for d in others if d.news >= NEWS for t in d.told if t.sentence in frames]
    if rivals:
        return _clauses(page, story, draft, rivals)
    for i, sentence in enumerate(story.section.sentences):
        named = {ord(c) - 0xE000 for c in story.skeletons[i].text if "\ue000" <= c <= "\ue7ff"}
        foreign = any((d.parties & named) - draft.parties for d in others)
        history = i > 0 and is_past(page.text[sentence.start : sentence.end], page.day)
        if i in frames or (not foreign and not history and (i == 0 or named & draft.parties or not named)):
            spans.append((sentence.start, sentence.end))
    return spans


def _acting(side: list[Entity], story: Story) -> list[Entity]:
    """The side without owners that a subsidiary on the same side already speaks for."""
    spoken = {story.owners[e.index] for e in side if e.index in story.owners}
    return [e for e in side if e.index not in spoken] or side


def _clauses(page: Page, story: Story, draft: Draft, rivals: list[Told]) -> list[Span]:
    """Of sentences that tell several deals the part that is this one's: from its first frame to the next deal's."""
    spans = []
    for i in sorted({t.sentence for t in draft.told}):
        sentence = story.section.sentences[i]
        mine = [t.frame.start for t in draft.told if t.sentence == i]
        theirs = sorted(t.frame.start for t in rivals if t.sentence == i)
        if not theirs:
            spans.append((sentence.start, sentence.end))
            continue
        begin = min(mine)
        ends = [at for at in theirs if at > begin]
        semicolon = page.text.find(";", begin, sentence.end)
        end = min([sentence.end, *ends, *([semicolon] if semicolon > 0 else [])])
        spans.append((begin, end))
    return spans


_ABBREVIATED = re.compile(r"(?:Inc|Ltd|Co|Corp|Lda|S\.A|N\.V|B\.V)$")


def _party(page: Page, entity: Entity, story: Story) -> Party:
    stated = [page.evidence("", n.start, n.end, "").text for n in entity.names]
    dotted = [form + "." for n, form in zip(entity.names, stated, strict=True) if page.text[n.end : n.end + 1] == "." and _ABBREVIATED.search(form)]
    forms = [*dict.fromkeys(sorted(stated, key=len, reverse=True)), *entity.forms, *dotted]
    owner = story.owners.get(entity.index)
    if owner is not None:
        forms += story.entities[owner].forms
    forms += [place + form for form, place in story.places.get(entity.index, {}).items()]
    known = next((n.company for n in entity.names if n.company and n.company.id == entity.company), None)
    return Party(
        name=known.name if known else entity.name,
        name_en=known.name_en or None if known else None,
        surface=tuple(dict.fromkeys(forms)),
        company=entity.company,
        country=None if entity.country == "XX" else entity.country,
    )


def parse_day(value: str) -> date | None:
    """The day of ``2026-05-14`` or ``2026-05-14T00:08:23+08:00``; None where there is none."""
    match = re.match(r"(\d{4})-(\d{2})-(\d{2})", value or "")
    return date(int(match[1]), int(match[2]), int(match[3])) if match else None

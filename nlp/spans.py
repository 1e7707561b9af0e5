"""Which sentences of a story tell of one of its deals, and in which of them its assets are named."""

from __future__ import annotations

import re

from nlp.page import Page
from nlp.skeleton import party_ids
from nlp.story import Story
from nlp.text import Span, split_clauses
from nlp.timing import is_past
from nlp.told import NEWS, ROUND_UP, Draft, Told


def find_rivals(story: Story, draft: Draft) -> list[Told]:
    """The frames of other news (of history: of any other deal) told in the same sentences as this deal."""
    mine = {t.sentence for t in draft.told}
    others = [d for d in story.drafts if d is not draft and (d.news >= NEWS or draft.news < NEWS)]
    return [t for d in others for t in d.told if t.sentence in mine]


def deal_spans(page: Page, story: Story, draft: Draft) -> list[Span]:
    """The sentences that tell of this deal: those of its frames, and those that name nobody of another deal."""
    others = [
        d for d in story.drafts if d is not draft and (d.news >= NEWS or all(t.past or t.attribute for t in d.told))
    ]
    frames = {t.sentence for t in draft.told}
    spans = []
    if draft.member:
        return _beside(page, story, draft)
    rivals = find_rivals(story, draft)
    if rivals:
        return _clauses(page, story, draft, rivals)
    # A sentence without names goes on with what the one before told of; the headline is never of history.
    goes_on = is_news = draft.news >= NEWS
    for i, sentence in enumerate(story.section.sentences):
        named = {e for e in party_ids(story.skeletons[i].text) if _counts(story, e)}
        foreign = any((d.parties & named) - draft.parties for d in others)
        said = page.text[sentence.start : sentence.end]
        history = i > 0 and (is_past(said, page.day) or (page.day is None and i > 2 and bool(_DATED.search(said))))
        if i in frames:
            spans += _own_clauses(page, story, draft, i)
            goes_on = True
        elif i == 0 and others and not named and ROUND_UP.search(said):
            continue  # what a headline counts over several deals is no single one's
        elif i == 0 or not named:
            if (goes_on or (is_news and i <= 1)) and not history:
                spans.append((sentence.start, sentence.end))
        else:
            goes_on = not foreign and not history and bool(named & draft.parties)
            if goes_on:
                spans.append((sentence.start, sentence.end))
    return spans


#: In an undated article a dated sentence far down is history.
_DATED = re.compile(r"20\d\d年\d{1,2}月")


#: Ways of finding a name that err: what they find once, and no deal is told of, may be a word (金额不大：首付款…).
_UNSURE = frozenset({"ner", "slot", "headed", "ending"})


def _counts(story: Story, entity: int) -> bool:
    """Whether an entity is surely one: a party of some draft, or not only a guess at a single place."""
    names = story.entities[entity].names
    return len(names) > 1 or names[0].source not in _UNSURE or any(entity in d.parties for d in story.drafts)


def _beside(page: Page, story: Story, draft: Draft) -> list[Span]:
    """Of a story about several companies what stands beside this one: from its name to the next name or clause's end."""
    spans = []
    starts = sorted(n.start for e in story.entities if e.index not in draft.partners for n in e.names)
    for i in draft.grantors:
        for name in story.entities[i].names:
            begin = max(page.text.rfind(mark, 0, name.start) for mark in ",。;、(】\n") + 1
            after = [at for at in starts if at > name.start]
            stops = [at for mark in "。;、\n" if (at := page.text.find(mark, name.end)) >= 0]
            end = min([len(page.text), *after[:1], *stops])
            if after and end == after[0]:  # the clause that leads up to the next name is the next one's
                end = max(page.text.rfind(",", name.end, end), name.end)
            spans.append((begin, end))
    return spans


def _own_clauses(page: Page, story: Story, draft: Draft, i: int) -> list[Span]:
    """A sentence of the deal without those of its clauses that name only the parties of another draft."""
    sentence = story.section.sentences[i]
    strangers = {p for d in story.drafts if d is not draft for p in d.parties} - draft.parties
    if i == 0 or not strangers & set(party_ids(story.skeletons[i].text)):
        return [(sentence.start, sentence.end)]
    spans: list[Span] = []
    for clause in split_clauses(page.text, sentence.start, sentence.end):
        inside = {e.index for e in story.entities for n in e.names if clause.start <= n.start < clause.end}
        if not inside & strangers or inside & draft.parties:
            spans.append((clause.start, clause.end))
    return spans


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


def asset_spans_of(page: Page, story: Story, draft: Draft, spans: list[Span]) -> list[list[Span]]:
    """Where to look for the deal's assets: first the sentences in which it was found, then all that tell of it."""
    if draft.member or find_rivals(story, draft):
        return [spans]
    told = {t.sentence for t in draft.told if not t.past}
    near = [(s.start, s.end) for i, s in enumerate(story.section.sentences) if i in told]
    if sum(d.news >= NEWS for d in story.drafts) > 1:
        return [near, spans]
    # Of the only deal, a later sentence may name what it hands over (协议涉及的…).
    named = [(s.start, s.end) for s in story.section.sentences if _HANDED_OVER.search(page.text, s.start, s.end)]
    return [near, spans, named]


_HANDED_OVER = re.compile(r"(?:转让|许可|授权|协议|合作|交易)(?:所)?(?:涉及|标的|的产品|的品种|内容)")


#: What a company is bought for.
_LEAD = re.compile(
    r"(?:核心|首发|主打|主要|领先|旗舰)(?:的)?(?:在研)?(?:管线|候选|产品|资产|药物|项目)|技术平台"
    r"|(?:获得|取得|收获)(?:了)?(?:其)?[^,。;]{0,16}?(?:抑制剂|激动剂|拮抗剂|降解剂|抗体|[单双三]抗|ADC|疗法|新药|候选药|药物)"
    r"|lead (?:candidate|asset|program|product)"
)


def lead_spans(page: Page, story: Story, draft: Draft) -> list[Span]:
    """In a takeover the company is bought, not a drug: only what the story calls its lead asset counts as one.

    Where the story tells several deals, the sentence has to name the company.
    """
    alone = sum(d.news >= NEWS for d in story.drafts) <= 1
    mine = [n.start for i in draft.grantors for n in story.entities[i].names]
    return [
        (clause.start, clause.end)
        for s in story.section.sentences
        if alone or any(s.start <= at < s.end for at in mine)
        for clause in split_clauses(page.text, s.start, s.end)
        if _LEAD.search(page.text, clause.start, clause.end)
    ]

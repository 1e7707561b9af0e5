"""Reads the fields of a draft: what kind of deal, which assets, where, for how much, and the words that say so."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from nlp import confidence, descriptors
from nlp.asset_names import is_target
from nlp.assets import AssetHit, find_deal_assets
from nlp.entities import Entity
from nlp.fields import deal_direction, deal_model, deal_status, deal_type
from nlp.money import AmountHit, find_deal_amounts
from nlp.names import PLACE_BEFORE
from nlp.ner import find_names
from nlp.page import Page
from nlp.records import Amount, Asset, Deal, DealType, Evidence, Party, Territory
from nlp.relevance import why_no_deal
from nlp.skeleton import party_ids
from nlp.story import Story
from nlp.territory import find_territory
from nlp.text import Span, guess_language, split_clauses
from nlp.timing import is_past
from nlp.told import NEWS, Draft, Told


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
    if draft.member or _rivals(story, draft):
        near = words
    blank = _blank([*grantors, *partners])
    kind, said = deal_type(blank(near), blank(words), blank(told_title), hints, [*grantors, *partners])
    if why_no_deal(title, near, words, kind, grantors, partners):
        return None
    direction = deal_direction(_at_home(grantors, story), _at_home(partners, story), f"{told_title}\n{near}")
    amounts = find_deal_amounts(text, spans, kind)
    territory = find_territory(_without_seats(text, story), spans)
    asset_spans = _asset_spans(page, story, draft, spans)
    if kind in ("acquisition", "equity"):
        asset_spans = [_lead_spans(page, story, draft)]
    hits = _asset_hits(text, asset_spans, [*grantors, *partners])
    if not hits and kind not in ("acquisition", "equity", "research"):
        hits = _trained_assets(page, story, asset_spans[0])
    assets, asset_hits = _assets(hits)
    seed = draft.told[0].frame
    told_by = seed.rule.name
    evidence = [page.evidence(name, seed.start, seed.end, told_by) for name in ("type", "status", "direction")]
    for side, members in (("grantors", grantors), ("partners", partners)):
        evidence += [page.evidence(side, n.start, n.end, f"name.{n.source}") for e in members for n in e.names[:1]]
    evidence += [page.evidence(f"amounts.{a.kind}", a.start, a.end, a.rule) for a in amounts]
    evidence += [page.evidence("assets", h.start, h.end, h.rule) for h in asset_hits]
    if territory:
        evidence.append(page.evidence("territory", territory.start, territory.end, territory.rule))
    about = _described(
        page, [*asset_spans[0], *([(section.title.start, section.title.end)] if section.title else [])], kind
    )
    status = deal_status(blank(near or words), blank(told_title), kind, words)
    sure = _confidences(draft, grantors, partners, amounts)
    sure |= {"type": confidence.type_confidence(said, kind), "status": confidence.status_confidence(status)}
    if assets:
        sure["assets"] = confidence.assets_confidence(len(assets), trained=asset_hits[0].rule == "trained")
    if territory:
        sure["territory"] = confidence.TERRITORY
    return Deal(
        mention="primary" if draft.news >= NEWS else "background",
        type=kind,
        direction=direction,
        status=status,
        grantors=tuple(_party(page, e, story) for e in _acting(grantors, story)),
        partners=tuple(_party(page, e, story) for e in _acting(partners, story)),
        assets=assets,
        territory=Territory(include=territory.include, exclude=territory.exclude) if territory else None,
        amounts=tuple(Amount(kind=a.kind, currency=a.currency, value=a.value, bound=a.bound) for a in amounts),
        model=deal_model(kind, direction),
        targets=about.targets,
        modality=about.modality,
        indications=about.indications,
        phase=about.phase,
        royalty=about.royalty,
        option=about.option,
        exclusive=about.exclusive,
        total_includes_upfront=next((a.includes_upfront for a in amounts if a.kind == "total"), None),
        date_text=about.date_text,
        confidence=confidence.deal_confidence(sure, draft.news),
        confidences=confidence.weighed(sure, kind, english=guess_language(words[:2000]) == "en"),
        evidence=(*evidence, *about.evidence),
    )


def _without_seats(text: str, story: Story) -> str:
    """Text of the same length without the countries that parties are from: 许可给德国|X is no right to Germany."""
    for entity in story.entities:
        for name in entity.names:
            place = PLACE_BEFORE.search(text, max(0, name.start - 5), name.start)
            if place and place[0] not in ("中国", "国药"):
                text = text[: place.start()] + "〇" * len(place[0]) + text[place.end() :]
    return text


@dataclass(slots=True)
class _About:
    """What the sentences say of the medicine and the rights, with the words that say so."""

    targets: tuple[str, ...] = ()
    modality: str | None = None
    indications: tuple[str, ...] = ()
    phase: str | None = None
    royalty: str | None = None
    option: bool = False
    exclusive: bool | None = None
    date_text: str | None = None
    evidence: list[Evidence] = field(default_factory=list)


def _described(page: Page, spans: list[Span], kind: DealType) -> _About:
    """The descriptors in the deal's own sentences and its title; of a company bought there is no medicine to describe."""
    about = _About()
    spans = sorted(set(spans))

    def said(name: str, finding: descriptors.Finding | descriptors.Flag) -> None:
        about.evidence.append(page.evidence(name, finding.start, finding.end, f"descriptor.{name}"))

    text = page.text
    if date_text := descriptors.find_date_text(text, spans):
        about.date_text = date_text.value
        said("date_text", date_text)
    if kind in ("acquisition", "equity"):
        return about
    targets = descriptors.find_targets(text, spans)
    indications = descriptors.find_indications(text, spans)
    about.targets = tuple(t.value for t in targets)
    about.indications = tuple(i.value for i in indications)
    for target in targets:
        said("targets", target)
    for indication in indications:
        said("indications", indication)
    if modality := descriptors.find_modality(text, spans):
        about.modality = modality.value
        said("modality", modality)
    if phase := descriptors.find_phase(text, spans):
        about.phase = phase.value
        said("phase", phase)
    if royalty := descriptors.find_royalty(text, spans):
        about.royalty = royalty.value
        said("royalty", royalty)
    if option := descriptors.is_option(text, spans):
        about.option = option.value
        said("option", option)
    if exclusive := descriptors.is_exclusive(text, spans):
        about.exclusive = exclusive.value
        said("exclusive", exclusive)
    return about


def _confidences(
    draft: Draft, grantors: list[Entity], partners: list[Entity], amounts: list[AmountHit]
) -> dict[str, float]:
    """Of the parties, the direction and each kind of amount; see ``nlp/confidence.py``."""
    votes = [abs(draft.scores.get(i, 0.0)) for i in (*draft.grantors, *draft.partners)]
    margin = min(votes, default=0.0)
    sure = {
        "grantors": confidence.party_confidence(grantors, margin),
        "partners": confidence.party_confidence(partners, margin),
        "direction": confidence.direction_confidence(grantors, partners),
    }
    for amount in amounts:
        name = f"amounts.{amount.kind}"
        sure[name] = min(sure.get(name, 1.0), round(amount.score, 3))
    return sure


def _blank(parties: list[Entity]) -> Callable[[str], str]:
    """Text without the parties' names, which would speak of shares, drugs or services by themselves (天宸股份)."""
    forms = sorted((form for entity in parties for form in entity.forms), key=len, reverse=True)
    if not forms:
        return lambda text: text
    pattern = re.compile("|".join(map(re.escape, forms)))
    return lambda text: pattern.sub("〇", text)


def _asset_spans(page: Page, story: Story, draft: Draft, spans: list[Span]) -> list[list[Span]]:
    """Where to look for the deal's assets: first the sentences in which it was found, then all that tell of it."""
    if draft.member or _rivals(story, draft):
        return [spans]
    told = {t.sentence for t in draft.told if not t.past}
    near = [(s.start, s.end) for i, s in enumerate(story.section.sentences) if i in told]
    if sum(d.news >= NEWS for d in story.drafts) > 1:
        return [near, spans]
    # Of the only deal, a later sentence may name what it hands over (协议涉及的…).
    named = [(s.start, s.end) for s in story.section.sentences if _HANDED_OVER.search(page.text, s.start, s.end)]
    return [near, spans, named]


_HANDED_OVER = re.compile(r"(?:转让|许可|授权|协议|合作|交易)(?:所)?(?:涉及|标的|的产品|的品种|内容)")


#: A class of drugs is no asset.
_CLASS_NAME = re.compile(r"(?:双抗|三抗|多抗|双特异性抗体)$")


#: What a company is bought for.
_LEAD = re.compile(
    r"(?:核心|首发|主打|主要|领先|旗舰)(?:的)?(?:在研)?(?:管线|候选|产品|资产|药物|项目)|技术平台"
    r"|(?:获得|取得|收获)(?:了)?(?:其)?[^,。;]{0,16}?(?:抑制剂|激动剂|拮抗剂|降解剂|抗体|[单双三]抗|ADC|疗法|新药|候选药|药物)"
    r"|lead (?:candidate|asset|program|product)"
)


def _lead_spans(page: Page, story: Story, draft: Draft) -> list[Span]:
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


def _without_owner(hit: AssetHit, owners: list[Entity]) -> AssetHit:
    """The asset without the party that runs into its name (授予健康元|地舒单抗注射液)."""
    for end in (n.end for entity in owners for n in entity.names if n.start < hit.start < n.end <= hit.end - 3):
        rest, cut = hit.text[end - hit.start :], end - hit.start
        return replace(hit, start=end, text=rest, name=hit.name[cut:], group=hit.group[cut:])
    forms = sorted((form for entity in owners for form in entity.forms), key=len, reverse=True)
    for form in forms:
        if len(form) >= 2 and hit.text.startswith(form) and len(hit.text) - len(form) >= 3 and not form.isascii():
            rest = hit.text[len(form) :]
            name, group = hit.name.removeprefix(form), hit.group.removeprefix(form)
            return replace(hit, start=hit.start + len(form), text=rest, name=name, group=group)
    return hit


#: Kinds of medicine, which name no single one.
_KIND_OF_DRUG = re.compile(
    r"(?:抗体|抑制剂|激动剂|拮抗剂|降解剂|[单双三多]抗|疫苗|ADC|CAR-?T|药物?|新药|疗法|技术|平台|产品|项目|管线|注射液|细胞|RNA|多肽|蛋白|试剂|制剂|原料药)$"
)


def _trained_assets(page: Page, story: Story, spans: list[Span]) -> list[AssetHit]:
    """Names of drugs that no pattern shows (安立泽, Hexvix), as the trained finder sees them in the deal's own sentences."""
    taken = [(n.start, n.end) for n in story.names]
    return [
        AssetHit(hit.start, hit.end, hit.text, hit.text, hit.text.lower(), "trained")
        for hit in find_names(page.text, spans)
        if hit.label == "DRUG"
        and len(hit.text) >= 3
        and not _KIND_OF_DRUG.search(hit.text)
        and not hit.text.endswith(".")  # a code that the source has cut off
        and not is_target(hit.text)
        and not any(start < hit.end and hit.start < end for start, end in taken)
    ]


def _asset_hits(text: str, spans: list[list[Span]], owners: list[Entity]) -> list[AssetHit]:
    """The names of assets in the first of the places to look in that has any."""
    for near in spans:
        hits = [
            hit
            for hit in (_without_owner(found, owners) for found in find_deal_assets(text, near))
            if not _CLASS_NAME.search(hit.text) and text[hit.end : hit.end + 2] not in ("..", "…")
        ]
        if hits:
            return hits
    return []


def _assets(hits: list[AssetHit]) -> tuple[tuple[Asset, ...], list[AssetHit]]:
    """The assets, every form under one name, and the place of each."""
    groups: dict[str, list[AssetHit]] = {}
    for hit in hits:
        groups.setdefault(hit.group, []).append(hit)
    assets = tuple(
        Asset(name=hits[0].name, surface=tuple(dict.fromkeys(h.text for h in hits))) for hits in groups.values()
    )
    return assets, [hits[0] for hits in groups.values()]


def _rivals(story: Story, draft: Draft) -> list[Told]:
    """The frames of other news (of history: of any other deal) told in the same sentences as this deal."""
    mine = {t.sentence for t in draft.told}
    others = [d for d in story.drafts if d is not draft and (d.news >= NEWS or draft.news < NEWS)]
    return [t for d in others for t in d.told if t.sentence in mine]


def _spans(page: Page, story: Story, draft: Draft) -> list[Span]:
    """The sentences that tell of this deal: those of its frames, and those that name nobody of another deal."""
    others = [
        d for d in story.drafts if d is not draft and (d.news >= NEWS or all(t.past or t.attribute for t in d.told))
    ]
    frames = {t.sentence for t in draft.told}
    spans = []
    if draft.member:
        return _beside(page, story, draft)
    rivals = _rivals(story, draft)
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
        elif i == 0 or not named:
            if (goes_on or (is_news and i <= 1)) and not history:
                spans.append((sentence.start, sentence.end))
        else:
            goes_on = not foreign and not history and bool(named & draft.parties)
            if goes_on:
                spans.append((sentence.start, sentence.end))
    return spans


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


def _at_home(side: list[Entity], story: Story) -> list[Entity]:
    """The side with owners for the subsidiaries that act for them: SystImmune is at home where 百利天恒 is."""
    return [story.entities[story.kin[e.index]] if e.index in story.kin else e for e in side]


def _acting(side: list[Entity], story: Story) -> list[Entity]:
    """The side without owners that a subsidiary on the same side already speaks for."""
    spoken = {story.kin[e.index] for e in side if e.index in story.kin}
    return [e for e in side if e.index not in spoken] or side


#: In an undated article a dated sentence far down is history.
_DATED = re.compile(r"20\d\d年\d{1,2}月")


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
    dotted = [
        form + "."
        for n, form in zip(entity.names, stated, strict=True)
        if page.text[n.end : n.end + 1] == "." and _ABBREVIATED.search(form)
    ]
    forms = [*dict.fromkeys(sorted(stated, key=len, reverse=True)), *entity.forms, *dotted]
    owner = story.kin.get(entity.index)
    if owner is not None:
        forms += [page.evidence("", n.start, n.end, "").text for n in story.entities[owner].names]
        forms += story.entities[owner].forms
    forms += [place + form for form, place in story.places.get(entity.index, {}).items()]
    # Of a subsidiary that nobody knows readers know the company it acts for.
    shown = story.entities[owner] if owner is not None and not entity.company else entity
    known = next((n.company for n in shown.names if n.company and n.company.id == shown.company), None)
    return Party(
        name=known.name if known else shown.name,
        name_en=known.name_en or None if known else None,
        surface=tuple(dict.fromkeys(forms)),
        company=shown.company,
        country=None if entity.country == "XX" else entity.country,
    )

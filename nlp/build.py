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
from nlp.spans import asset_spans_of, deal_spans, find_rivals, lead_spans
from nlp.story import Story
from nlp.territory import find_territory
from nlp.text import Span, guess_language
from nlp.told import NEWS, Draft


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
    spans = deal_spans(page, story, draft)
    words = "\n".join(text[a:b] for a, b in spans)
    hints = [t.frame.rule.kind for t in draft.told if not t.past]
    near = "\n".join(
        text[s.start : s.end]
        for s in (section.sentences[i] for i in sorted({t.sentence for t in draft.told if not t.past}))
        if s is not section.title
    )
    if draft.member or find_rivals(story, draft):
        near = words
    blank = _blank([*grantors, *partners])
    kind, said = deal_type(blank(near), blank(words), blank(told_title), hints, [*grantors, *partners])
    if why_no_deal(title, near, words, kind, grantors, partners):
        return None
    direction = deal_direction(_at_home(grantors, story), _at_home(partners, story), f"{told_title}\n{near}")
    amounts = find_deal_amounts(text, spans, kind)
    territory = find_territory(_without_seats(text, story), spans)
    asset_spans = asset_spans_of(page, story, draft, spans)
    if kind in ("acquisition", "equity"):
        asset_spans = [lead_spans(page, story, draft)]
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
        # What a prospectus tells far behind its opening is history.
        mention="primary" if draft.news >= NEWS and not section.continued else "background",
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


#: A class of drugs is no asset.
_CLASS_NAME = re.compile(r"(?:双抗|三抗|多抗|双特异性抗体)$")


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
            if not any(n.start <= hit.start and hit.end <= n.end for entity in owners for n in entity.names)
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


def _at_home(side: list[Entity], story: Story) -> list[Entity]:
    """The side with owners for the subsidiaries that act for them: SystImmune is at home where 百利天恒 is."""
    return [story.entities[story.kin[e.index]] if e.index in story.kin else e for e in side]


def _acting(side: list[Entity], story: Story) -> list[Entity]:
    """The side without owners that a subsidiary on the same side already speaks for."""
    spoken = {story.kin[e.index] for e in side if e.index in story.kin}
    return [e for e in side if e.index not in spoken] or side


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

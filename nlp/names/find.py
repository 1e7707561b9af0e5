"""Finds what may be a party: every stretch of text that names an organisation or a seller, with how it was found.

Four ways, the surest first: a legal name ends in its legal form (…有限公司, Inc.); the lexicon knows the name; the place in
the sentence demands a name (与…签署, …(600000.SH)公告); the trained component says so. Overlaps go to the surer way.
"""

from __future__ import annotations

import re

from nlp.assets import find_assets
from nlp.lexicon import Lexicon, Mention
from nlp.lexicon.company import MEDICAL_KINDS
from nlp.names.cues import cue_sentences
from nlp.names.latin import ENGLISH, NOT_ENGLISH, latin_in_place, latin_names
from nlp.names.legal import joined_seat, legal_names
from nlp.names.persons import persons
from nlp.names.record import Kind, Name, Source, overlaps, without_overlaps
from nlp.names.repeats import listed, repeats
from nlp.names.slots import HEADED, SLOTS, defined_names, endings, slot_names, unnamed
from nlp.names.tidy import OF_ASSET, consistent, grown, known, lengthened, swallowed, trimmed
from nlp.names.words import (
    CLASS_OF_DRUG,
    ENDS_LIKE_ORG,
    GOES_ON,
    LATIN_STOP,
    NEVER,
    NOT_A_NAME,
    PLACE,
    REPORTER,
    VERBISH,
    is_person,
    may_be_party,
)
from nlp.ner import find_names
from nlp.territory import find_places
from nlp.text import guess_language


def find_party_names(text: str, lexicon: Lexicon) -> list[Name]:
    """Every possible party of folded ``text`` (see ``nlp.text.fold``), in order, without overlaps."""
    found: list[Name] = []
    found += legal_names(text)
    found += _lexicon_names(text, lexicon)
    found = [name for name in (joined_seat(n, found) for n in found) if name]
    found += defined_names(text)
    found += latin_names(text)
    english = guess_language(text[:2000]) == "en"
    found += slot_names(text, HEADED, "headed")
    found += slot_names(text, SLOTS, "slot")
    found += endings(text)
    if english:
        found = [n for n in found if n.source in ("lexicon", "legal") or n.source == "latin"]
        found += [n for n in slot_names(text, ENGLISH, "headed") if not NOT_ENGLISH.search(n.text.rstrip("."))]
    found += unnamed(text)
    found += persons(text)
    cues = cue_sentences(text, medical=any(n.company and n.company.kind in MEDICAL_KINDS for n in found))
    # The model knows Chinese sentences only; in English the capitals and the verbs around them say more.
    hits = find_names(text, cues) if cues and not english else []
    barred = [(h.start, h.end) for h in hits if h.label == "DRUG"]
    barred += [(hit.start, hit.end) for hit in find_assets(text)]
    found = [
        n for n in found if not (n.company and len(n.text) <= 3 and _inside_drug(n, barred))
    ]  # 瑞普 in 特瑞普利单抗
    found = [
        n for n in found if n.source not in ("slot", "ending") or not (overlaps(n, barred) or VERBISH.search(n.text))
    ]
    # 罗欣 where 罗欣药业 is told of is no person.
    short = {n.text[:size] for n in found if n.source in ("legal", "lexicon") for size in (2, 3) if size < len(n.text)}
    for hit in hits:
        if hit.label in ("COMPANY", "INSTITUTE", "FUND", "PERSON") and 2 <= hit.end - hit.start <= 40:
            kind: Kind = "person" if hit.label == "PERSON" and hit.text not in short else "org"
            name = Name(hit.start, hit.end, hit.text, kind, "ner")
            if kind == "person" and (
                REPORTER.search(text[max(0, hit.start - 8) : hit.start]) or not is_person(hit.text)
            ):
                continue
            shaky = name.text.isascii() and (name.text.isupper() or name.text[0].isdigit()) and len(name.text) <= 6
            if shaky and not latin_in_place(text, name.start, name.end):
                continue
            # IZABRIGHT-Breast|01 is a trial
            goes_on = hit.text.isascii() and text[hit.end : hit.end + 1].isdigit()
            if (
                may_be_party(name)
                and not goes_on
                and not overlaps(name, barred)
                and not _CALLED_DRUG.search(text, max(0, hit.start - 4), hit.start)
            ):
                found.append(name)
    found = [grown(text, trimmed(text, n)) for n in found]
    found = [n for n in found if n.source not in ("ner", "slot", "ending") or not NOT_A_NAME.match(n.text)]
    found = [
        n
        for n in found
        if n.source in ("lexicon", "legal") or not (NEVER.search(n.text) or CLASS_OF_DRUG.search(n.text))
    ]
    found = [n for n in found if not (n.source == "headed" and (_is_time(n.text) or _is_slogan(text, n)))]
    # 传安进有意收购…: the word is of hearsay where the rest is a known name.
    found = [n for n in found if not (n.source == "ner" and n.text[0] == "传" and lexicon.candidates(n.text[1:]))]
    begun = {n.start for n in found}
    found = [n for n in found if not (n.end in begun and n.text.endswith("公司") and PLACE.match(n.text))]
    places = {(p.start, p.end) for p in find_places(text)}
    found = [n for n in found if (n.start, n.start + len(n.text.rstrip("."))) not in places]
    found = [n for n in found if not (n.company and len(n.text) <= 3 and GOES_ON.match(text, n.end))]
    platforms = {
        n.text
        for n in found
        if n.source != "lexicon" and OF_ASSET.match(text, n.end) and not ENDS_LIKE_ORG.search(n.text)
    }
    platforms |= {n.text for n in found if n.source == "ner" and n.text.isascii() and n.text + "平台" in text}
    platforms -= {n.text for n in found if n.source == "lexicon"}
    found = [n for n in found if text[n.end : n.end + 1] != "企" and n.text not in platforms]
    found = [known(text, n, lexicon) for n in consistent(text, found)]
    found = lengthened(text, found)
    found = [n for n in found if not (n.company and len(n.text) <= 2 and swallowed(n, found))]
    first = without_overlaps(_supported(found))
    first = without_overlaps([*first, *listed(text, first)])
    # Coherus inside Coherus Biosciences, Inc. is no further mention.
    taken = bytearray(len(text))
    for name in first:
        taken[name.start : name.end] = b"\x01" * (name.end - name.start)
    again = [n for n in repeats(text, first) if not all(taken[n.start : n.end])]
    return without_overlaps([*found, *first, *again])


#: What stands right before the name of a drug.
_CALLED_DRUG = re.compile(r"(?:新药|药物|药品|仿制药|疫苗|品种|制剂)$")


def _inside_drug(name: Name, drugs: list[tuple[int, int]]) -> bool:
    return any(start <= name.start and name.end <= end and end - start > len(name.text) + 1 for start, end in drugs)


def _is_time(word: str) -> bool:
    return bool(re.search(r"\d{1,2}月|\d日|午间|晚间", word))


def _is_slogan(text: str, name: Name) -> bool:
    """Whether what stands before a headline's colon is no name: 二次出海： is never said again, and ends as no company does."""
    return (
        len(name.text) >= 5
        and text[name.end : name.end + 1] == ":"
        and not ENDS_LIKE_ORG.search(name.text)
        and not name.text.isascii()
        and text.count(name.text) == 1
    )


def _supported(found: list[Name]) -> list[Name]:
    """The names without the weak aliases that nothing else in the article supports (重药 in 减重药)."""
    sure = {n.company.id for n in found if n.company and n.source != "weak"}
    others = [(n.start, n.end) for n in found if n.source != "weak"]
    return [
        n for n in found if n.source != "weak" or (n.company and n.company.id in sure) or (n.start, n.end) in others
    ]


#: 法国|药厂 is not 国药.
_OF_A_COUNTRY = tuple("美英德法韩泰中外各")


def _lexicon_names(text: str, lexicon: Lexicon) -> list[Name]:
    return [
        _lexicon_name(text, hit, lexicon)
        for hit in lexicon.find(text)
        if not (hit.text[0] == "国" and text[hit.start - 1 : hit.start] in _OF_A_COUNTRY)
        and not (hit.text.isascii() and (_goes_before(text, hit.start) or _ANOTHER.match(text, hit.end)))
    ]


#: Nuvation Gene is not Nuvation Bio: a word of the trade behind the known name makes another one.
_ANOTHER = re.compile(r" (?:Gene|Genetics|Metabolic|Immune|Neuro|Renal|Cardio|Vaccines?|Oncology)(?![A-Za-z])")


def _lexicon_name(text: str, hit: Mention, lexicon: Lexicon) -> Name:
    """The name of a hit; 控股 before 股东 or 子公司 belongs to the latter."""
    source: Source = "lexicon" if hit.strong else "weak"
    if hit.text.endswith("控股") and len(hit.text) >= 4 and text[hit.end : hit.end + 1] in ("股", "权", "子", "的"):
        short = hit.text[:-2]
        bearer = next((company for company, _ in lexicon.candidates(short)), None)
        return Name(hit.start, hit.end - 2, short, "org", source, bearer)
    return Name(hit.start, hit.end, hit.text, "org", source, hit.company)


_WORD_BEFORE = re.compile(r"([A-Z][a-z]+) $")


def _goes_before(text: str, start: int) -> bool:
    """Whether the Latin word before is a part of the name, which then is another one (Orchid| Bridge Therapeutics)."""
    before = _WORD_BEFORE.search(text, max(0, start - 20), start)
    return bool(before and before[1] not in LATIN_STOP)

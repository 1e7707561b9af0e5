"""Invented names: companies, institutes, funds, persons, drugs and bystanders, each with its label and short form."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
_NAME, _OTHER, _DRUG = WORDS["name"], WORDS["other"], WORDS["drug"]
_ORDINALS = "一二三四五六"


@dataclass(frozen=True)
class Name:
    """A name as written, its label, and the form used once it is known; ``before``/``after`` touch it but are not it."""

    text: str
    label: str
    short: str = ""
    before: str = ""
    after: str = ""


def _chance(rng: Random, share: float) -> bool:
    return rng.random() < share


def _stem(rng: Random) -> str:
    """Two to four characters that could name a Chinese company."""
    lucky, sound = _NAME["auspicious"], _NAME["sound"]
    roll = rng.random()
    if roll < 0.62:
        return "".join(rng.choices(lucky, k=2))
    if roll < 0.82:
        return "".join(rng.choices(sound, k=rng.choice((2, 2, 3))))
    if roll < 0.95:
        return "".join((rng.choice(lucky), rng.choice(sound)))
    return "".join(rng.choices(lucky, k=3))


def _compound(rng: Random) -> str:
    """Four characters without an industry word, the way many new drug makers are called."""
    return "".join(rng.choices(_NAME["auspicious"] + _NAME["sound"], k=4 if _chance(rng, 0.8) else 3))


def chinese_company(rng: Random) -> Name:
    """A Chinese company by its everyday name, sometimes with the province before it or the share class behind it."""
    if _chance(rng, 0.2):
        text = _compound(rng)
    else:
        text = _stem(rng) + (rng.choice(_NAME["industry"]) if _chance(rng, 0.8) else "")
    if _chance(rng, 0.12):
        text = rng.choice(_NAME["places"]) + text
    before = "*" if _chance(rng, 0.01) else ""
    if before or _chance(rng, 0.02):
        text = "ST" + text[:2]
    after = rng.choice(("-B", "-U", "-W", "-P")) if _chance(rng, 0.04) else ""
    return Name(text, "COMPANY", text, before, after)


def registered_company(rng: Random) -> Name:
    """A Chinese company by its registered name: place, stem, trade and legal form, the place in front or in brackets."""
    stem, trade, place = _stem(rng), rng.choice(_NAME["industry"][:-8]), rng.choice(_NAME["places"])
    if _chance(rng, 0.15):
        trade = rng.choice(_NAME["plain_industry"])
    kind = rng.choice(("", "", "", "技术", "科技", "投资", "管理", "发展", "贸易", "研究院", "销售", "（集团）"))
    legal = rng.choice(_NAME["legal"]).removeprefix("（集团）" if kind == "（集团）" else "\0")
    if _chance(rng, 0.2):
        left, right = rng.choice(("（）", "()"))
        text = f"{stem}{trade}{kind}{left}{place}{right}{legal}"
    else:
        where = "" if _chance(rng, 0.1) else place + (_NAME["places"].index(place) in range(4, 24) and "省" or "市") * _chance(rng, 0.15)
        text = f"{where}{stem}{trade}{kind}{legal}"
    short = rng.choice((stem + trade, stem + trade, place + stem, stem, f"{stem}{trade[:2]}"))
    return Name(text, "COMPANY", short)


def _coined(rng: Random) -> str:
    word = "".join(rng.choices(_NAME["syllables"], k=rng.choice((1, 2, 2, 3)))) + rng.choice(_NAME["endings"])
    word = word[:1].upper() + word[1:]
    roll = rng.random()
    if roll < 0.08:
        cut = rng.randint(2, max(2, len(word) - 2))
        word = word[:cut] + word[cut:].capitalize()
    elif roll < 0.14:
        word = word.upper()
    elif roll < 0.17:
        word = f"{rng.randint(2, 99)}{word.lower()}"
    elif roll < 0.22:
        word = "".join(rng.choices("ABCDEFGHIKLMNOPRSTUVX", k=rng.choice((2, 3, 3, 4))))
    return word


def latin_company(rng: Random) -> Name:
    """A foreign company: coined or English words, a trade word, a legal form; sometimes glued or with Chinese behind."""
    roll = rng.random()
    if roll < 0.18:
        head = " ".join(rng.sample(_NAME["english"], rng.choice((1, 1, 2))))
    elif roll < 0.22:
        head = f"{_coined(rng)} {_coined(rng)}"
    else:
        head = _coined(rng)
    text = head
    if _chance(rng, 0.62):
        text = f"{head} {rng.choice(_NAME['latin_kind'])}"
    if _chance(rng, 0.04):
        text = head + rng.choice(("生物制药", "化学", "制药", "生物", "药品", "生物科技"))
        return Name(text, "COMPANY", text, "", rng.choice(("", "公司")))
    if _chance(rng, 0.03):
        text = "The " + text
    if _chance(rng, 0.28):
        if _chance(rng, 0.12):
            text += rng.choice((" (USA)", "(USA)", " (Hong Kong)", " US", "（HK）"))
        text += rng.choice((", ", " ", ",", "，")) + rng.choice(_NAME["latin_legal"])
    if _chance(rng, 0.12):
        text = text.replace(" ", "")
    if _chance(rng, 0.03):
        text = text.upper()
    return Name(text, "COMPANY", head, "", "公司" if _chance(rng, 0.12) else "")


def multinational(rng: Random) -> Name:
    """A multinational by its Chinese or English name, sometimes as its Chinese arm."""
    text = rng.choice(_NAME["mnc"])
    if text.isascii():
        return Name(text, "COMPANY", text, "", "公司" if _chance(rng, 0.1) else "")
    tail = rng.choice(("中国", "制药", "（中国）")) if _chance(rng, 0.12) and not text.endswith("制药") else ""
    return Name(text + tail, "COMPANY", text, "", "公司" if _chance(rng, 0.1) else "")


def plain_company(rng: Random) -> Name:
    """A company of any other trade."""
    text = _stem(rng) + rng.choice(_NAME["plain_industry"])
    return Name(text, "COMPANY", text)


def institute(rng: Random) -> Name:
    """A hospital, university or research institute."""
    place, stem, order = rng.choice(_NAME["places"]), _stem(rng), rng.choice(_ORDINALS)
    made = (
        f"{place}大学", f"{place}大学附属第{order}医院", f"{place}大学第{order}附属医院", f"{place}医科大学", f"{place}中医药大学",
        f"{place}市第{order}人民医院", f"{place}市中医院", f"{place}市{stem}医院", f"中国科学院{place}药物研究所", f"{place}大学药学院",
        f"中国医学科学院{rng.choice(('肿瘤', '药物', '微生物', '病原', '血液'))}研究所", f"{place}{stem}研究院", f"{stem}医院", f"{place}省立医院",
        f"{place}{rng.choice(('药物', '生物医药', '中药', '疫苗', '材料'))}研究院", f"{place}大学{stem}医学院", f"中国科学院{rng.choice(('微生物', '生物物理', '遗传'))}研究所",
        f"University of {_coined(rng)}", f"{_coined(rng)} University", f"{_coined(rng)} Cancer Center", f"{stem}大学", f"{stem}癌症中心",
        f"{place}国家{rng.choice(('疫苗', '抗体', '中药'))}工程研究中心", f"{rng.choice(_NAME['abroad'])}国立癌症研究所",
    )  # fmt: skip
    return Name(text := rng.choice(made), "INSTITUTE", text)


def fund(rng: Random) -> Name:
    """A financial investor: venture capital, a partnership, a state or industry fund."""
    place, stem = rng.choice(_NAME["places"]), _stem(rng)
    made = (
        f"{stem}资本", f"{stem}资本", f"{stem}创投", f"{stem}投资", f"{stem}基金", f"{place}{stem}基金", f"{place}基金", f"{stem}产投", f"{place}{stem}产投",
        f"{place}{stem}股权投资合伙企业（有限合伙）", f"{place}{stem}创业投资合伙企业(有限合伙)", f"{stem}并购基金", f"{stem}产业基金", f"{stem}国投",
        f"{stem}医疗基金", f"{stem}投资合伙企业", f"{place}国资", f"{_coined(rng)} Capital", f"{_coined(rng)} Ventures", f"{stem}金控", f"{place}金控",
        f"{_coined(rng)} Partners", f"{_coined(rng)}Med", f"{place}{stem}企业管理合伙企业（有限合伙）", f"{place}{stem}私募基金管理有限公司",
    )  # fmt: skip
    return Name(text := rng.choice(made), "FUND", text)


def person(rng: Random) -> Name:
    """A natural person, in Chinese, in transliteration or in Latin letters."""
    roll = rng.random()
    if roll < 0.8:
        text = rng.choice(_NAME["surnames"]) + "".join(rng.choices(_NAME["given"], k=rng.choice((1, 2, 2))))
        if _chance(rng, 0.03):
            text = "欧阳" + text[1:]
        return Name(text, "PERSON", text)
    if roll < 0.88:
        text = f"{rng.choice(_NAME['translated_given'])}·{rng.choice(_NAME['translated_family'])}"
        return Name(text, "PERSON", text)
    given, family = rng.choice(_NAME["latin_given"]), rng.choice(_NAME["latin_family"])
    text = f"{given} {family.upper() if _chance(rng, 0.15) else family}"
    return Name(text, "PERSON", text)


def bystander(rng: Random) -> Name:
    """An exchange, regulator, medium, broker, bank or law firm: named, but no party."""
    if _chance(rng, 0.7):
        text = rng.choice(_OTHER["fixed"])
    elif _chance(rng, 0.5):
        text = _stem(rng)[:2] + rng.choice(_OTHER["kinds"][:6])
    else:
        text = rng.choice((_stem(rng)[:2], rng.choice(_NAME["places"]))) + rng.choice(_OTHER["kinds"])
    return Name(text, "OTHER", text)


def drug(rng: Random) -> Name:
    """A drug by code, generic name, brand, INN or as a Chinese patent medicine."""
    roll, form = rng.random(), rng.choice(_DRUG["form"])
    if roll < 0.4:
        head = rng.choice(_DRUG["code_head"]) if _chance(rng, 0.6) else "".join(rng.choices("ABCDEFGHJKLMNPQRSTXYZ", k=rng.choice((2, 3))))
        digits = str(rng.randint(1, 99999)).zfill(3)
        text = f"{head}{rng.choice(('', '-', '-', '-A', '-C'))}{digits}"
        return Name(text, "DRUG", text, "", form)
    if roll < 0.7:
        body = "".join(rng.choices(_DRUG["cn_head"], k=rng.choice((1, 2, 2, 3))))
        text = rng.choice(_DRUG["salt"]) + body + rng.choice(_DRUG["cn_tail"]) + form
        return Name(text, "DRUG", text)
    if roll < 0.82:
        text = "".join(rng.choices(_DRUG["cn_head"], k=rng.choice((2, 3)))) + (form if _chance(rng, 0.5) else "")
        return Name(text, "DRUG", text, "", "®" if _chance(rng, 0.15) else "")
    if roll < 0.92:
        text = "".join(rng.choices(_NAME["syllables"], k=2)) + rng.choice(_DRUG["inn_tail"])
        return Name(text.capitalize() if _chance(rng, 0.6) else text, "DRUG", text)
    text = "".join(rng.choices(_DRUG["herbs"], k=rng.choice((1, 2)))) + rng.choice(_DRUG["herb_form"])
    return Name(text, "DRUG", text)


def any_firm(rng: Random) -> Name:
    """A party of any kind, as often as deal news has it."""
    kinds: list[Callable[[Random], Name]] = [chinese_company, registered_company, latin_company, multinational, institute, fund]
    return rng.choices(kinds, weights=(36, 17, 26, 14, 4, 3))[0](rng)


MAKERS: dict[str, Callable[[Random], Name]] = {
    "co": chinese_company, "full": registered_company, "lat": latin_company, "mnc": multinational, "firm": any_firm, "plain": plain_company,
    "inst": institute, "fund": fund, "per": person, "drug": drug, "oth": bystander,
}  # fmt: skip

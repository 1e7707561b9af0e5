"""Invented names: companies, institutes, funds, persons, drugs and bystanders, each with its label and short form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from nlp.train.words import WORDS, common_word

_NAME, _OTHER, _DRUG, _PATTERN = WORDS["name"], WORDS["other"], WORDS["drug"], WORDS["pattern"]


@dataclass(frozen=True)
class Name:
    """A name as written, its label and later form; ``before`` and ``after`` touch it but are no part of it."""

    text: str
    label: str
    short: str = ""
    before: str = ""
    after: str = ""


def _chance(rng: Random, share: float) -> bool:
    return rng.random() < share


def _characters(rng: Random, kind: str, count: int) -> str:
    """Characters for a name; a few from all of daily language and all of Unicode, for no list is complete."""
    chosen = rng.choices(_NAME[kind], k=count)
    if _chance(rng, 0.15):
        chosen[rng.randrange(count)] = common_word("n", rng)[0]
    elif _chance(rng, 0.08):
        chosen[rng.randrange(count)] = chr(rng.randint(0x4E00, 0x9FA5))
    return "".join(chosen)


def _stem(rng: Random) -> str:
    """Two to four characters that could name a Chinese company."""
    roll = rng.random()
    if roll < 0.6:
        return _characters(rng, "auspicious", 2)
    if roll < 0.8:
        return _characters(rng, "sound", rng.choice((2, 2, 3)))
    if roll < 0.88:
        return common_word("n", rng)[:3]
    return _characters(rng, "auspicious", 1) + _characters(rng, "sound", rng.choice((1, 1, 2)))


def _compound(rng: Random) -> str:
    """Four characters without an industry word, the way many new drug makers are called."""
    return _characters(rng, rng.choice(("auspicious", "auspicious", "sound")), 4 if _chance(rng, 0.8) else 3)


def chinese_company(rng: Random) -> Name:
    """A Chinese company by its everyday name, sometimes with the province before it or the share class behind it."""
    if _chance(rng, 0.2):
        text = _compound(rng)
    else:
        trade = rng.choice(_NAME["industry"])
        text = _stem(rng) + trade if _chance(rng, 0.75) else _characters(rng, "auspicious", 2)
    if _chance(rng, 0.12):
        text = rng.choice(_NAME["places"]) + text
    before = "*" if _chance(rng, 0.01) else ""
    if before or _chance(rng, 0.02):
        text = "ST" + text[:2]
    after = rng.choice(("-B", "-U", "-W", "-P")) if _chance(rng, 0.04) else ""
    return Name(text, "COMPANY", text, before, after)


def registered_company(rng: Random) -> Name:
    """A Chinese company by its registered name: place (or in brackets), stem, trade and legal form."""
    stem, trade, place = _stem(rng), rng.choice(_NAME["industry"][:-8]), rng.choice(_NAME["places"])
    if _chance(rng, 0.3):
        trade = rng.choice((rng.choice(_NAME["plain_industry"]), common_word("n", rng), common_word("n", rng)))
    if _chance(rng, 0.15):
        stem += _stem(rng)[:2]
    kind = rng.choice(("", "", "", "技术", "科技", "投资", "管理", "发展", "贸易", "研究院", "销售", "（集团）"))
    legal = rng.choice(_NAME["legal"]).removeprefix("（集团）" if kind == "（集团）" else "\0")
    if _chance(rng, 0.2):
        left, right = rng.choice(("（）", "()"))
        text = f"{stem}{trade}{kind}{left}{place}{right}{legal}"
    else:
        where = "" if _chance(rng, 0.1) else place + rng.choice(("", "", "", "", "", "市"))
        text = f"{where}{stem}{trade}{kind}{legal}"
    short = rng.choice((stem + trade, stem + trade, place + stem, stem, f"{stem}{trade[:2]}"))
    return Name(text, "COMPANY", short)


def coined_word(rng: Random) -> str:
    """A Latin word that no language has."""
    word = "".join(rng.choices(_NAME["syllables"], k=rng.choice((1, 2, 2, 3)))) + rng.choice(_NAME["endings"])
    word = word[:1].upper() + word[1:]
    roll = rng.random()
    if roll < 0.02:
        word += rng.choice("'-") + rng.choice(_NAME["syllables"])
    elif roll < 0.08:
        cut = rng.randint(2, max(2, len(word) - 2))
        word = word[:cut] + word[cut:].capitalize()
    elif roll < 0.14:
        word = word.upper()
    elif roll < 0.17:
        word = f"{rng.randint(2, 99)}{word.lower()}"
    elif roll < 0.22:
        word = "".join(rng.choices("ABCDEFGHIKLMNOPRSTUVX", k=rng.choice((2, 3, 3, 4))))
    return str(word)


def latin_company(rng: Random) -> Name:
    """A foreign company: coined or English words, a trade word, a legal form; sometimes without blanks."""
    roll = rng.random()
    if roll < 0.18:
        head = " ".join(rng.sample(_NAME["english"], rng.choice((1, 1, 2))))
    elif roll < 0.22:
        head = f"{coined_word(rng)} {coined_word(rng)}"
    else:
        head = coined_word(rng)
    text = head
    if _chance(rng, 0.62):
        text = f"{head} {rng.choice(_NAME['latin_kind'])}"
    if _chance(rng, 0.04):
        text = head + rng.choice(("生物制药", "化学", "制药", "生物", "药品", "生物科技"))
        return Name(text, "COMPANY", text, "", rng.choice(("", "公司")))
    if _chance(rng, 0.05):
        text = rng.choice(("The ", "PT ")) + text
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


def _from_pattern(rng: Random, kind: str) -> str:
    pattern: str = rng.choice(_PATTERN[kind])
    return pattern.format(
        place=rng.choice(_NAME["places"]),
        abroad=rng.choice(_NAME["abroad"]),
        field=rng.choice(_PATTERN["field"]),
        order=rng.choice("一二三四五六"),
        stem=_stem(rng),
        word=coined_word(rng),
    )


def institute(rng: Random) -> Name:
    """A hospital, university or research institute."""
    return Name(text := _from_pattern(rng, "institute"), "INSTITUTE", text)


def fund(rng: Random) -> Name:
    """A financial investor: venture capital, a partnership, a state or industry fund."""
    return Name(text := _from_pattern(rng, "fund"), "FUND", text)


def person(rng: Random) -> Name:
    """A natural person, in Chinese, in transliteration or in Latin letters."""
    roll = rng.random()
    if roll < 0.8:
        given = _NAME["given"] if _chance(rng, 0.6) else _NAME["auspicious"] + _NAME["sound"]
        text = rng.choice(_NAME["surnames"]) + "".join(rng.choices(given, k=rng.choice((1, 2, 2))))
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
        letters = "".join(rng.choices("ABCDEFGHJKLMNPQRSTXYZ", k=rng.choice((2, 3))))
        head = rng.choice(_DRUG["code_head"]) if _chance(rng, 0.6) else letters
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


def latin_drug(rng: Random) -> Name:
    """A drug by code or INN, as English text has it."""
    while not (name := drug(rng)).text.isascii():
        pass
    return Name(name.text, name.label, name.short)


def platform(rng: Random) -> Name:
    """A technology platform by its coined name."""
    text = coined_word(rng)
    if _chance(rng, 0.3):
        text = "".join(rng.choices("ABCDEFHIMNPRSTX", k=rng.choice((3, 4, 4))))
    return Name(text, "DRUG", text, "", rng.choice(("平台", "技术", "技术平台", "™平台")))


def any_firm(rng: Random) -> Name:
    """A party of any kind, as often as deal news has it."""
    makers = (chinese_company, registered_company, latin_company, multinational, institute, fund)
    return rng.choices(makers, weights=(36, 17, 26, 14, 4, 3))[0](rng)


MAKERS: dict[str, Callable[[Random], Name]] = {
    "co": chinese_company,
    "full": registered_company,
    "lat": latin_company,
    "mnc": multinational,
    "firm": any_firm,
    "plain": plain_company,
    "inst": institute,
    "fund": fund,
    "per": person,
    "drug": drug,
    "inn": latin_drug,
    "plat": platform,
    "oth": bystander,
}

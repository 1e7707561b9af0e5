"""Groups names into entities: one organisation or person under every form the article uses for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nlp.lexicon.company import MEDICAL_KINDS as MEDICAL_KINDS
from nlp.names import Kind, Name

FOREIGN = "XX"  # known to be foreign, country not stated

_SUFFIX = re.compile(
    r"(?:股份有限公司|有限责任公司|集团有限公司|有限公司|控股集团|集团股份|控股|集团|股份|公司"
    r"|,?\s?(?:Inc|Ltd|Limited|Corporation|Corp|Co|plc|AG|GmbH|LLC|S\.A|N\.V)\.?|-[A-Z]+)$",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[\s·•\-–—_()（）®™'’“”\"*]+")

_FOREIGN_PLACES = {
    "美国": "US", "英国": "GB", "德国": "DE", "法国": "FR", "瑞士": "CH", "日本": "JP", "韩国": "KR", "丹麦": "DK", "瑞典": "SE",
    "荷兰": "NL", "比利时": "BE", "意大利": "IT", "西班牙": "ES", "以色列": "IL", "印度": "IN", "澳大利亚": "AU", "加拿大": "CA",
    "新加坡": "SG", "泰国": "TH", "马来西亚": "MY", "印尼": "ID", "印度尼西亚": "ID", "越南": "VN", "菲律宾": "PH", "俄罗斯": "RU",
    "巴西": "BR", "墨西哥": "MX", "土耳其": "TR", "埃及": "EG", "沙特": "SA", "阿联酋": "AE", "哈萨克斯坦": "KZ", "乌兹别克斯坦": "UZ",
    "爱尔兰": "IE", "奥地利": "AT", "挪威": "NO", "芬兰": "FI", "波兰": "PL", "匈牙利": "HU", "巴基斯坦": "PK", "孟加拉": "BD",
    "阿根廷": "AR", "智利": "CL", "哥伦比亚": "CO", "南非": "ZA", "尼日利亚": "NG", "约旦": "JO", "科威特": "KW", "卡塔尔": "QA",
    "冰岛": "IS", "欧洲": FOREIGN, "海外": FOREIGN, "外资": FOREIGN, "跨国": FOREIGN, "全球": FOREIGN,
}  # fmt: skip
_ABROAD = rf"(?P<place>{'|'.join(sorted(_FOREIGN_PLACES, key=len, reverse=True))})"
_IN_ABROAD = re.compile(rf".{{0,6}}?{_ABROAD}")
_SEATED = re.compile(rf"\({_ABROAD}")
#: 美国上市公司|X, 德国药企|X: where the house is from stands before its name.
_FROM_ABROAD = re.compile(rf"{_ABROAD}(?:上市)?[\u4e00-\u9fff]{{0,8}}?(?:公司|企业|巨头|药企|药厂|集团)?[ ]?\Z")
_TRANSLITERATION = frozenset(
    "阿艾安巴贝比布达德蒂迪尔菲费弗福戈格哈赫基吉加杰卡凯科克肯库拉莱兰勒雷利丽列琳伦罗洛马迈曼梅蒙米默姆纳奈内尼诺欧帕佩普奇乔琼萨赛瑟森沙什施史斯司索塔泰坦特提图托瓦威韦维温沃伍西希夏谢休雅亚扬耶伊尤泽兹茨葛勃渤"
)


@dataclass(slots=True)
class Entity:
    """One organisation or person; ``index`` is its place in the list of the article's entities."""

    index: int
    kind: Kind
    names: list[Name] = field(default_factory=list)
    company: str | None = None
    country: str | None = None
    medical: bool = False
    trade: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """Every distinct surface form, longest first."""
        return tuple(sorted({name.text for name in self.names}, key=lambda t: (-len(t), t)))

    @property
    def name(self) -> str:
        """The form most used in the article; of equally used ones the first."""
        counts: dict[str, int] = {}
        for name in self.names:
            counts[name.text] = counts.get(name.text, 0) + 1
        return max(counts, key=lambda text: (counts[text], -self._first(text)))

    def _first(self, text: str) -> int:
        return next(name.start for name in self.names if name.text == text)


#: 某国际药企 and 一家国际药企 are one.
_DESIGNATION = re.compile(r"^(?:某|一家|该)")
#: 哈药集团 and 哈药股份 are two companies though they share a core.
_SIBLINGS = ({"集团", "股份"}, {"控股", "股份"}, {"集团", "控股"})


def _ending(text: str) -> str:
    return re.sub(r"(?:有限责任|有限)?公司$", "", text)[-2:]


def core(text: str) -> str:
    """The name without spaces, punctuation and legal endings, lower case: what two forms of one name share."""
    bare = _SPACE.sub("", text).lower()
    while len(bare) > 2:
        cut = _SUFFIX.sub("", bare)
        if cut == bare or len(cut) < 2:
            break
        bare = cut
    return bare


def group_names(text: str, names: list[Name]) -> list[Entity]:
    """The entities of folded ``text``, numbered by first mention."""
    parent = list(range(len(names)))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def join(i: int, j: int) -> None:
        a, b = sorted((find(i), find(j)))
        parent[b] = a

    apart = _held_apart(text, names)

    def kept_apart(i: int, j: int) -> bool:
        sides = {find(i), find(j)}
        return any({find(a), find(b)} == sides for a, b in apart)

    cores = [core(name.text) for name in names]
    for j, name in enumerate(names):
        for i in range(j):
            other = names[i]
            if name.company and other.company:
                if name.company.id == other.company.id:
                    join(i, j)
                continue
            one, two = _DESIGNATION.sub("", names[i].text), _DESIGNATION.sub("", name.text)
            if "unnamed" in (names[i].kind, name.kind) and (one in two or two in one):
                join(i, j)
                continue
            if {_ending(names[i].text), _ending(name.text)} in _SIBLINGS:
                continue
            alike = cores[i] == cores[j] or _short_of_long(names[i], cores[i], names[j], cores[j])
            if alike and not kept_apart(i, j):
                join(i, j)
    for i, j in _defined_pairs(text, names):
        join(i, j)

    groups: dict[int, list[Name]] = {}
    for i, name in enumerate(names):
        groups.setdefault(find(i), []).append(name)
    entities = []
    for index, members in enumerate(sorted(groups.values(), key=lambda g: min(n.start for n in g))):
        known = next((n.company for n in members if n.company and n.source != "weak"), None) or next(
            (n.company for n in members if n.company), None
        )
        kinds = [n.kind for n in members]
        kind: Kind = max(kinds, key=lambda k: (kinds.count(k), k == "org"))
        entity = Entity(index, kind, sorted(members, key=lambda n: n.start))
        entity.company = known.id if known else None
        entity.country = (known.country if known else None) or (_country(text, members) if kind != "person" else None)
        entity.medical = bool(known and known.kind in MEDICAL_KINDS) or any(_MEDICAL.search(n.text) for n in members)
        entity.trade = known.kind if known else _trade(members)
        entities.append(entity)
    return entities


_MEDICAL = re.compile(
    r"药|医|生物(?!材料|质|柴油|能源|饲料|燃料|农)|生科|生命|健康|基因|诊断|细胞|疫苗|抗体|制剂|血|康|眼科|口腔|齿|器械|基石|肽|核素"
    r"|pharma|bio|therapeut|medic|oncolog|immun|gene|vaccin|health|scien|rx|cell|cure|clinic|onc\b",
    re.IGNORECASE,
)


def _trade(members: list[Name]) -> str:
    text = " ".join(n.text for n in members)
    if re.search(r"大学|学院", text):
        return "university"
    if re.search(r"研究所|研究院|科学院|病原所", text):
        return "institute"
    if re.search(r"医院", text):
        return "hospital"
    if re.search(r"药房|大药房|医药商业|医药流通|国药控股|京东健康|阿里健康|腾讯健康|叮当|九州通", text):
        return "distributor"
    return ""


def _short_of_long(a: Name, core_a: str, b: Name, core_b: str) -> bool:
    """Whether one name is a short form of the other (威凯尔医药 of 江苏威凯尔医药科技股份有限公司, Travere of Travere Therapeutics)."""
    if a.kind == "person" or b.kind == "person":
        return core_a == core_b
    if "unnamed" in (a.kind, b.kind):
        return core_a in core_b or core_b in core_a
    short, long, long_name = (core_a, core_b, b) if len(core_a) <= len(core_b) else (core_b, core_a, a)
    if len(short) < 2 or short == long:
        return False
    if re.search(r"基金|合伙企业", long_name.text) and not re.search(r"基金|合伙|投资|资本|创投", short):
        return False  # a fund named after a company is another house
    if short.isascii():
        return len(short) >= 3 and (long.startswith(short) or bool(re.search(f"[^a-z]{re.escape(short)}", long)))
    if long_name.source == "legal" or len(long) - len(short) <= 4:
        return short in long and (len(short) >= 3 or long.startswith(short) or long_name.source == "legal")
    return False


_SHAREHOLDER = re.compile(r"(?:控股股东|实际控制人|母公司|大股东)(?:为|系)?$")


def _held_apart(text: str, names: list[Name]) -> list[tuple[int, int]]:
    """Pairs that cannot be one company although their names are alike: X控股股东X控股集团."""
    return [
        (i, j)
        for j, name in enumerate(names)
        if _SHAREHOLDER.search(text[max(0, name.start - 12) : name.start])
        for i in range(j)
        if names[i].text != name.text
    ]


def _defined_pairs(text: str, names: list[Name]) -> list[tuple[int, int]]:
    """Pairs of names where the second is given in brackets right behind the first as its short form."""
    pairs = []
    for j in range(1, len(names)):
        first, second = names[j - 1], names[j]
        between = text[first.end : second.start]
        if re.fullmatch(
            r"\s*[(（](?:以下|下称|以下合称)?(?:简称|下称|称)?[::]?[“\"']?(?:[A-Z]{2,6}[::])?", between
        ) and text[second.end : second.end + 2].startswith(("”", '"', ")", "）", "'", ",", ",", "、", ";", ";")):
            if second.kind != "person":
                pairs.append((j - 1, j))
        elif re.fullmatch(r"\s*[(（][^()（）]{1,24}[)）][(（](?:以下|下称)?简称[::]?[“\"']?", between):
            pairs.append((j - 1, j))
    return pairs


_CITY = r"(?:China|Shanghai|Beijing|Suzhou|Hangzhou|Shenzhen|Guangzhou|Nanjing|Chengdu|Wuhan|Tianjin|Chongqing|Wuxi|Xiamen|Jiangsu|Zhejiang|Lianyungang|Taizhou|Changsha|Jinan|Hefei|Zhuhai)"
#: ", a Shanghai-based …", ", headquartered in Nanjing, China", " of Guangzhou, China" behind a name; a dateline before it.
_CHINESE_SEAT = re.compile(
    rf"(?:,? ?\([^)]{{0,40}}\))?(?:, ?(?:an?|the) [^.;]{{0,90}}?|, ?(?:headquartered|based) in | of ){_CITY}"
)
#: Gansu Duyiwei, China Biotech Services: the place is a part of the name.
_CHINESE_HEAD = re.compile(
    rf"(?:{_CITY}|Guangdong|Gansu|Sichuan|Hunan|Hubei|Henan|Hebei|Shandong|Shanxi|Shaanxi|Fujian|Anhui|Yunnan|Guizhou|Jilin|Liaoning"
    r"|Shenyang|Hainan|Qinghai|Inner Mongolia|Xinjiang|Ningbo|Qingdao)\b(?! (?:Roche|Merck|Lilly|Bayer))"
)
_CHINESE_BEFORE = re.compile(
    rf"(?:{_CITY}(?:'s|-based)|Chinese (?:firm|company|drugmaker|drug ?maker|biotech|group|developer|partner)) $|(?<!and )(?<!AND )(?i:China|{_CITY})\b[^\n;]{{0,70}}(?:--|—|–)[ ]?$",
    re.MULTILINE,
)


def _country(text: str, members: list[Name]) -> str | None:
    """Country by what the article itself shows: a country's name before or in the name, script and legal form."""
    for name in members:
        place = (
            _IN_ABROAD.match(name.text)
            or _SEATED.search(name.text)
            or _FROM_ABROAD.search(text, max(0, name.start - 14), name.start)
        )
        if place:
            return _FOREIGN_PLACES[place["place"]]
    for name in members:
        if name.text.isascii() and _CHINESE_HEAD.match(name.text):
            return "CN"
        if name.text.isascii() and _CHINESE_SEAT.match(text[name.end : name.end + 120]):
            return "CN"
        if name.text.isascii() and _CHINESE_BEFORE.search(text[max(0, name.start - 90) : name.start]):
            return "CN"
    for name in members:
        if re.search(r"(?:台湾|台北)", name.text):
            return "TW"
        if re.search(r"有限公司|\(有限合伙\)|研究所|医院|大学", name.text) and re.search("[\u4e00-\u9fff]", name.text):
            return "CN"
    han = [n.text for n in members if re.search("[\u4e00-\u9fff]", n.text)]
    if not han:
        return FOREIGN
    longest = max(han, key=len)
    bare = [c for c in core(longest) if "\u4e00" <= c <= "\u9fff"]
    stem = re.sub(r"(?:生物|制药|医药|药业|公司|集团|医疗)", "", "".join(bare))
    if len(stem) >= 4 and sum(c in _TRANSLITERATION for c in stem) / len(stem) >= 0.8:
        return FOREIGN
    return "CN"

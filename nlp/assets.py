"""Names of drugs, vaccines and platforms: codes, non-proprietary names, brands, and which of them are one asset."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import ahocorasick_rs

from nlp.text import Span, fold

_LEXICON = Path(__file__).parent / "lexicon"
_HAN = "\u4e00-\u9fff"

# ---- codes: SHR-A1811, TT-00973-MS, ACI-24.060, 9MW2821, BL-B01D1
_CODE = re.compile(
    r"(?<![A-Za-z0-9/.$-])(?:"
    r"[A-Z][A-Za-z]{0,4}-[A-Z]{1,3}[0-9]{2,6}(?:[A-Z][0-9]?)?"
    r"|[0-9]{0,2}[A-Z]{2,5}[0-9]{3,6}[A-Za-z]{0,2}"
    r"|[A-Z]{2,5}-[0-9]{2,7}[A-Za-z]{0,2}"
    r"|[A-Z][A-Za-z]{1,4}-?[0-9]{3,7}[A-Za-z]{0,2}"
    r"|[A-Z]-[0-9]{3,5}"
    r"|mRNA-[0-9]{3,4}"
    r"|[A-Z]{3,5}-[0-9]"
    r")(?:[.][0-9]{3})?(?:-[A-Z0-9]{1,4})?(?![A-Za-z0-9]|\.[0-9]|%|-[0-9])"
)
_NO_CODE = re.compile(
    r"(?:FY|Q[1-4]|H[12]|ASCO|ESMO|AACR|JPM|ASH|EHA|ADA|WCLC|CES|CSCO|SABCS|EASD|AAO|ACR|USD|RMB|HK|US|EUR|GBP|CNY|No|NO|ISO|GB|YY|ICH|NCT|CTR|CX[HS]L|JX[HS]L|CY[HS]S|JY[HS]S"
    r"|CX[HS]S|SARS|COVID|HPV|AAV|MSCI|CSI|ETF|PM|SH|SZ|BJ|PCT|WO|EP|CN|STAR|ESG|GMP|HTTP|IPO|TOP|AI|AN|IND|NDA|BLA|NMPA|FDA|GLP|HCT|HIV|HBV|HCV|RSV|EBV|CMV|DNA|RNA|ATP|PMDA|WHO|OTC|BFR|JUN|SEP|COL|SHP|TSE|NASDAQ|HKEX"
    r"|THB|ABL|ORR|PFS|PASI|EASI|IGA|ACR|BMI|HbA|NYHA|CYP|UGT|TNF|MMP|UTF|GPT|RTX|ARM|CPU|GPU|AR|VR|DRG|DIP|AIME|EC|IC|LD|ED|ZB|PE|PB|DAU|MAU|GDP|CPI|PPI|PMI|Vol|Top|Nov|Dec|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct)-?[0-9]"
)

# ---- Chinese non-proprietary names: a stem, and the syllables that transliterations are written with
_SYLLABLES = (
    "阿艾埃爱安昂奥巴白柏贝倍苯本比必吡毕泊伯布博曹查昌茨达戴丹单当德地狄迪度多恩尔法凡非菲芬氟夫伏弗福富戈格根古瓜瑰海韩汉和赫恒洪胡华环霍基吉加甲"
    "金卡凯坎康考科可克库快奎喹夸昆拉莱兰劳乐勒雷利立丽里莉力联林琳磷令留硫龙鲁卢仑伦罗洛马玛麦曼芒美门孟米嘧明莫默木那纳奈南尼宁努诺欧帕派潘培佩"
    "喷匹泼普齐奇羟曲瑞若萨赛三桑沙山舍莎珊生圣施士舒司斯思苏素索塔他泰坦汤特替提田廷亭通托妥瓦万汪维韦为温文沃乌西希昔喜锡夏香辛欣新雄秀许雅亚"
    "延盐叶伊依乙异因英尤右佑左泽扎珠佐唑昂恺溴碘氯磷酸钠钾钙盐酰胺肽酯酮烷烯炔环氧硝丙丁戊己庚辛吗哌嗪啶啉喹嘌呤噻咪甾聚乙二醇莨菪"
)
_STEMS = (
    "单抗|双抗|妥珠单抗|替尼|替布|西普|西利|帕利|列净|格列汀|格列隆|鲁肽|泊肽|那肽|度肽|糖肽|沙班|他汀|沙坦|普利|地平|洛尔|拉唑|康唑|夫定|沙韦|替韦|那韦|瑞韦|洛韦|福韦|布韦|地韦|昔韦"
    "|基奥仑赛|基仑赛|雷塞|托克拉|司他|莫德|格雷|西呱|曲泊帕|司群|鲁胺|他胺|西坦|他滨|替康|他赛|司琼|替丁|沙星|环素|霉素|西林|培南|巴坦|奈德|特罗|溴铵|替诺|非尼|佐米|司亭|促素|胰岛素"
    "|干扰素|生长激素|白蛋白|球蛋白|明基|布雷|曲磷|加巴林|瑞林|瑞克|沙格|泊酚|哌酮|拉定|昔布|昔康|伐他|兰索|司兰|米德|度胺|利酮|依隆|单抗注射液"
)
_INN = re.compile(rf"[{_SYLLABLES}α-ωA-Z-]{{0,9}}?(?:{_STEMS})(?![拉定])(?:α|β)?(?:-?[0-9][a-z])?")
_FORM = (
    "口服溶液|口服混悬液|口服液|滴眼液|滴鼻液|鼻喷雾剂|吸入溶液|吸入粉雾剂|吸入剂|粉雾剂|缓释片|控释片|肠溶片|分散片|咀嚼片|口崩片|肠溶胶囊|缓释胶囊|软胶囊|干混悬剂|混悬注射液|脂质体注射液"
    "|注射液|注射剂|注射用混悬液|胶囊|颗粒|片|乳膏|凝胶|软膏|贴剂|贴片|喷雾剂|洗剂|搽剂|栓剂?|丸|口服制剂|微球|合剂|糖浆|滴剂|植入剂"
)
_PRODUCT = re.compile(
    rf"(?:注射用)?(?:\[[0-9A-Za-z]{{2,6}}\]|[{_HAN}A-Za-z0-9αβ\[\]-]){{2,16}}?(?:{_FORM})(?![{_HAN}]?[仿剂]|断|段|区|面)"
)
_INJECTED = re.compile(rf"注射用[{_HAN}A-Za-z0-9αβ-]{{2,12}}")
_STOP = re.compile(
    r"(?:受让|转让|生产|委托|供应|需要|提供|采购|销售|推广|经销|代理|引进|进口|获得|收购|开发|研发|合作|授权|许可|持有|拥有|包括|以及|就|与|和|及|或|的|将|对|为|在|由|该|其|等|用于|款|种|类|项|个|品种|产品|药物|药品|新药|制剂(?!$)"
    r"|公司|集团|旗下|自主|国产|原研|仿制药|创新药|申请|评估|联合|联用|治疗|一项|评价|上市|完成|启动|收到|关于|项目|核心|重磅|首个|独家|同意|开展|市场|甲方|乙方|至少|包含|每|经|含|使用|是|了|给|从|向|用|有|至|到|前|后|年|月|日)"
)
_TOO_PLAIN = re.compile(
    rf"(?:[{_HAN}]?(?:口服|仿制|中成药|化学|生物|肿瘤|抗体|多款|相关|系列|缓释|肠溶|普通|高端|复杂|创新|固体|冻干|无菌|预充|脂质体|水针|粉针|大输液|中药|芯|图|照|碎|名|卡|唱|切|影|试|刀|叶|镜|晶|硅|硬|软|空心|刺激|玻|药|贴|尿|底|胶|薄|铝|膜|圆|大|小|专用|新药|[0-9]{1,6}))?(?:{_FORM})"
)

# ---- vaccines, traditional medicines, brands, platforms
_VACCINE = re.compile(
    rf"(?:(?:[0-9]{{1,2}}|[二三四五六七八九十]{{1,3}})价|重组|冻干|吸附|口服|灭活|裂解|双价|带状疱疹|无细胞|mRNA|RSV|HPV)[{_HAN}A-Za-z0-9()-]{{1,18}}?疫苗(?:\([^()]{{2,16}}\))?"
)
_LATIN_INN = re.compile(
    r"(?<![A-Za-z])[A-Z]?[a-z]{2,14}(?:mab|tinib|nib|cept|tide|ciclib|parib|rasib|lisib|degib|clax|gliptin|gliflozin|sartan|prazole|leucel|parvovec|siran|rsen|mersen|tecan|imod|dectin|ciguat|platin|citabine"
    r"|grel|xaban|gepant|orexant|buvir|previr|navir|tegravir|capavir|xavir|statin|denoson|trapib|urad|xian|stat|relix|fusp|bart|stug|tug|mig|tamig|ment|zan|pant|glipron|glutide|astine|olone|azole|oxetine|brutinib)"
    r"(?: (?:vedotin|deruxtecan|govitecan|tirumotecan|rezetecan|autoleucel|ciloleucel|alfa|ozogamicin|soravtansine|marboxil|emtansine))?(?![A-Za-z])"
)
_NO_LATIN = {
    "treatment", "agreement", "development", "payment", "management", "investment", "department", "equipment", "announcement", "commitment", "statement", "improvement", "achievement",
    "government", "environment", "segment", "element", "implement", "supplement", "moment", "enrollment", "recruitment", "impairment", "amendment", "arrangement", "procurement", "shipment", "fulfillment",
    "requirement", "assessment", "engagement", "endpoint", "accept", "concept", "except", "intercept", "peptide", "nucleotide", "oligonucleotide", "polypeptide", "argument", "document", "instrument", "settlement",
    "advancement", "establishment", "attachment", "replacement", "reimbursement", "measurement", "fragment", "pigment", "judgment", "movement", "employment", "deployment", "installment", "enhancement", "entertainment", "adjustment",
    "alignment", "appointment", "assignment", "comment", "participant", "occupant", "basement", "placement", "endorsement", "disappointment", "experiment", "involvement", "refinement", "retirement", "excitement", "cement", "augment",
    "pavement", "apartment", "compartment", "thermostat", "lab", "collab", "rehab", "prelab",
}  # fmt: skip
_NAMED_LATIN = re.compile(
    r"(?:新药|药物|管线|疗法|抗体|疫苗|抑制剂|激动剂|拮抗剂|降解剂|ADC|双抗|产品|商品名[::]?\s?\"?|研发代[号码][::]?|代号[::]?|英文名[::]?|曾用名[::]?)\s?\"?"
    r"(?P<name>[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]{1,8}){0,2}(?:\([A-Z]{2,6}\))?)"
)
_BRAND = re.compile(
    rf"(?P<name>[A-Z][A-Za-z]{{2,15}}|(?<=[,、和及与的了对其\"(])[{_HAN}]{{2,5}}|(?<![{_HAN}])[{_HAN}]{{2,5}})\s?[®™]"
)
_TRADE_NAME = re.compile(
    rf"(?:商品名|通用名|品牌名)(?:称)?(?:为|是)?[::]?\s?\"?(?P<name>[{_HAN}]{{2,6}}|[A-Z][A-Za-z]{{2,15}})"
)
_QUOTED = re.compile(rf"\"(?P<name>[{_HAN}]{{2,10}}(?:剂|丸|散|汤|片|颗粒|胶囊|方|膏|液|饮))\"")
_PLATFORM = re.compile(
    r"(?<![A-Za-z0-9-])(?P<name>(?:[A-Z]{2,4} )?[A-Z][A-Za-z0-9]{2,18}(?:-[A-Za-z0-9]{1,8})?)(?:[®™]|TM)?(?P<tail>\s?(?:技术平台|平台|技术))"
)
_PLAIN_PLATFORM = re.compile(
    r"(?:ADC|AI|mRNA|CAR-?T|CRO|CDMO|CMC|RNA|DNA|siRNA|PROTAC|AAV|LNP|VLP|TCE|GLP|GMP|SaaS|BD|CXO|IT|PCR|NGS|XDC|RDC|PDC|ASO|IVD|POCT|HPV|ICL|CRISPR|iPSC|PEG|ERP|OTC|B2B|O2O|APP|App|DTP|SPD|DTC|ELISA|5G|VR|KOL|[A-Z]{1,2}|3D|CHO|TIL|TCR|NK|PD|CD[0-9]+|UDC|DAC|Fc|Co)(?:-T)?"
)
_NICKED = re.compile(r"[®™\"'\s]")


@dataclass(frozen=True, slots=True)
class AssetHit:
    """An asset's name at ``start:end``; hits with one ``group`` are forms of one asset. ``rule`` says how it was found."""

    start: int
    end: int
    text: str
    name: str
    group: str
    rule: str


@cache
def _drugs() -> tuple[ahocorasick_rs.AhoCorasick, list[str], dict[str, str]]:
    """Automaton over every known form, the forms in its order, and form to name."""
    names: dict[str, str] = {}
    with (_LEXICON / "drugs.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for form in (row["name"], *row["aliases"].split(";")):
                if form:
                    names.setdefault(form.lower(), row["name"])
    forms = list(names)
    return ahocorasick_rs.AhoCorasick(forms, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest), forms, names


@cache
def _targets() -> frozenset[str]:
    with (_LEXICON / "targets.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return frozenset(_key(form) for row in rows for form in (row["name"], *row["aliases"].split(";")) if form)


def _key(name: str) -> str:
    return re.sub(r"[\s\-]", "", name).lower()


_TARGET_LIKE = re.compile(
    r"(?:CD|IL|HER|TNF|CCR|CXCR|FGFR|CDK|JAK|TLR|ANGPTL|GPR[CA]?|KIF|STAT|PRMT|B7-?H|CLDN|Claudin|PD-?L?|LAG-?|TIM-?|GLP-?|5-?HT|HIF-?|ROR|DLL|MUC|TYK|SLC|KRAS|NRAS|BRAF|EGFR|VEGF|IgG|APO|PDE|SIRT|HDAC"
    r"|PARP|MAGE|NKG|PCSK|TROP|Trop|FXI|FGF|GDF|MAT|POL|USP|CDH|ADAM|LIV|PSMA|CEACAM|ENPP|TGF|Nav|MASP|DGK|SOS|SHP|PTPN|MC[1-5]R|LILRB|OX|NLRP|C5a|S1P|TREM|TL1A|SSTR|GPC|BCMA|CB|PPAR|SGLT|URAT|NaPi|IRAK|MALT|AXL)"
    r"-?[0-9A-Za-z]{0,4}(?:\.[0-9])?"
)


def find_assets(text: str) -> list[AssetHit]:
    """Every name of an asset in the text, in order; targets, tickers, trials and dates are none."""
    folded = fold(text)
    chosen: list[tuple[int, int, str]] = []
    end = 0
    for start, stop, rule in sorted(_candidates(folded), key=lambda item: (item[0], -item[1])):
        if start >= end:
            chosen.append((start, stop, rule))
            end = stop
    hits = [AssetHit(s, e, text[s:e], text[s:e], "", rule) for s, e, rule in chosen]
    return _grouped(folded, hits)


def find_deal_assets(text: str, spans: Sequence[Span]) -> list[AssetHit]:
    """The assets inside the spans of one deal, with every form of them in the whole text."""
    hits = find_assets(text)
    groups = {hit.group for hit in hits for start, end in spans if start <= hit.start < end}
    return [hit for hit in hits if hit.group in groups]


def _candidates(text: str) -> Iterator[tuple[int, int, str]]:
    yield from _known(text)
    for match in _CODE.finditer(text):
        if not _NO_CODE.match(match[0]) and not _is_target(match[0]) and not _is_ticker(text, match):
            end = _with_form(text, match.end())
            yield match.start(), end, "code"
    for match in _INN.finditer(text):
        yield match.start(), _with_form(text, match.end()), "non-proprietary name"
    for pattern, rule in ((_PRODUCT, "dosage form"), (_INJECTED, "injected")):
        for match in pattern.finditer(text):
            start = match.start()
            for stop in _STOP.finditer(match[0][:-1]):
                start = match.start() + stop.end()
            name = text[start : match.end()]
            if len(name) >= 4 and not _TOO_PLAIN.fullmatch(name):
                yield start, match.end(), rule
    for match in _VACCINE.finditer(text):
        yield match.start(), match.end(), "vaccine"
    for match in _LATIN_INN.finditer(text):
        if match[0].lower() not in _NO_LATIN:
            yield match.start(), match.end(), "non-proprietary name"
    for pattern, rule in ((_NAMED_LATIN, "named"), (_BRAND, "brand"), (_TRADE_NAME, "trade name"), (_QUOTED, "quoted")):
        for match in pattern.finditer(text):
            name = match["name"]
            if not _is_target(name) and len(name) > 1 and not _PLAIN_PLATFORM.fullmatch(name):
                yield match.start("name"), match.end("name"), rule
    for match in _PLATFORM.finditer(text):
        if not _PLAIN_PLATFORM.fullmatch(match["name"]) and not _is_target(match["name"]):
            yield match.start("name"), match.end("name"), "platform"


def _known(text: str) -> Iterator[tuple[int, int, str]]:
    automaton, forms, _ = _drugs()
    lowered = text.lower()
    if len(lowered) != len(text):
        return
    for index, start, end in automaton.find_matches_as_indexes(lowered):
        if forms[index][0].isascii() and _joined(text, start, end):
            continue
        yield start, _with_form(text, end), "lexicon"


def _joined(text: str, start: int, end: int) -> bool:
    around = (text[start - 1 : start], text[end : end + 1])
    return any(char.isascii() and char.isalnum() for char in around if char)


_FORM_BEHIND = re.compile(rf"(?:-[A-Z]{{1,2}})?[®™]?(?:{_FORM})(?!段|区|面|断)")


def _with_form(text: str, end: int) -> int:
    match = _FORM_BEHIND.match(text, end)
    return match.end() if match else end


def _is_target(name: str) -> bool:
    return _key(name) in _targets() or bool(_TARGET_LIKE.fullmatch(name))


def _is_ticker(text: str, match: re.Match[str]) -> bool:
    return bool(re.match(r"\.(?:HK|SH|SZ|US|O|N)\b", text[match.end() : match.end() + 4]))


_ROOT = re.compile(
    rf"^(?:注射用|重组|枸橼酸|盐酸|甲磺酸|马来酸|富马酸|苯磺酸|对甲苯磺酸|甲苯磺酸|磷酸|硫酸|琥珀酸|己二酸|酒石酸|氢溴酸)+|(?:{_FORM})$|[®™]|\([^()]{0,40}\)$"
)
_ALIAS_OPEN = re.compile(
    r"\s?(?:项目|产品)?\s?\((?:以下)?(?:商品名|通用名|英文名|曾用名|研发代[号码]|代号|又称|又名|即|亦称|简称|也称|原名|原|欧洲商品名|中文名)?(?:称|为)?[::]?\s?\"?$"
)
_ALIAS_NEXT = re.compile(
    r"[^,、()。;]{0,2}(?:,|、|/|;)\s?(?:商品名|通用名|英文名|曾用名|研发代[号码]|代号|又称|又名|即|亦称|也称|原名|原)?(?:为)?[::]?\s?\"?$|\s?/\s?$|,?\s?(?:研发)?(?:代号|又称|又名|即|亦称|商品名)(?:为)?[::]?\s?\"?$"
)


def _grouped(text: str, hits: list[AssetHit]) -> list[AssetHit]:
    """The same hits, named and grouped: same root, same lexicon entry, or one given as the other's alias in brackets."""
    _, _, known = _drugs()
    roots = [_root(fold(hit.text)) for hit in hits]
    parent: dict[str, str] = {}

    def top(key: str) -> str:
        while parent.get(key, key) != key:
            key = parent[key]
        return key

    keys = [
        _key(known.get(root.lower(), known.get(fold(hit.text).lower(), root)))
        for root, hit in zip(roots, hits, strict=True)
    ]
    inside = -1
    for index in range(1, len(hits)):
        between = text[hits[index - 1].end : hits[index].start]
        if _ALIAS_OPEN.fullmatch(between):
            inside = index
            parent[top(keys[index])] = top(keys[index - 1])
        elif inside >= 0 and index == inside + 1 and _ALIAS_NEXT.fullmatch(between):
            inside = index
            parent[top(keys[index])] = top(keys[index - 1])
        elif re.fullmatch(r"[®™]?\s?/\s?", between) and "code" in (hits[index].rule, hits[index - 1].rule):
            parent[top(keys[index])] = top(keys[index - 1])
    names: dict[str, str] = {}
    for hit, root, key in zip(hits, roots, keys, strict=True):
        names.setdefault(top(key), root or hit.text)
    return [replace(hit, group=top(key), name=names[top(key)]) for hit, key in zip(hits, keys, strict=True)]


def _root(name: str) -> str:
    while (shorter := _ROOT.sub("", name)) != name and len(shorter) >= 2:
        name = shorter
    return _NICKED.sub("", name) or name

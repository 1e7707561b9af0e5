"""What names of drugs, vaccines and platforms look like: codes, syllables, forms, brands, a table of known ones."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import ahocorasick_rs

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
    r"|[A-Z]{3,5}[0-9]{2}[A-Za-z](?=[^A-Za-z0-9]|$)"
    r"|[A-Z]{3,5}-[0-9]"
    r")(?:[.][0-9]{3})?(?:-[A-Z0-9]{1,4})?(?![A-Za-z0-9]|\.[0-9.]|%|-[0-9]|…)"
)
_NO_CODE = re.compile(
    r"(?:FY|Q[1-4]|H[12]|ASCO|ESMO|AACR|JPM|ASH|EHA|ADA|WCLC|CES|CSCO|SABCS|EASD|AAO|ACR|USD|RMB|HK|US|EUR|GBP|CNY"
    r"|No|NO|ISO|GB(?!-?[0-9]{3}(?![0-9]))|YY|ICH|NCT|CTR|CX[HS]L|JX[HS]L|CY[HS]S|JY[HS]S"
    r"|CX[HS]S|SARS|COVID|HPV|AAV|MSCI|CSI|ETF|PM|SH|SZ|BJ|PCT|WO|EP|CN|STAR|ESG|GMP|HTTP|IPO|TOP|AI|AN|IND|NDA|BLA"
    r"|NMPA|FDA|GLP|HCT|HIV|HBV|HCV|RSV|EBV|CMV|DNA|RNA|ATP|PMDA|WHO|OTC|BFR|JUN|SEP|COL|SHP|TSE|NASDAQ|HKEX"
    r"|DDR|DR|SNEC|LPR|MLF|USB|HBM|PCIE|PCIe|RTX|B|H|THB|ABL|ORR|PFS|PASI|EASI|IGA|ACR|BMI|HbA|NYHA|CYP|UGT|TNF"
    r"|MMP|UTF|GPT|RTX|ARM|CPU|GPU|AR(?!-?[0-9]{3})|VR|DRG|DIP|AIME|EC|IC|LD|ED|PE|PB|DAU|MAU|GDP|CPI|PPI|PMI|Vol|Top|Nov|Dec"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct)-?[0-9]|[A-Z]{2,6}-?20[12][0-9]$"
)

# ---- Chinese non-proprietary names: a stem, and the syllables that transliterations are written with
_SYLLABLES = (
    "阿艾埃爱安昂奥巴白柏贝倍苯本比必吡毕泊伯布博曹查昌茨达戴丹单当德地狄迪度多恩尔法凡非菲芬氟夫伏弗福富戈格根古瓜瑰海韩汉和赫恒洪胡华环霍基吉加甲"
    "金卡凯坎康考科可克库快奎喹夸昆拉来莱兰劳乐勒雷利立丽里莉力联林琳磷令留硫龙鲁卢仑伦罗洛马玛麦曼芒美门孟米嘧明莫默木那纳奈南尼宁努诺欧帕派潘培佩"
    "隆喷匹泼普齐奇羟曲瑞若萨赛三桑沙山舍莎珊生圣施士舒司斯思苏素索塔他泰坦汤特替提田廷亭通托妥瓦万汪维韦为温文沃乌西希昔喜锡夏香辛欣新雄秀许雅亚"
    "延盐醋叶伊依乙异因英尤右佑左泽扎珠佐唑昂恺溴碘氯磷酸钠钾钙盐酰胺肽酯酮烷烯炔环氧硝茚亮孟折博丙丁戊己庚辛吗哌嗪啶啉喹嘌呤噻咪甾聚乙二醇莨菪"
)
_STEMS = (
    "非尼酮|单抗|双抗|妥珠单抗|替尼|替布|西普|西利|帕利|列净|格列汀|格列隆|鲁肽|泊肽|那肽|度肽|糖肽|沙班|他汀|沙坦|普利"
    "|地平|洛尔|拉唑|康唑|夫定|沙韦|替韦|那韦|瑞韦|洛韦|福韦|布韦|地韦|昔韦"
    "|基奥仑赛|基仑赛|雷塞|托克拉|司他|莫德|格雷|西呱|曲泊帕|司群|鲁胺|他胺|西坦|他滨|替康|他赛|司琼|替丁|沙星|环素"
    "|霉素|西林|培南|巴坦|奈德|特罗|溴铵|替诺|非尼|佐米|司亭|促素|胰岛素"
    "|干扰素|生长激素|白蛋白|球蛋白|明基|布雷|曲磷|加巴林|瑞林|瑞克|沙格|泊酚|哌酮|拉定|昔布|昔康|伐他|兰索|司兰"
    "|米德|度胺|利酮|依隆|单抗注射液"
    "|特韦|韦泰|唑仑|吉利定|拉奉|苯酞|那非|达拉非|布林|拉生|拉赞|唑胺|拉克索|卡因|尼布|巴曲|奇尤|替定|卢戈利|拉戈利|美拉汀"
    "|法辛|普仑|拉西酮|色林|拉嗪|哌唑|哌齐|氮平|麦布|肝素|鲁司特|氟司特|米司特|贝特|列酮|列美脲|列齐特|米松|泼尼松|尼松龙|曲酮|洛酮"
    "|西泮|列地尔|可地尔|诺地尔"
)
_INN = re.compile(rf"(?:[{_SYLLABLES}α-ωA-Z-]|拜(?=单抗)){{1,9}}?(?:{_STEMS})(?![拉定])(?:α|β)?(?:-?[0-9][a-z])?")
FORM = (
    "口服溶液|口服混悬液|口服液|滴眼液|滴鼻液|鼻喷雾剂|吸入溶液|吸入粉雾剂|吸入剂|粉雾剂|缓释片|控释片|肠溶片"
    "|分散片|咀嚼片|口崩片|肠溶胶囊|缓释胶囊|软胶囊|干混悬剂|混悬注射液|脂质体注射液"
    "|注射液|注射剂|注射用混悬液|胶囊|颗粒|片|乳膏|凝胶贴膏|凝胶|软膏|透皮贴剂|贴膏|贴剂|贴片|喷雾剂|洗剂|搽剂|栓剂?|丸|口服制剂|微球|合剂"
    "|糖浆|滴剂|植入剂"
)
_PRODUCT = re.compile(
    rf"(?:注射用)?(?:\[[0-9A-Za-z]{{2,6}}\]|[{_HAN}A-Za-z0-9αβ\[\]-]){{2,16}}?(?:{FORM})(?![{_HAN}]?[仿剂]|断|段|区|面)"
)
_INJECTED = re.compile(
    rf"注射用(?:(?![两三四五六][个款种]|临床|上市|获批|获得|用于|属于|申请|的|为|及|和|与|在|已|是|由|等|新药|项目"
    rf"|产品)[{_HAN}A-Za-z0-9αβ-]){{2,12}}"
)
# What else ends like a dosage form: chips, films, grain.
_NO_PRODUCT = re.compile(
    r"[芯膜硅晶刀叶图照名影切卡镜玻新阿层瓦钢极叠]片$|[结聚复配]合剂$|(?:柱形|秸秆|硫磺|纳米|夏粮|塑料|木质|活性炭|饲料)颗粒$|阿片"
    r"|泡菜|弹丸|药丸|子弹"
)
# A word that runs into a name: 为依沃西单抗, 公司丽珠单抗.
_LED_IN = re.compile(r"(?:为(?!恩)|把|将|司(?!美|妥|库|普|来|莫|坦|替)|和(?!记)|与|如|及|达(?=成))*")
_STOP = re.compile(
    r"[两三四五六][个款种]|授出|围绕|解除|(?:抗菌|抗生素|抗抑郁|抗癫痫|抗真菌|抗凝|镇静|止吐|免疫)药|商业化|获授|据此|负责|继续|取得|(?:签署|签订|达成|订立|制药|药业|许可|就|(?:降压|降糖|降脂|抗癌|抗肿瘤|减肥|减重|止痛|镇痛|失眠|痛风|哮喘|抗病毒|抗炎|老|仿制)药|受让|转让|授予|终止|退回|归还|协商|撤回|确保|同意|组合|混合|加强|提升|超过|生产|委托|供应|需要|提供|采购|销售|推广|经销|代理|引进"
    r"|进口|获得|收购|开发|研发|合作|授权|许可|持有|拥有|包括|以及|就|与|和|及|或|的|将|把|对|为|在|由|该|其|等|用于"
    r"|款|种|类|项|个|品种|产品|药物|药品|新药|制剂(?!$)"
    r"|公司|集团|旗下|自主|国产|原研|仿制药|创新药|申请|评估|联合|联用|治疗|一项|评价|上市|完成|启动|收到|关于|项目"
    r"|核心|重磅|首个|独家|同意|开展|市场|甲方|乙方|至少|包含|每|经|含|使用|是|了|给|从|向|用|有|至|到|前|后|年|月"
    r"|日)"
)
_TOO_PLAIN = re.compile(
    rf"(?:[{_HAN}]?(?:口服|仿制|中成药|化学|生物|肿瘤|抗体|多款|相关|系列|缓释|肠溶|普通|高端|复杂|创新|固体|冻干"
    rf"|无菌|预充|脂质体|水针|粉针|大输液|中药|芯|图|照|碎|名|卡|唱|切|影|试|刀|叶|镜|晶|硅|硬|软|空心|刺激|玻|药"
    rf"|贴|尿|底|胶|薄|铝|膜|圆|大|小|专用|新药|[0-9]{{1,6}}))?(?:{FORM})"
)

# ---- vaccines, traditional medicines, brands, platforms
_VACCINE = re.compile(
    rf"(?:(?:[0-9]{{1,2}}|[二三四五六七八九十]{{1,3}})价|重组|冻干|吸附|口服|灭活|裂解|双价|带状疱疹|无细胞|mRNA"
    rf"|RSV|HPV)[{_HAN}A-Za-z0-9()-]{{1,18}}?疫苗(?:\([^()]{{2,16}}\))?"
    rf"|[A-Z]{{1,5}}[0-9]{{0,4}}群[{_HAN}]{{2,12}}?疫苗"
    r"|(?:HPV|水痘|流感|狂犬病?|麻疹|轮状病毒|脑膜炎|肺炎球?菌?|宫颈癌|乙肝|甲肝|百白破|破伤风|手足口病?|登革热)疫苗"
)
_LATIN_INN = re.compile(
    r"(?<![A-Za-z])[A-Z]?[a-z]{2,14}(?:mab|tinib|nib|cept|tide|ciclib|parib|rasib|lisib|degib|clax|gliptin"
    r"|gliflozin|sartan|prazole|leucel|parvovec|siran|rsen|mersen|tecan|imod|dectin|ciguat|platin|citabine"
    r"|grel|xaban|gepant|orexant|buvir|previr|navir|tegravir|capavir|xavir|statin|denoson|trapib|urad|xian|stat|fermin|plase|nersen|parsen"
    r"|relix|fusp|bart|stug|tug|mig|tamig|ment|zan|pant|glipron|glutide|astine|olone|azole|oxetine|brutinib)"
    r"(?: (?:vedotin|deruxtecan|govitecan|tirumotecan|rezetecan|autoleucel|ciloleucel|alfa|ozogamicin|soravtansine"
    r"|marboxil|emtansine))?(?![A-Za-z])"
)
_NO_LATIN = frozenset(
    [
        "treatment",
        "agreement",
        "development",
        "payment",
        "management",
        "investment",
        "department",
        "equipment",
        "announcement",
        "commitment",
        "statement",
        "improvement",
        "achievement",
        "government",
        "environment",
        "segment",
        "element",
        "implement",
        "supplement",
        "moment",
        "enrollment",
        "recruitment",
        "impairment",
        "amendment",
        "arrangement",
        "procurement",
        "shipment",
        "fulfillment",
        "requirement",
        "assessment",
        "engagement",
        "endpoint",
        "accept",
        "concept",
        "except",
        "intercept",
        "peptide",
        "nucleotide",
        "oligonucleotide",
        "polypeptide",
        "argument",
        "document",
        "instrument",
        "settlement",
        "advancement",
        "establishment",
        "attachment",
        "replacement",
        "reimbursement",
        "measurement",
        "fragment",
        "pigment",
        "judgment",
        "movement",
        "employment",
        "deployment",
        "installment",
        "enhancement",
        "entertainment",
        "adjustment",
        "alignment",
        "appointment",
        "assignment",
        "comment",
        "participant",
        "occupant",
        "basement",
        "placement",
        "endorsement",
        "disappointment",
        "experiment",
        "involvement",
        "refinement",
        "retirement",
        "excitement",
        "cement",
        "augment",
        "pavement",
        "apartment",
        "compartment",
        "thermostat",
        "lab",
        "collab",
        "rehab",
        "prelab",
        "genmab",
    ]
)
_NAMED_LATIN = re.compile(
    r"(?:新药|药物|(?<![医国制中西农])药(?=[A-Z][a-z])|材料|造影剂|滴眼液|管线|疗法|抗体|疫苗|抑制剂|激动剂|拮抗剂|降解剂|ADC|双抗|产品|商品名[::]?\s?\"?"
    r"|研发代[号码][::]?|代号[::]?|英文名[::]?|曾用名[::]?)(?:为|是|名为|包括)?[ ]?\"?"
    r"(?P<name>[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]{1,8}){0,2}(?:\([A-Z]{2,6}\))?|(?<=药物)[a-z]{7,16}(?![A-Za-z]))"
)
_BRAND = re.compile(
    rf"(?P<name>[A-Z][A-Za-z]{{2,15}}|(?<=[,、和及与的了对其\"(])[{_HAN}]{{2,5}}|(?<![{_HAN}])[{_HAN}]{{2,5}})\s?[®™]"
)
# A name the source has cut off, the first part of a longer code, or one too short to be told from an abbreviation.
_CUT = re.compile(r"\.\.|…|[.-]?[0-9]")
_SHORT = re.compile(r"[A-Z][A-Za-z0-9]{0,2}|[A-Z]{2,5}")
_TRADE_NAME = re.compile(
    rf"(?:商品名|通用名|品牌名)(?:称)?(?:为|是)?[::]?\s?\"?(?P<name>[{_HAN}]{{2,6}}|[A-Z][A-Za-z]{{2,15}})"
)
_QUOTED = re.compile(rf"\"(?P<name>[{_HAN}]{{2,10}}(?:剂|丸|散|汤|片|颗粒|胶囊|方|膏|液|饮))\"")
_PLATFORM = re.compile(
    r"(?<![A-Za-z0-9-])(?P<name>(?:[A-Z]{2,4} )?[a-z]?[A-Z][A-Za-z0-9]{2,18}(?:[.-][A-Za-z0-9]{1,8})?)(?:[®™]"
    r"|TM)?(?P<tail>\s?(?:大模型)?(?:技术平台|平台|技术))"
)
_GLUED_PLATFORM = re.compile(
    rf"(?<![A-Za-z0-9-])(?P<name>[A-Z][a-z]{{3,14}}(?:[A-Z][a-z]{{1,10}})?)(?:[®™])?\s?(?:siRNA|mRNA|RNA|DNA|ADC"
    rf"|AI)?[{_HAN}]{{0,8}}?平台"
)
_LED_PLATFORM = re.compile(r"平台(?P<name>[A-Z][a-z]{3,14}(?:[A-Z][a-z]{1,10})?)(?![a-z])")
_PLAIN_PLATFORM = re.compile(
    r"(?:ADC|AI|mRNA|CAR-?T|CRO|CDMO|CMC|RNA|DNA|siRNA|PROTAC|AAV|LNP|VLP|TCE|GLP|GMP|SaaS|BD|CXO|IT|PCR|NGS|XDC"
    r"|RDC|PDC|ASO|IVD|POCT|HPV|ICL|CRISPR|iPSC|PEG|ERP|OTC|B2B|O2O|APP|App|DTP|SPD|DTC|ELISA|5G|VR|KOL|[A-Z]{1,2}"
    r"|3D|CHO|TIL|TCR|NK|PD|CD[0-9]+|UDC|DAC|Fc|Co|Armstrong|NewCo|Biotech|Pharma|MNC|ADCs|Chiplet|COPD|NSCLC|SCLC"
    r"|MASH|NASH|AML|CLL|DMD|ALS|IgAN|GPU|CPU|NGC|VIP|GMP认证|BLA|NDA|IND|PCC|FDA|EMA|NMPA|GSK|BMS|MSD|AZ|J&J|UCB"
    r"|CSL|Chemo|Web3|Kick|Best|First|Me|Pal|The|In|II|III|IV)(?:-T)?"
)


@cache
def known_drugs() -> tuple[ahocorasick_rs.AhoCorasick, list[str], dict[str, str]]:
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
    return frozenset(name_key(form) for row in rows for form in (row["name"], *row["aliases"].split(";")) if form)


def name_key(name: str) -> str:
    return re.sub(r"[\s\-]", "", name).lower()


_TARGET_LIKE = re.compile(
    r"(?:CD|IL|HER|TNF|CCR|CXCR|FGFR|CDK|JAK|TLR|ANGPTL|GPR[CA]?|KIF|STAT|PRMT|B7-?H|CLDN|Claudin|PD-?L?|LAG-?"
    r"|TIM-?|GLP-?|5-?HT|HIF-?|ROR|DLL|MUC|TYK|SLC|KRAS|NRAS|BRAF|EGFR|VEGF|IgG|APO|Apo[A-E]|PDE|SIRT|HDAC"
    r"|PARP|MAGE|NKG|PCSK|TROP|Trop|FXI|FGF|GDF|MAT|POL|USP|CDH|ADAM|LIV|PSMA|CEACAM|ENPP|TGF|Nav|MASP|DGK|SOS|SHP"
    r"|PTPN|MC[1-5]R|LILRB|OX|NLRP|C5a|S1P|TREM|TL1A|SSTR|GPC|BCMA|CB|PPAR|SGLT|URAT|NaPi|IRAK|MALT|AXL)"
    r"-?[0-9A-Za-z]{0,4}(?:\.[0-9])?"
)


#: A letter and three digits are a code where a right or a project stands beside them (M701大陆权益, X842项目).
_LONE_CODE = re.compile(
    r"(?<![A-Za-z0-9/.$-])[A-Z]{1,3}[0-9]{2,3}(?=项目|注射|胶囊|(?:在|的)?(?:中国|大陆|内地|大中华|全球|海外|国内|日本|美国|欧洲|韩国|北美)[^,。;]{0,12}?(?:权|开发|商业化)|的?权益|的?权利)"
    r"|(?:(?<=commercialize )|(?<=license to )|(?<=rights to )|(?<=develop )|(?<=Licenses ))[A-Z]{2,4}[0-9]{2}(?![0-9A-Za-z.%-])"
    r"|[A-Z]{2,4}[0-9]{2}(?= (?:Rights|rights|in Japan|in China|in Greater China))"
    r"|(?:(?<=研发的)|(?<=产品)|(?<=项目)|(?<=药物)|(?<=新药))[A-Z][0-9]{3}(?![0-9A-Za-z.%-])"
)
#: Names told together before what they are: 甲、乙、丙三款疫苗.
_TOGETHER = re.compile(
    rf"(?<![{_HAN}])(?P<names>[{_HAN}]{{2,6}}(?:、[{_HAN}]{{2,6}}){{1,5}}(?:和[{_HAN}]{{2,6}})?)(?:等)?[两三四五六]款(?:疫苗|药物|药品|产品|新药)"
)
#: A code too short to stand alone, right behind what it names: 卵泡刺激素SJ02.
#: Two numbers under one name are a house's own codes: MIL76、MIL86.
_SERIES = re.compile(
    r"(?<![A-Za-z0-9])([A-Z]{3,6})-?[0-9]{2,4}(?:(?:、|和|及|与|/)\1-?[0-9]{2,4})+(?![0-9A-Za-z.%-])(?!\s?(?:双抗|双靶|抗体|靶点|抑制剂))"
)
_SHORT_CODE = re.compile(r"(?<=[素体药剂白肽苗物抗])[A-Z]{2,4}[0-9]{2}(?![0-9A-Za-z.%-])")
_RECOMBINANT = re.compile(
    rf"重组(?:人源化?|全人源?)?[{_HAN}A-Za-z0-9-]{{2,14}}?(?:刺激素|生成素|凝血因子|细胞因子|酶|激素|抑素|生长因子|毒素)"
)
#: LFA-1拮抗剂, ALK7 siRNA: a short code before a class of drugs is what the drug aims at.
_OF_TARGET = re.compile(
    r"\s?(?:拮抗剂|抑制剂|激动剂|调节剂|降解剂|阻断剂|受体|靶点|抗体|[单双三]抗|小分子|siRNA|ADC|CAR-T|TCE|inhibitor|antibod)"
)
_FEW_DIGITS = re.compile(r"[A-Za-z]{2,6}-?[0-9]{1,2}[A-Za-z]?")


def candidates(text: str) -> Iterator[tuple[int, int, str]]:
    yield from _known(text)
    for match in _CODE.finditer(text):
        names_target = _OF_TARGET.match(text, match.end()) and _FEW_DIGITS.fullmatch(match[0])
        if not (_NO_CODE.match(match[0]) or is_target(match[0]) or names_target or _is_ticker(text, match)):
            end = _with_form(text, match.end())
            yield match.start(), end, "code"
    for match in _SHORT_CODE.finditer(text):
        if not (is_target(match[0]) or _NO_CODE.match(match[0])):
            yield match.start(), match.end(), "code"
    for match in _SERIES.finditer(text):
        for part in re.finditer(r"[A-Z]+-?[0-9]+", match[0]):
            if not (is_target(part[0]) or _NO_CODE.match(part[0])):
                yield match.start() + part.start(), match.start() + part.end(), "code"
    for match in _LONE_CODE.finditer(text):
        if not (is_target(match[0]) or _NO_CODE.match(match[0])):
            yield match.start(), match.end(), "code"
    for match in _TOGETHER.finditer(text):
        for part in re.finditer(rf"[{_HAN}]+?(?=[、和]|$)", match["names"]):
            yield match.start("names") + part.start(), match.start("names") + part.end(), "named"
    for match in _RECOMBINANT.finditer(text):
        yield match.start(), match.end(), "non-proprietary name"
    for match in _INN.finditer(text):
        start = match.start() + len(_LED_IN.match(match[0])[0])  # type: ignore[index]
        if match.end() - start >= 4 or match[0][-1].isascii():
            yield start, _with_form(text, match.end()), "non-proprietary name"
    for match in _products(text):
        start = match.start()
        for stop in _STOP.finditer(match[0][:-1]):
            start = match.start() + stop.end()
        name = text[start : match.end()]
        if latin := _LATIN_WORD.search(name):  # 酸阻滞剂tegoprazan注射剂 is named from its Latin word on
            start, name = start + latin.start(), name[latin.start() :]
        if len(name) >= 4 and not (
            _TOO_PLAIN.fullmatch(name) or _NO_PRODUCT.search(name) or is_target(_FORM_END.sub("", name))
        ):
            yield start, match.end(), "dosage form"
    for match in _INJECTED.finditer(text):
        # 注射用ZG006许可协议 is named no further than its code, and a code behind the name is one of its own.
        code = _CODE.search(text, match.start() + len("注射用"), match.end() + 8)
        end = match.end()
        if code and code.start() < end:
            end = code.end() if code.start() == match.start() + len("注射用") else code.start()
        yield match.start(), end, "injected"
    for match in _VACCINE.finditer(text):
        yield match.start(), match.end(), "vaccine"
    for match in _LATIN_INN.finditer(text):
        if match[0].lower() not in _NO_LATIN:
            yield match.start(), match.end(), "non-proprietary name"
    for pattern, rule in ((_NAMED_LATIN, "named"), (_BRAND, "brand"), (_TRADE_NAME, "trade name"), (_QUOTED, "quoted")):
        for match in pattern.finditer(text):
            name = match["name"]
            cut = _CUT.match(text, match.end("name")) or (rule == "named" and _SHORT.fullmatch(name))
            if not (cut or is_target(name) or len(name) < 2 or _PLAIN_PLATFORM.fullmatch(name)):
                yield match.start("name"), match.end("name"), rule
    for match in (*_PLATFORM.finditer(text), *_GLUED_PLATFORM.finditer(text), *_LED_PLATFORM.finditer(text)):
        if not _PLAIN_PLATFORM.fullmatch(match["name"]) and not is_target(match["name"]):
            yield match.start("name"), match.end("name"), "platform"


_LATIN_WORD = re.compile(r"(?<=[\u4e00-\u9fff])[A-Za-z][a-z]{6,}")
#: The last characters of all dosage forms: only before one of them does a product's name stand.
_FORM_ENDS = re.compile(f"[{''.join(sorted({form[-1] for form in FORM.replace('?', '').split('|')} | {'栓'}))}]")
_REACH = 50


def _products(text: str) -> Iterator[re.Match[str]]:
    """As ``_PRODUCT.finditer``, several times faster: the pattern may begin anywhere, but ends in few places."""
    done = 0
    for last in _FORM_ENDS.finditer(text):
        if last.start() < done:
            continue
        if match := _PRODUCT.search(text, max(done, last.end() - _REACH), last.end() + _REACH):
            done = match.end()
            yield match


#: RC28-E is another drug than RC28.
_VARIANT = re.compile(r"-[A-Z0-9]{1,3}(?![A-Za-z0-9])")


def _known(text: str) -> Iterator[tuple[int, int, str]]:
    automaton, _, _ = known_drugs()
    lowered = text.lower()
    if len(lowered) != len(text):
        return
    for _, start, end in automaton.find_matches_as_indexes(lowered):
        if _joined(text, start, end):
            continue
        variant = _VARIANT.match(text, end) if text[end - 1].isdigit() else None
        yield start, _with_form(text, variant.end() if variant else end), "lexicon"


def _joined(text: str, start: int, end: int) -> bool:
    """Whether a Latin edge of the name runs on into another word."""
    return _runs_on(text[start - 1 : start], text[start]) or _runs_on(text[end - 1], text[end : end + 1])


def _runs_on(left: str, right: str) -> bool:
    return (left + right).isascii() and left.isalnum() and right.isalnum()


_FORM_END = re.compile(rf"(?:{FORM})$")
_FORM_BEHIND = re.compile(rf"(?:-[A-Z]{{1,2}})?[®™]?(?:眼内|玻璃体内|皮下|静脉|鞘内|吸入用)?(?:{FORM})(?!段|区|面|断)")


def _with_form(text: str, end: int) -> int:
    match = _FORM_BEHIND.match(text, end)
    return match.end() if match else end


def is_target(name: str) -> bool:
    """Whether the name is a target's (PD-1, CLDN18.2), which names no asset."""
    return name_key(name) in _targets() or bool(_TARGET_LIKE.fullmatch(name))


def _is_ticker(text: str, match: re.Match[str]) -> bool:
    return bool(re.match(r"\.(?:HK|SH|SZ|US|O|N)\b", text[match.end() : match.end() + 4]))

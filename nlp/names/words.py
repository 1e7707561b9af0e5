"""Words that are no names, and the checks made with them: places, regulators, verbs, generic nouns, surnames."""

from __future__ import annotations

import re
from pathlib import Path

from nlp.names.record import Name

HAN = "\u4e00-\u9fff\u3400-\u4dbf"
PLACE = re.compile(
    r"北京|上海|天津|重庆|江苏|浙江|广东|山东|四川|湖北|湖南|河南|河北|安徽|福建|江西|辽宁|吉林|黑龙江|陕西|山西|甘肃|青海|云南|贵州|海南|"
    r"广西|内蒙古|宁夏|新疆|西藏|台湾|香港|澳门|苏州|南京|杭州|无锡|常州|泰州|连云港|南通|扬州|镇江|徐州|盐城|宁波|温州|嘉兴|绍兴|台州|湖州|金华|"
    r"广州|深圳|珠海|东莞|佛山|中山|惠州|汕头|济南|青岛|烟台|淄博|潍坊|威海|成都|绵阳|武汉|宜昌|长沙|株洲|郑州|石家庄|合肥|芜湖|亳州|福州|厦门|"
    r"泉州|南昌|沈阳|大连|长春|通化|哈尔滨|西安|太原|兰州|昆明|贵阳|遵义|海口|三亚|南宁|呼和浩特|乌鲁木齐|拉萨|银川|西宁|张家港|昆山|江阴|常熟|"
    r"美国|英国|德国|法国|日本|韩国|瑞士|瑞典|丹麦|荷兰|比利时|意大利|西班牙|以色列|印度|澳大利亚|加拿大|新加坡|泰国|马来西亚|印度尼西亚|越南|"
    r"俄罗斯|巴西|中国|国药|中科院|中国科学院"
)
#: A country abroad before a Chinese name says where the house is from (丹麦|灵北).
ABROAD = re.compile(
    r"^(?:美国|英国|德国|法国|日本|韩国|瑞士|瑞典|丹麦|荷兰|比利时|以色列|印度|加拿大|挪威|爱尔兰|澳大利亚|意大利|西班牙|葡萄牙|墨西哥|巴西|阿根廷|新加坡|奥地利|芬兰|土耳其|沙特|埃及|南非|俄罗斯|泰国|马来西亚|越南|匈牙利|波兰|捷克)"
    r"(?=[\u4e00-\u9fffA-Z])"
)
PLACE_BEFORE = re.compile(rf"(?:{PLACE.pattern})$")
#: Latin words of the trade that are no names; the list is ``latin_stop.txt``.
LATIN_STOP = frozenset(
    line for line in (Path(__file__).parent / "latin_stop.txt").read_text(encoding="utf-8").split() if line[0] != "#"
)
CODE = re.compile(r"[A-Z]{1,6}[A-Za-z]{0,3}-?\d{2,}|[A-Z]{2,}-[A-Z]?\d")
NOT_A_NAME = re.compile(
    r"^(?:自愿性?|含税|增发|事宜.*|一(?:诊断|制药|医药|生物|医疗|疫苗).*|案.*|中国科学|银行|(?:全部|部分|剩余|其余|标的|相关)(?:股份|股权|资产|权益)|(?:中|医|药|.?医药)?(?:药|医)?学院|.*治疗药|.*(?:凝血|生长|细胞)因子|.*同意.?|少数|多数|.{0,4}[首一二两三四五六七八九十\d][单起笔]|.{0,3}字节|早盘|尾盘|盘中|开盘|收盘|盘[前后]|[早午晚]间|午后|傍晚|合称|(?:私募|风险|产业|创业)?股权投资|.*(?:部分股份|增发股份|老股|新股)|须予披露.*|主要|关连|内幕消息|海外监管|(?:有关)?业务(?:发展|更新|进展).*|(?:\d+|[一两二三四五六七八九十多数某该本此各这])[项种个款家份次名位].*|公司|本公司|集团|该公司|双方|各方|对方|甲方|乙方|后者|前者|其|标的|新(?:成立|设立|设|组建)|某.+|再[添下获签度次].*|最[多高低少]|各?卖方|各?买方|各?转让方|目标公司|合资公司|标的公司|记者|编者|全资|控股|协议|本次.*|"
    r"创新药|医药|生物医药|许可|转让|投资|收购|授权|临床前|.{0,6}(?:意向书|协议书|备忘录|议案|预案)|中国|.*(?:药企|药厂|企业|客户|伙伴|动态)|多方|各方|三方|美国|国内|全球|跨国药企|药企|.*(?:概念|板块|公告|精选|一览|快讯|日报|要闻|盘前|美股|港股|异动|涨停|证券|指数|ETF.*|研报|"
    r"记者|消息|战投|剩余|其他|药企.{0,3}|[一二三四五六七八九]成(?:股份|股权|以上)?|.{0,6}(?:类似药|仿制药|原研药)|股价|注射液|胶囊|单抗|疫苗|协议|合同|备忘录|大单|合作|药物|新药|抗体|技术|交易|领域|项目|产品|国家药监局|药监局|局|委员会|政府|部|会议|"
    r"交易所|联交所|深交所|上交所|港交所|证监会|公众号|最新|突发|重磅|官方|方面|原标题|来源|时间|摘要|股东会|董事会|子公司|附属公司|孙公司|万元|亿元|美元|人民币))$"
)
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆"
    "范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文樊施洪季温居申"
    "米房符詹岑佟冉佘娄宫仇栾费谷蔺屈卓戚冼巫褚苑冀闵臧麦窦滕敖俞聂苗柯毕包左辛管祝章鲁葛项应阮卞齐安凌霍柴欧阳司马"
)
REPORTER = re.compile(r"记者|编辑|作者|分析师|首席|通讯员|主持|教授|院士|博士")


def is_person(word: str) -> bool:
    return not ("\u4e00" <= word[0] <= "\u9fff") or (word[0] in SURNAMES and len(word) <= 4)


def may_be_party(name: Name) -> bool:
    """Whether a name that only the model found looks like one."""
    word = name.text
    if "\n" in word or NOT_A_NAME.match(word) or GENERIC.match(word) or _INSIDE.search(word):
        return False
    if (
        (VERBISH.search(word) and not LIKE_A_VERB.fullmatch(word))
        or _JOINED.search(word)
        or (len(word) <= 3 and word[-1] in "或约将也还曾已")
    ):
        return False
    if DRUGLIKE.search(word):
        return False
    if word.isascii():
        return not CLASS_OF_DRUG.search(word) and word not in LATIN_STOP and not CODE.search(word) and len(word) >= 3
    return not PLACE.fullmatch(word)


CLASS_OF_DRUG = re.compile(r" (?:ADC|CAR-?T|mAbs?|siRNA|mRNA|TCE|RDC|PDC|AOC|PROTAC)$")
#: Names that begin as a sentence goes on (同泽集团, 以岭药业, 会畅健康).
LIKE_A_VERB = re.compile(r"[同以会因是并][\u4e00-\u9fff](?:生物|医药|药业|制药|医疗|健康|科技|集团|股份|投资|资本)")
#: Endings of non-proprietary names, which no company bears.
DRUGLIKE = re.compile(
    r"(?:毒素|霉素|艾汀|列汀|替尼|单抗|双抗|沙星|地平|拉唑|西韦|韦|胰岛素|干扰素|西普|鲁肽|他汀|沙坦|列净|酰胺)$"
)
#: Words of a sentence, not of a name.
VERBISH = re.compile(
    r"^(?:另|因|若|要|会|是|返还|归还|退还|退回|收回|补充|收到|高达|就|以|同|并|或|且|而|但|则|使|让|把|这|那|其|此|由|随着|我们|目前|根据|通过|对于|关于)|(?:趋|却|仍|去卖|尚|达到|超过|影响|用于|提升|研发|竞争力|市场|以及|获批|受理|风险投资|许可$|口服药|药理|毒理|实施|完成后|注册资本|实收资本|月\d+日)"
)
#: Regulators, governments, media, markets: named in deals but never a side of one.
NEVER = re.compile(
    r"FDA|NMPA|EMA\b|CDE\b|PMDA|药监局|药品监督|药品管理局|卫健委|卫生部|医保局|国资委|国有资产监督|人民政府|管委会|管理委员会|委员会|政府|省委|市委|书记|市长|省长|总统|街道|"
    r"证监会|交易所|联交所|法院|检察院|协会|学会|商会|联盟|财联社|新浪|同花顺|证券报|日报|记者|编辑|配售代理|投资人|投资者|股东会|董事会|监事会|发行人|承配人|版权方|员工|配售|公众号|突破疗法|拆迁|"
    r"普通股|[HA]股|管理$|目录|化学品|健康中国|药审中心|审评中心|交易对方|交易对手|未盈利|^并|^加强|^列|证券$|期货$|ETF|指数|Armstrong|NewCo|OpenAI|Claude"
)
GENERIC = re.compile(
    r"^(?:创新|生物|中国|化学|国内|全球|传统|原料|现代|合成|仿制|大|新|小|数字|智慧|互联网|人工|上市|相关|多家|该|本|其|目标|标的|投资|产业|并购|私募|公募|国外|海外|跨国|大型|知名|民营|国有|高端|医疗|中|西|国产|进口|"
    r"控股|全资|参股|多|各|此|主要|核心|优质|头部|龙头|战略|财务|专业|高新|前沿|未来|高|低|我国|欧美|美国|日本|韩国|欧洲|香港|港股|一家|两家|三家|部分|干|体外|分子|免疫|肿瘤|先进|重大|公立|民营|三甲|定点|"
    r"肿瘤|乡镇|社区|持有公司|公司|转让|回购|增发|普通|流通|限售|发行|有限售条件|无限售|质押|总|新增|认购|间接|直接|合计|约|其中|以上|科创|创业|北交|上证|沪深|恒生|中证|联交|央|国企|银行|信托|保险|证券|期货|金融|社会|政府|地方|引导|产业|母|子|专项|合作|联合|共同|本集团)+(?:生物制药|生物医药|生物科技|医药科技|制药|药业|医药|生物|医疗|生命科学|大健康|健康|基因|诊断|细胞|疫苗|科技|医药集团|集团|股份|控股|资本|投资|基金|智能|器械|医学|医美|化学|国际|物流|大药房|药房|研究院|研究所|实验室|医院|大学)$"
)
#: Two things named together; some names hold the word itself (中和, 和铂, 和黄).
_JOINED = re.compile(r"(?<=..)(?:(?<!中)(?<!亚)(?<!共)和(?!铂|黄|元|记|泽|誉|径|君|其|佳|美|邦|康)|以及|及其)")
INNER_STOP = re.compile(
    r"终止|加快|推动|发展|收购|受让|转让|引进|携手|牵手|联手|签署|签订|达成|仍为|变更为|旗下|子公司|企业|公司|股东|平台|巨头|药企|机构|深化|战略|拟|向|与|将|及|由|被|对|以|(?<!中)和(?!铂|黄|元|记|泽|誉|径|君|其|佳|美|邦|康)|(?<!无)为(?!真|康)|的|给"
)
GOES_ON = re.compile(
    r"生物|医药|制药|药业|医疗|智造|健康|产投|科技|集团|股份|基金|资本|控股|研究|国际|商业|投资|物流|大药房|产业"
)
_INSIDE = re.compile(
    r"(?<!A)(?<!B)公司|与|从(?!化|容)|完成|交割|的|但|尚|已认|该|相关|却|若因|深化|战略|终止|仍|签署|签订|达成|收购|授权|引进|公告|宣布|股东|协议|获|拟|将|[0-9]{3,}|[0-9]元|亿|[0-9]万|万元|%|美元|[一二三四五六七八九十]家|双方|多家|合作"
)


def plausible(word: str) -> bool:
    bare = word.lstrip("*")
    return (
        len(bare) >= 2
        and not NOT_A_NAME.match(bare)
        and not _INSIDE.search(bare)
        and bare.count("(") == bare.count(")")
    )


ENDS_LIKE_ORG = re.compile(r"(?:生物|医药|药业|制药|医疗|健康|科技|集团|股份|投资|资本|基金|药)$")

"""What the words of a milestone look like, and the words that make it none; authorities and countries are single characters.

The rules are tried in order: an honour before a clearance, a clearance before an approval.
"""

from __future__ import annotations

import re
from typing import Literal

from nlp.regulators import AUTHORITY, PLACE

Kind = Literal["approval", "designation", "ind_clearance", "acceptance", "phase_start", "launch", "readout"]

_A = rf"[{AUTHORITY}{PLACE}]"
_R = AUTHORITY
_LIST = rf"{_A}(?:[、,和及与以]{{1,2}}{_A})*"
TRIAL = (
    r"(?:临床(?:试验|研究|研究用)|IND|研究性新药|新药研究|(?:[ⅠⅡⅢ]|[I1-3]{1,3}|一|二|三)[a-b]?(?:/[ⅡⅢIab23]{1,3})?期)"
)
_HONOUR = (
    r"(?P<detail>孤儿药|突破性(?:疗法|治疗|医疗器械|器械|设备)|快速通道|快速审评|优先审评|再生医学先进疗法|RMAT|PRIME|优先药物"
    r"|罕见儿科疾病|罕见病药物|QIDP|合格传染病产品|先驱审[评查]|加速审[评批]|创新通行证)"
)
RULES: tuple[tuple[Kind, str], ...] = (
    ("designation", rf"(?:获|被|授予|取得|得到|收到)[^。;]{{0,24}}?{_LIST}[^。;]{{0,60}}?{_HONOUR}[^。;,]{{0,6}}?(?:资格|认定|称号|指定|品种)"),
    ("designation", rf"{_LIST}[^。;]{{0,30}}?(?:授予|给予|纳入|认定)[^。;]{{0,70}}?{_HONOUR}[^。;,]{{0,6}}?(?:资格|认定|称号|指定|品种)"),
    ("designation", rf"获[^。;]{{0,24}}?{_HONOUR}[^。;,]{{0,6}}?(?:资格|认定)[^。;]{{0,4}}?\({_LIST}"),
    ("acceptance", rf"(?:获|得到|收到)[^。;]{{0,10}}?{_LIST}[^。;,]{{0,44}}?受理(?!号)"),
    ("acceptance", rf"{_R}[^。;]{{0,70}}?(?:正式|已|确认并|获得?|被)*受理(?!号|的)"),
    ("ind_clearance", rf"(?:获|收到|取得|得到|经)[^。;,]{{0,8}}?{_LIST}[^。;]{{0,70}}?{TRIAL}[^。;]{{0,44}}?(?:批准|许可|批件|同意|函告|准许|通知书|无异议)"),
    ("ind_clearance", rf"(?:获|收到|取得|得到|经)[^。;,]{{0,8}}?{_LIST}[^。;]{{0,60}}?(?:批准|许可|同意|准许|允许|默许|默示许可|clearance)[^。;]{{0,80}}?{TRIAL}"),
    ("ind_clearance", rf"(?:获|收到|取得|得到|经)[^。;,]{{0,8}}?{_LIST}[^。;,]{{0,12}}?(?:批准|许可|同意|准许),?(?:并|可以|可|将)*(?:在[^,。;]{{0,6}})?(?:开展|进行|启动)"),
    ("ind_clearance", rf"{TRIAL}(?:试验)?的?(?:申请|方案)[^。;]{{0,20}}?(?:获|取得|得到|收到|通过|经)[^。;,]{{0,8}}?{_LIST}[^。;,]{{0,20}}?(?:批准|许可|同意|准许|默示许可|审评|审查)"),
    ("ind_clearance", rf"{_R}[^。;,]{{0,14}}?(?:已|正式|同意|批准|许可|准许|允许){{1,2}}[^。;]{{0,70}}?{TRIAL}"),
    ("ind_clearance", rf"(?:获批|获准|获得?批准|获得?许可)[^。;,]{{0,4}}?(?:在|于|向){_LIST}[^。;,]{{0,10}}?(?:境内|当地)?(?:开展|进行|启动|进入)[^。;,]{{0,44}}?{TRIAL}"),
    ("ind_clearance", rf"(?:在|于){_LIST}[^。;,]{{0,30}}?{TRIAL}[^。;,]{{0,16}}?(?:获批|获准|获得?(?:批准|许可))"),
    ("approval", rf"(?:获|收到|取得|得到|通过|经)[^。;,]{{0,10}}?{_LIST}[^。;]{{0,64}}?(?:上市|注册|销售|营销|进口|首仿)?(?:批准|核准|获批|许可(?!协议|引进|给)|批件|注册证书?|批准函|510(?:许可|审核|认证|清关|通过)?|认证|证书)"),
    ("approval", rf"{_R}[^。;,]{{0,12}}?(?:已|正式|近日|日前|宣布|加速|完全|附条件)*(?:批准|核准)(?!函|通知|的|文号)"),
    ("approval", rf"(?:获批|获准|获得?批准)可?(?:在|于|进入){_LIST}[^。;,]{{0,8}}?(?:上市|销售|注册|使用|市场)?"),
    ("approval", rf"(?:在|于){_LIST}[^。;,]{{0,6}}?(?:正式|成功|率先|首次|同步)?(?:获批|获准|获得?(?:上市)?(?:批准|许可))(?:上市|销售|注册)?(?!临床|开展)"),
    (
        "approval",
        rf"(?:在|于){_LIST}[^。;,]{{0,6}}?(?:取得|获得?|拿到)[^。;]{{0,40}}?(?:注册证书?|许可证|注册批件|上市许可)",
    ),
    ("approval", rf"{_A}获批(?:上市)?(?!的|后|开展|临床)"),
    ("phase_start", rf"(?:在|于){_LIST}[^。;]{{0,50}}?(?:完成|实现|成功)?(?:首例|首位|第一例)[^。;,]{{0,12}}?(?:患者|受试者|参与者|志愿者)[^。;,]{{0,12}}?(?:给药|入组|用药|注射|随机|接种)"),
    ("phase_start", rf"(?:在|于){_LIST}[^。;,]{{0,24}}?(?:正式|成功)?(?:启动|开展了?|进入)[^。;,]{{0,24}}?(?:[ⅠⅡⅢ]|I{{1,3}})(?:[a-b])?期?(?:临床)[^。;,]{{0,24}}?(?:首例|给药|入组)"),
    ("launch", rf"(?:在|于){_LIST}[^。;,]{{0,8}}?(?:正式|全面|成功|首次|率先)*(?:商业化上市|上市销售|商业上市|实现商业化|商业化发售|开出首[张批]处方|首发上市)"),
    ("launch", rf"(?:首[批张单])[^。;,]{{0,20}}?(?:发往|运抵|抵达|出口(?:至|到)?|登陆){_LIST}"),
    ("readout", rf"(?:在|于){_LIST}[^。;,]{{0,12}}?(?:开展|进行|完成)的?[^。;,]{{0,50}}?{TRIAL}[^。;]{{0,80}}?(?:达到[^。;,]{{0,10}}?(?:终点|标准)|总结报告|试验报告|结果(?:显示|表明|积极))"),
)  # fmt: skip
_ENGLISH_HONOUR = (
    r"(?P<detail>orphan[- ]drug|orphan medicinal product|breakthrough[- ]therapy|breakthrough device|fast[- ]track|priority review|RMAT"
    r"|regenerative medicine advanced therapy|rare pediatric disease|PRIME|QIDP|SAKIGAKE)"
)
_GOT = r"\b(?:receiv(?:es?|ed|ing)|obtain(?:s|ed|ing)?|secur(?:es?|ed|ing)|grant(?:ed)|award(?:ed)|gain(?:s|ed|ing)?|earn(?:s|ed|ing)?|wins?|won|winning)\b"
_IND = r"(?:\bIND\b|investigational new drug|clinical[- ]trial)"
ENGLISH: tuple[tuple[Kind, str], ...] = (
    ("designation", rf"(?i:{_A}[^.;]{{0,60}}?\b(?:granted|grants|awarded|awards)\b[^.;]{{0,90}}?{_ENGLISH_HONOUR}[^.;]{{0,12}}?(?:designation|status))"),
    ("designation", rf"(?i:{_GOT}[^.;]{{0,40}}?{_A}[^.;]{{0,12}}?{_ENGLISH_HONOUR}[^.;]{{0,12}}?(?:designation|status))"),
    ("designation", rf"(?i:{_GOT}[^.;]{{0,20}}?{_ENGLISH_HONOUR}[^.;]{{0,12}}?(?:designation|status)[^.;]{{0,30}}?\b(?:from|by)\b[^.;]{{0,12}}?{_A})"),
    ("acceptance", rf"(?i:{_A}[^.;]{{0,24}}?\b(?:has |have |had )?(?:accepted|accepts|validated)\b[^.;]{{0,140}}?(?:application|BLA|NDA|MAA|filing))"),
    ("acceptance", rf"(?i:(?:application|filing|BLA|NDA|MAA|sNDA|sBLA)\b[^.;]{{0,90}}?\baccepted\b[^.;]{{0,40}}?\bby\b[^.;,]{{0,12}}?{_A})"),
    ("ind_clearance", rf"(?i:{_A}[^.;]{{0,40}}?\b(?:has |have )?(?:cleared|clears|approved|approves|granted)\b[^.;]{{0,90}}?(?:{_IND}|clinical trial (?:application|authori[sz]ation)))"),
    ("ind_clearance", rf"(?i:{_GOT}[^.;]{{0,20}}?{_A}[^.;]{{0,24}}?{_IND}[^.;]{{0,40}}?(?:clearance|approval))"),
    ("ind_clearance", rf"(?i:{_IND}[^.;]{{0,90}}?\b(?:cleared|approved)\b by[^.;]{{0,12}}?{_A})"),
    ("ind_clearance", rf"(?i:{_IND}[^.;]{{0,30}}?(?:clearance|approval|authori[sz]ation)[^.;]{{0,20}}?\bfrom\b[^.;,]{{0,12}}?{_A})"),
    ("ind_clearance", rf"(?i:(?:clearance|approval)[^.;]{{0,12}}?\bfrom\b[^.;,]{{0,12}}?{_A}[^.;]{{0,24}}?\bfor\b[^.;]{{0,20}}?{_IND})"),
    ("ind_clearance", rf"(?i:{_A}[^.;]{{0,24}}?\bthat\b[^.;]{{0,20}}?{_IND}[^.;]{{0,60}}?\b(?:approved|cleared)\b)"),
    ("approval", rf"(?i:{_A}[^.;,]{{0,24}}?\b(?:has |have )?(?:approved|approves|granted (?:\w+ ){{0,2}}approval)\b)"),
    ("approval", rf"(?i:{_GOT}[^.;]{{0,20}}?{_A}[^.;,]{{0,30}}?(?:approval|clearance|authori[sz]ation)\b)"),
    ("approval", rf"(?i:{_GOT}[^.;]{{0,24}}?(?:approval|clearance|authori[sz]ation)\b[^.;,]{{0,12}}?\b(?:from|in|by)\b[^.;,]{{0,12}}?{_A})"),
    ("approval", rf"(?i:\bapproved (?:by|in)\b[^.;,]{{0,12}}?{_A})"),
    ("phase_start", rf"(?i:\bfirst (?:patient|participant|subject)s?\b[^.;]{{0,20}}?\b(?:dosed|enrolled|treated)\b[^.;]{{0,120}}?\bin\b[^.;,]{{0,12}}?{_A})"),
    ("launch", rf"(?i:\b(?:commercial launch|launched commercially|commercially launched|commercial availability)\b[^.;]{{0,80}}?\bin\b[^.;,]{{0,12}}?{_A})"),
)  # fmt: skip

#: Wanted, awaited, doubted or refused; asked, not granted.
NOT_YET = re.compile(
    r"拟|计划|有望|预计|预期|期待|争取|力争|一旦|如果|倘若|若(?!干)|如[获经]|能否|或将|或可|即将|尚未|尚需|尚须|尚待|未能|未获|未[受批]|不予|拒绝|推迟|暂停|叫停|撤[回销]|取消"
    r"|正在(?:等待|接受|申请|推进|准备|寻求)|等待|筹备|准备|寻求|推荐|建议批准|积极(?:审评)?意见|目标|旨在|需要?(?:经|获|取得|得到)|须经|方可|才能|是否|可能|或于|将(?:于|在|向|获|被(?!列))|无需|并非|不代表|不能|风险"
    r"|传闻|据传|据悉将|冲刺|闯关|冲击|待[获批]|审批中|审评中|完整回复函|(?i:complete response|not yet|expects?\b|plans? to|if approved|seeking|pending|could|potential(?:ly)? approv|anticipat|refus|reject|subject to|would\b|once approved|upon approval)"
)
BEFORE = re.compile(
    r"此前|先前|早前|早已|曾(?!用名|令|氏)|截至|目前[^。]{0,8}已|已有|继(?!续)|除[^,。]{0,12}外|除了|均已|已分别|自[^,。]{0,20}(?:以来|后)|迄今|累计|多个国家|多款|去年|前年|以往|历史|原研|参比制剂|主要(?:产品|用于)"
    r"|(?:作为|是)(?:中国|国内|全球|美国|目前|首[个款]|唯一|第[一二])|为(?:中国|国内|全球|目前|首[个款]|唯一)|(?i:previously|already approved|to date|was approved in|has been approved in)"
)
PLANT = re.compile(r"GMP|质量管理规范|生产场地|现场检查|EIR")
LONG_BEFORE = re.compile(r"此前|先前|早前|(?i:previously)")
AT_HOME = re.compile(r"国家药品监督|国家药监|NMPA|CDE|药审中心|药品审评中心|中国药监")
OTHER_MATTER = re.compile(
    r"经营者集中|反垄断|增发|配售|融资|收购|并购|合并|要约|交易获|重组|投资|股权|发行|境外上市|挂牌|IPO|招股|H股|纳斯达克|纽交所|港交所上市|进口(?:牛肉|大豆|煤)|现场检查|GMP|质量管理规范|场地|专利|商标|出口管制|关税|法案|议案|贷款|破产|债券"
    r"|(?i:merger|acquisition|takeover|antitrust|tariff)"
)

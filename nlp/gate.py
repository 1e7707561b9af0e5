"""Decides in microseconds that an item can hold no deal: it lacks a medical word and house, or a word of transactions.

Recall comes first: whatever passes is read by slower steps. One pattern of a few dozen plain words is five times as fast
here as looking for them one by one.
"""

from __future__ import annotations

import re
from functools import cache

import ahocorasick_rs

from nlp.lexicon import load_lexicon
from nlp.lexicon.company import MEDICAL_KINDS

#: Words without which nothing medical is told; Traditional forms stand beside the Simplified ones.
MEDICAL = (
    "药", "藥", "医", "醫", "生物", "健康", "疫苗", "细胞", "細胞", "基因", "抗体", "抗體", "诊断", "診斷", "临床", "臨床",
    "单抗", "單抗", "双抗", "肿瘤", "腫瘤", "血液", "试剂", "制剂", "靶点", "蛋白", "多肽", "核酸", "核药", "ADC", "CAR-T",
    "siRNA", "mRNA", "RNA", "GLP-1", "PD-1", "CDMO", "CRO", "CXO", "BD", "CGM", "手术", "器械", "康复", "眼科", "口腔",
    "牙科", "体检", "保健", "养老", "辅助生殖", "医美", "玻尿酸", "胶原", "礼来", "諾華", "诺华", "辉瑞", "輝瑞", "罗氏", "羅氏",
    "默沙东", "默沙東", "赛诺菲", "赛默飞", "强生", "艾伯维", "阿斯利康", "葛兰素", "拜耳", "百时美", "渤健", "安进", "吉利德",
    "诺和诺德", "武田", "安斯泰来", "第一三共", "卫材", "再生元", "福泰", "勃林格", "梯瓦", "默克", "雅培", "美敦力", "GSK",
    "Pharma", "pharma", "Bio", "bio", "Therapeutics", "Medic", "medic", "Health", "Oncology", "Sciences", "clinical",
    "胰岛素", "激素", "抑制剂", "激动剂", "拮抗剂", "注射", "胶囊", "替尼", "鲁肽", "偶联", "疗法", "病毒", "感染", "减重", "降糖",
    "疾病", "患者", "治疗", "癌", "首付款", "里程碑付款", "商业化权", "适应症", "適應症", "drug", "vaccine", "antibod", "oncolog", "biolog", "Sanofi", "Pfizer", "Novartis", "Roche", "Lilly", "Merck", "AbbVie",
    "AstraZeneca", "Bayer", "Amgen", "Gilead", "Takeda", "Novo Nordisk", "Boehringer", "Bristol", "Genentech", "Regeneron", "BeiGene", "BeOne", "PHARMA", "BIO", "THERAPEUTICS",
)  # fmt: skip

#: Words without which no rights, shares, assets or paid research move.
TRANSACTION = (
    "协议", "協議", "合作", "授权", "授權", "许可", "許可", "收购", "收購", "转让", "轉讓", "受让", "受讓", "引进", "引進",
    "股权", "股權", "股份", "合同", "首付款", "预付款", "里程碑", "里程金", "并购", "併購", "要约", "控制权", "控股权", "认购",
    "認購", "增资", "增資", "入股", "参股", "合资", "合資", "签约", "签署", "签订", "簽署", "订立", "訂立", "备忘录", "備忘錄",
    "意向", "推广权", "代理", "经销", "選擇權", "选择权", "权益", "權益", "买下", "拿下", "牵手", "携手", "联手", "委托", "出售",
    "剥离", "私有化", "接手", "商业化推广", "供货", "NewCo", "出海", "BD", "设立", "成立", "交易", "投资", "共建", "大单", "licens", "Licens", "LICENS",
    "acqui", "Acqui", "ACQUI", "collaborat", "Collaborat", "agreement", "payment", "Payment", "venture", "Venture", "Agreement", "partner", "upfront", "merger",
    "option", "rights", " stake", "to buy", "will pay", "控股股东", "实际控制人", "共同开发", "联合开发", "联合宣布",
)  # fmt: skip

NOT_MEDICAL = "no medical word"
# Plain words only: the pattern's speed hangs on that.
_MEDICAL = re.compile("|".join(re.escape(word) for word in MEDICAL if word not in ("健康", "养老")))
# 持续健康发展 and 养老金 are politics and finance.
_CARE = re.compile(r"健康(?!发展|稳定|有序|运行|[、，,])|养老(?!金|保险|基金|产业)")
_TRANSACTION = re.compile("|".join(map(re.escape, TRANSACTION)))


def is_medical(text: str) -> bool:
    """Whether any word of medicine stands in the text."""
    return bool(_MEDICAL.search(text) or _CARE.search(text))


def gate(title: str, text: str) -> str:
    """Why the item can hold no deal, or an empty string where it has to be read."""
    whole = f"{title}\n{text}"
    if not is_medical(whole):
        opening = whole[:_OPENING]
        named = _TRANSACTION.search(opening) and _houses().find_matches_as_indexes(opening.encode("utf-8", "replace"))
        return "" if named else NOT_MEDICAL
    return "" if _TRANSACTION.search(whole) else "no word of a transaction"


#: Who a story is about is named in its first characters.
_OPENING = 200


@cache
def _houses() -> ahocorasick_rs.BytesAhoCorasick:
    """The known houses of the trade whose names say nothing of it (天士力, 华润三九), in bytes: three times as fast."""
    names = {
        name
        for company in load_lexicon().companies.values()
        if company.kind in MEDICAL_KINDS
        for name in (company.name_zh, *company.aliases)
        if len(name) >= 3 and re.fullmatch("[\u4e00-\u9fff]+", name) and not is_medical(name)
    }
    return ahocorasick_rs.BytesAhoCorasick([name.encode() for name in sorted(names)])

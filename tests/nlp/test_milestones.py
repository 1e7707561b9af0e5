"""Milestones abroad: what is one, whose, of what, from whom; and what only looks like one. Every sentence is ours."""

from __future__ import annotations

from datetime import date

import pytest

from nlp.milestones import find_milestones, may_tell_milestones
from nlp.page import make_page
from nlp.records import Milestone
from nlp.regulators import country_of, mark_authorities

DAY = date(2026, 6, 15)


def read(text: str, title: str = "") -> list[Milestone]:
    return find_milestones(make_page(title, text, DAY))


#: sentence → (kind, regulator, company, asset)
TOLD: dict[str, tuple[str, str, str, str]] = {
    "百济神州公告，泽布替尼片新剂型获得美国食品药品监督管理局（FDA）批准上市。": ("approval", "FDA", "百济神州", "泽布替尼"),
    "和黄医药宣布，呋喹替尼获日本厚生劳动省批准，用于治疗结直肠癌。": ("approval", "PMDA", "和黄医药", "呋喹替尼"),
    "君实生物公告，特瑞普利单抗在新加坡获批上市。": ("approval", "Singapore", "君实生物", "特瑞普利单抗"),
    "康希诺公告，公司四价流脑疫苗收到印度尼西亚食品药品监督管理局签发的注册证书。": ("approval", "BPOM", "康希诺", ""),
    "迈瑞医疗公告，公司的一款监护仪获得美国FDA 510(k)许可。": ("approval", "FDA", "迈瑞医疗", ""),
    "鱼跃医疗：呼吸机产品获欧盟CE认证": ("approval", "CE", "鱼跃医疗", ""),
    "甘李药业公告，甘精胰岛素注射液获巴西国家卫生监督局批准上市。": ("approval", "ANVISA", "甘李药业", "甘精胰岛素"),
    "复宏汉霖公告，斯鲁利单抗获英国药品和健康产品管理局（MHRA）批准上市。": ("approval", "MHRA", "复宏汉霖", "斯鲁利单抗"),
    "恒瑞医药公告，欧洲药品管理局（EMA）正式受理公司递交的卡瑞利珠单抗上市许可申请。": ("acceptance", "EMA", "恒瑞医药", "卡瑞利珠单抗"),
    "石药集团公告，SYS6010的新药上市申请获美国FDA受理。": ("acceptance", "FDA", "石药集团", "SYS6010"),
    "科伦博泰生物公告，芦康沙妥珠单抗获美国FDA授予突破性疗法认定。": ("designation", "FDA", "科伦博泰生物", "芦康沙妥珠单抗"),
    "亚盛医药宣布，奥雷巴替尼获欧盟委员会授予孤儿药资格认定。": ("designation", "EC", "亚盛医药", "奥雷巴替尼"),
    "信达生物宣布，IBI363的新药临床试验申请获美国FDA许可。": ("ind_clearance", "FDA", "信达生物", "IBI363"),
    "康方生物公告，AK117获准在澳大利亚开展I期临床试验。": ("ind_clearance", "Australia", "康方生物", "AK117"),
    "泽璟制药公告，公司收到美国FDA关于同意ZG006开展临床试验的通知。": ("ind_clearance", "FDA", "泽璟制药", "ZG006"),
    "再鼎医药宣布，ZL-1310在美国完成首例患者给药。": ("phase_start", "United States", "再鼎医药", "ZL-1310"),
    "君实生物宣布，特瑞普利单抗已在印度正式商业化上市销售。": ("launch", "India", "君实生物", "特瑞普利单抗"),
    "沃森生物公告，13价肺炎疫苗在印度尼西亚开展的Ⅲ期临床试验达到主要终点。": ("readout", "Indonesia", "沃森生物", ""),
    "The FDA has granted orphan drug designation to SHR-A1811, Hengrui Pharma announced today.": ("designation", "FDA", "Hengrui Pharma", "SHR-A1811"),
}  # fmt: skip

NOT_TOLD = [
    "恒瑞医药：卡瑞利珠单抗有望于年底获得美国FDA批准。",  # hoped for
    "百济神州公告，公司拟向FDA递交上市申请。",  # planned
    "博安生物公告，公司已向美国FDA提交地舒单抗的生物制品许可申请。",  # handed in, not accepted
    "信达生物公告，FDA拒绝批准信迪利单抗的上市申请。",  # refused
    "罗氏宣布，美国FDA已批准其乳腺癌新药上市。",  # not of China
    "恒瑞医药公告，卡瑞利珠单抗获国家药监局批准上市。",  # at home
    "迈威生物：9MW2821此前已获FDA快速通道资格认定，此次新增适应症获国家药监局受理。",  # history
    "利那洛肽于2012年8月经FDA批准上市，由一家美国公司研发。",
    "甘李药业公告，公司通过巴西国家卫生监督局的GMP检查。",  # a plant
    "复宏汉霖公告，斯鲁利单抗获CHMP积极意见，推荐批准上市。",  # an opinion
    "百济神州在美国纳斯达克上市，获批增发股份。",  # shares
    "该产品是美国FDA唯一批准的同类药物，由恒瑞医药代理。",  # a description
    "云顶新耀公告，合作药物获批后，将在韩国上市销售。",
    "浙江一家医院宣布，骨胶水获美国FDA突破性器械认定。",  # no company
    "欧盟委员会批准一家中国企业收购德国工厂。",
]


@pytest.mark.parametrize("text", TOLD)
def test_an_event_abroad_is_told_with_all_that_makes_it(text: str) -> None:
    kind, regulator, company, asset = TOLD[text]
    (found,) = read(text)
    assert (found.kind, found.regulator) == (kind, regulator)
    assert company in (found.company.name, *found.company.surface)
    if asset:
        assert found.asset is not None
        assert asset in (found.asset.name, *found.asset.surface)


@pytest.mark.parametrize("text", NOT_TOLD)
def test_what_only_looks_like_one_is_left_out(text: str) -> None:
    assert read(text) == []


def test_evidence_points_at_the_words() -> None:
    title, text = "康方生物：依沃西获批", "6月12日，康方生物公告，依沃西单抗获加拿大卫生部批准上市。"
    (found,) = read(text, title)
    whole = f"{title}\n{text}"
    assert found.day == date(2026, 6, 12)
    assert {e.field for e in found.evidence} == {"kind", "company", "asset"}
    assert all(whole[e.start : e.end] == e.text for e in found.evidence)


def test_title_and_body_tell_one_milestone_and_two_authorities_two() -> None:
    assert (
        len(read("恒瑞医药公告，近日SHR-A1904获美国FDA孤儿药资格认定。", "恒瑞医药：SHR-A1904获FDA孤儿药资格认定")) == 1
    )
    both = read("石药集团公告，SYS6010获美国FDA及欧洲药品管理局授予孤儿药资格认定。")
    assert [m.regulator for m in both] == ["FDA", "EMA"]


def test_a_country_and_its_authority_are_one() -> None:
    found = read("诺诚健华公告，奥布替尼已获澳大利亚药品管理局（TGA）批准。", "诺诚健华：奥布替尼在澳大利亚获批")
    assert [m.regulator for m in found] == ["TGA"]
    assert country_of("TGA") == "Australia"


def test_of_a_round_up_each_item_has_its_own_company() -> None:
    text = (
        "1、滨海钢铁公告，公司中标一项工程。\n2、恒瑞医药公告，SHR-1701获美国FDA批准开展临床试验。\n"
        "3、东海银行公告，拟发行债券。\n4、西山地产公告，控股股东增持。"
    )
    assert [(m.company.name, m.kind) for m in read(text, "晚间公告精选")] == [("恒瑞医药", "ind_clearance")]


def test_authorities_of_countries_are_known_by_their_office() -> None:
    text = "公司收到白俄罗斯共和国卫生部的通知。"
    marked = mark_authorities(text, 0, len(text))
    assert marked is not None
    assert [name for name in marked.names if name] == ["Belarus"]
    assert mark_authorities("公司收到国家药监局的通知。", 0, 13) is None


def test_the_gate_costs_nothing_and_lets_milestones_through() -> None:
    assert not may_tell_milestones("央行开展逆回购操作。")
    assert all(may_tell_milestones(text) for text in TOLD)


@pytest.mark.parametrize(
    ("text", "kind", "company"),
    [
        ("China-based CSPC Pharmaceutical Group Ltd announced receiving Investigational New Drug (IND) approval from the US "
         "FDA for its antibody-drug SYS6020.", "ind_clearance", "CSPC Pharmaceutical Group Ltd"),
        ("Innovent has obtained fast-track status from the US Food and Drug Administration (FDA) for IBI343.",
         "designation", "Innovent"),
        ("BeOne Medicines received approval from the European Commission for Brukinsa tablets.", "approval",
         "BeOne Medicines"),
        ("Hengrui Pharma announced that the first patient was dosed with SHR-4849 in a study in Australia.", "phase_start",
         "Hengrui Pharma"),
    ],
)  # fmt: skip
def test_english_press_tells_the_same_events(text: str, kind: str, company: str) -> None:
    (found,) = read(text)
    assert (found.kind, found.company.name) == (kind, company)


def test_in_english_a_foreign_company_in_the_sentence_is_whose_it_is() -> None:
    assert read("Zai Lab's partner argenx said that the FDA approved VYVGART.") == []

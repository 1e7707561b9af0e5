"""Sentences worth quoting: kind, topic, speaker; and sentences that are none. Every sentence is ours, none is trained on."""

from __future__ import annotations

from datetime import date
from itertools import islice

import pytest

from nlp.insights import LABELS, MODEL, find_insights, may_tell_insights
from nlp.page import make_page
from nlp.reader import read_article
from nlp.records import Insight
from nlp.train.insights import make_sentences, train_insights

DAY = date(2026, 6, 15)


def read(text: str) -> list[Insight]:
    return find_insights(make_page("药企出海观察", text, DAY))


#: sentence → (label, topic, speaker)
TOLD: dict[str, tuple[str, str, str]] = {
    "去年下半年起，国产创新药对外授权的节奏不断加快，首付款水平也水涨船高，行业由此进入新阶段。": ("trend", "", ""),
    "华泰证券认为，跨国药企对中国早期资产的兴趣日益浓厚，License-out已成为本土公司的常态。": ("trend", "", "华泰证券"),
    "本土药企的海外合作正从卖出单个产品转向多条管线的长期共建。": ("trend", "", ""),
    "所谓借船出海，就是把海外权益授权给跨国药企，换取首付款、里程碑和销售分成。": ("model", "borrowed_ship", ""),
    "NewCo模式把管线装进海外新公司，由基金出资、团队自主运营，药企保留股权。": ("model", "newco", ""),
    "中小药企出海缺乏国际化人才和海外临床经验，是普遍的短板。": ("challenge", "talent", ""),
    "一位投资人表示，不少创新药管线在对外授权谈判中被低估，首付款占比偏低的问题突出。": ("challenge", "valuation", "一位投资人"),
    "由于早年没有做好海外专利布局，一些药企在美国遭遇侵权诉讼，产品上市受阻。": ("challenge", "patents", ""),
    "国家药监局印发通知，支持创新药开展国际多中心临床试验，并缩短审评审批时限。": ("policy", "中国", "国家药监局"),
    "苏州市人民政府出台若干措施，鼓励生物医药企业开拓国际市场，对境外获批的新药给予奖励。": ("policy", "江苏", "苏州市人民政府"),
    "美国国会通过法案，限制联邦机构采购部分中国生物技术企业的服务。": ("policy", "美国", "美国国会"),
    "未来五年，中国创新药有望在全球市场占据更大份额，出海收入将继续增长。": ("outlook", "", ""),
    "业内人士预计，国产双抗和ADC的对外授权金额还将再创新高。": ("outlook", "", "业内人士"),
}  # fmt: skip

NOT_TOLD = [
    "恒瑞医药公告，与默沙东就一款口服药签署独家许可协议，首付款2亿美元。",
    "创新药概念午后走强，多股涨停，港股创新药ETF涨超3%。",
    "国产短剧出海提速，海外订单大增，平台加快布局。",
    "新能源汽车企业出海面临关税和合规的挑战。",
    "国家药监局批准一款国产创新药上市，用于治疗肺癌。",
    "国家医保局公示通过初步形式审查的药品名单。",
    "公司预计本次授权将对业绩产生积极影响，敬请投资者注意投资风险。",
    "该药有望成为同类首个获批的创新药。",
    "这也是中国药企出海的挑战所在。",  # hangs on the sentence before
    "会议指出，要推动创新药走向国际市场，打造新兴支柱产业，下一步将加快布局。",
    "中国药企怎样才能走向世界？",
]


@pytest.mark.parametrize("text", TOLD)
def test_a_sentence_has_its_kind_topic_and_speaker(text: str) -> None:
    (found,) = read(text)
    assert (found.label, found.topic, found.speaker) == TOLD[text]
    assert found.evidence[0].text == text


@pytest.mark.parametrize("text", NOT_TOLD)
def test_news_of_one_deal_of_shares_and_of_other_trades_is_no_insight(text: str) -> None:
    assert read(text) == []


def test_datelines_and_lead_ins_are_not_quoted() -> None:
    (found,) = read("【出海观察】财联社6月3日电，此外，国产创新药出海已从个别案例变为行业常态。")
    assert found.evidence[0].text == "国产创新药出海已从个别案例变为行业常态。"


def test_a_paper_speaks_for_who_issued_it() -> None:
    text = "江苏省人民政府印发支持生物医药产业的若干措施。《若干措施》提出，支持药企在境外开展临床试验，优化研发用物品进出口。"
    assert [(i.topic, i.speaker) for i in read(text)][-1] == ("江苏", "江苏省人民政府")


def test_articles_without_a_deal_are_read_for_what_else_they_say() -> None:
    text = "国产创新药出海已从个别案例变为行业常态。"
    reading = read_article("观察", text, DAY)
    assert (reading.skipped, len(reading.insights)) == ("", 1)
    assert read_article("观察", "某公司发布新款手机。", DAY).skipped
    assert not may_tell_insights("央行开展逆回购操作。")


def test_training_sentences_are_filled_and_the_same_seed_trains_the_same() -> None:
    sample = list(islice(make_sentences(3), 300))
    assert {label for _, label in sample} == {*LABELS, "none"}
    assert not any("{" in text for text, _ in sample)
    assert sample == list(islice(make_sentences(3), 300))
    first, second = (train_insights(samples=320, seed=5) for _ in range(2))
    assert first.get_pipe("textcat").to_bytes() == second.get_pipe("textcat").to_bytes()


def test_the_shipped_model_knows_the_labels() -> None:
    import spacy

    assert set(spacy.load(MODEL).get_pipe("textcat").labels) == {*LABELS, "none"}

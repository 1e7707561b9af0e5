"""A card: what is stated, what is not, who says so, and the sentence that says most."""

from __future__ import annotations

from dataclasses import replace

from storage.views import DealDetail, EvidenceView, FieldView, OtherValue, ReportView
from telling.cards import Card, make_card
from telling.words import Words
from tests.alerts.examples import FILING, PRESS, UNPRICED, a_deal, a_source, an_amount

LONG = (
    "访问期间，集团在两国签署多项协议，涉及原料药、药品注册、联合建厂和保税仓储。"
    "其中一家子公司把注射剂在中亚的独家商业化权利授予当地伙伴，"
    "另一家与投资基金谈产业园。公告同日，集团还与物流企业就保税仓储、冷链运输、口岸查验等事项交换了意见，并邀请"
    "当地监管部门来访。会谈结束后双方合影留念，后续安排将按规定另行公告，敬请各位投资者注意投资风险。"
)
TELLING = LONG.replace("另一家", "首付款200万美元，另一家")


def a_card(*evidence: EvidenceView, deal: object = None, reports: int = 1) -> Card:
    found = deal or a_deal()
    fields = tuple(FieldView(each.field, None, 0.9, False, each.source, (each,), ()) for each in evidence)
    sources = [replace(FILING, article=n, outlet=f"媒体{n}", tier=2 + n) for n in range(reports)]
    told = tuple(ReportView(n, "primary", "license", "announced", 0.9, "1", s) for n, s in enumerate(sources))
    return make_card(found, DealDetail(found, fields, told, (), ()), Words("zh"), "https://c.example")  # type: ignore[arg-type]


def states(name: str, text: str, sentence: str, source: object = PRESS) -> EvidenceView:
    return EvidenceView(name, text, sentence, sentence.index(text), "rule", source)  # type: ignore[arg-type]


def test_the_sentence_with_the_upfront_is_quoted_before_one_that_names_parties() -> None:
    parties = states("partners", "Travere", "云顶新耀与 Travere 签约。", FILING)
    upfront = states("amounts.upfront", "1.12亿美元", "首付款为1.12亿美元。")
    card = a_card(parties, upfront)
    assert card.quote is not None
    assert (card.quote.before, card.quote.words, card.quote.after) == ("首付款为", "1.12亿美元", "。")


def test_of_two_sentences_with_the_upfront_the_one_that_states_more_is_quoted() -> None:
    bare = states("amounts.upfront", "1.12亿美元", "首付款为1.12亿美元。", FILING)
    rich = "云顶新耀把希布替尼授权给 Travere，首付款1.12亿美元。"
    card = a_card(bare, states("amounts.upfront", "1.12亿美元", rich), states("partners", "Travere", rich))
    assert card.quote is not None
    assert card.quote.sentence == rich


def test_a_sentence_that_goes_on_and_on_is_cut_around_what_counts() -> None:
    card = a_card(states("amounts.upfront", "首付款200万美元", TELLING))
    assert card.quote is not None
    assert card.quote.sentence.startswith("… 其中一家子公司把注射剂")
    assert "首付款200万美元，" in card.quote.sentence
    assert card.quote.sentence.endswith(" …")
    assert len(card.quote.sentence) < len(TELLING) - 20


def test_three_sources_are_cited_and_the_others_counted() -> None:
    card = a_card(reports=5)
    assert [source.outlet for source in card.sources] == ["媒体0", "媒体1", "媒体2"]
    assert card.more_sources == 2


def test_what_is_expected_and_not_stated_is_listed_once() -> None:
    assert a_card(deal=UNPRICED).missing == ("首付款", "总额", "阶段", "区域")
    assert a_card(deal=UNPRICED).figures == ()
    near = a_deal(amounts=(an_amount("total", 9_000_000), an_amount("near_term", 1_000_000)))
    card = a_card(deal=near)
    assert [figure.label for figure in card.figures] == ["首付及近期付款", "总额"]  # in the order of payment
    assert card.missing == ("里程碑",)  # the near-term sum holds the upfront


def test_the_same_sum_hedged_in_another_way_is_no_disagreement() -> None:
    deal = a_deal(conflicts=("amounts.total", "model", "phase"))  # the model is what we call it

    def says(value: str, bound: str) -> list[dict[str, str]]:
        return [{"kind": "total", "currency": "USD", "value": value, "bound": bound}]

    for other, shown in (("48e8", ("阶段",)), ("53e8", ("总额 最高48亿美元（披露易）、53亿美元（界面新闻）", "阶段"))):
        others = (OtherValue(says(other, "exact"), PRESS),)
        field = FieldView("amounts.total", says("4800000000", "max"), 0.9, False, FILING, (), others)
        card = make_card(deal, DealDetail(deal, (field,), (), (), ()), Words("zh"), "https://c.example")
        assert card.disputed == shown


def test_links_are_only_of_the_web() -> None:
    deal = a_deal(source=a_source(1, "某媒体", "标题", url="javascript:alert(1)"))
    (source,) = make_card(deal, None, Words("zh"), "https://c.example").sources
    assert source.link == ""

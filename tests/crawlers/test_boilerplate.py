"""Which lines are an article's own, and which only stand around it."""

from __future__ import annotations

import pytest

from crawlers.boilerplate import ends_article, is_boilerplate, is_quote, trim

SENTENCE = "岚溪生物公告，公司与北境制药签订许可协议，授予对方在研药物的海外权益，首付款一千万美元。"


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑：李四", "（责编：胡一、杨二）", "文|柳二 编辑|李四", "原标题：岚溪生物签约", "稿源：药报", "資料來源：公司公告", "分享到微信", "返回搜狐，查看更多", "手机上阅读文章",
        "免责声明：本文仅代表作者本人观点，与本网无关。", "未经授权，严禁转载或镜像，违者必究。", "（作者系本刊特约记者）",
        "如需转载请与本报社联系。", "港美股0佣开户，最高送2000元现金券", "此文为付费阅读，登录后阅读全文。",
        "Reporting by Ann Writer; Editing by C. Dee", "报价延迟最少十五分钟。", "※ 未經授權，請勿轉載文章內容",
        "投资涉及风险，证券价格可升可跌，过往表现并不代表将来结果。", "阅读原文", "相关新闻", "Recommended articles",
        "打开某某新闻 查看精彩图片", "開啟某某App，閱讀全文", "点分享、点收藏、点在看", "某某网APP下载 版权声明：凡某某网注明来源的作品请勿转载。",
        "如有任何疑问或建议，欢迎联络我们", "检测人员正在工作。某某图片", "来源｜药报", "图片来自：药报", "全文共3500字，阅读大约需要7分钟", "延伸阅读：三家药企签约", "# # #", "Your download email will arrive shortly",
    ],
)  # fmt: skip
def test_furniture(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize("line", ["岚溪生物 09999.HK 26.450 +2.030 +8.31%", "云岫生物----%"])
def test_quotes(line: str) -> None:
    assert is_quote(line)


def test_a_promotion_goes_even_from_the_middle() -> None:
    promotion = "Save hours of research and gain an edge with our profiles of companies all over the world."
    assert trim([SENTENCE, promotion, *[SENTENCE[5:]] * 4]) == [SENTENCE, *[SENTENCE[5:]] * 4]


@pytest.mark.parametrize(
    "line",
    [
        SENTENCE,
        "公司提醒，里程碑付款能否收到取决于后续临床和审批结果，存在不确定性。",
        "来源于患者自身的细胞经过改造后回输，二期研究显示三个月缓解率为六成。",
        "授权双方约定，首付款在协议生效后三十天内支付，其余款项与里程碑挂钩。",
        "今年以来公司在美国提起三起诉讼，指控对方侵犯其抗体专利，要求停止生产和销售并赔偿损失；公司表示，对于任何侵权行为都将"
        "依法追究，相关产品的上市计划不受影响，双方已经在法院主持下交换证据，预计明年三季度开庭，在此之前不会再披露更多细节。",
        "6月12日，三家公司同日披露了海外授权的进展。",
        "Lanxi said the upfront payment of $10 million is due within 30 days.",
    ],
)
def test_sentences_are_kept(line: str) -> None:
    assert not is_boilerplate(line) and trim([line]) == [line]


def test_the_headline_and_the_byline_go_and_so_does_what_follows_the_article() -> None:
    lines = [
        "许可协议",
        "药报通讯 2026-06-12 10:31",
        SENTENCE,
        SENTENCE[5:],
        "相关阅读",
        "七家公司的现金流",
        "责任编辑：李四",
    ]
    assert trim(lines, "许可协议") == [SENTENCE, SENTENCE[5:]]


def test_a_part_of_the_article_may_be_called_as_a_list_is() -> None:
    more = f"{SENTENCE[:-1]}，这是今年的第三笔。"
    assert ends_article("最新动态")
    assert trim([SENTENCE, SENTENCE[5:], "最新动态", more, more, more]) == [SENTENCE, SENTENCE[5:], more, more, more]


def test_a_signature_that_is_a_part_of_the_title_does_not_take_the_text_with_it() -> None:
    lines = [SENTENCE, SENTENCE[5:], SENTENCE[3:], "岚溪生物科技有限公司"]
    assert trim(lines, "公司新闻 | 岚溪生物科技有限公司") == lines


def test_people_to_call_are_no_text_but_what_a_release_says_below_them_is() -> None:
    text, contact = [SENTENCE, SENTENCE[5:], SENTENCE[3:]], ["Media Contact:", "Dana Fox", "media@example.com"]
    assert trim([*text, *contact]) == text
    more = f"{SENTENCE[:-1]}，前瞻性陈述涉及风险。"
    assert trim([*text, *contact[:2], more, more]) == [*text, "Dana Fox", more, more]


def test_a_title_in_brackets_is_taken_off_the_text() -> None:
    assert trim([f"【岚溪生物签约】{SENTENCE}"], "岚溪生物签约") == [SENTENCE]

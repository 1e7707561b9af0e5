"""Every notation is read back exactly, and every sum of a deal gets the purpose that its sentence gives it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.money import find_deal_amounts
from nlp.notation import find_money
from nlp.payments import classified
from nlp.text import fold, split_sentences

M = 10**6


@pytest.mark.parametrize(
    ("printed", "value", "currency"),
    [
        ("12.5亿美元", 1250 * M, "USD"),
        ("1,250万美元", 12_500_000, "USD"),
        ("8,700万美元", 87 * M, "USD"),
        ("47.264287亿元", 4_726_428_700, "CNY"),
        ("二百余万元", 2 * M, "CNY"),
        ("人民币七十四点三四亿元", 7434 * M, "CNY"),
        ("人民币壹亿元", 100 * M, "CNY"),
        ("人民币叁仟伍佰万元", 35 * M, "CNY"),
        ("一点五亿美元", 150 * M, "USD"),
        ("US$1.11 billion", 1110 * M, "USD"),
        ("USD 1.08 billion", 1080 * M, "USD"),
        ("RMB 1.23 billion", 1230 * M, "CNY"),
        ("$2bn", 2000 * M, "USD"),
        ("$80m", 80 * M, "USD"),
        ("$100,000,000", 100 * M, "USD"),
        ("HK$2.3 million", 2_300_000, "HKD"),
        ("港元112.56", Decimal("112.56"), "HKD"),
        ("3.5亿港币", 350 * M, "HKD"),
        ("1.5亿元港币", 150 * M, "HKD"),
        ("€1.025 billion", 1025 * M, "EUR"),
        ("12 million euros", 12 * M, "EUR"),
        ("4200万欧元", 42 * M, "EUR"),
        ("950.92百万美元", 950_920_000, "USD"),
        ("300千元", 300_000, "CNY"),
        ("2亿英镑", 200 * M, "GBP"),
        ("30亿日元", 3000 * M, "JPY"),
        ("200亿韩元", 20_000 * M, "KRW"),
        ("5亿瑞士法郎", 500 * M, "CHF"),
        ("2亿美金", 200 * M, "USD"),
        ("3亿刀", 300 * M, "USD"),
        ("1亿3,000万元", 130 * M, "CNY"),
        ("2亿5000万美元", 250 * M, "USD"),
        ("6.5亿人民币", 650 * M, "CNY"),
        ("１２．５亿美元", 1250 * M, "USD"),
        ("12.50 億(yì)美元", 1250 * M, "USD"),
        ("14,100万美元", 141 * M, "USD"),
        ("¥990.47 million", 990_470_000, "CNY"),
        ("人民币2,000万元", 20 * M, "CNY"),
        ("1.2万亿日元", 1_200_000 * M, "JPY"),
        ("8500萬元", 85 * M, "CNY"),
    ],
)
def test_a_notation_is_read_to_its_value_and_currency(printed: str, value: Decimal, currency: str) -> None:
    (money,) = find_money(f"对方支付{printed}，随后完成交割。")
    assert (money.value, money.currency) == (value, currency)
    assert money.text == printed


@pytest.mark.parametrize(
    "nothing",
    [
        "认购851.57万股",
        "持股比例10%至15%",
        "2030年12月31日",
        "入组1287例患者",
        "剂量为200mg",
        "二元醇",
        "三元材料",
        "第一千万例",
        "亿美元级别",
        "人民币百万元",
        "HRS-5346片",
        "IL-17A抗体",
        "公司代码688506",
        "一亿人口",
        "覆盖4000万人",
        "100万支/年",
        "共3元件",
    ],
)
def test_what_is_no_money(nothing: str) -> None:
    assert [money.text for money in find_money(f"公告显示，{nothing}。")] == []


@pytest.mark.parametrize("vague", ["数千万美元", "数十亿美元", "几百万元", "数亿元"])
def test_an_order_of_size_has_no_value(vague: str) -> None:
    (money,) = find_money(f"涉及{vague}的交易")
    assert money.value is None


@pytest.mark.parametrize(
    ("printed", "bound"),
    [
        ("最高可达41.05亿美元", "max"),
        ("最高达1亿美元", "max"),
        ("高达1亿美元", "max"),
        ("至多1亿美元", "max"),
        ("不超过1亿美元", "max"),
        ("最多可达1亿美元", "max"),
        ("累计不超过1亿美元", "max"),
        ("最高可获得约1亿美元", "max"),
        ("上限为1亿美元", "max"),
        ("1亿美元以内", "max"),
        ("up to $100 million", "max"),
        ("as much as $100 million", "max"),
        ("超过1亿美元", "min"),
        ("逾1亿美元", "min"),
        ("超1亿美元", "min"),
        ("至少1亿美元", "min"),
        ("不低于1亿美元", "min"),
        ("1亿美元以上", "min"),
        ("100余万美元", "min"),
        ("1亿多美元", "min"),
        ("over $100 million", "min"),
        ("could exceed $1 billion", "min"),
        ("约1亿美元", "approx"),
        ("近1亿美元", "approx"),
        ("接近1亿美元", "approx"),
        ("1亿美元左右", "approx"),
        ("约为人民币1亿元", "approx"),
        ("approximately US$100 million", "approx"),
        ("暂定为1亿元", "approx"),
        ("共计1亿美元", "exact"),
        ("最近1亿美元", "exact"),
        ("合约1亿美元", "exact"),
        ("达1亿美元", "exact"),
    ],
)
def test_bounds_stand_before_or_behind(printed: str, bound: str) -> None:
    (money,) = find_money(f"交易，{printed}。")
    assert money.bound == bound


def test_units_are_shared_along_a_list() -> None:
    assert [(m.value, m.currency) for m in find_money("分别为1亿和2亿美元")] == [(100 * M, "USD"), (200 * M, "USD")]
    assert [(m.value, m.currency) for m in find_money("3000万、1350万美元")] == [(30 * M, "USD"), (13_500_000, "USD")]


@pytest.mark.parametrize("printed", ["1至2亿美元", "1-2亿美元", "1亿至2亿美元", "1亿美元至2亿美元", "1亿~2亿美元"])
def test_a_range_has_two_ends(printed: str) -> None:
    (money,) = find_money(f"估计{printed}")
    assert (money.value, money.high, money.currency) == (100 * M, 200 * M, "USD")


@pytest.mark.parametrize(
    "text",
    ["2亿美元（约合人民币14.5亿元）", "2亿美元(折合14.5亿元)", "2亿美元（约14.5亿元人民币）", "2亿美元，约合14.5亿元"],
)
def test_a_converted_figure_is_marked(text: str) -> None:
    first, second = find_money(text)
    assert (first.converted, second.converted) == (False, True)


@pytest.mark.parametrize(
    "text", ["10.74港元/股", "每股135.11美元", "每股作价12元", "14.50美元/股", "$24.00 per share", "每盒38元"]
)
def test_a_price_for_one_is_marked(text: str) -> None:
    (money,) = find_money(text)
    assert money.per_share


DEALS = [
    (
        "甲药业将获得1.5亿美元首付款及最高12亿美元的开发、注册和销售里程碑付款。",
        "license",
        ["upfront USD 150 exact", "milestone USD 1200 max"],
    ),
    (
        "对方将支付4500万美元不可退还且不可抵扣的首付款，以及不超过7.8亿美元的里程碑付款。",
        "license",
        ["upfront USD 45 exact", "milestone USD 780 max"],
    ),
    (
        "公司将收取首付款8,000万美元（约合人民币5.8亿元），开发里程碑款最高2.35亿美元，销售里程碑款最高9亿美元。",
        "license",
        ["upfront USD 80 exact", "milestone USD 235 max", "milestone USD 900 max"],
    ),
    (
        "首付款1500万美元、开发里程碑1.5亿美元、销售里程碑10.75亿美元，协议总金额高达12.4亿美元。",
        "license",
        ["upfront USD 15 exact", "milestone USD 150 exact", "milestone USD 1075 exact", "total USD 1240 max"],
    ),
    ("交易总额最高可达20亿美元，其中包括6000万美元首付款。", "license", ["total USD 2000 max", "upfront USD 60 exact"]),
    (
        "乙公司有权获得首付款和近期里程碑付款合计1.1亿美元，以及最多14.85亿美元的潜在里程碑付款。",
        "license",
        ["near_term USD 110 exact", "milestone USD 1485 max"],
    ),
    (
        "获得4000万美元的首付款和近期里程碑付款及最高14.21亿美元的额外里程碑付款。",
        "license",
        ["near_term USD 40 exact", "milestone USD 1421 max"],
    ),
    (
        "包括3亿元首付款、2.5亿元上市里程碑付款及累计不超过12.2亿元的销售里程碑付款。",
        "license",
        ["upfront CNY 300 exact", "milestone CNY 250 exact", "milestone CNY 1220 max"],
    ),
    ("首付款和里程碑付款总额最高可达6.5亿欧元。", "license", ["total EUR 650 max"]),
    ("甲生物将获得总计7000万美元的首付款和里程碑款。", "license", ["total USD 70 exact"]),
    (
        "首付款500万美元，里程碑付款，最高可达3000万美元；销售里程碑付款，最高可达3亿美元。",
        "license",
        ["upfront USD 5 exact", "milestone USD 30 max", "milestone USD 300 max"],
    ),
    (
        "最高可达98亿美元的研发里程碑付款，交易总额达105亿美元。",
        "license",
        ["milestone USD 9800 max", "total USD 10500 exact"],
    ),
    ("公司收到合作方支付的里程碑付款2000万美元。", "license", ["paid USD 20 exact"]),
    ("收到甲公司就长效药物开发协议项下的12亿美元首付款。", "license", ["paid USD 1200 exact"]),
    ("公司有权收到首付款1.8亿美元。", "license", ["upfront USD 180 exact"]),
    (
        "若对方行使选择权，将支付1.5亿美元的选择权行使费，里程碑付款上限为9亿美元。",
        "option",
        ["option_fee USD 150 exact", "milestone USD 900 max"],
    ),
    ("9.7亿美元：甲药业将双抗授权给乙公司", "license", ["total USD 970 exact"]),
    ("3400万美元预付款：甲公司引进乙公司的新药", "license", ["upfront USD 34 exact"]),
    ("38亿美元收购丙生物，丁制药加码自免", "acquisition", ["price USD 3800 exact"]),
    ("超50亿美元大单！甲药业牵手跨国药企", "license", ["total USD 5000 min"]),
    ("甲药业与乙公司达成逾15亿美元合作", "license", ["total USD 1500 min"]),
    ("丙公司以12.6亿美元收购了该公司全部股份。", "acquisition", ["price USD 1260 exact"]),
    (
        "拟以3.2亿元收购标的公司60%股权，后者去年营业收入8.1亿元，净利润5600万元。",
        "acquisition",
        ["price CNY 320 exact"],
    ),
    ("标的公司净资产2亿元，评估值为5.6亿元，交易作价为5.5亿元。", "acquisition", ["price CNY 550 exact"]),
    ("公司以2.5亿元的价格将子公司70%股权出售给丁公司。", "acquisition", ["price CNY 250 exact"]),
    ("公司拟出资2亿元认购其新增注册资本1200万元。", "equity", ["equity CNY 200 exact"]),
    ("拟现金出资14,100万美元受让其持有的23%股权。", "equity", ["price USD 141 exact"]),
    ("乙公司还将对甲公司进行5000万美元的股权投资。", "license", ["equity USD 50 exact"]),
    ("向甲公司发行700万股普通股（目前股价为20.85美元，约合1.5亿美元）。", "license", ["equity USD 150 approx"]),
    ("公司拟向全资子公司增资8000万元。", "equity", []),
    ("公司完成近3亿元B轮融资。", "equity", []),
    ("该药去年销售额达38亿美元，公司市值约120亿元。", "license", []),
    ("国内企业累计达成350亿美元授权合作，仅预付款就合计高达63亿美元。", "license", []),
    ("对方将支付数千万美元的首付款。", "license", []),
    (
        "該交易首付款為12.50億美元，里程碑付款最高可達48億美元。",
        "license",
        ["upfront USD 1250 exact", "milestone USD 4800 max"],
    ),
    (
        "Alpha gets an upfront payment of $80 million and up to $1.2 billion in development and sales milestones.",
        "license",
        ["upfront USD 80 exact", "milestone USD 1200 max"],
    ),
    (
        "Beta pays $45 million upfront, plus potential milestones totaling up to $700 million.",
        "license",
        ["upfront USD 45 exact", "milestone USD 700 max"],
    ),
    (
        "Alpha gets $100 million in upfront and near-term payments and up to $900 million in additional milestones.",
        "license",
        ["near_term USD 100 exact", "milestone USD 900 max"],
    ),
    (
        "The total deal value could exceed US$1.11 billion, including $60m upfront.",
        "license",
        ["total USD 1110 min", "upfront USD 60 exact"],
    ),
    ("Gamma to acquire Delta for approximately $3.2 billion in cash.", "acquisition", ["price USD 3200 approx"]),
    ("Alpha received a $10 million milestone payment from Beta.", "license", ["paid USD 10 exact"]),
    ("The drug had net sales of $2.1 billion in 2024.", "license", []),
]


@pytest.mark.parametrize(("text", "deal_type", "expected"), DEALS)
def test_a_sum_has_the_purpose_its_sentence_gives_it(text: str, deal_type: str, expected: list[str]) -> None:
    hits = find_deal_amounts(text, [(0, len(text))], deal_type)
    assert sorted(f"{hit.kind} {hit.currency} {int(hit.value) // M} {hit.bound}" for hit in hits) == sorted(expected)


def test_a_sum_told_twice_is_one_amount_with_the_bound_of_the_body() -> None:
    text = "甲药业与乙公司达成25亿美元合作\n潜在交易总金额超过25亿美元。"
    (hit,) = find_deal_amounts(text, [(0, len(text))], "license")
    assert (hit.kind, hit.value, hit.bound) == ("total", 2500 * M, "min")


def test_a_deal_takes_amounts_from_its_own_spans_only() -> None:
    text = "甲获得首付款1亿美元。丙获得首付款2亿美元。"
    middle = text.index("丙")
    assert [hit.value for hit in find_deal_amounts(text, [(middle, len(text))])] == [200 * M]


def test_an_amount_stands_where_it_says() -> None:
    text = "甲药业将获得1.5亿美元首付款。"
    (hit,) = find_deal_amounts(text, [(0, len(text))])
    assert text[hit.start : hit.end] == "1.5亿美元"


def test_each_sum_of_a_sentence_has_its_purpose() -> None:
    text = fold("首付款1亿美元，里程碑付款2亿美元。")
    guesses = classified(text, find_money(text), split_sentences(text)[0], None)
    assert [guess.kind for guess in guesses] == ["upfront", "milestone"]


_SCALES = {"万": 10**4, "亿": 10**8, "百万": 10**6, "千万": 10**7}
_NAMES = {"美元": "USD", "元": "CNY", "欧元": "EUR", "港元": "HKD", "英镑": "GBP", "日元": "JPY", "瑞士法郎": "CHF"}
_WORDS = {" million": M, " billion": 10**9, "m": M, "bn": 10**9, "": 1}
_SIGNS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "HK$": "HKD", "RMB ": "CNY"}
_AROUND = st.sampled_from(["对方支付", "总额约", "首付款为", "（", " ", ""])


@given(
    number=st.decimals(min_value="0.01", max_value="99999", places=2),
    scale=st.sampled_from(sorted(_SCALES)),
    name=st.sampled_from(sorted(_NAMES)),
    commas=st.booleans(),
    before=_AROUND,
)
def test_any_chinese_sum_is_read_back(number: Decimal, scale: str, name: str, commas: bool, before: str) -> None:
    printed = f"{number:,f}" if commas else f"{number:f}"
    (money,) = find_money(f"{before}{printed}{scale}{name}，")
    assert (money.value, money.currency) == (number * _SCALES[scale], _NAMES[name])


@given(
    number=st.decimals(min_value="0.01", max_value="99999", places=2),
    word=st.sampled_from(sorted(_WORDS)),
    sign=st.sampled_from(sorted(_SIGNS)),
)
def test_any_english_sum_is_read_back(number: Decimal, word: str, sign: str) -> None:
    (money,) = find_money(f"a payment of {sign}{number:,f}{word} in cash")
    assert (money.value, money.currency) == (number * _WORDS[word], _SIGNS[sign])


@given(st.integers(min_value=100, max_value=99_999_999))
def test_any_chinese_numeral_is_read_back(number: int) -> None:
    (money,) = find_money(f"支付人民币{_chinese(number)}元整")
    assert money.value == number
    if number < 10**4:
        assert find_money(f"支付{_chinese(number)}亿美元")[0].value == number * 10**8


def _chinese(number: int) -> str:
    """A number below 10^8 in characters, as 二千零三十万零五."""
    digits = "零一二三四五六七八九"
    if number >= 10**4:
        rest = number % 10**4
        joint = "零" if 0 < rest < 1000 else ""
        return _chinese(number // 10**4) + "万" + (joint + _chinese(rest) if rest else "")
    text = ""
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // size % 10
        if digit:
            text += digits[digit] + unit
        elif text and not text.endswith("零") and number % size:
            text += "零"
    return text


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    for money in find_money(text):
        assert text[money.start : money.end] == money.text
    find_deal_amounts(text, [(0, len(text))])


@given(st.lists(st.sampled_from([*"0123456789.,万亿元美元$%约至和、（）的收购首付款里程碑一二十百千 \n"]), max_size=80))
def test_any_mix_of_money_signs_is_read_without_a_crash(parts: list[str]) -> None:
    text = "".join(parts)
    for hit in find_deal_amounts(text, [(0, len(text))], "acquisition"):
        assert 0 <= hit.start < hit.end <= len(text)


def test_a_changed_sum_replaces_the_one_before() -> None:
    text = "协议经修订,监管里程碑由1000万美元降至800万美元。"
    hits = find_deal_amounts(text, [(0, len(text))], "license")
    assert [(hit.kind, hit.value) for hit in hits] == [("milestone", 8_000_000)]


@pytest.mark.parametrize(
    ("text", "deal_type", "told"),
    [
        ("首付款2亿美元,之后视开发进展最多再收14亿美元。", "license", [("upfront", 200 * M, "exact"), ("milestone", 1400 * M, "max")]),
        ("双方签订授权协议,最高付款111亿美元。", "license", [("total", 11100 * M, "max")]),
        ("先付1亿欧元,其余2亿欧元待获批后支付。", "license", [("upfront", 100 * M, "exact"), ("milestone", 200 * M, "exact")]),
        ("首付款加股权合计9000万美元。首付款6000万美元,另有3000万美元股权。", "license",
         [("upfront", 60 * M, "exact"), ("equity", 30 * M, "exact")]),
        ("两笔许可首付款合计5.6亿元。", "license", []),
        ("以95亿美元收购该公司。股权价值约91亿美元,计入或有价值权后总值可达95亿美元。", "acquisition",
         [("price", 9100 * M, "approx"), ("total", 9500 * M, "max")]),
        ("转让总价款为8.9亿元,每股11元。股份转让价款调整为8.87亿元。", "acquisition", [("price", 887 * M, "exact")]),
    ],
)  # fmt: skip
def test_what_each_sum_is_for(text: str, deal_type: str, told: list[tuple[str, int, str]]) -> None:
    hits = find_deal_amounts(text, [(0, len(text))], deal_type)
    assert [(hit.kind, hit.value, hit.bound) for hit in hits] == told

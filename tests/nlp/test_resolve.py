"""Who a party is: by name, definition, ticker, place; and nobody by guessing."""

from __future__ import annotations

import pytest

from nlp.lexicon import load_lexicon
from nlp.records import Party
from nlp.resolve import ArticleContext, Resolution, look_alikes, resolve_party

LEXICON = load_lexicon()


def resolve(name: str, text: str = "", *, surface: tuple[str, ...] = (), country: str | None = None) -> Resolution:
    context = ArticleContext.of(text or name, LEXICON)
    return resolve_party(Party(name=name, surface=surface, country=country), context, LEXICON)


@pytest.mark.parametrize(
    ("name", "company", "how"),
    [
        ("恒瑞医药", "jiangsu-hengrui-pharmaceuticals", "exact"),
        ("江苏恒瑞医药股份有限公司", "jiangsu-hengrui-pharmaceuticals", "alias"),
        ("恆瑞醫藥", "jiangsu-hengrui-pharmaceuticals", "alias"),
        ("BeiGene", "beone-medicines", "alias"),
        ("BEIGENE, LTD.", "beone-medicines", "alias"),
        ("武汉明德生物科技股份有限公司", "wuhan-easydiagnosis-biomedicine", "alias"),
        ("宜明昂科-B", "immuneonco-biopharmaceuticals", "alias"),
        ("ApogeeTherapeutics", "apogee-therapeutics", "alias"),
        ("Pfizer Inc", "pfizer", "alias"),
        ("Pfizer China", "pfizer", "alias"),
        ("辉瑞中国", "pfizer", "alias"),
        ("强生（中国）投资有限公司", "johnson-and-johnson", "alias"),
        ("国药控股上海有限公司", "sinopharm-co", "alias"),
        ("Merck KGaA, Darmstadt, Germany", "merck-kgaa", "alias"),
        ("Dr. Reddy's", "dr-reddys-laboratories", "alias"),
        ("Escients Pharmaceuticals", "escient-pharmaceuticals", "fuzzy"),
    ],
)
def test_a_name_in_any_dress(name: str, company: str, how: str) -> None:
    found = resolve(name)
    assert (found.company_id, found.how) == (company, how)


def test_another_form_of_the_party_decides_where_the_name_cannot() -> None:
    assert resolve("该集团", surface=("该集团", "辉瑞公司")).company_id == "pfizer"


def test_the_article_defines_a_short_name() -> None:
    text = "礼新医药科技（上海）有限公司（以下简称“礼科”）与伙伴签约。礼科将收到首付款。"
    assert resolve("礼科", text) == Resolution("lanova-medicines", "definition", 0.95, "lanova-medicines")


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("恒药(600276.SH)公告", "jiangsu-hengrui-pharmaceuticals"),
        ("恒药（01276.HK）公告", "jiangsu-hengrui-pharmaceuticals"),
        ("恒药(600276)公告", "jiangsu-hengrui-pharmaceuticals"),
        ("恒药(920982)公告", "jinbo-bio-pharmaceutical"),
        ("恒药(NYSE: PFE)公告", "pfizer"),
        ("恒药(2024)公告", None),
    ],
)
def test_a_ticker_behind_the_name_decides(text: str, company: str | None) -> None:
    assert resolve("恒药", text).company_id == company


@pytest.mark.parametrize(
    ("text", "country", "company"),
    [
        ("Merck buys the rights", None, None),
        ("Merck of Darmstadt, Germany, buys the rights", None, "merck-kgaa"),
        ("德国Merck买下权利", None, "merck-kgaa"),
        ("Merck, known as MSD outside the United States, buys", None, "merck-and-co"),
        ("Merck buys the rights", "DE", "merck-kgaa"),
        ("Merck buys the rights", "US", "merck-and-co"),
    ],
)
def test_two_mercks(text: str, country: str | None, company: str | None) -> None:
    assert resolve("Merck", text, country=country).company_id == company


def test_a_weak_name_needs_support() -> None:
    assert resolve("科伦", "科伦与伙伴签约").company_id is None
    supported = resolve("科伦", "科伦药业公告，科伦与伙伴签约")
    assert (supported.company_id, supported.how) == ("sichuan-kelun-pharmaceutical", "weak")


@pytest.mark.parametrize(
    "name", ["信达证券", "高盛医药", "恒端医药", "石药集团某某（山东）制药有限公司", "Pfizzle", "合作方A公司", "张三"]
)
def test_nobody_is_guessed(name: str) -> None:
    found = resolve(name)
    assert (found.company_id, found.how, found.confidence) == (None, "provisional", 0.0)


def test_an_unknown_party_has_one_key_under_its_legal_forms() -> None:
    assert resolve("某海生物科技有限公司").key == resolve("某海生物科技股份有限公司").key == "某海生物科技"


def test_a_company_taken_out_of_the_registry_is_provisional() -> None:
    smaller = LEXICON.without({"pfizer"})
    context = ArticleContext.of("辉瑞", smaller)
    assert resolve_party(Party(name="辉瑞"), context, smaller).how == "provisional"


@pytest.mark.parametrize(
    ("name", "likely"), [("Amicu", ["amicus-therapeutics"]), ("Genesis", ["genesis-biosystems"]), ("张三", [])]
)
def test_a_person_is_shown_whom_an_unknown_name_may_mean(name: str, likely: list[str]) -> None:
    assert [company.id for company in look_alikes(name, LEXICON)][:1] == likely

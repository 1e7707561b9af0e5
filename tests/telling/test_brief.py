"""The brief of an article with the facts of a real one, in our words; and of a period, each line with its sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crawlers.records import Article
from nlp.reader import read_article
from storage.articles import save_article
from storage.deals import save_reading
from storage.engine import open_database
from storage.filters import DealFilter
from storage.query import Query
from storage.scratch import article_alone
from telling.brief import Brief, Line, compose_brief, write_numbers
from telling.brief_lines import is_alike, period_before, say_days
from telling.brief_text import write_brief
from telling.words import Words

TITLE, TEXT = Path(__file__).with_name("jiangsu.txt").read_text(encoding="utf-8").split("\n", 1)
DAY = datetime(2025, 8, 20, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def alone() -> Iterator[Query]:
    item = Article(
        source="own", url="https://example.org/jiangsu", title=TITLE, text=TEXT, published=DAY, precision="day",
        fetched=DAY, language="zh", outlet="本报",
    )  # fmt: skip
    with article_alone(item) as query:
        yield query


def compose(query: Query, language: str) -> Brief:
    return compose_brief(query, DealFilter(), Words(language), today=DAY.date(), title=TITLE)  # type: ignore[arg-type]


def lines(brief: Brief) -> list[Line]:
    return [line for section in brief.sections for line in section.lines]


#: what a line of the brief says (Chinese, English), and words of the sentence of the article that says so
FACTS = [
    ("对外许可：14 笔", "licences out: 14", "已完成14笔对外许可"),
    ("对外许可：9 笔", "licences out: 9", "其中9笔发生在近三年"),
    ("总额最高9.25亿美元", "total up to US$925 million", "总额最高可达9.25亿美元"),
    ("海外收入：约68亿元人民币", "overseas revenue: about RMB 6.8 billion", "合计实现海外收入约68亿元"),
    ("海外收入占比：20%", "overseas share of revenue: 20%", "占总收入的20%"),
    ("公布海外收入的企业：20 家", "companies that report overseas revenue: 20", "江苏20家"),
    ("信达生物 → 罗氏", "Innovent → Roche", "信达生物宣布，与罗氏"),
]
#: section, and words of the sentence that it quotes
QUOTES = [
    ("models", "自主出海、借船出海、轻装出海和光荣退出"), ("models", "是现阶段最普遍的模式"), ("models", "在海外设立新公司承接特定管线"),
    ("challenge", "市场准入、管线估值、全球竞争和人才配置"), ("challenge", "监管要求复杂"), ("challenge", "缺乏国际专利布局"),
    ("policy", "地方政府正在构建政策支持体系"), ("policy", "优化生物医药研发用物品进出口管理"), ("outlook", "企业对前景表示乐观"),
    ("trend", "步伐明显加快"),
]  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_fact_of_the_article_stands_in_the_brief_with_its_sentence(alone: Query, language: str) -> None:
    told = lines(compose(alone, language))
    for chinese, english, sentence in FACTS:
        (line,) = [line for line in told if (chinese if language == "zh" else english) in line.text]
        assert sentence in line.sentence
        assert line.sources == (1,)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_models_challenges_and_policies_are_quoted_as_printed(alone: Query, language: str) -> None:
    brief = compose(alone, language)
    sections = {section.key: section.lines for section in brief.sections}
    for key, words in QUOTES:
        (line,) = [line for line in sections[key] if words in line.text]
        assert line.is_quote
        quoted = re.search("“(.+)”", line.text)
        assert quoted is not None
        assert quoted[1] in TEXT
        assert line.text.endswith("in Chinese") == (language == "en")


def test_every_figure_follows_from_the_article(alone: Query) -> None:
    said = re.sub(
        r"\d+/\d+ 笔|出海交易 \d+ 笔|：\d+ 笔。|江苏 \d+。",
        "",
        "\n".join(line.text for line in lines(compose(alone, "zh"))),
    )
    numbers = set(re.findall(r"\d+(?:\.\d+)?", said)) - {"2025", "8", "20", "3"}  # the day itself; 近三年
    assert numbers
    assert all(number in TEXT for number in numbers)


def test_both_languages_say_the_same_lines(alone: Query) -> None:
    shapes = [
        [(s.key, [line.sources for line in s.lines]) for s in compose(alone, each).sections] for each in ("zh", "en")
    ]
    assert shapes[0] == shapes[1]
    both = write_brief(compose(alone, "both"), Words("both"))
    assert (
        "恒瑞医药，截至2025年8月20日，对外许可：14 笔 / Jiangsu Hengrui Pharmaceuticals, as of 20 August 2025" in both
    )


def test_the_text_ends_each_line_in_numbers_and_lists_what_they_stand_for(alone: Query) -> None:
    text = write_brief(compose(alone, "en"), Words("en"), sentences=True)
    body, _, rest = text.partition("## Sources")
    assert all(line.endswith("]") for line in body.splitlines() if line.startswith("- "))
    assert "[1] 本报 · 20 August 2025 · " in rest
    assert "https://example.org/jiangsu" in rest
    assert "> 恒瑞医药已完成14笔对外许可" in body


def test_numbers_run_together() -> None:
    assert write_numbers((1, 2, 3, 7, 9, 10)) == "[1–3, 7, 9–10]"
    assert write_numbers(()) == ""


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        (date(2026, 6, 1), date(2026, 6, 30), (date(2026, 5, 1), date(2026, 5, 31))),
        (date(2026, 1, 1), date(2026, 3, 31), (date(2025, 10, 1), date(2025, 12, 31))),
        (date(2025, 1, 1), date(2025, 12, 31), (date(2024, 1, 1), date(2024, 12, 31))),
        (date(2026, 6, 8), date(2026, 6, 14), (date(2026, 6, 1), date(2026, 6, 7))),
        (date(2026, 3, 1), date(2026, 3, 1), (date(2026, 2, 28), date(2026, 2, 28))),
    ],
)
def test_the_period_before(first: date, last: date, before: tuple[date, date]) -> None:
    assert period_before(first, last) == before


def test_days_in_words() -> None:
    zh, en = Words("zh"), Words("en")
    assert say_days(date(2026, 6, 1), date(2026, 6, 30), zh) == "2026年6月"
    assert say_days(date(2025, 1, 1), date(2025, 12, 31), en) == "2025"
    assert say_days(date(2026, 6, 8), date(2026, 6, 14), en) == "8 June 2026 to 14 June 2026"


def test_sentences_that_differ_by_a_lead_in_are_one() -> None:
    one = "国产创新药出海已从个别案例变为行业常态，首付款水平也在提高。"
    assert is_alike(one, f"券商认为，{one}")
    assert not is_alike(one, "中小药企出海缺乏国际化人才，是普遍的短板。")


def test_an_article_that_says_nothing_of_it_has_an_empty_brief() -> None:
    item = Article(source="own", url="", title="天气", text="明天有雨。", published=DAY, precision="day", fetched=DAY)
    with article_alone(item) as query:
        brief = compose_brief(query, DealFilter(), Words("zh"), today=DAY.date())
        assert (brief.sections, brief.sources) == ((), ())
        assert "这一时段没有出海交易" in write_brief(brief, Words("zh"))
        assert query.announced_deals(DealFilter()) == []


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Query]:
    """A week of short articles by several outlets, read and kept by the whole line."""
    told = [
        ("甲报", "2025年，中国创新药对外授权交易总金额超过1300亿美元。"),
        ("乙报", "2025年，中国创新药对外授权交易总金额达1356亿美元。"),
        ("丙报", "据统计，2025年，中国创新药对外授权交易总金额达1356亿美元，行业关注度不减。"),
        ("丁报", "恒瑞医药公告，SHR-1701获美国FDA批准开展临床试验。"),
        ("戊报", "苏州市人民政府出台若干措施，鼓励生物医药企业开拓国际市场，对境外获批的新药给予奖励。"),
        ("己报", "康方生物公告，将AK138的大中华区以外全球权益独家授权给默沙东，首付款2亿美元。"),
    ]
    database = open_database(tmp_path_factory.mktemp("week") / "week.db")
    with database.write() as session:
        for number, (outlet, text) in enumerate(told, 1):
            item = Article(
                source="own", item_id=str(number), url="", title=f"{outlet}消息", text=text, published=DAY,
                precision="day", fetched=DAY, language="zh", outlet=outlet,
            )  # fmt: skip
            saved = save_article(session, item)
            reading = read_article(item.title, text, DAY.date())
            save_reading(session, saved.id, reading, extractor="test")
    with database.read() as session:
        yield Query(session, today=DAY.date())
    database.close()


def of_week(query: Query, language: str = "zh", **more: object) -> Brief:
    asked = DealFilter(since="2025-08-18", until="2025-08-24", **more)  # type: ignore[arg-type]
    return compose_brief(query, asked, Words(language), today=DAY.date())  # type: ignore[arg-type]


def test_figures_that_differ_stand_side_by_side_and_equal_ones_once(week: Query) -> None:
    (figures,) = [section.lines for section in of_week(week, "en").sections if section.key == "figures"]
    assert [line.text for line in figures] == [
        "China, 2025, value of licences out: more than US$130 billion (sources or definitions differ)",
        "China, 2025, value of licences out: US$135.6 billion (sources or definitions differ)",
    ]
    assert [len(line.sources) for line in figures] == [1, 2]


def test_a_period_counts_what_was_announced_in_it_and_says_what_came_before(week: Query) -> None:
    core = [line.text for line in of_week(week).sections[0].lines]
    assert core == [
        "出海交易 1 笔。", "1/1 笔披露首付款，合计约2亿美元。",
        "上一时段（2025年8月11日 至 2025年8月17日）出海交易 0 笔；本时段 1 笔。", "按中方企业所在省份：广东 1。",
        "海外里程碑 1 项：FDA 1。",
    ]  # fmt: skip


def test_a_province_has_its_own_milestones_policies_and_share(week: Query) -> None:
    brief = of_week(week, province=("江苏",))
    told = {section.key: [line.text for line in section.lines] for section in brief.sections}
    assert told["core"][-2:] == ["江苏占全国出海交易 1 笔中的 0 笔（0%）。", "海外里程碑 1 项：FDA 1。"]
    assert told["milestones"] == ["2025年8月20日，恒瑞医药：SHR-1701，FDA IND获准"]
    assert told["policy"][0].startswith("江苏：“苏州市人民政府出台若干措施")
    assert "figures" not in told
    assert {s.key for s in of_week(week, province=("上海",)).sections} == {"core"}


def test_a_query_for_a_kind_of_deal_has_no_remarks_beside(week: Query) -> None:
    assert {s.key for s in of_week(week, type=("license",)).sections} == {"core", "developments", "models"}

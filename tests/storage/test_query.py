"""Every filter leaves what a plain loop over all deals leaves; pages join up; sums are those of the rows."""

from __future__ import annotations

import random
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors import UnknownValueError
from nlp.records import Evidence, Fact, Insight, Milestone, Reading
from storage.articles import save_article
from storage.deals import save_reading
from storage.engine import Database, open_database
from storage.errors import NoSuchRowError, UnknownNameError
from storage.filters import DealFilter, FilterError
from storage.query import Query
from storage.views import DealView
from tests.storage.conftest import Tell
from tests.storage.making import article, deal, party, territory

TODAY = date(2029, 9, 30)
GRANTORS = ["恒瑞医药", "百济神州", "石药集团", "新诺威", "海蓝石生物"]
PARTNERS = ["默沙东", "诺华", "阿斯利康", "辉瑞", "Norvane Therapeutics"]


@pytest.fixture(scope="module")
def full(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """120 different deals."""
    path = tmp_path_factory.mktemp("full") / "full.db"
    shutil.copy(empty_database, path)
    database, dice = open_database(path), random.Random(5)
    with database.write() as session:
        for number in range(120):
            upfront = dice.choice([None, 900_000, 1_000_000, 30_000_000, 100_000_000])
            told = deal(
                dice.choice(GRANTORS), dice.choice(PARTNERS), f"XQ-{1000 + number}",
                type=dice.choice(["license", "option", "newco"]), status=dice.choice(["announced", "proposed"]),
                direction=dice.choice(["out", "domestic"]), model=dice.choice(["borrowed_ship", "newco", None]),
                modality=dice.choice(["ADC", "bispecific", None]), phase=dice.choice(["phase 1", "phase 2", None]),
                targets=tuple(dice.sample(["PD-1", "VEGF", "CLDN18.2"], dice.randint(0, 2))),
                territory=dice.choice([None, territory("world", without=("CN",)), territory("US", "JP")]),
                upfront=upfront and upfront + 7 * number,
                total=dice.choice([None, 1_200_000_000 + 7 * number]), currency=dice.choice(["USD", "CNY"]),
                confidence=dice.choice([0.4, 0.8, 1.0]),
            )  # fmt: skip
            item = article(number, days=number * 12 + dice.random())
            save_reading(session, save_article(session, item).id, Reading(deals=(told,)), extractor="t")
    yield database
    database.close()


@pytest.fixture(scope="module")
def everything(full: Database) -> list[DealView]:
    with full.read() as session:
        found = Query(session).deals(DealFilter(limit=1000)).items
    assert len(found) == 120
    return list(found)


def stated(shown: DealView, kinds: tuple[str, ...], currency: str) -> list[Decimal]:
    if currency == "USD":
        value = shown.upfront_usd if "upfront" in kinds else shown.total_usd
        return [value] if value is not None else []
    return [a.value for a in shown.amounts if a.kind in kinds and a.currency == currency]


Check = Callable[[DealView], bool]
CASES: dict[str, tuple[dict[str, Any], Check]] = {
    "company": ({"company": "Hengrui"}, lambda d: any("恒瑞" in p.name for p in (*d.grantors, *d.partners))),
    "companies": (
        {"company": ["恒瑞", "辉瑞"]},
        lambda d: any(p.name in {"恒瑞医药", "辉瑞"} for p in (*d.grantors, *d.partners)),
    ),
    "grantor": ({"grantor": "百济神州"}, lambda d: any(p.name == "百济神州" for p in d.grantors)),
    "partner": ({"partner": "MSD"}, lambda d: any(p.name == "默沙东" for p in d.partners)),
    "parent": ({"company": "石药集团"}, lambda d: any(p.name in {"石药集团", "新诺威"} for p in d.grantors)),
    "ticker": ({"company": "600276"}, lambda d: any(p.name == "恒瑞医药" for p in d.grantors)),
    "hong kong ticker": ({"company": "01276.HK"}, lambda d: any(p.name == "恒瑞医药" for p in d.grantors)),
    "shares under a warning": ({"company": "*ST恒瑞"}, lambda d: any(p.name == "恒瑞医药" for p in d.grantors)),
    "bare ticker": ({"company": "MRK"}, lambda d: any(p.name == "默沙东" for p in d.partners)),
    "country": ({"country": "美国"}, lambda d: any(p.country == "US" for p in (*d.grantors, *d.partners))),
    "partner country": ({"partner_country": "GB"}, lambda d: any(p.country == "GB" for p in d.partners)),
    "province": ({"province": "江苏省"}, lambda d: any(p.province == "Jiangsu" for p in (*d.grantors, *d.partners))),
    "type": ({"type": ["license", "newco"]}, lambda d: d.type in {"license", "newco"}),
    "model": ({"model": "newco"}, lambda d: d.model == "newco"),
    "direction": ({"direction": "out"}, lambda d: d.direction == "out"),
    "status": ({"status": "proposed"}, lambda d: d.status == "proposed"),
    "modality": ({"modality": "adc"}, lambda d: d.modality == "ADC"),
    "phase": ({"phase": "Phase 2"}, lambda d: d.phase == "phase 2"),
    "target": ({"target": ["pd-1", "VEGF"]}, lambda d: bool({"PD-1", "VEGF"} & set(d.targets))),
    "territory": ({"territory": "world"}, lambda d: bool(d.territory and "world" in d.territory["include"])),
    "territory excludes": (
        {"territory_excludes": "中国"},
        lambda d: bool(d.territory and "CN" in d.territory["exclude"]),
    ),
    "asset": ({"asset": "xq1007"}, lambda d: d.assets == ("XQ-1007",)),
    "since": ({"since": "2028-08"}, lambda d: d.announced >= date(2028, 8, 1)),
    "until": ({"until": "2027-08"}, lambda d: d.announced <= date(2027, 8, 31)),
    "last": ({"since": "90d"}, lambda d: d.announced >= TODAY - timedelta(90)),
    "min upfront": ({"min_upfront": 1_000_000}, lambda d: (d.upfront_usd or 0) >= 1_000_000),
    "min upfront between steps": ({"min_upfront": 5_000_000}, lambda d: (d.upfront_usd or 0) >= 5_000_000),
    "max upfront": ({"max_upfront": 30_000_300}, lambda d: d.upfront_usd is not None and d.upfront_usd <= 30_000_300),
    "min total": ({"min_total": 500_000_000}, lambda d: (d.total_usd or 0) >= 500_000_000),
    "original": (
        {"min_upfront": 30_000_000, "currency": "CNY"},
        lambda d: any(v >= 30_000_000 for v in stated(d, ("upfront",), "CNY")),
    ),
    "confidence": ({"min_confidence": 0.8}, lambda d: d.confidence >= 0.8),
    "text": ({"text": "恒瑞 ADC"}, lambda d: d.modality == "ADC" and any(p.name == "恒瑞医药" for p in d.grantors)),
    "one character": ({"text": "瑞"}, lambda d: any("瑞" in p.name for p in (*d.grantors, *d.partners))),
    "code": ({"text": "xq-1010"}, lambda d: d.assets == ("XQ-1010",)),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_filter_leaves_just_the_right_deals(full: Database, everything: list[DealView], name: str) -> None:
    asked, right = CASES[name]
    with full.read() as session:
        page = Query(session, today=TODAY).deals(DealFilter(**asked, limit=1000))
    assert [shown.id for shown in page.items] == [shown.id for shown in everything if right(shown)]
    assert page.items and page.count == len(page.items) and not page.count_is_floor


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from(sorted(CASES)), min_size=1, max_size=4, unique=True),
    st.sampled_from(["newest", "oldest", "upfront", "total"]),
    st.integers(1, 30),
)
def test_filters_combine_and_pages_join_up(
    full: Database, everything: list[DealView], names: list[str], sort: str, limit: int
) -> None:
    asked: dict[str, Any] = {}
    for name in names:
        asked = CASES[name][0] | asked
    chosen = [name for name in names if all(asked[key] == value for key, value in CASES[name][0].items())]
    if "currency" in asked and any(key.startswith(("min_", "max_")) for name in chosen for key in CASES[name][0]):
        chosen = [name for name in chosen if name == "original" or ("upfront" not in name and "total" not in name)]
        asked = {key: value for name in chosen for key, value in CASES[name][0].items()}
    wanted = [shown for shown in everything if all(CASES[name][1](shown) for name in chosen)]
    if sort == "oldest":
        wanted.reverse()
    elif sort in {"upfront", "total"}:
        name = f"{sort}_usd"
        wanted = [d for d in wanted if getattr(d, name) is not None]
        wanted.sort(key=lambda d: (-getattr(d, name), -d.announced.toordinal()))
    got: list[str] = []
    cursor = None
    with full.read() as session:
        query = Query(session, today=TODAY)
        while True:
            page = query.deals(DealFilter(**asked, sort=sort, limit=limit, cursor=cursor))  # type: ignore[arg-type]
            got += [shown.id for shown in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
            assert page.count == len(wanted)
        facets = query.facets(DealFilter(**asked), kinds=("type", "model"))
    assert got == [shown.id for shown in wanted]
    left = [shown for shown in everything if all(CASES[name][1](shown) for name in chosen)]
    for kind in ("type", "model"):
        counted = Counter(getattr(shown, kind) for shown in left if getattr(shown, kind))
        assert {value.value: value.count for value in facets.fields[kind]} == counted


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ({"company": "恒端"}, "恒瑞"), ({"partner": "Pfizzer"}, "Pfizer"), ({"province": "Jangsu"}, "Jiangsu"),
        ({"target": "PD-11"}, "PD-1"), ({"modality": "ADCs"}, "ADC"), ({"country": "Amerika"}, "america"),
        ({"phase": "phase 9"}, "phase"), ({"asset": "XQ-99"}, "XQ"), ({"territory": "wrld"}, "world"),
    ],
)  # fmt: skip
def test_an_unknown_value_names_the_nearest(full: Database, asked: dict[str, str], hint: str) -> None:
    with full.read() as session, pytest.raises(UnknownNameError, match=hint) as raised:
        Query(session).deals(DealFilter(**asked))
    assert isinstance(raised.value, UnknownValueError) and raised.value.exit_code == 2 and raised.value.suggestions


def test_a_known_value_without_deals_is_an_empty_page(full: Database) -> None:
    with full.read() as session:
        for asked in ({"company": "信达生物"}, {"country": "Iceland"}, {"type": "acquisition"}, {"province": "西藏"}):
            page = Query(session).deals(DealFilter(**asked))  # type: ignore[arg-type]
            assert (page.items, page.count, page.next_cursor) == ((), 0, None)


@pytest.mark.parametrize("cursor", ["x", "newest", "newest.x", "oldest.5", "newest.1.2", "newest." + "9" * 25])
def test_a_cursor_of_something_else_is_refused(full: Database, cursor: str) -> None:
    with full.read() as session, pytest.raises(FilterError, match="cursor"):
        Query(session).deals(DealFilter(cursor=cursor))


def test_nothing_searchable_is_said_so(full: Database) -> None:
    with full.read() as session:
        with pytest.raises(FilterError, match="nothing to search"):
            Query(session).deals(DealFilter(text="—？"))
        with pytest.raises(FilterError, match="nothing to search"):
            Query(session).search("  ")


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_any_text_is_searched_or_refused(full: Database, typed: str) -> None:
    with full.read() as session:
        try:
            Query(session).deals(DealFilter(text=typed))
            Query(session).search(typed)
        except FilterError as error:
            assert "nothing to search" in str(error)


# --- sums ---

_GROUPS = ("type", "model", "direction", "modality", "phase", "province", "country", "partner_country", "company")


@pytest.mark.parametrize("group", [*_GROUPS, "year", "quarter", "month"])
@pytest.mark.parametrize(
    "asked",
    [
        {}, {"direction": "out"}, {"since": "2026-05-20", "until": "2027-11-03"},
        {"direction": "out", "since": "2026-05-20", "until": "2027-11-03"}, {"modality": "ADC", "since": "2026-05-20"},
        {"direction": "out", "modality": "ADC"}, {"direction": "out", "model": "newco", "text": "恒瑞"},
        {"direction": "domestic"}, {"direction": "domestic", "modality": "ADC", "since": "2026-05-20"},
    ],
)  # fmt: skip
def test_every_sum_is_that_of_the_rows(
    full: Database, everything: list[DealView], group: str, asked: dict[str, str]
) -> None:
    with full.read() as session:
        query = Query(session, today=TODAY)
        table = query.stats(group, DealFilter(**asked))  # type: ignore[arg-type]
        shown = query.deals(DealFilter(**asked, limit=1000)).items  # type: ignore[arg-type]
    sums: dict[str, list[DealView]] = defaultdict(list)
    for one in shown:
        for value in values_of(one, group):
            sums[value].append(one)
    assert {row.value: row.deals for row in table.rows} == {value: len(ones) for value, ones in sums.items()}
    for row in [*table.rows, table.overall]:
        ones = sums[row.value] if row.value else list(shown)
        told = [one.upfront_usd for one in ones if one.upfront_usd is not None]
        totals = [one.total_usd for one in ones if one.total_usd is not None]
        assert (row.deals, row.upfronts, row.upfront_usd) == (len(ones), len(told), sum(told, Decimal(0)))
        assert (row.totals, row.total_usd) == (len(totals), sum(totals, Decimal(0)))


def values_of(shown: DealView, group: str) -> set[str]:
    parties = (*shown.grantors, *shown.partners)
    if group in {"year", "quarter", "month"}:
        day = shown.announced
        return {{"year": f"{day:%Y}", "month": f"{day:%Y-%m}", "quarter": f"{day:%Y}-Q{(day.month + 2) // 3}"}[group]}
    if group == "province":
        return {p.province for p in parties if p.province}
    if group == "country":
        return {p.country for p in parties if p.country}
    if group == "partner_country":
        return {p.country for p in shown.partners if p.country}
    if group == "company":
        return {c for p in parties for c in with_parents(p.company)}
    value = getattr(shown, group)
    return {value} if value else set()


def with_parents(company: str) -> list[str]:
    from nlp.lexicon import load_lexicon

    line = [company]
    while (known := load_lexicon().companies.get(line[-1])) and known.parent:
        line.append(known.parent)
    return line


def test_a_group_by_period_adds_up(full: Database, everything: list[DealView]) -> None:
    with full.read() as session:
        table = Query(session).stats("type", period="year")
    expected = Counter((shown.type, str(shown.announced.year)) for shown in everything)
    assert {(row.value, row.period): row.deals for row in table.rows} == expected
    assert "n" not in table.definition or "disclose" in table.definition


def test_an_unknown_grouping_is_named(full: Database) -> None:
    with full.read() as session:
        for wrong in ("provinces", "x"):
            with pytest.raises(UnknownValueError):
                Query(session).stats(wrong)
        with pytest.raises(UnknownValueError):
            Query(session).stats("type", period="week")


@pytest.mark.parametrize("asked", [{}, {"direction": "out"}])
def test_facets_count_the_deals(full: Database, everything: list[DealView], asked: dict[str, str]) -> None:
    with full.read() as session:
        facets = Query(session).facets(DealFilter(**asked))  # type: ignore[arg-type]
    shown = [d for d in everything if all(getattr(d, key) == value for key, value in asked.items())]
    assert {v.value: v.count for v in facets.fields["type"]} == Counter(d.type for d in shown)
    assert {v.value: v.count for v in facets.fields["partner_country"]} == Counter(
        country for d in shown for country in {p.country for p in d.partners if p.country}
    )
    assert not facets.is_sample


# --- one deal, companies, news, remarks ---


def test_only_sentences_leave(db: Database, tell: Tell) -> None:
    secret = "此段与交易无关而且不应该被展示。" * 20
    tell(article(1, text=f"甲公司获得授权。{secret}"), deal())
    with db.read() as session:
        query = Query(session)
        shown = repr((query.deal("D1"), query.deals(), query.search("授权"), query.company("恒瑞医药")))
    assert "不应该被展示" not in shown


def test_a_company_answers_to_any_name(full: Database) -> None:
    with full.read() as session:
        query = Query(session)
        for name in ("恒瑞", "600276.SH", "Jiangsu Hengrui Pharmaceuticals", "jiangsu-hengrui-pharmaceuticals"):
            found = query.company(name)
            assert found.company.name == "恒瑞医药" and found.deals.items
        group = query.company("石药集团")
        assert "新诺威" in [child.name for child in group.subsidiaries]
        assert [row.name for row in query.companies("恒瑞医")] == ["恒瑞医药"]
        assert query.companies(province="江苏", limit=3)[0].name == "恒瑞医药"
        assert {row.name for row in query.companies(provisional=True)} == {"海蓝石生物", "Norvane Therapeutics"}


def test_new_deals_are_those_of_the_window(full: Database, everything: list[DealView]) -> None:
    since, until = datetime(2026, 6, 1, tzinfo=UTC), datetime(2027, 9, 1, tzinfo=UTC)
    with full.read() as session:
        found = Query(session).new_deals(since=since, until=until, asked=DealFilter(type="license"))
        events = Query(session).events(since=since, until=until, asked=DealFilter(type="license"), news_only=True)
    wanted = [d for d in everything if d.type == "license" and d.news and since <= d.first_seen < until]
    assert [d.id for d in found] == [d.id for d in reversed(wanted)]
    assert {event.deal for event in events} == {d.id for d in wanted}


def test_an_id_that_is_none_is_named(db: Database) -> None:
    with db.read() as session:
        for wrong in ("D1", "x", "", "D-1", "D99999999999999"):
            with pytest.raises(NoSuchRowError):
                Query(session).deal(wrong)


def test_milestones_facts_and_insights_are_told_with_their_sentence(db: Database, tell: Tell) -> None:
    said = "2025年海外收入12亿元。FDA批准了该药。"
    evidence = (Evidence(field="value", start=3, end=5, text="20"),)
    milestone = Milestone(company=party("恒瑞医药"), asset=None, regulator="FDA", kind="approval", evidence=evidence)
    fact = Fact(subject="恒瑞医药", metric="overseas revenue", period="2025", value=Decimal("1.2E9"), unit="CNY",
                evidence=evidence)  # fmt: skip
    insight = Insight(label="trend", evidence=evidence)
    more = {"milestones": (milestone,), "facts": (fact,), "insights": (insight,)}
    tell(article(1, title="标题", text=said), **more)
    tell(article(1, title="标题", text=said), **more)
    tell(article(2, title="标题", text=said, days=1, source="portal", url=""), **more)
    with db.read() as session:
        query = Query(session)
        (shown,) = query.milestones(company="恒瑞", province="江苏", regulator="fda", since=date(2026, 1, 1))
        assert shown.sentence == "2025年海外收入12亿元。" and shown.source.source == "wire"
        assert [f.value for f in query.facts(subject="恒瑞医药")] == [Decimal(1_200_000_000)] * 2
        assert len(query.insights(label="trend")) == 1
        assert query.milestones(until=date(2025, 1, 1)) == []


def test_a_short_league_table_has_the_groups_with_most_deals(full: Database) -> None:
    with full.read() as session:
        query = Query(session)
        whole, short = query.stats("company"), query.stats("company", limit=3)
        by_year = query.stats("company", period="year", limit=2)
    assert short.rows == whole.rows[:3] and short.overall == whole.overall
    assert {row.value for row in by_year.rows} == {row.value for row in whole.rows[:2]}

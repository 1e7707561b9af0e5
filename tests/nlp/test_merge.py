"""One deal for one transaction: whatever the order, outlet, issuer or day of its reports."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.lexicon import load_lexicon
from nlp.merge import (
    PartyRef,
    ReportFacts,
    blocking_keys,
    cluster_reports,
    deal_key,
    merge_reports,
    report_facts,
    same_transaction,
)
from nlp.records import Amount, AmountKind, Asset, Deal, DealType, Mention, Party, Status, Territory
from nlp.reports import asset_key

LEXICON = load_lexicon()
START = datetime(2025, 3, 3, 1, tzinfo=UTC)


def party(name: str) -> Party:
    known = [company for company, strong in LEXICON.candidates(name) if strong]
    return Party(name=name, surface=(name,), company=known[0].id if known else None)


def report(
    article: str,
    grantors: str = "恒瑞医药",
    partners: str = "默沙东",
    assets: str = "",
    *,
    day: int | None = 0,
    kind: DealType = "license",
    status: Status = "announced",
    mention: Mention = "primary",
    tier: int = 3,
    title: str = "",
    **amounts: int,
) -> ReportFacts:
    """A report; parties and assets are separated by +, amounts are in millions of dollars by kind."""
    kinds: dict[str, AmountKind] = {
        "upfront": "upfront",
        "milestone": "milestone",
        "total": "total",
        "paid": "paid",
        "price": "price",
    }
    deal = Deal(
        mention=mention, type=kind, direction="out", status=status,
        grantors=tuple(map(party, filter(None, grantors.split("+")))),
        partners=tuple(map(party, filter(None, partners.split("+")))),
        assets=tuple(Asset(name=name, surface=(name,)) for name in assets.split("+") if name),
        amounts=tuple(Amount(kind=kinds[k], currency="USD", value=Decimal(v) * 10**6) for k, v in amounts.items()),
    )  # fmt: skip
    published = None if day is None else START + timedelta(days=day)
    return report_facts(
        deal, article=article, index=0, source="wire", tier=tier, published=published, group_of=LEXICON.group,
        title=title,
    )  # fmt: skip


def together(*reports: ReportFacts) -> list[set[str]]:
    return [{reports[i].article for i in cluster} for cluster in cluster_reports(reports)]


def test_outlets_and_days_of_one_announcement() -> None:
    wire, english = report("a", assets="HRS-5346", upfront=200), report("b", "Hengrui Pharma", "MSD", "HRS5346", day=1)
    assert together(wire, english, report("c", day=3, total=1970)) == [{"a", "b", "c"}]
    assert same_transaction(wire, english)


@pytest.mark.parametrize(
    ("issuer", "other"),
    [("石药集团", "新诺威"), ("石药集团", "巨石生物"), ("新诺威", "巨石生物"), ("三生制药", "三生国健")],
)
def test_several_issuers_of_one_deal(issuer: str, other: str) -> None:
    one = report("a", issuer, "辉瑞", "X-101", upfront=50)
    assert same_transaction(one, report("b", other, "辉瑞", "X-101", upfront=50))


def test_deals_of_one_pair_differ_by_asset() -> None:
    assert len(together(report("a", assets="A-11"), report("b", assets="B-22"))) == 2


def test_deals_of_one_pair_differ_by_date_and_sum() -> None:
    assert len(together(report("a", total=1000), report("b", day=400, total=5000))) == 2


def test_an_upfront_that_is_nearly_the_same_does_not_make_a_much_larger_deal_the_same() -> None:
    assert len(together(report("a", upfront=100, milestone=1920), report("b", day=240, upfront=110, total=5330))) == 2


def test_buying_a_company_is_not_licensing_from_it() -> None:
    assert len(together(report("a"), report("b", kind="acquisition", price=900))) == 2


@pytest.mark.parametrize("status", ["milestone", "exercised", "completed", "terminated"])
def test_the_life_of_an_agreement_is_one_deal(status: Status) -> None:
    first = report("a", assets="SHR-1", upfront=100, total=900)
    later = report("b", day=700, status=status, assets="SHR-1")
    assert together(first, later) == [{"a", "b"}]


def test_an_event_belongs_to_the_latest_deal_before_it() -> None:
    old, new = report("old", assets="A-1x", total=1000), report("new", day=500, assets="B-2y", total=2000)
    paid = report("paid", day=530, status="milestone", paid=100)
    assert together(old, new, paid) == [{"old"}, {"new", "paid"}]


def test_history_told_before_a_new_deal_is_of_another() -> None:
    told = report("told", day=-200, mention="background", total=300)
    assert len(together(told, report("new", total=5000))) == 2


def test_a_bare_mention_long_after_says_nothing() -> None:
    assert len(together(report("a", total=900), report("b", day=300, mention="background"))) == 2
    assert len(together(report("a", total=900), report("b", day=300, mention="background", total=910))) == 1


def test_sides_may_be_told_the_other_way_round() -> None:
    one = report("a", "丽珠集团", "鑫康合", "XK-9", kind="co_development")
    assert same_transaction(one, report("b", "鑫康合", "丽珠集团", "XK-9", kind="co_development", day=2))


def test_a_partner_without_a_name_gets_one_later() -> None:
    hidden = report("a", "双成药业", "A公司", "SC-1", upfront=3)
    assert same_transaction(hidden, report("b", "双成药业", "梯瓦", "SC-1", upfront=3, day=20))
    assert not same_transaction(hidden, report("c", "双成药业", "梯瓦", "ZZ-7", upfront=9, day=20))


def test_an_acquisition_with_its_sellers() -> None:
    whole = report("a", "仁度生物+居某", "海鲸药业", kind="acquisition", price=70)
    assert same_transaction(whole, report("b", "仁度生物", "海鲸药业", kind="acquisition", day=1))


def test_a_newco_under_its_later_name() -> None:
    first = report("a", "恒瑞医药", "Hercules CM NewCo", "HRS-7535", kind="newco")
    assert same_transaction(
        first, report("b", "恒瑞医药", "Kailera Therapeutics", "HRS-7535", mention="background", day=400)
    )


def test_two_deals_of_one_article_are_two() -> None:
    one = report("a")
    other = report_facts(one.deal, article="a", index=1, source="wire", tier=3, published=START, group_of=LEXICON.group)
    assert [len(cluster) for cluster in cluster_reports([one, other])] == [1, 1]


def test_news_told_again_as_history_in_one_article_is_one() -> None:
    news = report("a", "新诺威", "阿斯利康", status="milestone", paid=420)
    told = report("a", "巨石生物", "阿斯利康", status="milestone", mention="background", paid=420)
    other = report("a", "巨石生物", "阿斯利康", status="milestone", mention="background", paid=30)
    assert len(cluster_reports([news, told])) == 1
    assert len(cluster_reports([news, other])) == 2


def test_an_event_of_the_day_is_the_one_that_a_relative_tells() -> None:
    old = report("old", "石药集团", "阿斯利康", "YS-11", total=2000)
    wires = [
        report("a", "新诺威", "阿斯利康", day=600, status="terminated", assets="SYS-77"),
        report("b", "石药集团", "阿斯利康", day=600, status="terminated"),
    ]
    assert together(old, *wires) == [{"old"}, {"a", "b"}]


def test_a_payment_far_above_the_upfront_is_of_another_agreement() -> None:
    old = report("old", upfront=100, total=2000)
    assert together(old, report("small", day=600, status="milestone", paid=120)) == [{"old", "small"}]
    assert together(old, report("large", day=600, status="milestone", paid=1200)) == [{"old"}, {"large"}]


@pytest.mark.parametrize(("short", "long"), [("广州德福", "广州德福营养"), ("某海创新", "某海创新医药科技")])
def test_an_unknown_party_cut_short_is_the_same(short: str, long: str) -> None:
    one, other = report("a", "莱茵生物", short, kind="acquisition"), report("b", "莱茵生物", long, kind="acquisition")
    assert same_transaction(one, other)
    assert not same_transaction(one, report("c", "莱茵生物", "广州德林", kind="acquisition"))


def test_reports_of_one_deal_share_a_key() -> None:
    named, hidden = report("a", assets="SC-1"), report("b", partners="A公司", assets="SC-1")
    assert blocking_keys(named) & blocking_keys(hidden)


# --- the merged deal


def test_the_better_source_is_believed_and_the_other_kept() -> None:
    portal, filing = report("a", tier=4, upfront=15), report("b", tier=1, day=1, upfront=12)
    merged = merge_reports([portal, filing])
    assert [amount.value for amount in merged.deal.amounts] == [Decimal(12_000_000)]
    told = [(value.value, value.reports) for value in merged.told if value.field == "amounts.upfront"]
    assert [reports for _, reports in told] == [("b#0",), ("a#0",)]
    assert merged.conflicts == ("amounts.upfront",)


def test_one_figure_hedged_and_not_is_no_conflict() -> None:
    plain, hedged = report("a", total=900), report("b", day=1)
    most = Amount(kind="total", currency="USD", value=Decimal(900_000_000), bound="max")
    hedged = replace(hedged, deal=hedged.deal.model_copy(update={"amounts": (most,)}))
    assert merge_reports([plain, hedged]).conflicts == ()


@pytest.mark.parametrize(
    "name", ["A公司", "合作方A公司", "某跨国药企", "三家疫苗研发企业", "交易对方", "an undisclosed partner"]
)
def test_a_designation_is_nobody(name: str) -> None:
    assert PartyRef(name, frozenset()).anonymous


@pytest.mark.parametrize("name", ["四川米兰", "三优生物", "一方药业", "两面针"])
def test_a_name_that_begins_with_a_number_is_somebody(name: str) -> None:
    assert not PartyRef(name, frozenset()).anonymous


def test_among_equals_the_earlier_is_believed() -> None:
    merged = merge_reports([report("late", day=2, total=900), report("early", day=0, total=800)])
    assert [amount.value for amount in merged.deal.amounts] == [Decimal(800_000_000)]


def chosen(*reports: ReportFacts) -> tuple[str, list[Decimal]]:
    merged = merge_reports(reports)
    return merged.deal.type, [amount.value / 10**6 for amount in merged.deal.amounts]


def test_what_most_reports_say_outweighs_a_hasty_one() -> None:
    hasty = report("a", kind="co_development", upfront=80)
    others = [report(name, day=1, upfront=60) for name in "bc"]
    assert chosen(hasty, *others) == ("license", [60])
    assert chosen(hasty, others[0]) == ("co_development", [80])  # one against one: the earlier
    merged = merge_reports([hasty, *others])
    told = [(value.value, value.reports) for value in merged.told if value.field == "type"]
    assert told == [("license", ("b#0", "c#0")), ("co_development", ("a#0",))] and "type" in merged.conflicts


@pytest.mark.parametrize("believed", [{"tier": 1}, {"tier": 2}])
def test_many_do_not_outweigh_a_better_source(believed: dict[str, int]) -> None:
    filing = report("a", kind="option", upfront=80, **believed)
    assert chosen(filing, *(report(name, tier=3, upfront=60) for name in "bcd")) == ("option", [80])


def test_many_later_events_do_not_outweigh_the_announcement() -> None:
    ends = [report(name, kind="co_development", day=900, status="terminated", upfront=50) for name in "bcd"]
    assert chosen(report("a", upfront=80), *ends) == ("license", [80])


def test_a_short_list_that_many_print_is_no_better() -> None:
    long, short = report("a", assets="HRS-1+HRS-2"), [report(name, day=1, assets="HRS-1") for name in "bcd"]
    assert [asset.name for asset in merge_reports([long, *short]).deal.assets] == ["HRS-1", "HRS-2"]


def test_a_value_that_one_source_leaves_out_comes_from_the_other() -> None:
    merged = merge_reports([report("a", tier=1, upfront=10), report("b", assets="HRS-1", total=100)])
    assert [(amount.kind, amount.value) for amount in merged.deal.amounts] == [
        ("upfront", Decimal(10_000_000)), ("total", Decimal(100_000_000)),
    ]  # fmt: skip
    assert [asset.name for asset in merged.deal.assets] == ["HRS-1"]
    assert merged.conflicts == ()


def test_the_life_is_a_timeline() -> None:
    merged = merge_reports(
        [
            report("end", day=900, status="terminated"),
            report("paid", day=300, status="milestone", paid=20),
            report("told", day=500, mention="background"),
            report("first", total=100),
            report("second", day=1, total=100),
        ]
    )
    assert [(event.kind, len(event.reports)) for event in merged.events] == [
        ("announced", 2), ("milestone", 1), ("terminated", 1),
    ]  # fmt: skip
    assert [amount.kind for amount in merged.events[1].amounts] == ["paid"]
    assert merged.deal.status == "terminated"
    assert merged.announced == (START + timedelta(hours=8)).date()


@pytest.mark.parametrize("title", ["甲：与乙签署补充协议", "甲修订HRS-1许可协议", "A and B amend license agreement"])
def test_new_terms_are_an_event_of_the_agreement(title: str) -> None:
    first, amended = (
        report("a", assets="HRS-1", total=900),
        report("b", day=500, title=title, assets="HRS-1", total=950),
    )
    assert together(first, amended) == [{"a", "b"}]
    merged = merge_reports([first, amended, report("c", day=400, status="completed", assets="HRS-1")])
    assert [event.kind for event in merged.events] == ["announced", "completed", "amended"]
    assert (merged.deal.status, merged.announced) == ("completed", first.day)


def test_only_later_events_leave_the_announcement_unknown() -> None:
    assert merge_reports([report("a", status="milestone", paid=5)]).announced is None


def test_all_issuers_are_kept() -> None:
    merged = merge_reports([report("a", "石药集团", tier=1), report("b", "新诺威")])
    assert [one.name for one in merged.grantors] == ["石药集团", "新诺威"]


def test_a_key_stays_when_reports_are_added() -> None:
    first, later = report("a"), report("b", day=2, tier=1, total=100)
    assert deal_key(merge_reports([first])) == deal_key(merge_reports([later, first]))
    assert deal_key(merge_reports([first])) != deal_key(merge_reports([later]))


def test_territory_and_dates_may_be_missing() -> None:
    bare = report("a", day=None)
    merged = merge_reports([bare])
    assert (merged.first_seen, merged.deal.territory) == (None, None)
    assert deal_key(merged).startswith("undated-")
    assert Territory(include=("world",)) != merged.deal.territory


# --- laws


def many(count: int, seed: int, spread: int = 0) -> list[ReportFacts]:
    """Reports of few pairs, assets, sums and days, so that every rule has cases; ``spread`` adds companies."""
    draw = random.Random(seed)
    givers = ["恒瑞医药", "石药集团", "新诺威", "巨石生物", "科伦博泰", "某海生物", "三生国健", "三生制药", ""]
    givers += [f"第{number}号生物" for number in range(spread)]
    takers = ["默沙东", "阿斯利康", "辉瑞", "A公司", "GSK", "Candid Therapeutics"]
    takers += [f"Partner{number} Therapeutics" for number in range(spread)]
    kinds: list[DealType] = ["license", "license", "co_development", "newco", "acquisition", "equity"]
    statuses: list[Status] = ["announced", "announced", "proposed", "milestone", "terminated", "completed"]
    return [
        report(
            f"n{number:03d}", draw.choice(givers), draw.choice(takers),
            draw.choice(["", "", "A-11", "B-22", "A-11+C-33"]),
            day=draw.choice([None, *range(0, 1500, 7)]), kind=draw.choice(kinds), status=draw.choice(statuses),
            mention=draw.choice(["primary", "primary", "background"]), tier=draw.randint(1, 5),
            **draw.choice([{}, {"total": 1000}, {"upfront": 100, "milestone": 900}, {"total": 2000}, {"paid": 50}]),
        )
        for number in range(count)
    ]  # fmt: skip


def as_sets(reports: list[ReportFacts]) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(reports[i].report for i in cluster) for cluster in cluster_reports(reports))


def test_a_thousand_shuffles_give_the_same_deals() -> None:
    reports, draw = many(500, seed=4, spread=24), random.Random(1)
    expected = as_sets(reports)
    assert 150 < len(expected) < 450
    for _ in range(1_000):
        draw.shuffle(reports)
        assert as_sets(reports) == expected


def test_every_report_is_in_one_deal() -> None:
    reports = many(500, seed=7, spread=12)
    numbers = sorted(number for cluster in cluster_reports(reports) for number in cluster)
    assert numbers == list(range(500))


def test_clustering_what_shares_keys_is_clustering_all() -> None:
    reports = many(300, seed=9)
    waiting, parts = list(reports), 0
    apart: set[frozenset[str]] = set()
    while waiting:
        part, keys = [], set(blocking_keys(waiting[0]))
        while linked := [one for one in waiting if keys & blocking_keys(one)]:
            part += linked
            waiting = [one for one in waiting if one not in linked]
            keys.update(*map(blocking_keys, linked))
        parts += 1
        apart |= as_sets(part) if part else as_sets([waiting.pop(0)])
    assert parts > 3
    assert apart == as_sets(reports)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_merging_is_idempotent_and_blind_to_order(seed: int, draw: random.Random) -> None:
    reports = many(12, seed)
    for cluster in cluster_reports(reports):
        chosen = [reports[number] for number in cluster]
        merged = merge_reports(chosen)
        draw.shuffle(chosen)
        assert merge_reports(chosen) == merged == merge_reports([*chosen, *chosen])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_sameness_is_mutual_and_needs_a_common_key(seed: int) -> None:
    reports = many(14, seed)
    for one, other in product(reports, reports):
        assert same_transaction(one, other) == same_transaction(other, one)
        if one is not other and same_transaction(one, other):
            assert blocking_keys(one) & blocking_keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("HRS-5346", "HRS5346"), ("恩沃利单抗注射液", "恩沃利单抗"), ("汉曲优®", "汉曲优"), ("SHR-A1811 ", "shr-a1811")],
)
def test_one_asset_under_two_spellings(one: str, other: str) -> None:
    assert asset_key(one) == asset_key(other)

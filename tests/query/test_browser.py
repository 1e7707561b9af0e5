"""The page in a real browser: the main journeys, on desk and phone, and nothing that axe-core objects to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

pytestmark = pytest.mark.browser

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 800}
EVERY_PAGE = (
    "/?direction=out", "/deals/D1", "/companies", "/companies/恒瑞", "/dashboard", "/events", "/stats?by=province",
    "/milestones", "/search?text=PD-1", "/review", "/subscriptions", "/sources", "/api/docs", "/?company=恒锐",
    "/?company=恒瑞&until=2001",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A Chinese reader's desk; a script error or a refused resource fails the journey."""
    context = browser.new_context(viewport=DESK, locale="zh-CN")  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()
    assert wrong == []


def test_from_an_alias_to_the_evidence(page: Page, served: str) -> None:
    page.goto(served)
    page.locator("#find").fill("Hengrui")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="恒瑞医药").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("恒瑞医药")
    page.get_by_role("link", name="恒瑞医药 → 默沙东").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("默沙东")
    mark = page.locator("#amounts\\.upfront mark")
    expect(mark.first).to_contain_text("2")  # the words of the sentence that state the sum
    original = page.locator("#amounts\\.upfront .cite a").first
    assert (original.get_attribute("href") or "").startswith("https://")


def test_facets_narrow_without_leaving_the_place(page: Page, served: str) -> None:
    page.goto(served)
    page.evaluate("window.kept = true")
    narrow = page.get_by_role("complementary")
    narrow.get_by_role("link", name="NewCo", exact=True).first.click()
    expect(page.locator(".chosen")).to_contain_text("NewCo")
    assert "type=newco" in page.url and page.evaluate("window.kept") is True  # swapped, not loaded anew
    count = int("".join(filter(str.isdigit, page.get_by_role("status").first.inner_text())))
    narrow.get_by_role("link", name="江苏").click()
    expect(page.locator(".chosen")).to_contain_text("江苏")
    fewer = int("".join(filter(str.isdigit, page.get_by_role("status").first.inner_text())))
    assert 0 < fewer < count
    page.go_back()
    expect(page.get_by_role("status").first).to_have_text(f"{count} 笔交易")
    page.get_by_role("link", name="清除").click()
    expect(page.locator(".chosen")).to_have_count(0)


def test_the_list_goes_on_below_itself(page: Page, served: str) -> None:
    page.goto(f"{served}/?direction=out")
    expect(page.locator("article.row")).to_have_count(20)
    page.get_by_role("link", name="更多", exact=True).click()
    expect(page.locator("article.row")).to_have_count(40)
    links = page.locator("article.row h2 a").evaluate_all("found => found.map(each => each.getAttribute('href'))")
    assert len(set(links)) == 40


def test_a_chart_is_switched_and_leads_to_its_deals(page: Page, served: str) -> None:
    page.goto(f"{served}/dashboard")
    page.get_by_role("link", name="年份").click()
    expect(page.locator("figcaption")).to_have_text("每年交易数")
    page.get_by_role("link", name="首付款", exact=True).click()
    expect(page.locator("figcaption")).to_contain_text("每年首付款")
    page.get_by_role("link", name="交易数").click()
    expect(page.locator("figcaption")).to_have_text("每年交易数")
    bar = page.get_by_role("link", name="2024: ")
    deals = (bar.get_attribute("aria-label") or "").split(": ")[1]
    bar.click()
    expect(page.get_by_role("status").first).to_have_text(f"{deals} 笔交易")


def test_a_correction_is_made_seen_and_undone(page: Page, served: str) -> None:
    page.goto(f"{served}/deals/D7")
    before = page.locator("#type .value").inner_text()
    page.get_by_text("核实这笔交易").click()
    page.locator(".decide select[name=field]").select_option("type")
    page.get_by_label("应为").fill("equity")
    page.get_by_label("说明").first.fill("公告")
    page.get_by_role("button", name="更正").click()
    toast = page.locator(".toast")
    expect(toast).to_contain_text("D7")
    toast.get_by_role("link", name="D7").click()
    expect(page.locator("#type .value")).to_contain_text("股权投资")
    expect(page.locator("#type .value")).to_contain_text("人工更正")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("#type .value")).to_have_text(before)


def test_doubts_are_settled_in_the_queue(page: Page, served: str) -> None:
    page.goto(f"{served}/review")
    page.get_by_role("link", name="未知公司").click()
    count = int(page.locator("h1 .count").inner_text())
    first = page.locator("article.doubt").first
    name = first.get_by_role("heading").inner_text()
    first.get_by_role("button", name="是一家新公司").click()
    expect(page.locator(".toast")).to_be_visible()
    page.get_by_role("link", name="未知公司").click()
    expect(page.locator("article.doubt h2", has_text=name)).to_have_count(0)
    page.locator(".log").get_by_role("button", name="撤销").first.click()
    page.get_by_role("link", name="未知公司").click()
    expect(page.locator("h1 .count")).to_have_text(str(count))


def test_a_list_is_saved_and_subscribed_to(page: Page, served: str) -> None:
    page.goto(f"{served}/?modality=adc&direction=out")
    page.get_by_text("保存这个查询").click()
    page.get_by_label("名称").fill("ADC 出海")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="ADC 出海").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ADC 出海")
    expect(page.locator(".chosen")).to_contain_text("ADC")
    page.get_by_role("link", name="订阅邮件").click()
    expect(page.get_by_label("条件")).to_have_value("direction=out\nmodality=adc")
    page.get_by_label("邮箱").fill("bd@example.com")
    page.get_by_role("button", name="开始订阅").click()
    expect(page.locator(".toast")).to_contain_text("确认")
    expect(page.get_by_role("table")).to_contain_text("bd@example.com")


def test_the_language_is_switched_and_kept(page: Page, served: str) -> None:
    page.goto(f"{served}/deals/D1")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", name="Fields and evidence")).to_be_visible()
    page.get_by_role("link", name="Overview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")


def test_names_are_offered_while_typing(page: Page, served: str) -> None:
    page.goto(served)
    page.locator("#find").press_sequentially("百济")
    expect(page.locator('#near option[value="百济神州"]')).to_be_attached()


def test_everything_works_by_keyboard(page: Page, served: str) -> None:
    page.goto(f"{served}/?direction=out")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    focused = "document.activeElement.closest('#main') !== null"
    page.keyboard.press("Tab")
    assert page.evaluate(focused)
    page.locator("article.row h2 a").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="字段与依据")).to_be_visible()


def test_it_works_without_scripts(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{served}/dashboard")
    page.get_by_role("link", name="季度").click()
    expect(page.locator("figcaption")).to_have_text("每季交易数")
    page.goto(served)
    page.get_by_role("complementary").get_by_role("link", name="NewCo", exact=True).first.click()
    expect(page.locator(".chosen")).to_contain_text("NewCo")
    context.close()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_no_page_is_wider_than_a_phone_or_asks_another_host(browser: Browser, served: str, language: str) -> None:
    context = browser.new_context(viewport=PHONE, locale=language)  # type: ignore[arg-type]
    page = context.new_page()
    asked: list[str] = []

    def remember(request: Request) -> None:
        asked.append(request.url)

    page.on("request", remember)
    for address in EVERY_PAGE:
        page.goto(f"{served}{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address
    assert [url for url in asked if not url.startswith(served)] == []
    context.close()


_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: what depends on colours and width
_LOOKS = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]


@pytest.mark.parametrize(
    ("scheme", "size", "language", "rules"), [("light", DESK, "zh-CN", _RULES), ("dark", PHONE, "en", _LOOKS)]
)
def test_axe_finds_no_violation(
    browser: Browser, served: str, scheme: str, size: dict[str, int], language: str, rules: list[str]
) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme, locale=language)  # type: ignore[arg-type]
    page = context.new_page()
    for address in EVERY_PAGE:
        page.goto(f"{served}{address}")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        found = Axe().run(page, options={"runOnly": rules})
        assert found.violations_count == 0, f"{address}\n{found.generate_report()}"
    context.close()


def test_it_prints_without_its_tools(page: Page, served: str) -> None:
    page.goto(f"{served}/deals/D1")
    page.emulate_media(media="print")
    expect(page.get_by_role("banner")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".decide")).to_be_hidden()

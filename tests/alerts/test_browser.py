"""The HTML in a real browser: fits a phone and a desk, light and dark, readable, and asks the network for nothing."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Request, sync_playwright

from alerts.digest import compose_digest
from tests.alerts.examples import NOW, SINCE, Desk, a_full_day, a_subscription

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


def as_page(language: str) -> str:
    """The HTML part with its picture inside."""
    digest = compose_digest(
        Desk(a_full_day()), a_subscription(language), since=SINCE, due=NOW, base_url="https://chuhai.example.com"
    )
    picture = base64.b64encode(digest.chart or b"").decode()
    return digest.html.replace("cid:chart", f"data:image/png;base64,{picture}")


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_the_digest_fits_and_can_be_read(browser: Browser, language: str) -> None:
    html = as_page(language)
    for width in (375, 1200):
        for scheme in ("light", "dark"):
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page = context.new_page()
            asked: list[str] = []

            def remember(request: Request, asked: list[str] = asked) -> None:
                asked.append(request.url)

            page.on("request", remember)
            page.set_content(html)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert [url for url in asked if not url.startswith("data:")] == []
            if width == 1200:  # colours do not depend on the width, and axe takes its time
                context.close()
                continue
            found = Axe().run(page, options={"runOnly": ["color-contrast", "image-alt", "link-name", "html-has-lang"]})
            assert found.violations_count == 0, found.generate_report()
            context.close()

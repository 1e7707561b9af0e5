"""The pages without a browser: what they say, what they refuse, and what they never let through."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from nlp.records import Reading
from query.web import create_app
from storage.articles import save_article
from storage.deals import save_reading
from storage.engine import open_database
from tests.query.conftest import Writing, settings_of
from tests.storage.making import article, deal

PAGES = [
    "/", "/deals/D1", "/companies", "/companies/恒瑞", "/dashboard", "/dashboard?measure=upfront&period=year", "/events",
    "/stats?by=province", "/milestones", "/search?text=PD-1", "/review", "/subscriptions", "/sources", "/api/docs",
]  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_whole_in_both_languages_and_run_only_our_scripts(api: TestClient, address: str) -> None:
    for language, tag in (("zh", "zh-CN"), ("en", "en")):
        found = api.get(address, headers={"Accept-Language": language})
        assert found.status_code == 200 and f'<html lang="{tag}">' in found.text and "<h1" in found.text
        policy = found.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
        assert re.findall(r'<script[^>]*src="([^"]+)"', found.text) == ["/static/vendor/htmx.min.js"]
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=|javascript:", found.text)
        assert not re.search(r'(?:src|href)="(?:https?:)?//[^"]+\.(?:js|css|woff2)', found.text)
        wordless = re.findall(
            r">\s*(?:page|deal|dash|field|facet|list|review|subs|event|ask|amount)\.[a-z_.]+\s*<", found.text
        )
        assert wordless == []


def test_a_language_chosen_by_link_is_remembered(shelf: Path) -> None:
    with TestClient(create_app(settings_of(shelf))) as client:
        assert '<html lang="zh-CN">' in client.get("/").text
        assert '<html lang="en">' in client.get("/?lang=en").text
        assert '<html lang="en">' in client.get("/companies").text
        assert "lang" not in dict(client.get("/?lang=<script>").cookies)


def test_an_unknown_name_leads_to_the_known_one(api: TestClient) -> None:
    found = api.get("/", params={"company": "恒锐", "since": "2024"})
    assert found.status_code == 404 and "没有找到“恒锐”" in found.text
    first = re.search(r'<ul class="names"><li><a href="([^"]+)">恒瑞<', found.text)
    assert first is not None
    led = api.get(first[1].replace("&amp;", "&"))
    assert led.status_code == 200 and "since=2024" in first[1] and "恒瑞医药" in led.text


def test_what_an_article_says_is_text_and_what_it_links_is_the_web(own: Path) -> None:
    evil = '<img src=x onerror=alert(1)>"'
    database = open_database(own)
    with database.write() as session:
        item = article(
            title=f"{evil}与Partner", text=f"{evil}把XX-1给Partner。", url="javascript:alert(1)", outlet=evil
        )
        saved = save_article(session, item)
        (report,) = save_reading(session, saved.id, Reading(deals=(deal(evil, "Partner", evil),)), extractor="test")
    with TestClient(create_app(settings_of(own), database)) as client:
        for address in ("/", f"/deals/{report.deal_key}", "/search?text=onerror", f"/search?text={evil}", "/review"):
            text = client.get(address).text
            assert "<img src=x" not in text and 'href="javascript' not in text, address
    database.close()


def test_a_form_of_another_site_changes_nothing(writing: Writing) -> None:
    client, form = writing.client, {"deal": "D1", "action": "confirm"}
    for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.post("/review", data=form, headers=headers).status_code == 403
    assert client.get("/api/deals/D1").json()["decisions"] == []
    good = client.post("/review", data=form, headers={"Origin": "http://testserver"}, follow_redirects=False)
    assert good.status_code == 303
    assert client.get("/api/deals/D1").json()["deal"]["confirmed"]


def test_nobody_reviews_or_reads_addresses_through_a_proxy(writing: Writing) -> None:
    outside = {"X-Forwarded-For": "203.0.113.9"}
    assert writing.client.post("/review", data={"deal": "D1", "action": "confirm"}, headers=outside).status_code == 403
    asked = {"email": "bd@example.com"}
    assert writing.client.post("/subscriptions", data=asked, follow_redirects=False).status_code == 303
    assert "bd@example.com" in writing.client.get("/subscriptions").text
    shown = writing.client.get("/subscriptions", headers=outside).text
    assert "bd@example.com" not in shown and "<form class=" not in shown.split("<main")[1]


def test_names_are_suggested_while_typing(api: TestClient) -> None:
    assert '<option value="恒瑞医药">' in api.get("/suggest", params={"text": "恒瑞"}).text
    assert "SHR-A1811" in api.get("/suggest", params={"text": "shr-a18"}).text
    assert api.get("/suggest", params={"text": ""}).text == ""


def test_a_list_is_taken_home_whole(api: TestClient) -> None:
    listed = api.get("/api/deals", params={"direction": "out", "limit": 1000}).json()["count"]
    lines = api.get("/export.csv", params={"direction": "out"}).content
    assert lines.startswith(b"\xef\xbb\xbf") and lines.count(b"\r\n") == listed + 1
    assert api.get("/export.xlsx", params={"direction": "out"}).content.startswith(b"PK")
    assert api.get("/export.pdf").status_code == 422


def test_more_deals_than_a_page_are_one_click_away(api: TestClient) -> None:
    first = api.get("/", params={"direction": "out"}).text
    more = re.search(r'class="button" href="([^"]+)"', first)
    assert more is not None
    second = api.get(more[1].replace("&amp;", "&")).text
    seen, following = (set(re.findall(r'<h2 class="small"><a href="/deals/(D\d+)"', text)) for text in (first, second))
    assert len(seen) == len(following) == 20 and not seen & following

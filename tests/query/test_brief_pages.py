"""The brief and the measures over HTTP: pages, API, and what the reader clicks."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient


def test_the_page_of_a_year_has_each_section_and_its_sources(api: TestClient) -> None:
    page = api.get("/brief?since=2025&until=2025&province=江苏&lang=en")
    assert page.status_code == 200
    assert "2025" in page.text
    assert "of the 8" in page.text or "deals out of China (" in page.text
    sources = set(re.findall(r'id="source-(\d+)"', page.text))
    cited = set(re.findall(r'href="#source-(\d+)"', page.text))
    assert cited
    assert cited <= sources
    assert "<script" not in re.sub(r'<script src="/static/[^"]+"[^>]*></script>', "", page.text)


def test_the_page_without_days_is_of_last_month(api: TestClient) -> None:
    page = api.get("/brief")
    assert page.status_code == 200
    assert re.search(r'name="since" maxlength="10" value="20\d\d-\d\d-01"', page.text)


def test_the_api_answers_the_same_brief_in_both_languages(api: TestClient) -> None:
    asked = "/api/brief?since=2025&until=2025&province=Jiangsu&language="
    chinese, english = api.get(asked + "zh").json(), api.get(asked + "en").json()
    assert chinese["title"] == "出海简报"
    assert english["title"] == "Going-global brief"
    assert [s["number"] for s in chinese["sources"]] == [s["number"] for s in english["sources"]]
    assert all(line["sources"] for section in chinese["sections"] for line in section["lines"])


def test_an_article_of_the_database_has_its_brief(api: TestClient) -> None:
    ident = api.get("/api/deals?limit=1").json()["items"][0]["source"]["article"]
    answer = api.get(f"/api/articles/{ident}/brief")
    assert answer.status_code == 200
    assert {source["article"] for source in answer.json()["sources"]} <= {1}  # alone in its own database
    assert api.get(f"/articles/{ident}/brief").status_code == 200
    assert api.get("/api/articles/999999/brief").json()["error"]["code"] == "not_found"


def test_an_unknown_province_is_named_with_what_was_meant(api: TestClient) -> None:
    answer = api.get("/api/brief?province=Jiangzu")
    assert answer.status_code == 404
    assert "Jiangsu" in answer.json()["error"]["suggestions"]


def test_measures_and_comparables(api: TestClient) -> None:
    table = api.get("/api/measures/median_upfront?by=phase&direction=out").json()
    assert table["overall"]["known"] <= table["overall"]["deals"]
    assert "median" in table["definition_en"]
    assert api.get("/api/measures/profit").status_code == 422
    page = api.get("/measures?lang=en")
    assert page.status_code == 200
    assert "return rate: of the deals signed" in page.text
    deal = api.get("/api/deals?modality=adc&limit=1").json()["items"][0]["id"]
    assert api.get(f"/api/deals/{deal}/comparables").json()["deals"] >= 3

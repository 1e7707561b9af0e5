"""The API as programs meet it: what it answers, in which format, and what it says when it cannot."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from fastapi.testclient import TestClient

from query.web import create_app
from tests.query.conftest import settings_of


def test_deals_are_those_of_the_filter(api: TestClient) -> None:
    page = api.get("/api/deals", params={"company": "恒瑞", "direction": "out", "since": "2024"}).json()
    assert page["count"] == len(page["items"]) > 3
    for deal in page["items"]:
        assert deal["direction"] == "out" and deal["announced"] >= "2024"
        assert "恒瑞医药" in {party["name"] for party in (*deal["grantors"], *deal["partners"])}


def test_every_page_of_a_list_together_is_the_whole_list(api: TestClient) -> None:
    for sort in ("newest", "oldest", "upfront", "total"):
        whole = api.get("/api/deals", params={"modality": "adc", "sort": sort, "limit": 1000}).json()["items"]
        seen: list[str] = []
        cursor = None
        while True:
            asked = {"modality": "adc", "sort": sort, "limit": 7} | ({"cursor": cursor} if cursor else {})
            page = api.get("/api/deals", params=asked).json()
            seen += [deal["id"] for deal in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert len(seen) > 14 and seen == [deal["id"] for deal in whole]


def test_accept_chooses_the_format(api: TestClient) -> None:
    asked = {"company": "恒瑞", "limit": 5}
    ids = [deal["id"] for deal in api.get("/api/deals", params=asked).json()["items"]]

    def answer(accept: str) -> bytes:
        found = api.get("/api/deals", params=asked, headers={"Accept": accept})
        assert found.headers["content-type"].startswith(accept) and found.headers["link"].endswith('rel="next"')
        return found.content

    rows = list(csv.DictReader(io.StringIO(answer("text/csv").decode())))
    assert [row["id"] for row in rows] == ids
    sheet = openpyxl.load_workbook(
        io.BytesIO(answer("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
    ).active
    assert sheet is not None and [cell.value for cell in sheet["A"]][1:] == ids
    assert answer("application/x-ndjson").count(b"\n") == len(ids)
    browser = "text/html,application/xhtml+xml,*/*;q=0.8"
    assert api.get("/api/deals", headers={"Accept": browser}).headers["content-type"] == "application/json"


def test_an_answer_that_is_known_is_not_sent_again(api: TestClient) -> None:
    first = api.get("/api/deals/D1")
    again = api.get("/api/deals/D1", headers={"If-None-Match": f'W/{first.headers["etag"]}, "other"'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert api.get("/api/deals/D2", headers={"If-None-Match": first.headers["etag"]}).status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/deals?company=恒锐", 404, "unknown_name"),
        ("/api/deals?saved=nothing", 422, "bad_request"),
        ("/api/deals?colour=red", 422, "bad_request"),
        ("/api/deals?type=marriage", 422, "bad_request"),
        ("/api/deals?since=yesterday", 422, "bad_request"),
        ("/api/deals?cursor=upfront.1", 422, "bad_request"),
        ("/api/deals/D99999999", 404, "not_found"),
        ("/api/deals/xyz", 422, "bad_request"),
        ("/api/companies/nobody", 404, "unknown_name"),
        ("/api/stats?by=moon", 422, "bad_request"),
        ("/api/nothing", 404, "http_error"),
    ],
)
def test_errors_have_one_shape(api: TestClient, address: str, status: int, code: str) -> None:
    found = api.get(address)
    assert found.status_code == status
    error = found.json()["error"]
    assert set(error) == {"code", "message", "suggestions"} and error["code"] == code and error["message"]


def test_an_unknown_company_is_answered_with_the_nearest(api: TestClient) -> None:
    error = api.get("/api/deals", params={"company": "恒锐"}).json()["error"]
    assert error["suggestions"][0] == "恒瑞"


def test_a_deal_comes_with_evidence_and_timeline(api: TestClient) -> None:
    (told,) = api.get("/api/search", params={"text": "SSGJ-707", "articles": False}).json()
    detail = api.get(f"/api/deals/{told['id']}").json()
    fields = {field["field"]: field for field in detail["fields"]}
    assert {float(each["value"]) for each in fields["amounts.upfront"]["value"]} == {1.25e9}
    for field in detail["fields"]:
        for evidence in field["evidence"]:
            start = evidence["start"]
            assert evidence["sentence"][start : start + len(evidence["text"])] == evidence["text"]
            assert evidence["source"]["url"]
    assert {event["kind"] for event in detail["timeline"]} >= {"announced", "effective"}
    assert detail["reports"]


def test_what_came_back_is_asked_by_the_day_it_came_back(api: TestClient) -> None:
    events = api.get("/api/events", params={"kind": "terminated", "since": "2023", "until": "2023"}).json()
    assert len(events) == 5 and {event["kind"] for event in events} == {"terminated"}
    assert all(event["day"].startswith("2023") for event in events)
    only = api.get("/api/events", params={"kind": "terminated", "company": "百济神州"}).json()
    assert {event["day"] for event in only} == {"2019-06-17", "2023-09-19"}


def test_nothing_happened_to_a_company_without_deals(api: TestClient) -> None:
    idle = next(each for each in api.get("/api/companies", params={"limit": 1000}).json() if not each["deals"])
    for address in ("/api/events", "/api/facets", "/api/stats", "/api/deals"):
        assert api.get(address, params={"company": idle["id"]}).status_code == 200
    assert api.get("/api/events", params={"company": idle["id"]}).json() == []


def test_a_company_is_a_story(api: TestClient) -> None:
    found = api.get("/api/companies/600276.SH").json()
    assert found["company"]["name"] == "恒瑞医药" and "Hengrui" in " ".join(found["aliases"])
    story = api.get("/api/companies/恒瑞/timeline").json()
    assert [moment["day"] for moment in story] == sorted((moment["day"] for moment in story), reverse=True)
    assert {deal["id"] for deal in found["deals"]["items"]} <= {moment["deal"] for moment in story}


def test_statistics_say_over_how_many_deals_they_are(api: TestClient) -> None:
    asked = {"by": "province", "direction": "out", "since": "2025"}
    table = api.get("/api/stats", params=asked).json()
    jiangsu = next(row for row in table["rows"] if row["label"] == "江苏")
    listed = api.get(
        "/api/deals", params={"province": "江苏", "direction": "out", "since": "2025", "limit": 1000}
    ).json()
    assert jiangsu["deals"] == len(listed["items"])
    assert jiangsu["upfronts"] == sum(deal["upfront_usd"] is not None for deal in listed["items"])
    text = api.get("/api/stats", params=asked, headers={"Accept": "text/csv"}).text
    assert text.splitlines()[0].startswith("value,label")


def test_no_other_site_may_ask_for_a_reader(api: TestClient) -> None:
    found = api.get("/api/deals", headers={"Origin": "https://elsewhere.example"})
    assert not [name for name in found.headers if name.startswith("access-control")]


def test_too_many_requests_are_put_off(shelf: object) -> None:
    with TestClient(create_app(settings_of(shelf, per_minute=3))) as client:  # type: ignore[arg-type]
        answers = [client.get("/api/sources") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert (
        0 < int(answers[3].headers["retry-after"]) <= 60 and answers[3].json()["error"]["code"] == "too_many_requests"
    )

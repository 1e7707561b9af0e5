"""What needs a token: decisions, saved queries, subscriptions; each scope opens its part and no more."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from errors import UnknownValueError, UsageError
from query.tokens import add_token, revoke_token, tokens
from storage.models import ApiToken
from tests.query.conftest import Writing


def test_a_correction_shows_at_once_and_can_be_taken_back(writing: Writing) -> None:
    def upfront() -> object:
        return writing.client.get("/api/deals/D1").json()["deal"]["upfront_usd"]

    before = upfront()
    wanted = {"action": "correct", "deal": "D1", "field": "amounts.upfront", "value": "77000000 USD", "note": "filing"}
    made = writing.client.post("/api/decisions", json=wanted, headers=writing.write)
    assert made.status_code == 201 and upfront() == 77_000_000 != before
    logged = writing.client.get("/api/deals/D1").json()["decisions"]
    assert [(each["author"], each["note"]) for each in logged] == [("writeer", "filing")]
    undone = writing.client.delete(f"/api/decisions/{made.json()['id']}", headers=writing.write)
    assert undone.status_code == 200 and upfront() == before
    again = writing.client.delete(f"/api/decisions/{made.json()['id']}", headers=writing.write)
    assert again.status_code == 422 and "already" in again.json()["error"]["message"]


def test_a_rejected_deal_leaves_every_list_and_comes_back(writing: Writing) -> None:
    def listed() -> set[str]:
        found = writing.client.get("/api/deals", params={"sort": "oldest", "limit": 5}).json()["items"]
        return {deal["id"] for deal in found}

    made = writing.client.post("/api/decisions", json={"action": "reject", "deal": "D1"}, headers=writing.write).json()
    assert "D1" not in listed()
    logged = writing.client.get("/api/deals/D1").json()["decisions"]  # still there to be looked at, and taken back
    assert [each["action"] for each in logged] == ["reject"]
    writing.client.delete(f"/api/decisions/{made['id']}", headers=writing.write)
    assert "D1" in listed()


def test_a_merged_deal_answers_as_the_one_it_became(writing: Writing) -> None:
    wanted = {"action": "merge", "deal": "D4", "into": "D5"}
    assert writing.client.post("/api/decisions", json=wanted, headers=writing.write).status_code == 201
    assert writing.client.get("/api/deals/D4").json()["deal"]["id"] == "D5"
    nowhere = writing.client.post("/api/decisions", json={"action": "merge", "deal": "D6"}, headers=writing.write)
    assert nowhere.status_code == 422 and "into" in nowhere.json()["error"]["message"]


def test_scopes_open_their_part_and_no_more(writing: Writing) -> None:
    decide = {"action": "confirm", "deal": "D1"}
    client = writing.client
    assert client.post("/api/decisions", json=decide).status_code == 401
    assert client.post("/api/decisions", json=decide, headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert client.post("/api/decisions", json=decide, headers=writing.read).status_code == 403
    assert client.get("/api/subscriptions", headers=writing.write).status_code == 403
    assert client.get("/api/subscriptions", headers=writing.admin).json() == []
    assert client.post("/api/decisions", json=decide, headers=writing.admin).status_code == 201


def test_a_token_is_kept_as_its_hash_and_can_be_revoked(writing: Writing) -> None:
    now = datetime.now(UTC)
    with writing.database.write() as session:
        token = add_token(session, "ops", "write", now)
        with pytest.raises(UsageError, match="already"):
            add_token(session, "ops", "read", now)
    with writing.database.read() as session:
        row = session.scalars(select(ApiToken).where(ApiToken.name == "ops")).one()
        assert row.hash == hashlib.sha256(token.encode()).hexdigest() and token not in repr(vars(row))
    headers = {"Authorization": f"Bearer {token}"}
    asked = {"action": "confirm", "deal": "D2"}
    assert writing.client.post("/api/decisions", json=asked, headers=headers).status_code == 201
    with writing.database.write() as session:
        revoke_token(session, "ops", now)
        with pytest.raises(UnknownValueError):
            revoke_token(session, "opz", now)
        used = {each.name: each.last_used for each in tokens(session)}
    assert used["ops"] is not None and used["adminer"] is None
    assert writing.client.post("/api/decisions", json=asked, headers=headers).status_code == 401


def test_a_saved_query_answers_is_followed_and_forgotten(writing: Writing) -> None:
    client = writing.client
    asked = {"modality": ["adc"], "direction": ["out"], "min_upfront": 100_000_000}
    assert client.put("/api/queries/big adc", json=asked, headers=writing.write).status_code == 200
    kept = client.get("/api/queries/big adc").json()
    assert kept["query"]["modality"] == ["adc"] and kept["author"] == "writeer"
    saved = client.get("/api/deals", params={"saved": "big adc"}).json()
    plain = client.get("/api/deals", params=asked).json()
    assert saved == plain and saved["count"] > 2
    narrowed = client.get("/api/deals", params={"saved": "big adc", "since": "2025"}).json()
    assert 0 < narrowed["count"] < saved["count"]
    feed = client.get("/api/feed.atom", params={"saved": "big adc"}).text
    assert "<title>chuhai · big adc</title>" in feed and feed.count("<entry>") == saved["count"]
    made = {"recipients": ["bd@example.com"], "query": ["saved=big adc", "province=江苏"]}
    begun = client.post("/api/subscriptions", json=made, headers=writing.admin)
    assert begun.status_code == 201 and begun.json()["query"]["modality"] == ["adc"]
    assert begun.json()["query"]["province"] == ["江苏"] and begun.json()["recipients"] == {"bd@example.com": "pending"}
    assert "token" not in begun.text
    assert client.delete("/api/queries/big adc", headers=writing.write).status_code == 204
    assert client.get("/api/queries/big adc").status_code == 422
    assert client.delete(f"/api/subscriptions/{begun.json()['id']}", headers=writing.admin).status_code == 204
    assert client.get("/api/subscriptions", headers=writing.admin).json() == []


def test_a_query_that_can_never_answer_is_not_saved(writing: Writing) -> None:
    unknown = writing.client.put("/api/queries/x", json={"company": ["恒锐"]}, headers=writing.write)
    assert unknown.status_code == 404 and unknown.json()["error"]["suggestions"][0] == "恒瑞"
    assert writing.client.put("/api/queries/<b>", json={}, headers=writing.write).status_code == 422

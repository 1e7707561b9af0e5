"""Small articles and deals in our own words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from crawlers.records import Article
from nlp.records import Amount, Asset, Deal, Evidence, Party, Territory

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def article(number: int = 1, *, days: float = 0, source: str = "wire", tier: int = 3, **changes: Any) -> Article:
    """An article of its own words, ``days`` after the start."""
    when = START + timedelta(days=days)
    given: dict[str, Any] = {
        "source": source, "url": f"https://{source}.example/{number}", "item_id": f"{source}-{number}",
        "title": f"第{number}号消息", "text": f"这是第{number}号消息的正文，内容各不相同。", "published": when,
        "precision": "minute", "fetched": when, "language": "zh", "tier": tier,
    }  # fmt: skip
    return Article(**(given | changes))


def party(name: str, **changes: Any) -> Party:
    return Party(name=name, surface=(name,), **changes)


def deal(
    grantor: str = "恒瑞医药",
    partner: str = "默沙东",
    asset: str | None = "HRS-5346",
    *,
    upfront: int | None = None,
    total: int | None = None,
    currency: str = "USD",
    **changes: Any,
) -> Deal:
    """A licence out of China, unless told otherwise."""
    amounts = [Amount(kind="upfront", currency=currency, value=upfront)] if upfront is not None else []
    amounts += [Amount(kind="total", currency=currency, value=total)] if total is not None else []
    given: dict[str, Any] = {
        "type": "license", "direction": "out", "grantors": (party(grantor),), "partners": (party(partner),),
        "assets": (Asset(name=asset, surface=(asset,)),) if asset else (), "amounts": tuple(amounts),
        "evidence": (Evidence(field="type", start=0, end=2, text="第1", rule="test"),), "confidence": 0.9,
    }  # fmt: skip
    return Deal(**(given | changes))


def territory(*include: str, without: tuple[str, ...] = ()) -> Territory:
    return Territory(include=include, exclude=without)

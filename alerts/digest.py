"""The digest of one subscription: its news in its language, as subject, text and HTML, ready for the outbox."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from alerts.cards import Card
from alerts.chart import draw_weeks
from alerts.corrections import figures_told
from alerts.news import Identified, News, Newsdesk, ref_of
from alerts.page import Page, make_page
from alerts.render import Rendered, render_mail
from storage.outbox import NewDigest, Told
from storage.subscriptions import SubscriptionView

#: Gmail clips at 102 kB; this leaves room for what mail programs add
LARGEST_HTML = 95_000
#: so many deals get a full card at first; the others a line
MOST_CARDS = 20
#: a bar or two is no trend
FEWEST_WEEKS = 3


def compose_digest(
    desk: Newsdesk, subscriber: SubscriptionView, *, since: datetime, due: datetime, base_url: str, late: bool = False
) -> NewDigest:
    """The digest that fell due at ``due`` (aware, in the reader's zone): all there is to tell since the one before.

    Nothing here reads a clock or writes: the same database and moment give the same mail.
    """
    news = desk.gather(subscriber, since)
    weeks = sum(week.out + week.other > 0 for week in news.weeks)
    chart = desk.once("chart", lambda: draw_weeks(news.weeks)) if weeks >= FEWEST_WEEKS else None
    most_cards = MOST_CARDS
    while True:
        page = make_page(
            desk, news, subscriber, due=due, base_url=base_url, late=late, most_cards=most_cards,
            with_chart=chart is not None,
        )  # fmt: skip
        rendered = render_mail("digest", page=page)
        if len(rendered.html.encode()) <= LARGEST_HTML or most_cards == 0:
            return _digest(news, subscriber, page, rendered, chart, due=due, late=late)
        most_cards //= 2


def _digest(
    news: News, subscriber: SubscriptionView, page: Page, rendered: Rendered, chart: bytes | None, *, due: datetime,
    late: bool,
) -> NewDigest:  # fmt: skip
    return NewDigest(
        subscription=subscriber.id,
        period=due.strftime("%Y-%m-%dT%H:%M"),
        kind="digest",
        since=news.since,
        until=news.until,
        late=late,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        chart=chart,
        data={
            "empty": news.is_empty,
            "failing": len(news.failing),
            "deals": [deal_data(card) for card in (*page.cards, *page.more, *page.other)],
            "corrections": [{"title": row.title, "text": row.text, "link": row.link} for row in page.corrections],
            "events": [{"title": row.title, "event": row.mark, "link": row.link} for row in page.events],
        },
        items=tuple(_items(news)),
    )


def deal_data(card: Card) -> dict[str, Any]:
    """A deal as channels, webhooks and feeds give it."""
    return {
        "id": card.id,
        "title": card.headline,
        "summary": card.summary,
        "direction": card.direction,
        "link": card.link,
    }


def _items(news: News) -> Iterable[Told]:
    """What this digest tells, each under the reference that keeps it from being told again."""
    for deal in (*news.new, *news.other):
        yield Told(ref_of("deal", deal), int(deal.id[1:]), figures_told(deal))
    for correction in news.corrections:
        number = int(correction.ident[1:])
        figures = figures_told(correction.deal) if correction.deal else {"retracted": True}
        yield Told(f"correction:{number}:{news.until:%Y%m%dT%H%M%S}", number, figures)
    things: dict[str, tuple[Identified, ...]] = {
        "event": news.events,
        "milestone": news.milestones,
        "insight": news.insights,
        "fact": news.facts,
        "review": news.review,
    }
    for kind, found in things.items():
        yield from (Told(ref_of(kind, thing)) for thing in found)

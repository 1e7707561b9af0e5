"""The digest of one subscription: its news in its language, as subject, text and HTML, ready for the outbox."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alerts.chart import draw_weeks
from alerts.corrections import figures_told
from alerts.news import Identified, News, Newsdesk, ref_of
from alerts.page import card_of, make_page
from alerts.render import fill_slots, render_deal_text, render_html, render_piece, render_subject, render_text
from storage.outbox import NewDigest, Told
from storage.subscriptions import SubscriptionView
from storage.views import DealView
from telling.cards import Card
from telling.words import Words

#: Gmail clips at 102 kB; deals get full cards up to here
LARGEST_HTML = 94_000
#: beyond this, half of the deals wait for the next digest
CLIPPED = 100_000
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
    digest = _compose(desk, subscriber, desk.gather(subscriber, since), due=due, base_url=base_url, late=late)
    if len(digest.html.encode()) > CLIPPED:
        fewer = desk.gather(subscriber, since, most_deals=len(digest.data["deals"]) // 2)
        digest = _compose(desk, subscriber, fewer, due=due, base_url=base_url, late=late)
    return digest


def _compose(
    desk: Newsdesk, subscriber: SubscriptionView, news: News, *, due: datetime, base_url: str, late: bool
) -> NewDigest:
    weeks = sum(week.out + week.other > 0 for week in news.weeks)
    chart = desk.once("chart", lambda: draw_weeks(news.weeks)) if weeks >= FEWEST_WEEKS else None
    page = make_page(desk, news, subscriber, due=due, base_url=base_url, late=late, with_chart=chart is not None)
    pieces = _Pieces(desk, page.words, base_url)
    subject = render_subject("digest", page=page)
    frame = render_html("digest", page=page, subject=subject)
    full = pieces.most_cards(news.new, news.other, LARGEST_HTML - len(frame.encode()))
    return NewDigest(
        subscription=subscriber.id,
        period=due.strftime("%Y-%m-%dT%H:%M"),
        kind="digest",
        since=news.since,
        until=news.until,
        late=late,
        subject=subject,
        text=render_text("digest", page=page, subject=subject, texts=[pieces.text(deal) for deal in news.new[:full]]),
        html=fill_slots(frame, {"new": pieces.html(news.new, full), "other": pieces.html(news.other, 0)}),
        chart=chart,
        data={
            "empty": news.is_empty,
            "failing": len(news.failing),
            "deals": [deal_data(card) for card in (*page.new, *page.other)],
            "corrections": [{"title": row.title, "text": row.text, "link": row.link} for row in page.corrections],
            "events": [{"title": row.title, "event": row.mark, "link": row.link} for row in page.events],
        },
        items=tuple(_items(news)),
    )


@dataclass(frozen=True)
class _Pieces:
    """Deals as HTML and text, each rendered once for all readers of a language."""

    desk: Newsdesk
    words: Words
    base_url: str

    def most_cards(self, new: Sequence[DealView], other: Sequence[DealView], room: int) -> int:
        """How many of the new deals get a full card, so that with a line for each other all fit into ``room`` bytes."""
        left = room - sum(len(self._row(deal, last=False).encode()) for deal in (*new, *other))
        for count, deal in enumerate(new[:MOST_CARDS]):
            left -= len(self._card(deal).encode()) - len(self._row(deal, last=False).encode())
            if left < 0:
                return count
        return min(len(new), MOST_CARDS)

    def html(self, deals: Sequence[DealView], full: int) -> str:
        """The first ``full`` deals as cards, the others as rows of one table."""
        cards = "".join(self._card(deal) for deal in deals[:full])
        rows = [self._row(deal, last=deal is deals[-1]) for deal in deals[full:]]
        if not rows:
            return cards
        frame = self.desk.once("rows", lambda: render_piece("rows", words=self.words))
        return cards + fill_slots(frame, {"rows": "".join(rows)})

    def text(self, deal: DealView) -> str:
        """A deal with all that is known of it."""
        return self._once("text", deal, lambda: render_deal_text(card=self._full(deal), words=self.words))

    def _card(self, deal: DealView) -> str:
        return self._once("html", deal, lambda: render_piece("card", card=self._full(deal), words=self.words))

    def _row(self, deal: DealView, *, last: bool) -> str:
        light = card_of(self.desk, deal, self.words, self.base_url, full=False)
        return self._once(f"row {last}", deal, lambda: render_piece("row", card=light, words=self.words, last=last))

    def _full(self, deal: DealView) -> Card:
        return card_of(self.desk, deal, self.words, self.base_url, full=True)

    def _once(self, kind: str, deal: DealView, make: Callable[[], str]) -> str:
        return self.desk.once((kind, deal.id, self.words), make)


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
        "event": (*news.events, *news.covered),
        "milestone": news.milestones,
        "insight": (*news.insights, *news.twins),
        "fact": news.facts,
        "review": news.review,
    }
    for kind, found in things.items():
        yield from (Told(ref_of(kind, thing)) for thing in found)

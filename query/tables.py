"""Deals, one deal and statistics as tables for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from query.values import CLOSED_WORDS, field_name, in_order, outlet, said
from query.words import PageWords
from storage.views import DealDetail, DealView, EventView, Page, StatsTable
from telling.amounts import format_money
from telling.cards import headline, summary
from telling.words import Language, Words

#: columns that the names of a deal need to be read
_NARROWEST = 22


def deals_table(page: Page[DealView], language: Language) -> Table:
    """A line for each deal: day, who to whom, what for, how much."""
    words = Words(language)
    table = Table(box=None, header_style="bold", pad_edge=False, expand=False)
    whole = ("id", "day", "money") if language == "zh" else ("id", "day")  # English sums are long
    for name in ("id", "day", "deal", "assets", "type", "money"):
        least = _NARROWEST if name == "deal" else None
        table.add_column(words(f"column.{name}"), overflow="fold", no_wrap=name in whole, min_width=least)
    for deal in page.items:
        kind = words(f"type.{deal.type}")
        if deal.status != "announced":
            kind = f"{kind} · {words(f'status.{deal.status}')}"
        table.add_row(
            deal.id,
            deal.announced.isoformat(),
            escape(headline(deal, words)),
            escape(words.join(deal.assets[:3])),
            kind,
            escape(summary(deal, words)),
        )
    return table


def print_deals(page: Page[DealView], language: Language) -> None:
    """The table, how many deals there are, and how to go on."""
    console, words = Console(), PageWords(language)
    if not page.items:
        console.print(words("list.none"), style="dim")
        return
    console.print(deals_table(page, language))
    count = f"{page.count}{'+' if page.count_is_floor else ''}"
    more = f"; --cursor {page.next_cursor} shows the next" if page.next_cursor else ""
    console.print(f"{len(page.items)} of {count} deals{more}", style="dim", highlight=False)


def print_deal(detail: DealDetail, language: Language) -> None:
    """Every field with the sentence that says so, then timeline and reports."""
    words, console, deal = PageWords(language), Console(), detail.deal
    console.print(f"[bold]{escape(headline(deal, words))}[/bold]  {deal.id}", highlight=False)
    known = (words(f"type.{deal.type}"), words(f"direction.{deal.direction}"), words(f"status.{deal.status}"))
    console.print(" · ".join((*known, f"{deal.announced}")), style="dim", highlight=False)
    console.print()
    console.print(_fields_table(detail, language))
    if detail.timeline:
        console.print(f"\n[bold]{words('deal.timeline')}[/bold]")
        for event in detail.timeline:
            said_so = escape(event.sentence[:120])
            console.print(f"{event.day}  {words(f'event.{event.kind}')}  [dim]{said_so}[/dim]", highlight=False)
    console.print(f"\n[bold]{words('deal.reports')}[/bold]")
    for report in detail.reports:
        source = report.source
        console.print(f"{source.day:%Y-%m-%d}  {escape(outlet(source))}  {escape(source.title)}", highlight=False)
        console.print(f"            [dim]{escape(source.url)}[/dim]", highlight=False, soft_wrap=True)


def _fields_table(detail: DealDetail, language: Language) -> Table:
    """A field and its value, the sentence below; a sentence that says several is shown once."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    quoted: set[str] = set()
    for field in in_order(detail.fields):
        value = said(field.value, field.field, language)
        if not value:
            continue
        table.add_row(field_name(field.field, language), escape(value))
        for evidence in field.evidence[:1]:
            if evidence.sentence not in quoted:
                quoted.add(evidence.sentence)
                where = f"{outlet(evidence.source)}, {evidence.source.day:%Y-%m-%d}"
                table.add_row("", f"[dim]{escape(f'“{evidence.sentence.strip()}” — {where}')}[/dim]")
        for other in field.others:
            who = outlet(other.source) if other.source else "?"
            table.add_row("", f"[yellow]{escape(f'{who}: {said(other.value, field.field, language)}')}[/yellow]")
    return table


def print_events(events: Sequence[EventView], language: Language) -> None:
    """A line for each event: day, what happened, to which deal."""
    console, words = Console(), PageWords(language)
    if not events:
        console.print(words("events.none"), style="dim")
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("day", "event", "id", "deal"):
        table.add_column(words(f"column.{name}"), overflow="fold", no_wrap=name != "deal")
    for event in events:
        table.add_row(event.day.isoformat(), words(f"event.{event.kind}"), event.deal, escape(event.deal_title))
    console.print(table)


def print_stats(table: StatsTable, language: Language) -> None:
    """A league table or time series; each sum says over how many of the deals it is."""
    words = PageWords(language)
    english = language == "en"
    shown = Table(box=None, header_style="bold", pad_edge=False)
    shown.add_column(words(f"facet.{table.group_by}"))
    if table.period:
        shown.add_column(words(f"facet.{table.period}"))
    for name in ("deals", "upfront", "disclosed", "total", "disclosed"):
        shown.add_column(words(f"stats.{name}"), justify="right", no_wrap=True)
    for row in (*table.rows, table.overall):
        label = row.label_en if english and row.label_en else row.label
        known = words(f"{table.group_by}.{row.value}") if table.group_by in CLOSED_WORDS else label
        shown.add_row(
            escape(known if row is not table.overall else words.pick("合计", "all")),
            *([row.period] if table.period else []),
            f"{row.deals:,}",
            _rounded(row.upfront_usd, language) if row.upfronts else "–",
            f"{row.upfronts} / {row.deals}",
            _rounded(row.total_usd, language) if row.totals else "–",
            f"{row.totals} / {row.deals}",
            style="bold" if row is table.overall else None,
        )
    console = Console()
    console.print(shown)
    console.print(table.definition, style="dim", highlight=False)


def _rounded(value: Decimal, language: Language) -> str:
    """A sum of converted sums to four digits; more would pretend to know."""
    return format_money(Decimal(f"{value:.4g}"), "USD", language)

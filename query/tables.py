"""Deals, one deal and statistics as tables for a terminal."""

from __future__ import annotations

from decimal import Decimal

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from query.values import said
from storage.views import DealDetail, DealView, Page, SourceView, StatsTable
from telling.amounts import format_money
from telling.cards import headline, summary
from telling.words import Language, Words


def deals_table(page: Page[DealView], language: Language) -> Table:
    """A line for each deal: day, who to whom, what for, how much."""
    words = Words(language)
    table = Table(box=None, header_style="bold", pad_edge=False, expand=False)
    for name in ("id", "day", "deal", "assets", "type", "status", "money"):
        table.add_column(words(f"column.{name}"), overflow="fold", no_wrap=name in ("id", "day"))
    for deal in page.items:
        table.add_row(
            deal.id,
            deal.announced.isoformat(),
            escape(headline(deal, words)),
            escape(words.join(deal.assets[:3])),
            words(f"type.{deal.type}"),
            words(f"status.{deal.status}"),
            escape(summary(deal, words)),
        )
    return table


def print_deals(page: Page[DealView], language: Language) -> None:
    console = Console()
    if not page.items:
        console.print("no such deal" if language == "en" else "没有符合条件的交易", style="dim")
        return
    console.print(deals_table(page, language))
    count = f"{page.count}{'+' if page.count_is_floor else ''}"
    more = f"; --cursor {page.next_cursor} shows the next" if page.next_cursor else ""
    console.print(f"{len(page.items)} of {count} deals{more}", style="dim", highlight=False)


def print_deal(detail: DealDetail, language: Language) -> None:
    """Every field with the sentence that says so, then reports and timeline."""
    words = Words(language)
    console = Console()
    deal = detail.deal
    console.print(f"[bold]{escape(headline(deal, words))}[/bold]  {deal.id}", highlight=False)
    console.print(
        f"{words(f'type.{deal.type}')} · {words(f'direction.{deal.direction}')} · {words(f'status.{deal.status}')}"
    )
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    quoted: set[str] = set()
    for field in detail.fields:
        value = said(field.value, field.field, language)
        if not value:
            continue
        table.add_row(words(f"field.{field.field}"), escape(value))
        for evidence in field.evidence[:1]:
            if evidence.sentence in quoted:
                continue
            quoted.add(evidence.sentence)
            quote = escape(
                f"“{evidence.sentence.strip()}” — {_outlet(evidence.source)}, {evidence.source.day:%Y-%m-%d}"
            )
            table.add_row("", f"[dim]{quote}[/dim]")
        for other in field.others:
            outlet = _outlet(other.source) if other.source else "?"
            table.add_row("", f"[yellow]{escape(outlet)}: {escape(said(other.value, field.field, language))}[/yellow]")
    console.print(table)
    if detail.timeline:
        console.print("\n[bold]Timeline[/bold]" if language == "en" else "\n[bold]时间线[/bold]")
        for event in detail.timeline:
            console.print(
                f"{event.day}  {words(f'event.{event.kind}')}  {escape(event.sentence[:120])}", highlight=False
            )
    console.print("\n[bold]Reports[/bold]" if language == "en" else "\n[bold]报道[/bold]")
    for report in detail.reports:
        source = report.source
        console.print(
            f"{source.day:%Y-%m-%d}  {escape(_outlet(source))}  {escape(source.title)}  {escape(source.url)}",
            highlight=False, soft_wrap=True,
        )  # fmt: skip


def _outlet(source: SourceView) -> str:
    return source.outlet or source.source


def print_stats(table: StatsTable, language: Language) -> None:
    """A league table or time series; each sum says over how many of the deals it is."""
    words = Words(language)
    english = language == "en"
    shown = Table(box=None, header_style="bold", pad_edge=False)
    shown.add_column(table.group_by.replace("_", " "))
    if table.period:
        shown.add_column(table.period)
    for name in ("deals", "upfront (US$)", "disclosed", "total (US$)", "disclosed"):
        shown.add_column(name, justify="right")
    for row in (*table.rows, table.overall):
        label = row.label_en if english and row.label_en else row.label
        known = (
            words(f"{table.group_by}.{row.value}")
            if table.group_by in ("type", "model", "direction", "status")
            else label
        )
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

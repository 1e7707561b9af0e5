"""Measures and comparable deals as tables for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from query.tables import print_deals
from storage.measures import Likeness, MeasureRow, MeasureTable
from storage.views import DealView, Page
from telling.amounts import format_money
from telling.words import Language, Words


def say_value(row: MeasureRow, measure: str, language: Language) -> str:
    """A share as a percentage, a median as money to four digits; a dash where no deal discloses what it takes."""
    if row.value is None:
        return "–"
    if measure == "median_upfront":
        return format_money(Decimal(f"{row.value:.4g}"), "USD", language)
    return f"{row.value:.1%}"


def group_label(row: MeasureRow, group_by: str, words: Words) -> str:
    """What a group is called in the language."""
    if group_by in ("type", "model", "direction", "status", "phase", "modality"):
        return words(f"{group_by}.{row.group}")
    return words.pick(row.label, row.label_en or row.label)


def print_measure(table: MeasureTable, language: Language) -> None:
    """A measure by group, each row with the deals it is over, and what it means."""
    words = Words(language)
    shown = Table(box=None, header_style="bold", pad_edge=False)
    shown.add_column(table.group_by.replace("_", " "))
    for name in (table.measure.replace("_", " "), "n", words.pick("交易", "deals")):
        shown.add_column(name, justify="right")
    for row in (*table.rows, table.overall):
        last = row is table.overall
        label = words.pick("合计", "all") if last else group_label(row, table.group_by, words)
        value = say_value(row, table.measure, language)
        shown.add_row(escape(label), value, f"{row.known:,}", f"{row.deals:,}", style="bold" if last else None)
    console = Console()
    console.print(shown)
    console.print(words.pick(table.definition, table.definition_en), style="dim", highlight=False)


def print_likeness(found: Likeness, deals: Sequence[DealView], language: Language) -> None:
    """The deals most like one, newest first, and their medians with n."""
    words, console = Words(language), Console()
    print_deals(Page(tuple(deals), None, found.deals), language)
    for name, n, value in (
        ("upfront", found.upfronts, found.median_upfront_usd), ("total", found.totals, found.median_total_usd),
    ):  # fmt: skip
        money = format_money(Decimal(f"{value:.4g}"), "USD", language) if value is not None else "–"
        median = words.pick("中位数", "median")
        console.print(f"{words(f'amount.{name}')} {median} {money} (n = {n} / {found.deals})", highlight=False)
    fields = words.join(words(f"field.{name}") for name in found.alike)
    console.print(words.pick(f"相同：{fields}", f"alike in {fields}"), style="dim", highlight=False)

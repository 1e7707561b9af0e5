"""Prints rows of the storage commands: a table on a terminal, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click


def print_rows(rows: Sequence[Any], columns: Sequence[str], *, as_json: bool, empty: str) -> None:
    """Dataclass rows under some of their fields; ``empty`` is said where there are none."""
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1, default=str))
        return
    if not rows:
        click.echo(empty)
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(_cell(getattr(row, column)) for column in columns))
    Console().print(table, markup=False)


def _cell(value: Any) -> str:
    from rich.markup import escape

    if value is None:
        return ""
    if isinstance(value, tuple | list):
        return escape("; ".join(map(str, value)))
    if isinstance(value, dict):
        return escape(", ".join(f"{key}: {part}" for key, part in value.items()))
    if hasattr(value, "strftime") and hasattr(value, "tzinfo"):
        from storage.tellings import SHANGHAI

        return str(value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"))
    return escape(str(value))

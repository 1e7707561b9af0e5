"""Writes rows as JSON, JSON Lines, CSV or an Excel workbook."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Literal

from query.rows import MONEY, Cell

Format = Literal["json", "jsonl", "csv", "xlsx"]
FORMATS: tuple[Format, ...] = ("json", "jsonl", "csv", "xlsx")
MEDIA = {
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: A cell that begins with one of these is run as a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Row = dict[str, Cell]
Columns = Sequence[tuple[str, str]]


def write_json(values: Iterable[Any]) -> str:
    return json.dumps(list(values), ensure_ascii=False, indent=1) + "\n"


def write_jsonl(values: Iterable[Any]) -> str:
    return "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)


def write_csv(rows: Iterable[Row], columns: Columns, *, bom: bool = False) -> str:
    """CSV with the keys of the columns above; ``bom`` for an Excel that would take UTF-8 for another encoding."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([key for key, _ in columns])
    for row in rows:
        writer.writerow([_safe(row.get(key)) for key, _ in columns])
    return ("\ufeff" if bom else "") + out.getvalue()


def _safe(value: Cell) -> Cell:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it; None as an empty cell."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def write_xlsx(rows: Iterable[Row], columns: Columns, *, sheet: str = "Deals") -> bytes:
    """A workbook with typed cells, a frozen header, filters, and links that can be clicked."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    page = book.add_worksheet(sheet)
    head = book.add_format({"bold": True, "bg_color": "#EEF2F7", "bottom": 1, "valign": "vcenter"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    money = book.add_format({"num_format": "#,##0"})
    share = book.add_format({"num_format": "0.00"})
    link = book.add_format({"font_color": "#1A5FB4", "underline": 1})
    widths = [len(title) for _, title in columns]
    page.write_row(0, 0, [title for _, title in columns], head)
    last = 0
    for last, row in enumerate(rows, 1):
        for column, (key, _) in enumerate(columns):
            value = row.get(key)
            if value is None:
                continue
            if isinstance(value, bool):
                page.write_boolean(last, column, value)
            elif isinstance(value, date):
                page.write_datetime(last, column, value, day)
            elif isinstance(value, int | float):
                page.write_number(
                    last, column, value, money if key in MONEY else share if key == "confidence" else None
                )
            elif key == "link" and value.startswith(("http://", "https://")) and len(value) < 2000:
                page.write_url(last, column, value, link)
            else:
                page.write_string(last, column, value[:32_000])
            widths[column] = max(widths[column], min(_width(value), 48))
    for column, width in enumerate(widths):
        page.set_column(column, column, width + 2)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(last, 1), len(columns) - 1)
    book.close()
    return out.getvalue()


def _width(value: Cell) -> int:
    """How many columns a value takes: a Han character takes two."""
    return sum(2 if ord(char) > 0x2E80 else 1 for char in str(value))

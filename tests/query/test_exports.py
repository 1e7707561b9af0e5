"""Files that spreadsheets open: types, filters, links, and nothing that runs."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest

from query.exports import write_csv, write_json, write_jsonl, write_xlsx
from query.rows import COLUMNS, Cell

ROW: dict[str, Cell] = {
    "id": "D7", "announced": date(2026, 6, 2), "grantors": "恒瑞医药", "upfront": 123_456_789.5, "confidence": 0.97,
    "option": True, "link": "https://example.com/a?b=c", "sentence": "首付款1.2亿美元，“含税”,\n次行",
}  # fmt: skip
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("https://evil.example","x")']


def test_a_workbook_has_types_filters_and_links() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx([ROW, ROW], COLUMNS))).active
    assert sheet is not None
    head = [cell.value for cell in sheet[1]]
    assert head == [title for _, title in COLUMNS]
    cells = {key: sheet.cell(2, place) for place, (key, _) in enumerate(COLUMNS, 1)}
    assert cells["announced"].value.date() == ROW["announced"] and cells["announced"].number_format == "yyyy-mm-dd"
    assert cells["upfront"].value == 123_456_789.5 and cells["upfront"].number_format == "#,##0"
    assert cells["option"].value is True and cells["near_term"].value is None
    assert cells["link"].hyperlink is not None and cells["link"].hyperlink.target == ROW["link"]
    assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref == f"A1:{sheet.cell(3, len(COLUMNS)).coordinate}"


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_spreadsheet_runs_what_an_article_says(formula: str) -> None:
    row: dict[str, Cell] = {"id": "D1", "sentence": formula, "link": formula}
    ((_, *_), values) = list(csv.reader(io.StringIO(write_csv([row], COLUMNS))))
    said = values[[key for key, _ in COLUMNS].index("sentence")]
    assert said == f"'{formula}"
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx([row], COLUMNS))).active
    assert sheet is not None
    kinds = {cell.data_type for cell in sheet[2] if cell.value is not None}
    assert "f" not in kinds and not any(cell.hyperlink for cell in sheet[2])


def test_a_negative_number_stays_a_number() -> None:
    text = write_csv([{"upfront": -5}], (("upfront", "Upfront"),))
    assert text == "upfront\r\n-5\r\n"


def test_csv_survives_commas_quotes_and_lines() -> None:
    text = write_csv([ROW], COLUMNS, bom=True)
    assert text.startswith("\ufeffid,announced")
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert row["sentence"] == ROW["sentence"] and row["announced"] == "2026-06-02" and row["near_term"] == ""
    assert not write_csv([ROW], COLUMNS).startswith("\ufeff")


def test_json_keeps_characters_as_they_are() -> None:
    assert write_jsonl([{"名": "恒瑞"}, {}]) == '{"名": "恒瑞"}\n{}\n'
    assert write_json([]) == "[]\n"


def test_a_javascript_address_is_text() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx([{"link": "javascript:alert(1)"}], COLUMNS))).active
    assert sheet is not None and not any(cell.hyperlink for cell in sheet[2])

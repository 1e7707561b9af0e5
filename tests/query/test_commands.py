"""Asking from the command line: tables that fit, files that open, names that are nearly right."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from rich.cells import cell_len

from tests.conftest import Chuhai
from tests.query.conftest import type_in


@pytest.mark.parametrize("columns", [80, 100, 140])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_tables_fit_the_terminal(history: Path, columns: int, language: str) -> None:
    db = ("--db", history, "--language", language)
    for command in (("deals",), ("events",), ("stats", "--by", "province"), ("deal", "D1")):
        shown = type_in(*command, *db, columns=columns).stdout
        table = [line for line in shown.splitlines() if "http" not in line and "--cursor" not in line]
        assert len(table) > 5 and max(map(cell_len, table)) <= columns, command
        assert "\x1b[" not in shown  # colour is for terminals


def test_a_name_nearly_right_ends_with_2_and_the_nearest(history: Path, chuhai: Chuhai) -> None:
    ended = chuhai("deals", "--company", "恒锐", "--db", history)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("chuhai: unknown company '恒锐'; did you mean 恒瑞")


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--type", "lisense", "license"),
        ("--province", "江素", "江苏"),
        ("--modality", "ADCC", "adc"),
        ("--since", "last year", "90d"),
        ("--partner-country", "Amerika", "America"),
        ("--saved", "nothing", "unknown saved query"),
    ],
)
def test_every_filter_names_what_it_knows(history: Path, option: str, value: str, said: str) -> None:
    ended = type_in("deals", option, value, "--db", history)
    assert ended.exit_code == 2 and said.casefold() in ended.stderr.casefold()


def test_words_and_codes_mean_the_same(history: Path) -> None:
    def ids(*options: str) -> list[str]:
        told = type_in("deals", *options, "--limit", 1000, "--json", "--db", history).stdout
        return [deal["id"] for deal in json.loads(told)]

    assert ids("--modality", "双抗") == ids("--modality", "bispecific_antibody") != []
    assert ids("--type", "授权许可,option") == ids("--type", "license", "--type", "option") != []
    assert ids("--company", "Hengrui") == ids("--company", "600276") == ids("--company", "恒瑞医药") != []
    assert ids("--province", "Jiangsu") == ids("--province", "江苏省") != []


def test_the_formats_hold_the_same_deals(history: Path, tmp_path: Path) -> None:
    asked = ("deals", "--company", "恒瑞", "--limit", 50, "--db", history)
    whole = json.loads(type_in(*asked, "--format", "json").stdout)
    lines = [json.loads(line) for line in type_in(*asked, "--format", "jsonl").stdout.splitlines()]
    rows = list(csv.DictReader(io.StringIO(type_in(*asked, "--format", "csv").stdout)))
    told = type_in(*asked, "-o", tmp_path / "deals.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "deals.xlsx").active
    assert sheet is not None and "rows written" in told.stderr
    ids = [deal["id"] for deal in whole]
    assert len(ids) > 10 and lines == whole
    assert [row["id"] for row in rows] == ids == [cell.value for cell in sheet["A"]][1:]


def test_bom_begins_a_csv_for_excel(history: Path, tmp_path: Path) -> None:
    type_in("stats", "--by", "province", "--bom", "-o", tmp_path / "p.csv", "--db", history)
    assert (tmp_path / "p.csv").read_bytes().startswith(b"\xef\xbb\xbfvalue,")


def test_a_file_without_a_known_ending_is_refused(history: Path, tmp_path: Path) -> None:
    ended = type_in("deals", "-o", tmp_path / "deals.doc", "--db", history)
    assert ended.exit_code == 2 and ".xlsx" in ended.stderr
    nowhere = type_in("deals", "-o", tmp_path / "no" / "deals.csv", "--db", history)
    assert nowhere.exit_code == 2 and "cannot be written" in nowhere.stderr


def test_no_deal_is_said(history: Path) -> None:
    shown = type_in("deals", "--company", "恒瑞", "--until", "2001", "--db", history)
    assert shown.exit_code == 0 and "没有符合条件的交易" in shown.stdout


def test_a_list_goes_on_at_its_cursor(history: Path) -> None:
    first = type_in("deals", "--limit", 3, "--db", history).stdout
    cursor = first.split("--cursor ")[1].split()[0]
    second = type_in("deals", "--limit", 3, "--cursor", cursor, "--db", history).stdout
    assert not {line.split()[0] for line in first.splitlines()[1:4]} & {
        line.split()[0] for line in second.splitlines()[1:4]
    }


def test_search_marks_what_it_found(shelf: Path) -> None:
    hits = json.loads(type_in("search", "PD-1/VEGF双抗", "--json", "--db", shelf).stdout)
    assert hits
    for hit in hits:
        marked = {hit["excerpt"][start:end].casefold() for start, end in hit["marks"]}
        assert not marked or marked & {"pd-1", "vegf", "双抗", "pd-1/vegf双抗"}
    assert "nothing holds" in type_in("search", "没有这样的词", "--db", shelf).stdout


def test_a_query_is_saved_used_and_forgotten(own: Path) -> None:
    db = ("--db", own)
    assert type_in("queries", "save", "adc out", "--modality", "ADC", "--direction", "out", *db).exit_code == 0
    assert "modality=adc" in type_in("queries", "list", *db).stdout
    saved = type_in("deals", "--saved", "adc out", "--json", *db).stdout
    assert saved == type_in("deals", "--modality", "adc", "--direction", "out", "--json", *db).stdout
    type_in("subscriptions", "add", "bd@example.com", "--query", "saved=adc out", *db)
    assert '"adc"' in type_in("subscriptions", "list", "--json", *db).stdout
    assert type_in("queries", "remove", "adc oud", *db).exit_code == 2
    assert type_in("queries", "remove", "adc out", *db).exit_code == 0
    assert type_in("queries", "list", "--json", *db).stdout == "[]\n"


def test_a_token_is_shown_once(own: Path) -> None:
    made = type_in("tokens", "add", "ops", "--scope", "write", "--db", own)
    token = made.stdout.strip()
    listed = type_in("tokens", "list", "--db", own).stdout
    assert token.startswith("chuhai_") and token not in listed and "ops" in listed
    assert type_in("tokens", "revoke", "ops", "--db", own).exit_code == 0
    assert json.loads(type_in("tokens", "list", "--json", "--db", own).stdout)[0]["revoked"]

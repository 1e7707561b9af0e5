"""The commands as a user runs them: exit codes, one-line errors, JSON."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import chuhai as front_door
from storage.engine import Database
from tests.storage.conftest import Tell
from tests.storage.making import article, deal


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def chuhai(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run ``chuhai ARGUMENTS`` in an empty folder within this process."""
    (tmp_path / "cwd").mkdir()
    monkeypatch.chdir(tmp_path / "cwd")
    monkeypatch.setenv("COLUMNS", "160")

    def run(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["chuhai", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            front_door.main()
        said = capsys.readouterr()
        return Done(int(ended.value.code or 0), said.out, said.err)

    return run


def test_a_new_database_checks_well_and_is_copied(chuhai: Run, tmp_path: Path) -> None:
    path, copy = tmp_path / "new.db", tmp_path / "copies" / "copy.db"
    assert "companies" in chuhai("db", "upgrade", "--db", path).stdout
    assert "all well" in chuhai("db", "check", "--db", path).stdout
    assert "bytes" in chuhai("db", "backup", copy, "--db", path).stdout
    assert json.loads(chuhai("db", "check", "--quick", "--json", "--db", copy).stdout) == []
    again = chuhai("db", "backup", copy, "--db", path)
    assert (again.returncode, again.stdout) == (1, "") and "file already" in again.stderr


def test_damage_is_an_exit_code(chuhai: Run, db: Database, tell: Tell, tmp_path: Path) -> None:
    tell(article(1), deal())
    with sqlite3.connect(tmp_path / "test.db") as connection:
        connection.execute("UPDATE deal SET reports = 5")
    found = chuhai("db", "check", "--json", "--db", tmp_path / "test.db")
    assert found.returncode == 1
    assert [finding["what"] for finding in json.loads(found.stdout)] == ["a deal counts its reports"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("db", "check"), "no database there"),
        (("review", "list"), "no database there"),
        (("db", "check", "--db", "{text}"), "not a chuhai database"),
        (("review", "confirm", "D9", "--db", "{db}"), "no deal 'D9'"),
        (("review", "confirm", "nine", "--db", "{db}"), "looks like D123"),
        (("review", "correct", "D1", "colour", "red", "--db", "{db}"), "cannot be corrected"),
        (("companies", "show", "恒端", "--db", "{db}"), "恒瑞"),
        (("companies", "add-alias", "nobody", "x", "--db", "{db}"), "no company 'nobody'"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(
    chuhai: Run, db: Database, tell: Tell, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    tell(article(1), deal())
    (tmp_path / "notes.txt").write_text("no database " * 100)
    places = {"text": tmp_path / "notes.txt", "db": tmp_path / "test.db"}
    done = chuhai(*(argument.format(**places) for argument in arguments))
    assert done.returncode == 2 and done.stdout == ""
    assert said in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_a_review_from_list_to_undo(chuhai: Run, db: Database, tell: Tell, tmp_path: Path) -> None:
    tell(article(1), deal("海蓝石生物", confidence=0.3))
    path = tmp_path / "test.db"
    waiting = json.loads(chuhai("review", "list", "--json", "--db", path).stdout)
    assert {row["kind"] for row in waiting} == {"low_confidence", "unknown_company"}
    listed = chuhai("review", "list", "--db", path)
    assert " D1 " in listed.stdout and "chuhai companies confirm" in listed.stderr
    done = chuhai("review", "correct", "D1", "type", "option", "--author", "li", "--note", "why", "--db", path)
    assert "decision 1: correct deal:1" in done.stdout
    (made,) = json.loads(chuhai("review", "log", "--json", "--db", path).stdout)
    assert (made["author"], made["note"], made["undone"]) == ("li", "why", None)
    assert "is undone" in chuhai("review", "undo", "1", "--author", "wang", "--db", path).stdout
    (made,) = json.loads(chuhai("review", "log", "--json", "--db", path).stdout)
    assert made["undone_by"] == "wang"
    company = next(row["subject"] for row in waiting if row["kind"] == "unknown_company").removeprefix("company:")
    assert chuhai("companies", "confirm", company, "--country", "中国", "--db", path).returncode == 0
    assert json.loads(chuhai("companies", "list", "--provisional", "--json", "--db", path).stdout) == []
    shown = chuhai("companies", "show", "海蓝石生物", "--db", path)
    assert "海蓝石生物" in shown.stdout and "D1" in shown.stdout


def test_every_command_has_help_with_an_example(chuhai: Run) -> None:
    for command in (("db", "check"), ("db", "backup"), ("db", "import-history"), ("db", "rebuild"),
                    ("review", "split"), ("companies", "show")):  # fmt: skip
        done = chuhai(*command, "--help")
        assert done.returncode == 0 and f"chuhai {' '.join(command)}" in done.stdout


def test_stored_articles_are_read_anew_and_changed_only_when_told_to(
    chuhai: Run, db: Database, tell: Tell, tmp_path: Path
) -> None:
    tell(article(1), deal())  # the text of the article tells no deal
    path = tmp_path / "test.db"
    shown = chuhai("extract", "--stored", "--db", path)
    assert shown.returncode == 0 and " would change: " in shown.stdout
    assert chuhai("extract", "--stored", "--db", path).stdout == shown.stdout
    assert " changed: " in chuhai("extract", "--stored", "--apply", "--db", path).stdout
    assert chuhai("extract", "--stored", "--db", path).stdout.startswith("0 articles would change")


@pytest.mark.parametrize("arguments", [(), ("a.jsonl", "--stored"), ("a.jsonl", "--apply")])
def test_extract_reads_a_file_or_what_is_stored(chuhai: Run, arguments: tuple[str, ...]) -> None:
    done = chuhai("extract", *arguments)
    assert done.returncode == 2 and "either IN.jsonl or --stored" in done.stderr


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Merck", "Merck may also mean: "),
        ("I-Mab", "former names: I-Mab (until 2025-10)"),
        ("新诺威", "parent: cspc-pharmaceutical"),
    ],
)
def test_a_company_shows_its_names_and_relatives(
    chuhai: Run, db: Database, tmp_path: Path, name: str, said: str
) -> None:
    assert said in chuhai("companies", "show", name, "--db", tmp_path / "test.db").stdout

"""``chuhai extract`` as a user runs it."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEAL = {
    "id": "a",
    "title": "澜溪生物将JX-201海外权益授权给Kestrelyn Bio",
    "text": "澜溪生物宣布，与Kestrelyn Bio签署许可协议，首付款4500万美元。",
    "date": "2026-06-20",
}
OTHER = {"id": "b", "title": "央行开展逆回购", "text": "今日净投放。", "date": "2026-06-20"}


def _run(*args: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "chuhai.py", *args], input=stdin, capture_output=True, text=True, check=False
    )


def _lines(*rows: object) -> str:
    return "".join((row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)) + "\n" for row in rows)


def test_one_result_a_line_in_order(tmp_path: Path) -> None:
    file, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    file.write_text(_lines(DEAL, OTHER, {**DEAL, "id": "c"}), encoding="utf-8")
    done = _run("extract", str(file), "-o", str(out), "--workers", "2")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(row["id"], row["relevant"]) for row in rows] == [("a", True), ("b", False), ("c", True)]
    assert rows[0]["deals"][0]["amounts"] == [
        {"kind": "upfront", "currency": "USD", "value": 45_000_000, "bound": "exact"}
    ]


def test_a_packed_archive_and_standard_input(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl.gz"
    file.write_bytes(gzip.compress(_lines(DEAL).encode()))
    assert _run("extract", str(file)).stdout == _run("extract", "-", stdin=_lines(DEAL)).stdout != ""


def test_bad_lines_are_named_and_the_others_read(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(_lines("{no json", {"id": "x"}, "[1]", DEAL), encoding="utf-8")
    done = _run("extract", str(file))
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a"]
    assert done.stderr.count("skipped") == 4
    assert "line 1" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_file_is_one_line_and_exit_code_two(tmp_path: Path) -> None:
    done = _run("extract", str(tmp_path / "no.jsonl"))
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_impossible_day_costs_no_article(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(_lines({**DEAL, "date": "2026-13-45"}), encoding="utf-8")
    assert json.loads(_run("extract", str(file)).stdout)["relevant"] is True

"""``chuhai explain`` as an analyst runs it: on a file, on standard input, on an article of the database."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.conftest import CHUHAI, ROOT, Chuhai

TITLE = "澜溪生物将JX-201海外权益授权给Kestrelyn Bio"
TEXT = "澜溪生物宣布，与Kestrelyn Bio签署许可协议，首付款4500万美元。"


def test_each_step_is_shown(tmp_path: Path, chuhai: Chuhai) -> None:
    file = tmp_path / "article.txt"
    file.write_text(f"{TITLE}\n{TEXT}", encoding="utf-8")
    done = chuhai("explain", file)
    assert done.returncode == 0, done.stderr
    for word in ("gate", "澜溪生物", "grant", "deal (primary): license", "4500万美元"):
        assert word in done.stdout


def test_standard_input_and_json() -> None:
    row = json.dumps({"title": TITLE, "text": TEXT, "date": "2026-06-20"}, ensure_ascii=False)
    told = [
        subprocess.run([*CHUHAI, "explain", "-"], input=text, capture_output=True, text=True, cwd=ROOT).stdout
        for text in (row, f"{TITLE}\n{TEXT}")
    ]
    assert told[0] == told[1] != ""


def test_an_item_that_is_not_read_says_why() -> None:
    text = "央行开展逆回购\n今日净投放。"
    done = subprocess.run([*CHUHAI, "explain", "-"], input=text, capture_output=True, text=True, cwd=ROOT)
    assert "no medical word" in done.stdout


def test_an_article_of_the_database(tmp_path: Path, archive: Path, chuhai: Chuhai) -> None:
    first = archive.read_text(encoding="utf-8").splitlines()[-1]
    file, db = tmp_path / "one.jsonl", tmp_path / "one.db"
    file.write_text(first + "\n", encoding="utf-8")
    assert chuhai("replay", file, "--db", db).returncode == 0
    assert "chuhai-reader" in chuhai("explain", "1", "--db", db).stdout
    missing = chuhai("explain", "99", "--db", db)
    assert (missing.returncode, missing.stderr) == (2, "chuhai: no article '99'\n")


def test_what_is_no_article_is_refused(chuhai: Chuhai, tmp_path: Path) -> None:
    file = tmp_path / "odd.json"
    file.write_text('{"title": "t"}', encoding="utf-8")
    done = chuhai("explain", file)
    assert done.returncode == 2
    assert "not one article" in done.stderr

"""``chuhai brief``, ``chuhai measure`` and ``chuhai comparables``, as typed."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from chuhai import cli

ARTICLE = Path(__file__).parents[1] / "telling" / "jiangsu.txt"


def run(*words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(cli, words, input=given, catch_exceptions=True)


def test_the_brief_of_a_file(tmp_path: Path) -> None:
    out = tmp_path / "brief.md"
    result = run(
        "brief", str(ARTICLE), "--date", "2025-08-20", "--sentences", "--db", str(tmp_path / "a.db"), "-o", str(out)
    )
    assert result.exit_code == 0, result.output
    text = out.read_text(encoding="utf-8")
    assert text.startswith("# 江苏药企走向海外的路越走越宽\n")
    assert "- 恒瑞医药，截至2025年8月20日，对外许可：14 笔 [1]\n  > 恒瑞医药已完成14笔对外许可" in text


def test_the_brief_of_json_on_standard_input(tmp_path: Path) -> None:
    title, text = ARTICLE.read_text(encoding="utf-8").split("\n", 1)
    row = json.dumps({"title": title, "text": text, "date": "2025-08-20", "url": "https://example.org/a"})
    result = run("brief", "-", "--language", "en", "--json", "--db", str(tmp_path / "a.db"), given=row)
    assert result.exit_code == 0, result.output
    made = json.loads(result.stdout)
    assert made["sources"][0]["source"]["link"] == "https://example.org/a"
    assert {section["key"] for section in made["sections"]} >= {
        "core",
        "models",
        "figures",
        "challenge",
        "policy",
        "outlook",
    }


def test_the_brief_of_a_period_and_a_province(history: Path) -> None:
    result = run("brief", "--since", "2025", "--until", "2025", "--province", "江苏", "--db", str(history))
    assert result.exit_code == 0, result.output
    assert "江苏占全国出海交易" in result.output
    assert "上一时段（2024年1月1日 至 2024年12月31日）" in result.output


def test_an_article_that_is_not_there_is_named(tmp_path: Path, history: Path) -> None:
    assert "999999" in str(run("brief", "999999", "--db", str(history)).exception)
    result = run("brief", "12", "--db", str(tmp_path / "a.db"))
    assert "no database" in str(result.exception).lower() or "a.db" in str(result.exception)
    assert run("brief", str(tmp_path / "none.txt"), "--db", str(tmp_path / "a.db")).exit_code != 0


def test_measures_and_comparables(history: Path) -> None:
    measured = run("measure", "return_rate", "--direction", "out", "--language", "en", "--db", str(history))
    assert measured.exit_code == 0, measured.output
    assert "of the deals signed in the period" in measured.output.replace("\n", " ")
    table = json.loads(run("measure", "median_upfront", "--by", "modality", "--json", "--db", str(history)).stdout)
    assert table["rows"][0]["deals"] >= table["rows"][0]["known"]
    like = json.loads(run("comparables", "D20", "--json", "--db", str(history)).stdout)
    assert like["deals"] == len(like["ids"])
    assert "median" in run("comparables", "D20", "--language", "en", "--db", str(history)).output

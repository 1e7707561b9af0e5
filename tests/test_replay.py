"""Archives go through the line as if crawled: once, day by day, and whole, however often they are killed."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from email import message_from_bytes
from pathlib import Path

import pytest

from newsroom.articles import load_samples
from replay import ReplayReport, replay_files
from settings import Settings
from tests.conftest import CHUHAI, Chuhai, broken_promises

ITEMS = sum(map(len, load_samples().values()))


def replay(archive: Path, folder: Path, *, reports: Path | None = None) -> ReplayReport:
    return replay_files([archive], Settings().with_database(folder / "r.db"), digests=folder / "mails", reports=reports)


def contents(folder: Path) -> dict[str, object]:
    """All that a reader could see: articles, deals as told, and the mails."""
    with closing(sqlite3.connect(folder / "r.db")) as db:
        return {
            "articles": db.execute(
                "select source, item_id, title, read_by <> '' from article order by 1, 2"
            ).fetchall(),
            "deals": sorted(
                db.execute("select key, title, type, status, reports, news from deal where state = 'live'")
            ),
            "told": sorted(db.execute("select ref from digest_item where ref like 'deal:%'").fetchall()),
            "mails": {
                path.name: message_from_bytes(path.read_bytes())["Subject"] for path in (folder / "mails").iterdir()
            },
        }


@pytest.fixture(scope="module")
def whole(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ReplayReport]:
    folder = tmp_path_factory.mktemp("whole")
    return folder, replay(archive, folder, reports=folder / "reports.jsonl")


def test_every_item_is_kept_read_and_told(whole: tuple[Path, ReplayReport]) -> None:
    folder, report = whole
    assert (report.items, report.new_articles, report.saved.read, report.skipped) == (ITEMS, ITEMS, ITEMS, [])
    assert report.saved.new_deals >= 15
    mails = sorted(path.name for path in (folder / "mails").iterdir())
    assert len(mails) == report.mails == report.days_with_news >= 3
    assert mails[-1] == "2026-06-03.eml"


def test_second_run_adds_nothing(archive: Path, whole: tuple[Path, ReplayReport]) -> None:
    folder, first = whole
    before = contents(folder)
    again = replay(archive, folder, reports=folder / "again.jsonl")
    assert (again.items, again.new_articles, again.saved.read, again.saved.new_deals) == (ITEMS, 0, 0, 0)
    assert (again.mails, again.days_with_news) == (0, first.days_with_news)
    assert contents(folder) == before
    assert (folder / "again.jsonl").read_bytes() == (folder / "reports.jsonl").read_bytes()


def test_reports_are_those_of_extract_with_the_key_of_the_deal(
    archive: Path, whole: tuple[Path, ReplayReport], chuhai: Chuhai
) -> None:
    folder, _ = whole
    reports = [json.loads(line) for line in (folder / "reports.jsonl").read_text().splitlines()]
    extracted = [json.loads(line) for line in chuhai("extract", archive).stdout.splitlines()]
    keys = [deal.pop("deal_key") for line in reports for deal in line["deals"]]
    assert reports == extracted
    assert len(set(keys)) < len(keys), "some deals are told by several outlets"
    with closing(sqlite3.connect(folder / "r.db")) as db:
        live = {f"D{ident}" for (ident,) in db.execute("select id from deal where state = 'live'")}
    assert set(keys) <= live


def test_bad_lines_are_named_and_counted(archive: Path, tmp_path: Path, chuhai: Chuhai) -> None:
    lines = archive.read_text(encoding="utf-8").splitlines()[:3]
    broken = json.dumps({**json.loads(lines[0]), "id": "broken", "text": "首付款\ufffd亿"})
    bad = tmp_path / "bad.jsonl"
    bad.write_text("\n".join([*lines, "{nonsense", '{"id": "x"}', broken]) + "\n", encoding="utf-8")
    done = chuhai("replay", bad, "--db", tmp_path / "r.db", "--reports", tmp_path / "out.jsonl", "--json")
    assert done.returncode == 0
    counts = json.loads(done.stdout)
    assert counts["items"] == 3
    assert counts["skipped"] == {"no JSON": 1, "missing or wrong field": 1, "broken characters": 1}
    assert f"{bad}:4: skipped, no JSON" in done.stderr
    last = json.loads((tmp_path / "out.jsonl").read_text().splitlines()[-1])
    assert (last["id"], last["relevant"], last["skipped"]) == ("broken", False, "broken characters")


def test_missing_file_is_one_line(tmp_path: Path, chuhai: Chuhai) -> None:
    done = chuhai("replay", tmp_path / "no.jsonl", "--db", tmp_path / "r.db")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"chuhai: {tmp_path / 'no.jsonl'}: no such file; check the path\n"
    assert not (tmp_path / "r.db").exists()


def test_killed_ten_times_nothing_is_lost_or_doubled(
    archive: Path, whole: tuple[Path, ReplayReport], tmp_path: Path
) -> None:
    db, mails = tmp_path / "r.db", tmp_path / "mails"
    command = [*CHUHAI, "replay", str(archive), "--db", str(db), "--digests", str(mails), "--json"]
    chance = random.Random(7)
    done = 0
    for _ in range(10):
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # Half the kills hit the start and the first writes, half whatever comes in the next seconds.
        while not db.exists() and child.poll() is None:
            time.sleep(0.01)
        time.sleep(chance.choice((0.3, 4.0)) * chance.random())
        done += child.poll() is not None
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert not broken_promises(db)
    assert done < 8, "hardly a kill hit a running replay: make the archive longer"
    last = subprocess.run(command, capture_output=True, text=True, timeout=200)
    assert last.returncode == 0, last.stderr
    assert contents(tmp_path) == contents(whole[0])

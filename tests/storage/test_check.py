"""The check sees every kind of damage, and a kill at any moment leaves none."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.check import check
from storage.engine import Database, open_database
from storage.models import ArticleRow, DealRow
from storage.query import Query
from tests.storage.conftest import Tell
from tests.storage.making import article, deal

ROOT = Path(__file__).parents[2]

DAMAGE = {
    "every report belongs to a deal": "UPDATE report SET deal_id = NULL WHERE id = 1",
    "every live deal has a report": "UPDATE report SET deal_id = 2",
    "a deal counts its reports": "UPDATE deal SET reports = 7 WHERE id = 1",
    "a deal's best report is its own": "UPDATE deal SET report_id = 2 WHERE id = 1",
    "a merged deal leads to another": "UPDATE deal SET state = 'merged' WHERE id = 1",
    "a field's value comes from a report of its deal": "UPDATE deal_field SET report_id = 2 WHERE deal_id = 1",
    "an event is told by a report of its deal": "UPDATE event SET report_id = NULL",
    "a copy's original is no copy": "UPDATE article SET copy_of = 3 - id",
    "every live deal is under a tag, no other is": "DELETE FROM deal_tag",
    "every tag is of a deal": "UPDATE deal SET order_key = 5 WHERE id = 1",
    "a tag counts its deals": "UPDATE tag SET deals = deals + 1",
    "kept totals are those of the deals": "UPDATE tag_total SET upfront_usd = 1",
    "the full text of deals is complete": "UPDATE deal SET search_text = '' WHERE id = 1",
    "the full text of articles is complete": "DELETE FROM article_text_docsize",
    "every reference leads somewhere": "UPDATE deal_party SET company_id = 'nobody'",
}  # fmt: skip


@pytest.mark.parametrize("promise", DAMAGE)
def test_damage_is_seen(db: Database, tell: Tell, promise: str) -> None:
    tell(article(1), deal(upfront=5_000_000))
    tell(article(2), deal("百济神州", "诺华", "BGB-1", upfront=7_000_000))
    with db.read() as session:
        assert check(session) == []
    with db.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("PRAGMA writable_schema = OFF")
        connection.exec_driver_sql(DAMAGE[promise])
        connection.exec_driver_sql("BEGIN")
    with db.read() as session:
        found = {finding.what: finding for finding in check(session)}
    assert promise in found and found[promise].rows and found[promise].examples


def test_a_torn_file_is_seen(db: Database, tell: Tell, tmp_path: Path) -> None:
    tell(article(1), deal())
    with db.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = bytearray((tmp_path / "test.db").read_bytes())
    raw[40_000:60_000] = bytes(20_000)
    (tmp_path / "torn.db").write_bytes(raw)
    torn = open_database(tmp_path / "torn.db")
    with torn.read() as session:
        assert [finding.what for finding in check(session)] == ["the file is whole"]
    torn.close()


WRITER = """
import sys
from storage.engine import open_database
from storage.articles import save_article
from storage.deals import save_reading
from nlp.records import Reading
from tests.storage.making import article, deal

db = open_database(sys.argv[1])
for number in range(100_000):
    with db.write() as session:
        item = article(number // 2, days=number // 2, source="ab"[number % 2], text=f"同样的正文{number // 2}" * 9)
        saved = save_article(session, item)
        status = "completed" if number % 4 == 3 else "announced"
        told = deal(asset=f"XQ-{number // 4}", upfront=10**6 * (number // 4 + 1), status=status)
        save_reading(session, saved.id, Reading(deals=[told]), extractor="t")
    print(number, flush=True)
"""


def test_a_kill_at_any_moment_leaves_a_whole_database(empty_database: Path, tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    shutil.copy(empty_database, path)
    dice = random.Random(11)
    for _ in range(4):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        writer.stdout.readline()  # it writes
        time.sleep(dice.random() * 0.4)
        writer.send_signal(signal.SIGKILL)
        said = writer.stdout.read().split()
        writer.wait()
        database = open_database(path)
        with database.read() as session:
            assert check(session) == []
            kept = session.scalar(text("SELECT count(*) FROM article WHERE read_by <> ''")) or 0
            assert kept >= len(said) + 1  # what was said to be done is done
            assert session.query(ArticleRow).filter(ArticleRow.read_by == "").count() == 0
        database.close()


def test_work_goes_on_after_a_kill_with_nothing_doubled(empty_database: Path, tmp_path: Path) -> None:
    path = tmp_path / "killed.db"
    shutil.copy(empty_database, path)
    script = WRITER.replace("100_000", "12")
    killed = subprocess.Popen([sys.executable, "-c", script, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert killed.stdout is not None
    for _ in range(5):
        killed.stdout.readline()
    killed.kill()
    killed.wait()
    for _ in range(2):
        subprocess.run([sys.executable, "-c", script, str(path)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    database = open_database(path)
    with database.read() as session:
        assert check(session) == []
        assert session.query(ArticleRow).count() == 12
        assert session.query(DealRow).count() == 3
        assert {shown.reports for shown in Query(session).deals().items} == {4}
    database.close()

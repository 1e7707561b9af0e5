"""``chuhai demo`` as a newcomer runs it, twice; and what was read against what the sample articles say."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from newsroom.articles import ExpectedDeal, load_samples
from newsroom.mailbox import read_mail
from nlp.records import Deal
from tests.conftest import CHUHAI, Chuhai, broken_promises

SAMPLES = [sample for outlet in load_samples().values() for sample in outlet]
#: quality only rises: raise these when reading gets better
DEALS_FLOOR, AMOUNTS_FLOOR, FALSE_ALARMS = 0.80, 0.80, 1


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[subprocess.CompletedProcess[str]]]:
    """The folder of a demo and what its two runs said."""
    folder = tmp_path_factory.mktemp("demo")
    command = [*CHUHAI, "demo", "--folder", str(folder)]
    return folder, [subprocess.run(command, capture_output=True, text=True, timeout=200) for _ in range(2)]


def test_first_run_shows_digest_deals_and_where_to_look(
    demo: tuple[Path, list[subprocess.CompletedProcess[str]]],
) -> None:
    folder, (first, _) = demo
    assert first.returncode == 0, first.stderr
    (path,) = (folder / "mail").glob("*.eml")
    mail = read_mail(path)
    for shown in (mail["Subject"], "SSGJ-707", "12.5亿美元", str(path), f"--config {folder / 'chuhai.toml'} deals"):
        assert shown in first.stdout
    assert f"{len(SAMPLES)} new articles" in first.stdout
    assert [part.get_content_type() for part in mail.walk() if not part.is_multipart()][:2] == [
        "text/plain",
        "text/html",
    ]


def test_second_run_sends_nothing(demo: tuple[Path, list[subprocess.CompletedProcess[str]]]) -> None:
    folder, (_, second) = demo
    assert second.returncode == 0, second.stderr
    assert "0 new articles" in second.stdout and "0 mails sent" in second.stdout
    assert len(list((folder / "mail").glob("*.eml"))) == 1
    assert not broken_promises(folder / "demo.db")


def test_shown_commands_work(demo: tuple[Path, list[subprocess.CompletedProcess[str]]], chuhai: Chuhai) -> None:
    _, (first, _) = demo
    shown = [line.strip() for line in first.stdout.splitlines() if " --config " in line]
    assert len(shown) == 4
    for line in shown:
        arguments = line.split()[1:]
        if arguments[-1] != "serve":
            done = chuhai(*arguments)
            assert done.returncode == 0 and done.stdout, done.stderr


def test_crawled_articles_are_the_written_ones(demo: tuple[Path, list[subprocess.CompletedProcess[str]]]) -> None:
    folder, _ = demo
    with closing(sqlite3.connect(folder / "demo.db")) as db:
        stored = sorted(db.execute("select source, title, text from article").fetchall())
    assert stored == sorted((s.outlet, s.title, s.text.strip()) for s in SAMPLES)


def test_deals_are_those_of_the_articles(demo: tuple[Path, list[subprocess.CompletedProcess[str]]]) -> None:
    folder, _ = demo
    with closing(sqlite3.connect(folder / "demo.db")) as db:
        rows = db.execute(
            "select a.title, r.data from report r join article a on a.id = r.article_id where r.mention = 'primary'"
        ).fetchall()
    found: dict[str, list[Deal]] = {}
    for title, data in rows:
        found.setdefault(title, []).append(Deal.model_validate(json.loads(data)))
    expected = [(sample, deal) for sample in SAMPLES for deal in sample.deals]
    hits = [(deal, match) for sample, deal in expected if (match := find(deal, found.get(sample.title, [])))]
    wanted = sum(len(deal.amounts) for deal, _ in hits)
    right = sum(len(set(deal.amounts) & amounts(match)) for deal, match in hits)
    false_alarms = [sample.title for sample in SAMPLES if not sample.deals and sample.title in found]
    assert len(hits) >= DEALS_FLOOR * len(expected)
    assert right >= AMOUNTS_FLOOR * wanted
    assert len(false_alarms) <= FALSE_ALARMS, false_alarms


def find(expected: ExpectedDeal, deals: list[Deal]) -> Deal | None:
    """The deal of the article that has every expected party on its side."""
    for deal in deals:
        sides = ((expected.grantors, deal.grantors), (expected.partners, deal.partners))
        if all(
            any(name in (party.name, party.name_en, *party.surface) for party in parties)
            for names, parties in sides
            for name in names
        ):
            return deal
    return None


def amounts(deal: Deal) -> set[str]:
    """The sums as the samples write them."""
    return {f"{amount.kind} {amount.currency} {float(amount.value) / 1e6:g}" for amount in deal.amounts}

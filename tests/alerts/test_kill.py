"""The sending process killed by SIGKILL at random points, with a server that misbehaves besides: nobody is missed."""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from alerts.outbox import deliver_outbox
from settings import Settings
from storage.engine import Database, open_database
from tests.alerts.examples import NOW
from tests.alerts.misbehaving import MisbehavingServer
from tests.alerts.sending import mails, put_digest, settings_for

KILLS = int(os.environ.get("CHUHAI_KILLS", "25"))
BEHAVIOURS = ("busy451-1", "bye421-1", "later452-1", "cut-1", "lost-1", "vanish-1", "gone550")


def run_round(settings: Settings, now: datetime) -> None:
    """What the killed process does."""
    db = open_database(settings.storage.url)
    deliver_outbox(db, settings, now)


def kill_in_the_middle(settings: Settings, server: MisbehavingServer, now: datetime, chance: random.Random) -> bool:
    """Start a round and kill it some mails and some milliseconds later; whether it was still at work."""
    process = multiprocessing.get_context("forkserver").Process(target=run_round, args=(settings, now), daemon=True)
    goal = sum(server.seen.values()) + chance.randint(1, 8)
    process.start()
    deadline = time.monotonic() + 20
    while process.is_alive() and sum(server.seen.values()) < goal and time.monotonic() < deadline:
        time.sleep(0.0005)
    time.sleep(chance.random() * 0.012)
    killed = process.is_alive()
    process.kill()
    process.join()
    return killed


@pytest.mark.parametrize("retry", [True, False])
def test_killed_at_random_points(db: Database, tmp_path: Path, retry: bool) -> None:
    multiprocessing.get_context("forkserver").set_forkserver_preload(["alerts.outbox", "tests.alerts.test_kill"])
    chance = random.Random(20260603 + retry)
    with MisbehavingServer() as server:
        settings = settings_for(tmp_path, server.port, unknown_retry=retry)
        settings = settings.with_database(tmp_path / "chuhai.db")
        bad = [f"{behaviour}.{n}@x.test" for n in range(5) for behaviour in BEHAVIOURS]
        good = [f"ok{n}@x.test" for n in range(200)]
        addresses = [*good[:100], *bad, *good[100:]]
        put_digest(db, settings, addresses)
        now, kills = NOW, 0
        while kills < KILLS and any(mail.state in ("pending", "claimed") for mail in mails(db).values()):
            now += timedelta(minutes=11)
            kills += kill_in_the_middle(settings, server, now, chance)
        for _ in range(8):
            now += timedelta(hours=6)
            deliver_outbox(db, settings, now)
    found = mails(db)
    copies = Counter(mail.recipient for mail in server.taken)
    missed = [each for each in addresses if not copies[each] and not each.startswith("gone550")]
    twice = [each for each in addresses if copies[each] > 1]
    lost = [each for each in addresses if found[each].lost_answers]
    print(f"retry={retry}: {kills} kills, {len(lost)} answers lost, {len(twice)} came twice, {len(missed)} missed")
    assert kills == KILLS
    assert {mail.state for mail in found.values()} <= {"sent", "failed", "unknown"}
    assert all(found[each].state == "failed" for each in addresses if each.startswith("gone550"))
    assert set(twice) <= set(lost)
    for each in twice:
        assert copies[each] == 2
        assert len({mail.message_id for mail in server.mails_to(each)}) == 1
    if retry:
        assert missed == []
    else:
        assert twice == []
        assert all(found[each].state == "unknown" for each in missed)  # visible, for a person to decide

"""What becomes of the mail when the service itself is killed while it sends, to a mail server that misbehaves besides.

    .venv/bin/python bench/alerts_kill.py [KILLS]

The real service process, SIGKILLed after some mails and some milliseconds, again and again; what then still waits is
delivered under a clock that runs ahead. Prints a line of JSON for each setting of ``unknown_retry``; exit code 1 where a
mail was lost unseen or came twice without need.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from alerts.outbox import deliver_outbox  # noqa: E402  (a script: the checkout is put on the path first)
from settings import load_settings  # noqa: E402
from storage.engine import open_database  # noqa: E402
from tests.alerts.misbehaving import MisbehavingServer  # noqa: E402
from tests.alerts.sending import mails, put_digest  # noqa: E402

SERVICE = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from service import serve
from settings import load_settings
serve(load_settings(Path(sys.argv[1])), sources=())
"""
BEHAVIOURS = ("busy451-1", "bye421-1", "later452-1", "cut-1", "lost-1", "vanish-1", "gone550")


def kill_while_sending(config: Path, server: MisbehavingServer, chance: random.Random) -> bool:
    """Start the service, kill it some mails and milliseconds later; whether any mail had been begun."""
    before = sum(server.seen.values())
    goal = before + chance.randint(1, 6)
    child = subprocess.Popen(
        [sys.executable, "-c", SERVICE, str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 20
    while child.poll() is None and sum(server.seen.values()) < goal and time.monotonic() < deadline:
        time.sleep(0.0005)
    time.sleep(chance.random() * 0.012)
    child.kill()
    child.wait()
    return sum(server.seen.values()) > before


def run(folder: Path, kills: int, *, retry: bool) -> dict[str, object]:
    """Kill until ``kills`` services died at work, deliver the rest, and count copies by the server's own record."""
    chance = random.Random(20260603 + retry)
    addresses = [f"{behaviour}.{n}@x.test" for n in range(6) for behaviour in BEHAVIOURS]
    addresses += [f"ok{n}@x.test" for n in range(8 * kills)]
    chance.shuffle(addresses)
    with MisbehavingServer() as server, closing(open_database(folder / "kill.db")) as db:
        config = folder / "chuhai.toml"
        config.write_text(
            f"""
            [storage]
            url = "sqlite:///{folder / "kill.db"}"
            [alerts]
            smtp_host = "127.0.0.1"
            smtp_port = {server.port}
            smtp_security = "none"
            smtp_timeout = 0.5
            unknown_retry = {str(retry).lower()}
            [query]
            port = 0
            """,
            encoding="utf-8",
        )
        settings = load_settings(config)
        now = datetime.now(UTC)
        put_digest(db, settings, addresses, now=now)
        done = tries = 0
        while done < kills and tries < 2 * kills:
            tries += 1
            done += kill_while_sending(config, server, chance)
        for hours in range(1, 60, 6):
            deliver_outbox(db, settings, now + timedelta(hours=hours))
        found = mails(db)
    copies = Counter(mail.recipient for mail in server.taken)
    twice = [each for each in addresses if copies[each] > 1]
    lost = [each for each in addresses if found[each].lost_answers]
    missed = [each for each in addresses if not copies[each] and not each.startswith("gone550")]
    same = all(len({mail.message_id for mail in server.mails_to(each)}) == 1 for each in twice)
    unseen = [each for each in missed if found[each].state != "unknown"]
    return {
        "unknown_retry": retry, "kills_at_work": done, "addresses": len(addresses), "answers_lost": len(lost),
        "came_twice": len(twice), "same_message_id": same, "twice_without_a_lost_answer": len(set(twice) - set(lost)),
        "missed": len(missed), "missed_unseen": len(unseen), "states": dict(Counter(m.state for m in found.values())),
    }  # fmt: skip


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    results = []
    for retry in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            results.append(run(Path(folder), kills, retry=retry))
            print(json.dumps(results[-1]))
    bad = any(r["missed_unseen"] or r["twice_without_a_lost_answer"] or not r["same_message_id"] for r in results)
    raise SystemExit(1 if bad or results[0]["missed"] else 0)


if __name__ == "__main__":
    main()

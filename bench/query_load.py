"""Measures the page and the API over a large database while another process writes news into it.

    python bench/make_corpus.py make big.db --deals 1000000
    python bench/query_load.py big.db --rounds 40

For every kind of page: milliseconds until the whole answer is there (wall), and the server's own work (CPU), as median and
p95. On a busy machine the wall says how busy it is; the CPU says what the page costs. Then Chromium's first paint.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from make_corpus import MODALITIES, PHASES, TARGETS, TYPES, write_news  # noqa: E402  (a script: the checkout is put on the path first)

from nlp.lexicon import load_lexicon  # noqa: E402
from storage.engine import open_database  # noqa: E402

#: pages that take the server more work than this, in milliseconds, are named
SLOW = 100
PAINTED = ("/", "/dashboard", "/deals/D1000", "/companies/恒瑞")


def addresses(dice: random.Random, deals: int) -> dict[str, tuple[str, dict[str, str]]]:
    """One address of each kind, differently filled in each time."""
    known = list(load_lexicon().companies.values())
    company, named = dice.choice(known[:300]).id, dice.choice(known).name
    target, modality, kind = dice.choice(TARGETS), dice.choice(MODALITIES), dice.choice(TYPES)
    word = dice.choice([named, named[:2], target, modality, "双抗", "药", "生物", f"{modality} {target}"])
    words = dice.choice([word, "里程碑", f"许可协议 {target}", f"{named} {target}", f"SHR-{dice.randrange(100_000)}A"])
    since, out = f"{dice.randint(2016, 2026)}-0{dice.randint(1, 6)}", dice.choice(["out", "in"])
    most = {"direction": out, "modality": modality, "type": kind, "target": target}
    least = str(dice.choice([5, 10, 30, 45, 100, 150]) * 10**6)
    place = {
        "province": dice.choice(["江苏", "上海", "广东", "四川"]),
        "partner_country": dice.choice(["US", "JP", "DE"]),
    }
    largest, measure = dice.choice(["upfront", "total"]), dice.choice(["deals", "upfront", "total"])
    fields = {
        **most, **place, "since": since, "phase": dice.choice(PHASES), "company": company, "text": word,
        "min_upfront": least, "min_total": least,
    }  # fmt: skip
    some = {name: fields[name] for name in dice.sample(sorted(fields), 3)}
    return {
        "page: list, newest": ("/", {}),
        "page: list, company": ("/", {"company": company}),
        "page: list, direction, modality, since": ("/", {"direction": out, "modality": modality, "since": since}),
        "page: list, five filters": ("/", {**most, "min_upfront": least}),
        "page: list, province and country by sum": ("/", {**place, "sort": largest}),
        "page: list, any three filters in any order": (
            "/", {**some, "sort": dice.choice(["newest", "oldest", "upfront", "total"])},
        ),
        "page: list, words": ("/", {"text": word}),
        "page: list, words and company": ("/", {"text": target, "company": company}),
        "page: search": ("/search", {"text": words}),
        "page: deal": (f"/deals/D{dice.randint(1, deals)}", {}),
        "page: company": (f"/companies/{company}", {}),
        "page: dashboard": ("/dashboard", {"measure": measure}),
        "page: dashboard by quarter or year": (
            "/dashboard", {"measure": measure, "period": dice.choice(["quarter", "year"])},
        ),
        "page: statistics": ("/stats", {"by": dice.choice(["province", "modality", "year"]), "direction": out}),
        "page: events": ("/events", {"kind": "announced", "since": since}),
        "page: names while typing": ("/suggest", {"text": dice.choice([named[:1], named[:2], "shr-", "pd"])}),
        "api: deals": ("/api/deals", {"direction": out, "modality": modality, "since": since}),
        "api: deal": (f"/api/deals/D{dice.randint(1, deals)}", {}),
        "api: facets": ("/api/facets", {"direction": out, "modality": modality}),
        "api: search": ("/api/search", {"text": words}),
    }  # fmt: skip


@contextmanager
def served(file: Path) -> Iterator[tuple[str, psutil.Process]]:
    """``chuhai serve`` as users run it, on a free port, without a limit of requests."""
    settings = file.with_suffix(".bench.toml")
    settings.write_text("[query]\nport = 0\nrate_limit_per_minute = 10000000\n", encoding="utf-8")
    command = [sys.executable, str(ROOT / "chuhai.py"), "--config", str(settings), "serve", "--db", str(file)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, bufsize=1)
    assert process.stderr is not None
    base = next(line.strip() for line in process.stderr if line.startswith("http"))
    threading.Thread(target=process.stderr.read, daemon=True).start()
    try:
        yield base, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)
        settings.unlink()


@contextmanager
def writing(file: Path) -> Iterator[None]:
    """A crawl in another process: five articles with a deal a second."""
    process = multiprocessing.Process(target=_write, args=(file,))
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join()


def _write(file: Path) -> None:
    write_news(open_database(file, create=False), threading.Event(), [0])


def last_deal(file: Path) -> int:
    """The highest id of a deal."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        return int(connection.execute("SELECT max(id) FROM deal").fetchone()[0])


def ask(base: str, server: psutil.Process, rounds: int, deals: int) -> dict[str, dict[str, float]]:
    """Median and p95 of wall and CPU milliseconds for each kind of page, kinds in turn; never one address twice running."""
    wall: dict[str, list[float]] = defaultdict(list)
    work: dict[str, list[float]] = defaultdict(list)
    with httpx.Client(base_url=base, timeout=60) as client:
        for number in range(-2, rounds):  # the first two warm up
            for kind, (path, params) in addresses(random.Random(), deals).items():
                before, began = cpu_milliseconds(server), time.perf_counter()
                found = client.get(path, params=params)
                took, after = time.perf_counter() - began, cpu_milliseconds(server)
                assert found.status_code == 200, (found.status_code, path, params, found.text[:300])
                if number >= 0:
                    wall[kind].append(took * 1000)
                    work[kind].append(after - before)
                    if after - before > SLOW:
                        print(f"{after - before:.0f} ms of work: {path} {params}", file=sys.stderr)
    return {
        kind: {"wall": _middle(wall[kind]), "wall p95": _p95(wall[kind]), "cpu": _middle(work[kind]),
               "cpu p95": _p95(work[kind])}
        for kind in wall
    }  # fmt: skip


def cpu_milliseconds(process: psutil.Process) -> float:
    """What all threads of a process have computed; finer than the hundredths of a second of its CPU times."""
    tasks = Path(f"/proc/{process.pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6


def _middle(times: list[float]) -> float:
    return round(sorted(times)[len(times) // 2], 1)


def _p95(times: list[float]) -> float:
    return round(sorted(times)[min(int(len(times) * 0.95), len(times) - 1)], 1)


def paint(base: str) -> dict[str, float]:
    """Chromium's first contentful paint in milliseconds, each page in a browser that knows nothing yet."""
    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for path in PAINTED:
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            page = context.new_page()
            page.goto(f"{base}{path}")
            page.wait_for_timeout(500)
            script = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
            found[path] = round(page.evaluate(script), 1)
            context.close()
        browser.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--rounds", type=int, default=40)
    args = parser.parse_args()
    first = last_deal(args.file)
    with served(args.file) as (base, server), writing(args.file):
        found: dict[str, Any] = {"milliseconds": ask(base, server, args.rounds, first), "first paint": paint(base)}
    found["deals written meanwhile"] = last_deal(args.file) - first
    print(json.dumps(found, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()

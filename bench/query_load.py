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
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from make_corpus import MODALITIES, TARGETS, TYPES, write_news  # noqa: E402  (a script: the checkout is put on the path first)

from nlp.lexicon import load_lexicon  # noqa: E402
from storage.engine import open_database  # noqa: E402

PAINTED = ("/", "/dashboard", "/deals/D1000", "/companies/恒瑞")


def addresses(dice: random.Random, deals: int) -> dict[str, tuple[str, dict[str, str]]]:
    """One address of each kind, differently filled in each time."""
    company = dice.choice(list(load_lexicon().companies.values())[:300]).id
    target, modality, kind = dice.choice(TARGETS), dice.choice(MODALITIES), dice.choice(TYPES)
    words = dice.choice(["双抗", "恒瑞", "PD-1", "里程碑", "许可协议 VEGF", f"SHR-{dice.randrange(100_000)}A"])
    since = f"{dice.randint(2016, 2026)}-0{dice.randint(1, 6)}"
    five = {"direction": "out", "modality": modality, "type": kind, "target": target, "min_upfront": "100000000"}
    return {
        "page: list, newest": ("/", {}),
        "page: list, company": ("/", {"company": company}),
        "page: list, direction, modality, since": ("/", {"direction": "out", "modality": modality, "since": since}),
        "page: list, five filters": ("/", five),
        "page: list, province and country by upfront": (
            "/", {"province": "江苏", "partner_country": "US", "sort": "upfront"},
        ),
        "page: list, words": ("/", {"text": dice.choice(["恒瑞", "PD-1", "adc VEGF"])}),
        "page: list, words and company": ("/", {"text": target, "company": company}),
        "page: search": ("/search", {"text": words}),
        "page: deal": (f"/deals/D{dice.randint(1, deals)}", {}),
        "page: company": (f"/companies/{company}", {}),
        "page: dashboard": ("/dashboard", {}),
        "page: dashboard, upfronts by year": ("/dashboard", {"measure": "upfront", "period": "year"}),
        "page: statistics": ("/stats", {"by": "province", "direction": "out"}),
        "page: events": ("/events", {"kind": "announced", "since": since}),
        "page: names while typing": ("/suggest", {"text": dice.choice(["恒", "百济", "shr-", "pd"])}),
        "api: deals": ("/api/deals", {"direction": "out", "modality": modality, "since": since}),
        "api: deal": (f"/api/deals/D{dice.randint(1, deals)}", {}),
        "api: facets": ("/api/facets", {"direction": "out", "modality": modality}),
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


def ask(base: str, server: psutil.Process, rounds: int) -> dict[str, dict[str, float]]:
    """Median and p95 of wall and CPU milliseconds for each kind of page, kinds in turn."""
    wall: dict[str, list[float]] = defaultdict(list)
    work: dict[str, list[float]] = defaultdict(list)
    with httpx.Client(base_url=base, timeout=60) as client:
        deals = int(client.get("/api/deals", params={"limit": 1}).json()["items"][0]["id"][1:])
        for number in range(-2, rounds):  # the first two warm up
            for kind, (path, params) in addresses(random.Random(number), deals).items():
                before, began = server.cpu_times(), time.perf_counter()
                found = client.get(path, params=params)
                took, after = time.perf_counter() - began, server.cpu_times()
                assert found.status_code == 200, (found.status_code, path, params, found.text[:300])
                if number >= 0:
                    wall[kind].append(took * 1000)
                    work[kind].append((after.user - before.user + after.system - before.system) * 1000)
    return {
        kind: {"wall": _middle(wall[kind]), "wall p95": _p95(wall[kind]), "cpu": _middle(work[kind]),
               "cpu p95": _p95(work[kind])}
        for kind in wall
    }  # fmt: skip


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
    with served(args.file) as (base, server), writing(args.file):
        print(json.dumps({"milliseconds": ask(base, server, args.rounds), "first paint": paint(base)}, indent=1,
                         ensure_ascii=False))  # fmt: skip


if __name__ == "__main__":
    main()

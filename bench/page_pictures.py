"""Takes pictures of every page: both languages, light and dark, desk and phone.

python bench/page_pictures.py demo.db pictures/
"""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from query.listening import listen
from query.web import create_app
from settings import QuerySettings, Settings

#: one of each page; the deal and the company are those with most to show
PAGES = {
    "deals": "/?direction=out",
    "deal": "/deals/{deal}",
    "company": "/companies/恒瑞",
    "companies": "/companies",
    "dashboard": "/dashboard",
    "events": "/events",
    "statistics": "/stats?by=province&direction=out",
    "milestones": "/milestones",
    "brief": "/brief",
    "review": "/review",
    "subscriptions": "/subscriptions",
    "sources": "/sources",
    "search": "/search?text=PD-1",
    "empty": "/?company=恒瑞&until=2001",
    "error": "/?company=恒锐",
    "api": "/api/docs",
}
WIDTHS = {"desk": 1280, "phone": 375}


@contextmanager
def served(database: Path) -> Iterator[str]:
    """The page on a free port of this machine."""
    settings = Settings(query=QuerySettings(rate_limit_per_minute=100_000)).with_database(database)
    listener = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def take(browser: Browser, base: str, folder: Path, deal: str, only: set[str], looks: list[tuple[str, str]]) -> None:
    """A picture a page and language in each look: desk or phone, light or dark."""
    for language in ("zh", "en"):
        for name, scheme in looks:
            width = WIDTHS[name]
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme, locale=language
            )
            page = context.new_page()
            for title, path in PAGES.items():
                if only and title not in only:
                    continue
                address = path.format(deal=deal)
                page.goto(f"{base}{address}{'&' if '?' in address else '?'}lang={language}")
                picture = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(128)
                picture.save(folder / f"{title}-{language}-{name}-{scheme}.png", optimize=True)
            context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--deal", default="D1")
    parser.add_argument("--only", nargs="*", default=())
    parser.add_argument("--looks", nargs="*", default=("desk-light", "desk-dark", "phone-light", "phone-dark"))
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    with served(args.database) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        take(browser, base, args.folder, args.deal, set(args.only), [tuple(look.split("-")) for look in args.looks])
        browser.close()


if __name__ == "__main__":
    main()

"""Writes the pictures of the digest in ``docs/img``: phone and desk, light and dark, from the examples of the tests.

.venv/bin/python bench/alerts_pictures.py
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.alerts.test_browser import as_page  # noqa: E402  (a script: the checkout is put on the path first)


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for language in ("zh", "en"):
            for width in (375, 1200):
                for scheme in ("light", "dark"):
                    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
                    page = context.new_page()
                    page.set_content(as_page(language))
                    picture = Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")
                    path = ROOT / "docs" / "img" / f"digest-{language}-{width}-{scheme}.png"
                    picture.quantize(128).save(path, optimize=True)
                    print(path.relative_to(ROOT), path.stat().st_size)
                    context.close()
        browser.close()


if __name__ == "__main__":
    main()

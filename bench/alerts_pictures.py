"""Writes the pictures of the digest in ``docs/img``: phone and desk, light and dark, from the examples of the tests.

    .venv/bin/python bench/alerts_pictures.py [var/demo/mail/….eml]

With a mail (that of ``make demo``), its beginning becomes ``docs/img/digest.png``, too.
"""

from __future__ import annotations

import base64
import sys
from email import message_from_bytes, policy
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
        if len(sys.argv) > 1:
            context = browser.new_context(viewport={"width": 720, "height": 913}, device_scale_factor=1.2)
            page = context.new_page()
            page.set_content(html_of(Path(sys.argv[1])))
            picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
            picture.quantize(128).save(ROOT / "docs" / "img" / "digest.png", optimize=True)
        browser.close()


def html_of(path: Path) -> str:
    """The HTML part of a mail, its picture inside."""
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = mail.get_body(("html",))
    assert body is not None, f"{path}: a mail without HTML"
    html: str = body.get_content()
    for part in mail.walk():
        if part.get_content_type() == "image/png":
            html = html.replace("cid:chart", f"data:image/png;base64,{base64.b64encode(part.get_content()).decode()}")
    return html


if __name__ == "__main__":
    main()

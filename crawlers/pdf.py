"""The text of a PDF filing, in reading order, without running headers and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Any

MAX_PAGES = 200
_PAGE_NUMBER = re.compile(r"^[-—–\s]*(?:第\s*)?\d{1,4}\s*(?:页|頁)?(?:\s*[/／共]\s*\d{1,4}\s*(?:页|頁)?)?[-—–\s]*$")
_ENDS = re.compile(r"[。！？；：:;!?”）)』」]$|\.$")


class ScannedPdfError(ValueError):
    """A PDF of pictures: there is no text to read."""


class BrokenPdfError(ValueError):
    """No PDF, an encrypted one, or one that no reader opens."""


def read_pdf(body: bytes, max_pages: int = MAX_PAGES) -> str:
    """Paragraphs of a filing; raises ScannedPdfError or BrokenPdfError. Pages after ``max_pages`` are left out."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        raise BrokenPdfError(str(error)) from None
    try:
        pages = [_lines(document[number]) for number in range(min(len(document), max_pages))]
    except pdfium.PdfiumError as error:
        raise BrokenPdfError(str(error)) from None
    finally:
        document.close()
    lines = _without_running_lines(pages)
    text = _paragraphs(lines)
    if len(re.sub(r"\s", "", text)) < 20 * len(pages):
        raise ScannedPdfError(f"{len(pages)} pages hold {len(text)} characters of text")
    return text


def _lines(page: Any) -> list[str]:
    """One page's lines, a left column before a right one."""
    textpage = page.get_textpage()
    try:
        boxes: list[tuple[float, float, float, float, str]] = []
        for number in range(textpage.count_rects()):
            left, bottom, right, top = textpage.get_rect(number)
            text = textpage.get_text_bounded(left, bottom, right, top).strip()
            if text:
                boxes.append((left, bottom, right, top, text))
        width = float(page.get_width())
        return [line for column in _columns(boxes, width) for line in _rows(column)]
    finally:
        textpage.close()
        page.close()


_Box = tuple[float, float, float, float, str]


def _columns(boxes: list[_Box], width: float) -> list[list[_Box]]:
    """Two columns where a gutter in the middle third is free and both sides are full, else one."""
    if len(boxes) < 20:
        return [boxes]
    for gutter in (width * share / 100 for share in range(42, 59)):
        crossing = [box for box in boxes if box[0] < gutter - 3 and box[2] > gutter + 3]
        left = [box for box in boxes if box[2] <= gutter + 3]
        right = [box for box in boxes if box[0] >= gutter - 3 and box not in left]
        full = min(len(left), len(right)) >= 8 and max(b[2] - b[0] for b in left) > 0.25 * width
        if full and max(b[2] - b[0] for b in right) > 0.25 * width and len(crossing) <= 0.1 * len(boxes):
            # Headings across both columns stand above or below them.
            top = max(box[3] for box in left + right)
            above = [box for box in crossing if box[1] >= top - 2]
            below = [box for box in crossing if box not in above]
            return [above, left, right, below]
    return [boxes]


def _rows(boxes: list[_Box]) -> list[str]:
    """Boxes of the same height are one line, from left to right."""
    rows: list[list[_Box]] = []
    for box in sorted(boxes, key=lambda b: -(b[1] + b[3])):
        middle = (box[1] + box[3]) / 2
        if rows and abs((rows[-1][0][1] + rows[-1][0][3]) / 2 - middle) < max(3.0, (box[3] - box[1]) * 0.5):
            rows[-1].append(box)
        else:
            rows.append([box])
    lines = []
    for row in rows:
        row.sort(key=lambda b: b[0])
        line = row[0][4]
        for before, after in pairwise(row):
            far = after[0] - before[2] > 0.6 * (after[3] - after[1])
            ascii_pair = line[-1:].isascii() and after[4][:1].isascii() and after[0] - before[2] > 1
            line += (" " if far or ascii_pair else "") + after[4]
        lines.append(re.sub(r"\s+", " ", line).strip())
    return lines


def _without_running_lines(pages: list[list[str]]) -> list[str]:
    """Drop page numbers and what stands at the top or bottom of most pages."""
    edges = Counter(line for lines in pages for line in {*lines[:2], *lines[-2:]})
    running = {line for line, count in edges.items() if len(pages) > 2 and count > 0.6 * len(pages)}
    return [
        line
        for number, lines in enumerate(pages)
        for place, line in enumerate(lines)
        if not _PAGE_NUMBER.match(line) and not (line in running and (number or place > 1))
    ]


def _paragraphs(lines: list[str]) -> str:
    """Join lines that were broken by the page's width, not by a paragraph's end."""
    lines = [line for line in lines if line]
    if not lines:
        return ""
    usual = sorted(map(_width, lines))[int(len(lines) * 0.8)]
    text = lines[0]
    for before, line in pairwise(lines):
        full = _width(before) >= 0.85 * usual
        if full and not (_ENDS.search(before) and _width(before) < 0.97 * usual):
            text += (" " if before[-1:].isascii() and line[:1].isascii() else "") + line
        else:
            text += "\n" + line
    return text


def _width(line: str) -> int:
    """Width in half-width characters."""
    return sum(1 if char.isascii() else 2 for char in line)

"""Prints the filings of the sample newsroom into ``pdf/*.pdf``; run ``python -m newsroom.pdf`` after changing one.

Needs reportlab (a development dependency). The fonts are the standard Adobe CJK ones, named, not embedded, as in many
real filings. ``invariant=1`` makes the same text give the same bytes.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from newsroom.articles import FOLDER, Sample, load_samples


def print_filing(sample: Sample) -> bytes:
    """The filing as an A4 PDF."""
    from io import BytesIO

    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    font = "MSung-Light" if sample.traditional else "STSong-Light"
    pdfmetrics.registerFont(UnicodeCIDFont(font))
    head = ParagraphStyle("head", fontName=font, fontSize=13, leading=22, alignment=1, wordWrap="CJK")
    body = ParagraphStyle("body", fontName=font, fontSize=10.5, leading=18, spaceBefore=8, wordWrap="CJK")
    file = BytesIO()
    document = SimpleDocTemplate(file, pagesize=A4, title=sample.title, author="sample newsroom", invariant=1)
    headings = 2
    document.build(
        [Paragraph(escape(line), head if n < headings else body) for n, line in enumerate(sample.paragraphs)]
    )
    return file.getvalue()


def main() -> None:
    """Write every filing."""
    for sample in load_samples()["pilu"]:
        (FOLDER / "pdf" / f"{sample.id}.pdf").write_bytes(print_filing(sample))


if __name__ == "__main__":
    main()

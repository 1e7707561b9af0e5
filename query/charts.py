"""Bars as inline SVG: no script, readable in light and dark, with the same numbers as a table for screen readers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is, how long, and what stands at its end; ``link`` leads to the deals behind it."""

    label: str
    value: float
    text: str
    link: str = ""


def bars(rows: Sequence[Bar], title: str) -> Markup:
    """Horizontal bars, a row each; the longest fills the width."""
    most = max((row.value for row in rows), default=0) or 1
    parts = []
    for row in rows:
        name = Markup('<a href="{}">{}</a>').format(row.link, row.label) if row.link else Markup("{}").format(row.label)
        share = round(100 * row.value / most, 1)
        drawn = Markup(
            '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
            '<rect width="{}" height="8" rx="1"/></svg>'
        ).format(share)
        parts.append(
            Markup('<tr><th scope="row">{}</th><td class="drawn">{}</td><td class="number">{}</td></tr>').format(
                name, drawn, row.text
            )
        )
    return Markup('<table class="bars"><caption>{}</caption><tbody>{}</tbody></table>').format(
        title, Markup().join(parts)
    )


def columns(rows: Sequence[Bar], title: str) -> Markup:
    """Vertical bars in order of time, with the value above and the label below each."""
    most = max((row.value for row in rows), default=0) or 1
    step, height = 44, 150
    width = max(len(rows), 1) * step
    drawn = []
    for place, row in enumerate(rows):
        tall = round((height - 40) * row.value / most, 1)
        middle = place * step + step / 2
        drawn.append(
            Markup(
                '<rect x="{}" y="{}" width="26" height="{}" rx="2"/><text class="value" x="{}" y="{}">{}</text>'
                '<text x="{}" y="{}">{}</text>'
            ).format(
                middle - 13, height - 22 - tall, tall, middle, height - 27 - tall, row.text if row.value else "",
                middle, height - 6, row.label,
            )
        )  # fmt: skip
    described = "; ".join(f"{row.label}: {row.text}" for row in rows)
    return Markup(
        '<figure class="columns"><figcaption>{}</figcaption><svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg></figure>'
    ).format(title, width, height, f"{title}. {described}", Markup().join(drawn))

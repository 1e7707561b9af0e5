"""Charts as inline SVG and tables: no script, light and dark, each bar a link to the deals behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

_STEP, _BAR, _HEIGHT, _TOP, _FOOT = 46, 28, 190, 26, 24


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
            '<rect class="ground" width="100" height="8"/><rect width="{}" height="8"/></svg>'
        ).format(share)
        parts.append(
            Markup('<tr><th scope="row">{}</th><td class="drawn">{}</td><td class="number">{}</td></tr>').format(
                name, drawn, row.text
            )
        )
    return Markup(
        '<div class="league"><table class="bars"><caption>{}</caption><tbody>{}</tbody></table></div>'
    ).format(title, Markup().join(parts))


def columns(rows: Sequence[Bar], title: str) -> Markup:
    """Vertical bars in order of time, with the value above and the label below each."""
    most = max((row.value for row in rows), default=0) or 1
    width = max(len(rows), 1) * _STEP
    ground = _HEIGHT - _FOOT
    drawn = Markup().join(_column(row, place * _STEP, (ground - _TOP) * row.value / most, ground) for place, row in
                          enumerate(rows))  # fmt: skip
    return Markup(
        '<figure class="columns"><figcaption>{title}</figcaption>'
        '<div class="wide" tabindex="0" role="region" aria-label="{title}">'
        '<svg width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="group" aria-label="{title}">'
        '<line x1="0" x2="{width}" y1="{ground}" y2="{ground}"/>{drawn}</svg></div></figure>'
    ).format(title=title, width=width, height=_HEIGHT, ground=ground, drawn=drawn)


def _column(row: Bar, left: float, tall: float, ground: int) -> Markup:
    """A bar with its value and label; the whole strip can be clicked."""
    tall = round(max(tall, 2.0 if row.value else 0.0), 1)
    middle = left + _STEP / 2
    shape = Markup(
        '<rect class="strip" x="{}" y="0" width="{}" height="{}"/>'
        '<rect class="value-bar" x="{}" y="{}" width="{}" height="{}" rx="2"/>'
        '<text class="value" x="{}" y="{}">{}</text><text class="label" x="{}" y="{}">{}</text>'
    ).format(
        left, _STEP, _HEIGHT, middle - _BAR / 2, ground - tall, _BAR, tall, middle, ground - tall - 7,
        row.text if row.value else "", middle, _HEIGHT - 7, row.label,
    )  # fmt: skip
    said = f"{row.label}: {row.text}"
    if not row.link or not row.value:
        return Markup('<g aria-label="{}" role="img">{}</g>').format(said, shape)
    return Markup('<a href="{}" aria-label="{}">{}</a>').format(row.link, said, shape)

"""The small chart of a digest: new deals a week, as a PNG that stands on white and on dark alike."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from alerts.news import Week

_OUT, _OTHER, _LABEL = "#12a594", "#9aa8ba", "#7b8798"


def draw_weeks(weeks: Sequence[Week]) -> bytes:
    """Bars of out-licences with the other deals on top, the sum above each; transparent, 1,120 pixels wide."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5.6, 1.5), dpi=200)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.01, 0.17, 0.98, 0.72))
    places = range(len(weeks))
    out = [week.out for week in weeks]
    other = [week.other for week in weeks]
    axes.bar(places, out, width=0.56, color=_OUT)
    axes.bar(places, other, width=0.56, bottom=out, color=_OTHER)
    for place, week in zip(places, weeks, strict=True):
        if total := week.out + week.other:
            axes.annotate(
                str(total), (place, total), xytext=(0, 3), textcoords="offset points", ha="center", fontsize=7.5,
                color=_LABEL,
            )  # fmt: skip
    axes.set_ylim(0, max(max(week.out + week.other for week in weeks) * 1.15, 1))
    axes.set_xticks(list(places), [week.label for week in weeks], fontsize=7.5, color=_LABEL)
    axes.tick_params(length=0)
    axes.set_yticks([])
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color("#c4ccd6")
    picture = BytesIO()
    figure.savefig(picture, format="png", transparent=True, metadata={"Software": None})
    return picture.getvalue()

"""The charts of the overview and of a company: deals or sums by time and by group, each bar leading to its deals."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal
from urllib.parse import urlencode

from markupsafe import Markup

from query.asks import filter_query
from query.charts import Bar, bars, columns
from query.rows import Period
from query.wording import rough, value_name
from query.words import PageWords
from storage.filters import DealFilter
from storage.query import Query
from storage.views import StatsRow, StatsTable

Measure = Literal["deals", "upfront", "total"]
GROUPS = (
    ("province", "dash.provinces"), ("model", "dash.models"), ("partner_country", "dash.partners"),
    ("modality", "dash.modalities"),
)  # fmt: skip
_LONGEST = 10
#: how many bars the series shows at most
_SPAN: dict[Period, int] = {"month": 18, "quarter": 16, "year": 12}


def series(
    query: Query, asked: DealFilter, period: Period, measure: Measure, words: PageWords, title: str, today: date
) -> Markup:
    """Deals or sums by month, quarter or year up to today, months without deals too."""
    first = _first(period, today)
    table = query.stats(period, asked.model_copy(update={"since": first.isoformat(), "until": None}))
    rows = {row.value: row for row in table.rows}
    shown = []
    for key, since, until in _periods(period, first, today):
        link = f"/?{urlencode([*filter_query(asked), ('since', since), ('until', until)])}"
        label = key[2:] if period != "year" else key
        row = rows.get(key)
        value = _value(row, measure) if row else Decimal(0)
        shown.append(Bar(label, float(value), _short(value, measure, words), link))
    while period == "year" and len(shown) > 1 and not shown[0].value:
        shown.pop(0)
    return columns(shown, title)


def leagues(query: Query, asked: DealFilter, measure: Measure, words: PageWords) -> list[Markup]:
    """The largest provinces, models, countries and modalities; nothing where no deal says."""
    found = []
    for by, title in GROUPS:
        rows = _largest(query.stats(by, asked), measure)
        if rows:
            found.append(bars([_bar(row, by, asked, measure, words) for row in rows], words(title)))
    return found


def _largest(table: StatsTable, measure: Measure) -> list[StatsRow]:
    rows = [row for row in table.rows if _value(row, measure)]
    return sorted(rows, key=lambda row: _value(row, measure), reverse=True)[:_LONGEST]


def _bar(row: StatsRow, by: str, asked: DealFilter, measure: Measure, words: PageWords) -> Bar:
    english = words.language == "en"
    label = value_name(by, row.value, words, row.label_en if english and row.label_en else row.label)
    value = _value(row, measure)
    text = str(row.deals) if measure == "deals" else rough(value, words.language)
    return Bar(label, float(value), text, f"/?{urlencode([(by, row.value), *filter_query(asked)])}")


def _value(row: StatsRow, measure: Measure) -> Decimal:
    return {"deals": Decimal(row.deals), "upfront": row.upfront_usd, "total": row.total_usd}[measure]


def _short(value: Decimal, measure: Measure, words: PageWords) -> str:
    """What stands above a bar: a count, or a sum in 亿 or billions of dollars."""
    if measure == "deals":
        return str(int(value))
    unit = Decimal(10**9 if words.language == "en" else 10**8)
    return f"{value / unit:.3g}" if value else "0"


def unit(measure: Measure, words: PageWords) -> str:
    """What the numbers above the bars count."""
    return words(f"measure.{measure}.unit")


def _first(period: Period, today: date) -> date:
    count = _SPAN[period] * {"month": 1, "quarter": 3, "year": 12}[period]
    size = {"month": 1, "quarter": 3, "year": 12}[period]
    month = today.year * 12 + today.month - 1
    return _month(month - month % size + size - count)


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def _periods(period: Period, first: date, today: date) -> Iterator[tuple[str, str, str]]:
    """Key, first and last day of each."""
    size = {"month": 1, "quarter": 3, "year": 12}[period]
    number = first.year * 12 + first.month - 1
    while _month(number) <= today:
        start, last = _month(number), _month(number + size - 1)
        end = last.replace(day=monthrange(last.year, last.month)[1])
        yield _key(period, start), start.isoformat(), end.isoformat()
        number += size


def _key(period: Period, start: date) -> str:
    if period == "year":
        return str(start.year)
    return f"{start:%Y-%m}" if period == "month" else f"{start.year}-Q{(start.month + 2) // 3}"

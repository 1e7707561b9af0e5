"""The time that a figure is of: 2024年, 2025年上半年, 近三年, 今年前五个月; written as 2024, 2025H1, last 3 years, 2026-01/05."""

from __future__ import annotations

import re
from datetime import date

_NUMERAL = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2}
_QUARTER = {"一": "Q1", "二": "Q2", "三": "Q3", "四": "Q4", "1": "Q1", "2": "Q2", "3": "Q3", "4": "Q4"}
_YEAR = r"(?:20\d\d年?|今年|本年|去年|上年|前年)"
_FORMS = re.compile(
    rf"(?P<short>20\d\d[HQ][1-4])|(?P<range>(?P<y1>20\d\d)年?(?:至|到|-|~)(?P<y2>20\d\d)年(?!\d))"
    rf"|{_YEAR}?(?:的)?(?P<half>上半年|下半年)"
    rf"|{_YEAR}?(?:的)?前(?P<q3>三|3)(?:个)?季度"
    rf"|{_YEAR}?(?:的)?第?(?P<q>[一二三四1-4])季度"
    rf"|{_YEAR}(?:的)?前(?P<m>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})个?月"
    rf"|{_YEAR}(?:的)?1(?:-|至|~)(?P<m2>\d{{1,2}})月"
    rf"|{_YEAR}(?:,)?截至(?:(?P<em>\d{{1,2}})月(?:底|末)?)"
    rf"|截至{_YEAR}(?P<em2>\d{{1,2}})月(?:(?P<ed>\d{{1,2}})日|底|末)?"
    rf"|截至{_YEAR}(?:底|末|年底|年末)"
    rf"|(?:近|最近|过去)(?P<last>[一二两三四五六七八九十]|\d{{1,2}})年"
    rf"|今年以来|年内|全年(?!度)"
    rf"|(?:20\d\d年|今年|本年|去年|上年|前年)(?:全年度?|年度|度)?(?!的?\d{{1,2}}月)"
)

#: 超2024年全年, 较去年, 为2024年的2.5倍: what the figure is held against, not when it is of.
_COMPARED = re.compile(r"(?:超过?|较|比|同比|高于|低于|远超|延续了?|占|逼近|接近|自|从)$")
_TIMES = re.compile(r"的?\d{1,4}(?:\.\d{1,3})?倍|的?(?:同期|水平|总量)|以来")


def find_period(text: str, low: int, start: int, end: int, day: date | None) -> str:
    """The period of a figure at ``start:end`` whose sentence begins at ``low``: said in it, else last said before it."""
    inside = list(_FORMS.finditer(text, start, end))
    for match in inside:
        if match["last"]:
            return f"last {_count(match['last'])} years"
    found = ""
    year = day.year if day else None
    for match in _FORMS.finditer(text, low, end):
        if _COMPARED.search(text, max(low, match.start() - 4), match.start()) or _TIMES.match(text, match.end()):
            continue
        said_year = _year(match, day)
        period = _write(match, said_year or year, day, bool(said_year))
        if said_year:
            year = said_year
        found = period or found
    return found


def _year(match: re.Match[str], day: date | None) -> int | None:
    digits = re.search(r"20\d\d", match[0])
    if digits:
        return int(digits[0])
    if day is None:
        return None
    for word, back in (("今年", 0), ("本年", 0), ("去年", 1), ("上年", 1), ("前年", 2)):
        if word in match[0]:
            return day.year - back
    return None


def _write(match: re.Match[str], year: int | None, day: date | None, is_dated: bool) -> str:
    if match["short"]:
        return match["short"]
    if match["range"]:
        return f"{match['y1']}/{match['y2']}"
    if match["last"]:
        return f"last {_count(match['last'])} years"
    if match[0] in ("今年以来", "年内"):
        return f"{day.year}-01/{day.month:02}" if day else ""
    if year is None:
        return ""
    if match["half"]:
        return f"{year}H{1 if match['half'] == '上半年' else 2}"
    if match["q3"]:
        return f"{year}Q1/Q3"
    if match["q"]:
        return f"{year}{_QUARTER[match['q']]}"
    months = match["m"] or match["m2"] or match["em"] or match["em2"]
    if months:
        if match["ed"]:
            return f"to {year}-{int(months):02}-{int(match['ed']):02}"
        number = _count(months)
        return f"{year}-01/{number:02}" if 1 <= number <= 12 else ""
    if "底" in match[0] or "末" in match[0]:
        return f"to {year}-12"
    return str(year) if is_dated or match[0] == "全年" else ""


def _count(printed: str) -> int:
    if printed.isdecimal():
        return int(printed)
    if len(printed) == 2 and printed[0] == "十":
        return 10 + _NUMERAL[printed[1]]
    return _NUMERAL.get(printed[0], 0)
